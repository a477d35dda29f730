"""Pairs of mentions of people from open data sets whose truth is known; which lie beside the repository.

Each set is cut into two halves by person: one to look at while working, one only to measure on.
"""

import polars as pl

from bench.people_drawing import shared_data
from bench.people_kinds import COLUMNS

PEOPLE = shared_data() / "matching" / "people"
PER_PERSON = 4  # pairs of one person at most
PER_BLOCK = 3  # pairs of two people for each mention, within each way of being alike


def _half(key: pl.Expr, half: str) -> pl.Expr:
    return key.hash(11) % 2 == (half == "held")


def _paired(left: pl.DataFrame, right: pl.DataFrame, kind: str, same: pl.Series) -> pl.DataFrame:
    """Rows of two tables of mentions as pairs."""
    sides = [
        (table[c] if c in table.columns else pl.Series(c, [None] * len(table), dtype=pl.String)).alias(
            f"{side}_{c}"
        )
        for side, table in (("left", left), ("right", right))
        for c in COLUMNS
    ]
    return pl.DataFrame([pl.Series("kind", [kind] * len(left), dtype=pl.String), same.alias("same"), *sides])


def _pairs_within(mentions: pl.DataFrame, block: str, each: int, seed: int) -> pl.DataFrame:
    """Row numbers of up to `each` partners for every mention among those after it in its block."""
    order = (
        mentions.with_row_index("row")
        .select("row", block)
        .drop_nulls()
        .sample(fraction=1.0, shuffle=True, seed=seed)
    )
    steps = [
        order.select(
            left="row", right=pl.col("row").shift(-step).over(block, order_by=pl.int_range(pl.len()))
        ).drop_nulls()
        for step in range(1, each + 1)
    ]
    return pl.concat(steps)


def _of(mentions: pl.DataFrame, pairs: pl.DataFrame, kind: str, truth: str = "person") -> pl.DataFrame:
    left, right = mentions[pairs["left"]], mentions[pairs["right"]]
    return _paired(left, right, kind, left[truth] == right[truth])


def historical(half: str, place: str = "birth_place", name: str = "full_name", seed: int = 1) -> pl.DataFrame:
    """Historical figures with errors: pairs of one person, of two with something alike, and of any two."""
    rows = pl.read_parquet(PEOPLE / "historical_figures_with_errors_50k.parquet")
    rows = rows.filter(_half(pl.col("cluster"), half) & pl.col(name).is_not_null())
    mentions = rows.select(
        person="cluster",
        name=name,
        birth_date="dob",
        gender="gender",
        region=place,
        role="occupation",
        surname="surname",
        first_place=pl.col("first_name") + "/" + pl.col("birth_place"),
    )
    one = _pairs_within(mentions, "person", PER_PERSON, seed).sample(n=15_000, seed=seed)
    out = [_of(mentions, one, "one person")]
    for block, kind in (
        ("surname", "one surname"),
        ("birth_date", "one birthday"),
        ("first_place", "one given name and place"),
    ):
        two = _of(mentions, _pairs_within(mentions, block, PER_BLOCK, seed), kind).filter(~pl.col("same"))
        out.append(two.sample(n=min(len(two), 4_000), seed=seed))
    any_two = mentions.with_columns(any=pl.lit(1))
    out.append(
        _of(any_two, _pairs_within(any_two, "any", 1, seed), "any two")
        .filter(~pl.col("same"))
        .sample(n=4_000, seed=seed)
    )
    return pl.concat(out)


def executives(half: str) -> pl.DataFrame:
    """Namesakes in two listed firms: one person where gender and age are the same, which are hidden."""
    rows = pl.read_csv(PEOPLE / "listed_executives_half.csv", infer_schema_length=0)
    mentions = rows.filter(_half(pl.col("name"), half) & pl.col("gender").is_not_null()).select(
        "name", firm="code", role="jobs", person=pl.col("name") + pl.col("gender") + pl.col("age")
    )
    return _of(mentions, _pairs_within(mentions, "name", 20, 1), "namesakes")


def senzing() -> pl.DataFrame:
    """Every two people of the truth set, customers and watch list: small and hard."""
    files = [
        pl.read_csv(PEOPLE / "senzing_truthset" / f"{f}.csv", infer_schema_length=0)
        for f in ("customers", "watchlist", "reference")
    ]
    key = pl.read_csv(PEOPLE / "senzing_truthset" / "actual_truthset_key.csv", infer_schema_length=0)
    rows = pl.concat(files, how="diagonal").filter(pl.col("RECORD_TYPE") == "PERSON")
    rows = rows.join(key, on=["DATA_SOURCE", "RECORD_ID"])
    parts = ("PRIMARY_NAME_FIRST", "PRIMARY_NAME_MIDDLE", "PRIMARY_NAME_LAST")
    mentions = (
        rows.select(
            person="CLUSTER_ID",
            name=pl.coalesce(
                "PRIMARY_NAME_FULL",
                pl.concat_str(*parts, separator=" ", ignore_nulls=True).replace("", None),
                "NATIVE_NAME_FULL",
            ),
            birth_date="DATE_OF_BIRTH",
            gender="GENDER",
            id=pl.coalesce("SSN_NUMBER", "DRIVERS_LICENSE_NUMBER"),
            region=pl.coalesce(
                pl.concat_str("ADDR_LINE1", "ADDR_CITY", separator=" ", ignore_nulls=True).replace("", None)
            ),
            phone="PHONE_NUMBER",
            firm="EMPLOYER",
        )
        .with_columns(any=pl.lit(1))
        .filter(pl.col("name").is_not_null())
    )
    return _of(mentions, _pairs_within(mentions, "any", len(mentions), 1), "any two")
