"""From files to typed tables: what is kept, what is rejected, and that nothing is lost silently."""

import datetime as dt
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.checks import schema
from graph.errors import InputError
from graph.model import REGISTER, TABLES
from graph.readers.register import read_register
from graph.report import REASONS
from graph.validate import ValidRegister, validate
from tests.graph.extracts import FIRMS, checked, reasons, write

ROLES = "firm_id,person_name,role,person_id,birth_date,since,until\n"


def assert_accounted(register: ValidRegister) -> None:
    for table in register.report.tables:
        assert table.kept == len(register.tables[table.table])
        for file in table.files:
            assert file.rows_in == file.kept + sum(file.rejected.values())
        of_table = register.rejects.filter(pl.col("table") == table.table)
        assert len(of_table) == sum(table.rejected.values()) == table.rows_in - table.kept
        assert set(of_table["reason"]) <= set(REASONS)


def test_every_table_has_every_column_of_the_layout_typed(tmp_path: Path) -> None:
    register = checked(tmp_path)
    assert list(register.tables) == [t.name for t in REGISTER]
    for table in REGISTER:
        assert dict(register.tables[table.name].schema) == schema(table)
    assert register.tables["firms"].row(0, named=True)["registered_on"] == dt.date(2019, 3, 1)
    assert register.tables["firms"]["capital"].to_list() == [1_000_000.0, None, None]
    assert_accounted(register)


def test_ids_match_whatever_their_width_case_and_blanks(tmp_path: Path) -> None:
    register = checked(tmp_path, roles=ROLES + "ａ1,王一,manager,,,,\n b 2 ,李二,director,,,,\n")
    assert register.tables["roles"]["firm_id"].to_list() == ["A1", "B2"]


@pytest.mark.parametrize(
    ("day", "kept"),
    [
        ("2019-02-30", None),
        ("2019-13-01", None),
        ("1799-12-31", None),
        ("1800-01-01", dt.date(1800, 1, 1)),
        ("2200-12-31", dt.date(2200, 12, 31)),
        ("2201-01-01", None),
        ("12019-01-01", None),
        ("soon", None),
        ("2019/3/1", dt.date(2019, 3, 1)),
        ("2019年3月1日", dt.date(2019, 3, 1)),
        ("2019-03-01 10:00:00", dt.date(2019, 3, 1)),
    ],
)
def test_only_days_that_exist_are_kept(tmp_path: Path, day: str, kept: dt.date | None) -> None:
    register = checked(tmp_path, firms=f"firm_id,name,registered_on\nA1,甲,{day}\nB2,乙,2020-01-02\n")
    found = dict(register.tables["firms"].select("firm_id", "registered_on").iter_rows())
    assert found.get("A1") == kept
    if kept is None:
        shown = day if day != "soon" else None
        assert reasons(register) == [("firms", 2, "registered_on", "bad_date", shown)]
    assert_accounted(register)


def test_partial_birth_dates_are_kept_and_impossible_ones_rejected_without_their_value(
    tmp_path: Path,
) -> None:
    rows = "A1,王一,manager,,1980,,\nA1,王二,manager,,1980-5,,\nA1,王三,manager,,1980-02-30,,\n"
    register = checked(tmp_path, roles=ROLES + rows)
    assert register.tables["roles"]["birth_date"].to_list() == ["1980", "1980-05"]
    assert reasons(register) == [("roles", 4, "birth_date", "bad_date", None)]


@pytest.mark.parametrize("share", ["1.01", "-0.1", "51"])
def test_a_share_outside_0_to_1_is_rejected(tmp_path: Path, share: str) -> None:
    holdings = (
        f"firm_id,holder_type,holder_name,share\nA1,person,王一,{share}\nA1,person,王二,1\nA1,person,王三,0\n"
    )
    register = checked(tmp_path, holdings=holdings)
    assert register.tables["holdings"]["share"].to_list() == [1.0, 0.0]
    assert reasons(register) == [("holdings", 2, "share", "share_out_of_range", share)]


@pytest.mark.parametrize("number", ["half", "nan", "inf", "1,5"])
def test_what_is_no_number_is_unknown_and_reported_while_the_row_stays(tmp_path: Path, number: str) -> None:
    register = checked(tmp_path, firms=f'firm_id,name,capital\nA1,甲,"{number}"\n')
    assert register.tables["firms"]["capital"].to_list() == [None]
    assert register.rejects.is_empty()
    assert register.repairs.select("line", "column", "reason").rows() == [(2, "capital", "bad_number")]
    assert register.report.table("firms").set_to_unknown == {"capital": {"bad_number": 1}}


