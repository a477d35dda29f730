"""`ringwatch compare` and `ringwatch parse` on real files: what goes in, what comes out, and what is said."""

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from itertools import product
from pathlib import Path

import polars as pl
import pytest

from bootstrap.command_line import run
from cli import app
from graph.matching.addresses import ADDRESS_PARTS, compare_addresses
from graph.matching.comparison import VERDICT_NAMES, why
from graph.matching.names import NAME_PARTS, compare_names
from graph.matching.people import PERSON_PARTS, compare_people
from graph.words import Lang, Text
from sweeps.parsing import ADDRESS_COLUMNS, NAME_COLUMNS, parsed_addresses, parsed_names

NAMES = [
    ("007", "福州鑫源达贸易有限公司", "鑫源达（福州）贸易有限责任公司"),
    ("8", "福州鑫源达贸易有限公司", "福州鑫源通贸易有限公司"),
    ("", "福州鑫源达贸易有限公司", ""),
    ("甲,乙", "厦门三禾茶业有限公司", "厦门三禾茶业有限公司第一分公司"),
]
ADDRESSES = [
    ("1", "福州市鼓楼区东大路12号金山花园3号楼0501室", "福建省福州市鼓楼区东大路12号金山花园3幢501"),
    ("2", "福州市鼓楼区东大路12号金山花园3号楼501室", "福州市鼓楼区东大路12号金山花园3号楼502室"),
    ("3", "福州市鼓楼区东大路12号金山花园3号楼501室", "福州市"),
    ("4", "", ""),
]
PEOPLE = ["name", "birth_date", "gender", "id", "region", "phone", "firm", "role"]
RESIDENT_ID = "11010519491231002X"  # the standard's own example


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in [*os.environ]:
        if name.startswith(("RINGWATCH_", "LC_")) or name == "LANG":
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def table(rows: Sequence[tuple[str, ...]], header: str = "id,left,right", delimiter: str = ",") -> str:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerow(header.split(","))
    writer.writerows(rows)
    return out.getvalue()


def rows_of(path: str, delimiter: str = ",") -> list[dict[str, str]]:
    with Path(path).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter))


def compared(kind: str, content: bytes | str, *options: str, name: str = "pairs.csv") -> list[dict[str, str]]:
    Path(name).write_bytes(content.encode() if isinstance(content, str) else content)
    assert run(app, ["compare", kind, name, "--out", "out.csv", *options]) == 0
    return rows_of("out.csv")


def text(value: object) -> str:
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    ("kind", "pairs", "parts"), [("name", NAMES, NAME_PARTS), ("address", ADDRESSES, ADDRESS_PARTS)]
)
def test_the_file_says_what_the_function_says(
    kind: str, pairs: list[tuple[str, str, str]], parts: tuple[Text, ...], lang: Lang
) -> None:
    rows = compared(kind, table(pairs), "--lang", lang)
    left, right = (pl.Series([pair[i] or None for pair in pairs], dtype=pl.String) for i in (1, 2))
    expected = compare_names(left, right) if kind == "name" else compare_addresses(left, right)
    assert [row["id"] for row in rows] == [pair[0] for pair in pairs]
    assert [row["score"] for row in rows] == [f"{score:.6f}" for score in expected["score"]]
    assert [row["verdict"] for row in rows] == [VERDICT_NAMES[v] for v in expected["verdict"]]
    unsaid = {"zh": "无法判断：至少一方为空", "en": "cannot tell: a side is empty"}[lang]
    told = why(expected, parts, lang)
    whys = [words if pair[1] and pair[2] else unsaid for pair, words in zip(pairs, told, strict=True)]
    assert [row["why"] for row in rows] == whys
    if kind == "address":
        assert [*rows[0]] == ["id", "score", "verdict", "same_building", "why"]
        assert [row["same_building"] for row in rows] == [text(b) for b in expected["same_building"]]
    else:
        assert [*rows[0]] == ["id", "score", "verdict", "why"]


def test_why_is_told_in_the_asked_language() -> None:
    (chinese,) = compared("name", table(NAMES[1:2]), "--lang", "zh")
    (english,) = compared("name", table(NAMES[1:2]), "--lang", "en")
    assert "不同：字号" in chinese["why"]
    assert "different: brand" in english["why"]


def test_the_same_room_and_its_neighbour() -> None:
    same, neighbour, *_ = compared("address", table(ADDRESSES))
    assert (same["verdict"], same["same_building"]) == ("same", "true")
    assert (neighbour["verdict"] != "same", neighbour["same_building"]) == (True, "true")


