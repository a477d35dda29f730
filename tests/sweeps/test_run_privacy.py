"""No resident id of the register is anywhere in what a sweep leaves behind: files, stores, columns, words."""

import io
import re
import sqlite3
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

from graph.model import REGISTER, Column, Table, Type
from tests.sweeps.whole_way import command, copied, table

_ID = re.compile(rb"(?=(\d{17}[\dXx]))")


def ids_of(city: Path) -> set[str]:
    """Every resident id that the register's people have, in both cases of a last X."""
    holders = table(city, "holdings").filter(pl.col("holder_type") == "person")["holder_id"]
    ids = pl.concat([table(city, "roles")["person_id"], holders]).drop_nulls().unique()
    return {case for one in ids if re.fullmatch(r"\d{17}[\dX]", one) for case in (one, one.lower())}


def found(ids: set[str], content: bytes) -> set[str]:
    return {m.group(1).decode() for m in _ID.finditer(content)} & ids


def texts_of(frame: pl.DataFrame) -> Iterator[bytes]:
    """Every column of a table as text, lists and structs included."""
    yield frame.write_json().encode()


def unpacked(value: object) -> Iterator[bytes]:
    """What a cell of the store holds: text, or bytes that may be packed Arrow rows."""
    if isinstance(value, str):
        yield value.encode()
    elif isinstance(value, bytes):
        yield value
        try:
            frame = pl.read_ipc_stream(io.BytesIO(value))
        except (pl.exceptions.PolarsError, OSError):
            return
        yield from texts_of(frame)


def contents(file: Path) -> Iterator[bytes]:
    """A file's raw bytes, and what its columns hold once unpacked."""
    yield file.read_bytes()
    if file.suffix == ".parquet":
        yield from texts_of(pl.read_parquet(file))
    elif file.suffix == ".sqlite":
        with sqlite3.connect(file) as store:
            names = store.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
            for (name,) in names:
                for row in store.execute(f'SELECT * FROM "{name}"'):
                    for value in row:
                        yield from unpacked(value)


