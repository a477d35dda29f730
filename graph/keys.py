"""Keys and links out of who shares what."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from graph.model import KeyKind
from graph.normalise.blake import hex_digests
from graph.normalise.distinct import ranked
from graph.snapshot_tables import KEYS, LINKS

# Kinds whose value is itself a digest.
HASHED = frozenset((KeyKind.PERSON, KeyKind.AGENT, KeyKind.SCOPE))

_DIGEST = 8  # bytes
# firm, key and role in one number: 28, 32 and 4 bits.
_ROLE_BITS, _KEY_BITS = 4, 32


def digests(texts: pl.Series) -> pl.Series:
    """16 hex digits of blake2b for each text, none of which is null."""
    return hex_digests(texts, size=_DIGEST)


def public_ids(kind: KeyKind, values: pl.Series) -> pl.Series:
    """What a user and the API call the keys of one kind: `phone-` and 16 hex digits, from the value alone."""
    word = kind.name.lower()
    if kind in HASHED:
        return (word + "-" + values).alias("public_id")
    return hex_digests(values, size=_DIGEST, front=word + ":", label=word + "-").alias("public_id")


@dataclass(frozen=True)
class Shared:
    """The values of one kind, and which firms have them.

    `values`: value, label, flag; each value once, sorted. `links`: firm, at (row of `values`), role, since,
    until, strength; a pair may stand there more than once.
    """

    values: pl.DataFrame
    links: pl.DataFrame


def share(frame: pl.DataFrame) -> Shared:
    """Number the values of `frame` (firm, value, role, and if it has them label, flag, since, until).

    Rows without a value are left out. A value is its own label where none is given; of several the first
    row's stays, so rows with labels must stand in an order that follows from their content.
    """
    known = frame["value"].is_not_null() & (frame["value"] != "")
    rows = frame if known.all() else frame.filter(known)
    at, texts = ranked(rows["value"])
    values, rows = texts.alias("value").to_frame(), rows.drop("value")
    first = np.empty(len(values), np.int32)
    first[at[::-1]] = np.arange(len(at), dtype=np.int32)[::-1]  # written last to first: the first row stays
    told = rows[first]
    links = rows.with_columns(
        pl.lit(None, dtype=pl.Date).alias(c) for c in ("since", "until") if c not in rows.columns
    )
    return Shared(
        values.with_columns(
            told["label"] if "label" in told.columns else pl.col("value").alias("label"),
            (told["flag"] if "flag" in told.columns else pl.lit(0).alias("flag")).cast(pl.Int8),
        ),
        links.select(
            "firm",
            pl.Series("at", at),
            pl.col("role").cast(pl.Int8),
            "since",
            "until",
            pl.lit(1.0, dtype=pl.Float32).alias("strength"),
        ),
    )


@dataclass(frozen=True)
class KeyTable:
    """Keys with their links. The keys of one kind stand together from `first[kind]`."""

    keys: pl.DataFrame
    links: pl.DataFrame
    first: Mapping[KeyKind, int]

    def without_labels(self) -> "KeyTable":
        """What `find` and `within` need, and nothing more."""
        return KeyTable(self.keys.select("kind", "value"), self.links.clear(), self.first)

    def find(self, kind: KeyKind, values: pl.Series) -> pl.Series:
        """int32 per value: the key of this kind and value, -1 where there is none."""
        of_kind = self.keys.with_row_index("key").filter(pl.col("kind") == kind).select("value", "key")
        found = values.to_frame("value").join(of_kind, on="value", how="left", maintain_order="left")
        return found["key"].cast(pl.Int32).fill_null(-1)

    def within(self, kind: KeyKind, values: pl.Series) -> pl.DataFrame:
        """`at` (row of `values`) and `key` for each key that is the value or a part of it.

        The parts of a place follow a slash: a room's workstations are `<room>/…`.
        """
        texts = self.keys["value"].slice(self.first[kind], int((self.keys["kind"] == kind).sum()))
        after_slash = chr(ord("/") + 1)
        parts = (
            pl.DataFrame(
                {
                    "at": pl.int_range(len(values), dtype=pl.Int32, eager=True),
                    "from": texts.search_sorted(values + "/"),
                    "to": texts.search_sorted(values + after_slash),
                }
            )
            .filter(pl.col("from") < pl.col("to"))
            .select("at", pl.int_ranges("from", "to", dtype=pl.Int32).alias("key") + self.first[kind])
            .explode("key")
        )
        whole = pl.DataFrame(
            {"at": pl.int_range(len(values), dtype=pl.Int32, eager=True), "key": self.find(kind, values)}
        )
        return pl.concat([whole.filter(pl.col("key") >= 0), parts])


def _packed(links: pl.DataFrame) -> pl.Series:
    """Firm, key and role as one number that sorts as the three do."""
    firm, key, role = (links[c].to_numpy().astype(np.uint64) for c in ("firm", "key", "role"))
    return pl.Series("link", firm << (_KEY_BITS + _ROLE_BITS) | key << _ROLE_BITS | role)


def _merged(links: pl.DataFrame) -> pl.DataFrame:
    """Links sorted and one per firm, key and role: the earliest start, the latest end (null: still holds)."""
    links = pl.DataFrame([_packed(links), links["since"], links["until"], links["strength"]]).sort("link")
    same = links["link"] == links["link"].shift(1)
    repeated = (same | same.shift(-1)).fill_null(False)
    if repeated.any():
        once = (
            links.filter(repeated)
            .group_by("link")
            .agg(
                pl.col("since").min(),
                pl.when(pl.col("until").is_null().any())
                .then(None)
                .otherwise(pl.col("until").max())
                .alias("until"),
                pl.col("strength").max(),
            )
        )
        links = pl.concat([links.filter(~repeated), once]).sort("link")
    link = links["link"].to_numpy()
    return links.select(
        pl.Series("firm", (link >> (_KEY_BITS + _ROLE_BITS)).astype(np.int32)),
        pl.Series("key", ((link >> _ROLE_BITS) & (2**_KEY_BITS - 1)).astype(np.int32)),
        pl.Series("role", (link & (2**_ROLE_BITS - 1)).astype(np.int8)),
        "since",
        "until",
        "strength",
    )


def _degrees(links: pl.DataFrame, n_keys: int) -> npt.NDArray[np.int32]:
    """Distinct firms per key, of links sorted by firm and key."""
    firm, key = links["firm"].to_numpy(), links["key"].to_numpy()
    first = np.ones(len(key), np.bool_)
    first[1:] = (key[1:] != key[:-1]) | (firm[1:] != firm[:-1])
    return np.bincount(key[first], minlength=n_keys).astype(np.int32)


def build_keys(shared: Mapping[KeyKind, Shared], registered_on: pl.Series) -> KeyTable:
    """Number every value as a key, by kind and value, and link the firms to them.

    `registered_on[firm]` fills a missing `since`.
    """
    keys, links, first, offset = [], [], {}, 0
    for kind in sorted(shared):
        of_kind = shared[kind]
        keys.append(
            of_kind.values.with_columns(
                pl.lit(kind, dtype=pl.Int8).alias("kind"), public_ids(kind, of_kind.values["value"])
            )
        )
        links.append(of_kind.links.with_columns(pl.col("at") + offset).rename({"at": "key"}))
        first[kind] = offset
        offset += len(of_kind.values)
    every = pl.concat(links)
    registered = registered_on.gather(every["firm"])
    merged = _merged(every.with_columns(pl.col("since").fill_null(registered)))
    table = pl.concat(keys).with_columns(pl.Series("degree", _degrees(merged, offset)))
    return KeyTable(table.select(list(KEYS)), merged.select(list(LINKS)), first)
