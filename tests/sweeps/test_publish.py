"""A publication is seen whole or not at all, whatever kills it."""

import json
import threading
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from bootstrap.settings import Settings
from graph.errors import Busy, NotPublished, StoreError, SweepError
from graph.published import RESULTS
from graph.store.sqlite.publisher import SqlitePublisher
from graph.store.sqlite.store import SqliteStore
from sweeps.publish import publish
from sweeps.workspace import Workspace
from tests.graph.store.publications import firm_id, small
from tests.sweeps.nights import consistent, killed_at


@pytest.mark.parametrize("step", SqlitePublisher.steps)
def test_killed_at_any_step_one_whole_sweep_stays_live(tmp_path: Path, step: str) -> None:
    publish(Settings(workspace=tmp_path), small(1))
    reader = SqliteStore(tmp_path)
    assert consistent(reader.view()) == "1"
    expected = "2" if SqlitePublisher.steps.index(step) >= SqlitePublisher.steps.index("flipped") else "1"
    with killed_at(Settings(workspace=tmp_path), 2, step):
        assert consistent(reader.view()) == expected
        with pytest.raises(Busy):
            publish(Settings(workspace=tmp_path), small(3))
    assert consistent(reader.view()) == expected
    assert consistent(SqliteStore(tmp_path).view()) == expected

    publish(Settings(workspace=tmp_path), small(3))
    assert consistent(reader.view()) == "3"
    files = {path.name for path in (tmp_path / "published").iterdir()}
    assert files == {"S3.sqlite", f"S{expected}.sqlite"}
    nights = ["S3", "S2", "S1"] if expected == "2" else ["S3", "S1"]
    assert [info.sweep_id for info in reader.sweeps()] == nights


@pytest.mark.parametrize("step", SqlitePublisher.steps[: SqlitePublisher.steps.index("flipped")])
def test_killed_in_the_first_publication_nothing_is_live(tmp_path: Path, step: str) -> None:
    with killed_at(Settings(workspace=tmp_path), 1, step):
        pass
    with pytest.raises(NotPublished):
        SqliteStore(tmp_path).view()
    publish(Settings(workspace=tmp_path), small(2))
    assert consistent(SqliteStore(tmp_path).view()) == "2"
    assert [path.name for path in (tmp_path / "published").iterdir()] == ["S2.sqlite"]


def test_killed_in_the_middle_of_writing(tmp_path: Path) -> None:
    publish(Settings(workspace=tmp_path), small(1))
    leftover = tmp_path / "published" / "S2.sqlite.writing"
    leftover.write_bytes((tmp_path / "published" / "S1.sqlite").read_bytes()[:50_000])
    assert consistent(SqliteStore(tmp_path).view()) == "1"
    publish(Settings(workspace=tmp_path), small(2))
    assert consistent(SqliteStore(tmp_path).view()) == "2"
    assert not leftover.exists()


