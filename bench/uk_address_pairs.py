"""Pairs of British addresses as company registers write them, made up, and how well they are told apart.

`python -m bench.uk_address_pairs [--csv FILE]`: every pair is an address of invented streets and houses and
either another spelling of it (same) or a small change to it (different); `--csv` writes the pairs for other
programs to score.
"""

import argparse
import random
import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import polars as pl

from bench.address_pairs import by_kind, measures
from bench.tables import table
from graph.matching.addresses import compare_addresses

PER_KIND = 400
STREETS = (
    "High Church Station Victoria Albert Queens Kings Park Mill Green Manor Grange York London"
    " Chester Windsor Oak Elm Ash Maple Chapel School Castle Bridge Market North South West East"
    " Highfield Springfield"
    " Woodlands Hawthorn Bellamy Fenwick Harcourt Ravensbourne"
).split()
STREETS += ["St Johns", "St Marys", "Great Western", "Old Mill", "Upper Park", "Long Meadow"]
TYPES = "Street Road Avenue Lane Drive Close Crescent Way Terrace Square Place Gardens Grove".split()
SHORT = {
    "Street": "St", "Road": "Rd", "Avenue": "Ave", "Lane": "Ln", "Drive": "Dr", "Close": "Cl",
    "Crescent": "Cres", "Terrace": "Terr", "Square": "Sq", "Place": "Pl", "Gardens": "Gdns", "Grove": "Gr",
    "House": "Hse", "Building": "Bldg", "Centre": "Ctr", "Court": "Ct", "Saint": "St", "Apartment": "Apt",
}  # fmt: skip
TOWNS = (
    ("London", "", "SW"), ("London", "", "EC"), ("Leeds", "West Yorkshire", "LS"),
    ("Hove", "East Sussex", "BN"),
    ("Manchester", "Greater Manchester", "M"), ("Bristol", "", "BS"), ("Reading", "Berkshire", "RG"),
    ("Guildford", "Surrey", "GU"), ("Norwich", "Norfolk", "NR"), ("Cardiff", "", "CF"), ("Glasgow", "", "G"),
    ("Chelmsford", "Essex", "CM"), ("Luton", "Bedfordshire", "LU"), ("Nottingham", "Nottinghamshire", "NG"),
)  # fmt: skip
LOCALITIES = ("", "", "", "Westfield", "Little Barton", "Kingsway Quarter", "Old Town")
HOUSES = (
    "Oak Regent Victoria Regus Phoenix Wellington Sterling Albany Elizabeth Kestrel Beacon Meridian".split()
)
HOUSE_TYPES = "House Court Building Tower Lodge Mill".split()
ESTATES = (
    "Riverside Business Park",
    "Kingfisher Industrial Estate",
    "Millbrook Trading Estate",
    "Orbital Centre",
)


class Address(NamedTuple):
    """The lines of one address; empty where it has none."""

    flat: str
    floor: str
    house: str
    number: str
    street: str
    locality: str
    town: str
    county: str
    postcode: str
    country: str = ""

    def text(self) -> str:
        """As a register writes it."""
        street = f"{self.number} {self.street}".strip()
        lines = (self.flat, self.floor, self.house, street, self.locality, self.town, self.county)
        return ", ".join(line for line in (*lines, self.postcode, self.country) if line)


def make(rng: random.Random) -> Address:
    """One address."""
    town, county, area = rng.choice(TOWNS)
    postcode = (
        f"{area}{rng.randint(1, 29)} {rng.randint(1, 9)}{''.join(rng.choices('ABDEFGHJLNPQRSTUWXYZ', k=2))}"
    )
    street = f"{rng.choice(STREETS)} {rng.choice(TYPES)}"
    number = str(rng.randint(1, 250)) + ("A" if rng.random() < 0.06 else "")
    if rng.random() < 0.08:
        number = f"{number.rstrip('A')}-{int(number.rstrip('A')) + 2 * rng.randint(1, 4)}"
    kind = rng.random()
    flat = floor = house = ""
    if kind < 0.35:
        flat = f"{rng.choice(['Flat', 'Flat', 'Apartment'])} {rng.randint(1, 60)}" + rng.choice(
            ["", "", "A", "B"]
        )
        house = f"{rng.choice(HOUSES)} {rng.choice(HOUSE_TYPES)}" if rng.random() < 0.4 else ""
    elif kind < 0.5:
        flat, house = f"Unit {rng.randint(1, 40)}", rng.choice(ESTATES)
        number = number if rng.random() < 0.4 else ""
    elif kind < 0.65:
        floor = rng.choice(["Ground Floor", "First Floor", "2nd Floor", "3rd Floor"])
        house = f"{rng.choice(HOUSES)} {rng.choice(HOUSE_TYPES)}" if rng.random() < 0.6 else ""
        flat = f"Suite {rng.randint(1, 30)}" if rng.random() < 0.3 else ""
    locality = rng.choice(LOCALITIES)
    return Address(flat, floor, house, number, street, locality, town, county, postcode)