def test_negative_capital_is_rejected(tmp_path: Path) -> None:
    register = checked(tmp_path, firms="firm_id,name,capital\nA1,甲,-1\nB2,乙,0\n")
    assert register.tables["firms"]["firm_id"].to_list() == ["B2"]
    assert reasons(register) == [("firms", 2, "capital", "negative_amount", "-1")]


def test_unknown_choices_reject_where_required_and_are_unknown_elsewhere(tmp_path: Path) -> None:
    register = checked(
        tmp_path,
        firms="firm_id,name,status\nA1,甲,存续\nB2,乙,active\n",
        roles=ROLES + "A1,王一,boss,,,,\nA1,王二,manager,,,,\n",
    )
    assert register.tables["firms"]["status"].to_list() == [None, "active"]
    assert register.repairs.select("column", "value").rows() == [("status", "存续")]
    assert reasons(register) == [("roles", 2, "role", "unknown_choice", "boss")]


def test_booleans_are_true_false_or_unknown(tmp_path: Path) -> None:
    rows = "\n".join(f"A1,person,王,{v}" for v in ("true", "FALSE", "", "yes"))
    register = checked(tmp_path, holdings="firm_id,holder_type,holder_name,verified\n" + rows + "\n")
    assert register.tables["holdings"]["verified"].to_list() == [True, False, None, None]
    assert register.repairs["reason"].to_list() == ["not_a_boolean"]


def test_rows_without_a_required_value_are_rejected(tmp_path: Path) -> None:
    register = checked(tmp_path, firms="firm_id,name\n,甲\nB2,\n  ,丙\nD4,丁\n")
    assert register.tables["firms"]["firm_id"].to_list() == ["D4"]
    assert [r[1:4] for r in reasons(register)] == [
        (2, "firm_id", "missing_value"),
        (3, "name", "missing_value"),
        (4, "firm_id", "missing_value"),
    ]


def test_a_firm_id_longer_than_any_index_takes_is_rejected(tmp_path: Path) -> None:
    longest = "A" * 256
    register = checked(
        tmp_path,
        firms=f"firm_id,name\n{longest},甲\n{longest}A,乙\n",
        roles=ROLES + f"{longest},王一,manager,,,,\n{longest}A,王二,manager,,,,\n",
    )
    assert register.tables["firms"]["firm_id"].to_list() == [longest]
    assert register.tables["roles"]["firm_id"].to_list() == [longest]
    assert reasons(register) == [
        (table, 3, "firm_id", "id_too_long", longest[:80]) for table in ("firms", "roles")
    ]


def test_a_row_about_an_unknown_firm_is_rejected(tmp_path: Path) -> None:
    register = checked(
        tmp_path,
        roles=ROLES + "Z9,王一,manager,,,,\nA1,王二,manager,,,,\n",
        ties="from_id,to_id,kind\nA1,B2,supply\nA1,Z9,supply\n",
    )
    assert len(register.tables["roles"]) == 1
    assert reasons(register) == [
        ("roles", 2, "firm_id", "unknown_firm", "Z9"),
        ("ties", 3, "to_id", "unknown_firm", "Z9"),
    ]


def test_a_row_about_a_rejected_firm_is_rejected_too(tmp_path: Path) -> None:
    register = checked(
        tmp_path,
        firms="firm_id,name,registered_on\nA1,甲,2019-02-30\nB2,乙,\n",
        roles=ROLES + "A1,王一,manager,,,,\n",
    )
    assert [r[3] for r in reasons(register)] == ["bad_date", "unknown_firm"]


def test_a_firm_that_owns_itself_and_a_tie_to_itself_are_rejected(tmp_path: Path) -> None:
    register = checked(
        tmp_path,
        holdings="firm_id,holder_type,holder_id,holder_name\nA1,firm,a1,甲\nA1,person,A1,王一\nA1,firm,B2,乙\n",
        ties="from_id,to_id,kind\nA1,A1,guarantee\nA1,B2,guarantee\n",
    )
    assert reasons(register) == [
        ("holdings", 2, "holder_id", "owns_itself", None),
        ("ties", 2, "to_id", "tied_to_itself", "A1"),
    ]
    assert len(register.tables["holdings"]) == 2


def test_a_fact_that_ends_before_it_begins_is_rejected(tmp_path: Path) -> None:
    rows = "A1,王一,manager,,,2020-01-02,2020-01-01\nA1,王二,manager,,,2020-01-02,2020-01-02\n"
    register = checked(tmp_path, roles=ROLES + rows)
    assert reasons(register) == [("roles", 2, "until", "until_before_since", "2020-01-01")]


