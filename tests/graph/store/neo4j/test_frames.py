"""The register as nodes and relationships, and the numbers that say whether one of them is the same."""

from collections.abc import Callable
from dataclasses import replace

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.columns import slice_of
from graph.model import KeyKind, LinkRole
from graph.neighbourhood import NEIGHBOURHOOD_CAP
from graph.published import Publication
from graph.snapshot_facts import events_in_order, typed
from graph.snapshot_tables import SCHEMAS, Snapshot
from graph.store.neo4j.frames import is_hub, register_frames
from graph.store.neo4j.located import located_in, regions
from tests.graph.store.neo4j.registers import rich
from tests.graph.store.publications import START, Link, firm_id, publication

SEEDS = st.integers(0, 10_000)


def with_snapshot(published: Publication, snapshot: Snapshot) -> Publication:
    register, vocabulary = slice_of(snapshot)
    return replace(published, snapshot=snapshot, register=register, vocabulary=vocabulary)


def contents(nodes: pl.DataFrame) -> dict[str, int]:
    return dict(nodes.select("id", "digest").iter_rows())


def changed(one: pl.DataFrame, other: pl.DataFrame) -> set[str]:
    """Ids whose contents differ, or that only one of the two has."""
    return {name for name, _ in contents(one).items() ^ contents(other).items()}


def without_first_firm(published: Publication) -> Publication:
    """The same register without its first firm and the keys that only this one has: every row moves up."""
    snapshot = published.snapshot
    links = snapshot.links.filter(pl.col("firm") > 0)
    held = links["key"].unique()
    spellings = snapshot.keys["same_as"].is_in(held.implode()).arg_true().cast(pl.Int32)
    kept = pl.concat([held, spellings]).sort()
    rows = {key: row for row, key in enumerate(kept.to_list())}

    def moved(frame: pl.DataFrame, firms: tuple[str, ...], key: str | None = None) -> pl.DataFrame:
        frame = frame.filter(pl.all_horizontal(True, *(pl.col(name) != 0 for name in firms)))
        frame = frame.with_columns(
            *(pl.when(pl.col(name) > 0).then(pl.col(name) - 1).otherwise(pl.col(name)) for name in firms)
        )
        return frame.with_columns(pl.col(key).replace_strict(rows, return_dtype=pl.Int32)) if key else frame

    degrees = links.unique(["firm", "key"]).group_by("key").len().select("key", pl.col("len").cast(pl.Int32))
    keys = (
        snapshot.keys.with_row_index("key")[kept]
        .with_columns(pl.col("key").cast(pl.Int32), pl.col("same_as").replace(rows))
        .join(degrees, on="key", how="left", maintain_order="left")
        .with_columns(pl.coalesce("len", "degree").alias("degree"))
        .drop("key", "len")
    )
    room = [
        pl.col(name).replace_strict(rows, default=-1, return_dtype=pl.Int32) for name in ("room", "building")
    ]
    return with_snapshot(
        published,
        replace(
            snapshot,
            firms=snapshot.firms[1:].with_columns(room),
            keys=keys,
            links=moved(links, ("firm",), "key"),
            holdings=moved(snapshot.holdings, ("firm", "holder_firm"), "holder_key"),
            events=moved(snapshot.events, ("firm",)),
            ties=moved(snapshot.ties, ("from_firm", "to_firm")),
            persons=moved(snapshot.persons.filter(pl.col("key").is_in(kept.implode())), (), "key"),
            identities=moved(snapshot.identities.filter(pl.col("key").is_in(kept.implode())), (), "key"),
        ),
    )


@settings(max_examples=10, deadline=None)
@given(seed=SEEDS)
def test_contents_do_not_depend_on_row_numbers(seed: int) -> None:
    whole = rich(seed)
    # Nothing of the first firm may hang on another.
    alone = replace(
        whole.snapshot,
        firms=whole.snapshot.firms.with_columns(pl.lit(-1, dtype=pl.Int32).alias("building")),
        holdings=whole.snapshot.holdings.filter(pl.col("holder_firm") != 0),
        ties=whole.snapshot.ties.filter((pl.col("from_firm") != 0) & (pl.col("to_firm") != 0)),
    )
    whole = replace(with_snapshot(whole, alone), results={**whole.results, "hubs": whole.results["hubs"][:0]})
    before, after = register_frames(whole, 1), register_frames(without_first_firm(whole), 2)
    own = whole.snapshot.links.filter(pl.col("firm") == 0)["key"]
    assert changed(before.firms, after.firms) == {firm_id(0)}
    # Of whom an agent of its own is, files for a firm less.
    ids = whole.snapshot.identities
    of_agents = ids.filter(pl.col("key").is_in(own.implode()))["id"]
    selves = ids.filter(pl.col("id").is_in(of_agents.implode()))["key"]
    spellings = whole.snapshot.keys["same_as"].is_in(own.implode()).arg_true().cast(pl.Int32)
    allowed = pl.concat([own, selves, spellings]).unique()
    told = changed(before.keys, after.keys)
    public = whole.snapshot.keys["public_id"]
    assert set(public.gather(own.unique())) <= told <= set(public.gather(allowed))


Change = Callable[[Snapshot, int], tuple[Snapshot, set[int], set[int]]]


def _fact(column: str, value: object) -> Change:
    def change(snapshot: Snapshot, row: int) -> tuple[Snapshot, set[int], set[int]]:
        firms = snapshot.firms.with_columns(
            pl.when(pl.int_range(pl.len()) == row).then(pl.lit(value)).otherwise(pl.col(column)).alias(column)
        )
        return replace(snapshot, firms=typed("firms", firms)), {row}, set()

    return change


