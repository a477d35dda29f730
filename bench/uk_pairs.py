"""Pairs of British addresses made by rules: another spelling of one place, or a place beside it.

Streets, towns and postcodes are drawn from word lists; nothing here knows how the product reads an address.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, replace

import polars as pl

STREETS = (
    "High Station Church Victoria Park Mill Queen King Albert York Manor Grange Chapel Kingsway Windsor "
    "Stanley Alexandra Richmond Springfield Highfield Abbey Castle Bridge Orchard Meadow Willow Cedar Beech"
).split()
KINDS = {
    "Street": "St", "Road": "Rd", "Avenue": "Ave", "Lane": "Ln", "Drive": "Dr", "Close": "Cl", "Court": "Ct",
    "Gardens": "Gdns", "Square": "Sq", "Crescent": "Cres", "Terrace": "Terr", "Place": "Pl",
}  # fmt: skip
TOWNS = {
    "London": ("N1", "SW9", "E14", "W2"), "Leeds": ("LS6", "LS11"), "Bristol": ("BS1", "BS8"),
    "Cardiff": ("CF10", "CF24"), "Glasgow": ("G2", "G41"), "Manchester": ("M1", "M14"),
    "Norwich": ("NR2", "NR4"), "Exeter": ("EX1", "EX4"), "Durham": ("DH1",), "York": ("YO1", "YO24"),
    "Bath": ("BA1", "BA2"),
}  # fmt: skip
COUNTIES = {
    "Leeds": "West Yorkshire", "Exeter": "Devon", "Norwich": "Norfolk", "Durham": "County Durham",
    "York": "North Yorkshire", "Bath": "Somerset", "Manchester": "Greater Manchester",
}  # fmt: skip
HOUSES = "Kelvin Regent Tudor Phoenix Trinity Marlowe Acorn Sovereign Beacon Nelson Harbour Crown".split()
LETTERS = "ABDEFGHJLNPQRSTUWXYZ"


@dataclass(frozen=True)
class Place:
    """One address; `flat` and `house` may be empty."""

    flat: str
    house: str
    number: str
    street: str
    kind: str
    town: str
    postcode: str

    def lines(self) -> list[str]:
        """The address as it is usually written."""
        first = [f"Flat {self.flat}"] if self.flat else []
        house = [self.house] if self.house else []
        return [*first, *house, f"{self.number} {self.street} {self.kind}", self.town, self.postcode]


def drawn(rng: random.Random) -> Place:
    """A place; every other one is a flat, every third has a named house."""
    town = rng.choice(list(TOWNS))
    return Place(
        str(rng.randint(1, 60)) if rng.random() < 0.5 else "",
        f"{rng.choice(HOUSES)} House" if rng.random() < 0.3 else "",
        str(rng.randint(1, 240)) + (rng.choice("ABC") if rng.random() < 0.1 else ""),
        rng.choice(STREETS),
        rng.choice(list(KINDS)),
        town,
        f"{rng.choice(TOWNS[town])} {rng.randint(1, 9)}{rng.choice(LETTERS)}{rng.choice(LETTERS)}",
    )


def _line(place: Place) -> str:
    return ", ".join(place.lines())


def _typing_slip(p: Place, rng: random.Random) -> str | None:
    at = rng.randrange(1, len(p.street) - 1)
    return _line(replace(p, street=p.street[:at] + p.street[at + 1] + p.street[at] + p.street[at + 2 :]))


def _flat(form: str) -> Callable[[Place, random.Random], str | None]:
    return lambda p, _: _line(p).replace(f"Flat {p.flat},", form.format(p.flat)) if p.flat else None


def _several(p: Place, rng: random.Random) -> str | None:
    text = _line(replace(p, kind=KINDS[p.kind], postcode=p.postcode.replace(" ", ""))).upper()
    return text.replace(", ", rng.choice((" ", ",", "\n")))


Spelling = Callable[[Place, random.Random], str | None]
SAME: dict[str, Spelling] = {
    "street abbreviated": lambda p, _: _line(replace(p, kind=KINDS[p.kind])),
    "street abbreviated, full stop": lambda p, _: _line(replace(p, kind=KINDS[p.kind] + ".")),
    "capitals": lambda p, _: _line(p).upper(),
    "small letters": lambda p, _: _line(p).lower(),
    "no commas": lambda p, _: _line(p).replace(",", ""),
    "postcode without blank": lambda p, _: _line(replace(p, postcode=p.postcode.replace(" ", ""))),
    "country added": lambda p, rng: f"{_line(p)}, {rng.choice(('United Kingdom', 'UK', 'England'))}",
    "county added": lambda p, _: (
        _line(replace(p, town=f"{p.town}, {COUNTIES[p.town]}")) if p.town in COUNTIES else None
    ),
    "comma behind the number": lambda p, _: _line(p).replace(
        f"{p.number} {p.street}", f"{p.number}, {p.street}"
    ),
    "postcode before the town": lambda p, _: ", ".join([*p.lines()[:-2], p.postcode, p.town]),
    "apartment": _flat("Apartment {},"),
    "apt": _flat("Apt. {},"),
    "unit without comma": _flat("Flat {}"),
    "flat no.": _flat("Flat No. {},"),
    "house left out": lambda p, _: _line(replace(p, house="")) if p.house else None,
    "typing slip": _typing_slip,
    "several at once": _several,
}


def _other(value: str, values: list[str], rng: random.Random) -> str:
    return rng.choice([v for v in values if v != value])


def _near(number: str, rng: random.Random) -> str:
    digits = number.rstrip("ABC")
    return str(max(int(digits) + rng.choice((-2, -1, 1, 2, 10)), 1 if int(digits) > 1 else 2))


def _moved(p: Place, to: Place) -> Place | None:
    return replace(p, town=to.town, postcode=to.postcode) if to.town != p.town else None


Change = Callable[[Place, random.Random], Place | None]
DIFFERENT: dict[str, Change] = {
    "another flat": lambda p, rng: replace(p, flat=_near(p.flat, rng)) if p.flat else None,
    "flat dropped": lambda p, _: replace(p, flat="") if p.flat else None,
    "another number": lambda p, rng: replace(p, number=_near(p.number, rng)),
    "letter behind the number": lambda p, rng: (
        replace(p, number=p.number + rng.choice("ABC")) if p.number.isdigit() else None
    ),
    "flat and number exchanged": lambda p, _: (
        replace(p, flat=p.number, number=p.flat)
        if p.flat and p.number.isdigit() and p.flat != p.number
        else None
    ),
    "another street": lambda p, rng: replace(p, street=_other(p.street, STREETS, rng)),
    "another kind of street": lambda p, rng: replace(p, kind=_other(p.kind, list(KINDS), rng)),
    "another town": lambda p, rng: _moved(p, drawn(rng)),
    "another house": lambda p, rng: (
        replace(p, house=f"{_other(p.house.split()[0], HOUSES, rng)} House", number=_near(p.number, rng))
        if p.house
        else None
    ),
    "any other": lambda _, rng: drawn(rng),
}


def generated(each: int, seed: int) -> pl.DataFrame:
    """Columns left, right, kind, same; `each` pairs of every kind, different ones half in another spelling.

    The same seed gives the same pairs.
    """
    rng = random.Random(seed)
    rows: list[tuple[str, str, str, bool]] = []
    for kinds, same in ((SAME, True), (DIFFERENT, False)):
        for kind, make in kinds.items():
            made = 0
            while made < each:
                place = drawn(rng)
                other = make(place, rng)
                if isinstance(other, Place):
                    spelling = SAME[rng.choice(list(SAME)[:7])] if rng.random() < 0.5 else None
                    other = (spelling(other, rng) if spelling else None) or _line(other)
                if other is None or other == _line(place):
                    continue
                rows.append((_line(place), other, kind, same))
                made += 1
    return pl.DataFrame(rows, ["left", "right", "kind", "same"], orient="row")
