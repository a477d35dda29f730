"""People and owners as keys: persons under a name that no id number went into."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from graph.keys import Shared, digests
from graph.model import KeyKind
from graph.resolve import STRENGTH, Identity, Resolution
from graph.resolve_mentions import Mentions
from graph.union_find import Int32s

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


def _most(values: pl.Series, row_of: Int32s, n: int) -> pl.Series:
    """The largest of each person's values, null where all are unknown (-1)."""
    most = np.full(n, -1, np.int32)
    np.maximum.at(most, row_of, values.to_numpy())
    return pl.Series(values.name, most).replace(-1, None)


def _dates(births: pl.Series) -> pl.Series:
    """1980, 1980-05 or 1980-05-03 of the numbers 1980, 198005 and 19800503."""
    distinct = births.drop_nulls().unique()
    parts = distinct.cast(pl.String).str.replace(r"^(\d{4})(\d\d)?(\d\d)?$", "$1-$2-$3")
    table = pl.DataFrame({"birth": distinct, "date": parts.str.strip_chars_end("-")})
    return births.to_frame("birth").join(table, on="birth", how="left", maintain_order="left")["date"]


def _persons(mentions: Mentions, first: pl.DataFrame, values: pl.Series, of_mention: Int32s) -> pl.DataFrame:
    """What is known of each person; `first` are their first mentions, in the persons' order."""
    # No two mentions of one person contradict each other, so the finest date is the largest number.
    birth, home, nation = (
        _most(mentions.table[c], of_mention, len(first)) for c in ("birth", "home", "nation")
    )
    return pl.DataFrame(
        {
            "kind": pl.select(
                pl.when(first["agent"] == 1).then(int(KeyKind.AGENT)).otherwise(int(KeyKind.PERSON))
            ).to_series(),
            "value": values,
            "name": first["text"],
            "surname": mentions.names["surname"].gather(first["name"]),
            "birth_date": _dates(birth),
            "home_region": home.cast(pl.String),
            "nationality": mentions.nations.gather(nation),
            "identity": first["identity"],
            "strength": _STRENGTHS[first["identity"].to_numpy()],
            "age_known": birth.is_not_null(),
        }
    )


def build_people(mentions: Mentions, found: Resolution, firms: pl.DataFrame) -> People:
    """The persons behind the mentions, and the firms that they are linked to."""
    table = mentions.table.with_columns(
        pl.Series("person", found.person), pl.Series("identity", found.identity)
    )
    first = _first_mentions(table, firms["registered_on"])
    first = first.with_columns(mentions.names["name"].gather(first["name"]).alias("text"))
    value = _anchors(first, firms["firm_id"])
    # Digests of one length sort as the numbers they are; persons (agent 0) before agents.
    order = np.lexsort((value.str.to_integer(base=16, dtype=pl.UInt64).to_numpy(), first["agent"].to_numpy()))
    first, value = first[order], value.gather(order)
    row_of = np.zeros(len(table), dtype=np.int32)
    row_of[first["person"].to_numpy()] = np.arange(len(first), dtype=np.int32)
    of_mention = row_of[found.person]
    persons = _persons(mentions, first, value, of_mention)

    id_ = _most(table["id"], of_mention, len(persons))  # nobody has two
    ids = pl.DataFrame({"id": mentions.ids.gather(id_), "row": np.arange(len(persons), dtype=np.int32)})
    links = table.select(
        "firm",
        pl.Series("at", of_mention),
        "role",
        "since",
        "until",
        persons["strength"].gather(of_mention).alias("strength"),
    )
    agents = table["agent"] == 1
    n_persons = int((first["agent"] == 0).sum())
    values = persons.select("value", pl.col("name").alias("label"), pl.lit(0, dtype=pl.Int8).alias("flag"))
    return People(
        persons,
        table.select("holding", pl.Series("row", of_mention)).filter(pl.col("holding") >= 0),
        ids.drop_nulls("id"),
        {
            KeyKind.PERSON: Shared(values[:n_persons], links.filter(~agents)),
            KeyKind.AGENT: Shared(
                values[n_persons:], links.filter(agents).with_columns(pl.col("at") - n_persons)
            ),
        },
    )
