"""Keys and links out of who shares what."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from graph.model import KeyKind
from graph.snapshot_tables import KEYS, LINKS, Schema

# One row per fact "this firm has this value": `flag` as in keys; since, until and strength as in links.
SHARED: Schema = {
    "firm": pl.Int32(),
    "value": pl.String(),
    "label": pl.String(),
    "flag": pl.Int8(),
    "role": pl.Int8(),
    "since": pl.Date(),
    "until": pl.Date(),
    "strength": pl.Float32(),
}

# Kinds whose value is itself a digest.
HASHED = frozenset((KeyKind.PERSON, KeyKind.AGENT, KeyKind.SCOPE))


def digests(texts: pl.Series) -> pl.Series:
    """16 hex digits of blake2b for each text; null stays null. Work is done once per distinct text."""
    distinct = texts.drop_nulls().unique()
    hashes = [hashlib.blake2b(text, digest_size=8).digest() for text in distinct.cast(pl.Binary).to_list()]
    table = pl.DataFrame({"text": distinct, "hash": pl.Series(hashes, dtype=pl.Binary).bin.encode("hex")})
    return texts.to_frame("text").join(table, on="text", how="left", maintain_order="left").to_series(1)


def public_ids(kind: KeyKind, values: pl.Series) -> pl.Series:
    """What a user and the API call the keys of one kind: `phone-` and 16 hex digits, from the value alone."""
    word = kind.name.lower()
    hashes = values if kind in HASHED else digests(word + ":" + values)
    return (word + "-" + hashes).alias("public_id")


def shared(frame: pl.DataFrame) -> pl.DataFrame:
    """A frame of `SHARED`: what `frame` lacks is null, flag 0 and strength 1; rows without a value go."""
    filled: dict[str, pl.Expr] = {"flag": pl.lit(0), "strength": pl.lit(1.0)}
    return frame.filter(pl.col("value").is_not_null() & (pl.col("value") != "")).select(
        (pl.col(name) if name in frame.columns else filled.get(name, pl.lit(None))).cast(dtype).alias(name)
        for name, dtype in SHARED.items()
    )


@dataclass(frozen=True)
class KeyTable:
    """Keys with their links, and how to find a key by its value."""

    keys: pl.DataFrame
    links: pl.DataFrame

    def find(self, kind: KeyKind, values: pl.Series) -> pl.Series:
        """int32 per value: the key of this kind and value, -1 where there is none."""
        of_kind = self.keys.with_row_index("key").filter(pl.col("kind") == kind).select("value", "key")
        found = values.to_frame("value").join(of_kind, on="value", how="left", maintain_order="left")
        return found["key"].cast(pl.Int32).fill_null(-1)


def _of_kind(kind: KeyKind, facts: pl.DataFrame, offset: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The keys of one kind, sorted by value and numbered from `offset`, and the links to them."""
    values = (
        facts.group_by("value")
        # The smallest label whatever the order of rows; a flag on any of them stays.
        .agg(pl.col("label").min(), pl.col("flag").max())
        .sort("value")
        .with_row_index("key", offset=offset)
        .with_columns(pl.col("key").cast(pl.Int32), pl.lit(kind, dtype=pl.Int8).alias("kind"))
    )
    values = values.with_columns(public_ids(kind, values["value"]))
    links = facts.join(values.select("value", "key"), on="value").select(list(LINKS))
    return values, links


def _merged(links: pl.DataFrame) -> pl.DataFrame:
    """One row per firm, key and role: the earliest start, the latest end (null: still holds)."""
    by = ["firm", "key", "role"]
    links = links.sort(by)
    same = pl.all_horizontal(pl.col(c) == pl.col(c).shift(1) for c in by).fill_null(False)
    repeated = links.select(same | same.shift(-1, fill_value=False)).to_series()
    if not repeated.any():
        return links
    still = pl.col("until").is_null().any()
    once = (
        links.filter(repeated)
        .group_by(by)
        .agg(
            pl.col("since").min(),
            pl.when(still).then(None).otherwise(pl.col("until").max()).alias("until"),
            pl.col("strength").max(),
        )
        .select(list(LINKS))
    )
    return pl.concat([links.filter(~repeated), once]).sort(by)


def build_keys(facts: Mapping[KeyKind, pl.DataFrame], registered_on: pl.Series) -> KeyTable:
    """Number every value as a key and link the firms to them.

    `facts` are frames of `SHARED` by kind; `registered_on[firm]` fills a missing `since`.
    """
    keys, links, offset = [], [pl.DataFrame(schema=LINKS)], 0
    for kind in sorted(facts):
        of_kind, to_kind = _of_kind(kind, facts[kind], offset)
        keys.append(of_kind)
        links.append(to_kind)
        offset += len(of_kind)
    every = pl.concat(links)
    registered = registered_on.gather(every["firm"]).alias("registered")
    merged = _merged(every.with_columns(pl.col("since").fill_null(registered)))
    degrees = merged.select("firm", "key").unique().group_by("key").len("degree").sort("key")
    table = pl.concat(keys) if keys else pl.DataFrame(schema={**KEYS, "key": pl.Int32()}).drop("degree")
    # Every key came of a fact, so every key has a degree: sorted alike, the columns fit.
    table = table.with_columns(degrees["degree"].cast(pl.Int32))
    return KeyTable(table.select(list(KEYS)), merged)
