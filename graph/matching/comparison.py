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
_AGREE, _ALIKE = Text("相同：", "same: "), Text("相近：", "alike: ")
_DIFFER = Text("不同：", "different: ")
_MASKS = ("agree", "alike", "differ")
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

    A column `alike` (uint32), where there is one, has the parts that are neither: near enough to speak for
    one, and not the same. Written once for each combination of parts that occurs, so a column of millions
    costs little.
    """
    masks = compared.select(
        pl.col(name) if name in compared.columns else pl.lit(0, pl.UInt32).alias(name) for name in _MASKS
    )
    combinations = masks.unique().sort(_MASKS)
    words = [_words(row, parts, lang) for row in combinations.iter_rows()]
    told = combinations.with_columns(pl.Series("why", words, dtype=pl.String))
    return masks.join(told, on=_MASKS, how="left", maintain_order="left")["why"]


def _words(masks: tuple[int, ...], parts: tuple[Text, ...], lang: Lang) -> str:
    said = []
    for heading, mask in zip((_AGREE, _ALIKE, _DIFFER), masks, strict=True):
        named = [part.in_(lang) for i, part in enumerate(parts) if mask >> i & 1]
        if named:
            said.append(heading.in_(lang) + _PAUSE.in_(lang).join(named))
    return _BETWEEN.in_(lang).join(said)
