"""What speaks for a group of firms: the look-alikes N1-N18 (domain.md section 3) seen in its columns.

An excuse never silences a finding; it is shown beside it and halves the confidence. Firms of one
declared parent are counted once, since the parent explains all that they share (N5, N18).
"""

import numpy as np
from numpy.typing import NDArray

from detectors.chance import poisson_tail
from detectors.findings import excuse
from graph.baselines import Baselines
from graph.model import HubKind, KeyKind, LinkRole
from graph.slice import NO_DAY, Bools, Floats, Groups, Ints, RegisterSlice

FAMILY_FIRMS = 4  # N17: at most so many firms
FAMILY_DAYS = 365  # and at least so many days from the first to the last
HOST_SHARE = 0.9  # representatives per firm of a host (domain.md section 3: 92 of 108 shared addresses)
HOST_FIRMS = 5  # fewer firms are nobody's business yet [E]
HOST_DAYS = 90  # a host's firms come one by one: at most half of them within so many days [E]
ONE_SHARE = 0.8  # from this share on a group has one agent, or one brand [E]
# N16: a stretch with so many times the births that the year before would give, which chance gives so rarely,
# where at least so many days before it are on record [E].
SPIKE, BY_CHANCE, LEAST_DAYS = 2.0, 1e-3, 28
STRAY = 0.02  # share of a year's births that may lie before the days an extract really covers [E]
# How far a person's firms are surely one person's, by resolve.Identity: name in one firm, rare name,
# name and a corroborating key, id [E].
SURE_OF_PERSON = np.array([0.1, 0.3, 0.6, 0.9])


def heads(register: RegisterSlice) -> Ints:
    """The firm that answers for each firm: its declared parent, else itself.

    A parent whose stake nobody proved answers for nothing: it may be borrowed (T03).
    """
    own = np.arange(len(register.firms), dtype=np.int32)
    parent, proved = register.firms.parent, register.firms.unverified != 1
    return np.where((parent >= 0) & proved, parent, own).astype(np.int32)


def unrelated(groups: Groups, marked: Bools | None = None) -> NDArray[np.int64]:
    """How many members (of those marked) answer to nobody in common."""
    if len(groups) == 0:
        return np.zeros(0, np.int64)
    head = heads(groups.register)[groups.firm]
    return groups.distinct(head if marked is None else np.where(marked, head, -1).astype(np.int32))


def people(groups: Groups) -> NDArray[np.int64]:
    """Distinct legal representatives of each group."""
    return groups.distinct(groups.register.firms.representative[groups.firm])


def _smallest(register: RegisterSlice, rows: NDArray[np.int64]) -> Ints:
    """The smallest key each firm has among some rows of the links, which ascend; -1 none."""
    key = np.full(len(register.firms), -1, np.int32)
    rows = rows[::-1]
    key[register.links.firm[rows]] = register.links.key[rows]  # links ascend by key: the last one stays
    return key


def agents(register: RegisterSlice) -> Ints:
    """The agent key of each firm (the smallest of several), -1 none."""
    return _smallest(register, np.flatnonzero(register.links.role == LinkRole.AGENT))


def explained(where: Bools, *classes: str) -> NDArray[np.uint32]:
    """Bits of look-alike classes where a condition holds."""
    return np.where(where, np.uint32(excuse(*classes)), np.uint32(0)).astype(np.uint32)


def excuses(groups: Groups) -> NDArray[np.uint32]:
    """Bits of the look-alikes that a group's own members speak for: N3, N5 with N18, N11, N17."""
    firms, member = groups.register.firms, groups.firm
    mask = np.zeros(len(groups), np.uint32)
    if len(groups) == 0:
        return mask
    mask |= explained(groups.share(firms.kind[member] == 2) >= 0.8, "N3")
    mask |= explained(groups.share(firms.kind[member] == 3) >= 0.5, "N11")
    mask |= of_one_head(groups)
    return mask | explained(_one_family(groups), "N17")


def of_one_head(groups: Groups) -> NDArray[np.uint32]:
    """N5 and N18 where at least half of the members answer to others of them: one group's affair."""
    return explained(2 * unrelated(groups) <= groups.sizes, "N5", "N18")


def _one_family(groups: Groups) -> Bools:
    firms, member = groups.register.firms, groups.firm
    representative = firms.representative[member]
    if len(groups.register.keys) == 0:
        return np.zeros(len(groups), np.bool_)
    surname = np.where(representative >= 0, groups.register.keys.surname[representative], -1)
    _, bearers = groups.commonest(surname.astype(np.int32))
    day = firms.registered[member]
    years_apart = groups.most(day).astype(np.int64) - groups.least(day) >= FAMILY_DAYS
    dated = groups.least(day) != NO_DAY
    # one person's firms are no family's
    few = (people(groups) >= 2) & (groups.sizes <= FAMILY_FIRMS)
    return np.asarray(few & (bearers == groups.sizes) & years_apart & dated, np.bool_)


