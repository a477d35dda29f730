"""How a ring's id stays stable from night to night, and what became of the rings of the night before.

A ring *continues* the earlier ring of which it shares most members, at least half of the smaller of the two,
and keeps its id. A ring that continues one has *merged* with every other earlier ring of which at least half
is in it now. A ring that continues none was *split* from every earlier ring that gave it at least half of its
members. An earlier ring that none continues has *ended*. A few members that change hands are no event.
"""

from dataclasses import dataclass
from hashlib import blake2b

import polars as pl

from graph.words import Text

SHARED = 0.5  # of the smaller ring's members, for an id to pass on
MERGED = 0.5  # of an earlier ring's members, for it to be named as merged into another
SPLIT = 0.5  # of a new ring's members, for the earlier ring that gave them to be named
ENDED = pl.Schema({"ring_id": pl.String, "firms": pl.Int32, "most_in": pl.String, "moved": pl.Int32})


@dataclass(frozen=True)
class RingIds:
    """Per ring its id, and the earlier rings it came from: first its own id where it continues one, then what
    it merged with; of one that continues none, what it was split from."""

    ids: list[str]
    came_from: list[tuple[str, ...]]


def _fresh(anchor: str) -> str:
    return "R" + blake2b(anchor.encode(), digest_size=6).hexdigest()


def _unused(anchor: str, used: set[str]) -> str:
    """A fresh id; an earlier ring that had the anchor's own id only costs a longer input."""
    ring_id = _fresh(anchor)
    while ring_id in used:
        anchor += "+"
        ring_id = _fresh(anchor)
    used.add(ring_id)
    return ring_id


def _overlap(members: pl.DataFrame, previous: pl.DataFrame, name: str) -> pl.DataFrame:
    """Pairs of a ring tonight (column `name`) and an earlier one (ring_id) with `shared` members, and the
    `size` and `was` of both; those with most in common first."""
    sizes, earlier = members.group_by(name).len("size"), previous.group_by("ring_id").len("was")
    return (
        members.join(previous, on="firm_id")
        .group_by(name, "ring_id")
        .len("shared")
        .join(sizes, on=name)
        .join(earlier, on="ring_id")
        .sort(["shared", "ring_id", name], descending=[True, False, False])
    )


def ring_ids(members: pl.DataFrame, anchors: list[str], previous: pl.DataFrame | None) -> RingIds:
    """Ids for rings 0..n-1.

    `members` (ring i32, firm_id), `anchors` the first-filed member of each ring, `previous` the earlier
    sweep's (ring_id, firm_id) or None. A new ring is named after its anchor, so the same register gives
    the same ids in an empty workspace too; never after an earlier ring that it does not continue.
    """
    n = len(anchors)
    ids: list[str | None] = [None] * n
    origins: list[list[str]] = [[] for _ in range(n)]
    taken: set[str] = set()
    earlier: set[str] = set()
    if previous is not None and len(previous):
        earlier = set(previous["ring_id"])
        overlap = _overlap(members, previous, "ring")
        for ring, ring_id, shared, size, was in overlap.iter_rows():
            if ids[ring] is None and ring_id not in taken and shared >= SHARED * min(size, was):
                ids[ring] = ring_id
                taken.add(ring_id)
        for ring, ring_id, shared, size, was in overlap.iter_rows():
            merged = ids[ring] is not None and shared >= MERGED * was
            split = ids[ring] is None and shared >= SPLIT * size
            if ring_id != ids[ring] and (merged or split):
                origins[ring].append(ring_id)
    used = taken | earlier
    names = [kept or _unused(anchor, used) for kept, anchor in zip(ids, anchors, strict=True)]
    came_from = [
        ((kept,) if kept else ()) + tuple(sorted(origin)) for kept, origin in zip(ids, origins, strict=True)
    ]
    return RingIds(names, came_from)


def merged_with(ring_id: str, came_from: tuple[str, ...]) -> tuple[str, ...]:
    """The earlier rings that the ring has merged with."""
    return came_from[1:] if came_from[:1] == (ring_id,) else ()


def split_from(ring_id: str, came_from: tuple[str, ...]) -> tuple[str, ...]:
    """The earlier rings that the ring was split from."""
    return () if came_from[:1] == (ring_id,) else came_from


def told(ring_id: str, came_from: tuple[str, ...]) -> list[Text]:
    """Where the ring comes from, for a reader; nothing of one that is new."""
    out = []
    if came_from[:1] == (ring_id,):
        out.append(Text("延续上次结果中的同一团伙。", "Continues the ring of this id in the sweep before."))
    if merged := ", ".join(merged_with(ring_id, came_from)):
        out.append(
            Text(
                f"合并：{merged} 至少一半的成员现已归入本团伙。",
                f"Merged: at least half of the members of {merged} are in it now.",
            )
        )
    if split := ", ".join(split_from(ring_id, came_from)):
        out.append(
            Text(
                f"拆分：本团伙至少一半的成员此前属于 {split}。",
                f"Split off: at least half of its members were in {split} before.",
            )
        )
    return out


def ended(members: pl.DataFrame, previous: pl.DataFrame | None) -> pl.DataFrame:
    """The earlier rings that none continues (ENDED): how many firms each had, and the ring (`members`:
    ring_id, firm_id) with most of them now, null without any, with how many `moved` there."""
    if previous is None:
        return ENDED.to_frame()
    gone = previous.group_by("ring_id").len("firms").join(members, on="ring_id", how="anti")
    now = members.rename({"ring_id": "most_in"})
    most = _overlap(now, previous, "most_in").unique("ring_id", keep="first", maintain_order=True)
    moved = most.select("ring_id", "most_in", moved="shared")
    frame = gone.join(moved, on="ring_id", how="left").with_columns(pl.col("moved").fill_null(0))
    return frame.sort("ring_id").select(pl.col(name).cast(dtype) for name, dtype in ENDED.items())
