"""What indices and codes stand for, so that results can name their records."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from graph.columns import Vocabulary
from graph.model import KeyKind
from graph.snapshot_tables import Snapshot


@dataclass(frozen=True)
class Names:
    """`firm_ids` by firm, `key_ids` (public) and `key_kinds` by key, `texts` of each coded column by code."""

    firm_ids: pl.Series
    key_ids: pl.Series
    key_kinds: pl.Series
    texts: Mapping[str, list[str]]

    @classmethod
    def of(cls, snapshot: Snapshot, vocabulary: Vocabulary) -> "Names":
        """The names of a snapshot's rows."""
        return cls(
            snapshot.firms["firm_id"],
            snapshot.keys["public_id"],
            snapshot.keys["kind"],
            vocabulary.texts,
        )

    def kind_of(self, key: int) -> str:
        """A key's kind in lower case."""
        return KeyKind(self.key_kinds[key]).name.lower()