def test_a_firm_dissolved_before_its_registration_stays_with_the_end_unknown(tmp_path: Path) -> None:
    register = checked(
        tmp_path, firms="firm_id,name,registered_on,dissolved_on\nA1,甲,2020-01-02,2019-01-01\n"
    )
    assert register.tables["firms"]["dissolved_on"].to_list() == [None]
    assert register.repairs["reason"].to_list() == ["until_before_since"]


def test_of_firms_with_one_id_the_fullest_row_stays_whatever_the_order(tmp_path: Path) -> None:
    rows = ["A1,甲有限公司,", "A1,甲有限公司,福州", "A1,乙有限公司,", "A1,甲有限公司,", "B2,丙,"]
    kept = set()
    for n, order in enumerate((rows, rows[::-1], rows[2:] + rows[:2])):
        folder = tmp_path / str(n)
        folder.mkdir()
        register = checked(folder, firms="firm_id,name,region\n" + "\n".join(order) + "\n")
        kept.add(tuple(sorted(register.tables["firms"].select("firm_id", "name", "region").rows())))
        assert [r[3] for r in reasons(register)] == ["duplicate_firm_id"] * 3
        assert_accounted(register)
    assert kept == {(("A1", "甲有限公司", "福州"), ("B2", "丙", None))}


def test_identical_firms_are_counted_as_duplicate_rows(tmp_path: Path) -> None:
    register = checked(tmp_path, firms="firm_id,name\nA1,甲\nB2,乙\na1 ,甲\n")
    assert reasons(register) == [("firms", 4, "firm_id", "duplicate_row", "A1")]
    assert_accounted(register)


def test_unknown_columns_missing_tables_and_other_files_are_named(tmp_path: Path) -> None:
    (tmp_path / "truth").mkdir()
    (tmp_path / "truth" / "firms.csv").write_text("firm_id,fake\nA1,true\n", encoding="utf-8")
    report = checked(tmp_path, firms="firm_id,name,colour\nA1,甲,红\n").report
    assert report.table("firms").unknown_columns == ("colour",)
    assert report.missing_tables == tuple(t.name for t in REGISTER if t.name != "firms")
    assert report.files_left_out == ("truth/firms.csv",)
    for lang in ("zh", "en"):
        assert any("colour" in line for line in report.lines(lang))


def test_the_report_tells_every_reason_in_both_languages(tmp_path: Path) -> None:
    report = checked(tmp_path, roles=ROLES + "Z9,王一,manager,,,,\n").report
    assert any("names a firm that is not in the firms table" in line for line in report.lines("en"))
    assert any("所指企业不在企业表中" in line for line in report.lines("zh"))
    assert '"unknown_firm": 1' in report.to_json()


def test_no_personal_value_and_no_resident_number_reaches_the_rejects(tmp_path: Path) -> None:
    number = "350102198001011234"  # of a form that resident numbers have; its check digit is wrong
    register = checked(
        tmp_path,
        roles=ROLES + f"{number},王一,manager,{number},19800230,,\nA1,王二,manager,,{number},王二,\n",
        holdings=f"firm_id,holder_type,holder_id,holder_name,share\nA1,person,{number},王一,{number}\n",
        events=f"firm_id,kind,on\nA1,{number},2020-01-01\nA1,licence,王二\n",
    )
    assert len(register.rejects) == 5
    everything = register.rejects.write_csv() + register.repairs.write_csv() + register.report.to_json()
    assert number not in everything
    assert "王" not in everything


def test_a_folder_without_firms_or_a_register_without_a_name_column_is_an_input_error(tmp_path: Path) -> None:
    (tmp_path / "roles.csv").write_text(ROLES, encoding="utf-8")
    with pytest.raises(InputError, match="no firms table"):
        read_register(tmp_path)
    (tmp_path / "firms.csv").write_text("firm_id\nA1\n", encoding="utf-8")
    with pytest.raises(InputError, match="lacks the required column name") as caught:
        read_register(tmp_path)
    assert caught.value.field == "name"
    assert "必填列 name" in caught.value.in_("zh")


def test_a_required_column_missing_from_another_table_is_an_input_error(tmp_path: Path) -> None:
    write(tmp_path, roles="firm_id,person_name\nA1,王一\n")
    with pytest.raises(InputError, match=r"roles\.csv lacks the required column role"):
        read_register(tmp_path)


def test_a_header_without_rows_is_an_input_error_for_firms_only(tmp_path: Path) -> None:
    assert checked(tmp_path, roles=ROLES).report.table("roles").rows_in == 0
    with pytest.raises(InputError, match="has a header but no rows"):
        checked(tmp_path, firms="firm_id,name\n")


