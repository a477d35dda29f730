"""Mentions of people in roles and holdings, as the numbers that `resolve` works on."""

from dataclasses import dataclass

import polars as pl

from graph.model import ROLES, LinkRole
from graph.normalise.dates import partial_dates
from graph.normalise.ids import canonical, keyed, resident_ids
from graph.normalise.person_names import person_names
from graph.resolve import MAX_NAMES_PER_ID

ROLE_NUMBERS = {role: int(LinkRole[role.upper()]) for role in ROLES}
_REGION = r"^[1-9]\d{5}$"


@dataclass(frozen=True)
class Mentions:
    """Every mention of a person, one row each, in an order that depends on their content alone.

    `table`: what `resolve` wants (firm, name, agent, id, year, month, day, region), and role, birth_date,
    home_region, nationality, since, until, holding (row of holdings, -1 for a role). `names`: name and
    surname by code. `ids`: the keyed form of each id code. `placeholder_ids`: how many ids were shared
    by too many names to be anyone's.
    """

    table: pl.DataFrame
    names: pl.DataFrame
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


def _people_by_id(ids: pl.Series, id_key: bytes) -> pl.DataFrame:
    """What each distinct id as written says: raw, order (of the canonical text), keyed, born, region."""
    distinct = ids.drop_nulls().unique().sort()
    said = resident_ids(distinct)
    return pl.DataFrame(
        {
            "person_id": distinct,
            "order": canonical(distinct).fill_null("").rank("dense").cast(pl.Int32),
            "keyed": keyed(distinct, id_key),
            "born": said["birth_date"],
            "region_of_id": said["home_region"],
        }
    )


def _without_placeholders(ids: pl.Series, names: pl.Series) -> tuple[pl.Series, int]:
    """Ids that stand under many names are taken for none."""
    busy = (
        pl.DataFrame({"id": ids, "name": names})
        .filter(pl.col("id") >= 0)
        .unique()
        .group_by("id")
        .len()
        .filter(pl.col("len") > MAX_NAMES_PER_ID)["id"]
    )
    return ids.set(ids.is_in(busy.to_list()), -1) if len(busy) else ids, len(busy)


def gather_mentions(roles: pl.DataFrame, holdings: pl.DataFrame, id_key: bytes) -> Mentions:
    """Mentions from the valid roles and holdings, each with a `firm` index in place of the firm id.

    Raw ids end here: what is handed on is a code, and the keyed form it stands for.
    """
    rows = _gathered(roles, holdings)
    distinct = rows["name"].unique()
    parsed = person_names(distinct).select("name", "surname").with_columns(distinct.alias("text"))
    names = (
        parsed.select("name", "surname")
        .drop_nulls("name")
        .unique()
        .sort("name", "surname")
        .unique("name", keep="first", maintain_order=True)
    )
    text_codes = pl.DataFrame({"text": distinct, "code": _codes(parsed["name"], names["name"])})
    rows = rows.join(text_codes, left_on="name", right_on="text", how="left", nulls_equal=True)
    rows = rows.drop("name").rename({"code": "name"}).filter(pl.col("name") >= 0)

    people = _people_by_id(rows["person_id"], id_key)
    ids = people["keyed"].drop_nulls().unique()
    people = people.with_columns(_codes(people["keyed"], ids).alias("id"))
    rows = rows.join(people.drop("keyed"), on="person_id", how="left").drop("person_id")
    births = pl.DataFrame({"birth_date": rows["birth_date"].drop_nulls().unique()})
    births = births.with_columns(partial_dates(births["birth_date"])["value"].alias("birth"))
    rows = rows.join(births, on="birth_date", how="left").drop("birth_date")
    region = pl.col("home_region").str.strip_chars()
    rows = rows.with_columns(
        pl.coalesce(pl.col("born").dt.to_string(), "birth").alias("birth_date"),
        pl.coalesce(
            pl.when(region.str.contains(_REGION)).then(region),
            "region_of_id",
        ).alias("home_region"),
        pl.col("order", "id").fill_null(-1),
        (pl.col("role") == LinkRole.AGENT).cast(pl.Int32).alias("agent"),
    ).drop("born", "birth", "region_of_id")
    kept, placeholders = _without_placeholders(rows["id"], rows["name"])
    rows = rows.with_columns(kept.alias("id"))
    # Mentions that are equal in these are one person, so their order does not matter.
    rows = _with_parts(rows).sort("firm", "role", "name", "order", "year", "month", "day", "region")
    return Mentions(rows.drop("order"), names, ids, placeholders)


def _with_parts(rows: pl.DataFrame) -> pl.DataFrame:
    """Dates of birth as numbers: year 1980, month 198005, day 19800503; -1 where not known so finely."""
    digits = pl.col("birth_date").str.replace_all("-", "", literal=True)
    return rows.with_columns(
        pl.when(digits.str.len_bytes() >= n)
        .then(digits.str.slice(0, n))
        .cast(pl.Int32)
        .fill_null(-1)
        .alias(c)
        for n, c in ((4, "year"), (6, "month"), (8, "day"))
    ).with_columns(
        # A whole city or province contradicts no county in it.
        pl.when(~pl.col("home_region").str.ends_with("00"))
        .then(pl.col("home_region").cast(pl.Int32))
        .fill_null(-1)
        .alias("region")
    )