Rewrite = Callable[[Address, random.Random], str | None]


def _abbreviated(a: Address, _: random.Random) -> str:
    return re.sub(r"\b(" + "|".join(SHORT) + r")\b", lambda m: SHORT[m[1]], a.text())


def _slip(word: str, rng: random.Random) -> str:
    i = rng.randrange(1, len(word) - 1)
    return rng.choice(
        [
            word[:i] + word[i + 1 :],
            word[:i] + word[i + 1] + word[i] + word[i + 2 :],
            word[:i] + word[i] * 2 + word[i + 1 :],
        ]
    )


def _street_slip(a: Address, rng: random.Random) -> str | None:
    name, kind = a.street.rsplit(" ", 1)
    if len(name) < 5:
        return None
    slipped = _slip(name, rng)
    return a._replace(street=f"{slipped} {kind}").text() if slipped != name else None


def _floor_written(a: Address, _: random.Random) -> str | None:
    other = {
        "First Floor": "1st Floor",
        "2nd Floor": "Second Floor",
        "3rd Floor": "Third Floor",
        "Ground Floor": "Gnd Floor",
    }
    return a._replace(floor=other[a.floor]).text() if a.floor else None


def _flat_written(a: Address, rng: random.Random) -> str | None:
    word, _, value = a.flat.partition(" ")
    words = {"Flat": ["Apartment", "Apt", "Flat No."], "Apartment": ["Flat", "Apt", "Apt."]}.get(word)
    return a._replace(flat=f"{rng.choice(words)} {value}").text() if words else None


REWRITINGS: dict[str, Rewrite] = {
    "abbreviated": _abbreviated,
    "upper case": lambda a, _: a.text().upper(),
    "no commas": lambda a, _: a.text().replace(",", ""),
    "abbreviated, no commas": lambda a, r: _abbreviated(a, r).replace(",", "").upper(),
    "postcode without blank": lambda a, _: a._replace(postcode=a.postcode.replace(" ", "")).text(),
    "country added": lambda a, r: a._replace(country=r.choice(["England", "United Kingdom", "UK"])).text(),
    "county dropped": lambda a, _: a._replace(county="").text() if a.county else None,
    "locality dropped": lambda a, _: a._replace(locality="").text() if a.locality else None,
    "town dropped": lambda a, _: a._replace(town="", county="").text(),
    "house dropped": lambda a, _: a._replace(house="").text() if a.house and a.number else None,
    "postcode dropped": lambda a, _: a._replace(postcode="").text(),
    "street slip": _street_slip,
    "town slip": lambda a, r: a._replace(town=_slip(a.town, r)).text(),
    "flat written otherwise": _flat_written,
    "floor written otherwise": _floor_written,
    "saint": lambda a, _: a.text().replace("St ", "Saint ") if "St " in a.street else None,
    "dots": lambda a, r: _abbreviated(a, r).replace("St,", "St.,").replace("Rd,", "Rd.,"),
    "lower case": lambda a, _: a.text().lower(),
    "blanks": lambda a, _: a.text().replace(", ", " , ").replace(" ", "  ", 2),
}


def _number(a: Address, change: Callable[[int], str]) -> str | None:
    found = re.fullmatch(r"(\d+)A?", a.number)
    return a._replace(number=change(int(found[1]))).text() if found else None


def _flat(a: Address, change: Callable[[int], str]) -> str | None:
    found = re.fullmatch(r"(\w+) (\d+)[AB]?", a.flat)
    return a._replace(flat=f"{found[1]} {change(int(found[2]))}").text() if found else None


