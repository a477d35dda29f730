"""Places that a register writes in several ways: which of its room and building keys are one.

A key (graph.normalise.address_keys) is one text, so a district, road or number that is left out makes another
key of the same room. Keys that meet in a block (graph.matching.blocking_addresses) are compared as addresses
are anywhere else (graph.matching.addresses). A group of spellings becomes one key where each is the same as
each other, not where a vague one merely stands between two; and so do the buildings that its rooms lie in,
and with these all rooms in them.
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
Int64s = npt.NDArray[np.int64]
Pairs = tuple[Int32s, Int32s]

MOST_SPELLINGS = 20  # of one place: a larger group has met in something vague, and stays apart
_MUNICIPALITIES = ("11", "12", "31", "50")
_DIVISION = r"^(\d{6})/"
_BRITISH = r"^(GB\|[^|]*)"


@dataclass(frozen=True)
class Spellings:
    """`room` and `building`: the key of each firm's, after joining; null where it has none. `room_of` and
    `building_of`: the firm whose address wrote that key's place first, any where there is none.

    `rooms` and `buildings`: value (a key as an address writes it), of (the key it was joined to), firms (how
    many write it so) and firm (the first of them). `notes`: what to report of it.
    """

    room: pl.Series
    building: pl.Series
    room_of: Int64s
    building_of: Int64s
    rooms: pl.DataFrame
    buildings: pl.DataFrame
    notes: dict[str, int]


def join_spellings(
    room: pl.Series, building: pl.Series, address: pl.Series, registered_on: pl.Series
) -> Spellings:
    """Find the keys that are spellings of one place: `room` and `building` key, text and date of every firm.

    Firms stand in the order of their ids. A group goes by the spelling of the firm registered first, one with
    a building before those without. Linear but for sorts; the caps of blocks are those of `block_addresses`.
    """
    place = pl.select(pl.coalesce(room, building)).to_series()
    day = registered_on.to_physical().fill_null(2**31 - 1).to_numpy()
    order = np.lexsort((day, building.is_null().to_numpy()))
    code, keys = numbered(place.gather(order))  # numbered as they come, so the lowest of a group goes before
    first = order[_first_rows(code, len(keys))]
    texts = address.gather(first)
    in_order, buildings = numbered(building.gather(order))
    of_building = np.empty(len(order), np.int32)
    of_building[order] = in_order

    pairs, capped = _candidates(keys, texts)
    pairs, unlike = _agreed(len(buildings), pairs, of_building[first], buildings, texts, building=True)
    pairs, torn = _agreed(len(keys), pairs, np.arange(len(keys), dtype=np.int32), keys, texts)
    ends = of_building[first[pairs[0]]], of_building[first[pairs[1]]]
    known = (ends[0] >= 0) & (ends[1] >= 0)
    found_in = components(len(buildings), ends[0][known], ends[1][known])
    found_as = components(len(keys), *pairs)
    here, there = (_looked_up(of, of_building[first]) for of in (buildings, buildings.gather(found_in)))
    final = moved(keys, here, there).gather(found_as)

    of_place = np.empty(len(order), np.int32)
    of_place[order] = code
    joined_room = _looked_up(final, of_place).set(room.is_null(), None).alias("room_key")
    joined_building = _looked_up(buildings.gather(found_in), of_building).alias("building_key")
    rooms, joined_buildings = _told(room, joined_room), _told(building, joined_building)
    first_of_building = order[_first_rows(in_order, len(buildings))]
    return Spellings(
        joined_room,
        joined_building,
        np.append(first[found_as], 0)[of_place],
        np.append(first_of_building[found_in], 0)[of_building],
        rooms,
        joined_buildings,
        {
            "places_joined": len(rooms) + len(joined_buildings),
            "places_disputed": unlike + torn,
            "address_blocks_cut": capped,
        },
    )


def _first_rows(code: Int32s, n: int) -> Int64s:
    """The first row of each code."""
    first = np.empty(n, np.int64)
    rows = np.flatnonzero(code >= 0)[::-1]
    first[code[rows]] = rows  # written last to first: the first row stays
    return first


def _looked_up(values: pl.Series, code: Int32s) -> pl.Series:
    return values.gather(pl.Series(code).replace(-1, None))


def _candidates(keys: pl.Series, texts: pl.Series) -> tuple[Pairs, int]:
    """Pairs of keys that a comparison takes for one place, and how many blocks were cut."""
    blocked = block_addresses(texts, to_room=True)
    left, right = blocked.left, blocked.right
    same = _same(keys, texts, left, right)
    return (left[same], right[same]), len(blocked.capped_size)


def _same(keys: pl.Series, texts: pl.Series, left: Int32s, right: Int32s, *, building: bool = False) -> Flags:
    """Which pairs are one room, or one building, by their division and as texts."""
    same = _of_one_division(keys, left, right)  # what costs little leaves a third to compare
    compared = compare_addresses(texts.gather(left[same]), texts.gather(right[same]))
    told = (
        compared["same_building"].fill_null(value=False) if building else compared["verdict"] == Verdict.SAME
    )
    same[same] = told.to_numpy()
    return same


def _of_one_division(keys: pl.Series, left: Int32s, right: Int32s) -> Flags:
    """Whether the divisions at the head of two keys are one, or one is the whole city that the other lies in.

    An address that leaves out its city or county is read with the region that the register gives beside it;
    its text alone would fit another county's. A county directly under its province is a city of its own. Of a
    British key it is the postcode.
    """
    heads = pl.DataFrame({"key": keys}).select(
        pl.col("key").str.extract(_DIVISION, 1).alias("division"),
        pl.coalesce(pl.col("key").str.extract(_BRITISH, 1), pl.lit("")).alias("british"),
    )
    division = heads["division"].cast(pl.Int32).fill_null(-1).to_numpy()
    british, _ = numbered(heads["british"])
    a, b = division[left], division[right]
    province = np.isin(division // 10_000, [int(code) for code in _MUNICIPALITIES])
    city = np.where(province, division // 10_000 * 10_000, division // 100 * 100)
    within = (
        (city[left] == city[right])
        & ((a == city[left]) | (b == city[right]))
        & (city[left] // 100 % 100 != 90)
    )
    return np.asarray(((a == b) | within) & (british[left] == british[right]), np.bool_)


def _agreed(
    n: int, pairs: Pairs, of: Int32s, keys: pl.Series, texts: pl.Series, *, building: bool = False
) -> tuple[Pairs, int]:
    """The pairs but for groups in which any two are not the same, and how many such groups there are.

    `of`: what each place is grouped as, one of n: itself or its building, -1 none; `keys` are theirs.
    """
    left, right = of[pairs[0]], of[pairs[1]]
    known = (left >= 0) & (right >= 0)
    group = components(n, left[known], right[known])
    members = np.unique(np.concatenate([left[known], right[known]]))
    size = np.bincount(group[members], minlength=n)
    large = np.flatnonzero(size > MOST_SPELLINGS)
    checked = members[(size[group[members]] > 1) & (size[group[members]] <= MOST_SPELLINGS)]
    # Any place of a building stands for it.
    place = np.full(n, -1, np.int32)
    rows = np.flatnonzero(of >= 0)[::-1]
    place[of[rows]] = rows
    table = pl.DataFrame({"group": group[checked], "member": checked})
    both = table.join(table, on="group", suffix="_other").filter(pl.col("member") < pl.col("member_other"))
    one, other = both["member"].to_numpy(), both["member_other"].to_numpy()
    own_texts = texts.gather(np.maximum(place, 0))
    apart = ~_same(keys, own_texts, one, other, building=building)
    torn = np.unique(np.concatenate([large, both["group"].to_numpy()[apart]]))
    whole = ~known | ~np.isin(np.where(known, group[np.maximum(left, 0)], -1), torn)
    return (pairs[0][whole], pairs[1][whole]), len(torn)


def moved(keys: pl.Series, here: pl.Series, there: pl.Series) -> pl.Series:
    """Keys that are a building's (`here`) or begin with it, with that of another (`there`) in its place; the
    others, also where there is no building, as they are."""
    table = pl.DataFrame([keys.alias("key"), here.alias("here"), there.alias("there")])
    between = pl.when(pl.col("key").str.starts_with("GB|")).then(pl.lit("|")).otherwise(pl.lit("/"))
    inside = (pl.col("key") == pl.col("here")) | pl.col("key").str.starts_with(pl.col("here") + between)
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
