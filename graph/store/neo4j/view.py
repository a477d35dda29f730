"""One publication, read through Neo4j."""

from collections.abc import Sequence

import polars as pl

from graph.baselines import Baselines
from graph.model import KeyKind
from graph.store import drawing
from graph.store.neo4j import near, paths, profiles, rings, search
from graph.store.neo4j.pinned import Pinned
from graph.store.neo4j.steps import Neo4jSteps
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


class Neo4jView:
    """A `GraphView` on one publication. Once it is no longer kept, every operation raises Gone."""

    def __init__(self, pinned: Pinned, *, live: bool) -> None:
        self._pinned = pinned
        self._live = live

    @property
    def info(self) -> SweepInfo:
        """Which sweep this is."""
        return self._pinned.info(live=self._live)

    def baselines(self) -> Baselines:
        return self._pinned.baselines

    def reference(self, name: str) -> pl.DataFrame:
        return self._pinned.reference[name]

    def character_nats(self) -> dict[str, float]:
        return self._pinned.character_nats

    def firm(self, firm_id: str) -> FirmProfile | None:
        return profiles.firm(self._pinned, firm_id)

    def firm_graph(self, firm_id: str, hops: int = 1, limit: int = 200) -> Subgraph | None:
        return drawing.firm_graph(Neo4jSteps(self._pinned), firm_id, hops, limit)

    def related_paths(self, firm_id: str, other_id: str, *, keys: int = 3, limit: int = 3) -> Paths | None:
        return paths.related_paths(self._pinned, firm_id, other_id, keys, limit)

    def key(self, key_id: str, limit: int = 100) -> KeyProfile | None:
        return profiles.key(self._pinned, key_id, limit)

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
        return rings.page(
            self._pinned,
            cursor,
            limit,
            min_score=min_score,
            district=district,
            family=family,
            min_size=min_size,
        )

    def ring_districts(self) -> list[tuple[str, int]]:
        return rings.districts(self._pinned)

    def ring(self, ring_id: str) -> RingProfile | None:
        return rings.profile(self._pinned, ring_id)

    def ring_graph(self, ring_id: str, limit: int = 200) -> Subgraph | None:
        return drawing.ring_graph(Neo4jSteps(self._pinned), ring_id, limit)

    def ring_members(
        self, ring_id: str, cursor: str | None = None, limit: int = 50
    ) -> Page[RingMember] | None:
        return rings.members(self._pinned, ring_id, cursor, limit)

    def ring_membership(self) -> list[tuple[str, str]]:
        return rings.membership(self._pinned)

    def finding(self, finding_id: str) -> FindingProfile | None:
        return profiles.finding(self._pinned, finding_id)

    def search(self, text: str, cursor: str | None = None, limit: int = 20) -> Page[SearchHit]:
        return search.search(self._pinned, text, cursor, limit)

    def keys_by_value(self, values: Sequence[tuple[KeyKind, str]]) -> list[KeyRef | None]:
        return search.keys_by_value(self._pinned, values)

    def keys(self, handles: Sequence[KeyHandle]) -> list[KeyRef]:
        return profiles.keys(self._pinned, handles)

    def persons(self, handles: Sequence[KeyHandle]) -> list[PersonCandidate]:
        return profiles.persons(self._pinned, handles)

    def person_by_identity(self, keyed_id: str) -> list[PersonCandidate]:
        return profiles.person_by_identity(self._pinned, keyed_id)

    def persons_by_name(self, name: str, limit: int = 50) -> list[PersonCandidate]:
        return search.persons_by_name(self._pinned, name, limit)

    def neighbourhood(
        self,
        firm_ids: Sequence[str] = (),
        key_ids: Sequence[str] = (),
        cap: int = CAP,
        texts: Sequence[tuple[str, str]] = (),
    ) -> Neighbourhood:
        return near.neighbourhood(self._pinned, firm_ids, key_ids, cap, texts)

    def judged(self, firm_id: str) -> Judged | None:
        return profiles.judged(self._pinned, firm_id)
