"""What would clear a firm: the fewest kinds of fact that, explained, bring its score down.

Every set of kinds is tried, the smallest first, by judging the firm again without them: its ring is weighed
without what they add for its being false, and counts for little where fewer than two kinds are left; the
firm's own findings of these kinds are gone; all limits and calibrations apply as in the sweep. Everything
else is left as it is, also how firmly the firm sits in its ring: explained facts can only loosen that.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np

from detectors.calibration import Curve
from detectors.detector import Family
from detectors.rings.ring import LIMIT, ONE_FAMILY_LIMIT, TO_FAMILY, Rings
from detectors.scoring import GRADE_C, Own, Scores, beyond_ring, ring_nats
from graph.slice import Bools, Floats, Ints
from graph.words import Text

CLEAR_BELOW = 0.1  # the score that counts as cleared: well under what is flagged
HARD = len(Family)  # the column of hard facts, behind those of the families

# What would have to be true instead.
INSTEAD = {
    Family.PERSON: Text("所涉人员只是同名", "the people are others of the same name"),
    Family.PLACE: Text("住所真实存在，且是已备案的托管地址", "the address exists and is a registered host's"),
    Family.CONTACT: Text("电话、邮箱属于代理人", "the phone and e-mail are the agent's"),
    Family.DEVICE: Text("代理人和设备服务于众多企业", "the agent and device serve many firms"),
    Family.TIME: Text(
        "在这段时间集中或相邻申请另有正当原因", "there is a good reason why they were filed so close together"
    ),
    Family.NAME: Text("相近的名称属于连锁或集团", "the alike names are those of a chain or a group"),
    Family.BEHAVIOUR: Text(
        "经营范围、注册资本、行业的雷同及登记后的变化（如失联、转让）有正当理由",
        "there is a good reason for their like scope, capital and trade and for what became of them since",
    ),
}
INSTEAD_OF_HARD = Text("确定性事实有误", "the hard fact proves wrong")


@dataclass(frozen=True)
class RingSums:
    """What each ring's log-odds are made of: the `whole` of them before any limit, what each family
    `speaks` for its being false `(r, families)`, which `families` support it, and the rings' `curve`."""

    whole: Floats
    speaks: Floats
    families: Bools
    curve: Curve

    @classmethod
    def of(cls, rings: Rings, curve: Curve) -> "RingSums":
        """Those of a sweep."""
        return cls(rings.whole, spoken(rings.by_feature), rings.families, curve)

    def without(self, ring: Ints, explained: Bools) -> Floats:
        """The log-odds of rings, by index, that are left without these families."""
        log_odds = self.whole[ring] - self.speaks[ring][:, explained].sum(axis=1)
        lonely = self.families[ring][:, ~explained].sum(axis=1) < 2
        log_odds = np.where(lonely, np.minimum(log_odds, ONE_FAMILY_LIMIT), log_odds)
        return np.clip(self.curve(np.clip(log_odds, -LIMIT, LIMIT)), -LIMIT, LIMIT)


def spoken(by_feature: Floats) -> Floats:
    """What features that speak for rings' being false add up to, by family."""
    return np.asarray(np.maximum(by_feature, 0.0) @ TO_FAMILY, np.float64)


@dataclass(frozen=True)
class Counterfactuals:
    """A row for each flagged firm that facts can clear: `firm`, what has to be explained `(m, families + 1)`
    (the last column: hard facts), and the `score` that is left."""

    firm: Ints
    explained: Bools
    score: Floats


def what_would_clear(scores: Scores, own: Own, rings: RingSums, calibrated: Curve) -> Counterfactuals:
    """For every firm of grade C or worse; those that no explanation clears, since somebody confirmed them,
    are left out. `own` and `calibrated` as in scoring.score_firms."""
    firm = np.flatnonzero(scores.score >= GRADE_C).astype(np.int32)
    told = np.zeros((len(firm), HARD + 1), np.bool_)
    left, says = np.ones(len(firm)), _said(scores, own, rings, firm)
    for size in range(1, HARD + 2):
        flagged = left >= CLEAR_BELOW
        for explained in _sets(size):
            open_ = np.flatnonzero(flagged & says[:, explained].all(axis=1))
            if len(open_) == 0:
                continue
            score = _judged_again(scores, own, rings, calibrated, firm[open_], explained)
            better = score < np.minimum(left[open_], CLEAR_BELOW)
            told[open_[better]], left[open_[better]] = explained, score[better]
    can = left < CLEAR_BELOW
    return Counterfactuals(firm[can], told[can], left[can])


def _said(scores: Scores, own: Own, rings: RingSums, firm: Ints) -> Bools:
    """What there is to be explained of each firm, `(m, families + 1)`."""
    out = np.column_stack([own.by_family[firm] > 0, own.hard[firm] > 0])
    member = np.flatnonzero((scores.ring[firm] >= 0) & (scores.strength[firm] > 0))
    ring = scores.ring[firm[member]]
    out[member, :HARD] |= (rings.speaks[ring] > 0) | rings.families[ring]
    return out


def _sets(size: int) -> Iterator[Bools]:
    for some in combinations(range(HARD + 1), size):
        explained = np.zeros(HARD + 1, np.bool_)
        explained[list(some)] = True
        yield explained


def _judged_again(
    scores: Scores, own: Own, rings: RingSums, calibrated: Curve, firm: Ints, explained: Bools
) -> Floats:
    """The scores of firms without what is explained."""
    by_family = np.where(explained[:HARD], 0.0, own.by_family[firm])
    mine = replace(own, by_family=by_family, hard=own.hard[firm] * (not explained[HARD]))
    from_ring = np.zeros(len(firm))
    member = np.flatnonzero(scores.ring[firm] >= 0)
    if len(member):
        prior = 1.0 / (1.0 + np.exp(-scores.prior))
        inside = firm[member]
        log_odds = rings.without(scores.ring[inside], explained[:HARD])
        from_ring[member] = ring_nats(scores.strength[inside], log_odds, prior)
    evidence = scores.prior + from_ring + beyond_ring(mine, from_ring).sum(axis=1) + mine.hard
    read = np.clip(calibrated(np.clip(evidence, -LIMIT, LIMIT)), -LIMIT, LIMIT)
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(read + scores.label[firm], -LIMIT, LIMIT))), np.float64)


def in_words(found: Counterfactuals) -> list[tuple[int, Text]]:
    """Each firm that facts can clear, and the sentence a clerk can read out."""
    rows = zip(found.firm.tolist(), found.explained, found.score.tolist(), strict=True)
    return [(firm, _sentence(explained, score)) for firm, explained, score in rows]


def _sentence(explained: Bools, score: float) -> Text:
    facts = [INSTEAD[family] for family in Family if explained[family]]
    if explained[HARD]:
        facts.append(INSTEAD_OF_HARD)
    return Text(
        f"如果{'，且'.join(fact.zh for fact in facts)}，概率降至 {score:.2f}。",
        f"If {' and '.join(fact.en for fact in facts)}: {score:.2f}.",
    )
