"""T01: stolen_identity."""

from detectors.catalogue.stolen_identity import STOLEN_IDENTITY
from graph.baselines import measure
from graph.data import Data
from graph.model import HubKind, KeyKind, LinkRole
from tests.detectors.registers import City, city


def stolen(n: int = 2, *, apart: int = 30, **facts: object) -> City:
    """Somebody's name on `n` firms born within `apart` days, all on a phone that strangers use too."""
    story = city()
    for i in range(3):
        story.firm(f"stranger {i}", 100 * i, phone="burner")
    for i in range(n):
        day = 600 + i * (apart - 1) // max(n - 1, 1)
        story.firm(f"firm {i}", day, **{"representative": "the victim", "phone": "burner", **facts})  # type: ignore[arg-type]
    return story


def test_two_firms_within_thirty_days_on_a_strangers_phone_are_found() -> None:
    [found] = stolen().found(STOLEN_IDENTITY)
    assert found.subject == "the victim"
    assert found.firms == {"firm 0", "firm 1"}
    assert found.facts["last_on"] - found.facts["first_on"] == 29
    assert stolen(1).flagged(STOLEN_IDENTITY) == []
    assert stolen(apart=31).flagged(STOLEN_IDENTITY) == []


def test_a_phone_of_ones_own_is_a_way_to_ask() -> None:
    for kind in (KeyKind.PHONE, KeyKind.EMAIL, KeyKind.DEVICE):
        story = stolen()
        story.link("firm 1", kind, "the person's own")
        assert story.flagged(STOLEN_IDENTITY) == []


def test_a_phone_that_the_persons_other_firms_use_is_the_persons_own() -> None:
    story = stolen(phone="mine", device="strange")
    story.firm("stranger with device", 5, device="strange")
    assert story.flagged(STOLEN_IDENTITY) == []
    story = stolen()
    story.firm("long ago", 5, representative="the victim", phone="mine")
    assert len(story.flagged(STOLEN_IDENTITY)) == 1, "the old firm's phone is on none of the new ones"
    story.link("firm 0", KeyKind.PHONE, "mine")
    assert story.flagged(STOLEN_IDENTITY) == []


def test_an_unknown_phone_is_no_evidence() -> None:
    assert stolen(phone="").flagged(STOLEN_IDENTITY) == []


def test_a_device_that_strangers_file_from_counts_like_a_phone() -> None:
    story = stolen(phone="", device="strange")
    story.firm("stranger with device", 5, device="strange")
    assert story.flagged(STOLEN_IDENTITY) == [{"firm 0", "firm 1"}]


def test_an_agencys_phone_is_nobodys_trick() -> None:
    story = stolen()
    story.hubs[KeyKind.PHONE, "burner"] = HubKind.AGENCY_PHONE
    assert story.flagged(STOLEN_IDENTITY) == []


def test_a_refused_proof_of_identity_makes_it_surer() -> None:
    refused, plain = stolen(unverified=1), stolen()
    assert refused.found(STOLEN_IDENTITY)[0].confidence > plain.found(STOLEN_IDENTITY)[0].confidence


def test_only_who_heads_the_firms_lends_a_name() -> None:
    story = stolen(representative="")
    for i in range(2):
        story.link(f"firm {i}", KeyKind.PERSON, "the victim", LinkRole.SUPERVISOR)
    assert story.flagged(STOLEN_IDENTITY) == []


def test_a_name_alone_makes_no_person() -> None:
    story = stolen()
    story.identity["the victim"] = 1
    [found] = story.found(STOLEN_IDENTITY)
    assert found.excuses == ("N9",)


def test_firms_of_one_group_are_not_stolen() -> None:
    story = stolen(parent="holding")
    story.firm("holding", 0)
    assert story.flagged(STOLEN_IDENTITY) == []


def test_a_register_of_mail_boxes_or_devices_alone_is_asked_too() -> None:
    for kind in (KeyKind.EMAIL, KeyKind.DEVICE):
        story = City()
        for i in range(60):
            story.firm(f"other {i:02}", i * 15)
        for i in range(3):
            story.link(story.firm(f"stranger {i}", 100 * i), kind, "burner")
        for i in range(2):
            story.link(story.firm(f"firm {i}", 600 + i, representative="the victim"), kind, "burner")
        assert story.flagged(STOLEN_IDENTITY) == [{"firm 0", "firm 1"}]


def test_a_register_without_any_such_thing_is_not_assessed() -> None:
    story = City()
    story.firm("firm")
    assert STOLEN_IDENTITY.lacks(measure(story.register())) == (Data.REACH,)
