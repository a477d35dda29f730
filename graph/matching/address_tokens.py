"""Columns of addresses as tokens, ready to be compared."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from graph.jit import kernel
from graph.matching.address_cut import cut
from graph.matching.address_likeness import Weights, weigh_characters
from graph.matching.address_store import Tokens
from graph.matching.latin_addresses import is_latin, read_latin
from graph.normalise.address_names import Work, work
from graph.normalise.address_parts import Parts, scratch
from graph.normalise.address_regions import LEVELS, Written, read_divisions
from graph.normalise.address_scan import scan
from graph.normalise.address_settle import settle
from graph.normalise.address_words import Marks, address_marks, address_trie
from graph.normalise.addresses import prepared, upper
from graph.normalise.codepoints import Codes, Spans, decode
from graph.normalise.gazetteer import Gazetteer, town_gazetteer
from graph.normalise.regions import REGIONS, Table, region_table
from graph.normalise.trie import NOTHING, Trie, longest


class Addresses(NamedTuple):
    """Row i has the tokens `starts[i]:ends[i]`; a null or empty address has none."""

    regions: npt.NDArray[np.int32]  # code of the finest division, 0 where none is certain
    namesakes: npt.NDArray[np.int64]  # place in `region_table` of a name that several divisions bear; or -1
    latin: npt.NDArray[np.bool_]  # which are in Latin script
    postcodes: npt.NDArray[np.int64]  # of those: a number for each postcode, 0 where there is none
    starts: Spans
    ends: Spans
    tokens: Tokens
    weights: Weights  # how telling each character of `tokens.codes` is in a name


@kernel
def _read(
    codes: Codes, texts: Spans, trie: Trie, table: Table, marks: Marks, gazetteer: Gazetteer, work: Work,
    written: Written, parts: Parts, regions: npt.NDArray[np.int32], namesakes: npt.NDArray[np.int64],
    starts: Spans, ends: Spans, tokens: Tokens, weights: Weights,
) -> tuple[int, int]:  # fmt: skip
    n = at = 0
    for row in range(len(starts)):
        begin, end = texts[row], texts[row + 1]
        code, rest = read_divisions(trie, table, codes, begin, end, 0, gazetteer, written)
        regions[row] = code
        namesakes[row] = -1
        if code == 0 and rest > begin:
            word, _ = longest(trie, REGIONS, codes, begin, end)
            namesakes[row] = word if word != NOTHING else -1
        n_parts = scan(codes, rest, end, code, trie, gazetteer, work, parts)
        n_parts = settle(codes, parts, n_parts)
        starts[row] = n
        n, at = cut(codes, parts, n_parts, marks, tokens, n, at)
        ends[row] = n
        weigh_characters(tokens, starts[row], n, trie, weights)
    return n, at


def _room(characters: int) -> Tokens:
    """A token takes at least one character; a numeral (二百) and a mark may add some."""
    n = characters + 4
    return Tokens(
        np.empty(n, np.int8), np.empty(n, np.int8), np.empty(n, np.int64), np.empty(n, np.int64),
        np.empty(n, np.int64), np.empty(4 * n + 64, np.uint32),
    )  # fmt: skip


def read(s: pl.Series) -> Addresses:
    """The tokens of a column of addresses."""
    latin = is_latin(s)
    text, _ = prepared(s.set(latin, "") if latin.any() else s)
    texts = decode(text)
    n = len(s)
    regions: npt.NDArray[np.int32] = np.zeros(n, np.int32)
    namesakes: npt.NDArray[np.int64] = np.empty(n, np.int64)
    starts, ends = np.zeros(n, np.int64), np.zeros(n, np.int64)
    rows = latin.arg_true().to_numpy().astype(np.int64)
    written = s.gather(rows)
    tokens = _room(len(texts.codes) + 2 * int(written.str.len_chars().sum() or 0))
    weights: Weights = np.ones(len(tokens.codes), np.float32)
    used, at = _read(
        upper(texts.codes), texts.starts, address_trie(), region_table(), address_marks(), town_gazetteer(),
        work(), np.empty((LEVELS, 2), np.int64), scratch(),
        regions, namesakes, starts, ends, tokens, weights,
    )  # fmt: skip
    postcodes: npt.NDArray[np.int64] = np.zeros(n, np.int64)
    if len(rows):
        postcodes[rows] = read_latin(written, rows, starts, ends, tokens, used, at)
    return Addresses(regions, namesakes, latin.to_numpy(), postcodes, starts, ends, tokens, weights)
