"""Holdings, events, ties, labels, places and declared hubs, with indices in place of ids and texts."""

from collections.abc import Mapping

import numpy as np
import polars as pl

from graph.keys import KeyTable
from graph.model import HubKind, KeyKind
from graph.normalise.addresses import addresses
from graph.normalise.codes import credit_codes
from graph.normalise.distinct import Index
from graph.normalise.ids import keyed
from graph.normalise.uk_addresses import uk_places
from graph.snapshot_contacts import canonical_contacts
from graph.snapshot_tables import SCHEMAS
from graph.spellings import moved

_ADDRESS_HUBS = ("hosting_address", "incubator", "market")
_PERSON_HUBS = {"agent": (KeyKind.AGENT, KeyKind.PERSON), "liaison": (KeyKind.PERSON, KeyKind.AGENT)}
_OWNER_HUBS = ("group", "state_root")
_CONTACT_HUBS = {"agency_phone": KeyKind.PHONE, "kiosk_device": KeyKind.DEVICE}


def typed(name: str, frame: pl.DataFrame) -> pl.DataFrame:
    """A table with the columns and types of its schema."""
    return frame.select(pl.col(c).cast(dtype) for c, dtype in SCHEMAS[name].items())


def in_order(name: str, frame: pl.DataFrame) -> pl.DataFrame:
    """A table with the columns and types of its schema, sorted by all of them."""
    return typed(name, frame).sort(list(SCHEMAS[name]))


_NOBODY_THERE = r"(?i)无法联系|无法取得联系|失联|查无|退回|退信|unreachable|returned|not found at"


def with_unreachable(events: pl.DataFrame) -> pl.DataFrame:
    """The layout's events, with `unreachable` true for a listing as abnormal that says nobody was found at
    the address, null for all else."""
    at = (events["kind"].cast(pl.String) == "abnormal_listed").arg_true()
    said = events[at].select(
        pl.concat_str("detail", "topic", "outcome", separator=" ", ignore_nulls=True)
        .str.contains(_NOBODY_THERE)
        .alias("unreachable")
    )["unreachable"]
    none = pl.Series("unreachable", [None], dtype=pl.Boolean).new_from_index(0, len(events))
    return events.with_columns(none.scatter(at.filter(said), True))


def events_in_order(events: pl.DataFrame) -> pl.DataFrame:
    """As `in_order`, for the longest table: few rows are equal in firm, kind and day, its first columns."""
    events = typed("events", events)
    kind, on = events["kind"].to_physical().to_numpy(), events["on"].to_physical().to_numpy()
    # 24 bits reach far beyond the years that pass the checks.
    at = events["firm"].to_numpy().astype(np.int64) << 32 | kind.astype(np.int64) << 24 | (on + 2**23)
    order = np.argsort(at, kind="stable")
    at = at[order]
    tied = np.zeros(len(at), np.bool_)
    tied[1:] = at[1:] == at[:-1]
    tied[:-1] |= tied[1:]
    rows = pl.Series(order)
    block = rows.filter(pl.Series(tied))
    if len(block):
        by_all = events[block].select(pl.arg_sort_by(list(SCHEMAS["events"]))).to_series()
        rows = rows.scatter(np.flatnonzero(tied), block.gather(by_all))
    return events[rows]


def _read_places(texts: pl.Series) -> pl.DataFrame:
    """building_key and room_key of each text, Chinese or else British."""
    chinese, british = addresses(texts).select("building_key", "room_key"), uk_places(texts)
    other = chinese["building_key"].is_null() & chinese["room_key"].is_null()
    return chinese.with_columns(
        british[name].zip_with(other, chinese[name]).alias(name) for name in chinese.columns
    )


def _settled(keys: KeyTable, places: pl.DataFrame) -> pl.DataFrame:
    """Parsed places under the building keys that the register has for them (graph.spellings)."""
    key = keys.find(KeyKind.BUILDING, places["building_key"])
    here = places["building_key"]
    there = keys.keys["value"].gather(key.set(key < 0, None)).fill_null(here)
    room = moved(places["room_key"], here, there)
    found = keys.find(KeyKind.ROOM, places["room_key"]) >= 0
    return places.with_columns(
        there.alias("building_key"), places["room_key"].zip_with(found, room).alias("room_key")
    )


