"""What a pair of read firm names amounts to: the rules of `docs/matching-names.md`, compiled.

A score is the product of what each part leaves of it. Nothing but `same` reaches `SAME_FROM`.
"""

import numpy as np
import numpy.typing as npt

from graph.jit import kernel
from graph.matching.edits import ADDED, DROPPED, MORE, NONE, REPLACED, SWAPPED, equal, one_edit, similarity
from graph.normalise.codepoints import Spans
from graph.normalise.name_split import Names
from graph.normalise.pinyin import Syllables

REGION, BRAND, TRADE, FORM, BRANCH = (1 << bit for bit in range(5))
DIFFERENT, POSSIBLE, SAME = 0, 1, 2
SAME_FROM, POSSIBLE_FROM = 0.95, 0.55
# How a part of one name relates to that of the other.
_EQUAL, _SLIP, _LACKING, _PARTLY, _OTHER = range(5)
# What is left of the score, by the relation. Another trade and another brand keep a share of their
# likeness besides, so that the different are in a sensible order, too.
_REGION = np.array([1.0, 0.97, 0.8, 0.5, 0.3])
_TRADE = np.array([1.0, 0.97, 0.7, 0.65, 0.3])
_FORM = np.array([1.0, 0.97, 0.85, 0.6, 0.6])
_BRANCH = np.array([1.0, 0.97, 0.35, 0.25, 0.2])
_OTHER_TRADE, _OTHER_BRAND, _HOMOPHONE = 0.2, 0.6, 0.8


@kernel
def _span(spans: Spans, row: int) -> tuple[int, int]:
    return spans[row, 0], spans[row, 1]


@kernel
def _relation(names: Names, spans: Spans, i: int, j: int) -> int:
    """Of a part that is equal, lacking on one side, or another."""
    a, b = _span(spans, i), _span(spans, j)
    if a[0] < 0 and b[0] < 0:
        return _EQUAL
    if a[0] < 0 or b[0] < 0:
        return _LACKING
    return _EQUAL if equal(names.text, a[0], a[1], names.text, b[0], b[1]) else _OTHER


@kernel
def _lies_in(code: int, outer: int) -> bool:
    """As `regions.within`; a kernel calls none of another folder, whose changes its cache would miss."""
    if outer % 10000 == 0:
        return code // 10000 == outer // 10000
    return outer % 100 == 0 and code // 100 == outer // 100


@kernel
def _region(names: Names, i: int, j: int) -> int:
    """PARTLY where one lies in the other."""
    a, b = names.region[i], names.region[j]
    zone = _relation(names, names.zone, i, j)
    if a == b:
        return zone if zone != _LACKING or a == 0 else _PARTLY
    if a == 0 or b == 0:
        return _LACKING
    return _PARTLY if _lies_in(a, b) or _lies_in(b, a) else _OTHER


@kernel
def _within(names: Names, outer: tuple[int, int], inner: tuple[int, int]) -> bool:
    """Whether one trade is the beginning or the end of the other."""
    n = inner[1] - inner[0]
    text = names.text
    return outer[1] - outer[0] >= n and (
        equal(text, outer[0], outer[0] + n, text, inner[0], inner[1])
        or equal(text, outer[1] - n, outer[1], text, inner[0], inner[1])
    )


@kernel
def _trade(names: Names, i: int, j: int) -> int:
    """A slip mostly makes of a trade what is none. Where both are listed words, a character that is another
    makes another trade, as does one more at the front (高科技) or the end; one lost inside does not."""
    relation = _relation(names, names.trade, i, j)
    if relation != _OTHER:
        return relation
    a, b = _span(names.trade, i), _span(names.trade, j)
    edit, first, last = one_edit(names.text, a[0], a[1], names.text, b[0], b[1])
    if edit == SWAPPED or (edit != MORE and not (names.sure[i] and names.sure[j])):
        return _SLIP
    longer = max(a[1] - a[0], b[1] - b[0])
    if edit in (DROPPED, ADDED) and first > 0 and last < longer - 1:
        return _SLIP
    return _PARTLY if _within(names, a, b) or _within(names, b, a) else _OTHER


@kernel
def _core(names: Names, row: int) -> tuple[int, int, int]:
    """Where a name's brand and trade begin, where the trade begins, and where both end."""
    brand, trade = _span(names.brand, row), _span(names.trade, row)
    if trade[0] < 0:
        return brand[0], brand[1], brand[1]
    return (trade[0] if brand[0] < 0 else brand[0]), trade[0], trade[1]


