"""Parts of the graph to draw: small, and honest about what was left out. Stores give the steps."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from graph.neighbourhood import NEIGHBOURHOOD_CAP
from graph.store.records import Edge, KeyRef, Node, Subgraph

Handle = int | str  # names a firm or key within one view

_MOST_MEMBERS_READ = 2_000


@dataclass(frozen=True)
class Held:
    """A link of a firm to a key. `place` ascends by the key's kind, then its value; `degree` is the true one.

    `hub` marks a typed hub, `role` is a LinkRole name in lower case.
    """

    firm: Handle
    key: Handle
    place: tuple[int, str]
    degree: int
    hub: bool
    role: str
    since: date | None
    until: date | None
    strength: float


class Steps(Protocol):
    """What a store reads for a drawing, all of one sweep."""

    def firm(self, firm_id: str) -> Handle | None:
        """A firm's handle, None for an unknown one."""

    def members(self, ring_id: str, most: int) -> list[Handle] | None:
        """A ring's members, strongest first; None for an unknown ring."""

    def links_of(self, firms: Sequence[Handle]) -> list[Held]:
        """All links of these firms, by firm in the order of ids, then the key's place, then role."""

    def firms_on(self, keys: Sequence[Handle]) -> Mapping[Handle, Sequence[Handle]]:
        """All firms on each of these keys, of at most NEIGHBOURHOOD_CAP firms each, in filing order."""

    def firm_nodes(self, firms: Sequence[Handle]) -> list[Node]:
        """Firms as nodes, in the order asked."""

    def keys(self, keys: Sequence[Handle]) -> list[KeyRef]:
        """Keys in the order asked."""


def firm_graph(steps: Steps, firm_id: str, hops: int, limit: int) -> Subgraph | None:
    """See `GraphView.firm_graph`: rare keys first, since they say most."""
    start = steps.firm(firm_id)
    if start is None:
        return None
    firms, keys, front = {start: None}, dict[Handle, Held](), [start]
    for _ in range(hops):
        near = (held for held in _one_per_key(steps.links_of(front)) if held.key not in keys)
        fresh = list(near)[: limit - len(firms) - len(keys)]
        keys |= {held.key: held for held in fresh}
        followed = [held.key for held in fresh if not held.hub and held.degree <= NEIGHBOURHOOD_CAP]
        on = steps.firms_on(followed)
        front = []
        for key in followed:
            new = [firm for firm in on[key] if firm not in firms][: limit - len(firms) - len(keys)]
            firms |= dict.fromkeys(new)
            front += new
        if not front:
            break
    return _drawn(steps, firms, keys.values())


def ring_graph(steps: Steps, ring_id: str, limit: int) -> Subgraph | None:
    """See `GraphView.ring_graph`: at most half the nodes are keys, those most shared first."""
    members = steps.members(ring_id, _MOST_MEMBERS_READ)
    if members is None:
        return None
    firms = members[: max(limit // 2, 1)]
    links = steps.links_of(members)
    holders: dict[Handle, set[Handle]] = {}
    for held in links:
        holders.setdefault(held.key, set()).add(held.firm)
    shared = [held for held in _one_per_key(links) if len(holders[held.key]) >= 2]
    shared.sort(key=lambda held: (-len(holders[held.key]), held.place))
    return _drawn(steps, firms, shared[: limit - len(firms)])


def _one_per_key(links: Iterable[Held]) -> list[Held]:
    """One link per key: typed hubs and wide keys last, as they say least."""
    by_key = {held.key: held for held in links}
    return sorted(by_key.values(), key=lambda held: (held.hub, held.degree, held.place))


def _drawn(steps: Steps, firms: Iterable[Handle], keys: Iterable[Held]) -> Subgraph:
    """Nodes, all links among them, and the keys of which some firm is missing."""
    drawn = list(firms)
    named = zip(drawn, steps.firm_nodes(drawn), strict=True)
    nodes = dict(sorted(named, key=lambda pair: pair[1].id))
    by_place = sorted(keys, key=lambda held: held.place)
    refs = dict(zip((k.key for k in by_place), steps.keys([k.key for k in by_place]), strict=True))
    inside = [held for held in steps.links_of(list(nodes)) if held.key in refs]
    present: dict[Handle, set[Handle]] = {key: set() for key in refs}
    for held in inside:
        present[held.key].add(held.firm)
    return Subgraph(
        nodes=(*nodes.values(), *(Node(k.id, k.kind, k.label, k.firms, hub=k.hub) for k in refs.values())),
        edges=tuple(
            Edge(nodes[h.firm].id, refs[h.key].id, h.role, h.since, h.until, h.strength) for h in inside
        ),
        truncated={refs[k.key].id: k.degree for k in by_place if k.degree > len(present[k.key])},
    )