def test_readers_never_see_half_of_two_sweeps(tmp_path: Path) -> None:
    publish(Settings(workspace=tmp_path), small(1))
    store, done, seen, wrong = SqliteStore(tmp_path), threading.Event(), set[str](), list[BaseException]()

    def read() -> None:
        try:
            while not done.is_set():
                seen.add(consistent(store.view()))
        except BaseException as error:
            wrong.append(error)

    readers = [threading.Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    for night in range(2, 8):
        publish(Settings(workspace=tmp_path), small(night))
    done.set()
    for reader in readers:
        reader.join()
    assert wrong == []
    assert consistent(store.view()) == "7"
    assert len(seen) > 1


def test_the_same_sweep_published_again_disturbs_nobody(tmp_path: Path) -> None:
    publish(Settings(workspace=tmp_path), small(1))
    store = SqliteStore(tmp_path)
    before = store.view()
    publish(Settings(workspace=tmp_path), small(1))
    publish(Settings(workspace=tmp_path), small(1))
    assert consistent(before) == consistent(store.view()) == "1"
    assert [info.sweep_id for info in store.sweeps()] == ["S1"]
    assert len(list((tmp_path / "published").iterdir())) == 2


def test_the_same_publication_is_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        publish(Settings(workspace=tmp_path / name), small(1))
    first, second = ((tmp_path / name / "published" / "S1.sqlite").read_bytes() for name in ("a", "b"))
    assert first == second


def test_one_publisher_at_a_time(tmp_path: Path) -> None:
    with Workspace(tmp_path).lock("publish"):
        with pytest.raises(Busy) as caught:
            publish(Settings(workspace=tmp_path), small(1))
        assert str(tmp_path) in caught.value.words.zh
    publish(Settings(workspace=tmp_path), small(1))


def test_a_sweep_may_publish_under_its_own_lock(tmp_path: Path) -> None:
    with Workspace(tmp_path).lock():
        publish(Settings(workspace=tmp_path), small(1))
    with pytest.raises(Busy), Workspace(tmp_path).lock(), Workspace(tmp_path).lock():
        pass


def _published(tmp_path: Path) -> Path:
    publish(Settings(workspace=tmp_path), small(1))
    return tmp_path / "published" / "S1.sqlite"


@pytest.mark.parametrize("keep", [0, 10, 100, 20_000, 60_000])
def test_a_truncated_file_is_one_clear_sentence(tmp_path: Path, keep: int) -> None:
    file = _published(tmp_path)
    file.write_bytes(file.read_bytes()[:keep])
    with pytest.raises(StoreError, match="damaged"):
        SqliteStore(tmp_path).view().firm(firm_id(1))
    publish(Settings(workspace=tmp_path), small(2))
    assert consistent(SqliteStore(tmp_path).view()) == "2"


def test_a_scrambled_file_is_one_clear_sentence(tmp_path: Path) -> None:
    file = _published(tmp_path)
    content = bytearray(file.read_bytes())
    content[4096:] = b"\xa5" * (len(content) - 4096)
    file.write_bytes(content)
    with pytest.raises(StoreError, match="damaged"):
        SqliteStore(tmp_path).view().firm(firm_id(1))


def test_a_missing_file_is_one_clear_sentence(tmp_path: Path) -> None:
    _published(tmp_path).unlink()
    with pytest.raises(StoreError, match=r"S1\.sqlite"):
        SqliteStore(tmp_path).view()


def test_another_form_is_refused(tmp_path: Path) -> None:
    file = _published(tmp_path)
    content = bytearray(file.read_bytes())
    content[60:64] = (999).to_bytes(4, "big")  # SQLite's user_version
    file.write_bytes(content)
    with pytest.raises(StoreError, match="another version"):
        SqliteStore(tmp_path).view()
    # Nor is it taken away before its successor is live: the version that wrote it may be serving it.
    with killed_at(Settings(workspace=tmp_path), 2, "renamed"):
        assert file.exists()
    publish(Settings(workspace=tmp_path), small(3))
    assert [path.name for path in (tmp_path / "published").iterdir()] == ["S3.sqlite"]


@pytest.mark.parametrize("pointer", ["", "{", "[]", '{"file": "x"}', '{"what": 1}'])
def test_a_broken_pointer_is_one_clear_sentence(tmp_path: Path, pointer: str) -> None:
    _published(tmp_path)
    (tmp_path / "live.json").write_text(pointer)
    with pytest.raises(StoreError, match=r"live\.json"):
        SqliteStore(tmp_path).view()
    publish(Settings(workspace=tmp_path), small(2))
    assert consistent(SqliteStore(tmp_path).view()) == "2"


@pytest.mark.parametrize("name", sorted(RESULTS))
def test_results_that_do_not_fit_are_not_published(tmp_path: Path, name: str) -> None:
    publish(Settings(workspace=tmp_path), small(1))
    good = small(2)
    column = next(iter(RESULTS[name]))
    for frames in (
        {name: good.results[name].drop(column)},
        {name: pl.DataFrame()},
    ):
        with pytest.raises(SweepError, match=name):
            publish(Settings(workspace=tmp_path), replace(good, results={**good.results, **frames}))
    assert consistent(SqliteStore(tmp_path).view()) == "1"


def test_rows_that_point_nowhere_are_not_published(tmp_path: Path) -> None:
    good = small(1)
    for name, column in (
        ("verdicts", "ring"),
        ("ring_members", "firm"),
        ("findings", "ring"),
        ("hubs", "key"),
    ):
        wrong = good.results[name].with_columns(pl.lit(10_000, pl.Int32).alias(column))
        with pytest.raises(SweepError, match=column):
            publish(Settings(workspace=tmp_path), replace(good, results={**good.results, name: wrong}))
    with pytest.raises(SweepError, match="one row per firm"):
        publish(
            Settings(workspace=tmp_path),
            replace(good, results={**good.results, "verdicts": good.results["verdicts"].head(3)}),
        )
    with pytest.raises(SweepError, match="shared_phone"):
        publish(
            Settings(workspace=tmp_path),
            replace(good, results={**good.results, "detectors": good.results["detectors"].head(0)}),
        )


def test_the_pointer_names_the_live_file_and_the_one_before(tmp_path: Path) -> None:
    for night, before in ((1, None), (2, "S1"), (3, "S2")):
        publish(Settings(workspace=tmp_path), small(night))
        assert json.loads((tmp_path / "live.json").read_text()) == {
            "file": f"S{night}.sqlite",
            "sweep_id": f"S{night}",
            "previous_file": f"{before}.sqlite" if before else None,
            "previous_sweep_id": before,
        }


def test_closing_lets_go_and_reading_goes_on(tmp_path: Path) -> None:
    publish(Settings(workspace=tmp_path), small(1))
    store = SqliteStore(tmp_path)
    view = store.view()
    store.close()
    assert consistent(view) == "1"
    assert consistent(store.view()) == "1"
