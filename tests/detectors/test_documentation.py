"""docs/detectors.md and what every detector declares."""

import re
from pathlib import Path
from string import Formatter

import pytest

from detectors.catalogue import DETECTORS
from detectors.detector import Detector
from detectors.documentation import page
from detectors.findings import Findings
from tests.detectors.catalogue.test_all import NORMAL, crowded, loose

PAGE = Path(__file__).parents[2] / "docs" / "detectors.md"
CATALOGUE = Path(__file__).parents[2] / "detectors" / "catalogue"
EACH = pytest.mark.parametrize("detector", DETECTORS, ids=lambda d: d.name)


def test_the_page_is_in_step_with_the_code() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "python -m detectors.documentation > docs/detectors.md"


def test_every_file_of_the_catalogue_is_a_detector_of_that_name_and_in_the_list() -> None:
    files = {path.stem for path in CATALOGUE.glob("[a-z]*.py")}
    assert files == {d.name for d in DETECTORS}
    assert len(DETECTORS) == len(files)


@EACH
def test_every_word_exists_in_both_languages(detector: Detector) -> None:
    for text in (detector.title, detector.reason, detector.cleared_by, *detector.next_steps):
        assert re.search(r"[\u4e00-\u9fff]", text.zh)
        assert text.en
        assert not re.search(r"[\u4e00-\u9fff]", text.en)


@EACH
def test_codes_are_those_of_the_domain(detector: Detector) -> None:
    assert all(re.fullmatch(r"T(0[1-9]|1\d|2[0-8])", code) for code in detector.typologies)
    assert all(re.fullmatch(r"N([1-9]|1[0-8])", code) for code in detector.mistaken_for)
    assert detector.basis
    assert detector.next_steps


def _first_findings(detector: Detector) -> Findings:
    for seed in range(200):
        found = detector.find(crowded(seed, 70).register(), NORMAL, loose(detector))
        if len(found):
            return found
    raise AssertionError(f"{detector.name} found nothing in 200 crowded cities")


@EACH
def test_a_reason_names_only_what_the_finding_knows_and_both_languages_name_the_same(
    detector: Detector,
) -> None:
    found = _first_findings(detector)
    zh, en = ({name for _, name, _, _ in Formatter().parse(text) if name} for text in detector.reason)
    assert zh == en
    assert zh <= set(found.facts) | {"expected", "statistic"}
    assert all(len(values) == len(found) for values in found.facts.values())


@EACH
def test_a_detector_shows_only_look_alikes_it_declares(detector: Detector) -> None:
    declared = sum(1 << int(code[1:]) for code in detector.mistaken_for)
    for seed in range(40):
        found = detector.find(crowded(seed, 70).register(), NORMAL, loose(detector))
        assert all(int(mask) & ~declared == 0 for mask in found.excuses)
