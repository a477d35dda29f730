"""Formats and mappings: recognised by their headers, copied and changed by a user, refused with a reason."""

from importlib.resources import files
from pathlib import Path

import pytest

from graph.errors import InputError, UsageError
from graph.readers.mapping import layout, load, shipped
from graph.readers.register import FORMATS, read_register
from graph.validate import ValidRegister, validate

HEADER = "企业名称,统一社会信用代码,注册日期,企业类型,法人代表,注册资金,经营范围,所在省份,地区,注册地址\n"
ROWS = (
    '甲贸易有限公司,91350102MA2XN0001A,2018-01-02,N/A,王一,"1,000(万元人民币)",零售,福建,福州,某路1号\n'
    "乙商行,92350102MA2XN0002B,2018-01-03,个体工商户,李二,100万人民币,,福建,N/A,N/A\n"
    "丙有限公司,91350102MA2XN0003C,2018-01-04,-,N/A,N/A,批发,福建,福州,某路2号\n"
    "丁有限公司,91350102MA2XN0004D,2018-01-05,-,赵四,待定,批发,福建,福州,某路3号\n"
)


def chinese(folder: Path) -> Path:
    (folder / "2018").mkdir()
    (folder / "2018" / "福建.csv").write_text(HEADER + ROWS, encoding="utf-8")
    return folder


def read(source: Path, **options: object) -> ValidRegister:
    return validate(read_register(source, **options))  # type: ignore[arg-type]


@pytest.mark.parametrize("format_", ["auto", "cn-register"])
def test_chinese_files_in_subfolders_are_recognised_and_split_into_firms_and_roles(
    tmp_path: Path, format_: str
) -> None:
    register = read(chinese(tmp_path), format=format_)
    firms = register.tables["firms"]
    assert register.report.format == "cn-register"
    assert firms["capital"].to_list() == [10_000_000.0, 1_000_000.0, None, None]
    assert firms["currency"].to_list() == ["CNY", "CNY", None, None]
    assert firms["region"].to_list() == ["福建福州", "福建", "福建福州", "福建福州"]
    assert firms["firm_type"].to_list() == [None, "个体工商户", None, None]
    assert set(firms["country"]) == {"CN"}
    roles = register.tables["roles"].select("firm_id", "person_name", "role").rows()
    assert roles == [
        ("91350102MA2XN0001A", "王一", "legal_representative"),
        ("92350102MA2XN0002B", "李二", "legal_representative"),
        ("91350102MA2XN0004D", "赵四", "legal_representative"),
    ]


def test_a_representative_who_is_unknown_and_an_unreadable_amount_are_told(tmp_path: Path) -> None:
    register = read(chinese(tmp_path))
    assert register.report.table("roles").rows_in == 3
    assert any("make no row of roles: 1" in line for line in register.report.lines("en"))
    assert register.repairs.rows() == [("firms", "2018/福建.csv", 5, "capital", "bad_number", None)]


def test_one_file_alone_is_a_register(tmp_path: Path) -> None:
    chinese(tmp_path)
    assert len(read(tmp_path / "2018" / "福建.csv").tables["firms"]) == 4
    plain = tmp_path / "any name.csv"
    plain.write_text("firm_id,name\nA1,甲\n", encoding="utf-8")
    assert read(plain).report.format == "register"


def test_layout_tables_in_subfolders_are_read_together(tmp_path: Path) -> None:
    for year, firm in (("2016", "A1"), ("2017", "B2")):
        (tmp_path / year).mkdir()
        (tmp_path / year / "firms.csv").write_text(f"firm_id,name\n{firm},甲\n", encoding="utf-8")
    report = read(tmp_path).report
    assert [(f.file, f.rows_in) for f in report.table("firms").files] == [
        ("2016/firms.csv", 1),
        ("2017/firms.csv", 1),
    ]


def test_a_table_given_twice_is_refused(tmp_path: Path) -> None:
    (tmp_path / "firms.csv").write_text("firm_id,name\nA1,甲\n", encoding="utf-8")
    (tmp_path / "firms.tsv").write_text("firm_id\tname\nA1\t甲\n", encoding="utf-8")
    with pytest.raises(InputError, match="table firms twice"):
        read_register(tmp_path)


def test_a_copied_mapping_reads_the_users_own_headers(tmp_path: Path) -> None:
    text = files("graph.readers").joinpath("mappings", "cn_register.toml").read_text("utf-8")
    mine = tmp_path / "my.toml"
    mine.write_text(text.replace('"注册资金"', '"资本"').replace('"cn-register"', '"mine"'), encoding="utf-8")
    source = tmp_path / "in"
    source.mkdir()
    (source / "a.csv").write_text((HEADER + ROWS).replace("注册资金", "资本"), encoding="gb18030")
    register = read(source, mapping=mine)
    assert register.report.format == "mine"
    assert register.tables["firms"]["capital"].to_list()[:2] == [10_000_000.0, 1_000_000.0]


