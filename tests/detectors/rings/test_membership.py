"""Who belongs: members in company, strangers out, those left behind drawn in; only by the form of filings."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detectors.evidence import same_hand
from detectors.hubs import type_hubs
from detectors.rings.membership import FITS, Recruiter
from graph.baselines import measure
from graph.model import HubKind, KeyKind
from graph.slice import Groups, RegisterSlice
from tests.detectors.stories import RINGS, Town, family_straws, quick_batch, stolen_identities, town

Story = Callable[[Town], set[str]]


class Told:
    """A recruiter of a town, asked in names."""

    def __init__(self, story: Town, hubs: RegisterSlice | None = None) -> None:
        """`hubs`: the hubs of another register of the same keys."""
        self.names = story.names
        self.register, _ = type_hubs(story.register())
        if hubs is not None:
            keys = replace(self.register.keys, hub=hubs.keys.hub)
            self.register = replace(self.register, keys=keys)
        normal = measure(self.register)
        self.recruiter = Recruiter(self.register, normal, same_hand(self.register, normal))

    def rows(self, firms: set[str]) -> np.ndarray:
        return np.array(sorted(self.names.index(name) for name in firms), np.int32)

    def ring(self, firms: set[str]) -> Groups:
        rows = self.rows(firms)
        return Groups.sets(self.register, np.zeros(len(rows), np.int32), rows)

    def belongs(self, ring: set[str], asked: set[str]) -> dict[str, float]:
        rows = self.rows(asked)
        fits = self.recruiter.posterior(self.ring(ring), np.zeros(len(rows), np.int64), rows)
        return {self.names[row]: float(p) for row, p in zip(rows, fits, strict=True)}

    def refined(self, ring: set[str]) -> set[str]:
        return {self.names[row] for row in self.recruiter.refined(self.ring(ring))[1]}


@pytest.mark.parametrize("story", RINGS, ids=lambda s: s.__name__)
def test_members_belong_and_the_rest_of_the_town_does_not(story: Story) -> None:
    planted = town(300)
    members = story(planted)
    told = Told(planted)
    fits = told.belongs(members, set(told.names))
    assert np.mean([fits[name] >= FITS for name in members]) >= 0.6
    assert max(p for name, p in fits.items() if name not in members) < FITS
    assert all(0 <= p <= 1 for p in fits.values())


@pytest.mark.parametrize("story", [quick_batch, family_straws, stolen_identities], ids=lambda s: s.__name__)
def test_strangers_drop_out_and_those_left_behind_are_drawn_in(story: Story) -> None:
    planted = town(300)
    members = story(planted)
    told = Told(planted)
    left_behind = set(sorted(members)[::5])
    strangers = {"other 0105", "other 0205", "other 0255"}
    settled = told.refined(members - left_behind | strangers)
    assert not settled & strangers
    assert len(settled & left_behind) >= 0.5 * len(left_behind)
    assert settled <= members


def test_a_member_is_judged_without_itself() -> None:
    """Three strangers are no company to one another, however often each is like itself."""
    planted = town(300)
    told = Told(planted)
    strangers = {"other 0055", "other 0155", "other 0255"}
    assert max(told.belongs(strangers, strangers).values()) < 0.1
    assert not told.refined(strangers)


def test_being_lost_is_no_sign_of_belonging() -> None:
    """Otherwise a ring of the unlucky could be picked from any agent's clients."""
    planted = town(300)
    members = quick_batch(planted)
    told = Told(planted)
    fits = told.belongs(members, set(told.names))
    for firm in planted.firms:
        firm.lost, firm.place_fault, firm.unverified, firm.label = (firm.day or 0) + 1, 1, 1, 1
    unlucky = Told(planted, hubs=told.register)
    assert unlucky.register.firms.lost.all()
    assert unlucky.belongs(members, set(told.names)) == pytest.approx(fits)


def test_a_shared_hub_draws_nobody_in() -> None:
    """The batch's agent serves others too: the less that says, the less it binds them to the batch."""

    def fits(hub: HubKind) -> dict[str, float]:
        planted = town(300)
        members = quick_batch(planted)
        for i in range(6):
            planted.add(f"regular {i:02}", 330 + i * 90, agent="agent of the batch", trade="trade 03")
        if hub:
            planted.hubs[KeyKind.AGENT, "agent of the batch"] = hub
        return Told(planted).belongs(members, set(planted.names))

    plain, typed = fits(HubKind.NONE), fits(HubKind.AGENT)
    regulars = [name for name in typed if name.startswith("regular")]
    assert max(typed[name] for name in regulars) < FITS
    assert all(typed[name] < plain[name] for name in regulars)
    assert min(p for name, p in typed.items() if name.startswith("quick")) > FITS


def test_firms_on_a_key_that_enough_members_share_are_asked() -> None:
    planted = town(300)
    members = quick_batch(planted)
    client = planted.add("client of theirs", 900, agent="agent of the batch")
    told = Told(planted)
    asked = {told.names[row] for row in told.recruiter.recruits(told.ring(members))[1]}
    assert client in asked
    assert "other 0290" not in asked


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=20, deadline=None)
def test_recruits_are_the_members_and_each_is_asked_once(seed: int) -> None:
    rng = np.random.default_rng(seed)
    ring = set(rng.choice(NAMES, size=int(rng.integers(1, 9)), replace=False).tolist())
    group, firm = QUICK.recruiter.recruits(QUICK.ring(ring))
    assert set(QUICK.rows(ring)) <= set(firm.tolist())
    assert len(set(firm.tolist())) == len(firm)
    assert (group == 0).all()


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=20, deadline=None)
def test_rings_asked_together_answer_as_each_alone(seed: int) -> None:
    rng = np.random.default_rng(seed)
    drawn = rng.choice(NAMES, size=12, replace=False).tolist()
    one, two = set(drawn[:6]), set(drawn[6:])
    rows = np.concatenate([QUICK.rows(one), QUICK.rows(two)])
    both = Groups.sets(QUICK.register, np.repeat([0, 1], 6).astype(np.int32), rows)
    asked = np.arange(len(NAMES), dtype=np.int32)
    for i, ring in enumerate((one, two)):
        together = QUICK.recruiter.posterior(both, np.full(len(asked), i, np.int64), asked)
        alone = QUICK.belongs(ring, set(NAMES))
        assert together == pytest.approx([alone[name] for name in NAMES])


def _quick() -> Told:
    planted = town(120)
    quick_batch(planted)
    return Told(planted)


QUICK = _quick()
NAMES = QUICK.names
