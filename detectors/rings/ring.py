"""Rings chosen among the candidates: disjoint groups, their members' strength, their minimal evidence."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import minimum_spanning_tree

from detectors.calibration import Curve
from detectors.detector import Family
from detectors.evidence import Pairs
from detectors.lookalikes import agents
from detectors.rings.candidates import HUGE, MIN_SIZE, candidates, distinct, marks
from detectors.rings.features import Feature, Features, features
from detectors.rings.lift import learned
from detectors.rings.membership import Recruiter
from detectors.rings.naming import kinds, named
from detectors.rings.peers import Peers, one_in
from detectors.rings.seeds import look_alikes
from detectors.rings.weigh import FAULTS, Weighed, weigh
from graph.baselines import Baselines
from graph.chunks import of_each
from graph.jit import kernel
from graph.slice import Bools, Floats, Groups, Ints, RegisterSlice

SHOW = 0.1  # rings below this probability of being false are not listed
FAMILY_NATS = 0.5  # what a family must add to count as one of the two that a ring needs ...
HELD, MORE = 0.3, 1.5  # ... or else this share of members, so many times the ordinary share, must show it
ONE_FAMILY_LIMIT = -1.4  # log-odds of a ring that rests on a single family, at most (probability 0.2)
LIMIT = 8.0  # log-odds are never surer than this: additive sums overstate (detection-notes item 17)
FRINGE = 0.2  # probability of belonging from which a firm is shown at a ring's fringe
SEED = -2.5  # log-odds from which a group's membership is worth settling
ROUNDS = 6  # of settling it
HALF = 0.5  # share of a candidate's firms in settled groups, from which they stand for it
WIDER = 0.9  # nats that a wider version of a ring may be less sure by: sureness saturates with size
BLOCK = 300_000  # members weighed at a time
FAULT_WEIGHT = 2.0  # members' worth of the ordinary rate mixed into a ring's rate of a fault
FAULT_MOST = 1.5  # nats that one fault may add to or take from a membership

FAMILY_OF = {
    Feature.CONTACT: Family.CONTACT,
    Feature.VIRTUAL: Family.CONTACT,
    Feature.DEVICE: Family.DEVICE,
    Feature.AGENT: Family.DEVICE,
    Feature.PEOPLE: Family.PERSON,
    Feature.ONE_PERSON: Family.PERSON,
    Feature.REPEATED: Family.PERSON,
    Feature.STRAW: Family.PERSON,
    Feature.SURNAME: Family.PERSON,
    Feature.HOME: Family.PERSON,
    Feature.ROOM: Family.PLACE,
    Feature.BUILDING: Family.PLACE,
    Feature.FAULT: Family.PLACE,
    Feature.HOSTED: Family.PLACE,
    Feature.BURST: Family.TIME,
    Feature.YEAR: Family.TIME,
    Feature.RUN: Family.TIME,
    Feature.ODD_BRAND: Family.NAME,
    Feature.SAME_BRAND: Family.NAME,
}
TO_FAMILY = np.zeros((len(Feature), len(Family)))
for _feature in Feature:
    TO_FAMILY[_feature, FAMILY_OF.get(_feature, Family.BEHAVIOUR)] = 1.0


@dataclass(frozen=True)
class Rings:
    """Disjoint rings, the surest false first.

    Per member: `groups` holds them in filing order, `core` marks those who are not of the fringe, `shows` (m,
    features) which features each has, `belongs` the probability that it is of the ring's hand, `strength` the
    same with its own faults weighed in (how surely it is one of the fakes if the ring is false). Per ring:
    `log_odds` of being false, `one_hand` probability, `kinds` (r, naming.KINDS) how likely each kind is,
    hypotheses as indices into HYPOTHESES; nats (r, features) `by_feature` for false against honest and `hand`
    for one hand against strangers, `by_family` (r, families) what both say for the ring, `families` which of
    them support it; `hits`/`of` counts, `fault_hits`/`fault_of` (r, FAULTS) the same with the fringe;
    `one_in` (r, peers.Comparison), as alike as one group of peers in so many, 0 where chance explains it; and
    `rest`, the log-odds of being false before any feature, `taught` what calibration adds, `whole` what they
    were before that and any limit. `edges` are rows of the pairs inside rings, `ring_of_edge` their ring,
    `minimal` marks the fewest that still hold each ring together.
    """

    groups: Groups
    core: Bools
    shows: Bools
    belongs: Floats
    strength: Floats
    log_odds: Floats
    one_hand: Floats
    kinds: Floats
    best: NDArray[np.int64]
    runner_up: NDArray[np.int64]
    honest: NDArray[np.int64]
    by_feature: Floats
    hand: Floats
    by_family: Floats
    families: Bools
    hits: Floats
    of: Floats
    fault_hits: Floats
    fault_of: Floats
    one_in: Floats
    rest: Floats
    taught: Floats
    whole: Floats
    edges: NDArray[np.int64]
    ring_of_edge: NDArray[np.int64]
    minimal: Bools

    def __len__(self) -> int:
        return len(self.groups)

    @property
    def false(self) -> Floats:
        """Probability that the ring was registered under false pretences."""
        return np.asarray(1.0 / (1.0 + np.exp(-self.log_odds)), np.float64)

    def calibrated(self, curve: Curve) -> "Rings":
        """The same rings in the same order, as decided cases teach to read their log-odds."""
        log_odds = np.clip(curve(self.log_odds), -LIMIT, LIMIT)
        read = replace(self, log_odds=log_odds, taught=self.taught + log_odds - self.log_odds)
        return replace(read, one_hand=np.maximum(self.one_hand, read.false))


@kernel
def _free(start: NDArray[np.int64], firm: Ints, taken: Bools, group: int) -> bool:
    """Whether none of a group's firms is taken."""
    for i in range(start[group], start[group + 1]):
        if taken[firm[i]]:
            return False
    return True


