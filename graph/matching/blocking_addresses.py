"""Which pairs of addresses are worth comparing: those that share a key, in blocks of limited size.

An address has several keys, each of parts that two spellings of it have in common: city, road and number or
building; city, estate or village and building, room or number; the same without the city, which one spelling
may lack, but with the room; in Latin script postcode and number. District, town and unit are in none: they
come and go between spellings, and comparing is cheap. Where only one and the same room is wanted, the room is
in all of them, which leaves a tenth of the pairs.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from graph.chunks import in_chunks
from graph.jit import kernel
from graph.matching.address_kinds import Kind
from graph.matching.address_store import Tokens
from graph.matching.address_tokens import Addresses, read
from graph.matching.mixing import mix
from graph.normalise.distinct import numbered

TOWN, COMMUNITY, ZONE, ROAD = int(Kind.TOWN), int(Kind.COMMUNITY), int(Kind.ZONE), int(Kind.ROAD)
PARK, GROUP, NUMBER, BUILDING = int(Kind.PARK), int(Kind.GROUP), int(Kind.NUMBER), int(Kind.BUILDING)
ROOM, STATION = int(Kind.ROOM), int(Kind.STATION)
CAP = 200  # addresses of a block that are paired with one another
NEIGHBOURS = 8  # in a larger block, in the order of the texts: so many of the next
PER_ADDRESS = 12  # keys of one address that count
CHUNK = 50_000  # addresses whose tokens lie in memory at once

Keys = npt.NDArray[np.uint64]
Rows = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Blocked:
    """Candidate pairs, and the blocks that were too large to be paired in full.

    `left` and `right` are row numbers of the column, left < right, each pair once, in order. A capped block
    is told by one of its rows and by its true size; of its addresses each was paired with the next
    `NEIGHBOURS` only.
    """

    left: npt.NDArray[np.int32]
    right: npt.NDArray[np.int32]
    capped_row: npt.NDArray[np.int32]
    capped_size: npt.NDArray[np.int32]


@kernel
def _mix_token(h: np.uint64, t: Tokens, k: int) -> np.uint64:
    h = mix(h, 0x110000)
    for i in range(t.begins[k], t.stems[k]):
        h = mix(h, int(t.codes[i]))
    return h


@kernel
def _first_value(h: np.uint64, t: Tokens, k: int) -> np.uint64:
    """Of a designator what stands before the first joiner: 8 of 8-2."""
    h = mix(h, 0x110001)
    for i in range(t.begins[k], t.ends[k]):
        c = t.codes[i]
        if i > t.begins[k] and not (48 <= c <= 57 or 65 <= c <= 90):
            break
        h = mix(h, int(c))
    return h


@kernel
def _designator(t: Tokens, a: int, a_end: int, kind: int) -> int:
    for k in range(a, a_end):
        if t.kinds[k] == kind:
            return k
    return -1


@kernel
def _keys(known: Addresses, row: int, to_room: bool, out: Keys) -> int:
    """The keys of one address, `to_room` with its room and workstation; returns how many."""
    t = known.tokens
    a, a_end = known.starts[row], known.ends[row]
    number, building = _designator(t, a, a_end, NUMBER), _designator(t, a, a_end, BUILDING)
    room, group = _designator(t, a, a_end, ROOM), _designator(t, a, a_end, GROUP)
    city = _city(known.regions[row])
    station = _designator(t, a, a_end, STATION) if to_room else -1
    n = 0
    if known.postcodes[row]:
        finest = number if number >= 0 else room
        if finest >= 0:
            out[n] = _first_value(mix(np.uint64(1), known.postcodes[row]), t, finest)
            n += 1
    for k in range(a, a_end):
        kind = t.kinds[k]
        if kind >= GROUP or n + 4 > PER_ADDRESS:
            break
        if kind not in (TOWN, COMMUNITY, ZONE, ROAD, PARK):
            continue
        name = _mix_token(np.uint64(2), t, k)
        finer = _finer(building, room, group, number)
        if finer < 0 and kind in (TOWN, ZONE):
            continue
        if kind == ROAD and number >= 0:
            finer = number
        key = _first_value(name, t, finer) if finer >= 0 else name
        whole = _first_value(key, t, room) if room >= 0 and room != finer else key
        whole = _first_value(whole, t, station) if station >= 0 else whole
        out[n] = mix(whole if to_room else key, city)
        # Without the city, where all that is named agrees.
        out[n + 1] = whole
        n += 2
        if kind == ROAD and number >= 0 and building >= 0:
            key = _first_value(name, t, building)
            key = _first_value(key, t, room) if to_room and room >= 0 else key
            out[n] = mix(_first_value(key, t, station) if station >= 0 else key, city)
            n += 1
    return n


@kernel
def _city(code: int) -> int:
    """The city of a division's code, one number for each municipality; 0 where it is not known."""
    if code // 10000 in (11, 12, 31, 50):
        return code // 10000
    return code // 100 if code % 10000 else 0


