"""The same hand: how much likelier two firms share what they share if one hand filed both.

Each shared key adds a - b ln(n / 2) nats, n being the firms on the key: a number two firms share says
much, one that forty share says less (design section 5, detection-notes items 3-5). That is ln(m / u) for a
usual chance u that unrelated firms share such a key; where they share it more often than usual in this
register, then, in that role, it adds so much less (`sharing`). Typed hubs add nothing. One fact counts
once: evidence of one family is capped, and an agent's own address, phone and machine, which its clients
share, are one fact with the agent itself.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detectors.detector import Family
from detectors.lookalikes import agents
from detectors.sharing import excess
from graph.baselines import Baselines
from graph.model import HubKind, KeyKind
from graph.slice import NO_DAY, Floats, Groups, Ints, RegisterSlice


@dataclass(frozen=True)
class KeyWeight:
    """Nats that two firms on one key of a kind add: `base - slope ln(n / 2)`, never below 0."""

    family: Family
    base: float
    slope: float
    cap: int  # a key with more firms is not paired at all; counted and reported
    usual: float  # share of links to such keys that are to a key of two firms or more ...
    fall: float  # ... and the power of 2 / n by which those to keys of n or more are fewer


# Starting values [E]: the more a key is under one hand's control, the more it says.
WEIGHTS = {
    KeyKind.ROOM: KeyWeight(Family.PLACE, 3.0, 0.7, 500, 0.42, 1.8),
    KeyKind.BUILDING: KeyWeight(Family.PLACE, 1.0, 0.4, 200, 0.76, 1.0),
    KeyKind.PERSON: KeyWeight(Family.PERSON, 4.0, 0.5, 500, 0.2, 1.4),
    KeyKind.OWNER: KeyWeight(Family.PERSON, 3.0, 0.5, 500, 0.29, 0.5),
    KeyKind.PHONE: KeyWeight(Family.CONTACT, 4.0, 0.6, 500, 0.24, 1.6),
    KeyKind.EMAIL: KeyWeight(Family.CONTACT, 4.0, 0.6, 500, 0.17, 2.0),
    KeyKind.ACCOUNT: KeyWeight(Family.CONTACT, 5.0, 0.6, 500, 0.02, 2.0),
    KeyKind.DEVICE: KeyWeight(Family.DEVICE, 4.0, 0.6, 500, 0.28, 1.3),
    KeyKind.IP: KeyWeight(Family.DEVICE, 1.5, 0.4, 200, 0.28, 1.3),
    KeyKind.AGENT: KeyWeight(Family.DEVICE, 1.2, 0.3, 500, 0.8, 1.0),
    KeyKind.SCOPE: KeyWeight(Family.BEHAVIOUR, 2.5, 0.5, 500, 0.32, 1.2),
    KeyKind.BRAND: KeyWeight(Family.NAME, 1.0, 0.3, 200, 0.12, 2.0),
}
FAMILY_CAP = np.array([5.0, 3.5, 5.0, 4.5, 2.5, 2.0, 3.5])
# Each member of a key's group is paired with the next so many in filing order: linear work, and
# nothing that mattered was lost by it (detection-notes item 3).
NEXT = 8
NEXT_IN_STREAM = 5
NEXT_IN_OFFICE = 4
ALIKE = 2.0  # nats of likeness that two filings next to each other need
HOST_CAP = 20_000  # clients of a hub beyond which its stream is not searched
HOST_DAYS = 45  # between two filings of one hub's clients
HOST_NATS = 0.5  # for being clients of one hub
BORROWED_NATS = 3.0  # for one unproved owner
OF_AGENT = 0.7  # of a key's firms served by one agent, from which the key is the agent's
OF_ONE_AGENT = (Family.PLACE, Family.CONTACT, Family.DEVICE)
KEEP = 3.0  # nats a pair needs to become an edge


@dataclass(frozen=True)
class Pairs:
    """Edges between firms: `a < b`, nats per family `(m, 7)`, their capped sum, and how many keys of
    each kind had more firms than the cap."""

    a: Ints
    b: Ints
    by_family: NDArray[np.float32]
    weight: Floats
    capped: dict[str, int]

    def __len__(self) -> int:
        return len(self.a)


def _near(groups: Groups, reach: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Positions of members paired with the next `reach` of their group."""
    left, right = [], []
    group = groups.group
    at = np.arange(len(group))
    for step in range(1, reach + 1):
        same = group[step:] == group[:-step] if step < len(group) else np.empty(0, np.bool_)
        left.append(at[: len(same)][same])
        right.append(at[step:][same] if len(same) else at[:0])
    return np.concatenate(left), np.concatenate(right)


