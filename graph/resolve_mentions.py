"""Mentions of people in roles and holdings, as the numbers that `resolve` works on."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from graph.model import ROLES, LinkRole
from graph.normalise.dates import partial_dates
from graph.normalise.ids import keyed, resident_ids
from graph.normalise.person_names import person_names
from graph.resolve import MAX_NAMES_PER_ID

ROLE_NUMBERS = {role: int(LinkRole[role.upper()]) for role in ROLES}
_REGION = r"^([1-9]\d{5})$"


@dataclass(frozen=True)
class Mentions:
    """Every mention of a person, one row each, in an order that depends on their content alone.

    `table`: what `resolve` wants (firm, name, agent, id, year, month, day, region), and role, birth (as
    fine as known: 1980, 198005 or 19800503), home (region, also of whole cities), nation, since, until,
    holding (row of holdings, -1 for a role); -1 is unknown. `names`: name and surname by code; `nations`:
    nationality by code; `ids`: the keyed form by id code. `placeholder_ids`: how many ids stood under too
    many names to be anyone's.
    """

    table: pl.DataFrame
    names: pl.DataFrame
    nations: pl.Series
    ids: pl.Series
    placeholder_ids: int


def _gathered(roles: pl.DataFrame, holdings: pl.DataFrame) -> pl.DataFrame:
    """Role rows and holders who are people, in one frame."""
    held = holdings.with_row_index("holding").filter(pl.col("holder_type") == "person")
    return pl.concat(
        [
            roles.select(
                "firm",
                pl.col("person_name").alias("name"),
                pl.col("role").cast(pl.String).replace_strict(ROLE_NUMBERS, return_dtype=pl.Int8),
                pl.col("person_id"),
                "birth_date",
                "home_region",
                "nationality",
                "since",
                "until",
                pl.lit(-1, dtype=pl.Int32).alias("holding"),
            ),
            held.select(
                "firm",
                pl.col("holder_name").alias("name"),
                pl.lit(LinkRole.SHAREHOLDER, dtype=pl.Int8).alias("role"),
                pl.col("holder_id").alias("person_id"),
                *(
                    pl.lit(None, dtype=pl.String).alias(c)
                    for c in ("birth_date", "home_region", "nationality")
                ),
                "since",
                "until",
                pl.col("holding").cast(pl.Int32),
            ),
        ]
    )


def _codes(values: pl.Series, distinct: pl.Series) -> pl.Series:
    """int32 per value: its place in `distinct`; -1 for null."""
    table = pl.DataFrame({"value": distinct}).with_row_index("code")
    found = values.to_frame("value").join(table, on="value", how="left", maintain_order="left")
    return found["code"].cast(pl.Int32).fill_null(-1)


def _names(texts: pl.Series) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Distinct names (name, surname; sorted) and the code of each text that is a name (text, name)."""
    parsed = person_names(texts).select("name", "surname").with_columns(texts.alias("text"))
    parsed = parsed.drop_nulls("name")
    names = parsed.group_by("name").agg(pl.col("surname").min()).sort("name")
    return names, parsed.select("text", _codes(parsed["name"], names["name"]).alias("code"))


def _people_by_id(written: pl.Series, id_key: bytes) -> tuple[pl.DataFrame, pl.Series]:
    """What each distinct id as written says (person_id, id, born, home_of_id), and keyed ids by code."""
    texts = written.drop_nulls().unique()
    said = resident_ids(texts)
    born = said["birth_date"].dt
    secret = keyed(texts, id_key)
    ids = secret.drop_nulls().unique()
    people = pl.DataFrame(
        {
            "person_id": texts,
            "id": _codes(secret, ids),
            "born": born.year() * 10_000 + born.month().cast(pl.Int32) * 100 + born.day(),
            "home_of_id": said["home_region"].cast(pl.Int32),
        }
    )
    return people, ids


def _births(written: pl.Series) -> pl.DataFrame:
    """Dates of birth as numbers, as fine as they are known: birth_date, birth."""
    texts = written.drop_nulls().unique()
    value = partial_dates(texts)["value"]
    return pl.DataFrame(
        {"birth_date": texts, "birth": value.str.replace_all("-", "", literal=True).cast(pl.Int32)}
    )


