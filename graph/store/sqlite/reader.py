"""The small reads that every operation is made of, on one connection."""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph.model import STATUSES, HubKind, KeyKind
from graph.slice import FOREVER, NO_DAY, Ints
from graph.store.records import FirmRef, KeyRef, PersonCandidate
from graph.store.sqlite import packing
from graph.store.sqlite.blocks import KEYS_PER_BLOCK, from_block, row_in
from graph.store.sqlite.statements import sql

_EPOCH = date(1970, 1, 1).toordinal()


def day(number: int) -> date | None:
    """A day of the slice; None for its two unknowns."""
    return None if number in (NO_DAY, FOREVER) else date.fromordinal(_EPOCH + int(number))


def number(value: float) -> float | None:
    """A number of a record, to the six digits that a 32-bit one holds; None for nan."""
    return None if np.isnan(value) else round(float(value), 6)


def numbers(values: NDArray[np.float32]) -> list[float | None]:
    """`number` for a column."""
    rounded = np.round(values.astype(np.float64), 6).tolist()
    return [None if value != value else value for value in rounded]  # noqa: PLR0124 (nan alone differs from itself)


def listed(rows: Iterable[int]) -> str:
    """Rows as a statement takes them."""
    return json.dumps([int(row) for row in rows])


@dataclass(frozen=True)
class FirmRow:
    """A firm's own row: `links` and `findings` may be empty."""

    row: int
    firm_id: str
    name: str
    record: Any
    links: packing.Records
    findings: Ints


@dataclass(frozen=True)
class Reader:
    """Reads on one connection; nothing is kept between calls."""

    connection: sqlite3.Connection

    def all(self, statement: str, /, **values: object) -> list[tuple[Any, ...]]:
        """Every row that the named statement gives."""
        return self.connection.execute(sql(statement), values).fetchall()

    def one(self, statement: str, /, **values: object) -> tuple[Any, ...] | None:
        """The first row that the named statement gives."""
        found: tuple[Any, ...] | None = self.connection.execute(sql(statement), values).fetchone()
        return found

    def row_of(self, space: str, wanted: str) -> int:
        """The number of an id in a space of `lookups`, -1 unknown."""
        return row_in(self.one("lookup", space=space, id=wanted), wanted)

    def key_row(self, key_id: str) -> int:
        """The number of a key by its public id, -1 unknown."""
        return self.row_of(f"key:{key_id.rpartition('-')[0]}", key_id)

    def firm(self, firm_id: str) -> FirmRow | None:
        """A firm's own row by its id."""
        row = self.row_of("firm", firm_id)
        found = self.one("firm", row=row) if row >= 0 else None
        if found is None:
            return None
        firm_id, name, record, links, findings = found
        return FirmRow(
            row,
            firm_id,
            name,
            packing.unpack(record, packing.FIRM)[0],
            packing.unpack(links or b"", packing.LINK),
            np.frombuffer(findings or b"", "<i4"),
        )

    def firm_refs(self, rows: Sequence[int] | Ints) -> list[FirmRef]:
        """Firms in the order asked."""
        found = self.all("firms_by_row", rows=listed(rows))
        if not found:
            return []
        records = packing.unpack(b"".join(r[3] for r in found), packing.FIRM)
        rings = self.ring_ids(records["ring"])
        refs = {}
        for (row, firm_id, name, _), record in zip(found, records, strict=True):
            refs[row] = FirmRef(
                firm_id=firm_id,
                name=name,
                registered_on=day(record["registered"]),
                status=STATUSES[record["status"]] if record["status"] >= 0 else None,
                score=float(record["score"]),
                grade=packing.GRADES[record["grade"]],
                ring_id=rings.get(int(record["ring"])),
            )
        return [refs[int(row)] for row in rows if int(row) in refs]

    def ring_ids(self, rings: NDArray[Any]) -> dict[int, str]:
        """Ids of ring numbers; -1 is passed over."""
        known = np.unique(rings[rings >= 0])
        return dict(self.all("ring_ids", rows=listed(known))) if len(known) else {}

    def links_of(self, firms: Iterable[int]) -> tuple[Ints, packing.Records]:
        """The firm row of each link, and the links, of firms ascending."""
        found = self.all("firm_links", rows=listed(firms))
        counts = [len(links or b"") // packing.LINK.itemsize for _, links in found]
        rows = np.repeat(np.array([row for row, _ in found], np.int32), counts)
        return rows, packing.unpack(b"".join(links or b"" for _, links in found), packing.LINK)

    def firms_on(self, keys: Iterable[int]) -> dict[int, Ints]:
        """The first firms (in filing order, at most port.CAP) on each key."""
        out: dict[int, Ints] = {}
        wanted = sorted({int(key) for key in keys})
        blocks = {
            block: (np.frombuffer(starts, "<i4"), np.frombuffer(firms, "<i4"))
            for block, starts, firms in self.all("key_firms", blocks=_blocks(wanted))
        }
        for key in wanted:
            starts, firms = blocks[key // KEYS_PER_BLOCK]
            at = key % KEYS_PER_BLOCK
            out[key] = firms[starts[at] : starts[at + 1]]
        return out

    def key_records(self, keys: Sequence[int] | Ints) -> packing.Records:
        """KEY records in the order asked."""
        blocks = dict(self.all("key_records", blocks=_blocks(keys)))
        out = np.empty(len(keys), packing.KEY)
        for i, key in enumerate(keys):
            out[i] = packing.unpack(blocks[int(key) // KEYS_PER_BLOCK], packing.KEY)[
                int(key) % KEYS_PER_BLOCK
            ]
        return out

    def persons(self, keys: Iterable[int]) -> list[PersonCandidate]:
        """Keys as candidates for a person, in the order asked; of other kinds without birth date and home."""
        wanted = [int(key) for key in keys]
        blocks = {
            block: (packing.unpack(records, packing.KEY), from_block(texts))
            for block, records, texts in self.all("key_texts", blocks=_blocks(wanted))
        }
        out = []
        for key in wanted:
            records, texts = blocks[key // KEYS_PER_BLOCK]
            at = key % KEYS_PER_BLOCK
            record, text = records[at], texts.row(at, named=True)
            ref = KeyRef(
                id=text["public_id"],
                handle=key,
                kind=KeyKind(record["kind"]).name.lower(),
                value=text["value"],
                label=text["label"] if text["label"] is not None else text["value"],
                firms=int(record["degree"]),
                hub=HubKind(record["hub"]).name.lower(),
            )
            name = text["name"] if text["name"] is not None else ref.label
            out.append(
                PersonCandidate(ref, name, text["birth_date"], text["home_region"], int(record["identity"]))
            )
        return out

    def found_under(self, keys: Iterable[int]) -> list[int]:
        """Keys in the order asked, each once; for what is another spelling of one, that one."""
        wanted = [int(key) for key in keys]
        texts = {
            b: from_block(text)["same_as"] for b, _, text in self.all("key_texts", blocks=_blocks(wanted))
        }
        same_as = [int(texts[key // KEYS_PER_BLOCK][key % KEYS_PER_BLOCK]) for key in wanted]
        return list(dict.fromkeys(o if o >= 0 else key for key, o in zip(wanted, same_as, strict=True)))

    def key_refs(self, keys: Iterable[int]) -> list[KeyRef]:
        """Keys in the order asked."""
        return [person.key for person in self.persons(keys)]


def _blocks(keys: Iterable[int]) -> str:
    return listed(sorted({int(key) // KEYS_PER_BLOCK for key in keys}))
