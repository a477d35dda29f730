"""Candidate groups: components of the same-hand edges, and communities inside the large ones.

Components of strong edges are a strong baseline; Leiden runs only inside large components, at several
resolutions, and every community is a candidate beside its component: the group score chooses
(detection-notes item 7).
"""

import random
from collections.abc import Iterator

import igraph
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from detectors.evidence import Pairs
from graph.model import KeyKind
from graph.slice import Bools, Floats, Groups, Ints, RegisterSlice

STRONG = (3.0, 5.0)  # nats: components are taken at each level
LARGE = 12  # firms in a component before it is searched for communities
HUGE = 1500  # firms in a component beyond which it is no candidate itself
ALIKE = (0.0, 2.0)  # nats beyond chance: components of look-alikes are taken at each level
ALIKE_MOST = 300  # firms in such a component
RESOLUTIONS = (0.5, 2.0)  # of the constant Potts model, in nats per pair
SEED = 20260101
MIN_SIZE = 3
# The firms on one key are a candidate too: a mill's building or a bad agent may be all its firms share.
KEY_KINDS = (
    KeyKind.ROOM,
    KeyKind.BUILDING,
    KeyKind.PERSON,
    KeyKind.PHONE,
    KeyKind.DEVICE,
    KeyKind.AGENT,
    KeyKind.SCOPE,
)
KEY_SIZE, KEY_CAP = 4, 1500


def _labels(n: int, a: Ints, b: Ints, keep: Bools) -> NDArray[np.int64]:
    edges = coo_array((np.ones(int(keep.sum()), np.int8), (a[keep], b[keep])), shape=(n, n))
    return np.asarray(connected_components(edges, directed=False)[1], np.int64)


def _communities(pairs: Pairs, inside: Bools) -> Iterator[tuple[Ints, NDArray[np.int64]]]:
    """Leiden communities of the edges marked, at each resolution: (firm, community)."""
    a, b = pairs.a[inside], pairs.b[inside]
    firms, ends = np.unique(np.concatenate([a, b]), return_inverse=True)
    graph = igraph.Graph(n=len(firms), edges=np.column_stack([ends[: len(a)], ends[len(a) :]]))
    for resolution in RESOLUTIONS:
        igraph.set_random_number_generator(random.Random(SEED))  # noqa: S311 - reproducible, no secret
        found = graph.community_leiden(
            objective_function="CPM", weights=pairs.weight[inside], resolution=resolution, n_iterations=4
        )
        yield firms.astype(np.int32), np.asarray(found.membership, np.int64)


def candidates(
    register: RegisterSlice, pairs: Pairs, alike: tuple[Ints, Ints, Floats] | None = None
) -> tuple[Ints, Ints]:
    """Memberships `(group, firm)` of all candidate groups of at least `MIN_SIZE` firms; a firm may be in
    several groups, and no two groups have the same firms. `alike`: pairs of look-alike filings and by how
    much they exceed chance (seeds.py), whose components are candidates too."""
    n_firms = len(register.firms)
    groups: list[NDArray[np.int64]] = []
    members: list[Ints] = []
    offset = 0

    def add(label: NDArray[np.int64], firm: Ints, most: int) -> None:
        nonlocal offset
        size = np.bincount(label)
        keep = (size[label] >= MIN_SIZE) & (size[label] <= most)
        groups.append(label[keep] + offset)
        members.append(firm[keep])
        offset += len(size)

    everyone = np.arange(n_firms, dtype=np.int32)
    for level in STRONG:
        strong = pairs.weight >= level
        label = _labels(n_firms, pairs.a, pairs.b, strong)
        add(label, everyone, HUGE)
        large = strong & (np.bincount(label)[label[pairs.a]] >= LARGE)
        if level == STRONG[0] and large.any():
            for firm, community in _communities(pairs, large):
                add(community, firm, HUGE)
    if alike is not None:
        a, b, beyond = alike
        for level in ALIKE:
            add(_labels(n_firms, a, b, beyond >= level), everyone, ALIKE_MOST)
    for kind in KEY_KINDS:
        on_key = register.groups(kind, at_least=KEY_SIZE, cap=KEY_CAP)
        add(on_key.group, on_key.firm, KEY_CAP)
    return distinct(np.concatenate(groups), np.concatenate(members))


def _mixed(firm: Ints) -> NDArray[np.uint64]:
    """Each firm as a number whose sums tell sets apart."""
    mixed = (firm.astype(np.uint64) + np.uint64(0x9E3779B97F4A7C15)) * np.uint64(0xBF58476D1CE4E5B9)
    mixed ^= mixed >> np.uint64(31)
    return np.asarray(mixed * np.uint64(0x94D049BB133111EB), np.uint64)


def marks(groups: Groups) -> NDArray[np.uint64]:
    """A number for each group's set of firms: equal sets, equal marks."""
    sums = np.r_[np.uint64(0), np.cumsum(_mixed(groups.firm), dtype=np.uint64)]
    return np.asarray(sums[groups.start[1:]] - sums[groups.start[:-1]], np.uint64)


def distinct(group: NDArray[np.int64] | Ints, firm: Ints) -> tuple[Ints, Ints]:
    """Drop groups that repeat an earlier one, and renumber by smallest member, then size."""
    order = np.lexsort((firm, group))
    group, firm = group[order], firm[order]
    start = np.flatnonzero(np.r_[len(group) > 0, group[1:] != group[:-1]])
    size = np.diff(np.r_[start, len(group)])
    # Two groups are the same when size, first member and two independent sums of members agree.
    mark = np.add.reduceat(_mixed(firm), start) if len(start) else np.empty(0, np.uint64)
    order = np.lexsort((mark, size, firm[start]))
    first = firm[start][order]
    new = np.r_[
        len(order) > 0,
        (first[1:] != first[:-1])
        | (size[order][1:] != size[order][:-1])
        | (mark[order][1:] != mark[order][:-1]),
    ]
    kept = order[new[: len(order)]]
    number = np.full(len(start), -1, np.int32)
    number[kept] = np.arange(len(kept), dtype=np.int32)
    of_member = np.repeat(number, size)
    return of_member[of_member >= 0], firm[of_member >= 0]