def strangers(groups: Groups) -> Bools:
    """Nearly every firm has a representative of its own."""
    return np.asarray(people(groups) >= HOST_SHARE * groups.sizes, np.bool_)


def of_typed_agent(groups: Groups) -> Bools:
    """N4: nearly all members are clients of one typed agent."""
    if len(groups) == 0:
        return np.zeros(0, np.bool_)
    agent, clients = groups.commonest(agents(groups.register)[groups.firm])
    typed = groups.register.keys.hub[agent] == HubKind.AGENT
    return np.asarray(typed & (clients >= ONE_SHARE * groups.sizes), np.bool_)


def at_hub(groups: Groups, *kinds: HubKind) -> Bools:
    """Half of the members or more hold a key that is typed as one of these hubs."""
    if len(groups) == 0:
        return np.zeros(0, np.bool_)
    links = groups.register.links
    held = np.zeros(len(groups.register.firms), np.bool_)
    held[links.firm[np.isin(groups.register.keys.hub[links.key], kinds)]] = True
    return np.asarray(groups.share(held[groups.firm]) >= 0.5, np.bool_)


def chain(groups: Groups) -> NDArray[np.uint32]:
    """N6: strangers under one brand, each at a room of its own."""
    if len(groups) == 0:
        return np.zeros(0, np.uint32)
    register, member = groups.register, groups.firm
    _, bearers = groups.commonest(register.firms.brand[member])
    first, last = register.starts[list(register.keys.range_of(KeyKind.ROOM))]
    room = _smallest(register, np.arange(first, last))
    apart = groups.distinct(room[member]) >= ONE_SHARE * groups.sizes
    return explained((bearers >= ONE_SHARE * groups.sizes) & apart & strangers(groups), "N6")


def like_a_host(groups: Groups) -> Bools:
    """Strangers who came one by one, as to a host or an agency that nobody declared."""
    newest, _ = groups.densest(HOST_DAYS)
    slow = (groups.sizes >= HOST_FIRMS) & (2 * newest <= groups.sizes)
    return np.asarray(strangers(groups) & slow, np.bool_)


def stalls(groups: Groups) -> Bools:
    """N3 beyond doubt: sole traders, each its own operator."""
    sole = groups.share(groups.register.firms.kind[groups.firm] == 2) >= 0.8
    return np.asarray(sole & strangers(groups), np.bool_)


def namesakes(groups: Groups) -> NDArray[np.uint32]:
    """N9 where the person a group shares is known by name only."""
    return explained(groups.register.keys.identity[groups.subject] <= 1, "N9")


def of_person(groups: Groups) -> Floats:
    """How sure it is that the person a group shares is one person."""
    return np.asarray(SURE_OF_PERSON[groups.register.keys.identity[groups.subject]], np.float64)


def spike(here: NDArray[np.generic], before: NDArray[np.generic], stretch: Floats, days: Floats) -> Bools:
    """Whether `here` births in so long a `stretch` are far more than `before` births in so many `days`, which
    stretch and days count alike, would give."""
    usual = (np.asarray(before, np.float64) + 1.0) * stretch / np.maximum(days, 1.0)
    births = np.asarray(here, np.float64)
    rare = poisson_tail(np.maximum(births, 1.0), usual) < BY_CHANCE
    return np.asarray((births > SPIKE * usual) & rare, np.bool_)


def policy_days(normal: Baselines, first: Ints, last: Ints, own: NDArray[np.int64]) -> NDArray[np.uint32]:
    """N16 where the register filed far more in `first`..`last`, besides a group's `own`, than in the year
    before, as far as that is on record."""
    so_far = np.r_[0, np.cumsum(normal.births, dtype=np.int64)]
    start = first.astype(np.int64) - normal.first_day

    def until(day: NDArray[np.int64]) -> NDArray[np.int64]:
        return np.asarray(so_far[np.clip(day, 0, len(normal.births))], np.int64)

    stretch = last.astype(np.int64) - first + 1
    here = until(start + stretch) - until(start) - own
    earlier, now = until(start - 365), until(start)
    earlier = earlier + (STRAY * (now - earlier)).astype(np.int64)
    days = start - (np.searchsorted(so_far, earlier, "right") - 1)
    busy = spike(here, now - earlier, stretch.astype(np.float64), days.astype(np.float64))
    return explained(busy & (days >= LEAST_DAYS) & (now > earlier), "N16")


def tempered(confidence: Floats | float, mask: NDArray[np.uint32]) -> Floats:
    """Confidence halved for each explanation; N5 and N18 are one explanation."""
    same = np.uint32(excuse("N18"))
    count = np.bitwise_count(mask & ~same)
    return np.asarray(confidence * 0.5**count, np.float64)
