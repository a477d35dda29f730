"""T06: firms filed back to back in one stream whose neighbours look alike across different people.

Organisation codes are issued in sequence, so what one hand files in one go stands side by side. Standing
side by side says nothing (at a gap of one, 97 % are of the same day anyway); looking alike there, where
the rest of that stream's day does not look so, does (domain.md section 4, detection-notes item 4).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detectors.chance import SAME_HAND, damped_sum
from detectors.detector import (
    COMPARE_FILINGS,
    REPEAT_IDENTITY_CHECK,
    VISIT,
    Detector,
    DetectorParams,
    Family,
    Scope,
    threshold,
)
from detectors.findings import Findings, SubjectKind
from detectors.lookalikes import (
    LEAST_DAYS,
    chain,
    excuses,
    explained,
    of_typed_agent,
    people,
    spike,
    stalls,
    tempered,
    unrelated,
)
from graph.baselines import Baselines
from graph.data import Data
from graph.slice import NO_DAY, Bools, Floats, Groups, Ints, RegisterSlice
from graph.union_find import components
from graph.words import Text

Positions = NDArray[np.int64]

# Most nats that looking alike in one respect may add: a text that nobody else uses is still one fact [E].
MOST = {"scope": 4.0, "trade": 2.0, "capital": 2.0, "brand": 2.0, "office": 1.0}
AROUND = 50  # places either side of a pair that are not asked what is usual: the run itself stands there
YEAR = 365
SPAN = np.int64(1) << 33  # twice the range of days, so that streams never meet
PRIOR = 10.0  # how many firms of the whole register's kind are added to a day before its shares are taken


class Params(DetectorParams):
    min_firms: int = threshold(4, unit="unrelated firms", source="detection-notes item 9: fewer are families")
    min_people: int = threshold(3, unit="representatives", source="estimate")
    reach: int = threshold(5, unit="places in the stream", source="detection-notes item 3")
    max_gap: int = threshold(60, unit="numbers between two neighbours' codes", source="domain section 4")
    min_nats: float = threshold(5.0, unit="nats of likeness between neighbours", source="estimate")
    straw_firms: int = threshold(7, unit="most firms of a straw", source="domain section 5")


@dataclass(frozen=True)
class _Stream:
    """Firms in filing order: row, and the number of their (stream, day)."""

    firm: Ints
    day: Positions
    code: Positions  # stream and day, ascending

    @classmethod
    def of(cls, register: RegisterSlice) -> "_Stream":
        firms = register.firms
        known = (firms.stream >= 0) & (firms.filing_no >= 0) & (firms.registered != NO_DAY)
        firm = np.flatnonzero(known).astype(np.int32)
        firm = firm[np.lexsort((firms.filing_no[firm], firms.registered[firm], firms.stream[firm]))]
        stream, born = firms.stream[firm], firms.registered[firm]
        new = (stream[1:] != stream[:-1]) | (born[1:] != born[:-1])
        day = np.r_[0, np.cumsum(new)].astype(np.int64)[: len(firm)]
        return cls(firm, day, stream * SPAN + born)

    def busy(self, runs: Groups, on: Ints) -> Bools:
        """Whether a run's stream filed far more on its day, besides the run itself, than on the days on which
        it filed in the year before (N16)."""
        own = (
            self.code[0:0]
            if len(runs) == 0
            else runs.register.firms.stream[runs.firm[runs.start[:-1]]] * SPAN
        )
        first, last = np.searchsorted(self.code, own + on), np.searchsorted(self.code, own + on, "right")
        earlier = np.searchsorted(self.code, own + on - YEAR)
        at = np.minimum(earlier, max(len(self.code) - 1, 0))
        before = first - earlier
        days = np.where(before > 0, self.day[first - 1] - self.day[at] + 1, 0)
        seen = np.where(before > 0, own + on - self.code[at], 0)
        rush = spike(last - first - runs.sizes, before, np.ones(len(runs)), days.astype(np.float64))
        return np.asarray(rush & (seen >= LEAST_DAYS), np.bool_)

    def usual(self, code: Ints, left: Positions, right: Positions) -> Floats:
        """Share of `left`'s value among the firms of its stream and day that stand apart from the pair."""
        value = code[self.firm].astype(np.int64)
        size = np.int64(len(value))
        in_register = np.bincount(value[value >= 0], minlength=1) / max(len(value), 1)
        asked = np.zeros(len(value) + 1, np.bool_)
        asked[self.day[left]] = True
        # places by day and value, so that counting a stretch is two searches
        place = np.flatnonzero(asked[self.day])
        content = self.day[place] * (value.max(initial=0) + 2) + value[place]
        order = np.argsort(content, kind="stable")
        number = np.cumsum(np.diff(content[order], prepend=content[order][:1]) != 0)
        at = number * size + place[order]
        cell = np.empty(len(value), np.int64)
        cell[place[order]] = number
        first = np.searchsorted(self.day, self.day[left])
        last = np.searchsorted(self.day, self.day[left], "right")
        a, b = np.maximum(left - AROUND, first), np.minimum(right + AROUND + 1, last)

        def alike(start: Positions, end: Positions) -> Positions:
            base = cell[left] * size
            return np.searchsorted(at, base + end) - np.searchsorted(at, base + start)

        apart = (last - first) - (b - a)
        same = alike(first, last) - alike(a, b)
        share = (same + PRIOR * in_register[value[left]]) / (apart + PRIOR)
        return np.asarray(np.maximum(share, 1e-9), np.float64)  # asked of an unknown value, too


