"""How deep the divisions of two addresses agree, and with them their postcodes."""

from graph.jit import kernel
from graph.matching.address_kinds import CITY_BIT, DISTRICT_BIT, POSTCODE_BIT, PROVINCE_BIT
from graph.normalise.regions import Table, within

APART, UNTOLD, PROVINCE, CITY, DISTRICT = -1, 0, 1, 2, 3


@kernel
def _depth(code: int) -> int:
    if code == 0:
        return 0
    return DISTRICT if code % 100 else CITY if code % 10000 else PROVINCE


@kernel
def _namesake(table: Table, word: int, code: int) -> bool:
    """Whether one of the divisions of a name lies in, or holds, the division `code`."""
    for i in range(word + 2, word + 2 + table[word + 1]):
        if within(table[i], code) or within(code, table[i]):
            return True
    return False


@kernel
def align_regions(table: Table, code_a: int, word_a: int, code_b: int, word_b: int) -> int:
    """How deep both agree (UNTOLD, PROVINCE, CITY, DISTRICT), or APART where they cannot be one place.

    A code is 0 where the division is not known for certain; a word is the place in `table` of a name that
    several bear, or -1.
    """
    if code_a and code_b:
        if within(code_a, code_b) or within(code_b, code_a):
            return min(_depth(code_a), _depth(code_b))
        return APART
    if word_a >= 0 and word_b >= 0:
        return DISTRICT if word_a == word_b else APART
    if word_a >= 0 and code_b:
        return min(DISTRICT, _depth(code_b)) if _namesake(table, word_a, code_b) else APART
    if word_b >= 0 and code_a:
        return min(DISTRICT, _depth(code_a)) if _namesake(table, word_b, code_a) else APART
    return UNTOLD


@kernel
def align_postcodes(a: int, b: int) -> int:
    """As `align_regions`, for two postcodes, 0 where there is none."""
    if a and b:
        return DISTRICT if a == b else APART
    return UNTOLD


@kernel
def postcode_bits(a: int, b: int) -> tuple[int, int]:
    """Bits of the postcodes that agree and that differ."""
    if not a or not b:
        return 0, 0
    return (a == b) << POSTCODE_BIT, (a != b) << POSTCODE_BIT


@kernel
def region_bits(code_a: int, code_b: int, depth: int) -> tuple[int, int]:
    """Bits of the divisions that agree and that differ."""
    agree = differ = 0
    if depth >= PROVINCE:
        agree |= 1 << PROVINCE_BIT
        agree |= (depth >= CITY) << CITY_BIT
        agree |= (depth >= DISTRICT) << DISTRICT_BIT
    elif depth < 0:
        same_province = code_a // 10000 == code_b // 10000 and code_a > 0
        same_city = code_a // 100 == code_b // 100 and code_a > 0
        agree |= same_province << PROVINCE_BIT | same_city << CITY_BIT
        differ |= (not same_province) << PROVINCE_BIT if code_a and code_b else 1 << DISTRICT_BIT
        if same_city:
            differ |= 1 << DISTRICT_BIT
        elif same_province:
            differ |= 1 << CITY_BIT
    return agree, differ
