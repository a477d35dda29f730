"""No resident id of the register is anywhere in what a sweep leaves behind: files, stores, columns, words."""

import io
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

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
