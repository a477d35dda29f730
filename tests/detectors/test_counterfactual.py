"""What would clear a flagged firm: the fewest facts that leave it unflagged when they are true."""

from collections.abc import Callable
from copy import deepcopy

import numpy as np
import pytest

from detectors.calibration import Calibration, Curve
from detectors.counterfactual import CLEAR_BELOW, HARD, Counterfactuals, in_words
from detectors.detector import Family
from detectors.judge import judge
from detectors.scoring import CONFIRMED, GRADE_C
from graph.model import HubKind, KeyKind
from tests.detectors.stories import RINGS, Judged, Town, quick_batch, town


def story(ring: Callable[[Town], set[str]]) -> Town:
    full = town(400)
    ring(full)
    return full


@pytest.fixture(scope="module")
def judged() -> Judged:
    full = story(quick_batch)
    for firm in full.firms:
        firm.label = 1 if firm.name == "quick 03" else 0
    return full.judged()


def _typed(t: Town, members: set[str], kinds: dict[KeyKind, HubKind]) -> None:
    for link in t.links:
        if link.firm in members and link.key[0] in kinds:
            t.hubs[link.key] = kinds[link.key[0]]


def made_true(t: Town, members: set[str], family: Family) -> None:
    """The fact that `counterfactual.INSTEAD` names becomes true of all members."""
    ours = [firm for firm in t.firms if firm.name in members]
    if family == Family.CONTACT:
        kinds = (KeyKind.PHONE, KeyKind.EMAIL, KeyKind.ACCOUNT)
        _typed(t, members, dict.fromkeys(kinds, HubKind.AGENCY_PHONE))
    if family == Family.DEVICE:
        _typed(t, members, {KeyKind.AGENT: HubKind.AGENT, KeyKind.DEVICE: HubKind.KIOSK_DEVICE})
    if family == Family.PLACE:
        hosts = dict.fromkeys((KeyKind.ROOM, KeyKind.BUILDING), HubKind.HOSTING_ADDRESS)
        _typed(t, members, hosts)
        for firm in ours:
            firm.place_fault = -1
    if family == Family.PERSON:
        for link in t.links:
            if link.firm in members and link.key[0] in (KeyKind.PERSON, KeyKind.OWNER):
                link.key = (link.key[0], f"{link.key[1]} of {link.firm}")
    for at, firm in enumerate(sorted(ours, key=lambda firm: firm.name)):
        if family == Family.TIME:
            firm.day = at * 900 // len(ours)
            firm.filing_no = firm.day * 1000 + 500
        if family == Family.NAME:
            firm.brand, firm.brand_nats = chr(0x5000 + at) + chr(0x7000 + at), 6.0
        if family == Family.BEHAVIOUR:
            firm.lost, firm.capital, firm.trade = None, (1e6, 2e6, 5e5, 3e6, 1e5)[at % 5], f"trade {at:02}"
    if family == Family.BEHAVIOUR:
        t.events = [event for event in t.events if event[0] not in members]
        for link in t.links:
            if link.firm in members and link.key[0] == KeyKind.SCOPE:
                link.key = (KeyKind.SCOPE, f"text of {link.firm}")


@pytest.mark.parametrize("ring", RINGS, ids=lambda ring: ring.__name__)
def test_a_firm_is_cleared_once_what_is_told_is_true(ring: Callable[[Town], set[str]]) -> None:
    before = story(ring).judged()
    names, clears = before.town.names, before.judgement.clears
    ring_of = before.judgement.scores.ring
    for told in np.unique(clears.explained, axis=0):
        firms = [int(f) for f, e in zip(clears.firm, clears.explained, strict=True) if (e == told).all()]
        if told[HARD]:
            continue
        after = deepcopy(before.town)
        members = {names[i] for i in range(len(names)) if ring_of[i] in {ring_of[f] for f in firms}}
        for family in Family:
            if told[family]:
                made_true(after, members | {names[f] for f in firms}, family)
        again = after.judged()
        left = {names[f]: again.score(names[f]) for f in firms}
        assert max(left.values()) < GRADE_C, (told, left)
        # A declared host's clients are judged anew among its clients, which no subtraction foresees.
        assert np.median(list(left.values())) < CLEAR_BELOW + 0.05, (told, left)


def test_what_is_left_is_below_and_no_more_is_asked_than_needed(judged: Judged) -> None:
    clears: Counterfactuals = judged.judgement.clears
    assert len(clears.firm)
    assert (clears.score < CLEAR_BELOW).all()
    assert clears.explained.any(axis=1).all()


def test_every_flagged_firm_has_one_but_the_confirmed(judged: Judged) -> None:
    scores = judged.judgement.scores
    found = set(judged.judgement.clears.firm.tolist())
    confirmed = set(np.flatnonzero(scores.label == CONFIRMED).tolist())
    assert confirmed
    assert found == set(np.flatnonzero(scores.score >= GRADE_C).tolist()) - confirmed


def test_a_curve_that_reads_scores_as_lower_asks_for_no_more() -> None:
    register = story(quick_batch).register()
    plain = judge(register).clears
    curve = Curve(((-8.0, -8.0), (1.0, 0.5), (6.0, 2.0)))
    falling = judge(register, calibration=Calibration(firms=curve)).clears
    wanted = dict(zip(plain.firm.tolist(), plain.explained.sum(axis=1).tolist(), strict=True))
    for firm, explained in zip(falling.firm.tolist(), falling.explained, strict=True):
        assert explained.sum() <= wanted[firm]
    assert len(falling.firm)


def test_it_can_be_read_out(judged: Judged) -> None:
    (_, words), *_ = in_words(judged.judgement.clears)
    assert words.en.startswith("If ")
    assert words.zh.startswith("如果")
    assert words.en.rstrip(".")[-4:] in words.zh


def test_a_quiet_register_needs_none() -> None:
    assert in_words(town(60).judged().judgement.clears) == []
