"""People and owners as keys: persons under a name that no id number went into."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from graph.keys import Shared, digests
from graph.model import KeyKind
from graph.resolve import STRENGTH, Identity, Resolution
from graph.resolve_mentions import Mentions

_STRENGTHS = np.array([STRENGTH[i] for i in sorted(Identity)], dtype=np.float32)


@dataclass(frozen=True)
class People:
    """`persons`, one row each, sorted by kind and value: these and the columns of snapshot_tables.PERSONS
    but the key; `holders` and `ids`: the row in `persons` of each holding by a person and of each keyed
    id; `shared`, who has whom, by kind."""

    persons: pl.DataFrame
    holders: pl.DataFrame
    ids: pl.DataFrame
    shared: dict[KeyKind, Shared]


def _first_mentions(table: pl.DataFrame, registered_on: pl.Series) -> pl.DataFrame:
    """Each person's mention in the firm registered first, in canonical order (which is by firm)."""
    day = registered_on.to_physical().fill_null(2**31 - 1).gather(table["firm"]).to_numpy()
    order = np.argsort(day, kind="stable")
    person = table["person"].to_numpy()
    row = np.full(len(table), -1, np.int32)
    row[person[order[::-1]]] = order[::-1]  # written last to first: the first mention stays
    return table[np.sort(row[row >= 0])]


def _anchors(first: pl.DataFrame, firm_ids: pl.Series) -> pl.Series:
    """A name for each person that stays from night to night, and that no secret or id went into.

    It is the digest of where the person first appears: the firm registered first, role and name there,
    and a counter for namesakes in that place, who stand next to each other.
    """
    place = ("firm", "role", "name")
    same = first.select(pl.all_horizontal(pl.col(c) == pl.col(c).shift(1) for c in place).fill_null(False))
    new = ~same.to_series().to_numpy()
    position = np.arange(len(first))
    counter = position - np.maximum.accumulate(np.where(new, position, 0))
    parts = (firm_ids.gather(first["firm"]), first["role"].cast(pl.String), first["text"])
    anchors = pl.select(pl.concat_str(*parts, pl.Series(counter).cast(pl.String), separator="/"))
    return digests(anchors.to_series())


def build_people(mentions: Mentions, found: Resolution, firms: pl.DataFrame) -> People:
    """The persons behind the mentions, and the firms that they are linked to."""
    names = mentions.names
    table = mentions.table.with_columns(
        pl.Series("person", found.person), pl.Series("identity", found.identity)
    )
    first = _first_mentions(table, firms["registered_on"])
    first = first.with_columns(
        names["name"].gather(first["name"]).alias("text"), names["surname"].gather(first["name"])
    )
    persons = (
        first.select(
            "person",
            "identity",
            "surname",
            pl.when(pl.col("agent") == 1)
            .then(int(KeyKind.AGENT))
            .otherwise(int(KeyKind.PERSON))
            .alias("kind"),
            _anchors(first, firms["firm_id"]).alias("value"),
            pl.col("text").alias("name"),
            pl.Series("strength", _STRENGTHS[first["identity"].to_numpy()]),
        )
        .join(_said(table, mentions.nations), on="person", how="left")
        .with_columns(pl.col("birth_date").is_not_null().alias("age_known"))
    )
    persons = persons[persons.select(pl.arg_sort_by("kind", "value")).to_series()]
    row_of = np.zeros(len(table), dtype=np.int32)
    row_of[persons["person"].to_numpy()] = np.arange(len(persons), dtype=np.int32)
    of_mention = row_of[found.person]

    with_id = table.select("id", pl.Series("row", of_mention)).filter(pl.col("id") >= 0).unique()
    ids = with_id.select(mentions.ids.gather(with_id["id"]).alias("id"), "row")
    links = table.select(
        "firm",
        pl.Series("at", of_mention),
        "role",
        "since",
        "until",
        persons["strength"].gather(of_mention).alias("strength"),
    )
    agents = table["agent"] == 1
    n_persons = len(persons.filter(pl.col("kind") == KeyKind.PERSON))
    values = persons.select("value", pl.col("name").alias("label"), pl.lit(0, dtype=pl.Int8).alias("flag"))
    return People(
        persons.drop("person"),
        table.select("holding", pl.Series("row", of_mention)).filter(pl.col("holding") >= 0),
        ids,
        {
            KeyKind.PERSON: Shared(values[:n_persons], links.filter(~agents)),
            KeyKind.AGENT: Shared(
                values[n_persons:], links.filter(agents).with_columns(pl.col("at") - n_persons)
            ),
        },
    )


def _said(table: pl.DataFrame, nations: pl.Series) -> pl.DataFrame:
    """What is known of each person: person, birth_date, home_region, nationality."""
    # No two mentions of one person contradict each other, so the finest date is the largest number.
    known = ("birth", "home", "nation")
    told = table.filter(pl.any_horizontal(pl.col(c) >= 0 for c in known))
    told = told.group_by("person").agg(pl.col(c).max() for c in known)
    told = told.with_columns(pl.when(pl.col(c) >= 0).then(pl.col(c)) for c in known)
    dates = told.select(pl.col("birth").drop_nulls().unique())
    digits = pl.col("birth").cast(pl.String)
    dates = dates.with_columns(
        digits.str.replace(r"^(\d{4})(\d\d)?(\d\d)?$", "$1-$2-$3")
        .str.strip_chars_end("-")
        .alias("birth_date")
    )
    told = told.join(dates, on="birth", how="left", maintain_order="left")
    return told.select(
        "person",
        "birth_date",
        pl.col("home").cast(pl.String).alias("home_region"),
        nations.gather(told["nation"]).alias("nationality"),
    )
