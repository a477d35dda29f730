"""GB18030 or Big5: which of the two a text that is not UTF-8 is in, by how common its characters then are."""

from collections.abc import Iterable
from functools import lru_cache

GB18030, BIG5 = "gb18030", "big5"
CODEC = {GB18030: "gb18030", BIG5: "cp950"}  # as Windows writes them
_SAMPLE = 200_000  # bytes
_FEWEST = 20  # wide characters from which on they are judged
_BIG5_COMMON, _BIG5_BETTER = 0.9, 0.1


def chinese_encoding(sample: bytes) -> str:
    """GB18030 unless the characters are clearly commoner ones in Big5."""
    wide = bytes(sample[:_SAMPLE])
    gb = _common(wide.decode(CODEC[GB18030], errors="replace"))
    big5 = _common(wide.decode(CODEC[BIG5], errors="replace"))
    return BIG5 if big5 >= _BIG5_COMMON and big5 > gb + _BIG5_BETTER else GB18030


def _common(text: Iterable[str]) -> float:
    """The share of common characters among the wide ones; 0 where there are too few to tell."""
    wide = [character for character in text if character > "\x7f"]
    return sum(map(_is_common, wide)) / len(wide) if len(wide) >= _FEWEST else 0.0


@lru_cache(maxsize=1 << 15)
def _is_common(character: str) -> bool:
    """Whether it is of the first level of GB 2312 or of Big5, or a sign of the former."""
    simple = character.encode("gb2312", errors="ignore")
    if len(simple) == 2 and (simple[0] <= 0xA3 or 0xB0 <= simple[0] <= 0xD7):
        return True
    traditional = character.encode("big5", errors="ignore")
    return len(traditional) == 2 and 0xA4 <= traditional[0] <= 0xC6
