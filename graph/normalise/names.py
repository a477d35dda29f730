"""Chinese firm names as region, brand, trade, form and branch, wherever the region stands.

A legal name is 行政区划 + 字号 + 行业 + 组织形式; the region may be missing, in brackets or stand before
the form, and a branch adds its own name behind the head office's.
"""

from functools import cache

import numpy as np
import numpy.typing as npt
import polars as pl

from graph.jit import kernel
from graph.normalise import lexicon
from graph.normalise.codepoints import Codes, Spans, decode, encode
from graph.normalise.numerals import is_numeral, numerals_end, write_number
from graph.normalise.regions import (
    Table,
    choose,
    hint_codes,
    read_regions,
    region_names,
    region_table,
    region_words,
)
from graph.normalise.text import fold
from graph.normalise.trie import NOTHING, Trie, backwards, build, longest, longest_before

CHUNK = 200_000
_OPEN, _CLOSE, _FIRST, _BRANCH, _BLANK = ord("("), ord(")"), ord("第"), ord("分"), 0x20


# The roots in the trie after the divisions'. All but the heads, which close the name of a head office, are
# read backwards.
HEADS, REGION_ENDS, FORMS, TRADES, BRANCHES = range(1, 6)


@cache
def _form_names() -> tuple[dict[str, int], list[str]]:
    rows = lexicon.rows("forms")
    names = sorted({name for _, name in rows})
    return {word: names.index(name) for word, name in rows}, names


def _words(name: str) -> dict[str, int]:
    return {word: 0 for word, *_ in lexicon.rows(name)}


@cache
def name_trie() -> Trie:
    """The divisions and the lexicons of names."""
    heads = {"公司": 0, "合作社": 0, "合伙企业": 0, "事务所": 0, "银行": 0}
    ends = (region_words(), _form_names()[0], _words("trades"), _words("branches"))
    return build([region_words(), heads, *(backwards(words) for words in ends)])


@kernel
def _clean(
    trie: Trie, table: Table, codes: Codes, begin: int, end: int, hint: int, out: Codes, at: int
) -> tuple[int, int]:
    """Copy a name without its brackets: (end of the copy, code of a bracketed region or 0)."""
    region = 0
    i = begin
    while i < end:
        if codes[i] == _OPEN:
            close = i + 1
            while close < end and codes[close] != _CLOSE:
                close += 1
            code, rest = read_regions(trie, table, codes, i + 1, close, hint, True)
            if code and rest == close:
                region = region or code
                i = close + 1
                continue
        if codes[i] != _OPEN and codes[i] != _CLOSE:
            out[at] = codes[i]
            at += 1
        i += 1
    return at, region


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
    return at if at - begin >= 2 else end


@kernel
def _write_branch(trie: Trie, codes: Codes, begin: int, end: int, out: Codes, at: int) -> int:
    """第一分公司 as 1, 合肥分公司 as 合肥, 第二营业部 as 2营业部, 分公司 as it stands."""
    word, length = longest_before(trie, BRANCHES, codes, begin, end)
    if word != NOTHING and length == 3 and end - length > begin and codes[end - 3] == _BRANCH:
        end -= length
    i = begin
    while i < end:
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
def _trade_begin(trie: Trie, codes: Codes, begin: int, end: int) -> int:
    """Where the chain of trade words begins that ends at `end`; a brand keeps two characters or none."""
    at = end
    while at > begin:
        _, length = longest_before(trie, TRADES, codes, begin + 2, at)
        if length == 0:
            _, whole = longest_before(trie, TRADES, codes, begin, at)
            return begin if whole == at - begin else at
        at -= length
    return at


@kernel
def _region_before(
    trie: Trie, table: Table, codes: Codes, begin: int, end: int, hint: int
) -> tuple[int, int]:
    """A city or province that stands just before the form: (code or 0, its length)."""
    word, length = longest_before(trie, REGION_ENDS, codes, begin + 2, end)
    if word == NOTHING:
        return 0, 0
    code, certain = choose(table, word, 0, hint)
    if not certain or code % 100:
        return 0, 0
    return code, length