def _other(options: list[str], one: str, rng: random.Random) -> str:
    return rng.choice([o for o in options if o != one])


def _street_kind(a: Address, rng: random.Random) -> str:
    name, kind = a.street.rsplit(" ", 1)
    return a._replace(street=f"{name} {_other(TYPES, kind, rng)}").text()


def _postcode(a: Address, rng: random.Random) -> str:
    letters = "".join(rng.choices("ABDEFGHJLNPQRSTUWXYZ", k=2))
    return a._replace(postcode=a.postcode[:-2] + letters).text()


EDITS: dict[str, tuple[Rewrite, bool | None]] = {
    "number neighbour": (lambda a, _: _number(a, lambda n: str(n + 2)), False),
    "number with a letter": (lambda a, r: _number(a, lambda n: f"{n}{r.choice('BCD')}"), None),
    "number digit more": (lambda a, r: _number(a, lambda n: f"{n}{r.randint(0, 9)}"), False),
    "flat neighbour": (lambda a, _: _flat(a, lambda n: str(n + 1)), True),
    "flat digit more": (lambda a, r: _flat(a, lambda n: f"{n}{r.randint(0, 9)}"), True),
    "flat with a letter": (lambda a, r: _flat(a, lambda n: f"{n}{r.choice('CDE')}"), True),
    "flat dropped": (lambda a, _: a._replace(flat="").text() if a.flat and a.number else None, True),
    "floor other": (
        lambda a, r: (
            a._replace(floor=_other(["Ground Floor", "First Floor", "4th Floor"], a.floor, r)).text()
            if a.floor
            else None
        ),
        True,
    ),
    "floor dropped": (lambda a, _: a._replace(floor="").text() if a.floor else None, True),
    "postcode other": (_postcode, False),
    "street kind other": (_street_kind, False),
    "street other": (
        lambda a, r: a._replace(
            street=f"{_other(STREETS, a.street.rsplit(' ', 1)[0], r)} {a.street.rsplit(' ', 1)[1]}"
        ).text(),
        False,
    ),
    "house other": (
        lambda a, r: (
            a._replace(house=f"{_other(HOUSES, a.house.split()[0], r)} House").text() if a.house else None
        ),
        None,
    ),
    "elsewhere": (
        lambda a, r: a._replace(**make(r)._asdict() | {"number": a.number, "flat": a.flat}).text(),
        False,
    ),
}


def pairs(per_kind: int = PER_KIND, seed: int = 7) -> pl.DataFrame:
    """Columns left, right, kind, same (Boolean), same_building (Boolean, null where it is open)."""
    rng = random.Random(seed)
    kinds = [(kind, rewrite, True, True) for kind, rewrite in REWRITINGS.items()]
    rows: list[tuple[str, str, str, bool, bool | None]] = []
    for kind, change, same, building in [*kinds, *((k, e, False, b) for k, (e, b) in EDITS.items())]:
        for _ in range(4 * per_kind):
            address = make(rng)
            other = change(address, rng)
            if other is None or other == address.text():
                continue
            if not same and rng.random() < 0.5:
                other = re.sub(r"\b(" + "|".join(SHORT) + r")\b", lambda m: SHORT[m[1]], other).upper()
            rows.append((address.text(), other, kind, same, building))
    frame = pl.DataFrame(rows, ["left", "right", "kind", "same", "same_building"], orient="row")
    return (
        frame.group_by("kind", maintain_order=True).head(per_kind).sample(fraction=1, shuffle=True, seed=seed)
    )


def main() -> None:
    """Print the measures and the kinds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--csv", type=Path)
    parser.add_argument("--per-kind", type=int, default=PER_KIND)
    args = parser.parse_args()
    made = pairs(args.per_kind)
    compared = compare_addresses(made["left"], made["right"])
    if args.csv:
        made.with_columns(score=compared["score"]).write_csv(args.csv)
    print(table(["measure", "value"], [(name, f"{value:.4f}") for name, value in measures(made, compared)]))
    print()
    shares = [
        (
            "same" if same else "different",
            kind,
            f"{n:,}",
            f"{called:.1%}",
            "" if told is None else f"{told:.1%}",
        )
        for same, kind, n, called, told in by_kind(made, compared).iter_rows()
    ]
    print(table(["truth", "kind", "pairs", "called same", "building told"], shares))


if __name__ == "__main__":
    main()