def test_a_register_none_of_whose_firms_can_be_used_is_an_input_error_with_the_reason(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"None of the 2 rows.*a required column is empty"):
        checked(tmp_path, firms="firm_id,name\n,甲\n,乙\n")


def test_an_empty_file_among_the_tables_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"roles\.csv is empty"):
        checked(tmp_path, roles="")


def test_a_truncated_parquet_table_is_an_input_error(tmp_path: Path) -> None:
    frame = pl.DataFrame({"firm_id": [f"F{i}" for i in range(5000)], "name": "n"})
    path = tmp_path / "firms.parquet"
    frame.write_parquet(path)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(InputError, match="not a complete Parquet file"):
        read_register(tmp_path)


def test_rows_that_cannot_be_cut_are_rejected_with_their_line(tmp_path: Path) -> None:
    firms = f"firm_id,name,scope\nA1,甲,x\nB2,乙\nC3,丙\0,x\nD4,丁,{'x' * 10_000_000}\nE5,戊,x,y\n"
    register = checked(tmp_path, firms=firms)
    assert reasons(register) == [
        ("firms", 3, None, "too_few_fields", None),
        ("firms", 4, None, "nul_byte", None),
        ("firms", 5, None, "field_too_long", None),
        ("firms", 6, None, "too_many_fields", None),
    ]
    assert_accounted(register)


def test_parquet_and_csv_of_one_register_are_read_alike(tmp_path: Path) -> None:
    (tmp_path / "csv").mkdir()
    (tmp_path / "parquet").mkdir()
    holdings = "firm_id,holder_type,holder_name,share,verified,since\nA1,person,王一,0.5,true,2020-01-01\n"
    by_csv = checked(tmp_path / "csv", holdings=holdings)
    for name in ("firms", "holdings"):
        pl.read_csv(tmp_path / "csv" / f"{name}.csv", try_parse_dates=True).write_parquet(
            tmp_path / "parquet" / f"{name}.parquet"
        )
    by_parquet = validate(read_register(tmp_path / "parquet"))
    for name in TABLES:
        assert by_parquet.tables[name].equals(by_csv.tables[name]), name


def test_two_hundred_thousand_firms_on_one_phone_are_read_without_ado(tmp_path: Path) -> None:
    n = 200_000
    write(tmp_path, firms="", contacts="")
    ids = pl.DataFrame({"firm_id": [f"F{i:06}" for i in range(n)]})
    ids.with_columns(name=pl.lit("甲")).write_csv(tmp_path / "firms.csv")
    phones = ids.with_columns(kind=pl.lit("phone"), value=pl.lit("059183331234"))
    phones.write_csv(tmp_path / "contacts.csv")
    register = validate(read_register(tmp_path))
    assert len(register.tables["contacts"]) == n
    assert register.rejects.is_empty()


CELL = st.sampled_from(
    ["", "A1", "B2", "甲", "2019-02-30", "2020-01-01", "1.5", "0.5", "firm", "person", '"', "a,b", "\0"]
)


@settings(deadline=None)
@given(st.lists(st.lists(CELL, min_size=5, max_size=8), max_size=20), st.booleans())
def test_rows_in_are_rows_kept_and_rows_rejected_for_any_mess(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], quoted: bool
) -> None:
    cells = ([f'"{c}"' for c in row] if quoted else row for row in rows)
    body = "".join(",".join(row) + "\n" for row in cells)
    header = "firm_id,holder_type,holder_id,holder_name,share,since,until\n"
    register = checked(tmp_path_factory.mktemp("mess"), firms=FIRMS, holdings=header + body)
    assert_accounted(register)
    assert register.report.table("holdings").rows_in <= len(rows)
    if '"' not in body:
        assert register.report.table("holdings").rows_in == len(rows)


@settings(deadline=None)
@given(st.permutations(["A1,甲,福州", "A1,甲,", "B2,乙,2019", "B2,丙,2019", "C3,,x", "D4,丁,"]))
def test_the_order_of_rows_never_matters(tmp_path_factory: pytest.TempPathFactory, rows: list[str]) -> None:
    register = checked(
        tmp_path_factory.mktemp("order"), firms="firm_id,name,region\n" + "\n".join(rows) + "\n"
    )
    kept = register.tables["firms"].select("firm_id", "name", "region").sort("firm_id").rows()
    assert kept == [("A1", "甲", "福州"), ("B2", "丙", "2019"), ("D4", "丁", None)]
    assert_accounted(register)