def place_keys(keys: KeyTable, places: pl.DataFrame) -> pl.Series:
    """int32 per parsed address: its ROOM key, or its BUILDING key where it names no room; -1 if none."""
    room = keys.find(KeyKind.ROOM, places["room_key"])
    building = keys.find(KeyKind.BUILDING, places["building_key"])
    return room.zip_with(places["room_key"].is_not_null(), building)


def read_places(places: pl.DataFrame) -> pl.DataFrame:
    """The entries of the address library with their building_key and room_key in place of the address."""
    return _read_places(places["address"]).hstack(places.select("room_known", "use", "exists"))


def find_places(keys: KeyTable, places: pl.DataFrame) -> tuple[pl.DataFrame, int]:
    """The address library, from its parsed entries, and how many of them name no building."""
    settled = _settled(keys, places)
    frame = settled.with_columns(place_keys(keys, settled).alias("key"))
    named = frame.filter(pl.col("building_key").is_not_null() | pl.col("room_key").is_not_null())
    return in_order("places", named).unique(maintain_order=True), len(frame) - len(named)


def _resolved(kind: str, values: pl.Series, keys: KeyTable, ids: pl.DataFrame, id_key: bytes) -> pl.DataFrame:
    """`at` (row of `values`) and `key` for each declared hub of one kind that is found."""
    at = pl.int_range(len(values), dtype=pl.Int32, eager=True).alias("at")
    if kind in _PERSON_HUBS:
        people = pl.DataFrame([at, keyed(values, id_key).alias("id")]).join(ids, on="id")
        return people.select("at", "key")
    if kind in _ADDRESS_HUBS:
        # A room with all its workstations; a building only where no room is declared.
        place = _settled(keys, _read_places(values))
        building = place["building_key"].set(place["room_key"].is_not_null(), None)
        return pl.concat(
            [keys.within(KeyKind.ROOM, place["room_key"]), keys.within(KeyKind.BUILDING, building)]
        )
    if kind in _OWNER_HUBS:
        found = keys.find(KeyKind.OWNER, credit_codes(values)["code"])
    else:
        canonical = canonical_contacts(_CONTACT_HUBS[kind], values)["value"]
        found = keys.find(_CONTACT_HUBS[kind], canonical)
    return pl.DataFrame([at, found.alias("key")]).filter(pl.col("key") >= 0)


def read_hubs(
    keys: KeyTable, hubs: pl.DataFrame, ids: pl.DataFrame, id_key: bytes
) -> tuple[pl.DataFrame, int]:
    """Declared hubs found among the keys, and how many were not.

    `ids` are the snapshot's identities: a person's id leads to the keys in each capacity.
    """
    found, missing = [pl.DataFrame(schema=SCHEMAS["declared_hubs"])], 0
    for (kind,), rows in hubs.with_columns(pl.col("kind").cast(pl.String)).group_by("kind"):
        hit = _resolved(str(kind), rows["value"], keys, ids, id_key)
        missing += len(rows) - hit["at"].n_unique()
        found.append(
            in_order(
                "declared_hubs",
                rows[hit["at"]].with_columns(
                    hit["key"],
                    pl.lit(HubKind[str(kind).upper()], dtype=pl.Int8).alias("hub_kind"),
                    pl.col("kind").alias("declared"),
                ),
            )
        )
    return in_order("declared_hubs", pl.concat(found)).unique(maintain_order=True), missing


def indexed(table: pl.DataFrame, firms: Index, columns: Mapping[str, str]) -> pl.DataFrame:
    """`table` with each id column replaced by the firm's index; rows of unknown firms have none and go.

    Where validation has put the index in the id's place already, it takes the index's name.
    """
    for column, name in columns.items():
        if table[column].dtype == pl.Int32:
            table = table.rename({column: name})
            continue
        table = table.with_columns(pl.Series(name, firms.find(table[column]))).drop(column)
        if (table[name] < 0).any():
            table = table.filter(pl.col(name) >= 0)
    return table
