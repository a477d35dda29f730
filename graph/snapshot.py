"""The snapshot: a register's keys and links, named after their content.

build(tables) → Snapshot; write and read keep it as Parquet. The same extract gives the same id and the
same bytes on any machine, whatever the order of its rows and whatever the secret that ids are keyed with.
"""

from collections.abc import Mapping

import numpy as np
import polars as pl

from graph.keys import KeyTable, build_keys, shared
from graph.model import TABLES, KeyKind, LinkRole
from graph.resolve import resolve
from graph.resolve_mentions import gather_mentions
from graph.snapshot_contacts import read_contacts
from graph.snapshot_facts import in_order, indexed, read_hubs, read_places
from graph.snapshot_files import content_id, latest, read, write
from graph.snapshot_firms import FirmFacts, read_firms
from graph.snapshot_owners import read_owners
from graph.snapshot_people import People, build_people
from graph.snapshot_tables import CONTENT, SCHEMAS, Snapshot

__all__ = ["CONTENT", "SCHEMAS", "Snapshot", "build", "latest", "read", "write"]

_INDEX_NAMES = {"firm_id": "firm", "from_id": "from_firm", "to_id": "to_firm"}
# What can corroborate that namesakes in two firms are one person. An IP address serves whole towns.
_CORROBORATING = (KeyKind.ROOM, KeyKind.PHONE, KeyKind.EMAIL, KeyKind.DEVICE, KeyKind.ACCOUNT)


def _with_indices(tables: Mapping[str, pl.DataFrame], name: str, firm_ids: pl.Series) -> pl.DataFrame:
    """A layout table in canonical order, its firm ids replaced by indices."""
    columns = {c: _INDEX_NAMES[c] for c in TABLES[name].firm_refs}
    table = indexed(tables[name], firm_ids, columns)
    return table.sort(pl.all())


def _tokens(facts: Mapping[KeyKind, pl.DataFrame]) -> pl.DataFrame:
    """What firms share besides people, as `resolve` wants it: firm, token, degree, of_agent."""
    parts, offset = [], 0
    for kind in _CORROBORATING:
        rows = facts[kind].select(
            "firm", "value", (pl.col("role") == LinkRole.CONTACT_OF_AGENT).alias("of_agent")
        )
        values = rows.group_by("value").agg(pl.col("firm").n_unique().cast(pl.Int32).alias("degree"))
        values = values.filter(pl.col("degree") > 1).with_row_index("token", offset=offset)
        parts.append(rows.join(values, on="value").select("firm", "token", "degree", "of_agent"))
        offset += len(values)
    return pl.concat(parts)


def _cities(firms: pl.DataFrame) -> np.ndarray[tuple[int], np.dtype[np.int32]]:
    """A code per firm for the city it is in, by its address or else its filing office; -1 unknown."""
    city = pl.coalesce(pl.col("city"), pl.col("office").str.slice(0, 4))
    return firms.select(city.rank("dense").cast(pl.Int32).fill_null(0) - 1).to_series().to_numpy()


def _person_keys(people: People, table: KeyTable) -> pl.Series:
    """The key of each row of `people.persons` (sorted by kind and value, as keys are)."""
    values = people.persons
    return pl.concat(
        table.find(kind, values.filter(pl.col("kind") == kind)["value"])
        for kind in (KeyKind.PERSON, KeyKind.AGENT)
    )


def _holdings(
    holdings: pl.DataFrame,
    owners: pl.DataFrame,
    holders: pl.DataFrame,
    table: KeyTable,
) -> pl.DataFrame:
    """Holdings with the holder as key: `owners` are firms (value), `holders` people (key), by holding."""
    n = len(holdings)
    key, firm = np.full(n, -1, np.int32), np.full(n, -1, np.int32)
    key[owners["holding"].to_numpy()] = table.find(KeyKind.OWNER, owners["value"]).to_numpy()
    firm[owners["holding"].to_numpy()] = owners["holder_firm"].to_numpy()
    key[holders["holding"].to_numpy()] = holders["key"].to_numpy()
    return in_order("holdings", holdings.with_columns(holder_key=key, holder_firm=firm))


def _located(facts: FirmFacts, table: KeyTable) -> pl.DataFrame:
    room, building = table.find(KeyKind.ROOM, facts.rooms), table.find(KeyKind.BUILDING, facts.buildings)
    return facts.firms.with_columns(room.alias("room"), building.alias("building"))


def build(valid_tables: Mapping[str, pl.DataFrame], *, id_key: bytes) -> Snapshot:
    """Build the snapshot of a validated register.

    `valid_tables` are all nine tables of the layout, typed, as validation hands them on. `id_key` is the
    secret that people's ids are keyed with; nothing but `identities` depends on it.
    """
    facts = read_firms(valid_tables["firms"])
    firms = facts.firms
    rows = {name: _with_indices(valid_tables, name, firms["firm_id"]) for name in TABLES if name != "firms"}

    by_kind, notes = read_contacts(rows["contacts"], firms["country"])
    owners = read_owners(rows["holdings"], firms["firm_id"], facts.codes, facts.names)
    by_kind |= facts.shared | {KeyKind.OWNER: shared(owners)}

    mentions = gather_mentions(rows["roles"], rows["holdings"], id_key)
    found = resolve(mentions.table, mentions.names, _tokens(by_kind), _cities(firms))
    people = build_people(mentions, found, firms)
    table = build_keys(by_kind | people.shared, firms["registered_on"])

    person_key = _person_keys(people, table)
    holders = mentions.table.select("holding", person_key.gather(people.of_mention).alias("key"))
    identities = people.ids.select("id", person_key.gather(people.ids["row"]).alias("key"))
    identities = in_order("identities", identities)
    places, unplaced = read_places(table, rows["places"])
    hubs, unresolved = read_hubs(table, rows["hubs"], identities, id_key)
    content = {
        "firms": in_order("firms", _located(facts, table)),
        "keys": table.keys,
        "links": table.links,
        "persons": in_order("persons", people.persons.with_columns(person_key.alias("key"))),
        "holdings": _holdings(rows["holdings"], owners, holders.filter(pl.col("holding") >= 0), table),
        **{name: in_order(name, rows[name]) for name in ("events", "ties", "labels")},
        "places": places,
        "declared_hubs": hubs,
    }
    notes |= {
        "placeholder_ids": mentions.placeholder_ids,
        "places_without_building": unplaced,
        "declared_hubs_not_found": unresolved,
    }
    return Snapshot(id=content_id(content), identities=identities, notes=notes, **content)