@kernel
def _slip_behind_brand(names: Names, i: int, j: int) -> int:
    """TRADE or FORM where the names differ by one slip in it that spoilt the reading of `j`, else 0.

    `i` is the name as it should be: the one whose reading is surer.
    """
    begin, split, stop = _core(names, i)
    other, other_split, other_stop = _core(names, j)
    end, other_end = stop, other_stop
    if names.written[i, 0] >= 0:
        end = names.written[i, 1]
    if names.written[j, 0] >= 0:
        other_end = names.written[j, 1]
    if begin < 0 or other < 0 or split == begin:
        return 0
    text = names.text
    edit, first, last = one_edit(text, begin, stop, text, other, other_stop)
    if edit not in (MORE, NONE) and stop > split and names.form[i] == names.form[j]:
        if begin + first < split or (edit == ADDED and begin + last == split):
            return 0  # in the brand, or a character more at its end
        if edit == REPLACED and begin + first == split and other_split - other == first + 1:
            return 0  # 鑫源|微电子 and 鑫源达|电子: both read well
        return TRADE
    if names.form[i] < 0 or names.form[i] == names.form[j]:
        return 0
    edit, first, _ = one_edit(text, begin, end, text, other, other_end)
    if edit in (MORE, NONE) or begin + first < stop:
        return 0
    return 0 if edit != ADDED and equal(text, begin, stop, text, other, other_stop) else FORM


@kernel
def _brand_likeness(names: Names, syllables: Syllables, i: int, j: int) -> float:
    a, b = _span(names.brand, i), _span(names.brand, j)
    if a[0] < 0 or b[0] < 0:
        return 0.0
    likeness = similarity(names.text, a[0], a[1], names.text, b[0], b[1])
    if a[1] - a[0] == b[1] - b[0]:
        for k in range(a[1] - a[0]):
            x, y = names.text[a[0] + k], names.text[b[0] + k]
            if x != y and (x > 0xFFFF or y > 0xFFFF or syllables[x] == 0 or syllables[x] != syllables[y]):
                return likeness
        return max(likeness, _HOMOPHONE)
    return likeness


@kernel
def _judge(names: Names, syllables: Syllables, i: int, j: int) -> tuple[float, int, int, int]:
    region = _region(names, i, j)
    brand = _relation(names, names.brand, i, j)
    trade = _trade(names, i, j)
    branch = _relation(names, names.branch, i, j)
    form = _EQUAL
    if names.form[i] != names.form[j]:
        form = _LACKING if names.form[i] < 0 or names.form[j] < 0 else _OTHER
    if brand != _EQUAL or form != _EQUAL:
        slip = 0
        if names.cost[i] < names.cost[j] or (names.cost[i] == names.cost[j] and names.form[j] < 0):
            slip = _slip_behind_brand(names, i, j)
        elif names.cost[j] < names.cost[i] or (names.cost[i] == names.cost[j] and names.form[i] < 0):
            slip = _slip_behind_brand(names, j, i)
        if slip == TRADE:
            brand, trade = _EQUAL, _SLIP
        elif slip == FORM:
            brand, trade, form = _EQUAL, _EQUAL, _SLIP
    score = _REGION[region] * _FORM[form] * _BRANCH[branch] * _TRADE[trade]
    named = names.brand[i, 0] >= 0 and names.brand[j, 0] >= 0
    if trade == _OTHER:
        a, b = _span(names.trade, i), _span(names.trade, j)
        score += (
            score / _TRADE[_OTHER] * _OTHER_TRADE * similarity(names.text, a[0], a[1], names.text, b[0], b[1])
        )
    if brand != _EQUAL:
        score *= _OTHER_BRAND * _brand_likeness(names, syllables, i, j)
    elif not named and (names.region[i] == 0 or names.trade[i, 0] < 0):
        score *= 0.6  # nothing that is its own
    verdict = DIFFERENT
    if brand == _EQUAL:
        if max(region, trade, form, branch) <= _SLIP and score >= 0.9:
            verdict = SAME
            score = max(score, SAME_FROM)
        elif score >= POSSIBLE_FROM and region != _OTHER:
            verdict = POSSIBLE
    agree, differ = 0, 0
    known = (
        (REGION, region, names.region[i] > 0 or names.zone[i, 0] >= 0),
        (BRAND, brand, named),
        (TRADE, trade, names.trade[i, 0] >= 0 or names.trade[j, 0] >= 0),
        (FORM, form, names.form[i] >= 0 or names.form[j] >= 0),
        (BRANCH, branch, names.branch[i, 0] >= 0 or names.branch[j, 0] >= 0),
    )
    for bit, relation, said in known:
        if relation <= _SLIP and said:
            agree |= bit
        elif relation >= _PARTLY or (relation == _LACKING and bit == BRANCH):
            differ |= bit
    return score, verdict, agree, differ


@kernel
def judge(
    names: Names,
    syllables: Syllables,
    left: npt.NDArray[np.int32],
    right: npt.NDArray[np.int32],
    score: npt.NDArray[np.float64],
    verdict: npt.NDArray[np.int8],
    agree: npt.NDArray[np.uint32],
    differ: npt.NDArray[np.uint32],
) -> None:
    """Compare the names at `left` and `right`, pair by pair; -1 is an empty name, which is like none."""
    for pair in range(len(left)):
        i, j = left[pair], right[pair]
        if i < 0 or j < 0:
            continue
        score[pair], verdict[pair], agree[pair], differ[pair] = _judge(names, syllables, i, j)
        if i == j:
            score[pair], verdict[pair] = 1.0, SAME
