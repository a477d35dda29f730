"""The address library's verdicts: which places it refutes, and what that says of a firm there."""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from graph.model import KeyKind

REFUTED, CONFIRMED = 1, -1
Bytes = NDArray[np.int8]

_OF_ROOM = pl.col("room_key").is_not_null()
_REFUTED = ((pl.col("exists") == False) | ((pl.col("room_known") == False) & _OF_ROOM)).fill_null(False)  # noqa: E712
_CONFIRMED = ((pl.col("exists") == True) & ((pl.col("room_known") == True) | ~_OF_ROOM)).fill_null(False)  # noqa: E712


def of_keys(places: pl.DataFrame, n_keys: int) -> Bytes:
    """What the library says of each key: REFUTED, CONFIRMED or 0, and of one more key, that there is none."""
    known = places.filter(pl.col("key") >= 0)
    verdict = np.zeros(n_keys + 1, np.int8)
    verdict[known.filter(_CONFIRMED)["key"].to_numpy()] = CONFIRMED
    verdict[known.filter(_REFUTED)["key"].to_numpy()] = REFUTED
    return verdict


def of_firms(by_room: Bytes, by_building: Bytes, has_room: NDArray[np.bool_]) -> Bytes:
    """What that says of firms at these rooms and buildings. A building that stands says nothing of a room the
    library does not list."""
    of_room = np.where(by_room != 0, by_room, (by_building == REFUTED).astype(np.int8))
    return np.where(has_room, of_room, by_building).astype(np.int8)


def by_name(places: pl.DataFrame, values: pl.Series) -> pl.DataFrame:
    """`kind`, `place` and `refuted` of what the desk has to know: every place that is refuted, and rooms that
    are confirmed in a building that is not. `values` are the register's keys."""
    at = places["key"].set(places["key"] < 0, None)
    named = places.select(
        kind=pl.when(_OF_ROOM).then(pl.lit(int(KeyKind.ROOM))).otherwise(int(KeyKind.BUILDING)).cast(pl.Int8),
        place=pl.coalesce(values.gather(at), "room_key", "building_key"),
        building="building_key",
        refuted=_REFUTED,
        confirmed=_CONFIRMED,
    )
    houses = named.filter((pl.col("kind") == int(KeyKind.BUILDING)) & pl.col("refuted"))["building"]
    inside = (pl.col("kind") == int(KeyKind.ROOM)) & pl.col("building").is_in(houses.implode())
    told = named.filter(pl.col("refuted") | (pl.col("confirmed") & inside))
    return told.group_by("kind", "place").agg(pl.col("refuted").any()).sort("kind", "place")


def verdict_on(library: pl.DataFrame, room: str | None, building: str | None) -> int:
    """What `by_name` says of a firm at a room and a building, named as the register names them."""

    def of(kind: KeyKind, place: str | None) -> Bytes:
        found = library.filter((pl.col("kind") == int(kind)) & (pl.col("place") == (place or "")))["refuted"]
        return np.array([0 if len(found) == 0 else REFUTED if found[0] else CONFIRMED], np.int8)

    by_room, by_building = of(KeyKind.ROOM, room), of(KeyKind.BUILDING, building)
    return int(of_firms(by_room, by_building, np.array([room is not None]))[0])
