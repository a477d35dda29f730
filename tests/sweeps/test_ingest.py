"""Ingesting: one step from a folder to a snapshot with its report beside it."""

import json
from pathlib import Path

import polars as pl

from graph.snapshot import read
from graph.words import Text
from sweeps.ingest import ingest

KEY = b"k" * 32
# Both codes are made up; the second one's check digit is wrong.
FIRMS = (
    "firm_id,name,registered_on,address\n"
    "91350102MA2XN00012,福州甲贸易有限公司,2018-01-02,福建省福州市鼓楼区东街1号101室\n"
    "91350102MA2XN0002X,福州乙贸易有限公司,2018-02-30,\n"
    "91350102MA2XN0003A,福州丙贸易有限公司,2018-01-04,\n"
)
ROLES = "firm_id,person_name,role\n91350102MA2XN00012,王一,manager\nZ9,李二,manager\n"


def extract(folder: Path) -> Path:
    folder.mkdir()
    (folder / "firms.csv").write_text(FIRMS, encoding="utf-8")
    (folder / "roles.csv").write_text(ROLES, encoding="utf-8")
    return folder


def test_a_snapshot_is_written_with_rejects_and_report(tmp_path: Path) -> None:
    told: list[tuple[Text, float]] = []
    done = ingest(
        extract(tmp_path / "in"),
        tmp_path / "work",
        id_key=KEY,
        progress=lambda words, share: told.append((words, share)),
    )
    assert done.path == tmp_path / "work" / "snapshots" / done.snapshot_id
    assert len(read(tmp_path / "work" / "snapshots", done.snapshot_id).firms) == 2
    rejects = pl.read_parquet(done.path / "ingest" / "rejects.parquet")
    assert rejects.select("file", "line", "reason").rows() == [
        ("firms.csv", 3, "bad_date"),
        ("roles.csv", 3, "unknown_firm"),
    ]
    report = json.loads((done.path / "ingest" / "report.json").read_text("utf-8"))
    assert [(t["table"], t["rows_in"], t["kept"]) for t in report["tables"]] == [
        ("firms", 3, 2),
        ("roles", 2, 1),
    ]
    assert [share for _, share in told] == sorted(share for _, share in told)
    assert told[-1][1] == 1.0


def test_wrong_check_digits_are_a_finding_not_a_loss(tmp_path: Path) -> None:
    done = ingest(extract(tmp_path / "in"), tmp_path / "work", id_key=KEY)
    bad = len(done.snapshot.firms.filter(~pl.col("code_valid")))
    assert bad > 0
    assert any(f"wrong check digit: {bad}" in line for line in done.report.lines("en"))
    assert any(f"校验位错误：{bad} 户" in line for line in done.report.lines("zh"))


def test_the_same_extract_gives_the_same_bytes_and_a_second_reading_replaces_the_report(
    tmp_path: Path,
) -> None:
    source = extract(tmp_path / "in")
    first = ingest(source, tmp_path / "work", id_key=KEY)
    bytes_before = {p.name: p.read_bytes() for p in sorted((first.path / "ingest").iterdir())}
    again = ingest(source, tmp_path / "work", id_key=KEY)
    assert again.path == first.path
    assert {p.name: p.read_bytes() for p in sorted((again.path / "ingest").iterdir())} == bytes_before
    assert set(bytes_before) == {"report.json", "rejects.parquet", "repairs.parquet"}
    # A rejected row more changes the report, not the snapshot.
    (source / "roles.csv").write_text(ROLES + "Z8,王三,manager\n", encoding="utf-8")
    third = ingest(source, tmp_path / "work", id_key=KEY)
    assert third.snapshot_id == first.snapshot_id
    assert len(pl.read_parquet(third.path / "ingest" / "rejects.parquet")) == 3
