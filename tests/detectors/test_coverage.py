"""What a register has no data for is told as such, in both languages."""

import re

import pytest

from detectors.catalogue import DETECTORS
from detectors.coverage import lines, not_assessed, told
from detectors.words import DATA
from graph.baselines import measure
from graph.data import Data
from graph.model import KeyKind, LinkRole
from tests.detectors.registers import City, city


def lacking(story: City) -> dict[str, list[str]]:
    return not_assessed(measure(story.register()))


def test_data_that_nobody_recorded_is_named_and_data_that_anybody_did_is_not() -> None:
    story = city()
    assert lacking(story)["shared_device"] == ["devices"]
    story.firm("filed online", 3, device="a device")
    assert "shared_device" not in lacking(story)
    assert lacking(story)["problem_agent"] == ["agents", "outcomes"]


def test_a_network_address_stands_for_a_device() -> None:
    story = city()
    story.link(story.firm("filed online", 3), KeyKind.IP, "10.1.1.1", LinkRole.CONTACT)
    assert "shared_device" not in lacking(story)


def test_an_empty_register_has_nothing_to_be_asked_about() -> None:
    assert lacking(City()).keys() == {d.name for d in DETECTORS if d.needs}
    assert not measure(City().register()).held.any()


@pytest.mark.parametrize("kind", Data)
def test_every_kind_of_data_has_its_words_and_a_detector_that_needs_it(kind: Data) -> None:
    assert re.search(r"[\u4e00-\u9fff]", DATA[kind].zh)
    assert DATA[kind].en
    assert not re.search(r"[\u4e00-\u9fff]", DATA[kind].en)
    assert any(kind in d.needs for d in DETECTORS)


def test_what_was_not_assessed_is_told_in_words_once_for_each_kind_of_data() -> None:
    [one] = told({"shared_device": ["devices"]})
    assert one.words.en == "not assessed: no devices or network addresses"
    assert one.words.zh == "未评估：缺少申报设备或网络地址"
    [line] = lines({"shared_device": ["devices"]})
    assert line.en == "Not assessed, no devices or network addresses: shared_device (T11)"
    assert "shared_device (T11)" in line.zh
    assert len(lines({"barred_person": ["decisions"], "phoenix": ["ends"], "burst": ["ends"]})) == 2


def test_words_of_another_version_are_left_out() -> None:
    assert told({"detector of the future": ["devices"], "shared_device": ["telepathy"]}) == ()
