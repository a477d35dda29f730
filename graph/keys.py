"""Keys and links out of who shares what."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import polars as pl

from graph.jit import kernel
from graph.model import KeyKind
from graph.normalise.blake import hex_digests
from graph.normalise.distinct import ranked
from graph.snapshot_tables import KEYS, LINKS
from graph.union_find import Int32s

# Kinds whose value is itself a digest.
HASHED = frozenset((KeyKind.PERSON, KeyKind.AGENT, KeyKind.SCOPE))

_DIGEST = 8  # bytes
# key and role in one number
_ROLE_BITS = 4
_FEW = 64  # links of one firm, which are sorted in place
_SPELLINGS = {"at": pl.Int32, "of": pl.Int32, "firms": pl.Int32}


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
    until, strength; a pair may stand there more than once. `spellings`: at (row of a value that is only
    another spelling, to which no firm is linked), of (row of the value it is one of) and firms (how many
    write it so).
    """

    values: pl.DataFrame
    links: pl.DataFrame
    spellings: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=_SPELLINGS))

    def with_spellings(self, told: pl.DataFrame) -> "Shared":
        """With values that are written for others: `told` has value, of, label and firms."""
        if told.is_empty():
            return self
        own = pl.int_range(len(self.values), dtype=pl.Int32, eager=True).alias("row")
        more = told.select(
            "value", "label", pl.lit(0, pl.Int8).alias("flag"), pl.lit(-1, pl.Int32).alias("row")
        )
        values = pl.concat([self.values.with_columns(own), more]).sort("value")
        at = np.empty(len(self.values), np.int32)
        row = values["row"].to_numpy()
        at[row[row >= 0]] = np.flatnonzero(row >= 0)
        places = [values["value"].search_sorted(told[name]).cast(pl.Int32) for name in ("value", "of")]
        return Shared(
            values.drop("row"),
            self.links.with_columns(pl.Series("at", at[self.links["at"].to_numpy()])),
            pl.DataFrame([places[0].alias("at"), places[1].alias("of"), told["firms"]]),
        )


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
        return KeyTable(self.keys.select("kind", "value", "same_as"), self.links.clear(), self.first)

    def find(self, kind: KeyKind, values: pl.Series) -> pl.Series:
        """int32 per value: the key of this kind that has it, in whatever spelling, -1 where there is none."""
        own = pl.col("key").cast(pl.Int32)
        of_kind = (
            self.keys.with_row_index("key")
            .filter(pl.col("kind") == kind)
            .select("value", pl.when(pl.col("same_as") >= 0).then("same_as").otherwise(own).alias("key"))
        )
        found = values.to_frame("value").join(of_kind, on="value", how="left", maintain_order="left")
        return found["key"].fill_null(-1)

    def within(self, kind: KeyKind, values: pl.Series) -> pl.DataFrame:
        """`at` (row of `values`) and `key` for each key that is the value or a part of it.

        The parts of a place follow a slash: a room's workstations are `<room>/…`. A spelling stands for the
        value it is one of.
        """
        key = self.find(kind, values)
        values = self.keys["value"].gather(key.set(key < 0, None)).fill_null(values)
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
        parts = parts.filter(self.keys["same_as"].gather(parts["key"]) < 0)
        whole = pl.DataFrame({"at": pl.int_range(len(values), dtype=pl.Int32, eager=True), "key": key})
        return pl.concat([whole.filter(pl.col("key") >= 0), parts])


@kernel
def _by_firm(firm: Int32s, rest: npt.NDArray[np.int64], starts: npt.NDArray[np.int64], order: Int32s) -> None:
    """Rows by firm (a counting sort) and within one by `rest`; `starts` ends as each firm's end."""
    for row in range(len(firm)):
        order[starts[firm[row]]] = row
        starts[firm[row]] += 1
    begin = 0
    for end in starts:
        if end - begin > _FEW:
            block = order[begin:end].copy()
            order[begin:end] = block[np.argsort(rest[block], kind="mergesort")]
        else:
            for i in range(begin + 1, end):
                row, j = order[i], i
                while j > begin and rest[order[j - 1]] > rest[row]:
                    order[j] = order[j - 1]
                    j -= 1
                order[j] = row
        begin = end


def _merged(links: pl.DataFrame, n_firms: int) -> pl.DataFrame:
    """Links sorted and one per firm, key and role: the earliest start, the latest end (null: still holds)."""
    firm = links["firm"].to_numpy()
    rest = links["key"].to_numpy().astype(np.int64) << _ROLE_BITS | links["role"].to_numpy()
    starts = np.zeros(n_firms, np.int64)
    starts[1:] = np.cumsum(np.bincount(firm, minlength=n_firms))[:-1]
    order: Int32s = np.empty(len(firm), np.int32)
    _by_firm(firm, rest, starts, order)
    firm, rest = firm[order], rest[order]
    same = (firm[1:] == firm[:-1]) & (rest[1:] == rest[:-1])
    del firm, rest
    links = links[order]
    if not same.any():
        return links
    first = np.ones(len(links), np.bool_)
    first[1:] = ~same
    repeated = ~first
    repeated[:-1] |= same
    once = (
        links.filter(pl.Series(repeated))
        .group_by("firm", "key", "role", maintain_order=True)
        .agg(
            pl.col("since").min(),
            pl.when(pl.col("until").is_null().any())
            .then(None)
            .otherwise(pl.col("until").max())
            .alias("until"),
            pl.col("strength").max(),
        )
    )
    links = links.filter(pl.Series(first))
    at = pl.Series(np.flatnonzero(repeated[first]))
    return links.with_columns(links[c].scatter(at, once[c]) for c in ("since", "until", "strength"))


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
    keys, links, spellings, first, offset = [], [], [], {}, 0
    for kind in sorted(shared):
        of_kind = shared[kind]
        keys.append(
            of_kind.values.with_columns(
                pl.lit(kind, dtype=pl.Int8).alias("kind"), public_ids(kind, of_kind.values["value"])
            )
        )
        links.append(of_kind.links.with_columns(pl.col("at") + offset).rename({"at": "key"}))
        spellings.append(of_kind.spellings.with_columns(pl.col("at", "of") + offset))
        first[kind] = offset
        offset += len(of_kind.values)
    every = pl.concat(links)
    registered = registered_on.gather(every["firm"])
    merged = _merged(every.with_columns(pl.col("since").fill_null(registered)), len(registered_on))
    spelt = pl.concat(spellings)
    degree, same_as = _degrees(merged, offset), np.full(offset, -1, np.int32)
    degree[spelt["at"]], same_as[spelt["at"]] = spelt["firms"], spelt["of"]
    table = pl.concat(keys).with_columns(pl.Series("degree", degree), pl.Series("same_as", same_as))
    return KeyTable(table.select(list(KEYS)), merged.select(list(LINKS)), first)
