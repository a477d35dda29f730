"""The port: the few named operations through which everybody reads the published graph.

A cursor belongs to the operation and the sweep that gave it: keep the sweep's id beside it, and ask
`GraphStore.view(sweep_id)` for the next page.

`GraphStore.view` pins one sweep, so that everything one request reads is of one night even while the next
is being published. A view may be used from several threads. No store's dialect shows here.
"""

from collections.abc import Callable, Sequence
from typing import Protocol

import polars as pl

from graph.baselines import Baselines
from graph.model import KeyKind
from graph.neighbourhood import NEIGHBOURHOOD_CAP
from graph.published import Publication
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
    PrecheckRecord,
    RingMember,
    RingProfile,
    RingRow,
    SearchHit,
    Subgraph,
    SweepInfo,
)

CAP = NEIGHBOURHOOD_CAP  # firms on a key beyond which no traversal follows it
MOST_KEYS = 3  # on the way from one firm to another


class GraphView(Protocol):
    """One published sweep. Unknown ids answer None; limits are hard and true degrees are told."""

    @property
    def info(self) -> SweepInfo:
        """Which sweep this is."""

    def baselines(self) -> Baselines:
        """What is normal in the register of this sweep."""

    def reference(self, name: str) -> pl.DataFrame:
        """A frame of `graph.published.REFERENCE`; the same object as long as the view stands."""

    def firm(self, firm_id: str) -> FirmProfile | None:
        """Facts, verdict, links, holdings, events, ties and findings of a firm."""

    def firm_graph(self, firm_id: str, hops: int = 1, limit: int = 200) -> Subgraph | None:
        """The firm, its keys and the firms on them; `hops` 1-3 rounds of firms, at most `limit` nodes.

        A typed hub, and a key with more than CAP firms, is shown but not followed.
        """

    def related_paths(self, firm_id: str, other_id: str, *, keys: int = 3, limit: int = 3) -> Paths | None:
        """The shortest ways from one firm to another, over at most `keys` (1-MOST_KEYS) keys.

        No way leads over a typed hub or a key with more than CAP firms. Of equally short ones the first
        `limit` in the order of their nodes' ids. From a firm to itself the way is the firm. None when one of
        them is unknown. Raises UsageError for `keys` out of range.

        The work is bounded, far beyond what real firms have, and `truncated` says so: a store may leave out
        the widest keys of a firm with more than 5,000 others around, or choose among 20,000 equal ways.
        """

    def key(self, key_id: str, limit: int = 100) -> KeyProfile | None:
        """A key by its public id, with its first firms."""

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
        """Rings by rank. Raises UsageError for a cursor that this operation did not give."""

    def ring_districts(self) -> list[tuple[str, int]]:
        """Districts that have rings and how many, most first."""

    def ring(self, ring_id: str) -> RingProfile | None:
        """A ring with its case."""

    def ring_graph(self, ring_id: str, limit: int = 200) -> Subgraph | None:
        """Members and the keys that at least two of them share, at most `limit` nodes."""

    def ring_members(
        self, ring_id: str, cursor: str | None = None, limit: int = 50
    ) -> Page[RingMember] | None:
        """Members, strongest first."""

    def ring_membership(self) -> list[tuple[str, str]]:
        """Every (ring id, firm id), in their order: what the next sweep needs to keep rings' ids."""

    def finding(self, finding_id: str) -> FindingProfile | None:
        """A finding with its records and its first 100 firms."""

    def search(self, text: str, cursor: str | None = None, limit: int = 20) -> Page[SearchHit]:
        """What holds the text: ids by prefix; ring ids; names and addresses by any part of two characters up.

        Rings first, then firms, persons, addresses, contacts; within each an equal label, then one that
        starts with the text, then the shorter. `total` counts what was found, at most 1,000 firms and 200
        persons or addresses. Where more of them hold the text each store keeps others, but always the equal
        labels. Raises StoreUnavailable while a store builds its indexes.
        """

    def keys_by_value(self, values: Sequence[tuple[KeyKind, str]]) -> list[KeyRef | None]:
        """Keys by kind and canonical value, in the order asked."""

    def persons(self, handles: Sequence[KeyHandle]) -> list[PersonCandidate]:
        """Persons and agents by handle, in the order asked."""

    def person_by_identity(self, keyed_id: str) -> list[PersonCandidate]:
        """Persons and agents by the keyed form of their id (never the id itself)."""

    def persons_by_name(self, name: str, limit: int = 50) -> list[PersonCandidate]:
        """Persons with exactly this (folded) name: candidates, not matches."""

    def neighbourhood(
        self,
        firm_ids: Sequence[str] = (),
        key_ids: Sequence[str] = (),
        cap: int = CAP,
        texts: Sequence[tuple[str, str]] = (),
    ) -> Neighbourhood:
        """What `graph.neighbourhood.cut` gives for these firms, and the firms on the keys asked for.

        The asked keys are always among the slice's keys. Unknown ids are passed over; `cap` is at most CAP.
        `texts` are pairs of a column of `columns.Vocabulary.texts` and a text of it, such as
        `("district", "350102")`, for whose codes `Neighbourhood.codes` is asked.
        """

    def keys(self, handles: Sequence[KeyHandle]) -> list[KeyRef]:
        """Keys by the handles that this view gave, in the order asked."""

    def character_nats(self) -> dict[str, float]:
        """How rare each character is in the register's brands (`columns.Vocabulary`)."""

    def judged(self, firm_id: str) -> Judged | None:
        """The sweep's verdict on a firm with its findings and ring."""


class GraphStore(Protocol):
    """Published sweeps, and beside them what people's use of them leaves behind."""

    def view(self, sweep_id: str | None = None) -> GraphView:
        """The live sweep, or the named one while it is kept.

        Raises NotPublished before the first publication, Gone for a sweep that is not kept, StoreError
        for a store that cannot be read.
        """

    def sweeps(self) -> list[SweepInfo]:
        """Every sweep ever published here, newest first (older ones as history only)."""

    def log_precheck(self, record: PrecheckRecord) -> None:
        """Keep a pre-check's outcome."""

    def precheck_log(self, limit: int = 100) -> list[PrecheckRecord]:
        """The latest pre-checks, newest first."""

    def log_lookup(self, at: str, who: str, what: str, subject_id: str) -> None:
        """Keep who looked up what; `at` is ISO 8601, `subject_id` a public id."""

    def close(self) -> None:
        """Let go of files and connections; its views are not to be read any more."""


class Publisher(Protocol):
    """Makes a finished sweep the live one, for everybody at once."""

    @property
    def steps(self) -> tuple[str, ...]:
        """The names of what it does, in order."""

    def publish(self, publication: Publication, at: Callable[[str], None]) -> None:
        """Make `publication` the live sweep; `at` is told each of `steps` when it is done.

        Killed at any point, the last published sweep stays live and the next call cleans up. Raises Busy
        while another publication runs in this store, SweepError when the tables do not fit together,
        StoreError when the store refuses.
        """
