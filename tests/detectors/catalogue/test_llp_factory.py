"""T24: llp_factory."""

from detectors.catalogue.llp_factory import LLP_FACTORY
from graph.model import HubKind, KeyKind, LinkRole
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
    assert LLP_FACTORY.weight == 0


def test_an_address_of_thousands_is_not_too_large_to_be_asked() -> None:
    assert len(factory(700).flagged(LLP_FACTORY)) == 1
