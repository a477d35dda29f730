"""T16: a firm changes hands altogether, and soon after nobody can be found there."""

import numpy as np
from numpy.typing import NDArray

from detectors.detector import (
    CALL_THE_PERSON,
    COMPARE_FILINGS,
    VISIT,
    Detector,
    DetectorParams,
    Family,
    Scope,
    threshold,
)
from detectors.findings import Findings, SubjectKind
from detectors.lookalikes import explained, heads, tempered
from graph.baselines import Baselines
from graph.data import Data
from graph.model import EVENT_KINDS
from graph.order import firsts
from graph.slice import Groups, Ints, RegisterSlice
from graph.words import Text

LOST = tuple(EVENT_KINDS.index(kind) for kind in ("abnormal_listed", "serious_violation", "revoked"))
SPAN = np.int64(1) << 33  # longer than any calendar, so that firms never meet
ZERO = np.int64(1) << 31  # added to a day, which may lie before 1970
Moments = NDArray[np.int64]  # firm * SPAN + ZERO + day, ascending


class Params(DetectorParams):
    days: int = threshold(180, unit="days between two changes of representative", source="domain T16")
    together_days: int = threshold(
        30, unit="days between new representative and new holders that are one sale", source="estimate"
    )
    lost_days: int = threshold(180, unit="days from the change until contact was lost", source="domain T16")


def _moments(register: RegisterSlice, *kinds: int) -> Moments:
    events = register.events
    rows = np.isin(events.kind, kinds)
    return np.unique(events.firm[rows] * SPAN + ZERO + events.on[rows])


def _next(later: Moments, at: Moments, days: int, *, same_day: bool) -> Moments:
    """The first of `later` within `days` of each of `at`, -1 where there is none of its firm."""
    if len(later) == 0:
        return np.full(len(at), -1, np.int64)
    place = np.searchsorted(later, at, side="left" if same_day else "right")
    found = later[np.minimum(place, len(later) - 1)]
    return np.where((place < len(later)) & (found - at <= days), found, -1)


def _handed_over(register: RegisterSlice, p: Params) -> Moments:
    """When a firm was given into other hands: representative and holders, or the representative twice."""
    head = _moments(register, EVENT_KINDS.index("representative_changed"))
    holders = _moments(register, EVENT_KINDS.index("shareholders_changed"))
    twice = _next(head, head, p.days, same_day=False)
    sold = _next(holders, head, p.together_days, same_day=True)
    sold_first = _next(head, holders, p.together_days, same_day=True)
    every = np.concatenate([twice, sold, sold_first])
    return np.unique(every[every >= 0])


def run(register: RegisterSlice, normal: Baselines, p: Params) -> Findings:
    given = _handed_over(register, p)
    gone = _next(_moments(register, *LOST), given, p.lost_days, same_day=False)
    given, gone = given[gone >= 0], gone[gone >= 0]
    last = firsts(given[::-1] // SPAN)  # of several the last
    given, gone = given[::-1][last][::-1], gone[::-1][last][::-1]
    given_on, lost_on = ((at % SPAN - ZERO).astype(np.int32) for at in (given, gone))
    return _findings(register, normal, (given // SPAN).astype(np.int32), given_on, lost_on)


def _findings(register: RegisterSlice, normal: Baselines, firm: Ints, given: Ints, gone: Ints) -> Findings:
    events = register.events
    nobody = np.zeros(len(register.firms), np.bool_)
    nobody[events.firm[events.unreachable]] = True
    mask = explained(heads(register)[firm] != firm, "N5")
    return Findings.of(
        Groups.sets(register, firm, firm),
        kind=SubjectKind.FIRM,
        expected=normal.lost_rate,
        surprise=-np.log(normal.lost_rate),
        confidence=tempered(np.where(nobody[firm], 0.8, 0.6), mask),
        excuses=mask,
        given_on=given,
        lost_on=gone,
    )


DISCARDED_SHELL = Detector(
    name="discarded_shell",
    typologies=("T16",),
    family=Family.BEHAVIOUR,
    severity=4,
    scope=Scope.LOCAL,
    title=Text("弃壳换人", "A shell handed over and abandoned"),
    reason=Text(
        "{given_on} 企业整体易手（法定代表人与股东一并更换，或半年内再次更换法定代表人），"
        "随后于 {lost_on} 列入经营异常、严重违法或被吊销。",
        "By {given_on} the firm was in other hands (representative and holders, or the representative twice "
        "in half a year); on {lost_on} it was listed or revoked.",
    ),
    mistaken_for=("N5", "N15"),
    cleared_by=Text(
        "受让人到场确认收购并已恢复联系，或属集团内部重组。",
        "The buyer confirms the purchase and can be reached again, or a group reorganised itself.",
    ),
    basis=("R24", "R40"),
    next_steps=(CALL_THE_PERSON, VISIT, COMPARE_FILINGS),
    params=Params,
    run=run,
    weight=1.5,
    needs=(Data.CHANGES, Data.LISTINGS),
)
