"""British addresses as places: the house by postcode and number or name, the flat or suite in it."""

import polars as pl

from graph.model import Granularity

_POSTCODE = r"\b([A-Z]{1,2}[0-9][A-Z0-9]?) ?([0-9][A-Z]{2})\b"
_UNIT = (
    r"\b(?:FLAT|UNIT|SUITE|ROOM|APARTMENT|APT|OFFICE|STUDIO)\.? ?(?:NO\.? ?)?([0-9]{1,5}[A-Z]?|[A-Z])\b"
    r"|\b((?:GROUND|FIRST|SECOND|THIRD|FOURTH|FIFTH|[0-9]{1,2}(?:ST|ND|RD|TH)) FLOOR)\b"
)
_NUMBER = r"(?:^|[ ,])([0-9]{1,4}(?: ?- ?[0-9]{1,4})?[A-Z]?) [A-Z]"
COLUMNS = ("building_key", "room_key", "building", "display", "granularity")


def uk_places(texts: pl.Series) -> pl.DataFrame:
    """Columns COLUMNS of each text: keys `GB|<postcode>|<number or name>` and `…|<flat>`, what a user reads
    of the house and of the whole, and model.Granularity. All null where there is no postcode."""
    text = pl.col("text").str.to_uppercase().str.replace_all(r"[\s.;]+", " ").str.strip_chars(" ,")
    read = texts.alias("text").to_frame().select("text", text.alias("upper"))
    code = pl.concat_str(
        pl.col("upper").str.extract(_POSTCODE, 1), pl.col("upper").str.extract(_POSTCODE, 2), separator=" "
    )
    unit = pl.coalesce(pl.col("upper").str.extract(_UNIT, 1), pl.col("upper").str.extract(_UNIT, 2))
    read = read.with_columns(
        code.alias("code"),
        unit.alias("unit"),
        pl.col("upper").str.replace_all(_UNIT, "").str.replace_all(r"^[ ,]+", "").alias("rest"),
    )
    name = pl.col("rest").str.extract(r"^([^,]+)").str.strip_chars(" ")
    number = pl.col("rest").str.extract(_NUMBER).str.replace_all(" ", "")
    house = pl.concat_str(pl.lit("GB"), "code", pl.coalesce(number, name), separator="|")
    known = pl.col("code").is_not_null()
    return read.with_columns(house.alias("building_key")).select(
        "building_key",
        pl.concat_str("building_key", "unit", separator="|").alias("room_key"),
        pl.when(known).then("rest").alias("building"),
        pl.when(known).then("text").alias("display"),
        pl.when(known & pl.col("unit").is_not_null())
        .then(int(Granularity.ROOM))
        .when(known)
        .then(int(Granularity.NUMBER))
        .cast(pl.Int8)
        .alias("granularity"),
    )