def _odd(register: RegisterSlice, normal: Baselines) -> Ints:
    """1 for an improbable brand, 0 for another, -1 where none is known."""
    nats = register.firms.brand_nats
    with np.errstate(invalid="ignore"):
        return np.where(np.isnan(nats), -1, nats > normal.odd_brand).astype(np.int32)


def _neighbours(register: RegisterSlice, stream: _Stream, p: Params) -> tuple[Positions, Positions]:
    """Places of firms that stand near each other in one stream on one day, under different people."""
    number, head = register.firms.filing_no[stream.firm], register.firms.representative[stream.firm]
    left, right = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
    for step in range(1, min(p.reach, len(number) - 1) + 1):
        near = (stream.day[step:] == stream.day[:-step]) & (number[step:] - number[:-step] <= p.max_gap)
        near &= (head[step:] != head[:-step]) & (head[step:] >= 0) & (head[:-step] >= 0)
        left.append(np.flatnonzero(near))
        right.append(left[-1] + step)
    return np.concatenate(left), np.concatenate(right)


def _likeness(
    register: RegisterSlice, normal: Baselines, stream: _Stream, left: Positions, right: Positions
) -> tuple[Positions, Positions, Floats]:
    """The pairs that look alike in more than one respect, and by how many nats."""
    firms = register.firms
    codes = {
        "scope": firms.scope,
        "trade": firms.trade,
        "capital": register.capital_code,
        "brand": _odd(register, normal),
        "office": firms.office,
    }

    def same(name: str) -> Bools:
        a, b = codes[name][stream.firm[left]], codes[name][stream.firm[right]]
        return np.asarray((a == b) & (a >= (1 if name == "brand" else 0)))

    alike = same("scope").astype(np.int8) * 2 + same("trade") + same("capital") + same("brand")
    left, right = left[alike >= 2], right[alike >= 2]
    nats = {}
    for name, most in MOST.items():
        ratio = np.log(SAME_HAND / stream.usual(codes[name], left, right))
        nats[name] = np.where(same(name), np.clip(ratio, 0.0, most), 0.0)
    # the text follows from the trade
    total = np.maximum(nats["scope"], nats["trade"]) + nats["capital"] + nats["brand"] + nats["office"]
    return left, right, np.asarray(total, np.float64)


def run(register: RegisterSlice, normal: Baselines, p: Params) -> Findings:
    stream = _Stream.of(register)
    left, right, nats = _likeness(register, normal, stream, *_neighbours(register, stream, p))
    linked = nats >= p.min_nats
    left, right, nats = left[linked], right[linked], nats[linked]
    best = np.zeros(len(stream.firm))
    np.maximum.at(best, left, nats)
    np.maximum.at(best, right, nats)
    label = components(len(stream.firm), left.astype(np.int32), right.astype(np.int32))
    place = np.flatnonzero(best > 0)
    if len(place) == 0:
        return Findings.none(SubjectKind.GROUP)
    nats_of = np.zeros(len(register.firms))
    nats_of[stream.firm] = best

    runs = Groups.sets(register, label[place], stream.firm[place])
    usual = len(place) / len(stream.firm)
    return _findings(register, stream, p, _named(runs), nats_of, usual)


def _named(runs: Groups) -> Groups:
    """Each run under its smallest firm."""
    return Groups(runs.register, runs.least(runs.firm), runs.start, runs.firm, runs.since, runs.until)


def _findings(
    register: RegisterSlice, stream: _Stream, p: Params, runs: Groups, nats: Floats, usual: float
) -> Findings:
    runs = runs.where((unrelated(runs) >= p.min_firms) & (people(runs) >= p.min_people))
    runs = runs.where(~stalls(runs))
    day = register.firms.registered[runs.firm]
    first = runs.least(day)
    # straws head a few firms each, strangers one
    firms_of = register.keys.degree[register.firms.representative[runs.firm]]
    straws = runs.share((firms_of >= 2) & (firms_of <= p.straw_firms))
    # a typed agent's batch is its trade
    mask = excuses(runs) | chain(runs) | explained(of_typed_agent(runs), "N4")
    mask |= explained(stream.busy(runs, first), "N16")
    return Findings.of(
        runs,
        kind=SubjectKind.GROUP,
        expected=np.asarray(usual * runs.sizes, np.float64),
        surprise=damped_sum(runs.group, nats[runs.firm], len(runs)),
        confidence=tempered(0.4 + 0.5 * straws, mask),
        excuses=mask,
        people=people(runs),
        filed_on=first,
    )


FILING_RUN = Detector(
    name="filing_run",
    typologies=("T06",),
    family=Family.TIME,
    severity=4,
    scope=Scope.GLOBAL,
    title=Text("连号批量申报", "A run of look-alike filings"),
    reason=Text(
        "{filed_on} 连号登记的 {n} 户企业分属 {people} 名法定代表人，经营范围、行业、资本、字号用字彼此雷同；"
        "按当日登记的常态预期 {expected:.1f} 户。",
        "On {filed_on} {n} firms of {people} representatives were filed back to back and look alike in "
        "scope, trade, capital or brand; {expected:.1f} would be usual.",
    ),
    mistaken_for=("N3", "N4", "N5", "N6", "N11", "N16", "N17", "N18"),
    cleared_by=Text(
        "同一备案代理机构为互不相关的真实客户集中申报，逐户核验本人意愿属实。",
        "One registered agency filed for unrelated real clients, and each confirms it in person.",
    ),
    basis=("R38", "R40"),
    next_steps=(COMPARE_FILINGS, REPEAT_IDENTITY_CHECK, VISIT),
    params=Params,
    run=run,
    weight=1.5,
    needs=(Data.FILING_ORDER, Data.DATES, Data.PEOPLE),
)