@kernel
def _finer(building: int, room: int, group: int, number: int) -> int:
    for k in (building, room, group, number):
        if k >= 0:
            return k
    return -1


@kernel
def _all_keys(known: Addresses, to_room: bool, keys: Keys, rows: Rows) -> int:
    n = 0
    for row in range(len(known.starts)):
        found = _keys(known, row, to_room, keys[n:])
        for k in range(found):
            rows[n + k] = row
        n += found
    return n


@kernel
def _pair(
    keys: Keys, rows: Rows, cap: int, left: Rows, right: Rows, capped: Rows, sizes: Rows
) -> tuple[int, int]:
    """Pair the rows of each run of equal keys; returns (pairs, capped blocks)."""
    n = m = 0
    begin = 0
    while begin < len(keys):
        end = begin + 1
        while end < len(keys) and keys[end] == keys[begin]:
            end += 1
        size = end - begin
        reach = size if size <= cap else NEIGHBOURS
        if size > cap:
            capped[m], sizes[m] = rows[begin], size
            m += 1
        for i in range(begin, end):
            for j in range(i + 1, min(end, i + 1 + reach)):
                if rows[i] != rows[j]:
                    left[n], right[n] = min(rows[i], rows[j]), max(rows[i], rows[j])
                    n += 1
        begin = end
    return n, m


def _most_pairs(keys: Keys, cap: int) -> int:
    sizes = np.diff(np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1], [True]))))
    full = sizes <= cap
    return int((sizes[full] * (sizes[full] - 1) // 2).sum() + NEIGHBOURS * sizes[~full].sum())


def _unique_pairs(left: Rows, right: Rows, n: int) -> tuple[Rows, Rows]:
    packed = np.unique(left * n + right)
    return packed // n, packed % n


def _keys_of(texts: pl.Series, *, to_room: bool) -> tuple[Keys, Rows]:
    """The keys of all texts, sorted, and the row of each."""

    def found(begin: int) -> tuple[Keys, Rows]:
        known = read(texts.slice(begin, CHUNK))
        room = PER_ADDRESS * (len(known.starts) + 1)
        own: Keys = np.empty(room, np.uint64)
        of: Rows = np.empty(room, np.int64)
        n = _all_keys(known, to_room, own, of)
        return own[:n].copy(), of[:n] + begin

    keys, rows = zip(*in_chunks(found, len(texts), CHUNK), strict=True)
    key, row = np.concatenate(keys), np.concatenate(rows)
    by_key = np.lexsort((row, key))
    return key[by_key], row[by_key]


def block_addresses(addresses: pl.Series, cap: int = CAP, *, to_room: bool = False) -> Blocked:
    """Candidate pairs among the rows of one column; `to_room`, only what may be one room, not one building.

    Linear but for the sort of the keys: a block of more than `cap` different texts pairs each with the next
    few in the order of the texts, and is reported. Rows of equal text are one text: each is paired with the
    first of them, and that one with the rest.
    """
    codes, texts = numbered(addresses.cast(pl.String))
    order = texts.arg_sort().to_numpy()
    keys, rows = _keys_of(texts.gather(order), to_room=to_room)
    n = len(keys)
    most = _most_pairs(keys, cap) if n else 0
    left, right = np.empty(most, np.int64), np.empty(most, np.int64)
    capped, sizes = np.empty(n // cap + 1, np.int64), np.empty(n // cap + 1, np.int64)
    pairs, blocks = _pair(keys, rows, cap, left, right, capped, sizes)
    # From places in the order of the texts to the first row that has each text.
    first = np.full(len(order), -1, np.int64)
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order))
    known_rows = np.flatnonzero(codes >= 0)[::-1]
    first[place[codes[known_rows]]] = known_rows
    repeated = known_rows[first[place[codes[known_rows]]] != known_rows]
    a = np.concatenate([first[left[:pairs]], first[place[codes[repeated]]]])
    b = np.concatenate([first[right[:pairs]], repeated])
    low, high = _unique_pairs(np.minimum(a, b), np.maximum(a, b), max(len(addresses), 1))
    return Blocked(
        low.astype(np.int32), high.astype(np.int32), first[capped[:blocks]].astype(np.int32),
        sizes[:blocks].astype(np.int32),
    )  # fmt: skip
