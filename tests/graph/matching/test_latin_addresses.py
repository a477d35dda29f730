"""Which spellings of an address in Latin script are the same place."""

import pytest

from tests.graph.matching.addresses import compare

FLAT = "Flat 3, Oak House, 12 St Johns Road, Hove, East Sussex, BN3 1AB"


@pytest.mark.parametrize(
    "other",
    [
        "FLAT 3 OAK HOUSE 12 ST JOHNS ROAD HOVE EAST SUSSEX BN31AB",
        "Apartment 3, Oak Hse, 12 St. John's Rd, Hove, BN3 1AB, England",
        "Apt. 3, 12 Saint Johns Road, Hove, BN3 1AB, United Kingdom",
        "Flat No. 3, Oak House, 12 St Johns Road, BN3 1AB",
        "3 Oak House, 12 St Johns Road, Hove, BN3 1AB",
        "Flat 3, Oak House, 12 St Jonhs Road, Hove, BN3 1AB",  # a slip within one postcode
        "Flat 3, Oak House, 12 St Johns Road, Brighton, BN3 1AB",
        "Flat 3, Oak House, 12 St Johns Road, Hove, East Sussex",
    ],
)
def test_a_flat_is_the_same_however_it_is_spelled(other: str) -> None:
    told = compare(FLAT, other)
    assert (told.verdict, told.same_building) == ("same", True)


@pytest.mark.parametrize(
    ("other", "same_building"),
    [
        ("Flat 4, Oak House, 12 St Johns Road, Hove, East Sussex, BN3 1AB", True),
        ("Flat 33, Oak House, 12 St Johns Road, Hove, East Sussex, BN3 1AB", True),
        ("Flat 3A, Oak House, 12 St Johns Road, Hove, East Sussex, BN3 1AB", True),
        ("Unit 3, Oak House, 12 St Johns Road, Hove, East Sussex, BN3 1AB", True),
        ("Oak House, 12 St Johns Road, Hove, East Sussex, BN3 1AB", True),
        ("Flat 3, Oak House, 12A St Johns Road, Hove, East Sussex, BN3 1AB", False),
        ("Flat 3, Oak House, 14 St Johns Road, Hove, East Sussex, BN3 1AB", False),
        ("Flat 3, Oak House, 12 St Johns Lane, Hove, East Sussex, BN3 1AB", None),
        ("Flat 3, Oak House, 12 St Johns Road North, Hove, East Sussex, BN3 1AB", None),
        ("Flat 3, Oak House, 12 St Johns Road, Hove, East Sussex, BN3 1AD", False),
        ("Flat 3, 12 St Johns Road, Leeds, LS1 4AB", False),
    ],
)
def test_a_small_change_makes_another_place(other: str, same_building: bool | None) -> None:
    told = compare(FLAT, other)
    assert told.verdict != "same"
    if same_building is not None:
        assert told.same_building is same_building


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("First Floor, 45 Mill Lane, Leeds, LS1 4AB", "1st Floor 45 Mill Ln Leeds LS1 4AB"),
        ("71-75 Shelton Street, Covent Garden, London, WC2H 9JQ", "71 - 75 Shelton St, London WC2H 9JQ"),
        ("One Canada Square, Canary Wharf, London E14 5AB", "1 Canada Sq, London, E14 5AB"),
        ("The Old Rectory, Church Lane, Little Barton, NR21 0HZ", "Old Rectory, Church Ln, NR21 0HZ"),
        ("Unit 5, Riverside Business Park, Leeds, LS1 4AB", "UNIT 5 RIVERSIDE BUSINESS PK LEEDS LS1 4AB"),
        ("12 Tudor Court, 5 Park Road, Belfast BT1 1AA", "Flat 12 Tudor Ct, 5 Park Road, Belfast BT1 1AA"),
        (
            "350 Fifth Avenue, Suite 3300, New York, NY 10118",
            "350 5th Ave, Ste 3300, New York, NY 10118-0110",
        ),
        ("Hauptstraße 12, 10115 Berlin", "HAUPTSTRASSE 12, 10115 BERLIN"),
    ],
)
def test_these_are_the_same(left: str, right: str) -> None:
    assert compare(left, right).verdict == "same"


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Ground Floor, 45 Mill Lane, Leeds, LS1 4AB", "First Floor, 45 Mill Lane, Leeds, LS1 4AB"),
        ("71-75 Shelton Street, London, WC2H 9JQ", "71 Shelton Street, London, WC2H 9JQ"),
        ("Flat 1, 7 High Street, Leeds", "Flat 11, 7 High Street, Leeds"),
        ("7 High Street, Leeds", "7 High Street, Hove"),
        ("7 North Street, Leeds, LS1 4AB", "7 South Street, Leeds, LS1 4AB"),
        ("7 First Avenue, Leeds, LS1 4AB", "7 Second Avenue, Leeds, LS1 4AB"),
    ],
)
def test_these_are_never_the_same(left: str, right: str) -> None:
    assert compare(left, right).verdict != "same"


def test_the_postcode_is_told_as_a_part() -> None:
    assert "postcode" in compare(FLAT, FLAT.upper()).agree
    assert "postcode" in compare(FLAT, FLAT.replace("1AB", "1AD")).differ


def test_two_scripts_are_not_compared() -> None:
    assert compare(FLAT, "福州市鼓楼区五一北路8号1201室").verdict == "different"
