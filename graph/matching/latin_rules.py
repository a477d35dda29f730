"""Firm names in Latin script: one firm but for case, accents, blanks, punctuation and usual abbreviations."""

import numpy as np
import numpy.typing as npt
import polars as pl
from rapidfuzz.distance import OSA, Indel
from rapidfuzz.process import cpdist

from graph.matching.comparison import Verdict, comparison
from graph.matching.name_rules import BRAND, FORM, POSSIBLE_FROM, SAME_FROM
from graph.normalise.latin_names import latin_names, written_out

Int32s = npt.NDArray[np.int32]
# What is left of the score: for a form that one side lacks, another form, other order of the words, one slip.
_LACKING, _OTHER_FORM, _ORDER, _SLIP, _OTHER_BRAND = 0.85, 0.6, 0.88, 0.8, 0.6
_LONG = 8  # letters: one slip in a shorter name makes another name


def _equal(column: pl.Series, a: Int32s, b: Int32s) -> npt.NDArray[np.bool_]:
    return column.gather(a).eq_missing(column.gather(b)).to_numpy()


def compare_latin(folded: pl.Series, a: Int32s, b: Int32s) -> pl.DataFrame:
    """Compare the names at the places `a` and `b` of a column, pair by pair."""
    read = latin_names(folded)
    words = written_out(read["brand"])
    joined = words.str.replace_all(" ", "")
    ordered = words.str.split(" ").list.sort().list.join(" ")
    has_form = read["form"].is_not_null().to_numpy()
    same_form = _equal(read["form"], a, b)
    form = np.where(same_form, 1.0, np.where(has_form[a] & has_form[b], _OTHER_FORM, _LACKING))
    same_brand = _equal(joined, a, b)
    same_words = _equal(ordered, a, b)
    left, right = joined.gather(a).fill_null(""), joined.gather(b).fill_null("")
    # Digits tell firms apart, so a slip must leave them.
    digits = joined.str.replace_all(r"\P{N}", "")
    slip = cpdist(left.to_list(), right.to_list(), scorer=OSA.distance, score_cutoff=1) == 1
    shorter = np.minimum(left.str.len_chars().to_numpy(), right.str.len_chars().to_numpy())
    slip &= (shorter >= _LONG) & _equal(digits, a, b)
    likeness = cpdist(left.to_list(), right.to_list(), scorer=Indel.normalized_similarity)
    brand = np.select([same_brand, same_words, slip], [1.0, _ORDER, _SLIP], _OTHER_BRAND * likeness)
    score = brand * form
    near = (same_brand | same_words | slip) & (score >= POSSIBLE_FROM)
    verdict = np.where(
        same_brand & same_form, Verdict.SAME, np.where(near, Verdict.POSSIBLE, Verdict.DIFFERENT)
    )
    agree = np.where(same_brand | same_words, BRAND, 0) | np.where(same_form & has_form[a], FORM, 0)
    differ = np.where(same_brand | same_words, 0, BRAND)
    differ |= np.where(~same_form & has_form[a] & has_form[b], FORM, 0)
    return comparison(
        np.where(verdict == Verdict.SAME, np.maximum(score, SAME_FROM), score), verdict, agree, differ
    )
