"""Typed hubs: legitimate reasons for many firms to share a key, declared or inferred from behaviour.

A hub is a place or agent with nearly one representative per firm *and* births spread over time
(detection-notes item 11), in many trades, and whose firms are not lost more often than others - or so many
over so long that no organiser brings them, only a host that lost its clients (T28 finds it). Where a register
declares hubs, the declaration stands; the inference finds the rest, but for places whose few firms have their
agent, phone or machine in common and to themselves: a host's clients bring their own, an organiser's straws
have his, however slowly he files.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from graph.columns import COLLECTIVE, HOSTING, INCUBATOR, MARKET
from graph.model import HubKind, KeyKind, LinkRole
from graph.slice import NO_DAY, Bools, Floats, Groups, Ints, RegisterSlice

MIN_FIRMS = 8  # firms on a key before its behaviour says anything
UNBOUNDED = 2**31 - 1  # behaviour is measured on whole keys: linear work, no pairs
MIN_PEOPLE = 0.75  # distinct representatives per firm of a hub, at least
MAX_BURST = 0.34  # share of a hub's births in its densest 30 days, at most
MIN_SPAN = 270  # days between a hub's first and last birth, at least: most of a one-year extract
MIN_TRADES = 0.3  # distinct trades per firm, capped at 30 firms
OF_AGENT = 0.7  # of a contact's firms served by one agent, from which the contact is the agent's
COARSE = 0.5  # share of a building's firms without a room, from which sharing it says nothing (N12) [E]
CROWD, CROWD_SPAN, CROWD_BURST = 50, 730, 0.15  # firms, days and burst of a crowd that nobody brought [E]
ALL_ITS_OWN = 0.7  # of a place's firms on one agent, phone or machine, and of that key's firms at the place
MAX_LOST = 2.0  # times the register's share of lost firms, before a hub stops being an excuse


@dataclass(frozen=True)
class Hubs:
    """One row per typed hub: what it is, who says so, and how it behaves (the counter-evidence)."""

    key: Ints
    kind: NDArray[np.int8]  # HubKind
    declared: Bools
    firms: NDArray[np.int64]
    people: NDArray[np.int64]  # distinct representatives
    first_on: Ints
    last_on: Ints
    burst: Floats  # share of births in the densest 30 days
    lost: Floats  # share of its firms ever lost

    def __len__(self) -> int:
        return len(self.key)


@dataclass(frozen=True)
class _Behaviour:
    firms: NDArray[np.int64]
    people: NDArray[np.int64]
    first: Ints
    last: Ints
    burst: Floats
    lost: Floats
    trades: NDArray[np.int64]

    @classmethod
    def of(cls, groups: Groups) -> "_Behaviour":
        firms = groups.register.firms
        day = firms.registered[groups.firm]
        most, _ = groups.densest(30)
        known = np.where(day == NO_DAY, np.int32(2**31 - 1), day)
        return cls(
            groups.sizes,
            groups.distinct(firms.representative[groups.firm]),
            groups.least(known),
            groups.most(day),
            most / np.maximum(groups.sizes, 1),
            groups.share(firms.lost[groups.firm]),
            groups.distinct(firms.trade[groups.firm]),
        )

    def ordinary(self, lost_rate: float) -> Bools:
        """Many strangers over a long time, not lost more than others."""
        return self.spread() & self.in_many_trades() & self.quiet(lost_rate)

    def crowd(self) -> Bools:
        """More strangers over more years than one hand brings, whatever became of them."""
        return np.asarray(
            self.spread()
            & self.in_many_trades()
            & (self.firms >= CROWD)
            & (self.burst <= CROWD_BURST)
            & (self.last.astype(np.int64) - self.first >= CROWD_SPAN)
        )

    def in_many_trades(self) -> Bools:
        """As many trades as a service's clients have, not one hand's."""
        return np.asarray(self.trades >= MIN_TRADES * np.minimum(self.firms, 30))

    def quiet(self, lost_rate: float) -> Bools:
        """Not surely lost more often than MAX_LOST times the register's firms (one standard error)."""
        doubt = np.sqrt(self.lost * (1.0 - self.lost) / np.maximum(self.firms, 1))
        return np.asarray(self.lost - doubt <= MAX_LOST * lost_rate)

    def spread(self) -> Bools:
        """Many strangers over a long time, whatever became of them: what the key is, not how good."""
        return np.asarray(
            (self.firms >= MIN_FIRMS)
            & (self.people >= MIN_PEOPLE * self.firms)
            & (self.burst <= MAX_BURST)
            & (self.last.astype(np.int64) - self.first >= MIN_SPAN)
        )


