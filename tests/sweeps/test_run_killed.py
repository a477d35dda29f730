"""kill -9 at any point of a sweep: the last published sweep stays served, and the next run is clean."""

from pathlib import Path

import polars as pl
import pytest

from bootstrap.compose import open_store
from bootstrap.settings import Settings
from graph.errors import Busy, NotPublished
from graph.store.port import GraphView
from sweeps.run import sweep
from tests.sweeps.whole_way import Swept, command, copied, swept, table

# Every line a sweep prints on its way; it is killed as soon as the line is read.
LINES = (
    "Recognised the files",
    "Read, checked and resolved: firms",
    "Read, checked and resolved: contacts",
    "Wrote the snapshot",
    "Laid out as columns",
    "Weighed same-hand evidence",
    "Found the rings",
    "Put the reasons into words",
    "Published",
)


@pytest.fixture(scope="module")
def tomorrow(city: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The city's register a night later: one firm fewer."""
    folder = copied(city, tmp_path_factory.mktemp("tomorrow") / "city")
    table(city, "firms").slice(1).write_csv(folder / "firms.csv")
    return folder


@pytest.fixture(scope="module")
def expected(tomorrow: Path, tmp_path_factory: pytest.TempPathFactory) -> Swept:
    """What an undisturbed sweep makes of tomorrow's register."""
    return swept(tomorrow, tmp_path_factory.mktemp("expected"))


def kill_at(line: str, source: Path, workspace: Path) -> None:
    """Start a sweep and kill it when it prints the line."""
    process = command("sweep", str(source), "--workspace", str(workspace))
    assert process.stderr is not None
    try:
        assert any(line in printed for printed in process.stderr)
    finally:
        process.kill()
        process.communicate()


def assert_whole(view: GraphView, n_firms: int) -> None:
    """A view answers for all of its sweep: its firms, and rings whose members say they belong."""
    assert view.info.firms == n_firms
    ring = view.rings().items[0].ring_id
    found = view.ring(ring)
    assert found is not None
    for member in found.members:
        firm = view.firm(member.firm.firm_id)
        assert firm is not None
        assert firm.verdict.ring_id == ring


@pytest.mark.parametrize("line", LINES)
def test_killed_on_the_way(
    night: Swept, city: Path, tomorrow: Path, expected: Swept, tmp_path: Path, line: str
) -> None:
    settings = Settings(workspace=tmp_path / "workspace")
    sweep(city, settings)
    reader = open_store(settings)
    assert_whole(reader.view(), 800)

    kill_at(line, tomorrow, settings.workspace)
    for store in (reader, open_store(settings)):
        view = store.view()
        live = view.info.sweep_id
        ids = {night.outcome.sweep_id: 800, expected.outcome.sweep_id: 799}
        assert_whole(view, ids[live])
        if line not in LINES[-2:]:
            assert live == night.outcome.sweep_id
        if line == "Published":
            assert live == expected.outcome.sweep_id

    rest = swept(tomorrow, tmp_path)
    assert rest.outcome.sweep_id == expected.outcome.sweep_id
    assert len(rest.file("firms")) == 799
    assert_whole(reader.view(), 799)
    leftovers = [p for p in settings.workspace.rglob("*") if p.name.startswith(".") or p.suffix == ".writing"]
    assert leftovers == []


def test_killed_in_the_first_sweep_nothing_is_served_and_the_next_is_like_the_first(
    night: Swept, city: Path, tmp_path: Path
) -> None:
    kill_at("Wrote the snapshot", city, tmp_path / "workspace")
    with pytest.raises(NotPublished):
        open_store(Settings(workspace=tmp_path / "workspace")).view()
    assert swept(city, tmp_path).content() == night.content()


def test_two_sweeps_of_one_workspace_do_not_mix(city: Path, tmp_path: Path) -> None:
    settings = Settings(workspace=tmp_path)
    seen: list[int] = []

    def meanwhile(_words: object, _share: float) -> None:
        if not seen:
            other = command("sweep", str(city), "--workspace", str(tmp_path))
            _, errors = other.communicate()
            seen.append(other.returncode)
            assert "Another sweep is running" in errors
            with pytest.raises(Busy):
                sweep(city, settings)

    sweep(city, settings, progress=meanwhile)
    assert seen == [1]
    assert open_store(settings).view().info.firms == 800


def test_the_result_files_of_two_sweeps_are_kept(city: Path, tmp_path: Path) -> None:
    settings = Settings(workspace=tmp_path / "w")
    ids = []
    for night, drop in enumerate((0, 1, 2)):
        source = copied(city, tmp_path / f"night{night}", without=("firms",))
        table(city, "firms").slice(drop).write_csv(source / "firms.csv")
        ids.append(sweep(source, settings).sweep_id)
    kept = {folder.name for folder in (settings.workspace / "results").iterdir()}
    assert kept == set(ids[1:])
    assert len(pl.read_parquet(settings.workspace / "results" / ids[2] / "firms.parquet")) == 798
