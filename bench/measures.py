"""How good a sweep's scores are against a city's truth."""

from dataclasses import dataclass

import numpy as np
import polars as pl
from sklearn.metrics import average_precision_score

from detectors.measures import LEAST_SCORE, calibration_error
from graph.slice import Bools, Floats

FOUND = 0.5  # score from which a firm counts as flagged
MATCHED = 0.5  # Jaccard from which a found ring is a planted one


@dataclass(frozen=True)
class Quality:
    """One city's figures. Shares 0-1; `recall` by name of a difficulty or ring kind is the mean over rings
    of the share of members flagged, by typology (T05) the share flagged of the false firms that show it;
    `false_positives` by look-alike ("plain" for the rest); `named` by ring kind is the share of found rings
    that are taken for that kind; `look_alikes` are (flagged, all) honest look-alikes; `scored` the scores
    of at least LEAST_SCORE, `true` which of them are false firms'."""

    average_precision: float
    precision_at_half: float
    precision_at_capacity: float
    recall: dict[str, float]
    false_positives: dict[str, float]
    named: dict[str, float]
    ring_f1: float
    calibration_error: float
    flagged: int
    flagged_fakes: int
    fakes: int
    look_alikes: tuple[int, int]
    scored: Floats
    true: Bools


def matches(found: pl.DataFrame, truth: pl.DataFrame) -> pl.DataFrame:
    """Pairs (ring, ring_id) of rings (ring, firm_id) found and planted, matched at Jaccard >= MATCHED."""
    sizes_found = found.group_by("ring").len("n_found")
    sizes_true = truth.group_by("ring_id").len("n_true")
    both = pl.col("both") / (pl.col("n_found") + pl.col("n_true") - pl.col("both"))
    return (
        found.join(truth, on="firm_id")
        .group_by("ring", "ring_id")
        .len("both")
        .join(sizes_found, on="ring")
        .join(sizes_true, on="ring_id")
        .filter(both >= MATCHED)
        .select("ring", "ring_id")
        .sort("ring", "ring_id")
    )


def ring_f1(found: pl.DataFrame, truth: pl.DataFrame) -> float:
    """F1 of rings: (ring, firm_id) found against planted."""
    both = matches(found, truth)
    planted, listed = truth["ring_id"].n_unique(), found["ring"].n_unique()
    precision = both["ring"].n_unique() / max(listed, 1)
    recall = both["ring_id"].n_unique() / max(planted, 1)
    return 2 * precision * recall / max(precision + recall, 1e-9)


def named(found: pl.DataFrame, planted: pl.DataFrame) -> dict[str, float]:
    """By planted `ring_kind`, the share of the found rings whose `taken_for` is that kind."""
    kinds = planted.select("ring_id", "ring_kind").unique()
    pairs = (
        matches(found, planted.select("ring_id", "firm_id"))
        .join(kinds, on="ring_id")
        .join(found.select("ring", "taken_for").unique(), on="ring")
    )
    right = pl.col("taken_for") == pl.col("ring_kind")
    return dict(pairs.group_by("ring_kind").agg(right.mean()).sort("ring_kind").iter_rows())


def quality(firms: pl.DataFrame, members: pl.DataFrame, truth: pl.DataFrame) -> Quality:
    """Figures of one sweep.

    `firms` (firm_id, score), `members` (ring, firm_id, taken_for) of the rings scored at least FOUND, `truth`
    the city's truth/firms.csv.
    """
    table = truth.join(firms, on="firm_id", how="left").with_columns(pl.col("score").fill_null(0.0))
    score, fake = table["score"].to_numpy(), table["fake"].to_numpy().astype(bool)
    flagged = score >= FOUND
    capacity = int(fake.sum())
    top = np.argsort(-score, kind="stable")[:capacity]
    planted = table.filter(pl.col("fake"))
    per_ring = planted.group_by("ring_id", "ring_kind", "difficulty").agg(
        (pl.col("score") >= FOUND).mean().alias("share")
    )
    recall = {
        name: float(share)
        for by in ("difficulty", "ring_kind")
        for name, share in per_ring.group_by(by).agg(pl.col("share").mean()).sort(by).iter_rows()
    }
    shown = (
        planted.with_columns(pl.col("typologies").str.split(";"))
        .explode("typologies")
        .drop_nulls("typologies")
    )
    recall |= dict(
        shown.group_by("typologies").agg((pl.col("score") >= FOUND).mean()).sort("typologies").iter_rows()
    )
    honest = table.filter(~pl.col("fake")).with_columns(
        pl.col("look_alike").fill_null("").replace("", "plain").alias("class")
    )
    alike = ~fake & (table["look_alike"].fill_null("") != "").to_numpy()
    false_positives = dict(
        honest.group_by("class").agg((pl.col("score") >= FOUND).mean()).sort("class").iter_rows()
    )
    return Quality(
        average_precision=float(average_precision_score(fake, score)) if fake.any() else float("nan"),
        precision_at_half=float(fake[flagged].mean()) if flagged.any() else float("nan"),
        precision_at_capacity=float(fake[top].mean()) if capacity else float("nan"),
        recall=recall,
        false_positives=false_positives,
        named=named(members, planted),
        ring_f1=ring_f1(members, planted.select("ring_id", "firm_id")),
        calibration_error=calibration_error(score, fake, np.ones(len(score))),
        flagged=int(flagged.sum()),
        flagged_fakes=int((flagged & fake).sum()),
        fakes=capacity,
        look_alikes=(int((flagged & alike).sum()), int(alike.sum())),
        scored=score[score >= LEAST_SCORE],
        true=fake[score >= LEAST_SCORE],
    )
