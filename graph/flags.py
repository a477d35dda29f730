"""Bits of Keys.flag that come from the address library and from who owns a firm.

What an address says of itself takes the bits of `graph.columns` (HOSTING and its like) in the same column.
"""

from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from graph.model import KeyKind
from graph.snapshot_tables import Snapshot

STATE_OWNED: Final = 1  # of an OWNER key: the state, or a firm that is wholly its own
RESIDENTIAL: Final = 32  # of a place: the address library says that people live there
DEFAULT_ADDRESS: Final = 64  # of a place: where a register puts firms whose address was found to be false

_STATE_TYPE = "国有独资|全民所有制|国有控股|国有企业"
_STATE_NAME = "国有资产|国资委|人民政府|财政局|财政厅|财政部"
_DEFAULT = r"(?i)companies house default address|po box 4385"


def add_flags(snapshot: Snapshot, flags: NDArray[np.int8]) -> None:
    """Set these bits in `flags`, one byte per key."""
    kinds = snapshot.keys["kind"].to_numpy()
    _owners(snapshot, flags, *np.searchsorted(kinds, [KeyKind.OWNER, KeyKind.OWNER + 1]).tolist())
    _places(snapshot, flags, *np.searchsorted(kinds, [KeyKind.ROOM, KeyKind.BUILDING + 1]).tolist())


def _owners(snapshot: Snapshot, flags: NDArray[np.int8], first: int, last: int) -> None:
    named = snapshot.keys["label"][first:last].str.contains(_STATE_NAME).fill_null(False).to_numpy()
    flags[first:last] |= np.where(named, STATE_OWNED, 0).astype(np.int8)
    by_type = snapshot.firms["firm_type"].str.contains(_STATE_TYPE).fill_null(False).to_numpy()
    held = snapshot.holdings.filter(pl.col("holder_firm") >= 0)
    state = by_type[held["holder_firm"].to_numpy()]
    flags[held["holder_key"].to_numpy()[state]] |= STATE_OWNED


def _places(snapshot: Snapshot, flags: NDArray[np.int8], first: int, last: int) -> None:
    default = snapshot.keys["label"][first:last].str.contains(_DEFAULT).fill_null(False).to_numpy()
    flags[first:last] |= np.where(default, DEFAULT_ADDRESS, 0).astype(np.int8)
    known = snapshot.places.filter((pl.col("key") >= 0) & (pl.col("use") == "residential"))
    flags[known["key"].to_numpy()] |= RESIDENTIAL
    # a house is what its rooms are
    room, building = snapshot.firms["room"].to_numpy(), snapshot.firms["building"].to_numpy()
    both = (room >= 0) & (building >= 0)
    lived_in = (flags[room[both]] & RESIDENTIAL) != 0
    flags[building[both][lived_in]] |= RESIDENTIAL
