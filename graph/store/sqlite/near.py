"""The neighbourhood of some firms and keys as a slice, in three reads whatever the register's size."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph.order import distinct, firsts
from graph.slice import Events, Firms, Ints, Links, RegisterSlice
from graph.store.records import Neighbourhood
from graph.store.slices import assembled, places
from graph.store.sqlite import packing
from graph.store.sqlite.reader import Reader, listed, numbers


def neighbourhood(
    reader: Reader,
    firm_ids: Sequence[str],
    key_ids: Sequence[str],
    cap: int,
    texts: Sequence[tuple[str, str]],
    as_of: int,
) -> Neighbourhood:
    """See `GraphView.neighbourhood`."""
    seeds = _known(reader.row_of("firm", firm_id) for firm_id in firm_ids)
    asked = _known(reader.key_row(key_id) for key_id in key_ids)
    followed, skipped = _keys_to_follow(reader, seeds, asked, cap)
    near = _distinct(np.concatenate([seeds, *reader.firms_on(followed).values()]))
    found = _read(reader, near)
    # Declared parents come along, so that "one parent" can be seen; nobody asks for a parent's parent.
    parents = np.setdiff1d(_records(found)["parent"], near)
    firms = _Firms(sorted([*found, *_read(reader, parents[parents >= 0])]))
    key_rows, place = distinct(np.concatenate([firms.links["key"], asked]))
    rings = reader.ring_ids(firms.records["ring"])
    register = firms.slice_with(reader, key_rows.astype(np.int32), place[: len(firms.links)], as_of)
    return Neighbourhood(
        register=register,
        firm_ids=firms.ids,
        key_handles=tuple(key_rows.tolist()),
        ring_ids=tuple(rings.get(ring) for ring in firms.records["ring"].tolist()),
        strengths=tuple(numbers(firms.records["strength"])),
        skipped=skipped,
        codes=tuple(_codes(reader, register, texts)),
    )


def _known(rows: Iterable[int]) -> Ints:
    return np.array(sorted(set(rows) - {-1}), np.int32)


def _distinct(rows: Ints) -> Ints:
    """As `np.unique`, which for so few numbers takes three times as long."""
    ascending = np.sort(rows).astype(np.int32)
    return ascending[firsts(ascending)]


def _keys_to_follow(reader: Reader, seeds: Ints, asked: Ints, cap: int) -> tuple[Ints, dict[str, int]]:
    own = reader.links_of(seeds)[1]
    keys, first = np.unique(own["key"], return_index=True)
    more = np.setdiff1d(asked, keys)
    degree = np.concatenate([own["key_degree"][first], reader.key_records(more)["degree"]])
    keys = np.concatenate([keys, more]).astype(np.int32)
    wide = keys[degree > cap]
    names = reader.key_refs(wide) if len(wide) else []
    return keys[degree <= cap], {key.id: key.firms for key in names}


Rows = NDArray[np.int64]
_Row = tuple[int, str, bytes, bytes | None, bytes | None]


def _read(reader: Reader, rows: Ints) -> list[_Row]:
    return reader.all("firm_columns", rows=listed(rows))


def _records(found: list[_Row]) -> packing.Records:
    return packing.unpack(b"".join(row[2] for row in found), packing.FIRM)


class _Firms:
    """Rows of firms as read: ids, records, links with the place of their firm, events likewise."""

    def __init__(self, found: list[_Row]) -> None:
        rows, ids, records, links, events = zip(*found, strict=True) if found else ((),) * 5
        self.rows, self.ids = np.array(rows, np.int32), tuple[str, ...](ids)
        self.records = packing.unpack(b"".join(records), packing.FIRM)
        self.links, self.link_firm = _unpacked(links, packing.LINK)
        self.events, self.event_firm = _unpacked(events, packing.EVENT)

    def slice_with(self, reader: Reader, key_rows: Ints, key_of: Rows, as_of: int) -> RegisterSlice:
        """These firms as a slice whose keys are `key_rows`, ascending; `key_of` the place of each link's."""
        firms = packing.firm_columns(self.records)
        firms["parent"] = places(firms["parent"], self.rows)
        firms["scope"] = places(firms["scope"], key_rows)
        firms["representative"] = places(firms["representative"], key_rows)
        key = key_of.astype(np.int32)
        links = {name: self.links[name] for name in ("role", "since", "until", "strength")}
        events = (np.ascontiguousarray(self.events[name]) for name in packing.EVENT.names or ())
        return assembled(
            Firms(**firms),
            self._keys(reader, key_rows, key),
            Links(firm=self.link_firm, key=key, **links),
            Events(self.event_firm, *events),
            as_of,
        )

    def _keys(self, reader: Reader, key_rows: Ints, key: Ints) -> dict[str, NDArray[Any]]:
        link = np.full(len(key_rows), -1)  # one of each key's links: all of them hold its facts
        link[key] = np.arange(len(key))
        named, lone = np.flatnonzero(link >= 0), np.flatnonzero(link < 0)
        first = link[named]
        unlinked = reader.key_records(key_rows[lone])
        columns = {}
        for name in packing.KEY.names or ():
            kind = packing.KEY[name].newbyteorder("=")
            columns[name] = np.empty(len(key_rows), kind)
            columns[name][named] = self.links[f"key_{name}"][first]
            columns[name][lone] = unlinked[name]
        return columns


def _codes(reader: Reader, register: RegisterSlice, texts: Sequence[tuple[str, str]]) -> Iterator[int]:
    """The codes of texts that occur among the firms or keys; elsewhere in the sweep they do not count."""
    for column, text in texts:
        part = register.keys if hasattr(register.keys, column) else register.firms
        code = reader.row_of(f"code:{column}", text)
        yield code if code >= 0 and (getattr(part, column) == code).any() else -1


def _unpacked(blobs: Sequence[bytes | None], kind: np.dtype[Any]) -> tuple[packing.Records, Ints]:
    """The records in the firms' blobs, one after the other, and the place of each one's firm."""
    known = [blob or b"" for blob in blobs]
    counts = np.fromiter(map(len, known), np.int64, len(known)) // kind.itemsize
    return packing.unpack(b"".join(known), kind), np.repeat(np.arange(len(known), dtype=np.int32), counts)
