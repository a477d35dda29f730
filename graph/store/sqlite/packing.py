"""Numbers as fixed-width records: how a slice's columns are laid into the published rows.

A firm's row carries its own record, the records of its links (each with the key's own facts, so that a
neighbourhood is read without touching a key) and its events. The fields are those of `graph.slice`, read
from its annotations, little-endian; nothing is declared twice.
"""

from itertools import pairwise
from typing import Any, get_args, get_type_hints

import numpy as np
from numpy.typing import NDArray

from graph.slice import Events, Firms, Keys, Links, RegisterSlice

Records = NDArray[np.void]


def _fields(part: type, leave_out: tuple[str, ...] = ()) -> list[tuple[str, Any]]:
    found = []
    for name, hint in get_type_hints(part).items():
        if name not in leave_out:
            scalar = get_args(get_args(hint)[1])[0]  # NDArray[x] is ndarray[shape, dtype[x]]
            found.append((name, np.dtype(scalar).newbyteorder("<")))
    return found


_KEY_FIELDS = _fields(Keys, leave_out=("complete",))
KEY = np.dtype(_KEY_FIELDS)
_LINK_FIELDS = _fields(Links, leave_out=("firm",))
LINK = np.dtype(_LINK_FIELDS + [(f"key_{name}", kind) for name, kind in _KEY_FIELDS])
_LINK_AND_KEY = np.dtype([*_LINK_FIELDS, ("of_key", KEY)])  # the same bytes, the key's part in one piece
EVENT = np.dtype(_fields(Events, leave_out=("firm",)))
_FIRM_FIELDS = _fields(Firms)
# The verdict's numbers ride along, so that a list of firms needs no other read.
FIRM = np.dtype(
    [
        *_FIRM_FIELDS,
        ("score", "<f8"),
        ("one_hand", "<f8"),  # nan none
        ("rank", "<i4"),
        ("ring", "<i4"),  # -1 none
        ("strength", "<f4"),  # nan none
        ("grade", "<i1"),  # place in GRADES
        ("status", "<i1"),  # place in model.STATUSES, -1 unknown
        ("held", "<i4"),  # distinct keys
    ]
)
GRADES = "ABCD"


def key_records(keys: Keys) -> Records:
    """One KEY record per key."""
    out = np.empty(len(keys), KEY)
    for name in KEY.names or ():
        out[name] = getattr(keys, name)
    return out


def link_records(register: RegisterSlice, keys: Records) -> tuple[Records, NDArray[np.int64]]:
    """LINK records by firm, then key and role as in the slice, and where each firm's begin (n + 1)."""
    links = register.links
    by_key = np.empty(len(links.firm), _LINK_AND_KEY)
    for name, _ in _LINK_FIELDS:
        by_key[name] = getattr(links, name)
    by_key["of_key"] = _taken(keys, links.key)
    return _taken(by_key, _grouped(links.firm)).view(LINK), _starts(links.firm, len(register.firms))


def _taken(records: Records, rows: NDArray[np.generic]) -> Records:
    """`records[rows]`, moved as plain bytes: many times faster than field by field."""
    plain: Records = records.view(f"V{records.itemsize}")[rows]
    return plain.view(records.dtype)


def _grouped(groups: NDArray[np.int32]) -> NDArray[np.int64]:
    """A stable order by group; sorting numbers that hold group and place is several times argsort's speed."""
    placed = groups.astype(np.int64) << 32 | np.arange(len(groups))
    placed.sort()
    return placed & (2**32 - 1)


def event_records(register: RegisterSlice) -> tuple[Records, NDArray[np.int64]]:
    """EVENT records by firm in the slice's order, and where each firm's begin (n + 1)."""
    order = _grouped(register.events.firm)
    out = np.empty(len(order), EVENT)
    for name in EVENT.names or ():
        out[name] = getattr(register.events, name)[order]
    return out, _starts(register.events.firm, len(register.firms))


def adjacency(register: RegisterSlice, cap: int) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """The first `cap` distinct firms of each key in filing order, and where each key's begin (n + 1)."""
    firm, key = register.links.firm, register.links.key
    # A firm's links to one key are neighbours: links are sorted by key, then filing rank.
    new = np.r_[len(key) > 0, (key[1:] != key[:-1]) | (firm[1:] != firm[:-1])]
    firm, key = firm[new[: len(firm)]], key[new[: len(key)]]
    starts = _starts(key, len(register.keys))
    place = np.arange(len(key)) - starts[key]
    few = place < cap
    return firm[few].astype("<i4"), _starts(key[few], len(register.keys))


def _starts(groups: NDArray[np.int32], n: int) -> NDArray[np.int64]:
    starts: NDArray[np.int64] = np.r_[0, np.cumsum(np.bincount(groups, minlength=n))].astype(np.int64)
    return starts


def pieces(data: bytes, starts: NDArray[np.int64], size: int) -> list[bytes | None]:
    """`data` cut at record numbers `starts`; None for an empty piece, which costs a row nothing."""
    at = (starts * size).tolist()
    return [data[a:b] if b > a else None for a, b in pairwise(at)]


def unpack(blob: bytes, kind: np.dtype[Any]) -> Records:
    """Records out of a blob (read-only)."""
    records: Records = np.frombuffer(blob, kind)
    return records


def firm_columns(records: Records) -> dict[str, NDArray[Any]]:
    """The slice's columns of firms out of FIRM records, contiguous and of native byte order."""
    return {
        name: np.ascontiguousarray(records[name], np.dtype(kind).newbyteorder("="))
        for name, kind in _FIRM_FIELDS
    }
