"""T04: false_address."""

import pytest

from detectors.catalogue.false_address import FALSE_ADDRESS
from detectors.words import sentence
from tests.detectors.registers import City, city


def placed(fault: int = 1) -> City:
    story = city()
    story.firm("the firm", 100, place_fault=fault, building="a house")
    return story


def test_a_place_that_the_library_refutes_is_found() -> None:
    [found] = placed().found(FALSE_ADDRESS)
    assert found.subject == "the firm"
    assert found.firms == {"the firm"}
    assert found.excuses == ()
    assert found.facts["returned"] == 0


@pytest.mark.parametrize("fault", [-1, 0])
def test_a_place_that_it_confirms_or_does_not_know_is_not(fault: int) -> None:
    assert placed(fault).flagged(FALSE_ADDRESS) == []


def test_mail_that_came_back_makes_it_surer_but_is_nothing_alone() -> None:
    returned = placed()
    returned.event("the firm", "abnormal_listed", 300, unreachable=True)
    [found] = returned.found(FALSE_ADDRESS)
    assert found.facts["returned"] == 1
    assert found.confidence > placed().found(FALSE_ADDRESS)[0].confidence
    other = placed()
    other.event("the firm", "abnormal_listed", 300)
    [once], [never] = returned.found(FALSE_ADDRESS), other.found(FALSE_ADDRESS)
    assert never.facts["returned"] == 0
    told, silent = (
        sentence(FALSE_ADDRESS.reason, {"returned": int(f.facts["returned"])}) for f in (once, never)
    )
    assert told.zh == "标准地址库中查无该住所的楼栋或房间；该企业因无法联系被列入经营异常名录 1 次。"
    assert silent.zh == "标准地址库中查无该住所的楼栋或房间。"
    assert silent.en == "The address library knows no such house or room."
    alone = placed(0)
    alone.event("the firm", "abnormal_listed", 300, unreachable=True)
    assert alone.flagged(FALSE_ADDRESS) == []


@pytest.mark.parametrize(
    ("neighbours", "same_day", "excused"), [(5, True, True), (4, True, False), (5, False, False)]
)
def test_a_house_that_got_new_numbers_has_its_excuse(neighbours: int, same_day: bool, excused: bool) -> None:
    story = placed()
    for i in range(neighbours):
        name = story.firm(f"neighbour {i}", 10, building="a house")
        story.event(name, "address_changed", 800 if same_day else 800 + i)
    assert (story.found(FALSE_ADDRESS)[0].excuses == ("N13",)) is excused


def test_a_house_elsewhere_that_got_new_numbers_is_no_excuse() -> None:
    story = placed()
    for i in range(8):
        story.event(story.firm(f"elsewhere {i}", 10, building="another house"), "address_changed", 800)
    assert story.found(FALSE_ADDRESS)[0].excuses == ()
