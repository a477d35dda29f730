"""Rings: lists, profiles, members."""

from typing import Any, Final

from graph.store.cursors import offset
from graph.store.neo4j.answers import Found, finding_row, firm_ref, key_ref, place, ring_row
from graph.store.neo4j.pinned import Pinned
from graph.store.records import DiscountedHub, Page, RingEdge, RingMember, RingProfile, RingRow
from graph.store.words import sentences
from graph.words import Text

MOST_MEMBERS: Final = 100  # members or hubs of a profile
MOST_LISTED: Final = 500  # findings or edges of a profile
_MOST_DISTRICTS: Final = 10_000
_RINGS_AT_ONCE: Final = 1_000


def page(pinned: Pinned, cursor: str | None, limit: int, **wanted: Any) -> Page[RingRow]:
    """See `GraphView.rings`; the cursor is one more than the last ring's row."""
    found = pinned.one("rings", after=offset(cursor) - 1, limit=limit + 1, **wanted)
    rings = found["rings"]
    more = str(rings[limit - 1]["row"] + 1) if len(rings) > limit else None
    return Page(tuple(ring_row(ring) for ring in rings[:limit]), more, found["total"])


def districts(pinned: Pinned) -> list[tuple[str, int]]:
    """See `GraphView.ring_districts`."""
    found = pinned.one("ring_districts", most=_MOST_DISTRICTS)
    return [(each["district"], each["rings"]) for each in found["districts"]]


def profile(pinned: Pinned, ring_id: str) -> RingProfile | None:
    """See `GraphView.ring`."""
    found = pinned.one("ring", id=ring_id, most_members=MOST_MEMBERS, most_listed=MOST_LISTED)
    ring = found["ring"]
    if ring is None:
        return None
    runner_up = ring.get("runner_up")
    hubs = sorted((_hub(hub) for hub in found["hubs"]), key=lambda hub: (-hub.members, place(hub.key)))
    return RingProfile(
        row=ring_row(ring),
        hypothesis_words=Text(ring["hypothesis_zh"], ring["hypothesis_en"]),
        runner_up=runner_up,
        runner_up_words=Text(ring["runner_up_zh"], ring["runner_up_en"]) if runner_up else None,
        cleared_by=sentences(ring.get("cleared_by")),
        next_steps=sentences(ring.get("next_steps")),
        came_from=tuple(ring.get("came_from") or ()),  # an import leaves an empty list out
        members=tuple(_member(pinned, member) for member in found["members"]),
        findings=tuple(finding_row(pinned, finding) for finding in found["findings"]),
        hubs=tuple(hubs[:MOST_MEMBERS]),
        minimal_evidence=tuple(_edge(edge) for edge in found["edges"]),
    )


def members(pinned: Pinned, ring_id: str, cursor: str | None, limit: int) -> Page[RingMember] | None:
    """See `GraphView.ring_members`; the cursor counts members already seen."""
    skip = offset(cursor)
    found = pinned.one("ring_members", id=ring_id, skip=skip, limit=limit)
    if found["ring"] is None:
        return None
    more = str(skip + limit) if skip + limit < found["total"] else None
    return Page(tuple(_member(pinned, member) for member in found["members"]), more, found["total"])


def membership(pinned: Pinned) -> list[tuple[str, str]]:
    """See `GraphView.ring_membership`; read in parts, since a register may have many rings."""
    pairs: list[tuple[str, str]] = []
    after = -1
    while rings := pinned.one("ring_membership", after=after, limit=_RINGS_AT_ONCE)["rings"]:
        pairs += [(ring["id"], firm) for ring in rings for firm in ring["members"]]
        after = rings[-1]["row"]
    return sorted(pairs)


def _member(pinned: Pinned, found: Found) -> RingMember:
    return RingMember(firm_ref(pinned, found["firm"]), round(found["strength"], 6))


def _hub(found: Found) -> DiscountedHub:
    why = Text(found["why_zh"] or "", found["why_en"] or "")
    return DiscountedHub(key_ref(found["key"]), found["members"], bool(found["declared"]), why)


def _edge(found: Found) -> RingEdge:
    return RingEdge(
        found["a"], found["b"], round(found["weight"], 6), tuple(found["kinds"] or ()), minimal=True
    )
