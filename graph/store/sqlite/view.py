"""One published sweep, read through SQLite."""

import io
import json
from collections.abc import Sequence
from dataclasses import fields
from functools import cached_property

import numpy as np
import polars as pl

from graph.baselines import Baselines
from graph.errors import UsageError
from graph.model import KeyKind
from graph.store import drawing
from graph.store.port import CAP
from graph.store.records import (
    FindingProfile,
    FirmProfile,
    Judged,
    KeyHandle,
    KeyProfile,
    KeyRef,
    Neighbourhood,
    Page,
    Paths,
    PersonCandidate,
    RingMember,
    RingProfile,
    RingRow,
    SearchHit,
    Subgraph,
    SweepInfo,
)
from graph.store.reference import unpacked
from graph.store.sqlite import near, paths, profiles, rings, search
from graph.store.sqlite.connection import Pool
from graph.store.sqlite.reader import Reader
from graph.store.sqlite.steps import SqliteSteps
from graph.store.sweep_info import info_of
from graph.store.ways import check_keys


class SqliteView:
    """A `GraphView` on one published file; each operation borrows a connection."""

    def __init__(self, pool: Pool, *, live: bool) -> None:
        self._pool = pool
        self._live = live
        self._reference: dict[str, pl.DataFrame] = {}

    @cached_property
    def info(self) -> SweepInfo:
        """Which sweep this is."""
        info = info_of(self._meta("info"), live=self._live)
        assert info is not None  # the file's form was checked when it was opened
        return info

    def _meta(self, name: str) -> str:
        with self._pool.connection() as connection:
            found = Reader(connection).one("meta", name=name)
        return str(found[0]) if found else "null"

    @cached_property
    def _as_of(self) -> int:
        return int(json.loads(self._meta("as_of_day")))

    @cached_property
    def _baselines(self) -> Baselines:
        with self._pool.connection() as connection:
            found = dict(Reader(connection).all("baselines"))
        arrays = {name: np.load(io.BytesIO(data), allow_pickle=False) for name, data in found.items()}
        return Baselines(**{f.name: a if (a := arrays[f.name]).ndim else a.item() for f in fields(Baselines)})

    @cached_property
    def _character_nats(self) -> dict[str, float]:
        found: dict[str, float] = json.loads(self._meta("character_nats"))
        return found

    def baselines(self) -> Baselines:
        return self._baselines

    def reference(self, name: str) -> pl.DataFrame:
        if name not in self._reference:
            with self._pool.connection() as connection:
                found = Reader(connection).one("reference", name=name)
            assert found is not None  # the file's form was checked when it was opened
            self._reference[name] = unpacked(found[0])
        return self._reference[name]

    def character_nats(self) -> dict[str, float]:
        return self._character_nats

    def firm(self, firm_id: str) -> FirmProfile | None:
        with self._pool.connection() as connection:
            return profiles.firm(Reader(connection), firm_id)

    def firm_graph(self, firm_id: str, hops: int = 1, limit: int = 200) -> Subgraph | None:
        with self._pool.connection() as connection:
            return drawing.firm_graph(SqliteSteps(Reader(connection)), firm_id, hops, limit)

    def related_paths(self, firm_id: str, other_id: str, *, keys: int = 3, limit: int = 3) -> Paths | None:
        check_keys(keys)
        with self._pool.connection() as connection:
            return paths.related_paths(Reader(connection), firm_id, other_id, keys, limit)

    def key(self, key_id: str, limit: int = 100) -> KeyProfile | None:
        with self._pool.connection() as connection:
            return profiles.key(Reader(connection), key_id, limit)

    def rings(
        self,
        cursor: str | None = None,
        limit: int = 50,
        *,
        min_score: float = 0.0,
        district: str | None = None,
        family: str | None = None,
        min_size: int = 0,
    ) -> Page[RingRow]:
        with self._pool.connection() as connection:
            return rings.page(
                Reader(connection),
                cursor,
                limit,
                min_score=min_score,
                district=district,
                family=family,
                min_size=min_size,
            )

    def ring_districts(self) -> list[tuple[str, int]]:
        with self._pool.connection() as connection:
            return [(district, n) for district, n in Reader(connection).all("ring_districts")]

    def ring(self, ring_id: str) -> RingProfile | None:
        with self._pool.connection() as connection:
            return rings.profile(Reader(connection), ring_id)

    def ring_graph(self, ring_id: str, limit: int = 200) -> Subgraph | None:
        with self._pool.connection() as connection:
            return drawing.ring_graph(SqliteSteps(Reader(connection)), ring_id, limit)

    def ring_members(
        self, ring_id: str, cursor: str | None = None, limit: int = 50
    ) -> Page[RingMember] | None:
        with self._pool.connection() as connection:
            return rings.members(Reader(connection), ring_id, cursor, limit)

    def ring_membership(self) -> list[tuple[str, str]]:
        with self._pool.connection() as connection:
            return [(ring, firm) for ring, firm in Reader(connection).all("ring_membership")]

    def finding(self, finding_id: str) -> FindingProfile | None:
        with self._pool.connection() as connection:
            return profiles.finding(Reader(connection), finding_id)

    def search(self, text: str, cursor: str | None = None, limit: int = 20) -> Page[SearchHit]:
        with self._pool.connection() as connection:
            return search.search(Reader(connection), text, cursor, limit)

    def keys_by_value(self, values: Sequence[tuple[KeyKind, str]]) -> list[KeyRef | None]:
        with self._pool.connection() as connection:
            return search.keys_by_value(Reader(connection), values)

    def keys(self, handles: Sequence[KeyHandle]) -> list[KeyRef]:
        with self._pool.connection() as connection:
            return Reader(connection).key_refs(int(handle) for handle in handles)

    def persons(self, handles: Sequence[KeyHandle]) -> list[PersonCandidate]:
        with self._pool.connection() as connection:
            return Reader(connection).persons(int(handle) for handle in handles)

    def person_by_identity(self, keyed_id: str) -> list[PersonCandidate]:
        with self._pool.connection() as connection:
            reader = Reader(connection)
            rows = [reader.row_of(f"identity:{kind}", keyed_id) for kind in ("person", "agent")]
            return reader.persons(row for row in rows if row >= 0)

    def persons_by_name(self, name: str, limit: int = 50) -> list[PersonCandidate]:
        with self._pool.connection() as connection:
            return search.persons_by_name(Reader(connection), name, limit)

    def neighbourhood(
        self,
        firm_ids: Sequence[str] = (),
        key_ids: Sequence[str] = (),
        cap: int = CAP,
        texts: Sequence[tuple[str, str]] = (),
    ) -> Neighbourhood:
        if not 1 <= cap <= CAP:
            raise UsageError(f"A neighbourhood's cap is 1 to {CAP}.", f"邻域上限须在 1 到 {CAP} 之间。")
        as_of = self._as_of
        with self._pool.connection() as connection:
            return near.neighbourhood(Reader(connection), firm_ids, key_ids, cap, texts, as_of)

    def judged(self, firm_id: str) -> Judged | None:
        with self._pool.connection() as connection:
            reader = Reader(connection)
            row = reader.firm(firm_id)
            if row is None:
                return None
            ring = reader.one("ring_by_row", row=int(row.record["ring"]))
            return Judged(
                verdict=profiles.verdict(reader, row),
                ring=rings.ring_row(ring) if ring else None,
                findings=profiles.finding_profiles(reader, row.findings),
            )