def people(rows: list[dict[str, str]]) -> str:
    header = ["id", *(f"{side}_{column}" for side in ("left", "right") for column in PEOPLE)]
    out = io.StringIO()
    writer = csv.DictWriter(out, header, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def test_people_agree_with_the_function_and_no_id_is_written(capfd: pytest.CaptureFixture[str]) -> None:
    one = {"name": "林书瑶", "birth_date": "1949-12-31", "id": RESIDENT_ID, "phone": "13900000001"}
    pairs = [one | {"role": "监事"}, {"name": "林书瑶"}, one | {"id": "", "birth_date": "1980-01-01"}]
    rows = [
        {"id": str(i)}
        | {f"left_{c}": v for c, v in one.items()}
        | {f"right_{c}": v for c, v in other.items()}
        for i, other in enumerate(pairs)
    ]
    done = compared("person", people(rows))

    def side(name: str) -> pl.DataFrame:
        given = {c: [row.get(f"{name}_{c}") or None for row in rows] for c in PEOPLE}
        return pl.DataFrame(given, schema=dict.fromkeys(PEOPLE, pl.String))

    expected = compare_people(side("left"), side("right"))
    assert [row["score"] for row in done] == [f"{score:.6f}" for score in expected["score"]]
    assert [row["verdict"] for row in done] == [VERDICT_NAMES[v] for v in expected["verdict"]]
    assert [row["why"] for row in done] == why(expected, PERSON_PARTS, "en").to_list()
    assert done[0]["verdict"] == "same"
    assert done[1]["verdict"] != "same"  # a name alone
    assert RESIDENT_ID not in Path("out.csv").read_text() + "".join(capfd.readouterr())


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        (("王伟", "1980-01-01"), ("王伟", "1981-01-01"), "same: name; alike: birth date"),
        (("张三", ""), ("张叁", ""), "alike: name"),
        (("张三", ""), ("", ""), "cannot tell: a side is empty"),
        (("王伟", "1980-05-01"), ("王伟", "1980"), "same: name, birth date"),
        (("王伟", "1980-05-01"), ("王伟", "1993-07-22"), "same: name; different: birth date"),
    ],
)
def test_what_is_called_the_same_is_the_same(one: tuple[str, str], other: tuple[str, str], why: str) -> None:
    header = "id,left_name,left_birth_date,right_name,right_birth_date"
    (row,) = compared("person", f"{header}\n1,{','.join((*one, *other))}\n")
    assert row["why"] == why


def test_people_need_no_more_than_a_name() -> None:
    rows = compared("person", table([("1", "林书瑶", "林书瑶")], "id,left_name,right_name"))
    assert rows[0]["verdict"] != "same"


@pytest.mark.parametrize(("kind", "columns"), [("name", NAME_COLUMNS), ("address", ADDRESS_COLUMNS)])
def test_parts_are_those_of_the_function(kind: str, columns: tuple[str, ...]) -> None:
    texts = [left for _, left, _ in (NAMES if kind == "name" else ADDRESSES)]
    Path("in.csv").write_text(table([(str(i), t) for i, t in enumerate(texts)], "id,text"))
    assert run(app, ["parse", kind, "in.csv", "--out", "out.csv"]) == 0
    rows = rows_of("out.csv")
    series = pl.Series([t or None for t in texts], dtype=pl.String)
    expected = parsed_names(series) if kind == "name" else parsed_addresses(series)
    assert [*rows[0]] == ["id", *columns]
    assert [[row[c] for c in columns] for row in rows] == [[text(v) for v in r] for r in expected.iter_rows()]


def test_granularity_is_the_finest_level_in_words() -> None:
    Path("in.csv").write_text(table([("1", ADDRESSES[0][1]), ("2", "福州市"), ("3", "")], "id,text"))
    assert run(app, ["parse", "address", "in.csv", "--out", "out.csv"]) == 0
    assert [row["granularity"] for row in rows_of("out.csv")] == ["room", "city", ""]


