"""How a ring's id stays stable from night to night.

A ring that shares more members with an earlier ring than any other new ring does, and at least half of
the smaller of the two, continues it and keeps its id. Every other earlier ring it shares members with is
named as an origin: more than one is a merge, and one origin named by two new rings is a split.
"""

from dataclasses import dataclass
from hashlib import blake2b

import polars as pl

SHARED = 0.5  # of the smaller ring's members, for an id to pass on


@dataclass(frozen=True)
class RingIds:
    """Per ring its id, and the ids of earlier rings that gave it members (its own continued id first)."""

    ids: list[str]
    came_from: list[tuple[str, ...]]


def _fresh(anchor: str) -> str:
    return "R" + blake2b(anchor.encode(), digest_size=6).hexdigest()


def _unused(anchor: str, used: set[str]) -> str:
    """A fresh id; an earlier ring that kept the anchor's own id only costs a longer input."""
    ring_id = _fresh(anchor)
    while ring_id in used:
        anchor += "+"
        ring_id = _fresh(anchor)
    used.add(ring_id)
    return ring_id


def ring_ids(members: pl.DataFrame, anchors: list[str], previous: pl.DataFrame | None) -> RingIds:
    """Ids for rings 0..n-1.

    `members` (ring i32, firm_id), `anchors` the first-filed member of each ring, `previous` the earlier
    sweep's (ring_id, firm_id) or None. A new ring is named after its anchor, so the same register gives
    the same ids in an empty workspace too.
    """
    n = len(anchors)
    ids: list[str | None] = [None] * n
    origins: list[list[str]] = [[] for _ in range(n)]
    used: set[str] = set()
    if previous is not None and len(previous):
        sizes = members.group_by("ring").len("size")
        earlier = previous.group_by("ring_id").len("was")
        overlap = (
            members.join(previous, on="firm_id")
            .group_by("ring", "ring_id")
            .len("shared")
            .join(sizes, on="ring")
            .join(earlier, on="ring_id")
            .sort(["shared", "ring_id", "ring"], descending=[True, False, False])
        )
        for ring, ring_id, shared, size, was in overlap.iter_rows():
            origins[ring].append(ring_id)
            if ids[ring] is None and ring_id not in used and shared >= SHARED * min(size, was):
                ids[ring] = ring_id
                used.add(ring_id)
    names = [kept or _unused(anchor, used) for kept, anchor in zip(ids, anchors, strict=True)]
    came_from = [
        tuple(sorted(set(origin), key=lambda ring_id: (ring_id != name, ring_id)))
        for name, origin in zip(names, origins, strict=True)
    ]
    return RingIds(names, came_from)
