"""People and owners as keys: persons under a name that no id number went into."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from graph.keys import digests, shared
from graph.model import KeyKind
from graph.resolve import STRENGTH, Identity, Resolution
from graph.resolve_mentions import Mentions

_STRENGTHS = np.array([STRENGTH[i] for i in sorted(Identity)], dtype=np.float32)


@dataclass(frozen=True)
class People:
    """`persons`, one row each: kind, value and the columns of snapshot_tables.PERSONS but the key;
    `of_mention[i]`, the row in `persons` of mention i; `ids`: keyed id and row in `persons`;
    `shared`, frames of keys.SHARED by kind."""

    persons: pl.DataFrame
    of_mention: npt.NDArray[np.int64]
    ids: pl.DataFrame
    shared: dict[KeyKind, pl.DataFrame]


def _first_mentions(table: pl.DataFrame, registered_on: pl.Series) -> pl.DataFrame:
    """Each person's mention in the firm registered first, in canonical order."""
    order = table.select(
        "person", "firm", registered_on.gather(table["firm"]).alias("on"), pl.int_range(pl.len()).alias("row")
    )
    rows = order.sort("on", "firm", "row", nulls_last=True).unique("person", keep="first")["row"].sort()
    return table[rows]


def _anchors(first: pl.DataFrame, firm_ids: pl.Series) -> pl.Series:
    """A name for each person that stays from night to night, and that no secret or id went into.

    It is the digest of where the person first appears: the firm registered first, role and name there,
    and a counter for namesakes in that place.
    """
    place = first.select(
        pl.concat_str(
            firm_ids.gather(first["firm"]), pl.col("role").cast(pl.String), "text", separator="/"
        ).alias("place")
    )
    counter = pl.int_range(pl.len()).over("place").cast(pl.String)
    return digests(place.select(pl.concat_str("place", counter, separator="/")).to_series())


def build_people(mentions: Mentions, found: Resolution, firms: pl.DataFrame) -> People:
    """The persons behind the mentions, and the firms that they are linked to."""
    table = mentions.table.with_columns(
        pl.Series("person", found.person),
        pl.Series("identity", found.identity),
        mentions.names["name"].gather(mentions.table["name"]).alias("text"),
    )
    first = _first_mentions(table, firms["registered_on"])
    # No two mentions that are one person contradict each other, so the longest date is the largest.
    known = ("birth_date", "home_region", "nationality")
    said = table.group_by("person").agg(pl.col(c).max() for c in known)
    persons = (
        first.select(
            "person",
            "identity",
            pl.when(pl.col("agent") == 1)
            .then(int(KeyKind.AGENT))
            .otherwise(int(KeyKind.PERSON))
            .alias("kind"),
            _anchors(first, firms["firm_id"]).alias("value"),
            pl.col("text").alias("name"),
            mentions.names["surname"].gather(first["name"]).alias("surname"),
            pl.Series("strength", _STRENGTHS[first["identity"].to_numpy()]),
        )
        .join(said, on="person", how="left", maintain_order="left")
        .with_columns(pl.col("birth_date").is_not_null().alias("age_known"))
        .sort("kind", "value")
    )
    row_of = np.zeros(len(table), dtype=np.int64)
    row_of[persons["person"].to_numpy()] = np.arange(len(persons))
    of_mention = row_of[found.person]

    facts = table.select(
        "firm", "role", "since", "until", "agent", pl.col("text").alias("label")
    ).with_columns(persons["value"].gather(of_mention), persons["strength"].gather(of_mention))
    with_id = table.select("id", pl.Series("row", of_mention)).filter(pl.col("id") >= 0).unique()
    ids = with_id.select(mentions.ids.gather(with_id["id"]).alias("id"), "row")
    return People(
        persons.drop("person"),
        of_mention,
        ids,
        {
            KeyKind.PERSON: shared(facts.filter(pl.col("agent") == 0)),
            KeyKind.AGENT: shared(facts.filter(pl.col("agent") == 1)),
        },
    )
