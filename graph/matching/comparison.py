"""What every comparison gives: a score, a verdict, and which parts of the two agree and differ."""

from enum import IntEnum

import numpy as np
import polars as pl

from graph.words import Lang, Text


class Verdict(IntEnum):
    """What a comparison makes of a pair."""

    DIFFERENT = 0
    POSSIBLE = 1
    SAME = 2


VERDICT_NAMES = ("different", "possible", "same")
_AGREE, _DIFFER = Text("相同：", "same: "), Text("不同：", "different: ")
_PAUSE, _BETWEEN = Text("、", ", "), Text("；", "; ")


def comparison(score: np.ndarray, verdict: np.ndarray, agree: np.ndarray, differ: np.ndarray) -> pl.DataFrame:
    """One row per pair.

    Columns: score (float64, 0-1: how sure it is that both are one), verdict (int8, `Verdict`), agree and
    differ (uint32: bit i says that part i of the PARTS is known on both sides and is the same, or not).
    """
    return pl.DataFrame(
        {
            "score": np.asarray(score, np.float64),
            "verdict": np.asarray(verdict, np.int8),
            "agree": np.asarray(agree, np.uint32),
            "differ": np.asarray(differ, np.uint32),
        }
    )


def why(compared: pl.DataFrame, parts: tuple[Text, ...], lang: Lang) -> pl.Series:
    """The parts that agree and differ, in words: `same: brand, trade; different: region`.

    Written once for each combination of parts that occurs, so a column of millions costs little.
    """
    combinations = compared.select("agree", "differ").unique().sort("agree", "differ")
    words = [_words(agree, differ, parts, lang) for agree, differ in combinations.iter_rows()]
    told = combinations.with_columns(pl.Series("why", words, dtype=pl.String))
    return compared.select("agree", "differ").join(
        told, on=["agree", "differ"], how="left", maintain_order="left"
    )["why"]


def _words(agree: int, differ: int, parts: tuple[Text, ...], lang: Lang) -> str:
    said = []
    for heading, mask in ((_AGREE, agree), (_DIFFER, differ)):
        named = [part.in_(lang) for i, part in enumerate(parts) if mask >> i & 1]
        if named:
            said.append(heading.in_(lang) + _PAUSE.in_(lang).join(named))
    return _BETWEEN.in_(lang).join(said)
