"""Learning from decided cases: a calibration fitted, and held against the one that serves on cases it never
saw."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from detectors.calibration import UNCALIBRATED, Calibration
from detectors.fitting import MANY, Line, firms_curve, independent, rings_curve
from detectors.judge import Judgement, judge, membership
from detectors.measures import Fit, average_precision, concordance, measured
from detectors.scoring import Own, Scores, own_evidence, score_firms
from graph.slice import Bools, Floats, Ints, RegisterSlice

FOLDS = 5
FEWEST = 10  # decided cases below which nothing is held out, and nothing learned
FEWEST_RINGS = 5  # with decided members, below which nothing replaces what serves: a fold has one of them [E]
OF_THE_RING = 0.5  # strength from which a member's outcome tells of its ring
NO_WORSE = 1e-6  # nats per case
DRAWS = 200  # of rings, to see what is noise


@dataclass(frozen=True)
class Cases:
    """Decided firms of a register judged without its labels: `firm` rows (m,) and what came out `true`
    (m,)."""

    judged: Judgement
    firm: Ints
    true: Bools
    prior: float

    @classmethod
    def of(cls, register: RegisterSlice, firm: Ints, true: Bools, prior: float) -> "Cases":
        """The cases of a register, which is judged anew: a label must not help to foretell itself."""
        blank = np.zeros_like(register.firms.label)
        unlabelled = replace(register, firms=replace(register.firms, label=blank))
        judged = judge(unlabelled, prior=prior)
        return cls(judged, firm, true, prior)

    @cached_property
    def own(self) -> Own:
        """What each firm's own findings say."""
        return own_evidence(len(self.judged.register.firms), self.judged.findings)

    @cached_property
    def group(self) -> NDArray[np.int64]:
        """Per case, its ring; a number of its own without one, falling with the score."""
        ring = self.judged.scores.ring[self.firm].astype(np.int64)
        place = np.empty(len(self.firm), np.int64)
        place[np.argsort(-self.judged.scores.log_odds[self.firm], kind="stable")] = np.arange(len(self.firm))
        return np.where(ring >= 0, ring, len(self.judged.rings) + place)

    @property
    def weight(self) -> Floats:
        """What each case counts: members of one ring tell nearly the same."""
        return independent(self.group)

    def scores(self, calibration: Calibration) -> Scores:
        """All firms' scores under a calibration."""
        rings = self.judged.rings.calibrated(calibration.rings)
        member = membership(len(self.judged.register.firms), rings)
        return score_firms(self.judged.register, self.own, member, self.prior, calibration.firms)

    def ring_outcomes(self) -> tuple[NDArray[np.int64], Bools]:
        """Rings with a decided member that surely belongs, and whether most of those came out false."""
        scores = self.judged.scores
        core = (scores.ring[self.firm] >= 0) & (scores.strength[self.firm] >= OF_THE_RING)
        ring, which = np.unique(scores.ring[self.firm[core]], return_inverse=True)
        share = np.bincount(which, self.true[core]) / np.maximum(np.bincount(which), 1)
        return ring.astype(np.int64), share >= 0.5

    def where(self, keep: Bools) -> "Cases":
        """Some of the cases."""
        return replace(self, firm=self.firm[keep], true=self.true[keep])


@dataclass(frozen=True)
class Fitted:
    """A calibration, the line of its rings, and how much it rests on."""

    calibration: Calibration
    line: Line
    rings: int
    independent: float

    @property
    def method(self) -> str:
        """How it was fitted: prior, bayes or platt."""
        if self.independent == 0:
            return "prior"
        return "bayes" if self.independent < MANY else "platt"


def fit(cases: Cases) -> Fitted:
    """The calibration that decided cases teach: first of rings, then of firms given their rings'."""
    ring, true = cases.ring_outcomes()
    rings, line = rings_curve(cases.judged.rings.log_odds[ring], true)
    z = cases.scores(Calibration(rings)).log_odds[cases.firm]
    firms = firms_curve(z, cases.true, cases.weight, cases.judged.scores.prior)
    return Fitted(Calibration(rings, firms), line, len(ring), float(cases.weight.sum()))


