"""T14: far_home_county."""

from detectors.catalogue.far_home_county import FAR_HOME_COUNTY
from graph.model import HubKind, KeyKind
from tests.detectors.registers import City, city


def from_afar(n: int = 5, near: int = 0, *, province: int = 41, others: int = 0) -> City:
    """`n` firms on one phone with heads of one county of another province, `near` with heads from here;
    `others` elsewhere in the city come from that county too."""
    story = city()
    for i, firm in enumerate(story.firms):
        story.home[f"head of {firm.name}"] = "that county" if i < others else f"county {i % 20}"
        story.home_province[f"head of {firm.name}"] = province if i < others else 35
    for i in range(n + near):
        story.firm(f"firm {i}", 400 + i, phone="the phone", province=35)
        story.home[f"head of firm {i}"] = "that county" if i < n else f"county {i}"
        story.home_province[f"head of firm {i}"] = province if i < n else 35
    for firm in story.firms:
        firm.province = 35
    return story


def test_five_heads_of_one_far_county_are_found_and_four_are_not() -> None:
    [found] = from_afar().found(FAR_HOME_COUNTY)
    assert found.firms == {f"firm {i}" for i in range(5)}
    assert found.facts["lift"] >= 10
    assert from_afar(4).flagged(FAR_HOME_COUNTY) == []


def test_a_county_of_the_same_province_is_not_far() -> None:
    assert from_afar(province=35).flagged(FAR_HOME_COUNTY) == []


def test_an_unknown_province_is_no_evidence() -> None:
    story = from_afar()
    story.home_province.clear()
    assert story.flagged(FAR_HOME_COUNTY) == []
    story = from_afar()
    for firm in story.firms:
        firm.province = -1
    assert story.flagged(FAR_HOME_COUNTY) == []


def test_three_fifths_are_enough_and_less_is_not() -> None:
    assert len(from_afar(6, 4).flagged(FAR_HOME_COUNTY)) == 1
    assert from_afar(5, 4).flagged(FAR_HOME_COUNTY) == []


def test_a_county_that_many_in_the_city_come_from_says_nothing() -> None:
    assert len(from_afar(others=5).flagged(FAR_HOME_COUNTY)) == 1
    assert from_afar(others=12).flagged(FAR_HOME_COUNTY) == []


def test_one_persons_firms_are_no_crowd() -> None:
    story = from_afar(6)
    for link in story.links:
        if link.key[1].startswith("head of firm"):
            link.key = (link.key[0], "one founder")
    story.home["one founder"], story.home_province["one founder"] = "that county", 41
    assert story.flagged(FAR_HOME_COUNTY) == []


def test_a_typed_agencys_clients_may_come_from_anywhere() -> None:
    story = from_afar()
    story.hubs[KeyKind.PHONE, "the phone"] = HubKind.AGENCY_PHONE
    assert story.flagged(FAR_HOME_COUNTY) == []


def test_it_supports_and_never_convicts_and_names_no_county() -> None:
    assert FAR_HOME_COUNTY.weight <= 0.5
    assert not FAR_HOME_COUNTY.hard
    assert "county" not in from_afar().found(FAR_HOME_COUNTY)[0].facts
