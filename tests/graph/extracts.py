"""Small registers written to a folder, for tests that read them back."""

from pathlib import Path

from graph.readers.register import read_register
from graph.validate import ValidRegister, validate

FIRMS = (
    "firm_id,name,registered_on,capital\nA1,甲有限公司,2019-03-01,1000000\nB2,乙商行,2020-01-02,\nC3,丙店,,\n"
)


def write(folder: Path, **tables: str) -> Path:
    """Write `<table>.csv` for each keyword; `firms` is FIRMS where it is not given."""
    for name, text in {"firms": FIRMS, **tables}.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8", newline="")
    return folder


def checked(folder: Path, **tables: str) -> ValidRegister:
    """The validated register of the tables given."""
    return validate(read_register(write(folder, **tables)))


def reasons(register: ValidRegister) -> list[tuple[object, ...]]:
    """(table, line, column, reason, value) of every reject."""
    return register.rejects.select("table", "line", "column", "reason", "value").rows()
