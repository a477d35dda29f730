"""Similarities of strings from libraries that run beside ours, each pair's score between 0 and 1."""

from collections.abc import Callable
from functools import cache

import numpy as np
import polars as pl
from jellyfish import jaro_winkler_similarity
from pypinyin import lazy_pinyin
from rapidfuzz.fuzz import WRatio
from rapidfuzz.process import cpdist

from bench.matching_measures import Scores

Scorer = Callable[[pl.Series, pl.Series], Scores]


def wratio(left: pl.Series, right: pl.Series) -> Scores:
    """rapidfuzz's weighted ratio."""
    return np.asarray(cpdist(_texts(left), _texts(right), scorer=WRatio), np.float64) / 100


def jaro_winkler(left: pl.Series, right: pl.Series) -> Scores:
    """jellyfish's Jaro–Winkler."""
    pairs = zip(_texts(left), _texts(right), strict=True)
    return np.array([jaro_winkler_similarity(a, b) for a, b in pairs], np.float64)


def on_pinyin(scorer: Scorer) -> Scorer:
    """The same on how the texts are pronounced."""
    return lambda left, right: scorer(_pinyin(left), _pinyin(right))


def _texts(s: pl.Series) -> list[str]:
    return s.fill_null("").to_list()


def _pinyin(s: pl.Series) -> pl.Series:
    return pl.Series([_sound(text) for text in _texts(s)], dtype=pl.String)


@cache
def _sound(text: str) -> str:
    return " ".join(lazy_pinyin(text))


BESIDE: dict[str, Scorer] = {
    "rapidfuzz WRatio": wratio,
    "rapidfuzz WRatio, pinyin": on_pinyin(wratio),
    "Jaro–Winkler (jellyfish)": jaro_winkler,
    "Jaro–Winkler (jellyfish), pinyin": on_pinyin(jaro_winkler),
}
