"""The snapshot: a register's keys and links, named after their content.

assemble(tables, keep) hands on one table after the other; build(tables) → Snapshot has them all at once, and
write and read keep it as Parquet. The same extract gives the same id and the
same bytes on any machine, whatever the order of its rows and whatever the secret that ids are keyed with.
"""

from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import numpy.typing as npt
import polars as pl

from graph.filing_order import as_notes
from graph.key_check import key_check
from graph.keys import KeyTable, Shared, build_keys, share
from graph.model import TABLES, KeyKind, LinkRole
from graph.normalise.distinct import Index
from graph.resolve import resolve
from graph.resolve_mentions import Gathering, Mentions
from graph.snapshot_contacts import read_contacts
from graph.snapshot_facts import (
    events_in_order,
    find_places,
    in_order,
    indexed,
    read_hubs,
    read_places,
    typed,
    with_unreachable,
)
from graph.snapshot_files import Draft, content_id, key_check_of, latest, read, write
from graph.snapshot_firms import FirmFacts, read_firms
from graph.snapshot_owners import read_owners
from graph.snapshot_people import People, build_people
from graph.snapshot_tables import CONTENT, SCHEMAS, Snapshot

__all__ = [
    "CONTENT",
    "SCHEMAS",
    "Draft",
    "Snapshot",
    "assemble",
    "build",
    "key_check_of",
    "latest",
    "read",
    "write",
]

_INDEX_NAMES = {"firm_id": "firm", "from_id": "from_firm", "to_id": "to_firm"}
# What can corroborate that namesakes in two firms are one person. An IP address serves whole towns.
CORROBORATING = (KeyKind.ROOM, KeyKind.PHONE, KeyKind.EMAIL, KeyKind.DEVICE, KeyKind.ACCOUNT)


def _tokens(shared: Mapping[KeyKind, Shared]) -> pl.DataFrame:
    """What firms share besides people, as `resolve` wants it: firm, token, degree, of_agent."""
    parts, offset = [], 0
    for kind in CORROBORATING:
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


def _located(facts: FirmFacts) -> pl.DataFrame:
    """The firms with the keys of their room and building, the kinds that all keys begin with."""
    first, columns = 0, []
    for kind in (KeyKind.ROOM, KeyKind.BUILDING):
        key = np.full(len(facts.firms), -1, np.int32)
        links = facts.shared[kind].links
        key[links["firm"].to_numpy()] = links["at"].to_numpy() + first
        columns.append(pl.Series(kind.name.lower(), key))
        first += len(facts.shared[kind].values)
    return typed("firms", facts.firms.with_columns(columns))


class _Tables:
    """The layout's tables as they come, each with indices in place of its firm ids.

    They are taken in the layout's order, and none is kept here.
    """

    def __init__(self, tables: Iterable[tuple[str, pl.DataFrame]]) -> None:
        self._tables = iter(tables)

    def firms(self) -> pl.DataFrame:
        firms = next(self._tables)[1].sort("firm_id")
        self._index = Index.of(firms["firm_id"])
        return firms

    def take(self, expected: str) -> pl.DataFrame:
        name, table = next(self._tables)
        assert name == expected
        return indexed(table, self._index, {c: _INDEX_NAMES[c] for c in TABLES[name].firm_refs})


def assemble(
    valid_tables: Iterable[tuple[str, pl.DataFrame]],
    *,
    id_key: bytes,
    keep: Callable[[str, pl.DataFrame], None],
) -> dict[str, int]:
    """Build the snapshot of a validated register, and hand each of its tables to `keep` as it is ready.

    `valid_tables` are the layout's nine, with their names and in its order, typed, as validation hands them
    on; each is let go as soon as it is read. Returns the snapshot's notes. `id_key` is the secret that
    people's ids are keyed with; nothing but `identities` depends on it.
    """
    tables = _Tables(valid_tables)
    facts = read_firms(tables.firms())
    keep("firms", _located(facts))
    bad_codes = int((~facts.firms["code_valid"]).sum())
    cities = _cities(facts.firms)
    firms = facts.firms.select("firm_id", "country", "registered_on")
    by_kind, codes, names = facts.shared, facts.codes, facts.names
    found_of_firms = facts.notes | as_notes(facts.streams)
    del facts

    mentions = Gathering(id_key)
    mentions.add_roles(tables.take("roles"))
    held = tables.take("holdings")
    mentions.add_holders(held)
    owners, uncompared = read_owners(held, firms["firm_id"], codes, names)
    held = held.drop("holder_id", "holder_name")
    del codes, names

    contacts, notes = read_contacts(tables.take("contacts"), firms["country"])
    by_kind = by_kind | contacts | {KeyKind.OWNER: share(owners)}
    del contacts
    with ThreadPoolExecutor(1) as other_core:  # people are resolved on one
        rest = other_core.submit(_without_people, tables, keep)
        people, placeholders = _people(mentions.done(), by_kind, firms, cities)
        del mentions
        declared, places = rest.result()
    table = build_keys(by_kind | people.shared, firms["registered_on"])
    del by_kind
    keep("keys", table.keys)
    keep("links", table.links)
    table = table.without_labels()

    person_key = _person_keys(people, table)
    keep("persons", typed("persons", people.persons.with_columns(pl.Series("key", person_key))))
    holders, ids = (
        rows_of.with_columns(pl.Series("key", person_key[rows_of["row"].to_numpy()]))
        for rows_of in (people.holders, people.ids)
    )
    del people
    identities = typed("identities", ids).sort("key")
    keep("identities", identities)
    keep("holdings", _holdings(held, owners, holders, table))
    del held, owners, holders, ids

    library, unplaced = find_places(table, places)
    keep("places", library)
    hubs, unresolved = read_hubs(table, declared, identities, id_key)
    keep("declared_hubs", hubs)
    return (
        notes
        | found_of_firms
        | {
            "wrong_check_digits": bad_codes,
            "placeholder_ids": placeholders,
            "holders_not_compared": uncompared,
            "places_without_building": unplaced,
            "declared_hubs_not_found": unresolved,
        }
    )


def _without_people(
    tables: _Tables, keep: Callable[[str, pl.DataFrame], None]
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Hand on the tables that name nobody; the declared hubs and the parsed places, which wait for keys."""
    keep("events", events_in_order(with_unreachable(tables.take("events"))))
    keep("ties", in_order("ties", tables.take("ties")))
    declared = tables.take("hubs")
    places = read_places(tables.take("places"))
    keep("labels", in_order("labels", tables.take("labels")))
    return declared, places


def _people(
    mentions: Mentions, shared: Mapping[KeyKind, Shared], firms: pl.DataFrame, cities: npt.NDArray[np.int32]
) -> tuple[People, int]:
    """The people behind the mentions, and how many of their ids were placeholders."""
    found = resolve(mentions.table, mentions.names, _tokens(shared), cities)
    return build_people(mentions, found, firms), mentions.placeholder_ids


def build(valid_tables: Mapping[str, pl.DataFrame], *, id_key: bytes) -> Snapshot:
    """As `assemble`, of all nine tables by name, and with the whole snapshot in memory."""
    tables: dict[str, pl.DataFrame] = {}
    in_layout_order = ((name, valid_tables[name]) for name in TABLES)
    notes = assemble(in_layout_order, id_key=id_key, keep=tables.__setitem__)
    return Snapshot(id=content_id(tables), notes=notes, key_check=key_check(id_key), **tables)