def held_out(cases: Cases, teach: Callable[[Cases], Floats]) -> Floats:
    """Probability of each case from what `teach` makes, for all firms, of the other folds. A ring is never
    split; folds take turns down the list, so that each has the surest and the doubtful."""
    fold = np.unique(cases.group, return_inverse=True)[1] % FOLDS
    out = np.empty(len(cases.firm))
    for k in range(FOLDS):
        if (fold == k).any():
            out[fold == k] = teach(cases.where(fold != k))[cases.firm[fold == k]]
    return out


class Measure(StrEnum):
    """What decides against a candidate, in the order asked."""

    RINGS = "rings"  # too few have decided members
    INDEPENDENT = "independent"  # too few cases that are not each other's echo
    CONTRADICTED = "contradicted"  # decisions run against the evidence: more of it, fewer confirmed
    LOG_LOSS = "log_loss"
    BRIER = "brier"
    ORDER = "average_precision"


@dataclass(frozen=True)
class Comparison:
    """The serving model and the candidate on the same held-out cases, of so many `rings` and `independent`
    cases. `order_noise` is the standard error of the difference of their average precisions when rings are
    drawn again; `concordance` of the serving scores with the decisions, and its upper 95 % limit alike."""

    serving: Fit
    candidate: Fit
    rings: int
    independent: float
    order_noise: float
    concordance: float
    concordance_high: float

    @property
    def against(self) -> Measure | None:
        """The first measure that decides against the candidate; None where none does. It must foretell the
        cases better and order them no worse than noise, on cases enough that follow the evidence at all."""
        old, new = self.serving, self.candidate
        asked = {
            Measure.RINGS: self.rings >= FEWEST_RINGS,
            Measure.INDEPENDENT: self.independent >= FEWEST,
            Measure.CONTRADICTED: self.concordance_high >= 0.5,
            Measure.LOG_LOSS: old.log_loss - new.log_loss > NO_WORSE,
            Measure.BRIER: new.brier <= old.brier + NO_WORSE,
            Measure.ORDER: old.average_precision - new.average_precision <= self.order_noise + NO_WORSE,
        }
        return next((measure for measure, passed in asked.items() if not passed), None)

    @property
    def better(self) -> bool:
        """Whether the candidate may serve."""
        return self.against is None


def compare(cases: Cases, serving: Calibration = UNCALIBRATED) -> Comparison:
    """The candidate learned on other folds beside the serving calibration. That one may have been learned
    from some of these very cases, which favours it: what replaces it is better all the same."""
    said = cases.scores(serving).score[cases.firm]
    new = held_out(cases, lambda others: others.scores(fit(others).calibration).score)
    change, agrees = _redrawn(cases, said, new)
    return Comparison(
        measured(said, cases.true, cases.weight),
        measured(new, cases.true, cases.weight),
        len(cases.ring_outcomes()[0]),
        float(cases.weight.sum()),
        float(np.nanstd(change)),
        concordance(said, cases.true, cases.weight),
        float(np.nanquantile(agrees, 0.95)),
    )


def _redrawn(cases: Cases, said: Floats, new: Floats) -> tuple[Floats, Floats]:
    """Change of average precision from `said` to `new`, and concordance of `said`, as rings are drawn again
    with replacement (bootstrap): cases of one ring come and go together."""
    _, group = np.unique(cases.group, return_inverse=True)
    rng, n, true = np.random.default_rng(0), int(group.max()) + 1, cases.true
    change, agrees = np.empty(DRAWS), np.empty(DRAWS)
    for i in range(DRAWS):
        times = np.bincount(rng.integers(n, size=n), minlength=n)[group].astype(np.float64)
        change[i] = average_precision(new, true, times) - average_precision(said, true, times)
        agrees[i] = concordance(said, true, times * cases.weight)
    return change, agrees
