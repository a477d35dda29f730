"""The parts of a firm's name: head office and branch, region, form, and what lies between them."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from graph.jit import kernel
from graph.normalise.codepoints import Codes, Spans
from graph.normalise.name_core import Scratch, read_core
from graph.normalise.name_regions import clean, front_region, is_short, zone_end
from graph.normalise.name_words import BRANCHES, FORMS, HEADS
from graph.normalise.numerals import is_numeral, numerals_end, write_number
from graph.normalise.regions import REGIONS, Table
from graph.normalise.trie import NOTHING, Trie, longest, longest_before

_FIRST, _BRANCH, _BLANK, _CITY, _PROVINCE = ord("第"), ord("分"), 0x20, ord("市"), ord("省")
_BANK, _COMPANY = ord("行"), ord("司")


class Names(NamedTuple):
    """Firm names read into one array of code points; spans are begin and end, -1 where absent.

    brand, trade and the form as written stand side by side, so that they can be compared as one text.
    """

    text: Codes
    brand: Spans  # int64[n, 2]
    trade: Spans
    branch: Spans
    zone: Spans  # 高新区 and the like behind the region
    written: Spans  # the form as it is written
    region: npt.NDArray[np.int32]  # finest code, 0 where none
    form: npt.NDArray[np.int32]  # a place in the list of forms, -1 where none
    cost: npt.NDArray[np.float32]  # of the reading: the lower, the surer
    sure: npt.NDArray[np.bool_]  # the trade consists of listed words


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
    names: Names,
) -> None:
    """Fill `names`, whose arrays say nothing yet."""
    out = names.text
    at = 0
    for row in range(len(starts) - 1):
        hint = hints[row]
        begin = at
        at = clean(trie, table, codes, starts[row], starts[row + 1], hint, out, at)
        end = at
        head = _head_end(trie, out, begin, end)
        if head < end:
            names.branch[row, 0] = at
            at = _write_branch(trie, out, head, end, out, at)
            names.branch[row, 1] = at
        front, behind = front_region(trie, table, out, begin, head, hint)
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
        zone = zone_end(trie, out, start, body, front)
        if front == 0 and start > begin:  # a division that several places have: 鼓楼区
            zone = start
            start = begin
        if zone > start:
            names.zone[row, 0] = start
            names.zone[row, 1] = zone
            start = zone
        while body > start and out[body - 1] == _BLANK:
            body -= 1
        whole = begin if front and start == behind and is_short(out, begin, start) else start
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
