import polars as pl
import pytest

from graph.normalise.person_names import person_names


@pytest.mark.parametrize(
    ("written", "name", "surname", "latin"),
    [
        ("王 伟", "王伟", "王", False),
        ("欧阳娜娜", "欧阳娜娜", "欧阳", False),
        ("欧阳", "欧阳", "欧", False),
        ("阿依古丽•买买提", "阿依古丽·买买提", None, False),
        ("smith, John", "SMITH, JOHN", "SMITH", True),
        ("John  Smith", "JOHN SMITH", "SMITH", True),
    ],
)
def test_names_of_people(written: str, name: str, surname: str | None, latin: bool) -> None:
    assert person_names(pl.Series([written])).row(0) == (name, surname, latin)


def test_an_empty_name_is_no_name() -> None:
    assert person_names(pl.Series(["", " "])).row(0) == (None, None, None)