def _roomless(register: RegisterSlice) -> Bools:
    """Firms whose address names no room."""
    out = np.ones(len(register.firms), np.bool_)
    out[register.links.firm[register.keys.kind[register.links.key] == KeyKind.ROOM]] = False
    return out


def _infer(
    register: RegisterSlice, kind: KeyKind, groups: Groups, seen: _Behaviour, lost: float
) -> NDArray[np.int8]:
    """The hub kind that a key's behaviour and words speak for; NONE where nothing does."""
    flag = register.keys.flag[groups.subject]
    out = np.zeros(len(groups), np.int8)
    if kind in (KeyKind.ROOM, KeyKind.BUILDING):
        quiet = seen.quiet(lost)
        strangers = seen.people >= MIN_PEOPLE * seen.firms
        sole = groups.share(register.firms.kind[groups.firm] == 2)
        if kind == KeyKind.BUILDING:
            coarse = groups.share(_roomless(register)[groups.firm]) >= COARSE
            out[coarse & strangers & quiet] = HubKind.COARSE_PLACE
        out[seen.ordinary(lost) | seen.crowd()] = HubKind.HOSTING_ADDRESS
        for bit, hub in ((INCUBATOR, HubKind.INCUBATOR), (HOSTING, HubKind.HOSTING_ADDRESS)):
            out[(flag & bit != 0) & strangers & quiet & (seen.burst <= 0.6)] = hub
        out[(flag & COLLECTIVE != 0) & strangers & quiet] = HubKind.COLLECTIVE
        out[((flag & MARKET != 0) | (sole >= 0.7)) & strangers & quiet] = HubKind.MARKET
    elif kind == KeyKind.PHONE:
        own = seen.ordinary(lost)
        out[own] = HubKind.AGENCY_PHONE
    elif kind == KeyKind.AGENT:
        serves = seen.spread() & (seen.in_many_trades() | (seen.firms >= CROWD))
        out[serves & seen.quiet(lost)] = HubKind.AGENT
    elif kind in (KeyKind.DEVICE, KeyKind.IP):
        out[seen.ordinary(lost) & (seen.firms >= 2 * MIN_FIRMS)] = HubKind.KIOSK_DEVICE
    elif kind == KeyKind.EMAIL:
        out[seen.ordinary(lost)] = HubKind.AGENCY_PHONE
    elif kind in (KeyKind.SCOPE, KeyKind.BRAND):
        out[seen.spread()] = HubKind.TEMPLATE_TEXT
    return out


def _of_kind(register: RegisterSlice, kind: KeyKind) -> Ints:
    """Each firm's key of a kind (the last of several), -1 none."""
    links = register.links
    out = np.full(len(register.firms), -1, np.int32)
    rows = np.flatnonzero(register.keys.kind[links.key] == kind)
    out[links.firm[rows]] = links.key[rows]
    return out


def _one_hands(register: RegisterSlice) -> Bools:
    """Keys that explain nothing, however hub-like they behave: places of few firms (below CROWD) that have an
    agent, phone, mail box or machine in common and to themselves, and those keys."""
    keys = register.keys
    out = np.zeros(len(keys), np.bool_)
    for kind in (KeyKind.AGENT, KeyKind.PHONE, KeyKind.EMAIL, KeyKind.DEVICE):
        own = _of_kind(register, kind)
        for place in (KeyKind.ROOM, KeyKind.BUILDING):
            there = register.groups(place, at_least=MIN_FIRMS, cap=CROWD - 1, hubs=True)
            most, times = there.commonest(own[there.firm])
            common = (most >= 0) & (times >= ALL_ITS_OWN * there.sizes)
            common &= times >= ALL_ITS_OWN * keys.degree[most]
            out[there.subject[common]] = out[most[common]] = True
    return out