@kernel
def _choose(
    order: NDArray[np.int64],
    start: NDArray[np.int64],
    firm: Ints,
    log_odds: Floats,
    of_firm: NDArray[np.int64],
    of_start: NDArray[np.int64],
) -> tuple[Bools, Floats]:
    """Marks disjoint groups: the surest first, each in its widest version (WIDER), which is as sure as the
    surest: a fact more may widen a ring and must not lower it. And how sure each is."""
    n = len(start) - 1
    keep, taken = np.zeros(n, np.bool_), np.zeros(len(of_start) - 1, np.bool_)
    sure = log_odds.copy()
    shared, touched = np.zeros(n, np.int64), np.empty(n, np.int64)
    for g in order:
        if not _free(start, firm, taken, g):
            continue
        count = 0
        for i in range(start[g], start[g + 1]):
            for j in range(of_start[firm[i]], of_start[firm[i] + 1]):
                h = of_firm[j]
                if shared[h] == 0:
                    touched[count] = h
                    count += 1
                shared[h] += 1
        best = g
        for t in range(count):
            h = touched[t]
            wide = start[h + 1] - start[h] > start[best + 1] - start[best]
            close = log_odds[h] >= log_odds[g] - WIDER and 2 * shared[h] >= start[g + 1] - start[g]
            if wide and close and _free(start, firm, taken, h):
                best = h
            shared[h] = 0
        keep[best] = True
        sure[best] = log_odds[g]
        for i in range(start[best], start[best + 1]):
            taken[firm[i]] = True
    return keep, sure


def _with_fringe(recruiter: Recruiter, core: Groups, false: Floats) -> tuple[Ints, Ints]:
    """Memberships (ring, firm) of the rings with their fringe: free firms that may belong, each in the ring
    that says most of it."""
    ring, firm = recruiter.recruits(core)
    fits = recruiter.posterior(core, ring, firm)
    free = np.ones(len(recruiter.register.firms), np.bool_)
    free[core.firm] = False
    near = free[firm] & (fits >= FRINGE)
    ring, firm, fits = ring[near], firm[near], fits[near]
    order = np.lexsort((ring, -fits * false[ring], firm))
    first = np.flatnonzero(np.r_[len(order) > 0, firm[order][1:] != firm[order][:-1]])
    ring, firm = ring[order][first], firm[order][first]
    return (
        np.concatenate([core.group, ring]).astype(np.int32),
        np.concatenate([core.firm, firm]).astype(np.int32),
    )


def with_faults(
    belongs: Floats, shows: Bools, known: Bools, hits: Floats, of: Floats, base: Floats
) -> Floats:
    """Membership with the member's own faults: likelier where it shares the ring's faults, less likely
    where it has none of what most of its ring has.

    (m, FAULTS) each: whether the member `shows` the fault, whether that is `known`, and `hits` of so many
    others `of` whom it is known; `base` (FAULTS,) is the ordinary rate.
    """
    odds = np.log(np.clip(belongs, 1e-6, 1 - 1e-6) / (1 - np.clip(belongs, 1e-6, 1 - 1e-6)))
    rate = np.maximum((hits + base * FAULT_WEIGHT) / (of + FAULT_WEIGHT), base)
    has = np.minimum(np.log(rate / base), FAULT_MOST)
    lacks = np.maximum(np.log((1.0 - rate) / (1.0 - base)), -FAULT_MOST)
    odds += np.where(shows, has, np.where(known, lacks, 0.0)).sum(axis=1)
    return np.asarray(1.0 / (1.0 + np.exp(-odds)), np.float64)


