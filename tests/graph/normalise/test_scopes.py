import polars as pl
import pytest

from graph.normalise.scopes import scopes


@pytest.mark.parametrize(
    "written",
    [
        "建材销售;装饰工程施工",
        "建材销售，装饰工程施工。",
        "建材销售、 装饰工程施工（依法须经批准的项目，经相关部门批准后方可开展经营活动）",
        "许可经营项目：无。一般经营项目：建材销售；装饰工程施工",
        "【依法须经批准的项目，经相关部门批准后方可开展经营活动】建材銷售、裝飾工程施工",
    ],
)
def test_one_scope_in_many_spellings(written: str) -> None:
    assert scopes(pl.Series([written])).item() == "建材销售装饰工程施工"


def test_a_restriction_is_part_of_the_scope() -> None:
    plain, limited = scopes(pl.Series(["化工产品销售", "化工产品(不含危险品)销售"]))
    assert plain != limited


def test_boilerplate_alone_is_no_scope() -> None:
    assert scopes(pl.Series(["(依法须经批准的项目,经相关部门批准后方可开展经营活动)"])).item() is None