@pytest.fixture(scope="module")
def left_behind(city: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """What a sweep wrote and printed at its most talkative, with ids also where they do not belong."""
    folder = tmp_path_factory.mktemp("left")
    source = copied(city, folder / "city", without=("roles", "events"))
    roles = table(city, "roles")
    strayed = pl.when(pl.int_range(pl.len()) % 50 == 0)  # columns that slipped by one, as in real files
    roles.with_columns(since=strayed.then("person_id").otherwise("since")).write_csv(source / "roles.csv")
    table(city, "events").write_csv(source / "events.csv")
    process = command(
        *("sweep", str(source), "--workspace", str(folder / "w"), "--out", str(folder / "out")),
        RINGWATCH_LOG_LEVEL="debug",
    )
    printed, errors = process.communicate()
    assert process.returncode == 0, errors
    return folder, printed + errors


def test_the_search_finds_an_id_where_there_is_one(city: Path, tmp_path: Path) -> None:
    """Otherwise finding none would prove nothing."""
    ids = ids_of(city)
    assert len(ids) > 100
    roles = table(city, "roles")
    roles.write_parquet(tmp_path / "a.parquet", compression="zstd")
    packed = io.BytesIO()
    roles.write_ipc_stream(packed, compression="lz4")
    with sqlite3.connect(tmp_path / "a.sqlite") as store:
        store.execute("CREATE TABLE t (block BLOB)")
        store.execute("INSERT INTO t VALUES (?)", [packed.getvalue()])
    for name in ("a.parquet", "a.sqlite"):
        assert set().union(*(found(ids, part) for part in contents(tmp_path / name)))


def test_no_resident_id_is_left_behind(city: Path, left_behind: tuple[Path, str]) -> None:
    folder, printed = left_behind
    ids = ids_of(city)
    files = [f for part in ("w", "out") for f in (folder / part).rglob("*") if f.is_file()]
    assert {f.suffix for f in files} >= {".parquet", ".sqlite", ".json"}
    leaks = {f.name for f in files for part in contents(f) if found(ids, part)}
    assert leaks == set()
    assert found(ids, printed.encode()) == set()


def test_slipped_columns_are_rejected_with_their_value_hidden(left_behind: tuple[Path, str]) -> None:
    rejects = pl.concat(
        pl.read_parquet(file)
        for file in (left_behind[0] / "w" / "snapshots").glob("*/ingest/rejects.parquet")
    )
    slipped = rejects.filter((pl.col("column") == "since") & (pl.col("reason") == "bad_date"))
    assert len(slipped) > 20
    assert not slipped["value"].drop_nulls().str.contains(r"\d{15}").any()


# The example of GB 11643 and how it may be written; it is nobody's own id here.
STRAY = "11010519491231002X"
SPELLINGS = (
    STRAY,
    "110105 19491231 002x",
    "１１０１０５１９４９１２３１００２Ｘ",
    "110105-19491231-002X",
    "持证人110105　19491231　002ｘ，男",
    "110105—1949—1231—002X@x.com",
)


def _strays(column: Column) -> bool:
    """Whether the column takes any text; in person_id an id is where it belongs."""
    return column.type in (Type.TEXT, Type.ID) and column.name != "person_id"


def strayed(rows: pl.DataFrame, table: Table) -> pl.DataFrame:
    """The rows, and for every column of free text a copy of six rows with an id in that cell."""
    parts = [rows]
    for at, column in enumerate(c for c in table.columns if c.name in rows.columns and _strays(c)):
        copies = rows.slice((at * 6) % max(len(rows) - 6, 1), 6)
        copies = copies.with_columns(pl.Series(column.name, SPELLINGS[: len(copies)]))
        if table.name == "firms" and column.name != "firm_id":
            new_ids = [f"STRAY-{column.name.upper()}-{i}" for i in range(len(copies))]
            copies = copies.with_columns(pl.Series("firm_id", new_ids))
        parts.append(copies)
        if column.name == "value" and table.name == "contacts":
            parts += [copies.with_columns(kind=pl.lit(kind)) for kind in table.columns[1].choices]
        if column.name in ("holder_id", "holder_name"):
            parts.append(copies.with_columns(holder_type=pl.lit("firm")))
            parts.append(copies.with_columns(holder_type=pl.lit("firm"), holder_id=pl.lit(None, pl.String)))
    return pl.concat(parts)


@pytest.fixture(scope="module")
def left_by_strays(city: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """What a sweep leaves of a register with an id in every column that takes a text."""
    folder = tmp_path_factory.mktemp("strays")
    source = copied(city, folder / "city", without=tuple(t.name for t in REGISTER))
    for one in REGISTER:
        rows = table(city, one.name)
        assert len(rows) >= 6
        missing = [c.name for c in one.columns if c.name not in rows.columns]
        rows = rows.with_columns(pl.lit(None, pl.String).alias(name) for name in missing)
        strayed(rows, one).write_csv(source / f"{one.name}.csv")
    process = command(
        *("sweep", str(source), "--workspace", str(folder / "w"), "--out", str(folder / "out")),
        RINGWATCH_LOG_LEVEL="debug",
    )
    printed, errors = process.communicate()
    assert process.returncode == 0, errors
    return folder, printed + errors


def shows_stray(content: bytes) -> bool:
    """Whether the id is there in any spelling: full width, upper or lower case, with signs between."""
    text = unicodedata.normalize("NFKC", content.decode(errors="replace")).upper()
    return STRAY in re.sub(r"[\s\-—]", "", text)


def test_every_spelling_would_be_seen() -> None:
    assert all(shows_stray(spelling.encode()) for spelling in SPELLINGS)


def test_an_id_in_any_text_cell_is_not_left_behind(left_by_strays: tuple[Path, str]) -> None:
    folder, printed = left_by_strays
    files = [f for part in ("w", "out") for f in (folder / part).rglob("*") if f.is_file()]
    leaks = {f.name for f in files for part in contents(f) if shows_stray(part)}
    assert leaks == set()
    assert not shows_stray(printed.encode())


def test_a_contact_that_was_an_id_joins_nobody(left_by_strays: tuple[Path, str]) -> None:
    (keys,) = (left_by_strays[0] / "w" / "snapshots").glob("*/keys.parquet")
    labels = pl.read_parquet(keys).filter(pl.col("kind").is_between(3, 7))["label"]
    assert not labels.str.contains("***", literal=True).any()