def test_levels_are_only_what_the_text_says_where_filling_is_not_asked_for() -> None:
    provinces = ("", "福建省", "福建", "浙江省", "上海市", "内蒙古")
    cities = ("", "福州市", "福州", "上海市", "金华", "市辖区")
    districts = ("", "鼓楼区", "长乐市", "义乌市", "义乌", "浦东新区", "柯桥", "朝阳区")
    rests = ("", "首占镇岱西村", "东大路12号金山花园3号楼501室", "上海路8号", "经济开发区")
    texts = ["".join(parts) for parts in product(provinces, cities, districts, rests) if any(parts)]
    Path("in.csv").write_text(table([(str(i), t) for i, t in enumerate(texts)], "id,text"))
    assert run(app, ["parse", "address", "in.csv", "--out", "out.csv"]) == 0
    rows = rows_of("out.csv")
    assert len(rows) == len(texts)
    levels = ("province", "city", "district")
    assert [
        (text, row[level])
        for text, row in zip(texts, rows, strict=True)
        for level in levels
        if row[level] not in text
    ] == []
    assert any(row[level] for row in rows for level in levels)


def test_levels_that_are_clear_are_filled_in_where_asked_for() -> None:
    Path("in.csv").write_text(table([("1", "福州鼓楼区东大路12号")], "id,text"))
    assert run(app, ["parse", "address", "in.csv", "--out", "out.csv", "--fill"]) == 0
    (row,) = rows_of("out.csv")
    assert [row[level] for level in ("province", "city", "district")] == ["福建省", "福州市", "鼓楼区"]


@pytest.mark.parametrize(
    "encoded",
    [
        table(NAMES).encode("gb18030"),
        b"\xef\xbb\xbf" + table(NAMES).encode(),
        table(NAMES, delimiter="\t").encode(),
        table(NAMES).replace("\r\n", "\n").encode(),
        table(NAMES).replace("\r\n", "\r").encode(),
        table(NAMES).replace("id,left,right", "ID, Left ,RIGHT").encode(),
        table([(*row, "x") for row in NAMES], "id,left,right,备注").encode("gb18030"),
        table([("x", r[2], r[0], r[1]) for r in NAMES], "extra,right,id,left").encode(),
        table(NAMES).encode().rstrip(),
    ],
    ids=["gb18030", "bom", "tabs", "lf", "cr", "case", "unknown column", "order", "no last line end"],
)
def test_whatever_form_the_file_has_the_answer_is_the_same(encoded: bytes) -> None:
    expected = compared("name", table(NAMES))
    assert compared("name", encoded) == expected


def test_fields_with_quotes_line_ends_and_delimiters() -> None:
    awkward = [('a"b', "福州鑫源达\n贸易有限公司", '福州"鑫源达"贸易有限公司'), ("c\nd", "甲,乙", "甲,乙")]
    rows = compared("name", table(awkward))
    assert [row["id"] for row in rows] == ['a"b', "c\nd"]


def test_a_long_field_is_compared_and_one_beyond_reason_is_left_out(
    capsys: pytest.CaptureFixture[str],
) -> None:
    long, beyond = "长" * 100_000, "长" * 500_000
    rows = compared("address", table([("1", long, long), ("2", beyond, ""), ("3", "甲路1号", "甲路1号")]))
    assert [row["id"] for row in rows] == ["1", "3"]
    assert "Rows left out: 1, a field over 1 MiB (line 3)" in capsys.readouterr().out


RAGGED = "id,left,right\n1,甲公司,甲公司\n2,甲公司\n3,甲公司,乙公司\n4,甲,乙,丙\n\n5,甲\n6,乙公司,乙公司\n"


def test_rows_that_cannot_be_cut_are_counted_and_named(capsys: pytest.CaptureFixture[str]) -> None:
    rows = compared("name", RAGGED, "--json")
    assert [row["id"] for row in rows] == ["1", "3", "6"]
    said = json.loads(capsys.readouterr().out)
    assert said["table"]["rows"] == 3
    assert said["table"]["left_out"] == {"too_few_fields": 2, "too_many_fields": 1}
    assert said["table"]["first_left_out"] == [
        {"line": 3, "reason": "too_few_fields"},
        {"line": 5, "reason": "too_many_fields"},
        {"line": 7, "reason": "too_few_fields"},
    ]
    assert sum(said["verdicts"].values()) == 3
    assert [*said["verdicts"]] == ["different", "possible", "same"]


def test_the_account_in_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    compared("name", RAGGED.replace("right", "right,备注"), "--lang", "zh")
    said = capsys.readouterr().out
    assert "out.csv：1 行" in said
    assert "未使用的列：备注" in said
    assert "字段数少于表头（第 2, 3, 4, 7, 8 行）" in said
    assert "相同 0，可能相同 0，不同 1" in said


@pytest.mark.parametrize("kind", ["name", "address", "person"])
def test_no_rows_give_a_header(kind: str) -> None:
    header = "id,left_name,right_name" if kind == "person" else "id,left,right"
    assert compared(kind, header + "\n") == []
    assert Path("out.csv").read_text().startswith("id,score,verdict,")


