"""The snapshot: a register's keys and links, named after their content.

build(tables) → Snapshot; write and read keep it as Parquet. The same extract gives the same id and the
same bytes on any machine, whatever the order of its rows and whatever the secret that ids are keyed with.
"""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import polars as pl

from graph.keys import KeyTable, Shared, build_keys, share
from graph.model import TABLES, KeyKind, LinkRole
from graph.resolve import resolve
from graph.resolve_mentions import gather_mentions
from graph.snapshot_contacts import read_contacts
from graph.snapshot_facts import in_order, indexed, read_hubs, read_places, typed
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
    """A layout table with indices in place of its firm ids."""
    return indexed(tables[name], firm_ids, {c: _INDEX_NAMES[c] for c in TABLES[name].firm_refs})


def _tokens(shared: Mapping[KeyKind, Shared]) -> pl.DataFrame:
    """What firms share besides people, as `resolve` wants it: firm, token, degree, of_agent."""
    parts, offset = [], 0
    for kind in _CORROBORATING:
        links = shared[kind].links
        pairs = links.select("firm", "at").unique()
        degree = np.bincount(pairs["at"].to_numpy(), minlength=len(shared[kind].values)).astype(np.int32)
        parts.append(
            links.select(
                "firm",
                (pl.col("at") + offset).alias("token"),
                pl.Series("degree", degree[links["at"].to_numpy()]),
                (pl.col("role") == LinkRole.CONTACT_OF_AGENT).alias("of_agent"),
            ).filter(pl.col("degree") > 1)
        )
        offset += len(shared[kind].values)
    return pl.concat(parts)


def _cities(firms: pl.DataFrame) -> npt.NDArray[np.int32]:
    """A code per firm for the city it is in, by its address or else its filing office; -1 unknown."""
    city = pl.coalesce(pl.col("city"), pl.col("office").str.slice(0, 4))
    return firms.select(city.rank("dense").cast(pl.Int32).fill_null(0) - 1).to_series().to_numpy()


def _people(
    roles: pl.DataFrame,
    holdings: pl.DataFrame,
    shared: Mapping[KeyKind, Shared],
    firms: pl.DataFrame,
    id_key: bytes,
) -> tuple[People, int]:
    """The people of roles and holdings, and how many ids were placeholders."""
    mentions = gather_mentions(roles, holdings, id_key)
    found = resolve(mentions.table, mentions.names, _tokens(shared), _cities(firms))
    return build_people(mentions, found, firms), mentions.placeholder_ids


def _person_keys(people: People, table: KeyTable) -> npt.NDArray[np.int32]:
    """The key of each row of `people.persons`: they are sorted as keys are, by kind and value."""
    kind = people.persons["kind"].to_numpy()
    row = np.arange(len(kind), dtype=np.int32)
    first_agent = int(np.searchsorted(kind, KeyKind.AGENT))
    after = table.first[KeyKind.AGENT] - first_agent
    return row + np.where(row < first_agent, table.first[KeyKind.PERSON], after).astype(np.int32)


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
    """The firms with the keys of their room and building."""
    return facts.firms.with_columns(
        pl.Series(kind.name.lower(), table.of_firms(kind, facts.shared[kind], len(facts.firms)))
        for kind in (KeyKind.ROOM, KeyKind.BUILDING)
    )


def build(valid_tables: Mapping[str, pl.DataFrame], *, id_key: bytes) -> Snapshot:
    """Build the snapshot of a validated register.

    `valid_tables` are all nine tables of the layout, typed, as validation hands them on. `id_key` is the
    secret that people's ids are keyed with; nothing but `identities` depends on it.
    """
    facts = read_firms(valid_tables["firms"])
    firms = facts.firms
    rows = {name: _with_indices(valid_tables, name, firms["firm_id"]) for name in TABLES if name != "firms"}

    by_kind, notes = read_contacts(rows.pop("contacts"), firms["country"])
    owners = read_owners(rows["holdings"], firms["firm_id"], facts.codes, facts.names)
    by_kind |= facts.shared | {KeyKind.OWNER: share(owners)}

    people, placeholders = _people(rows.pop("roles"), rows["holdings"], by_kind, firms, id_key)
    table = build_keys(by_kind | people.shared, firms["registered_on"])

    person_key = _person_keys(people, table)
    holders, ids = (
        rows_of.with_columns(pl.Series("key", person_key[rows_of["row"].to_numpy()]))
        for rows_of in (people.holders, people.ids)
    )
    identities = typed("identities", ids).sort("key")
    places, unplaced = read_places(table, rows["places"])
    hubs, unresolved = read_hubs(table, rows["hubs"], identities, id_key)
    content = {
        "firms": typed("firms", _located(facts, table)),
        "keys": table.keys,
        "links": table.links,
        "persons": typed("persons", people.persons.with_columns(pl.Series("key", person_key))),
        "holdings": _holdings(rows["holdings"], owners, holders, table),
        **{name: in_order(name, rows[name]) for name in ("events", "ties", "labels")},
        "places": places,
        "declared_hubs": hubs,
    }
    notes |= {
        "placeholder_ids": placeholders,
        "places_without_building": unplaced,
        "declared_hubs_not_found": unresolved,
    }
    return Snapshot(id=content_id(content), identities=identities, notes=notes, **content)
