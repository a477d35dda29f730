"""Registers for tests with something of everything: owners, ties, rooms in buildings, regions, wide keys."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import polars as pl

from graph.columns import slice_of
from graph.model import TIE_KINDS, KeyKind, LinkRole
from graph.published import Publication
from graph.snapshot_tables import SCHEMAS
from tests.graph.store.publications import ROLE, START, Link, publication

_KINDS = (*ROLE, KeyKind.BUILDING, KeyKind.AGENT, KeyKind.OWNER, KeyKind.EMAIL, KeyKind.BRAND)
_ROLES = {
    **ROLE,
    KeyKind.BUILDING: LinkRole.ADDRESS,
    KeyKind.AGENT: LinkRole.AGENT,
    KeyKind.OWNER: LinkRole.SHAREHOLDER,
    KeyKind.EMAIL: LinkRole.CONTACT_OF_AGENT,
    KeyKind.BRAND: LinkRole.TEXT,
}


def rich(seed: int, *, firms: int = 12, night: int = 1) -> Publication:
    """`firms` firms with a few keys of every kind each, drawn from `seed`."""
    draw = np.random.default_rng(seed)
    facts = {
        (int(draw.integers(firms)), kind, int(draw.integers(max(firms // 3, 1))))
        for kind in _KINDS
        for _ in range(firms)
    }
    links = [Link(firm, kind, key, _ROLES[kind], since=firm) for firm, kind, key in sorted(facts)]
    if any(link.kind == KeyKind.PERSON for link in links):  # two roles of one person in one firm
        first = next(link for link in links if link.kind == KeyKind.PERSON)
        links.append(replace(first, role=LinkRole.SUPERVISOR))
    plain = publication(firms, links, night=night)
    snapshot = plain.snapshot
    keys = snapshot.keys.with_row_index("key").with_columns(pl.col("key").cast(pl.Int32))
    places = {kind: keys.filter(pl.col("kind") == kind)["key"].to_list() for kind in KeyKind}
    held = snapshot.links.join(keys.select("key", "kind"), on="key")
    room, building = (
        held.filter(pl.col("kind") == kind).group_by("firm").agg(pl.col("key").min().alias(name))
        for kind, name in ((KeyKind.ROOM, "room"), (KeyKind.BUILDING, "building"))
    )
    # A room lies in one building, whichever firm says so.
    lies_in = {r: places[KeyKind.BUILDING][r % len(places[KeyKind.BUILDING])] for r in places[KeyKind.ROOM]}
    numbers = pl.DataFrame({"firm": range(firms)}, schema={"firm": pl.Int32})
    rooms = numbers.join(room, on="firm", how="left", maintain_order="left")["room"]
    buildings = numbers.join(building, on="firm", how="left", maintain_order="left")["building"]
    buildings = rooms.replace_strict(lies_in, return_dtype=pl.Int32).fill_null(buildings)
    frame = snapshot.firms.with_columns(
        rooms.fill_null(-1).alias("room"),
        buildings.fill_null(-1).alias("building"),
        pl.Series("province", [None if i % 4 == 3 else "测试省" for i in range(firms)], pl.String),
        pl.Series("city", [None if i % 5 == 4 else f"测试市{i % 2}" for i in range(firms)], pl.String),
        pl.Series("district", [None if i % 3 else "测试区" for i in range(firms)], pl.String),
        pl.Series("region", ["350102" if i % 2 else None for i in range(firms)], pl.String),
        pl.Series("scope", [f'一般项目：“销售”, 见 "清单"\n第 {i} 项; 等' for i in range(firms)], pl.String),
        pl.Series("marker", ["" if i % 2 else "托管|甲" for i in range(firms)], pl.String),
        pl.Series("code_valid", [bool(i % 2) if i % 3 else None for i in range(firms)], pl.Boolean),
    )
    owners = held.filter(pl.col("kind").is_in([KeyKind.PERSON, KeyKind.OWNER])).sort("firm", "key")
    n = len(owners)
    holdings = pl.DataFrame(
        {
            "firm": owners["firm"],
            "holder_key": owners["key"],
            "holder_firm": draw.integers(-1, firms, n),
            "share": [None if i % 4 == 3 else 1 / (i + 1) for i in range(n)],
            "subscribed": [float(i) * 1e5 for i in range(n)],
            "verified": [None if i % 3 == 2 else bool(i % 3) for i in range(n)],
            "since": [START + timedelta(days=i) for i in range(n)],
            "until": [None if i % 2 else START + timedelta(days=i + 400) for i in range(n)],
        },
        schema=SCHEMAS["holdings"],
        strict=False,
    )
    tied = sorted({(int(a), int(b), int(k)) for a, b, k in draw.integers(0, firms, (firms, 3)) if a != b})
    ties = pl.DataFrame(
        {
            "from_firm": [a for a, _, _ in tied for _ in range(2)],
            "to_firm": [b for _, b, _ in tied for _ in range(2)],
            "kind": [TIE_KINDS[k % len(TIE_KINDS)] for _, _, k in tied for _ in range(2)],
            "on": [None if i % 3 else START + timedelta(days=i) for i in range(2 * len(tied))],
            "until": [None] * (2 * len(tied)),
            "amount": [1e6 / (i + 1) for i in range(2 * len(tied))],
            "ref": [f"R{i}" if i % 2 else None for i in range(2 * len(tied))],
        },
        schema=SCHEMAS["ties"],
        strict=False,
    ).sort(list(SCHEMAS["ties"]))
    full = replace(snapshot, firms=frame, holdings=holdings, ties=ties)
    register, vocabulary = slice_of(full)
    return replace(plain, snapshot=full, register=register, vocabulary=vocabulary)