def _closeness(register: RegisterSlice, normal: Baselines, a: Ints, b: Ints) -> Floats:
    """Nats for being filed close in time: births of the register within so many days of each other."""
    day_a, day_b = register.firms.registered[a], register.firms.registered[b]
    gap = np.abs(day_a.astype(np.int64) - day_b)
    # Around the earlier of the two, whichever row it is in.
    early, reach = np.minimum(day_a, day_b), gap.astype(np.int32)
    share = np.maximum(normal.expected_births(early - reach, early + reach), 1e-6)
    # One hand files half of its next firms within the share of births that chance gives 15 %.
    nats = np.where(gap <= 60, np.clip(0.5 * np.log(0.15 / share), 0.0, 2.0), 0.0)
    unknown = (day_a == NO_DAY) | (day_b == NO_DAY)
    return np.asarray(np.where(unknown, 0.0, nats), np.float64)


@dataclass(frozen=True)
class _Part:
    a: Ints
    b: Ints
    nats: Floats
    family: int
    agent: Ints | None = None  # the agent whose own the shared key is, -1 none


def _agent_of(groups: Groups, agent: Ints) -> Ints:
    """The agent that files for nearly all firms of each group, -1 none."""
    most, times = groups.commonest(agent[groups.firm])
    return np.where((groups.sizes >= 3) & (times >= OF_AGENT * groups.sizes), most, -1).astype(np.int32)


def _shared_keys(register: RegisterSlice, normal: Baselines, capped: dict[str, int]) -> list[_Part]:
    parts = []
    agent = agents(register)
    for kind, weight in WEIGHTS.items():
        over = (register.keys.kind == kind) & (register.keys.degree > weight.cap)
        over &= register.keys.hub == HubKind.NONE
        capped[kind.name.lower()] = int(over.sum())
        groups = register.groups(kind, cap=weight.cap)
        if kind in (KeyKind.PHONE, KeyKind.EMAIL, KeyKind.DEVICE):
            groups = groups.overlapping()
        left, right = _near(groups, NEXT)
        size = register.keys.degree[groups.subject][groups.group[left]]
        nats = weight.base - weight.slope * np.log(np.maximum(size, 2) / 2)
        commoner = excess(normal, groups, kind, weight.usual, weight.fall)
        nats = np.maximum(nats - (commoner[left] + commoner[right]) / 2, 0.0)
        if kind == KeyKind.PERSON:  # a person matched by name alone may be two people
            sure = register.keys.identity[groups.subject][groups.group[left]]
            nats = nats * np.array([0.3, 0.5, 0.8, 1.0])[sure]
        a, b = groups.firm[left], groups.firm[right]
        whose = None
        if kind == KeyKind.AGENT:
            whose = groups.subject[groups.group[left]]
        elif weight.family in OF_ONE_AGENT:
            whose = _agent_of(groups, agent)[groups.group[left]]
            whose = np.where((agent[a] == whose) & (agent[b] == whose), whose, -1).astype(np.int32)
        parts.append(_Part(np.minimum(a, b), np.maximum(a, b), nats, int(weight.family), whose))
    return parts


def _alike(register: RegisterSlice, normal: Baselines, a: Ints, b: Ints) -> Floats:
    """How alike two filings look, in nats: the rarer what they share, the more."""
    firms = register.firms

    def same(column: Ints) -> NDArray[np.bool_]:
        return np.asarray((column[a] == column[b]) & (column[a] >= 0))

    rare = np.clip(-0.3 * np.log(normal.trade_share(firms.trade[a])), 0, 1.2)
    trade = np.where(same(firms.trade), rare, 0.0)
    rarity = np.clip(-0.3 * np.log(normal.capital_share(firms.capital[a])), 0, 1.5)
    capital = np.where(firms.capital[a] == firms.capital[b], rarity, 0.0)
    hub = np.append(register.keys.hub, HubKind.NONE)  # a firm without a scope (-1) has no template
    template = hub[firms.scope[a]] == HubKind.TEMPLATE_TEXT
    scope = np.where(same(firms.scope), np.where(template, 0.6, 2.5), 0.0)
    with np.errstate(invalid="ignore"):
        odd = np.where(
            (firms.brand_nats[a] > normal.odd_brand) & (firms.brand_nats[b] > normal.odd_brand), 1.5, 0.0
        )
    office = np.where(same(firms.office), 0.3, 0.0)
    return np.asarray(trade + capital + scope + odd + office, np.float64)


def _neighbours(register: RegisterSlice, normal: Baselines) -> list[_Part]:
    """Filing order: firms next to each other in their stream that also look alike, across different
    representatives (adjacency alone says nothing; detection-notes item 4)."""
    firms, heads = register.firms, register.firms.heads
    numbered = np.flatnonzero((firms.filing_no >= 0) & (firms.registered != NO_DAY)).astype(np.int32)
    parts = []
    for columns, reach in (
        ((firms.filing_no, firms.registered, firms.stream), NEXT_IN_STREAM),
        ((firms.filing_no, firms.office, firms.registered, firms.stream), NEXT_IN_OFFICE),
    ):
        order = numbered[np.lexsort([column[numbered] for column in columns])]
        for step in range(1, reach + 1):
            a, b = order[:-step], order[step:]
            day = firms.registered[b] - firms.registered[a]
            near = (firms.stream[a] == firms.stream[b]) & (day >= 0) & (day <= 1)
            near &= firms.filing_no[b] - firms.filing_no[a] <= 100
            near &= heads[a] != heads[b]
            a, b = a[near], b[near]
            alike = _alike(register, normal, a, b)
            close = alike >= ALIKE
            a, b, alike = a[close], b[close], alike[close]
            a, b = np.minimum(a, b), np.maximum(a, b)
            parts.append(_Part(a, b, np.minimum(alike, 3.5), int(Family.BEHAVIOUR)))
    return parts


