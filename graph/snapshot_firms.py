"""The firms of a snapshot: their columns, and the places, texts and brands they share."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import polars as pl

from graph.chunks import in_chunks
from graph.filing_order import Stream, measured, streams
from graph.keys import Shared, digests, share
from graph.model import BRITISH, STATUSES, KeyKind, LinkRole
from graph.normalise.addresses import CHUNK, addresses
from graph.normalise.codes import credit_codes
from graph.normalise.names import firm_names
from graph.normalise.scopes import scopes
from graph.normalise.uk_addresses import COLUMNS as UK_COLUMNS
from graph.normalise.uk_addresses import uk_places
from graph.snapshot_tables import FIRMS
from graph.spellings import join_spellings

MIN_BRAND = 2  # characters; a single one is shared by chance
LABEL_LENGTH = 80
_BUILDING_PARTS = ("city", "district", "town", "zone", "road", "number", "park", "building")
_PLACE_COLUMNS = (
    "province",
    "city",
    "district",
    "marker",
    "granularity",
    "building_key",
    "room_key",
    "display",
)


@dataclass(frozen=True)
class FirmFacts:
    """`firms`, still without key indices; `codes`, the canonical id per firm; `names`, as
    `firm_names` read them; `shared`, what they share by kind; `notes`, what to report of their places;
    `streams`, the order of their codes."""

    firms: pl.DataFrame
    codes: pl.Series
    names: pl.DataFrame
    shared: dict[KeyKind, Shared]
    notes: dict[str, int]
    streams: list[Stream]


def building_label(parsed: pl.DataFrame) -> pl.Series:
    """How a building is called to a user: its parts down to the building, without blanks between."""
    return parsed.select(pl.concat_str(_BUILDING_PARTS, ignore_nulls=True)).to_series()


def _scope_digests(texts: pl.Series) -> pl.Series:
    """The digest of each canonical scope text; null where there is none."""
    table = pl.DataFrame({"text": texts.drop_nulls().unique()})
    table = table.with_columns(scopes(table["text"]).alias("canonical")).filter(pl.col("canonical") != "")
    table = table.select("text", digests(table["canonical"]).alias("digest"))
    return texts.to_frame("text").join(table, on="text", how="left", maintain_order="left")["digest"]


def _placed(texts: pl.Series, regions: pl.Series) -> pl.DataFrame:
    """What is wanted of each address; its many parts are let go every so many rows."""

    def read(i: int) -> pl.DataFrame:
        parsed = addresses(texts.slice(i, CHUNK), regions.slice(i, CHUNK))
        return parsed.select(_PLACE_COLUMNS).with_columns(building_label(parsed).alias("building"))

    return pl.concat(in_chunks(read, len(texts), CHUNK))


def _with_british(placed: pl.DataFrame, firms: pl.DataFrame) -> pl.DataFrame:
    """British firms have their places read as British addresses."""
    rows = firms["country"].is_in(BRITISH).fill_null(False).arg_true()
    if len(rows) == 0:
        return placed
    read = uk_places(firms["address"].gather(rows))
    return placed.with_columns(
        placed[name].scatter(rows, read[name].cast(placed[name].dtype)) for name in UK_COLUMNS
    )


def read_firms(table: pl.DataFrame) -> FirmFacts:
    """What the layout's `firms`, sorted by id, tell."""
    firms = table.with_columns(pl.col("status").cast(pl.Enum(STATUSES)))
    with ThreadPoolExecutor(1) as other_core:  # kernels let the interpreter go, so both read at once
        reading = other_core.submit(
            lambda: (
                firm_names(firms["name"], firms["region"]),
                credit_codes(firms["firm_id"]),
                _scope_digests(firms["scope"]),
            )
        )
        placed = _with_british(_placed(firms["address"], firms["region"]), firms)
        joined = join_spellings(
            placed["room_key"], placed["building_key"], firms["address"], firms["registered_on"]
        )
        named, codes, scope = reading.result()
    # Where the register names no country, a credit code does.
    chinese = (codes["code"].str.len_chars() == 18) & codes["kind"].is_not_null()
    firms = firms.with_columns(
        pl.col("country").fill_null(pl.when(chinese).then(pl.lit("CN"))),
        codes["valid"].alias("code_valid"),
        codes["kind"].alias("code_kind"),
        codes["office"],
        codes["filing_no"].cast(pl.Int64),
        codes["stream"],
        named["region"].alias("name_region"),
        *(named[c] for c in ("brand", "trade", "form", "branch")),
        *(placed[c] for c in ("province", "city", "district", "marker")),
        placed["granularity"].cast(pl.Int8),
    )
    found = measured(firms)
    # The numbers of a stream that is not orderly tell nothing.
    firms = firms.with_columns(streams(firms, found)).with_columns(
        pl.when(pl.col("stream").is_not_null()).then("filing_no")
    )
    index = pl.int_range(len(firms), dtype=pl.Int32, eager=True).alias("firm")
    at, text = int(LinkRole.ADDRESS), int(LinkRole.TEXT)
    of_kind: dict[KeyKind, tuple[pl.Series, pl.Series | None, int]] = {
        KeyKind.ROOM: (joined.room, placed["display"].gather(joined.room_of), at),
        KeyKind.BUILDING: (joined.building, placed["building"].gather(joined.building_of), at),
        KeyKind.SCOPE: (scope, firms["scope"].str.slice(0, LABEL_LENGTH), text),
        KeyKind.BRAND: (named["brand"].set(named["brand"].str.len_chars() < MIN_BRAND, None), None, text),
    }
    facts = {}
    for kind, (value, label, role) in of_kind.items():
        told = {} if label is None else {"label": label}
        facts[kind] = share(pl.DataFrame({"firm": index, "value": value, **told}).with_columns(role=role))
    for kind, spellings, labels in (
        (KeyKind.ROOM, joined.rooms, placed["display"]),
        (KeyKind.BUILDING, joined.buildings, placed["building"]),
    ):
        labelled = spellings.with_columns(labels.gather(spellings["firm"]).alias("label"))
        facts[kind] = facts[kind].with_spellings(labelled)
    kept = [column for column in FIRMS if column in firms.columns]
    return FirmFacts(
        firms.select(pl.col(c).cast(FIRMS[c]) for c in kept),
        codes["code"],
        named,
        facts,
        joined.notes,
        found,
    )