def test_a_mapping_can_scale_translate_and_take_several_people_from_one_row(tmp_path: Path) -> None:
    mapping = tmp_path / "my.toml"
    mapping.write_text(
        """
name = "mine"
unknown = ["不详"]
[[table]]
name = "firms"
[table.columns]
firm_id = "编号"
name = "名称"
status = { from = "状态", values = { "存续" = "active", "吊销" = "revoked" } }
capital = { from = "资本（万元）", times = 10000 }
[[table]]
name = "roles"
only_with = ["person_name"]
columns = { firm_id = "编号", person_name = "法人", role = { value = "legal_representative" } }
[[table]]
name = "roles"
only_with = ["person_name"]
columns = { firm_id = "编号", person_name = "监事", role = { value = "supervisor" } }
[[table]]
name = "holdings"
[table.columns]
firm_id = "企业编号"
holder_type = { value = "person" }
holder_name = "股东"
share = { from = "比例%", times = 0.01 }
""",
        encoding="utf-8",
    )
    source = tmp_path / "in"
    source.mkdir()
    firms = "编号,名称,状态,资本（万元）,法人,监事\nA1,甲,存续,50,王一,李二\nB2,乙,其他,x,赵四,不详\n"
    (source / "企业.csv").write_text(firms, encoding="utf-8")
    (source / "股东.csv").write_text("企业编号,股东,比例%\nA1,王一,51\nB2,钱五,101\n", encoding="utf-8")
    register = read(source, mapping=mapping)
    assert register.tables["firms"].select("status", "capital").rows() == [
        ("active", 500_000.0),
        (None, None),
    ]
    people = (
        register.tables["roles"].select("firm_id", "person_name", "role").sort(["firm_id", "role"]).rows()
    )
    assert people == [
        ("A1", "王一", "legal_representative"),
        ("A1", "李二", "supervisor"),
        ("B2", "赵四", "legal_representative"),
    ]
    assert register.tables["holdings"]["share"].to_list() == [0.51]
    assert register.rejects["reason"].to_list() == ["share_out_of_range"]
    assert register.repairs["reason"].to_list() == ["bad_number", "unknown_choice"]


def test_an_optional_column_that_the_mapping_names_and_no_file_has_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("企业名称,统一社会信用代码,法人代表\n甲,91350102MA2XN0001A,王一\n", encoding="utf-8")
    lines = read(path).report.lines("zh")
    assert any("注册资金" in line and "firms" in line for line in lines)


@pytest.mark.parametrize(
    ("text", "entry", "words"),
    [
        ('name = "x"\n[[table]]\nname = "shops"\ncolumns = {}', "table.0.name", "no table of the layout"),
        ('name = "x"\n[[table]]\nname = "firms"\ncolumns = { firm_id = "a" }', "table.0", "firms needs name"),
        (
            'name = "x"\n[[table]]\nname = "firms"\ncolumns = { firm_id = "a", name = "b", colour = "c" }',
            "table.0",
            "has no column colour",
        ),
        (
            'name = "x"\n[[table]]\nname = "firms"\n'
            'columns = { firm_id = "a", name = { parse = "money", from = "b" } }',
            "table.0",
            "name is no amount",
        ),
        (
            'name = "x"\n[[table]]\nname = "firms"\ncolumns = { firm_id = "a", name = {} }',
            "table.0.columns.name",
            "either `from` or `value`",
        ),
        (
            'name = "x"\ncolour = 1\n[[table]]\nname = "firms"\ncolumns = { firm_id = "a", name = "b" }',
            "colour",
            "extra",
        ),
        ('name = "x"', "table", "required"),
    ],
)
def test_a_faulty_mapping_is_refused_with_the_entry_named(
    tmp_path: Path, text: str, entry: str, words: str
) -> None:
    path = tmp_path / "my.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=words) as caught:
        load(path)
    assert caught.value.field is not None
    assert caught.value.field.startswith(entry)
    assert "映射文件" in caught.value.in_("zh")


@pytest.mark.parametrize("content", [b"name = ", b"\xff\xfe"])
def test_a_mapping_that_is_no_toml_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "my.toml"
    path.write_bytes(content)
    with pytest.raises(InputError, match="not TOML in UTF-8"):
        load(path)
    with pytest.raises(InputError, match="cannot be read"):
        load(tmp_path / "none.toml")


def test_a_source_that_nothing_recognises_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no file or folder"):
        read_register(tmp_path / "none")
    with pytest.raises(InputError, match=r"holds no \.csv"):
        read_register(tmp_path)
    (tmp_path / "a.csv").write_text("x,y\n1,2\n", encoding="utf-8")
    with pytest.raises(InputError, match="no firms table"):
        read_register(tmp_path)
    with pytest.raises(InputError, match="统一社会信用代码"):
        read_register(tmp_path, format="cn-register")
    with pytest.raises(UsageError, match="no format xlsx"):
        read_register(tmp_path, format="xlsx")


def test_a_needed_column_given_twice_is_refused(tmp_path: Path) -> None:
    (tmp_path / "firms.csv").write_text("firm_id,name,name\nA1,甲,乙\n", encoding="utf-8")
    with pytest.raises(InputError, match="column name more than once"):
        read(tmp_path)


def test_every_shipped_mapping_loads_and_is_a_format() -> None:
    assert [m.name for m in (layout(), shipped("cn-register"))] == list(FORMATS[1:])


REAL = Path(__file__).parents[4] / "shared" / "data" / "cn_register"


@pytest.mark.skipif(not REAL.is_dir(), reason="the evaluation data is not beside the checkout")
def test_every_row_of_the_real_register_is_accounted_for() -> None:
    register = read(REAL)
    firms = register.report.table("firms")
    assert firms.rows_in == 97_463 == firms.kept + sum(firms.rejected.values())
    assert len(firms.files) == 12
    assert register.tables["firms"]["registered_on"].null_count() == 0
    assert register.report.table("roles").rows_in == 97_462
