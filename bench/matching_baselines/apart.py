"""Scores of pairs from the libraries that run in environments of their own, with the rule that each needs.

A parser is no matcher: beside what it finds goes the plainest rule that makes one of it.
"""

from functools import partial

import numpy as np
import opencc
import polars as pl
from rapidfuzz.fuzz import ratio
from rapidfuzz.process import cpdist

from bench.matching_baselines.beside import Scorer
from bench.matching_baselines.environments import Answer, ask, ask_each
from bench.matching_measures import Scores

ALGORITHMS = ("logic-v2", "regression-v1")
_LEVELS = ("province", "city", "district")
_UNITS = "号楼|幢|座|#楼?"
_WITHOUT_ZEROS = pl.element().str.strip_chars_start("0")
_SIMPLIFIED = opencc.OpenCC("t2s")


def nomenklatura(left: pl.DataFrame, right: pl.DataFrame, schema: str, algorithm: str) -> Scores:
    """One algorithm's scores of two tables of entities, their columns properties of the schema."""
    sides = [
        frame.select(pl.all().fill_null("").name.prefix(f"{side}_"))
        for side, frame in (("left", left), ("right", right))
    ]
    table = pl.concat([_ids(len(left)), *sides], how="horizontal")
    return _column(ask_each("nomenklatura", "nomenklatura_pairs.py", table, schema).table[algorithm])


def company_name_parser(left: pl.Series, right: pl.Series) -> Scores:
    """companynameparser and a rule: one brand, form and branch, no other place; the trade by its likeness."""
    a, b = (_firm(side) for side in (left, right))
    equal = [(a[name] == b[name]).to_numpy() for name in ("brand", "suffix", "branch")]
    places = a["place"].list.set_intersection(b["place"]).list.len()
    least = pl.select(pl.min_horizontal(a["place"].list.len(), b["place"].list.len())).to_series()
    same = np.logical_and.reduce([*equal, (places == least).to_numpy()])
    return np.where(same, 0.5 + 0.5 * _alike(a["trade"], b["trade"]), 0.5 * _alike(left, right))


def _firm(texts: pl.Series) -> pl.DataFrame:
    """Parts of names in one writing: places without 省 and 市, one form, and what follows the first 公司."""
    plain = _one_writing(texts)
    bare = pl.col("place").str.split(",").list.eval(pl.element().str.replace("(省|市|自治区)$", ""))
    return parts_of_names(plain).table.select(
        pl.col("brand", "trade"),
        pl.col("suffix").str.replace("有限责任公司", "有限公司").str.replace(",.*", ""),
        place=bare.list.eval(pl.element().filter(pl.element() != "")),
        branch=_digits(plain).str.extract("公司(.*)$").fill_null(""),
    )


def _one_writing(texts: pl.Series) -> pl.Series:
    """Compatible characters, simplified."""
    plain = texts.fill_null("").str.normalize("NFKC")
    return pl.Series([_SIMPLIFIED.convert(text) for text in plain], dtype=pl.String)


def _digits(texts: pl.Series) -> pl.Series:
    """Chinese numerals below ten as digits."""
    return texts.str.replace_many(list("一二三四五六七八九"), list("123456789"))


def parts_of_names(texts: pl.Series) -> Answer:
    """companynameparser's parts: place, brand, trade, suffix."""
    return ask_each("chinese", "companynameparser_names.py", _asked(texts))


def places(texts: pl.Series, library: str) -> Answer:
    """cpca's or jionlp's parts: province, city, district, town, community, rest."""
    return ask_each("chinese", "places_addresses.py", _asked(texts), library)


def by_places(left: pl.Series, right: pl.Series, library: str) -> Scores:
    """A reader of places and a rule: no place differs, the numbers are the same; the rest by its likeness."""
    a, b = (places(_one_writing(side), library).table for side in (left, right))
    apart = np.zeros(len(left), np.bool_)
    for level in _LEVELS:
        known = ((a[level] != "") & (b[level] != "")).to_numpy()
        apart |= known & (a[level] != b[level]).to_numpy()
    rests = [
        _digits(side["rest"].str.replace_all(r"\(.*?\)", "")).str.replace_all(_UNITS, "栋") for side in (a, b)
    ]
    numbers = [
        rest.str.extract_all("[A-Za-z]+|[0-9]+").list.eval(_WITHOUT_ZEROS).list.join(" ") for rest in rests
    ]
    same = (numbers[0] == numbers[1]).to_numpy()
    return np.where(apart, 0.0, 0.4 + 0.6 * same) * _alike(*rests)


def crf(tagged: pl.DataFrame) -> Answer:
    """Tags by a conditional random field: of the texts without tags, trained on those with them."""
    return ask("chinese", "crf_tags.py", tagged)


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
