import io
import json
import logging
from typing import Any

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st

from bootstrap.logging import PERSONAL, WITHHELD, set_up_logging, without_personal_data
from bootstrap.settings import load_settings

RESIDENT = "11010519491231002X"
MOBILE = "13900001111"


def lines(form: str, level: str = "info") -> io.StringIO:
    out = io.StringIO()
    set_up_logging(load_settings(log_format=form, log_level=level), out)
    return out


def test_json_lines_carry_counts_and_no_person() -> None:
    out = lines("json")
    structlog.get_logger().info("read", rows=3, phone=MOBILE, nested=[{"person_id": 7, "kept": 2}])
    said = json.loads(out.getvalue())
    assert (said["event"], said["rows"], said["level"]) == ("read", 3, "info")
    assert said["phone"] == WITHHELD
    assert said["nested"] == [{"person_id": WITHHELD, "kept": 2}]


@pytest.mark.parametrize("form", ["json", "plain"])
def test_numbers_of_people_are_withheld_wherever_they_slip_in(form: str) -> None:
    out = lines(form)
    structlog.get_logger().warning(f"row of {RESIDENT}, 电话{MOBILE}", note=f"id {RESIDENT.lower()}")
    logging.getLogger("some.library").warning("call %s", MOBILE)
    assert RESIDENT not in out.getvalue().upper()
    assert MOBILE not in out.getvalue()
    assert out.getvalue().count(WITHHELD) == 4


def test_the_codes_of_firms_stay_readable() -> None:
    out = lines("json")
    structlog.get_logger().info("kept", firm="91350100M000100Y43", sweep="s1390000111122")
    said = json.loads(out.getvalue())
    assert (said["firm"], said["sweep"]) == ("91350100M000100Y43", "s1390000111122")


def fail(resident: str) -> None:
    holder = {"of": resident}
    raise ValueError(f"bad row of {holder['of']}")


@pytest.mark.parametrize("form", ["json", "plain"])
def test_a_traceback_keeps_its_functions_and_loses_its_rows(form: str) -> None:
    out = lines(form)
    try:
        fail(RESIDENT)
    except ValueError:
        structlog.get_logger().exception("broke")
    assert RESIDENT not in out.getvalue()
    if form == "json":
        assert json.loads(out.getvalue())["exception"][0]["frames"][-1]["name"] == "fail"


def test_lines_below_the_level_are_not_written() -> None:
    out = lines("json", "error")
    structlog.get_logger().warning("quiet")
    logging.getLogger("some.library").warning("quiet")
    assert out.getvalue() == ""


def test_libraries_are_heard_from_warnings_up() -> None:
    out = lines("json", "debug")
    logging.getLogger("some.library").info("GET /v1/search?q=words")
    logging.getLogger("some.library").warning("slow")
    assert json.loads(out.getvalue())["event"] == "slow"


def test_a_file_gets_json_by_default() -> None:
    out = lines("auto")
    structlog.get_logger().info("done")
    assert json.loads(out.getvalue())["event"] == "done"


words = st.text(max_size=8)
values = st.recursive(
    st.one_of(st.none(), st.integers(), st.just("secret")),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.one_of(words, st.sampled_from(sorted(PERSONAL))), inner, max_size=3),
    ),
    max_leaves=8,
)


def leaks(value: Any, personal: bool = False) -> bool:
    if isinstance(value, dict):
        return any(leaks(inner, personal or key in PERSONAL) for key, inner in value.items())
    if isinstance(value, list):
        return any(leaks(inner, personal) for inner in value)
    return personal and value != WITHHELD


@given(
    st.dictionaries(
        st.one_of(words, st.sampled_from(sorted(PERSONAL))).filter(lambda k: k != "exception"), values
    )
)
def test_no_personal_field_survives_at_any_depth(event: dict[str, Any]) -> None:
    assert not leaks(without_personal_data(None, "info", event))