def _hosted(register: RegisterSlice, normal: Baselines) -> list[_Part]:
    """Among the clients of one hub, those filed one after another that also look alike: hosted firms are
    still scored among their own kind (T28)."""
    firms, heads = register.firms, register.firms.heads
    parts = []
    for kind, family in (
        (KeyKind.AGENT, Family.DEVICE),
        (KeyKind.BUILDING, Family.PLACE),
        (KeyKind.ROOM, Family.PLACE),
    ):
        groups = register.groups(kind, cap=HOST_CAP, hubs=True)
        crowded = register.keys.degree[groups.subject] > WEIGHTS[kind].cap
        groups = groups.where((register.keys.hub[groups.subject] != HubKind.NONE) | crowded)
        left, right = _near(groups, NEXT)
        a, b = groups.firm[left], groups.firm[right]
        close = np.abs(firms.registered[b].astype(np.int64) - firms.registered[a]) <= HOST_DAYS
        close &= (firms.registered[a] != NO_DAY) & (firms.registered[b] != NO_DAY)
        close &= heads[a] != heads[b]
        a, b = a[close], b[close]
        alike = _alike(register, normal, a, b)
        a, b, alike = a[alike >= ALIKE], b[alike >= ALIKE], alike[alike >= ALIKE]
        a, b = np.minimum(a, b), np.maximum(a, b)
        parts.append(_Part(a, b, np.minimum(alike, 3.5), int(Family.BEHAVIOUR)))
        parts.append(_Part(a, b, np.full(len(a), HOST_NATS), int(family)))
    return parts


def _borrowed(register: RegisterSlice) -> _Part:
    """T03: firms that claim one owner which has not proved its identity, however respectable the owner: a
    borrowed name excuses nothing."""
    owned = register.groups(KeyKind.OWNER, cap=HOST_CAP, hubs=True)
    owned = owned.members(register.firms.unverified[owned.firm] == 1)
    left, right = _near(owned, NEXT)
    a, b = owned.firm[left], owned.firm[right]
    nats = np.full(len(a), BORROWED_NATS)
    return _Part(np.minimum(a, b), np.maximum(a, b), nats, int(Family.PERSON))


def _once_per_agent(pair: NDArray[np.int64], nats: Floats, agent: Ints) -> NDArray[np.bool_]:
    """Marks what counts: of an agent's own address, phone, machine and services that two of its clients
    share, the strongest. They are one fact, that it is the agent of both."""
    counts = np.ones(len(pair), np.bool_)
    rows = np.flatnonzero(agent >= 0)
    rows = rows[np.lexsort((rows, -nats[rows], agent[rows], pair[rows]))]
    again = (np.diff(pair[rows]) == 0) & (np.diff(agent[rows]) == 0)
    counts[rows[1:][again]] = False
    return counts


def same_hand(register: RegisterSlice, normal: Baselines) -> Pairs:
    """Every pair of firms with at least `KEEP` nats of evidence for one hand. Linear in the links."""
    capped: dict[str, int] = {}
    parts = _shared_keys(register, normal, capped) + _neighbours(register, normal) + _hosted(register, normal)
    parts.append(_borrowed(register))
    a = np.concatenate([p.a for p in parts])
    b = np.concatenate([p.b for p in parts])
    nats = np.concatenate([p.nats for p in parts])
    family = np.concatenate([np.full(len(p.a), p.family, np.int8) for p in parts])
    agent = np.concatenate([np.full(len(p.a), -1, np.int32) if p.agent is None else p.agent for p in parts])
    pair = a.astype(np.int64) * len(register.firms) + b
    useful = (nats > 0) & _once_per_agent(pair, nats, agent)
    a, b, nats, family, pair = a[useful], b[useful], nats[useful], family[useful], pair[useful]
    order = np.argsort(pair, kind="stable")
    pair, nats, family = pair[order], nats[order], family[order]
    first = np.flatnonzero(np.r_[len(pair) > 0, pair[1:] != pair[:-1]])
    row = np.repeat(np.arange(len(first)), np.diff(np.r_[first, len(pair)]))
    by_family = np.bincount(row * len(Family) + family, nats, len(first) * len(Family)).reshape(
        -1, len(Family)
    )
    a, b = a[order][first], b[order][first]
    by_family = np.minimum(by_family, FAMILY_CAP)
    by_family[:, Family.TIME] = _closeness(register, normal, a, b)
    weight = by_family.sum(axis=1)
    keep = weight >= KEEP
    return Pairs(a[keep], b[keep], by_family[keep].astype(np.float32), weight[keep], capped)