def _liaisons(register: RegisterSlice, lost: float) -> tuple[Ints, NDArray[np.int8]]:
    """N8: people who serve many unrelated firms as liaison or finance officer and govern none."""
    person = register.keys.kind[register.links.key] == KeyKind.PERSON
    service = np.isin(register.links.role, [LinkRole.LIAISON, LinkRole.FINANCE_OFFICER])
    governs = np.zeros(len(register.keys), np.bool_)
    governs[register.links.key[person & ~service]] = True
    served = register.groups(KeyKind.PERSON, at_least=MIN_FIRMS, cap=UNBOUNDED, hubs=True)
    served = served.where(~governs[served.subject])
    ordinary = _Behaviour.of(served).ordinary(lost)
    return served.subject[ordinary], np.full(int(ordinary.sum()), HubKind.LIAISON, np.int8)


def _of_agents(register: RegisterSlice, hub: NDArray[np.int8]) -> list[tuple[Ints, NDArray[np.int8]]]:
    """N10: phones, mail boxes and devices whose firms are nearly all one typed agent's clients: the agent's
    own, and no fact beside the agent."""
    agent = _of_kind(register, KeyKind.AGENT)
    out = []
    for kind, typed in (
        (KeyKind.PHONE, HubKind.AGENCY_PHONE),
        (KeyKind.EMAIL, HubKind.AGENCY_PHONE),
        (KeyKind.DEVICE, HubKind.KIOSK_DEVICE),
        (KeyKind.IP, HubKind.KIOSK_DEVICE),
    ):
        groups = register.groups(kind, at_least=3, cap=UNBOUNDED, hubs=True)
        most, times = groups.commonest(agent[groups.firm])
        served = (most >= 0) & (hub[most] == HubKind.AGENT) & (times >= OF_AGENT * groups.sizes)
        out.append((groups.subject[served], np.full(int(served.sum()), typed, np.int8)))
    return out


def _owners(register: RegisterSlice) -> tuple[Ints, NDArray[np.int8]]:
    """N5, N7, N18: an owner whose stakes are verified or never questioned, over firms born over time."""
    owned = register.groups(KeyKind.OWNER, at_least=2, cap=UNBOUNDED, hubs=True)
    doubted = owned.share(register.firms.unverified[owned.firm] == 1)
    governed = owned.share(register.firms.parent[owned.firm] >= 0)
    group = (doubted == 0) & (governed >= 0.5)
    return owned.subject[group], np.full(int(group.sum()), HubKind.GROUP, np.int8)


def type_hubs(register: RegisterSlice) -> tuple[RegisterSlice, Hubs]:
    """The register with `keys.hub` filled, and each hub with its counter-evidence, ascending by key."""
    lost = (float(register.firms.lost.sum()) + 1.6) / (len(register.firms) + 20)
    hub = register.keys.hub.copy()
    inferred: list[tuple[Ints, NDArray[np.int8]]] = []
    for kind in KeyKind:
        if kind in (KeyKind.PERSON, KeyKind.OWNER, KeyKind.ACCOUNT):
            continue
        groups = register.groups(kind, at_least=MIN_FIRMS, cap=UNBOUNDED, hubs=True)
        inferred.append((groups.subject, _infer(register, kind, groups, _Behaviour.of(groups), lost)))
    one_hands = _one_hands(register)
    agents = hub.copy()
    for keys, kinds in inferred:
        agents[keys] = np.where((agents[keys] == HubKind.NONE) & ~one_hands[keys], kinds, agents[keys])
    inferred += _of_agents(register, agents)
    inferred += [_liaisons(register, lost), _owners(register)]
    for keys, kinds in inferred:
        open_ = (hub[keys] == HubKind.NONE) & ~one_hands[keys]
        hub[keys[open_]] = kinds[open_]
    typed = replace(register, keys=replace(register.keys, hub=hub))
    return typed, _described(typed)


def _described(register: RegisterSlice) -> Hubs:
    parts: list[tuple[Ints, _Behaviour]] = []
    for kind in KeyKind:
        groups = register.groups(kind, at_least=1, cap=UNBOUNDED, hubs=True)
        groups = groups.where(register.keys.hub[groups.subject] != HubKind.NONE)
        parts.append((groups.subject, _Behaviour.of(groups)))
    key = np.concatenate([k for k, _ in parts])
    return Hubs(
        key=key,
        kind=register.keys.hub[key],
        declared=register.keys.declared[key],
        firms=np.concatenate([b.firms for _, b in parts]),
        people=np.concatenate([b.people for _, b in parts]),
        first_on=np.concatenate([b.first for _, b in parts]),
        last_on=np.concatenate([b.last for _, b in parts]),
        burst=np.concatenate([b.burst for _, b in parts]),
        lost=np.concatenate([b.lost for _, b in parts]),
    )
