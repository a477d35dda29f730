"""Which stream codes follow, and whether it is orderly, on registers whose order is known."""

from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from fixtures.codes import credit_codes
from graph.columns import slice_of
from graph.filing_order import Stream, from_notes
from graph.slice import RegisterSlice
from graph.snapshot import build
from tests.graph.registers import layout

DAY = date(2020, 1, 1)
OFFICES = np.array([350102, 350103, 350104, 350105])
N = 1200
Ints = NDArray[np.int64]


def _read(
    serial: Ints, office: Ints, day: Ints, *, modern: bool = True
) -> tuple[list[Stream], RegisterSlice]:
    """Codes of these numbers and offices, registered so many days after the first, as a snapshot has them;
    old organisation numbers where they are not `modern`."""
    ids = credit_codes(np.full(len(serial), 91), office, serial, np.full(len(serial), modern))
    firms = [
        {"firm_id": code, "name": f"福州甲乙{i}贸易有限公司", "registered_on": DAY + timedelta(int(d))}
        for i, (code, d) in enumerate(zip(ids, day, strict=True))
    ]
    built = build(layout(firms=firms), id_key=b"only for tests")
    return from_notes(built.notes), slice_of(built)[0]


def _register() -> tuple[Ints, Ints, Ints]:
    """Numbers from one counter, at offices by chance, over a year."""
    rng = np.random.default_rng(5)
    return np.arange(N), rng.choice(OFFICES, N), np.sort(rng.integers(0, 360, N))


def test_an_orderly_stream_is_the_provinces() -> None:
    (found,), register = _read(*_register())
    assert (found.province, found.codes) == ("35", N)
    assert found.by_province == 1000
    assert found.followed == "province"
    assert len(set(register.firms.stream.tolist())) == 1
    assert (register.firms.filing_no >= 0).all()


def test_a_stream_with_a_few_firms_that_waited_is_still_orderly() -> None:
    serial, office, day = _register()
    late = np.random.default_rng(6).choice(N, N // 10, replace=False)
    day[late] += 5
    (found,), _ = _read(serial, office, day)
    assert 600 < found.by_province < 1000


def test_a_shuffled_stream_is_no_evidence() -> None:
    serial, office, day = _register()
    (found,), register = _read(np.random.default_rng(7).permutation(serial), office, day)
    assert found.by_province < 150
    assert found.followed == "none"
    assert (register.firms.stream == -1).all()
    assert (register.firms.filing_no == -1).all()


def test_a_tenth_of_the_codes_tells_the_same() -> None:
    serial, office, day = _register()
    serial = serial * 10 + np.random.default_rng(8).integers(0, 10, N)
    (found,), _ = _read(serial, office, day)
    assert found.by_province == 1000


def test_blocks_of_numbers_for_offices_are_in_order_within() -> None:
    serial, office, day = _register()
    for o in OFFICES:  # each office draws numbers from one block after the other
        mine = np.flatnonzero(office == o)
        block = 40 * (len(OFFICES) * (np.arange(len(mine)) // 40) + int(np.searchsorted(OFFICES, o)))
        serial[mine] = block + np.arange(len(mine)) % 40
    (found,), _ = _read(serial, office, day)
    assert found.followed == "province"
    assert found.by_office == 1000


def test_numbers_that_only_the_offices_keep_in_order() -> None:
    """Offices that each go through all numbers at a pace of their own, as where an extract holds one or two
    codes of every block."""
    serial, office, day = _register()
    rng = np.random.default_rng(9)
    for i, o in enumerate(OFFICES):
        mine = np.flatnonzero(office == o)
        serial[mine] = np.sort(rng.choice(10**6, len(mine), replace=False)) * len(OFFICES) + i
        day[mine] = np.sort(360 * rng.beta(1 + 8 * (i % 2), 9 - 8 * (i % 2), len(mine)))
    (found,), register = _read(serial, office, day)
    assert found.by_province < 500
    assert found.by_office == 1000
    assert found.followed == "office"
    assert len(set(register.firms.stream.tolist())) == len(OFFICES)
    assert (register.firms.filing_no >= 0).all()


def test_codes_from_before_2015_are_not_counted() -> None:
    found, register = _read(*_register(), modern=False)
    assert found == []
    assert (register.firms.filing_no == -1).all()


def test_a_handful_of_codes_tells_nothing_and_is_trusted() -> None:
    serial, office, day = (column[:12] for column in _register())
    (found,), register = _read(serial[::-1].copy(), office, day)
    assert found.by_province == -1
    assert found.followed == "province"
    assert (register.firms.filing_no >= 0).all()


def test_firms_of_one_day_tell_nothing() -> None:
    serial, office, day = _register()
    (found,), _ = _read(serial, office, np.zeros_like(day))
    assert found.by_province == -1


def test_what_was_measured_is_said_in_both_languages() -> None:
    words = Stream("35", 1200, 120, 80).words
    assert "1,200" in words.en
    assert "12%" in words.en
    assert "no evidence" in words.en
    assert "无序" in words.zh
