"""The parts of a firm's name: brackets, head office and branch, region, form, and what lies between them."""

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from graph.jit import kernel
from graph.normalise.codepoints import Codes, Spans
from graph.normalise.name_core import Scratch, read_core
from graph.normalise.name_words import ABROAD, BRANCHES, COUNTRIES, FORMS, HEADS, NOTES, TRADES, ZONES
from graph.normalise.numerals import is_numeral, numerals_end, write_number
from graph.normalise.regions import REGIONS, Table, read_regions, within
from graph.normalise.trie import NOTHING, Trie, longest, longest_before

if TYPE_CHECKING:
    from graph.normalise.names import Names

_OPEN, _CLOSE, _FIRST, _BRANCH, _BLANK = ord("("), ord(")"), ord("第"), ord("分"), 0x20
_POLITICS = ord("政")
_BANK, _COMPANY = ord("行"), ord("司")
_TOWN, _TOWNSHIP, _CITY, _PROVINCE = ord("镇"), ord("乡"), ord("市"), ord("省")
_SUFFIXES = np.array([ord(c) for c in "省市县区州盟旗国"], np.uint32)
_NO_CITY = np.array([ord(c) for c in "政场民井容值"], np.uint32)
# 镇 and 乡 are no towns in 古镇, 城乡, 乡村, 故乡 …
_NO_TOWN_BEFORE = np.array([ord(c) for c in "古城重集村水梦故侨老家他同下"], np.uint32)
_NO_TOWN_BEHIND = np.array([ord(c) for c in "村镇情土音间亲里愁"], np.uint32)


@kernel
def _is_in(c: int, characters: Codes) -> bool:
    for x in characters:
        if x == c:
            return True
    return False


@kernel
def _suffix_end(codes: Codes, at: int, end: int, code: int) -> int:
    """Where a suffix ends that the place does not have but is given: 新疆省, 西双版纳市 (not 市政, 市场)."""
    if at + 1 < end and (
        (codes[at] == _PROVINCE and code and code % 10000 == 0)
        or (codes[at] == _CITY and code % 10000 and code % 100 == 0 and not _is_in(codes[at + 1], _NO_CITY))
    ):
        return at + 1
    return at


@kernel
def _is_short(codes: Codes, begin: int, end: int) -> bool:
    """Whether the region `codes[begin:end]` goes without its suffix, as a brand's beginning would, too."""
    return end > begin and not _is_in(codes[end - 1], _SUFFIXES)


@kernel
def _front(trie: Trie, table: Table, codes: Codes, begin: int, end: int, hint: int) -> tuple[int, int]:
    """A country or divisions at the front: (code or 0, where the rest begins)."""
    code, at = read_regions(trie, table, codes, begin, end, hint, True)
    if code == 0:
        word, length = longest(trie, COUNTRIES, codes, begin, end)
        if word != NOTHING:
            code, at = read_regions(trie, table, codes, begin + length, end, hint, True)
            return code or word, at
    if at > begin and codes[at - 1] == _CITY and at + 1 < end and codes[at] == _POLITICS:
        word, _ = longest(trie, TRADES, codes, at + 1, end)
        if word != NOTHING:
            return code, at - 1  # 雅安|市政工程
    behind = _suffix_end(codes, at, end, code)
    if behind > at:
        finer, at = read_regions(trie, table, codes, behind, end, hint, True)
        return (finer, at) if finer and within(finer, code) else (code, behind)
    return code, at


@kernel
def _zone_end(trie: Trie, codes: Codes, begin: int, end: int, region: int) -> int:
    """Where a development zone or town behind the region ends; `begin` where there is none."""
    if region == 0 or region > ABROAD:
        return begin
    for i in range(begin, min(begin + 5, end)):
        zone, length = longest(trie, ZONES, codes, i, end)
        if zone != NOTHING:
            return i + length if end - i - length >= 2 else begin
    if region % 10000 == 0:
        return begin
    for i in range(begin + 2, min(begin + 4, end - 2)):
        if (codes[i] == _TOWN or codes[i] == _TOWNSHIP) and not (
            _is_in(codes[i - 1], _NO_TOWN_BEFORE) or _is_in(codes[i + 1], _NO_TOWN_BEHIND)
        ):
            return i + 1
    return begin


@kernel
def _close(codes: Codes, at: int, end: int) -> int:
    """Where the bracket that opens at `at` closes."""
    while at < end and codes[at] != _CLOSE:
        at += 1
    return at


@kernel
def _bracketed(
    trie: Trie, table: Table, codes: Codes, begin: int, end: int, hint: int
) -> tuple[int, int, int]:
    """The first bracket that holds a region: where its text begins and ends, and where it belongs.

    That is at the front of the name, or behind the coarser region that is there.
    """
    for i in range(begin, end):
        if codes[i] != _OPEN or (i > begin and codes[i - 1] == _COMPANY):
            continue
        close = _close(codes, i, end)
        code, rest = _front(trie, table, codes, i + 1, close, hint)
        if code and rest < close:
            rest = _zone_end(trie, codes, rest, close + 2, code)  # as if two characters came behind
        if code and rest == close:
            front, behind = _front(trie, table, codes, begin, i, hint)
            return i + 1, close, behind if front and within(code, front) else begin
    return end, end, end


