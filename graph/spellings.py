"""Places that a register writes in several ways: which of its room and building keys are one.

A key (graph.normalise.address_keys) is one text, so a district, road or number that is left out makes another
key of the same room. Keys that meet in a block (graph.matching.blocking_addresses) are compared as addresses
are anywhere else (graph.matching.addresses), and those that are the same room or building become one, under
the key that the firm registered first has. So do their buildings, and with these all rooms in them.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from graph.matching.addresses import compare_addresses
from graph.matching.blocking_addresses import block_addresses
from graph.matching.comparison import Verdict
from graph.normalise.distinct import numbered
from graph.union_find import Int32s, components

Flags = npt.NDArray[np.bool_]

_CITY_DIGITS, _PROVINCE_DIGITS = 4, 2
_MUNICIPALITIES = ("11", "12", "31", "50")
_NOBODY = np.int32(-1)


@dataclass(frozen=True)
class Spellings:
    """`room` and `building`: the key of each firm's, after joining; null where it has none.

    `rooms` and `buildings`: value (a key as an address writes it), of (the key it was joined to), firms (how
    many write it so) and firm (the first of them). `notes`: what to report of it.
    """

    room: pl.Series
    building: pl.Series
    rooms: pl.DataFrame
    buildings: pl.DataFrame
    notes: dict[str, int]


def join_spellings(
    room: pl.Series, building: pl.Series, address: pl.Series, registered_on: pl.Series
) -> Spellings:
    """Find the keys that are spellings of one place: `room` and `building` key, text and date of every firm.

    Firms stand in the order of their ids. Linear but for sorts; the caps of blocks are those of
    `block_addresses`. Where two of a group of spellings are told apart, all of them stay apart.
    """
    by_date = np.argsort(registered_on.to_physical().fill_null(2**31 - 1).to_numpy(), kind="stable")
    place = pl.select(pl.coalesce(room, building)).to_series()
    code, keys = numbered(place.gather(by_date))  # numbered as they come: the first registered is the lowest
    first = _first_rows(code, len(keys))
    rows = pl.Series(by_date[first])
    same, disputed, capped = _same(keys, address.gather(rows))

    of_building, buildings = numbered(building.gather(by_date))
    ends = [of_building[first[side]] for side in same]
    known = (ends[0] >= 0) & (ends[1] >= 0)
    found_in = _lowest(len(buildings), ends[0][known], ends[1][known])
    moved = _moved(keys, of_building[first], buildings, found_in)
    found_as = _lowest(len(keys), *same)
    final = moved.gather(found_as)

    back = np.empty(len(by_date), np.int64)
    back[by_date] = np.arange(len(by_date))
    of_place = final.gather(pl.Series(code).replace(-1, None))
    of_building_final = buildings.gather(found_in).gather(pl.Series(of_building).replace(-1, None))
    joined_room = of_place.gather(back).set(room.is_null(), None).alias("room_key")
    joined_building = of_building_final.gather(back).alias("building_key")
    rooms, joined_buildings = _told(room, joined_room), _told(building, joined_building)
    return Spellings(
        joined_room,
        joined_building,
        rooms,
        joined_buildings,
        {
            "places_joined": len(rooms) + len(joined_buildings),
            "places_disputed": disputed,
            "address_blocks_cut": capped,
        },
    )


def _first_rows(code: Int32s, n: int) -> npt.NDArray[np.int64]:
    """The first row of each code."""
    first = np.empty(n, np.int64)
    rows = np.flatnonzero(code >= 0)[::-1]
    first[code[rows]] = rows  # written last to first: the first row stays
    return first


def _same(keys: pl.Series, texts: pl.Series) -> tuple[tuple[Int32s, Int32s], int, int]:
    """Pairs of keys that are one place; how many groups were told apart, and how many blocks were cut."""
    blocked = block_addresses(texts, to_room=True)
    city = _cities(keys)
    left, right = blocked.left, blocked.right
    near = city[left] == city[right]
    left, right = left[near], right[near]
    verdict = compare_addresses(texts.gather(left), texts.gather(right))["verdict"].to_numpy()
    same, apart = verdict == Verdict.SAME, verdict == Verdict.DIFFERENT
    group = components(len(keys), left[same], right[same])
    torn = np.unique(group[left[apart & (group[left] == group[right])]])
    whole = same & ~np.isin(group[left], torn)
    return (left[whole], right[whole]), len(torn), len(blocked.capped_size)


def _cities(keys: pl.Series) -> Int32s:
    """A number for the city, or else the whole division, at the head of each key.

    An address that leaves out its city is read with the region that the register gives beside it; its text
    alone would fit another city's.
    """
    division = keys.str.split_exact("/", 1).struct.field("field_0")
    city = pl.select(
        pl.when(division.str.slice(0, _PROVINCE_DIGITS).is_in(_MUNICIPALITIES))
        .then(division.str.slice(0, _PROVINCE_DIGITS))
        .when(division.str.contains(r"^\d{6}$"))
        .then(division.str.slice(0, _CITY_DIGITS))
        .otherwise(division)
    ).to_series()
    return numbered(city)[0]


def _lowest(n: int, left: Int32s, right: Int32s) -> Int32s:
    """The lowest number of each one's group, joined along pairs."""
    return components(n, left.astype(np.int32), right.astype(np.int32))


def _moved(keys: pl.Series, building: Int32s, buildings: pl.Series, found_in: Int32s) -> pl.Series:
    """The keys, those that begin with their building's with the key it was joined to in its place."""
    at = pl.Series(building).replace(-1, None)
    there = buildings.gather(found_in)
    table = pl.DataFrame({"key": keys, "here": buildings.gather(at), "there": there.gather(at)})
    inside = (pl.col("key") == pl.col("here")) | pl.col("key").str.starts_with(pl.col("here") + "/")
    return table.select(
        pl.when(inside & (pl.col("here") != pl.col("there")))
        .then(pl.col("there") + pl.col("key").str.slice(pl.col("here").str.len_chars()))
        .otherwise("key")
    ).to_series()


def _told(written: pl.Series, joined: pl.Series) -> pl.DataFrame:
    """Spellings that are no key any more, and what they were joined to."""
    differing = (written != joined).fill_null(value=False)
    told = (
        pl.DataFrame({"value": written.filter(differing), "of": joined.filter(differing)})
        .with_columns(pl.Series("firm", differing.arg_true()))
        .group_by("value")
        .agg(pl.col("of").min(), pl.len().cast(pl.Int32).alias("firms"), pl.col("firm").min())
    )
    return told.join(joined.unique().to_frame("value"), on="value", how="anti").sort("value")
