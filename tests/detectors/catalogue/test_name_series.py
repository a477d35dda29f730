"""T12: name_series."""

from detectors.catalogue.name_series import NAME_SERIES
from graph.model import HubKind, KeyKind
from tests.detectors.registers import City


def series(n: int, *, odd: int, every: int = 5, brands: int = 99, trades: int = 1) -> City:
    story = City()
    story.others(300, every=3, brand_nats=5.0)
    for i in range(n):
        story.firm(
            f"firm {i}",
            i * every,
            room="8-801",
            trade=f"trade {i % trades}",
            brand=f"brand {i % brands}",
            brand_nats=12.0 if i < odd else 5.0,
        )
    return story


def test_five_odd_names_of_one_trade_at_one_room_are_found() -> None:
    [found] = series(5, odd=5).found(NAME_SERIES)
    assert found.subject == "8-801"
    assert found.statistic == 5
    assert found.surprise > 3


def test_four_firms_are_too_few_and_so_is_a_month_later() -> None:
    assert series(4, odd=4).flagged(NAME_SERIES) == []
    assert len(series(5, odd=5, every=7).flagged(NAME_SERIES)) == 1  # day 28
    assert series(5, odd=5, every=8).flagged(NAME_SERIES) == []  # day 32


def test_half_of_the_names_must_be_odd() -> None:
    assert len(series(6, odd=3).flagged(NAME_SERIES)) == 1
    assert series(6, odd=2).flagged(NAME_SERIES) == []


def test_a_chain_has_one_brand() -> None:
    assert series(10, odd=10, every=1, brands=5).flagged(NAME_SERIES) == []
    assert len(series(10, odd=10, every=1, brands=6).flagged(NAME_SERIES)) == 1


def test_odd_names_of_several_trades_are_no_series() -> None:
    assert series(6, odd=6, trades=2).flagged(NAME_SERIES) == []


def test_names_nobody_could_read_are_not_odd() -> None:
    story = series(5, odd=5)
    for firm in story.firms:
        if firm.name.startswith("firm"):
            firm.brand_nats = float("nan")
    assert story.flagged(NAME_SERIES) == []


def test_a_typed_incubator_is_left_alone() -> None:
    story = series(9, odd=9, every=1)
    story.hubs[KeyKind.ROOM, "8-801"] = HubKind.INCUBATOR
    assert story.flagged(NAME_SERIES) == []


def test_a_parents_project_companies_count_once() -> None:
    story = series(6, odd=6)
    story.firm("parent", 0)
    for firm in story.firms:
        if firm.name.startswith("firm"):
            firm.parent = "parent"
    assert story.flagged(NAME_SERIES) == []