def big_table() -> str:
    """50,000 pairs, among them quoted line ends and rows that are ragged."""
    rows = []
    for i in range(50_000):
        _, left, right = NAMES[i % 2]
        left = f'"{left}\n{i}"' if i % 97 == 0 else f"{left}{i % 11}"
        rows.append(f"{i:06},{left}" if i % 1000 == 999 else f"{i:06},{left},{right}")
    return "id,left,right\n" + "\n".join(rows) + "\n"


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_batches_do_not_show(encoding: str) -> None:
    from sweeps.comparing import compare_file

    Path("pairs.csv").write_bytes(big_table().encode(encoding))
    whole = compare_file("name", Path("pairs.csv"), Path("whole.csv"), "en")
    for batch in (1 << 16, 99_991):
        parts = compare_file("name", Path("pairs.csv"), Path("parts.csv"), "en", batch=batch)
        assert Path("parts.csv").read_bytes() == Path("whole.csv").read_bytes()
        assert parts.verdicts == whole.verdicts
        assert parts.table.first_left_out == whole.table.first_left_out
        assert parts.table.left_out == whole.table.left_out == {"too_few_fields": 50}
    kept = [f"{i:06}" for i in range(50_000) if i % 1000 != 999]
    assert [row["id"] for row in rows_of("whole.csv")] == kept


def test_a_lost_quote_costs_its_line_in_any_batch() -> None:
    from sweeps.comparing import compare_file

    lines = [f"{i},甲公司,乙公司" for i in range(5_000)]
    lines[20] = '20,"甲公司,乙公司'
    Path("pairs.csv").write_text("id,left,right\n" + "\n".join(lines) + "\n")
    for batch in (1 << 10, 1 << 20):
        done = compare_file("name", Path("pairs.csv"), Path("out.csv"), "en", batch=batch)
        assert (done.table.rows, done.table.left_out) == (4_999, {"bad_quotes": 1})


def test_people_in_batches_give_the_same_answer() -> None:
    from sweeps.comparing import compare_file

    surnames, given = "陈林黄张李王", ["书瑶", "伟", "嘉怡"]
    names = [s + g for s in surnames for g in given]
    pairs = [
        {"id": str(i), "left_name": names[i % 18], "right_name": names[i * 7 % 18], "left_gender": "女"}
        for i in range(3_000)
    ]
    Path("pairs.csv").write_text(people(pairs))
    compare_file("person", Path("pairs.csv"), Path("whole.csv"), "en")
    compare_file("person", Path("pairs.csv"), Path("parts.csv"), "en", batch=5_000)
    assert Path("parts.csv").read_bytes() == Path("whole.csv").read_bytes()


def test_parquet_and_tabs_by_their_names() -> None:
    expected = compared("address", table(ADDRESSES))
    pl.DataFrame(ADDRESSES, schema=["id", "left", "right"], orient="row").write_parquet("pairs.parquet")
    Path("to").mkdir()
    assert run(app, ["compare", "address", "pairs.parquet", "--out", "to/out.tsv"]) == 0
    assert rows_of("to/out.tsv", "\t") == expected
    assert run(app, ["compare", "address", "pairs.parquet", "--out", "out.parquet"]) == 0
    written = pl.read_parquet("out.parquet")
    assert written.columns == ["id", "score", "verdict", "same_building", "why"]
    assert written["id"].to_list() == [row["id"] for row in expected]


