"""Columns of addresses as tokens, ready to be compared."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from graph.jit import kernel
from graph.matching.address_cut import Tokens, cut
from graph.matching.address_likeness import Weights, weigh_characters
from graph.normalise.address_names import Work, work
from graph.normalise.address_parts import Parts, scratch
from graph.normalise.address_regions import LEVELS, Written, read_divisions
from graph.normalise.address_scan import scan
from graph.normalise.address_settle import settle
from graph.normalise.address_words import Marks, address_marks, address_trie
from graph.normalise.addresses import _prepared, _upper
from graph.normalise.codepoints import Codes, Spans, decode
from graph.normalise.gazetteer import Gazetteer, town_gazetteer
from graph.normalise.regions import REGIONS, Table, region_table
from graph.normalise.trie import NOTHING, Trie, longest


@dataclass(frozen=True)
class Addresses:
    """Row i has the tokens `starts[i]:starts[i + 1]`; a null or empty address has none."""

    regions: npt.NDArray[np.int32]  # code of the finest division, 0 where none is certain
    namesakes: npt.NDArray[np.int64]  # place in `region_table` of a name that several divisions bear; or -1
    starts: Spans
    tokens: Tokens
    weights: Weights  # how telling each character of `tokens.codes` is in a name


@kernel
def _read(
    codes: Codes, starts: Spans, trie: Trie, table: Table, marks: Marks, gazetteer: Gazetteer,
    work: Work, written: Written, parts: Parts,
    regions: npt.NDArray[np.int32], namesakes: npt.NDArray[np.int64], rows: Spans, tokens: Tokens,
    weights: Weights,
) -> tuple[int, int]:  # fmt: skip
    n = at = 0
    for row in range(len(starts) - 1):
        begin, end = starts[row], starts[row + 1]
        code, rest = read_divisions(trie, table, codes, begin, end, 0, written)
        regions[row] = code
        namesakes[row] = -1
        if code == 0 and rest > begin:
            word, _ = longest(trie, REGIONS, codes, begin, end)
            namesakes[row] = word if word != NOTHING else -1
        n_parts = scan(codes, rest, end, code, trie, gazetteer, work, parts)
        n_parts = settle(codes, parts, n_parts)
        rows[row] = n
        n, at = cut(codes, parts, n_parts, marks, tokens, n, at)
        weigh_characters(tokens, rows[row], n, trie, weights)
    rows[len(starts) - 1] = n
    return n, at


def read(s: pl.Series) -> Addresses:
    """The tokens of a column of addresses."""
    text, _ = _prepared(s)
    texts = decode(text)
    n, length = len(s), len(texts.codes)
    regions: npt.NDArray[np.int32] = np.zeros(n, np.int32)
    namesakes: npt.NDArray[np.int64] = np.empty(n, np.int64)
    starts: Spans = np.zeros(n + 1, np.int64)
    # A token takes at least one character; a numeral (二百) and a mark may add some.
    tokens = Tokens(
        np.empty(length + 4, np.int8), np.empty(length + 4, np.int8), np.empty(length + 4, np.int64),
        np.empty(length + 4, np.int64), np.empty(length + 4, np.int64), np.empty(4 * length + 64, np.uint32),
    )  # fmt: skip
    weights: Weights = np.ones(len(tokens.codes), np.float32)
    used, _ = _read(
        _upper(texts.codes), texts.starts, address_trie(), region_table(), address_marks(), town_gazetteer(),
        work(), np.empty((LEVELS, 2), np.int64), scratch(),
        regions, namesakes, starts, tokens, weights,
    )  # fmt: skip
    kinds, flags, begins, stems, ends, codes = tokens
    kept = Tokens(kinds[:used], flags[:used], begins[:used], stems[:used], ends[:used], codes)
    return Addresses(regions, namesakes, starts, kept, weights)
