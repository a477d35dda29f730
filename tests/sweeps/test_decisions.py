"""Of several decisions on a firm the last counts, dated or not."""

from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bootstrap import decisions
from graph import snapshot
from sweeps.decisions import decided, read_decisions
from tests.graph.registers import layout

OLD, NEW = date(2020, 1, 1), date(2024, 5, 1)
FAKE, CLEARED = "confirmed_fake", "cleared"
Decision = tuple[str, date | None]


def file_of(path: Path, rows: list[Decision]) -> Path:
    text = "".join(f"F0,{label},{day or ''}\n" for label, day in rows)
    path.write_text("firm_id,label,decided_on\n" + text)
    return path


def last(folder: Path, *files: list[Decision], register: tuple[Decision, ...] = ()) -> list[bool]:
    """What a firm is taken for after learning from some files, one after another."""
    labels = [{"firm_id": "F0", "label": label, "decided_on": day} for label, day in register]
    firms = [
        {"firm_id": f"F{i}", "name": f"福州甲乙{i}贸易有限公司", "registered_on": OLD + timedelta(i)}
        for i in range(3)
    ]
    of = layout(firms=firms, labels=labels)
    for number, rows in enumerate(files):
        decisions.keep(folder, read_decisions(file_of(folder / f"{number}.csv", rows)))
    kept = decisions.kept(folder)
    made = snapshot.build(of, id_key=b"k")
    return [bool(true) for true in decided(made, kept).true]


@pytest.mark.parametrize(
    ("rows", "fake"),
    [
        ([(FAKE, OLD), (CLEARED, None)], False),
        ([(CLEARED, OLD), (FAKE, None)], True),
        ([(FAKE, None), (CLEARED, OLD)], False),
        ([(FAKE, None), (CLEARED, None)], False),
        ([(FAKE, NEW), (CLEARED, OLD)], True),
        ([(FAKE, NEW), (CLEARED, NEW)], False),
        ([(FAKE, NEW), (CLEARED, None), (FAKE, OLD)], False),
    ],
)
def test_the_last_decision_counts_in_one_file_and_in_several(
    rows: list[Decision], fake: bool, tmp_path: Path
) -> None:
    assert last(tmp_path, rows) == [fake]
    (tmp_path / decisions.FILE).unlink()
    if rows[-1] != (FAKE, OLD):  # of an undated decision that was kept, the day before it is forgotten
        assert last(tmp_path, *([row] for row in rows)) == [fake]


@pytest.mark.parametrize(
    ("register", "given", "fake"),
    [
        ([(FAKE, OLD)], [(CLEARED, None)], False),
        ([(FAKE, NEW)], [(CLEARED, OLD)], True),
        ([(FAKE, OLD), (CLEARED, None)], [], False),
        ([(FAKE, NEW), (CLEARED, NEW)], [], True),
        ([(FAKE, NEW)], [(CLEARED, NEW)], False),
    ],
)
def test_what_is_given_counts_after_the_registers_own(
    register: list[Decision], given: list[Decision], fake: bool, tmp_path: Path
) -> None:
    files = [given] if given else []
    assert last(tmp_path, *files, register=tuple(register)) == [fake]


@given(st.lists(st.tuples(st.sampled_from([FAKE, CLEARED]), st.sampled_from([None, OLD, NEW])), min_size=1))
def test_firms_do_not_disturb_one_another(rows: list[Decision]) -> None:
    frame = pl.DataFrame(
        [(f"F{i % 2}", label, day) for i, (label, day) in enumerate(rows)],
        schema=decisions.SCHEMA,
        orient="row",
    )
    alone = [decisions.last_of(frame.filter(pl.col("firm_id") == f), "firm_id") for f in ("F0", "F1")]
    assert decisions.last_of(frame, "firm_id").equals(pl.concat(alone))