def _strength(belongs: Floats, rings: Groups, seen: Features) -> Floats:
    """The strength of each member, compared with the others of its ring."""
    shows, known = seen.shows[:, FAULTS], seen.known[:, FAULTS]
    hits, of = (rings.marked(marks)[rings.group] for marks in (shows, known))
    return with_faults(belongs, shows, known, hits - shows, of - known, seen.base[list(FAULTS)])


def _families(weighed: Weighed, seen: Features) -> Bools:
    """(r, families): which families hold each group together, or speak for its being false.

    Counted from what the group shows, not from the edges: discounts for degree would hide that all of it
    is at one room (detection-notes item 10).
    """
    often = (seen.hits >= 2) & (seen.hits >= HELD * seen.of) & (seen.hits > MORE * seen.base * seen.of)
    return np.asarray(((often @ TO_FAMILY) > 0) | (weighed.nats @ TO_FAMILY >= FAMILY_NATS), np.bool_)


def _log_odds(weighed: Weighed, families: Bools) -> Floats:
    """Each group's log-odds of being false, bounded where fewer than two families support it."""
    log_odds = weighed.nats.sum(axis=1) + weighed.start
    lonely = families.sum(axis=1) < 2
    return np.asarray(np.where(lonely, np.minimum(log_odds, ONE_FAMILY_LIMIT), log_odds), np.float64)


class Sureness:
    """Log-odds that groups of one register are false. A set of firms is weighed once, however often it is
    met: settling comes back to the same groups."""

    def __init__(self, register: RegisterSlice, normal: Baselines) -> None:
        self.register, self.normal = register, normal
        self._marks, self._log_odds = np.empty(0, np.uint64), np.empty(0)

    def weighed(self, groups: Groups) -> Bools:
        """Which of the groups have been weighed before."""
        own = marks(groups)
        at = np.searchsorted(self._marks, own)
        met = (at < len(self._marks)) & (np.append(self._marks, np.uint64(0))[at] == own)
        return np.asarray(met, np.bool_)

    def of(self, groups: Groups) -> Floats:
        """Each group's log-odds."""
        fresh = groups.where(~self.weighed(groups))
        # In blocks: candidates are many.
        found = [self._log_odds, *of_each(self._weigh, fresh.blocks(BLOCK))]
        known, first = np.unique(np.concatenate([self._marks, marks(fresh)]), return_index=True)
        self._marks, self._log_odds = known, np.concatenate(found)[first]
        return self._log_odds[np.searchsorted(known, marks(groups))]

    def _weigh(self, groups: Groups) -> Floats:
        seen = features(self.register, self.normal, groups)
        weighed = learned(weigh(seen, groups.sizes), seen, groups)
        return _log_odds(weighed, _families(weighed, seen))


def pool(sureness: Sureness, recruiter: Recruiter, first: Groups, seed: float) -> Groups:
    """The candidates with log-odds of at least `seed`, with their membership settled round by round.

    Settling may go on to swallow a neighbour or lose the ring among honest firms, so every round's groups
    stay in the pool, and their weight decides. A candidate most of whose firms end in no settled group stays
    as it was found: many may share the one key that makes them a group, and hardly anything else.
    """
    begun = frontier = first.where(sureness.of(first) >= seed)
    rounds: list[Groups] = []
    for _ in range(ROUNDS):
        group, firm = distinct(*recruiter.refined(frontier))
        settled = Groups.sets(first.register, group, firm).sized(MIN_SIZE, HUGE)
        rounds.append(settled)
        # Only what changed is worth another round; what was met before has had its own.
        fresh = settled.where(~sureness.weighed(settled))
        frontier = fresh.where(sureness.of(fresh) >= seed)
        if len(frontier) == 0:
            break
    settled_in = np.zeros(len(first.register.firms), np.bool_)
    for groups in rounds:
        settled_in[groups.firm] = True
    rounds.append(begun.where(begun.share(settled_in[begun.firm]) < HALF))
    offsets = np.cumsum([0, *(len(groups) for groups in rounds[:-1])])
    group = np.concatenate([groups.group + at for groups, at in zip(rounds, offsets, strict=True)])
    return Groups.sets(first.register, *distinct(group, np.concatenate([groups.firm for groups in rounds])))


