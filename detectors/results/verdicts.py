"""Each firm's verdict: score, grade, decision, and for those with something to say the reasons in words."""

from collections.abc import Mapping, Sequence

import numpy as np
import polars as pl

from detectors.counterfactual import in_words
from detectors.detector import Family
from detectors.judge import Judgement
from detectors.results.wording import Reason, dump, reason, sentences
from detectors.rings.features import Feature
from detectors.rings.ring import FAMILY_OF, Rings
from detectors.scoring import GRADE_B, GRADES, Scores
from detectors.words import CALIBRATED, FAMILIES, FEATURES
from graph.published import VERDICTS
from graph.words import Text

DECISIONS = ("PASS", "ENHANCED_CHECK", "SUPERVISOR_REVIEW", "SUPERVISOR_REVIEW")  # by grade, A to D
SPEAKS = 0.05  # nats below which a term is not told

PRIOR = Text("登记库中的一般占比", "The usual share in the register")
LABEL = {1: Text("已认定为虚假登记", "Confirmed fake"), -1: Text("经核查已排除", "Cleared on inspection")}
HARD = Text("存在确定性事实（如禁入人员任职）", "A hard fact, such as a barred person in office")
IN_RING = Text("所在团伙及自身线索：", "Its ring and its own findings: ")
SHARED = 0.2  # nats a feature must add to its ring to be told of a member


def features_shown(rings: Rings, member: int) -> dict[Family, list[Text]]:
    """What a member (row of the ring columns) shows of what speaks for its ring, by family."""
    ring = rings.groups.group[member]
    gain = np.maximum(rings.by_feature[ring], rings.hand[ring])
    out: dict[Family, list[Text]] = {}
    for f in np.argsort(-gain, kind="stable"):
        if gain[f] < SHARED:
            break
        if rings.shows[member, f]:
            feature = Feature(int(f))
            out.setdefault(FAMILY_OF.get(feature, Family.BEHAVIOUR), []).append(FEATURES[feature])
    return out


def firm_reasons(
    scores: Scores, firm: int, shown: Mapping[Family, Sequence[Text]] | None = None
) -> tuple[list[Reason], list[Reason]]:
    """The terms that add up to the firm's log-odds, for and against; `shown` are its ring's features."""
    terms = scores.terms[firm]
    speaks: list[Reason] = []
    for family in sorted(Family, key=lambda f: (-terms[f], f)):
        if terms[family] >= SPEAKS:
            alike = (shown or {}).get(family)
            told = Text(IN_RING.zh + FAMILIES[family].zh, IN_RING.en + FAMILIES[family].en)
            if alike:
                told = Text(
                    "与所在团伙一致：" + "；".join(w.zh for w in alike) + "。",
                    "Like its ring, it is among the firms that " + "; ".join(w.en for w in alike) + ".",
                )
            speaks.append(reason(family.label, told, float(terms[family])))
    against = [reason("prior", PRIOR, scores.prior)]
    if scores.hard[firm] > 0:
        speaks.append(reason("hard_fact", HARD, float(scores.hard[firm])))
    label = float(scores.label[firm])
    if label:
        (speaks if label > 0 else against).append(reason("label", LABEL[1 if label > 0 else -1], label))
    taught = float(scores.calibration[firm])
    if abs(taught) >= SPEAKS:
        (speaks if taught > 0 else against).append(reason("calibration", CALIBRATED, taught))
    told_sum = sum(float(r["contribution"]) for r in speaks + against)
    rest = float(scores.log_odds[firm]) - told_sum
    if abs(rest) >= SPEAKS:
        words = Text("其余证据与上下限", "Other evidence and the limits on what a sum may say")
        (speaks if rest > 0 else against).append(reason("rest", words, rest))
    return speaks, against


def verdict_table(judged: Judgement, findings: dict[str, pl.DataFrame]) -> pl.DataFrame:
    """One row per firm. Words only where the score reaches grade B or the firm is in a ring."""
    scores = judged.scores
    n = len(scores.score)
    speaking = np.flatnonzero((scores.score >= GRADE_B) | (scores.ring >= 0))
    member = np.full(n, -1, np.int64)
    member[judged.rings.groups.firm] = np.arange(len(judged.rings.groups.firm))
    spoken = [
        firm_reasons(scores, int(firm), features_shown(judged.rings, int(at)) if at >= 0 else None)
        for firm, at in zip(speaking, member[speaking], strict=True)
    ]
    clears = dict(findings["detectors"].select("detector", "cleared_by").iter_rows())
    by_firm = (
        findings["finding_firms"]
        .join(findings["findings"].select("detector").with_row_index("finding"), on="finding")
        .group_by("firm")
        .agg(pl.col("detector").unique().sort())
    )
    cleared_by = {
        firm: "[" + ", ".join(clears[name][1:-1] for name in found) + "]"
        for firm, found in by_firm.iter_rows()
    }

    for flagged, instead in in_words(judged.clears):
        told = [sentences([instead])[1:-1], cleared_by.get(flagged, "[]")[1:-1]]
        cleared_by[flagged] = f"[{', '.join(filter(None, told))}]"

    def spread(values: list[str]) -> pl.Series:
        at = pl.DataFrame({"firm": speaking, "text": values}, schema={"firm": pl.Int64, "text": pl.String})
        return pl.DataFrame({"firm": np.arange(n)}).join(at, on="firm", how="left", maintain_order="left")[
            "text"
        ]

    inside = scores.ring >= 0
    return pl.DataFrame(
        {
            "score": scores.score,
            "one_hand": pl.Series(scores.one_hand).fill_nan(None),
            "grade": pl.Series(np.array(GRADES)[scores.grade]),
            "rank": scores.rank,
            "decision": pl.Series(np.array(DECISIONS)[scores.grade]),
            "ring": scores.ring,
            "strength": pl.Series(np.where(inside, scores.strength, np.nan)).fill_nan(None),
            "reasons": spread([dump(speaks) for speaks, _ in spoken]),
            "counter_evidence": spread([dump(against) for _, against in spoken]),
            "cleared_by": spread([cleared_by.get(int(firm), sentences([])) for firm in speaking]),
        },
        schema=VERDICTS,
    )