def _homes(written: pl.Series) -> pl.DataFrame:
    """Regions of six digits as numbers: home_region, home."""
    texts = written.drop_nulls().unique()
    digits = texts.str.strip_chars().str.extract(_REGION, 1)
    return pl.DataFrame({"home_region": texts, "home": digits.cast(pl.Int32)})


def _without_placeholders(ids: pl.Series, names: pl.Series) -> tuple[pl.Series, int]:
    """Ids that stand under many names are taken for none."""
    pairs = pl.DataFrame({"id": ids, "name": names}).filter(pl.col("id") >= 0).unique()
    busy = np.flatnonzero(np.bincount(pairs["id"].to_numpy()) > MAX_NAMES_PER_ID)
    return (ids.set(ids.is_in(busy.tolist()), -1) if len(busy) else ids), len(busy)


def _with_facts(rows: pl.DataFrame) -> pl.DataFrame:
    """Adds what must not contradict: year (1980), month (198005), day (19800503) and region, the county."""
    birth, home = pl.col("birth"), pl.col("home")
    return (
        rows.with_columns(
            pl.when(birth >= 10_000_000).then(birth).otherwise(-1).alias("day"),
            # A whole city or province contradicts no county in it.
            pl.when(home % 100 != 0).then(home).otherwise(-1).alias("region"),
        )
        .with_columns(
            pl.when(pl.col("day") > 0)
            .then(pl.col("day") // 100)
            .when(birth >= 100_000)
            .then(birth)
            .otherwise(-1)
            .alias("month")
        )
        .with_columns(
            pl.when(pl.col("month") > 0).then(pl.col("month") // 100).otherwise(birth).alias("year")
        )
    )


def _in_order(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows by firm, role, name, and where these are equal by all that tells people apart.

    Mentions that are equal in that too are one person, so their order does not matter.
    """
    firm, role, name = (rows[c].to_numpy().astype(np.int64) for c in ("firm", "role", "name"))
    rows = rows.with_columns(pl.Series("at", firm << 36 | role << 32 | name)).sort("at")
    same = rows["at"] == rows["at"].shift(1)
    tied = (same | same.shift(-1)).fill_null(False).arg_true()
    if len(tied):
        # They stay within the block of equals, so the rows around them stay where they are.
        index = pl.int_range(len(rows), eager=True).scatter(
            tied,
            tied.gather(rows[tied].select(pl.arg_sort_by("at", "person_id", "birth", "home")).to_series()),
        )
        rows = rows[index]
    return rows.drop("at", "person_id")


def gather_mentions(roles: pl.DataFrame, holdings: pl.DataFrame, id_key: bytes) -> Mentions:
    """Mentions from the valid roles and holdings, each with a `firm` index in place of the firm id.

    Raw ids end here: what is handed on is a code, and the keyed form it stands for.
    """
    rows = _gathered(roles, holdings)
    names, of_text = _names(rows["name"].unique())
    rows = rows.rename({"name": "text"}).join(of_text, on="text").drop("text").rename({"code": "name"})
    people, ids = _people_by_id(rows["person_id"], id_key)
    rows = rows.join(people, on="person_id", how="left")
    rows = rows.join(_births(rows["birth_date"]), on="birth_date", how="left").drop("birth_date")
    rows = rows.join(_homes(rows["home_region"]), on="home_region", how="left").drop("home_region")
    nations = rows["nationality"].drop_nulls().unique().sort()
    rows = rows.with_columns(
        # A checked id knows the date better than what was typed beside it; a region is asked the other way,
        # since an id keeps the place where it was first issued.
        pl.coalesce("born", "birth").fill_null(-1).alias("birth"),
        pl.coalesce("home", "home_of_id").fill_null(-1).alias("home"),
        pl.col("id").fill_null(-1),
        (pl.col("role") == LinkRole.AGENT).cast(pl.Int32).alias("agent"),
        _codes(rows["nationality"], nations).alias("nation"),
    ).drop("born", "home_of_id", "nationality")
    kept, placeholders = _without_placeholders(rows["id"], rows["name"])
    rows = _with_facts(_in_order(rows.with_columns(kept.alias("id"))))
    return Mentions(rows, names, nations, ids, placeholders)
