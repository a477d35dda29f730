"""One CSV file: encodings, delimiters, quoting, and rows that cannot be cut."""

import csv
import io
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import InputError
from graph.readers.files import header_of, read
from graph.readers.raw import LINE
from graph.readers.records import LONGEST_FIELD

HEADER = "编号,name,note\n"


def rows_of(path: Path) -> list[tuple[object, ...]]:
    return read(path, header_of(path)).frame.rows()


def faults_of(path: Path) -> list[tuple[object, ...]]:
    return read(path, header_of(path)).faults.rows()


@pytest.mark.parametrize(
    ("encoding", "detected"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8"), ("gb18030", "gb18030"), ("gbk", "gb18030")],
)
@pytest.mark.parametrize("delimiter", [",", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_encoding_delimiter_and_line_end_reads_alike(
    tmp_path: Path, encoding: str, detected: str, delimiter: str, end: str
) -> None:
    text = "编号,name,note\n1,甲有限公司,\n2,乙商行,好\n".replace(",", delimiter).replace("\n", end)
    path = tmp_path / "t.csv"
    path.write_bytes(text.encode(encoding))
    assert header_of(path) == ["编号", "name", "note"]
    assert rows_of(path) == [("1", "甲有限公司", None, 2), ("2", "乙商行", "好", 3)]
    assert read(path, ["name"]).encoding == detected


TRADITIONAL = "臺北遠東貿易股份有限公司,臺北市中正區忠孝東路一段,國際貿易業與資訊軟體服務業"


@pytest.mark.parametrize("header", ["id,a,b,c", "編號,公司名稱,公司所在地址,登記營業項目與經營範圍說明"])
@pytest.mark.parametrize(("encoding", "named"), [("cp950", "big5"), ("gb18030", "gb18030")])
def test_traditional_characters_are_read_in_either_encoding(
    tmp_path: Path, header: str, encoding: str, named: str
) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(f"{header}\n1,{TRADITIONAL}\n".encode(encoding))
    rows = read(path, header_of(path))
    assert header_of(path) == header.split(",")
    assert rows.encoding == named
    assert rows.frame.row(0)[1:4] == tuple(TRADITIONAL.split(","))


def test_gb18030_below_an_ascii_header_is_recognised_by_the_rows(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes("id,name\n1,甲有限公司\n2,乙商行\n".encode("gb18030"))
    assert rows_of(path) == [("1", "甲有限公司", 2), ("2", "乙商行", 3)]


def test_line_numbers_are_physical_across_quoted_newlines_and_blank_lines(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text('\n编号,name,note\n1,"两\n行",x\n\n2,b,"说""好"""\n\n', encoding="utf-8")
    assert rows_of(path) == [("1", "两\n行", "x", 3), ("2", "b", '说"好"', 6)]


def test_ragged_rows_are_faults_and_their_neighbours_are_read(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text(HEADER + "1,a,x\n2,b\n3,c,x,y\n4,d,x", encoding="utf-8")
    assert rows_of(path) == [("1", "a", "x", 2), ("4", "d", "x", 5)]
    assert faults_of(path) == [(3, "too_few_fields"), (4, "too_many_fields")]


def test_nul_bytes_and_invalid_utf8_are_faults_of_their_row_only(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    good = "".join(f"{i},甲,乙\n" for i in range(10))
    path.write_bytes(HEADER.encode() + b"a\x00,b,c\n" + b"x,\xe4\xb8,c\n" + good.encode())
    assert faults_of(path) == [(2, "nul_byte"), (3, "bad_encoding")]
    assert len(rows_of(path)) == 10


def test_a_field_of_ten_megabytes_is_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text(HEADER + f"1,{'x' * 10_000_000},z\n2,b,c\n", encoding="utf-8")
    assert faults_of(path) == [(2, "field_too_long")]
    assert rows_of(path) == [("2", "b", "c", 3)]


def test_a_field_of_exactly_the_limit_is_kept_whatever_its_quotes(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    long = "x" * (LONGEST_FIELD - 1) + '"'
    path.write_text(HEADER + f"1,{long},z\n", encoding="utf-8")
    assert rows_of(path) == [("1", long, "z", 2)]


def test_quotes_inside_an_unquoted_field_are_plain_characters(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text(HEADER + '1,5" 管,x\n2,"老王"餐饮店,"a,b"\n3,c,d\n', encoding="utf-8")
    assert rows_of(path) == [("1", '5" 管', "x", 2), ("2", "老王餐饮店", "a,b", 3), ("3", "c", "d", 4)]


def test_a_lost_quote_costs_its_own_line_only(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text(HEADER + '1,"open,x\n2,b,y\n3,"c",z\n4,d,"never closed\n5,e,f\n', encoding="utf-8")
    assert faults_of(path) == [(2, "bad_quotes"), (5, "bad_quotes")]
    assert [r[0] for r in rows_of(path)] == ["2", "3", "5"]


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xef\xbb\xbf", b"\r\n"])
def test_an_empty_file_is_an_input_error_that_names_it(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(content)
    with pytest.raises(InputError, match=r"t\.csv is empty") as caught:
        read(path, [])
    assert "空文件" in caught.value.in_("zh")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le"])
def test_utf16_is_an_input_error(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes("firm_id,name\n1,plain\n".encode(encoding))
    with pytest.raises(InputError, match="UTF-16"):
        read(path, ["firm_id"])


def test_bytes_of_no_known_encoding_are_an_input_error(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(b"id,name\n" + b"1,\xff\xff\xfe\n" * 20)
    with pytest.raises(InputError, match="neither UTF-8 nor GB18030"):
        read(path, ["id"])


def test_parquet_rows_are_strings_and_held_to_the_same_limits(tmp_path: Path) -> None:
    path = tmp_path / "t.parquet"
    frame = pl.DataFrame({"id": [1, 2, 3], "note": ["a", "b\0", "x" * (LONGEST_FIELD + 1)]})
    frame.write_parquet(path)
    assert rows_of(path) == [("1", "a", 1)]
    assert faults_of(path) == [(2, "nul_byte"), (3, "field_too_long")]


def test_a_truncated_parquet_is_an_input_error(tmp_path: Path) -> None:
    path = tmp_path / "t.parquet"
    pl.DataFrame({"id": list(range(1000))}).write_parquet(path)
    path.write_bytes(path.read_bytes()[:-200])
    with pytest.raises(InputError, match="not a complete Parquet file"):
        header_of(path)
    with pytest.raises(InputError, match="not a complete Parquet file"):
        read(path, ["id"])


FIELD = st.text(alphabet=st.sampled_from('ab中,"\t\n\r 啊'), max_size=6)


@settings(deadline=None)
@given(st.lists(st.lists(FIELD, min_size=3, max_size=3), max_size=12), st.sampled_from([",", "\t"]))
def test_what_a_csv_writer_wrote_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], delimiter: str
) -> None:
    path = tmp_path_factory.mktemp("csv") / "t.csv"
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerows([["a", "b", "c"], *rows])
    path.write_text(out.getvalue(), encoding="utf-8", newline="")
    found = read(path, ["a", "b", "c"])
    assert found.faults.is_empty()
    # An empty field is unknown to the reader; a carriage return before a newline is part of the line end.
    assert [[v or "" for v in row] for row in found.frame.drop(LINE).rows()] == rows


@settings(deadline=None)
@given(st.lists(st.text(alphabet=st.sampled_from('a中,"\n\r\t\0'), max_size=12), max_size=12))
def test_any_text_is_cut_into_rows_and_faults_as_often_as_it_has_lines(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str]
) -> None:
    path = tmp_path_factory.mktemp("csv") / "t.csv"
    body = "\n".join(lines)
    path.write_text("a,b\n" + body, encoding="utf-8", newline="")
    found = read(path, ["a", "b"])
    numbers = found.frame[LINE].to_list() + found.faults[LINE].to_list()
    assert len(set(numbers)) == len(numbers)
    physical = body.split("\n")
    starts = {n for n, text in enumerate(physical, 2) if text not in {"", "\r"}}
    assert set(numbers) <= starts
    if '"' not in body:
        assert set(numbers) == starts
