"""T24: llp_factory."""

import numpy as np

from detectors.catalogue.llp_factory import LLP_FACTORY
from detectors.judge import judge
from graph.model import Country, HubKind, KeyKind, LinkRole
from tests.detectors.registers import City, city


def factory(n: int = 100, *, partnered: int | None = None, kind: int = 4) -> City:
    """`n` LLPs at one address, so many of them with one partner in common."""
    story = city()
    for i in range(n):
        name = story.firm(f"llp {i:03}", 100 + i, room="the address", kind=kind)
        if i < (n if partnered is None else partnered):
            story.link(name, KeyKind.OWNER, "island partner", LinkRole.SHAREHOLDER)
    return story


def test_a_hundred_llps_with_one_partner_are_found_and_ninety_nine_are_not() -> None:
    [found] = factory().found(LLP_FACTORY)
    assert found.subject == "the address"
    assert (found.facts["n"], found.facts["partnered"]) == (100, 100)
    assert factory(99).flagged(LLP_FACTORY) == []


def test_half_of_them_with_one_partner_are_enough() -> None:
    assert len(factory(partnered=50).flagged(LLP_FACTORY)) == 1
    assert factory(partnered=49).flagged(LLP_FACTORY) == []


def test_other_firms_at_the_address_do_not_count() -> None:
    story = factory(99)
    story.firm("a company", 5, room="the address", kind=1)
    assert story.flagged(LLP_FACTORY) == []
    plain = factory(kind=1)
    plain.firm("an llp", 5, kind=4)
    assert plain.flagged(LLP_FACTORY) == []


def test_a_host_is_no_excuse_where_the_partners_are_the_same() -> None:
    story = factory()
    story.hubs[KeyKind.ROOM, "the address"] = HubKind.HOSTING_ADDRESS
    assert len(story.flagged(LLP_FACTORY)) == 1


def test_more_partnered_is_surer_and_more_surprising() -> None:
    [few], [many] = factory(partnered=60).found(LLP_FACTORY), factory(partnered=90).found(LLP_FACTORY)
    assert many.confidence > few.confidence
    assert many.surprise > few.surprise


def test_a_hundred_and_twenty_made_in_a_month_are_not_told_as_ordinary_firms() -> None:
    story = City()
    for i in range(600):
        story.firm(f"other {i:03}", i, room=f"room {i}", country=Country.UNITED_KINGDOM)
    for i in range(120):
        name = f"llp {i:03}"
        story.firm(name, 400 + i // 4, room="the flat", kind=4, country=Country.UNITED_KINGDOM)
        story.link(name, KeyKind.OWNER, "the partner", LinkRole.SHAREHOLDER)
    scores = judge(story.register()).scores
    made = np.array([name.startswith("llp") for name in story.names])
    # the address alone is one family; with the rush of a fortnight it makes a B
    assert scores.score[made].min() > 4 * scores.score[~made].max()
    assert (scores.grade[made] >= 1).sum() >= 56
    assert scores.grade[~made].max() == 0


def test_an_address_of_thousands_is_not_too_large_to_be_asked() -> None:
    assert len(factory(700).flagged(LLP_FACTORY)) == 1
