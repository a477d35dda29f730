"""The same register gives the same result files and the same sweep id, whatever else differs."""

import json
from pathlib import Path

import polars as pl
import pytest

from tests.sweeps.whole_way import Swept, command, content, swept, table


def test_in_another_workspace(night: Swept, city: Path, tmp_path: Path) -> None:
    """Another workspace has another secret for people's ids, too."""
    other = swept(city, tmp_path)
    keys = {(w / "identity.key").read_text() for w in (night.workspace, other.workspace)}
    assert len(keys) == 2
    assert other.outcome.sweep_id == night.outcome.sweep_id
    assert other.content() == night.content()


def test_swept_again(city: Path, tmp_path: Path) -> None:
    """Also when the first sweep's rings are there to be matched."""
    first = swept(city, tmp_path)
    before = first.content()
    again = swept(city, tmp_path)
    assert again.outcome.sweep_id == first.outcome.sweep_id
    assert again.content() == before


@pytest.mark.parametrize("seed", [1, 2])
def test_rows_in_any_order(night: Swept, city: Path, tmp_path: Path, seed: int) -> None:
    source = tmp_path / "shuffled"
    source.mkdir()
    for file in city.glob("*.csv"):
        rows = table(city, file.stem)
        shuffled = rows.sample(fraction=1.0, shuffle=True, seed=seed)
        assert len(rows) < 10 or not shuffled.equals(rows)
        shuffled.write_csv(source / file.name)
    other = swept(source, tmp_path)
    assert other.outcome.sweep_id == night.outcome.sweep_id
    assert other.content() == night.content()


def test_read_from_parquet(night: Swept, city: Path, tmp_path: Path) -> None:
    source = tmp_path / "parquet"
    source.mkdir()
    for file in city.glob("*.csv"):
        pl.read_csv(file, infer_schema_length=0).write_parquet(source / f"{file.stem}.parquet")
    assert swept(source, tmp_path).content() == night.content()


@pytest.mark.parametrize(
    "environment",
    [
        {"PYTHONHASHSEED": "1", "POLARS_MAX_THREADS": "1"},
        {"PYTHONHASHSEED": "2", "POLARS_MAX_THREADS": "5", "TZ": "Pacific/Auckland", "LC_ALL": "C"},
    ],
    ids=["one thread", "many threads"],
)
def test_whatever_the_machine(night: Swept, city: Path, tmp_path: Path, environment: dict[str, str]) -> None:
    process = command(
        *("sweep", str(city), "--workspace", str(tmp_path / "w"), "--out", str(tmp_path / "out"), "--json"),
        **environment,
    )
    printed, errors = process.communicate()
    assert process.returncode == 0, errors
    assert json.loads(printed)["sweep_id"] == night.outcome.sweep_id
    assert content(tmp_path / "out") == night.content()
