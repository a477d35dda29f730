"""T13: unpaid_capital."""

from math import nan

from detectors.catalogue.unpaid_capital import UNPAID_CAPITAL
from graph.model import KeyKind, LinkRole
from tests.detectors.registers import City, city


def one(capital: float, paid_in: float) -> City:
    story = city()
    story.firm("giant", 10, owner="somebody", capital=capital, paid_in=paid_in)
    return story


def test_a_hundred_million_by_an_individual_with_nothing_paid_in_is_found() -> None:
    [found] = one(1e8, 0.0).found(UNPAID_CAPITAL)
    assert (found.subject, found.firms) == ("giant", frozenset({"giant"}))
    assert found.facts["capital"] == 1e8


def test_a_yuan_less_or_a_yuan_paid_is_not() -> None:
    assert one(1e8 - 1, 0.0).flagged(UNPAID_CAPITAL) == []
    assert one(1e8, 1.0).flagged(UNPAID_CAPITAL) == []


def test_a_register_that_is_silent_on_payments_says_nothing() -> None:
    assert one(1e9, nan).flagged(UNPAID_CAPITAL) == []
    assert one(nan, 0.0).flagged(UNPAID_CAPITAL) == []


def test_a_firm_among_the_owners_may_well_pay() -> None:
    story = one(1e9, 0.0)
    story.link("giant", KeyKind.OWNER, "an investor", LinkRole.SHAREHOLDER)
    assert story.flagged(UNPAID_CAPITAL) == []
    unknown = city()
    unknown.firm("giant", 10, capital=1e9, paid_in=0.0)
    assert unknown.flagged(UNPAID_CAPITAL) == []