@kernel
def _clean(
    trie: Trie, table: Table, codes: Codes, begin: int, end: int, hint: int, out: Codes, at: int
) -> int:
    """Copy a name with its region in front and without brackets and notes; gives the end of the copy."""
    place, place_end, goal = _bracketed(trie, table, codes, begin, end, hint)
    i = begin
    while i < end:
        if i == goal:
            out[at : at + place_end - place] = codes[place:place_end]
            at += place_end - place
        if codes[i] == _OPEN:
            close = _close(codes, i, end)
            note, length = longest(trie, NOTES, codes, i + 1, close)
            if i + 1 == place or (note != NOTHING and i + 1 + length == close and i > begin):
                i = close + 1
                continue
        if codes[i] != _OPEN and codes[i] != _CLOSE:
            out[at] = codes[i]
            at += 1
        i += 1
    return at


@kernel
def _company_behind(trie: Trie, codes: Codes, begin: int, at: int, end: int) -> bool:
    """Whether a company's form follows at once."""
    for stop in range(at + 2, min(at + 9, end) + 1):
        form, length = longest_before(trie, FORMS, codes, begin, stop)
        if form != NOTHING and length == stop - at and codes[stop - 1] == _COMPANY:
            return True
    return False


@kernel
def _head_end(trie: Trie, codes: Codes, begin: int, end: int) -> int:
    """Where the head office's name ends: behind its first 公司 (not 分公司) or the like."""
    for i in range(begin + 1, end):
        word, length = longest(trie, HEADS, codes, i, end)
        if word == NOTHING:
            continue
        behind, _ = longest_before(trie, BRANCHES, codes, begin, i + length)
        if behind != NOTHING:
            continue
        stop = i + length
        if codes[stop - 1] == _BANK and _company_behind(trie, codes, begin, stop, end):
            continue  # 银行股份有限公司
        _, form = longest_before(trie, FORMS, codes, begin, end)
        if form > end - stop:  # what follows is part of the form: 公司集团, 合作社联合社
            return end
        return stop
    word, length = longest_before(trie, BRANCHES, codes, begin, end)
    if word == NOTHING:
        return end
    at = end - length
    while at > begin and (is_numeral(codes[at - 1]) or 48 <= codes[at - 1] <= 57):
        at -= 1
    if at > begin and codes[at - 1] == _FIRST:
        at -= 1
    for i in range(max(begin + 3, at - 9), at - 1):  # 太平人寿东莞中心支公司
        place, length = longest(trie, REGIONS, codes, i, at)
        if place != NOTHING and length == at - i:
            return i
    return at if at - begin >= 2 else end


@kernel
def _write_branch(trie: Trie, codes: Codes, begin: int, end: int, out: Codes, at: int) -> int:
    """第一分公司 as 1, 合肥市分公司 as 合肥, 第二营业部 as 2营业部, 分公司 as it stands."""
    word, length = longest_before(trie, BRANCHES, codes, begin, end)
    if word != NOTHING and length == 3 and end - length > begin and codes[end - 3] == _BRANCH:
        end -= length
    i = begin
    while i < end:
        place, length = longest(trie, REGIONS, codes, i, end)
        if place != NOTHING:
            stop = i + length
            if length > 2 and codes[stop - 1] in (_CITY, _PROVINCE):
                stop -= 1
            elif stop < end and codes[stop] in (_CITY, _PROVINCE):
                length += 1
            out[at : at + stop - i] = codes[i:stop]
            at += stop - i
            i += length
            continue
        stop = numerals_end(codes, i, end)
        ordinal = i > begin and codes[i - 1] == _FIRST
        if stop > i and (ordinal or stop == end or codes[stop] == _BRANCH):
            at = write_number(codes, i, stop, out, at - 1 if ordinal else at)
            i = stop
        else:
            if ordinal and 48 <= codes[i] <= 57:
                at -= 1
            out[at] = codes[i]
            at += 1
            i += 1
    return at


@kernel
def split(
    codes: Codes,
    starts: Spans,
    trie: Trie,
    table: Table,
    hints: npt.NDArray[np.int32],
    space: Scratch,
    names: "Names",
) -> None:
    """Fill `names`, whose arrays say nothing yet."""
    out = names.text
    at = 0
    for row in range(len(starts) - 1):
        hint = hints[row]
        begin = at
        at = _clean(trie, table, codes, starts[row], starts[row + 1], hint, out, at)
        end = at
        head = _head_end(trie, out, begin, end)
        if head < end:
            names.branch[row, 0] = at
            at = _write_branch(trie, out, head, end, out, at)
            names.branch[row, 1] = at
        front, behind = _front(trie, table, out, begin, head, hint)
        start = behind
        form, length = longest_before(trie, FORMS, out, start, head)
        body = head - length
        if body - start < 2 and length == 1:
            body = head
            form = NOTHING
        if body == start and front and length == 0:
            start = begin  # the name is a place's name
            front = 0
        names.form[row] = form
        zone = _zone_end(trie, out, start, body, front)
        if front == 0 and start > begin:  # a division that several places have: 鼓楼区
            zone = start
            start = begin
        if zone > start:
            names.zone[row, 0] = start
            names.zone[row, 1] = zone
            start = zone
        while body > start and out[body - 1] == _BLANK:
            body -= 1
        whole = begin if front and start == behind and _is_short(out, begin, start) else start
        brand = at
        trade, stop, region, cost, unknown = read_core(
            trie, table, out, whole, start, body, front, hint, space, out, at
        )
        at = stop
        names.region[row] = region
        names.cost[row] = cost
        names.sure[row] = not unknown
        if trade > brand:
            names.brand[row, 0] = brand
            names.brand[row, 1] = trade
        if stop > trade:
            names.trade[row, 0] = trade
            names.trade[row, 1] = stop
        if head > body:
            names.written[row, 0] = at
            out[at : at + head - body] = out[body:head]
            at += head - body
            names.written[row, 1] = at
