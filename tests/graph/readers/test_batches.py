"""A file read in batches gives what it gives in one piece."""

import io
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import InputError
from graph.readers.batches import open_csv
from graph.readers.csv_file import read
from graph.readers.raw import LINE

COLUMNS = ["id", "left", "right"]
HEADER = b"id,left,right\n"


def in_batches(content: bytes, batch: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    source = open_csv(io.BytesIO(content), Path("x.csv"), len(content), batch)
    rows = [rows for rows, _ in source.batches(COLUMNS)]
    return pl.concat(r.frame for r in rows), pl.concat(r.faults for r in rows)


def equal(content: bytes, batch: int, tmp_path: Path) -> None:
    file = tmp_path / "x.csv"
    file.write_bytes(content)
    whole = read(file, COLUMNS)
    frame, faults = in_batches(content, batch)
    assert frame.select(*COLUMNS, LINE).equals(whole.frame.select(*COLUMNS, LINE))
    assert faults.equals(whole.faults)


# Records sound and broken, of pieces that matter to the cutting.
pieces = st.sampled_from(['"', '""', ",", "\n", "\r\n", "a", "福州", "é", " ", '",', '\n"', "", "1,2,3\n"])
bodies = st.lists(pieces, max_size=60).map("".join)


@given(body=bodies, batch=st.integers(16, 64))
@settings(max_examples=300, deadline=None)
def test_any_rows_in_any_batches(body: str, batch: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    equal(HEADER + body.encode(), batch, tmp_path_factory.mktemp("x"))


def test_a_batch_that_ends_between_carriage_return_and_line_feed(tmp_path: Path) -> None:
    body = b'"""a\n"\r\n1,2,3\n'
    for batch in range(16, 16 + len(body)):
        equal(HEADER + body, batch, tmp_path)


@given(rows=st.lists(st.tuples(bodies, bodies), min_size=1, max_size=8), batch=st.integers(16, 64))
@settings(max_examples=100, deadline=None)
def test_quoted_fields_come_back_as_they_were(rows: list[tuple[str, str]], batch: int) -> None:
    def quoted(text: str) -> str:
        return '"' + text.replace('"', '""') + '"'

    lines = [f"{i},{quoted(left)},{quoted(right)}\n" for i, (left, right) in enumerate(rows)]
    frame, faults = in_batches(HEADER + "".join(lines).encode(), batch)
    assert len(faults) == 0
    assert frame.select("id", "left", "right").rows() == [(str(i), *row) for i, row in enumerate(rows)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("batch", [17, 33, 1_000])
def test_wide_characters_are_cut_at_no_batch(encoding: str, batch: int, tmp_path: Path) -> None:
    body = "".join(f"{i},福建省福州市鼓楼区{i}号,é€𠮷\n" for i in range(200))
    equal((HEADER.decode() + body).encode(encoding), batch, tmp_path)


@pytest.mark.parametrize("batch", [64, 1_000_000])
def test_the_encoding_is_found_where_the_first_wide_character_stands(batch: int) -> None:
    plain = "".join(f"{i},a,b\n" for i in range(100))
    content = HEADER + plain.encode() + "x,福州,厦门\n".encode("gb18030")
    frame, faults = in_batches(content, batch)
    assert frame.row(-1)[:3] == ("x", "福州", "厦门")
    assert len(faults) == 0


def test_bytes_of_another_encoding_cost_their_row() -> None:
    good = "".join(f"{i},福州,厦门\n" for i in range(50)).encode()
    frame, faults = in_batches(HEADER + good + b"x,\xc3\x28,\xff\n" + good, 64)
    assert len(frame) == 100
    assert faults.rows() == [(52, "bad_encoding")]


def test_what_is_neither_encoding_is_refused() -> None:
    with pytest.raises(InputError, match="neither UTF-8 nor GB18030"):
        in_batches(HEADER + b"1,\xff\xfe\xff,\xff\xff\n" * 20, 64)


def test_the_share_that_is_read_ends_at_the_whole() -> None:
    content = HEADER + b"1,2,3\n" * 1_000
    source = open_csv(io.BytesIO(content), Path("x.csv"), len(content), 512)
    shares = [share for _, share in source.batches(COLUMNS)]
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
