"""Parts of the graph to draw: small, and honest about what was left out."""

from collections.abc import Iterable

import numpy as np

from graph.model import HubKind, LinkRole
from graph.neighbourhood import NEIGHBOURHOOD_CAP
from graph.slice import Ints
from graph.store.records import Edge, Node, Subgraph
from graph.store.sqlite import packing
from graph.store.sqlite.reader import Reader, day, listed

_MOST_MEMBERS_READ = 2_000


def firm_graph(reader: Reader, firm_id: str, hops: int, limit: int) -> Subgraph | None:
    """See `GraphView.firm_graph`: rare keys first, since they say most."""
    start = reader.row_of("firm", firm_id)
    if start < 0:
        return None
    firms, keys, cut = [start], list[int](), dict[int, int]()
    front = [start]
    for _ in range(hops):
        records = _distinct(reader.links_of(front)[1])
        fresh = [r for r in records if int(r["key"]) not in set(keys)][: limit - len(firms) - len(keys)]
        keys += [int(r["key"]) for r in fresh]
        followed = [r for r in fresh if r["key_hub"] == HubKind.NONE and r["key_degree"] <= NEIGHBOURHOOD_CAP]
        cut |= {int(r["key"]): int(r["key_degree"]) for r in fresh}
        on = reader.firms_on(int(r["key"]) for r in followed)
        front = []
        for record in followed:
            known = {*firms}
            new = [int(f) for f in on[int(record["key"])] if int(f) not in known]
            front += new[: limit - len(firms) - len(keys)]
            firms += new[: limit - len(firms) - len(keys)]
        if not front:
            break
    return _drawn(reader, firms, keys, cut)


def ring_graph(reader: Reader, ring_id: str, limit: int) -> Subgraph | None:
    """See `GraphView.ring_graph`: at most half the nodes are keys, those most shared first."""
    ring = reader.one("ring", ring_id=ring_id)
    if ring is None:
        return None
    members = [row for row, _ in reader.all("ring_members", ring=ring[0], limit=_MOST_MEMBERS_READ, skip=0)]
    firms = members[: max(limit // 2, 1)]
    rows, links = reader.links_of(members)
    pairs = np.unique(np.stack([links["key"], rows], axis=1), axis=0)
    shared, held = np.unique(pairs[:, 0], return_counts=True)
    order = np.lexsort((shared, -held))
    order = order[held[order] >= 2][: limit - len(firms)]
    keys = shared[order].tolist()
    degrees = {int(r["key"]): int(r["key_degree"]) for r in _distinct(links)}
    return _drawn(reader, firms, keys, {key: degrees[key] for key in keys})


def _distinct(links: packing.Records) -> packing.Records:
    """One link per key: typed hubs and wide keys last, as they say least."""
    first = links[np.unique(links["key"], return_index=True)[1]]
    ordered: packing.Records = first[
        np.lexsort((first["key"], first["key_degree"], first["key_hub"] != HubKind.NONE))
    ]
    return ordered


def _drawn(reader: Reader, firms: Iterable[int], keys: Iterable[int], degrees: dict[int, int]) -> Subgraph:
    """Nodes, all links among them, and the keys of which some firm is missing."""
    drawn = sorted(firms)
    key_rows = np.array(sorted(keys), np.int32)
    rows, links = reader.links_of(drawn)
    inside = np.isin(links["key"], key_rows)
    rows, links = rows[inside], links[inside]
    firm_nodes = _firm_nodes(reader, drawn)
    refs = dict(zip(key_rows.tolist(), reader.key_refs(key_rows), strict=True))
    present = dict(zip(*np.unique(_pairs(rows, links)[:, 1], return_counts=True), strict=True))
    return Subgraph(
        nodes=(
            *firm_nodes.values(),
            *(Node(k.id, k.kind, k.label, k.firms, hub=k.hub) for k in refs.values()),
        ),
        edges=tuple(
            Edge(
                source=firm_nodes[int(row)].id,
                target=refs[int(link["key"])].id,
                role=LinkRole(link["role"]).name.lower(),
                since=day(link["since"]),
                until=day(link["until"]),
                strength=round(float(link["strength"]), 6),
            )
            for row, link in zip(rows, links, strict=True)
        ),
        truncated={refs[k].id: n for k, n in sorted(degrees.items()) if k in refs and n > present.get(k, 0)},
    )


def _pairs(rows: Ints, links: packing.Records) -> np.ndarray[tuple[int, int], np.dtype[np.int32]]:
    return np.unique(np.stack([rows, links["key"].astype(np.int32)], axis=1), axis=0)


def _firm_nodes(reader: Reader, rows: list[int]) -> dict[int, Node]:
    found = reader.all("firms_by_row", rows=listed(rows))
    held = {row: int(packing.unpack(record, packing.FIRM)[0]["held"]) for row, _, _, record in found}
    return {
        row: Node(
            ref.firm_id, "firm", ref.name, held[row], score=ref.score, grade=ref.grade, ring_id=ref.ring_id
        )
        for row, ref in zip(rows, reader.firm_refs(rows), strict=True)
    }
