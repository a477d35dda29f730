"""Scores of pairs from the libraries that run in environments of their own, with the rule that each needs.

A parser is no matcher: beside what it finds goes the plainest rule that makes one of it.
"""

from functools import partial

import numpy as np
import polars as pl
from rapidfuzz.fuzz import ratio
from rapidfuzz.process import cpdist

from bench.matching_baselines.beside import Scorer
from bench.matching_baselines.environments import Answer, ask
from bench.matching_measures import Scores

ALGORITHMS = ("logic-v2", "regression-v1")
_COUNTRIES = ("province", "city", "district")


def nomenklatura(left: pl.DataFrame, right: pl.DataFrame, schema: str, algorithm: str) -> Scores:
    """One algorithm's scores of two tables of entities, their columns properties of the schema."""
    sides = [
        frame.select(pl.all().fill_null("").name.prefix(f"{side}_"))
        for side, frame in (("left", left), ("right", right))
    ]
    table = pl.concat([_ids(len(left)), *sides], how="horizontal")
    return _column(ask("nomenklatura", "nomenklatura_pairs.py", table, schema).table[algorithm])


def company_name_parser(left: pl.Series, right: pl.Series) -> Scores:
    """companynameparser and a rule: one brand, one place or none; the trade and the form add."""
    a, b = (parts_of_names(side).table for side in (left, right))
    one = {name: (a[name] == b[name]).to_numpy() for name in ("brand", "place", "suffix")}
    places = one["place"] | (a["place"] == "").to_numpy() | (b["place"] == "").to_numpy()
    trade = _alike(a["trade"], b["trade"])
    same = np.where(one["brand"] & places, 0.6 + 0.3 * trade + 0.1 * one["suffix"], 0.0)
    return np.maximum(same, 0.5 * _alike(a["brand"], b["brand"]))


def parts_of_names(texts: pl.Series) -> Answer:
    """companynameparser's parts: place, brand, trade, suffix."""
    return ask("chinese", "companynameparser_names.py", _asked(texts))


def places(texts: pl.Series, library: str) -> Answer:
    """cpca's or jionlp's parts: province, city, district, town, community, rest."""
    return ask("chinese", "places_addresses.py", _asked(texts), library)


def by_places(left: pl.Series, right: pl.Series, library: str) -> Scores:
    """A reader of places and a rule: no place differs, the numbers are the same; the rest by its likeness."""
    a, b = (places(side, library).table for side in (left, right))
    apart = np.zeros(len(left), np.bool_)
    for level in _COUNTRIES:
        known = ((a[level] != "") & (b[level] != "")).to_numpy()
        apart |= known & (a[level] != b[level]).to_numpy()
    numbers = (_numbers(a["rest"]) == _numbers(b["rest"])).to_numpy()
    return np.where(apart, 0.0, 0.4 + 0.6 * numbers) * _alike(a["rest"], b["rest"])


def crf(tagged: pl.DataFrame) -> Answer:
    """Tags by a conditional random field: of the texts without tags, trained on those with them."""
    return ask("chinese", "crf_tags.py", tagged)


def _numbers(s: pl.Series) -> pl.Series:
    """The numbers in a text, without zeros before them."""
    numbers = s.str.extract_all(r"\d+|[一二三四五六七八九十]+").list.eval(
        pl.element().str.strip_chars_start("0")
    )
    return numbers.list.join(" ")


def _alike(left: pl.Series, right: pl.Series) -> Scores:
    return np.asarray(cpdist(left.to_list(), right.to_list(), scorer=ratio), np.float64) / 100


def _ids(n: int) -> pl.DataFrame:
    return pl.DataFrame({"id": pl.Series(range(n)).cast(pl.String)})


def _asked(texts: pl.Series) -> pl.DataFrame:
    return _ids(len(texts)).with_columns(texts.fill_null("").alias("text"))


def _column(s: pl.Series) -> Scores:
    return s.cast(pl.Float64).to_numpy()


def _of_texts(schema: str, prop: str, algorithm: str) -> Scorer:
    return lambda left, right: nomenklatura(
        pl.DataFrame({prop: left}), pl.DataFrame({prop: right}), schema, algorithm
    )


OF_NAMES: dict[str, Scorer] = {
    **{f"nomenklatura {a}": _of_texts("Company", "name", a) for a in ALGORITHMS},
    "companynameparser and a rule": company_name_parser,
}
OF_ADDRESSES: dict[str, Scorer] = {
    **{f"nomenklatura {a}": _of_texts("Address", "full", a) for a in ALGORITHMS},
    **{f"{library} and a rule": partial(by_places, library=library) for library in ("cpca", "jionlp")},
}