def first_groups(register: RegisterSlice, normal: Baselines, pairs: Pairs) -> Groups:
    """The candidates a search begins with."""
    alike = look_alikes(register, normal, agents(register))
    return Groups.sets(register, *candidates(register, pairs, alike))


def find_rings(register: RegisterSlice, normal: Baselines, pairs: Pairs) -> Rings:
    """Rings of a whole register from its same-hand pairs."""
    recruiter = Recruiter(register, normal, pairs)
    sureness = Sureness(register, normal)
    groups = pool(sureness, recruiter, first_groups(register, normal, pairs), SEED)
    log_odds = sureness.of(groups)

    first = groups.firm[groups.start[:-1]]
    order = np.lexsort((first, -groups.sizes, -log_odds))
    by_firm = np.lexsort((groups.group, groups.firm))
    of_start = np.searchsorted(groups.firm[by_firm], np.arange(len(register.firms) + 1))
    keep, log_odds = _choose(
        order.astype(np.int64), groups.start, groups.firm, log_odds, groups.group[by_firm], of_start
    )
    false = 1.0 / (1.0 + np.exp(-log_odds))
    order = np.lexsort((first, -groups.sizes, -log_odds))
    ranked = order[(keep & (false >= SHOW))[order]]

    members = np.concatenate(
        [np.empty(0, np.int64), *(np.arange(groups.start[g], groups.start[g + 1]) for g in ranked)]
    )
    position = np.repeat(np.arange(len(ranked), dtype=np.int32), groups.sizes[ranked])
    core = Groups.sets(register, position, groups.firm[members])
    log_odds, false = log_odds[ranked], false[ranked]
    seen = features(register, normal, core)
    weighed = learned(weigh(seen, core.sizes), seen, core)
    chosen = Groups.sets(register, *_with_fringe(recruiter, core, false))
    belongs = recruiter.posterior(core, chosen.group, chosen.firm)
    shown = features(register, normal, chosen)
    likely = kinds(seen, core)
    kind, runner_up = named(likely)
    ring_of = np.full(len(register.firms), -1, np.int64)
    ring_of[chosen.firm] = chosen.group
    inside = np.flatnonzero((ring_of[pairs.a] == ring_of[pairs.b]) & (ring_of[pairs.a] >= 0))
    return Rings(
        groups=chosen,
        core=np.isin(chosen.firm, core.firm),
        shows=shown.shows,
        belongs=belongs,
        strength=_strength(belongs, chosen, shown),
        log_odds=np.clip(log_odds, -LIMIT, LIMIT),
        one_hand=np.maximum(weighed.one_hand, false),
        kinds=likely,
        best=kind,
        runner_up=runner_up,
        honest=weighed.honest,
        by_feature=weighed.nats,
        by_family=np.maximum(weighed.nats, 0.0) @ TO_FAMILY + np.maximum(weighed.hand, 0.0) @ TO_FAMILY,
        hand=weighed.hand,
        families=_families(weighed, seen),
        hits=seen.hits,
        of=seen.of,
        fault_hits=chosen.marked(shown.shows[:, FAULTS]),
        fault_of=chosen.marked(shown.known[:, FAULTS]),
        one_in=one_in(Peers(register).surprise(groups))[ranked],
        rest=np.clip(log_odds, -LIMIT, LIMIT) - weighed.nats.sum(axis=1),
        taught=np.zeros(len(ranked)),
        whole=np.maximum(weighed.nats.sum(axis=1) + weighed.start, log_odds),
        edges=inside,
        ring_of_edge=ring_of[pairs.a[inside]],
        minimal=_spanning(len(register.firms), pairs, inside),
    )


def _spanning(n: int, pairs: Pairs, inside: NDArray[np.int64]) -> Bools:
    """Marks the maximum spanning forest of the edges: the strongest links that still hold rings together."""
    weight = pairs.weight[inside]
    # Smallest cost first; the tiny term makes ties fall the same way whatever the library's order.
    cost = 1000.0 - weight + np.arange(len(inside)) * 1e-9
    graph = coo_array((cost, (pairs.a[inside], pairs.b[inside])), shape=(n, n))
    tree = minimum_spanning_tree(graph.tocsr()).tocoo()
    kept = np.isin(
        pairs.a[inside].astype(np.int64) * n + pairs.b[inside], tree.row.astype(np.int64) * n + tree.col
    )
    return np.asarray(kept, np.bool_)