def test_standard_input_and_output() -> None:
    script = "import sys; from cli import main; sys.argv = ['ringwatch', *sys.argv[1:]]; main()"
    command = [sys.executable, "-c", script, "compare", "name", "-", "--out", "-"]
    done = subprocess.run(command, input=table(NAMES).encode(), capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    assert list(csv.DictReader(io.StringIO(done.stdout.decode()))) == compared("name", table(NAMES))
    assert b"4 rows" in done.stderr


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "pairs.csv is empty"),
        (b"\n\n", "pairs.csv is empty"),
        (b"id,left\n1,x\n", "pairs.csv has no column right (it has id, left)"),
        (b"1,x,y\n2,x,y\n", "names none of the columns id, left, right in its first row"),
        (b"id,left,right,left\n1,x,y,z\n", "has the column left more than once"),
        ("id,left,right\n1,x,y\n".encode("utf-16"), "is UTF-16 or no text at all"),
        (b"id,left,right\n" + b"1,\xff\xfe\xff,\xff\n" * 9, "is neither UTF-8 nor GB18030"),
        (None, "There is no file pairs.csv"),
    ],
)
def test_a_file_that_cannot_be_used(
    content: bytes | None, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    if content is not None:
        Path("pairs.csv").write_bytes(content)
    Path("out.csv").write_text("as it was")
    assert run(app, ["compare", "name", "pairs.csv", "--out", "out.csv"]) == 2
    err = capsys.readouterr().err
    assert said in err
    assert err.splitlines()[-1].startswith("ringwatch: ")
    assert Path("out.csv").read_text() == "as it was"
    assert {path.name for path in Path().iterdir()} <= {"pairs.csv", "out.csv"}


@pytest.mark.parametrize("damage", ["no parquet", "cut off"])
def test_a_damaged_parquet_file(damage: str, capsys: pytest.CaptureFixture[str]) -> None:
    pl.DataFrame({"id": ["1"], "text": ["甲"]}).write_parquet("in.parquet")
    whole = Path("in.parquet").read_bytes()
    Path("in.parquet").write_bytes(b"id,text\n" if damage == "no parquet" else whole[:-9])
    assert run(app, ["parse", "name", "in.parquet", "--out", "out.csv", "--lang", "zh"]) == 2
    assert "不是完整的 Parquet 文件" in capsys.readouterr().err
    assert not Path("out.csv").exists()


def test_bad_usage(capsys: pytest.CaptureFixture[str]) -> None:
    Path("pairs.csv").write_text(table(NAMES))
    Path("folder").mkdir()
    assert run(app, ["compare", "firm", "pairs.csv", "--out", "out.csv"]) == 2
    assert "'name', 'address', 'person'" in capsys.readouterr().err
    assert run(app, ["compare", "name", "pairs.csv"]) == 2
    assert "--out" in capsys.readouterr().err
    assert run(app, ["compare", "name", "pairs.csv", "--out", "folder"]) == 2
    assert "folder is a folder; name the file to write" in capsys.readouterr().err
    assert run(app, ["parse", "person", "pairs.csv", "--out", "out.csv"]) == 2


def test_a_file_is_not_replaced_by_its_own_result(capsys: pytest.CaptureFixture[str]) -> None:
    Path("pairs.csv").write_text(table(NAMES))
    before = Path("pairs.csv").read_bytes()
    assert run(app, ["compare", "name", "pairs.csv", "--out", "pairs.csv", "--lang", "en"]) == 2
    assert "pairs.csv is the file that is read" in capsys.readouterr().err
    assert Path("pairs.csv").read_bytes() == before


def test_a_folder_is_told_from_a_file_that_is_missing(capsys: pytest.CaptureFixture[str]) -> None:
    Path("folder").mkdir()
    assert run(app, ["parse", "name", "folder", "--out", "out.csv", "--lang", "en"]) == 2
    assert "folder is a folder; give the path of a CSV" in capsys.readouterr().err


# Not getrusage, which counts what the parent held before the program began.
_PEAK = """
import re, sys
from pathlib import Path
from cli import app
from bootstrap.command_line import run
code = run(app, sys.argv[1:])
print(int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) >> 10)
sys.exit(code)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="peak memory is read as Linux tells it")
@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_memory_does_not_grow_with_the_file(tmp_path: Path, form: str) -> None:
    """Twelve times as many pairs take hardly more memory: less than half of what their bytes would."""

    def peak(times: int) -> tuple[int, int]:
        n = 100_000 * times
        brands = [f"鑫源{chr(0x4E00 + i % 5_000)}达" for i in range(n)]
        frame = pl.DataFrame(
            {
                "id": [f"pair-{i:09d}" for i in range(n)],
                "left": [f"福州市{brand}国际贸易有限责任公司" for brand in brands],
                "right": [f"{brand}(福州)国际贸易有限公司" for brand in brands],
            }
        )
        file = tmp_path / f"pairs-{times}.{form}"
        if form == "csv":
            frame.write_csv(file)
        else:
            frame.write_parquet(file, compression="uncompressed", use_pyarrow=True, row_group_size=20_000)
        done = subprocess.run(
            [sys.executable, "-c", _PEAK, "compare", "name", str(file), "--out", f"{file}.out"],
            capture_output=True,
            text=True,
            check=True,
        )
        return int(done.stdout.split()[-1]), file.stat().st_size >> 20

    (small, small_file), (large, large_file) = peak(1), peak(12)
    assert large - small < (large_file - small_file) / 2