def _event(snapshot: Snapshot, row: int) -> tuple[Snapshot, set[int], set[int]]:
    more = pl.DataFrame(
        {name: [None] for name in SCHEMAS["events"]} | {"firm": row, "kind": "complaint", "on": START}
    )
    return (
        replace(snapshot, events=events_in_order(pl.concat([snapshot.events, typed("events", more)]))),
        {row},
        set(),
    )


def _label(snapshot: Snapshot, row: int) -> tuple[Snapshot, set[int], set[int]]:
    labels = pl.DataFrame(
        {"firm": [row], "label": ["confirmed_fake"], "typology": [None], "decided_on": [START]}
    )
    return replace(snapshot, labels=typed("labels", labels)), {row}, set()


def _holding(snapshot: Snapshot, row: int) -> tuple[Snapshot, set[int], set[int]]:
    of_firm = snapshot.holdings["firm"] == row
    holdings = snapshot.holdings.with_columns(
        pl.when(of_firm).then(pl.lit(123.0)).otherwise(pl.col("subscribed")).alias("subscribed")
    )
    return replace(snapshot, holdings=holdings), {row} if of_firm.any() else set(), set()


def _tie(snapshot: Snapshot, row: int) -> tuple[Snapshot, set[int], set[int]]:
    out = snapshot.ties["from_firm"] == row
    ties = snapshot.ties.with_columns(
        pl.when(out).then(pl.lit("another")).otherwise(pl.col("ref")).alias("ref")
    )
    ends = set(snapshot.ties["to_firm"].filter(out))
    return replace(snapshot, ties=ties), ends | {row} if ends else set(), set()


def _link(snapshot: Snapshot, row: int) -> tuple[Snapshot, set[int], set[int]]:
    of_phone = snapshot.keys["kind"].gather(snapshot.links["key"]) == int(KeyKind.PHONE)
    mine = of_phone & (snapshot.links["firm"] == row)
    links = snapshot.links.with_columns(
        pl.when(mine).then(pl.lit(int(LinkRole.CONTACT_OF_AGENT))).otherwise(pl.col("role")).alias("role")
    )
    return replace(snapshot, links=typed("links", links)), {row} if mine.any() else set(), set()


def _person(snapshot: Snapshot, _: int) -> tuple[Snapshot, set[int], set[int]]:
    key = snapshot.persons["key"][0]
    persons = snapshot.persons.with_columns(
        pl.when(pl.col("key") == key).then(pl.lit("1999")).otherwise("birth_date").alias("birth_date")
    )
    return replace(snapshot, persons=persons), set(), {key}


CHANGES: dict[str, Change] = {
    "name": _fact("name", "另一个名字"),
    "capital": _fact("capital", 7.0),
    "status": _fact("status", "revoked"),
    "district": _fact("district", "另一区"),
    "filing_no": _fact("filing_no", 4711),
    "event": _event,
    "label": _label,
    "holding": _holding,
    "tie": _tie,
    "link": _link,
    "person": _person,
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
@settings(max_examples=5, deadline=None)
@given(seed=SEEDS, row=st.integers(0, 11))
def test_whatever_changes_shows_in_the_contents_of_whom_it_concerns(
    change: Change, seed: int, row: int
) -> None:
    before = rich(seed)
    snapshot, firms, keys = change(before.snapshot, row)
    after = with_snapshot(before, snapshot)
    one, other = register_frames(before, 1), register_frames(after, 2)
    assert changed(one.firms, other.firms) == {firm_id(firm) for firm in firms}
    assert changed(one.keys, other.keys) == {before.snapshot.keys["public_id"][key] for key in keys}


def test_a_key_too_wide_to_walk_is_a_hub_and_lists_its_first_firms() -> None:
    wide = NEIGHBOURHOOD_CAP + 3
    links = [Link(firm, KeyKind.PHONE, 1, LinkRole.CONTACT) for firm in range(wide)]
    links += [Link(firm, KeyKind.PHONE, 2, LinkRole.CONTACT) for firm in range(NEIGHBOURHOOD_CAP)]
    published = publication(wide, links)
    keys = register_frames(published, 1).keys.sort("firms")
    assert is_hub(keys).to_list() == [False, True]
    assert keys["first_firms"][0] is None
    filed = sorted(range(wide), key=lambda firm: (firm // 2, wide - firm))
    assert keys["first_firms"][1].to_list() == [firm_id(firm) for firm in filed[:NEIGHBOURHOOD_CAP]]


def test_regions_are_paths_of_what_the_addresses_name() -> None:
    rows = [
        ("测试省", "测试市", "测试区", "350102"),
        ("测试省", "测试市", None, None),
        ("测试省", None, "另一区", None),
        (None, "测试市", None, ""),
        (None, None, None, "350102"),
        ("", "", "", ""),
        (None, None, None, None),
        (None, None, None, "长" * 5_000),
        ("长" * 5_000, None, None, None),
    ]
    firms = pl.DataFrame(
        rows, schema=dict.fromkeys(("province", "city", "district", "region"), pl.String), orient="row"
    )
    found = regions(firms)
    ids = found["id"].to_list()
    assert dict(zip(ids, found.select("name", "level", "parent").iter_rows(), strict=True)) == {
        "/测试市": ("测试市", "city", None),
        "350102": ("350102", "registration", None),
        "测试省": ("测试省", "province", None),
        "测试省//另一区": ("另一区", "district", ids.index("测试省")),
        "测试省/测试市": ("测试市", "city", ids.index("测试省")),
        "测试省/测试市/测试区": ("测试区", "district", ids.index("测试省/测试市")),
    }
    where = {firm: ids[region] for firm, region in located_in(firms, found).iter_rows()}
    assert where == {
        0: "测试省/测试市/测试区",
        1: "测试省/测试市",
        2: "测试省//另一区",
        3: "/测试市",
        4: "350102",
    }