@kernel
def _split(
    codes: Codes,
    starts: Spans,
    trie: Trie,
    table: Table,
    hints: npt.NDArray[np.int32],
    out: Codes,
    spans: Spans,
    codes_out: npt.NDArray[np.int32],
    forms_out: npt.NDArray[np.int32],
) -> None:
    """Spans in `out` of brand, trade and branch: columns 0-1, 2-3 and 4-5; -1 where absent."""
    at = 0
    for row in range(len(starts) - 1):
        begin = at
        at, region = _clean(trie, table, codes, starts[row], starts[row + 1], hints[row], out, at)
        end = at
        spans[row] = -1
        head = _head_end(trie, out, begin, end)
        if head < end:
            spans[row, 4] = at
            at = _write_branch(trie, out, head, end, out, at)
            spans[row, 5] = at
        front, start = read_regions(trie, table, out, begin, head, hints[row], True)
        form, length = longest_before(trie, FORMS, out, start, head)
        forms_out[row] = form
        body = head - length
        if body - start < 2 and length == 1:
            body = head
            forms_out[row] = NOTHING
        if body == start and front and length == 0:
            start = begin  # the name is a place's name
            front = 0
        region = front or region
        if region == 0:
            region, length = _region_before(trie, table, out, start, body, hints[row])
            body -= length
        while body > start and out[body - 1] == _BLANK:
            body -= 1
        codes_out[row] = region
        trade = _trade_begin(trie, out, start, body)
        if trade > start:
            spans[row, 0] = start
            spans[row, 1] = trade
        if body > trade:
            spans[row, 2] = trade
            spans[row, 3] = body


def _split_chunk(s: pl.Series, hints: npt.NDArray[np.int32]) -> pl.DataFrame:
    folded = fold(s)
    text = folded.str.to_uppercase()
    blank = text.str.contains(r"\p{Han}\s|\s\p{Han}|[\[{【〔<]").fill_null(value=False).arg_true()
    if len(blank):
        plain = (
            text.gather(blank)
            .str.replace_all(r"(\p{Han})\s+", "${1}")
            .str.replace_all(r"\s+(\p{Han})", "${1}")
        )
        plain = plain.str.replace_all(r"[\[{【〔<]", "(").str.replace_all(r"[\]}】〕>]", ")")
        text = text.scatter(blank, plain)
    texts = decode(text)
    n = len(s)
    spans: Spans = np.empty((n, 6), np.int64)
    codes: npt.NDArray[np.int32] = np.zeros(n, np.int32)
    forms: npt.NDArray[np.int32] = np.zeros(n, np.int32)
    # A branch is written once more, and numerals can grow: 百 becomes 100.
    out: Codes = np.empty(len(texts.codes) * 4 + 8 * n, np.uint32)
    _split(texts.codes, texts.starts, name_trie(), region_table(), hints, out, spans, codes, forms)
    form_names = pl.Series(_form_names()[1])
    unique, rows = np.unique(codes, return_inverse=True)
    names = region_names()
    return pl.DataFrame(
        {
            "folded": folded,
            "region": pl.Series([names.get(int(c)) for c in unique], dtype=pl.String).gather(rows),
            "brand": encode(out, spans[:, 0], spans[:, 1]),
            "trade": encode(out, spans[:, 2], spans[:, 3]),
            "form": form_names.gather(pl.Series(forms).set(pl.Series(forms < 0), None)),
            "branch": encode(out, spans[:, 4], spans[:, 5]),
        }
    )


def firm_names(s: pl.Series, region_hint: pl.Series | None = None) -> pl.DataFrame:
    """Read firm names.

    Columns: folded, region (the division's current full name: 福州 and 福州市 are one), brand (字号), trade,
    form (canonical: 有限责任公司 and 有限公司 are one) and branch (第一分公司 as 1); null where absent.
    `region_hint` (texts such as 福州, or six-digit codes) decides between namesakes.
    """
    hints = hint_codes(region_hint, len(s))
    text = s.cast(pl.String)
    return pl.concat(
        _split_chunk(text.slice(i, CHUNK), hints[i : i + CHUNK]) for i in range(0, max(len(s), 1), CHUNK)
    )
