"""Readings of rings stay with their rings, and what nobody has read says so."""

from pathlib import Path

import pytest

from bench.real_rings_read import FILE, MARKS, Listed, marks, read_by, read_rings, readings, unread

FIRMS = [f"firm-{i}" for i in range(40)]


def _file(tmp_path: Path, judgement: str = "likely ring") -> Path:
    told = ", ".join(f'"{mark}"' for mark in marks(FIRMS))
    file = tmp_path / "reading.toml"
    file.write_text(f'[[ring]]\nmarks = [{told}]\njudgement = "{judgement}"\nwhy = "One text."\n')
    return file


def _ring(ring_id: str, members: list[str]) -> Listed:
    return Listed(ring_id, len(members), 0.5, 0.9, tuple(members))


def test_a_reading_stays_with_a_ring_that_lost_and_gained_a_few_members(tmp_path: Path) -> None:
    known = readings(_file(tmp_path))
    moved = [*FIRMS[4:], "another", "and another"]
    found = read_by(moved, known)
    assert found is not None
    assert found.why == "One text."


def test_a_ring_of_other_firms_is_not_read(tmp_path: Path) -> None:
    known = readings(_file(tmp_path))
    listed = [_ring("R1", FIRMS), _ring("R2", [f"other-{i}" for i in range(9)])]
    page = read_rings(listed, known)
    assert "likely ring: 1; not yet read: 1" in page
    assert "| `R2` | 9 | 50.0% | 90.0% | not yet read |" in page
    waiting = unread(listed, known)
    assert "R2" in waiting
    assert "R1" not in waiting


def test_a_reading_whose_ring_is_no_longer_listed_falls_out(tmp_path: Path) -> None:
    assert "One text" not in read_rings([_ring("R2", ["other"])], readings(_file(tmp_path)))


def test_marks_are_few_and_name_nobody() -> None:
    found = marks(FIRMS)
    assert len(found) == MARKS
    assert not any(firm in mark for firm in FIRMS for mark in found)


def test_a_judgement_that_is_none_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="perhaps"):
        readings(_file(tmp_path, "perhaps"))


def test_the_file_of_the_house_reads() -> None:
    found = readings(FILE)
    assert all(one.marks and one.why for one in found)
    assert not any(first.marks & then.marks for i, first in enumerate(found) for then in found[:i])
