"""A town to tell stories in, and the stories: rings as they are planted, and the honest look of each."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from detectors.judge import Judgement, judge
from detectors.rings.hypotheses import HYPOTHESES
from detectors.rings.naming import possible
from graph.model import KeyKind, LinkRole
from tests.detectors.registers import City

DAYS = 990
TRADES = [f"trade {i:02}" for i in range(12)]
CAPITALS = (1e5, 3e5, 5e5, 1e6, 2e6, 3e6, 5e6, 1e7)
SURNAMES = [f"surname {i:02}" for i in range(20)]
COUNTIES = [f"county {i:02}" for i in range(15)]
OFFICES = ("east", "west", "north")


@dataclass
class Town(City):
    """A city of ordinary firms: own rooms, people and phones, a few busy agents, some bad luck."""

    rng: np.random.Generator = field(default_factory=lambda: np.random.default_rng(7))
    born: int = 0

    def add(self, name: str, day: int, **facts: object) -> str:
        """A firm that is ordinary in all that `facts` do not say."""
        rng, self.born = self.rng, self.born + 1
        trade = str(facts.pop("trade", rng.choice(TRADES)))
        head = str(facts.pop("representative", f"head of {name}"))
        self.surname.setdefault(head, str(facts.pop("surname", rng.choice(SURNAMES))))
        self.home.setdefault(head, str(facts.pop("home", rng.choice(COUNTIES))))
        ordinary: dict[str, object] = {
            "room": f"room of {name}",
            "building": f"building of {name}",
            "phone": f"phone of {name}",
            "device": f"device of {name}",
            "owner": f"owner of {name}",
            "agent": f"agent {min(int(rng.geometric(0.15)), 12):02}" if rng.random() < 0.6 else "",
            "scope": f"text of {name}",
            "capital": float(rng.choice(CAPITALS, p=(0.1, 0.1, 0.15, 0.3, 0.1, 0.1, 0.1, 0.05))),
            "office": str(rng.choice(OFFICES)),
            "stream": "province",
            "filing_no": day * 1000 + self.born,
            "brand": chr(0x4E00 + self.born) + chr(0x6E00 + self.born),
            "brand_nats": float(rng.normal(6.0, 0.5)),
            "district": str(rng.choice(["north", "south", "east", "west"])),
            "unverified": -1,
            "place_fault": -1,
        }
        return self.firm(name, day, trade=trade, representative=head, **{**ordinary, **facts})  # type: ignore[arg-type]

    def ordinary(self, n: int) -> None:
        """`n` ordinary firms, evenly over the days; one in 16 lost, one in 40 with a doubtful place."""
        for i in range(n):
            day = i * DAYS // n
            lost = min(day + 300, DAYS) if i % 16 == 5 else None
            self.add(
                f"other {i:04}",
                day,
                lost=lost,
                place_fault=1 if i % 40 == 7 else -1,
                unverified=1 if i % 50 == 9 else -1,
                representative=f"partner {i // 10}" if i % 10 < 2 else f"head of other {i:04}",
            )

    def judged(self) -> "Judged":
        """What is judged of this town."""
        return Judged(self, judge(self.register()))


@dataclass(frozen=True)
class Judged:
    """A judgement in names."""

    town: Town
    judgement: Judgement

    def score(self, name: str) -> float:
        return float(self.judgement.scores.score[self.town.names.index(name)])

    def grade(self, name: str) -> str:
        return "ABCD"[self.judgement.scores.grade[self.town.names.index(name)]]

    def rings(self) -> "Iterator[Told]":
        rings, names = self.judgement.rings, self.town.names
        groups = rings.groups
        for i in range(len(rings)):
            members = groups.firm[groups.start[i] : groups.start[i + 1]]
            yield Told(
                frozenset(names[f] for f in members),
                float(rings.false[i]),
                float(rings.one_hand[i]),
                HYPOTHESES[int(rings.best[i])].name,
                HYPOTHESES[int(rings.runner_up[i])].name,
                HYPOTHESES[int(rings.honest[i])].name,
                int(rings.families[i].sum()),
                tuple(HYPOTHESES[k].name for k in possible(rings.kinds[i])),
            )

    def ring_of(self, firms: set[str]) -> "Told":
        """The ring with most of these firms; one without members if there is none."""
        nobody = Told(frozenset(), 0.0, 0.0, "", "", "", 0, ())
        return max(self.rings(), key=lambda ring: len(ring.members & firms), default=nobody)


@dataclass(frozen=True)
class Told:
    """A ring in names."""

    members: frozenset[str]
    false: float
    one_hand: float
    hypothesis: str
    runner_up: str
    honest: str
    families: int
    kinds: tuple[str, ...]  # that are said: one if it is certain


def town(n: int = 300) -> Town:
    """`n` ordinary firms."""
    quiet = Town()
    quiet.ordinary(n)
    return quiet


# -- rings ------------------------------------------------------------------------------------------


def quick_batch(t: Town, n: int = 14, first: int = 300) -> set[str]:
    """Filed within three weeks by one agent from two devices, straws with two firms each, two phones."""
    return {
        t.add(
            f"quick {i:02}",
            first + i * 3 // 2,
            representative=f"straw {i // 2}",
            phone=f"burner {i % 3}",
            device=f"laptop {i % 2}",
            agent="agent of the batch",
            capital=6_660_000.0,
            trade="trade 03",
            scope=f"template {i % 2}",
            office="east",
            lost=first + 400 + i if i % 2 else None,
            place_fault=1 if i % 4 == 0 else -1,
            unverified=1 if i % 5 == 0 else -1,
        )
        for i in range(n)
    }


def slow_organiser(t: Town, n: int = 16) -> set[str]:
    """A firm a month for a year and a half; phones rotate, one organiser is liaison of half."""
    return {
        t.add(
            f"slow {i:02}",
            40 + i * 35,
            phone=f"rotating phone {i // 3}",
            device=f"organiser's device {i // 5}",
            liaison="organiser" if i % 3 else "",
            capital=8_880_000.0 if i % 3 == 0 else 1e6,
            trade="trade 05" if i % 2 else "trade 06",
            lost=900 if i % 2 else None,
            place_fault=1 if i % 3 == 0 else -1,
        )
        for i in range(n)
    }


def address_mill(t: Town, n: int = 16) -> set[str]:
    """A room for each firm, most of which do not exist, in one building; half of the firms lost."""
    return {
        t.add(
            f"mill {i:02}",
            100 + i * 25,
            building="mill",
            room=f"mill {i + 100}",
            phone=f"mill phone {i // 4}",
            device=f"mill device {i // 6}",
            agent="mill agent" if i % 3 else "agent 01",
            capital=5_180_000.0 if i % 2 else 1e6,
            lost=850 if i % 2 else None,
            place_fault=1 if i % 4 else -1,
        )
        for i in range(n)
    }


def family_straws(t: Town, n: int = 14) -> set[str]:
    """Straws of one village and mostly one surname with two firms each, on shared phones and devices."""
    return {
        t.add(
            f"straws {i:02}",
            150 + i * 20,
            representative=f"villager {i // 2}",
            surname="surname 00" if i // 2 % 3 else f"surname {i:02}",
            home="county 00",
            phone=f"village phone {i // 4}",
            device=f"village device {i // 5}",
            agent="village agent" if i % 2 else "",
            liaison="uncle" if i % 2 else "",
            capital=7_770_000.0 if i % 2 else 2e6,
            lost=900 if i % 2 == 0 else None,
        )
        for i in range(n)
    }


def resold_shells(t: Town, n: int = 14) -> set[str]:
    """Registered over a year and a half by one agent, resold, abandoned."""
    out = set()
    for i in range(n):
        name = t.add(
            f"shell {i:02}",
            100 + i * 38,
            owner=f"buyer {i // 3}",
            agent="shell agent",
            device=f"shell device {i // 5}",
            phone=f"shell phone {i // 3}",
            capital=9_990_000.0 if i % 2 else 1e6,
            lost=880 if i % 2 else None,
        )
        if i % 6:
            t.event(name, "representative_changed", 150 + i * 38)
        out.add(name)
    return out


def phoenix_chain(t: Town, n: int = 12) -> set[str]:
    """Each is born on the people and the phone of the one before as that one dies; two lines of them."""
    return {
        t.add(
            f"phoenix {i:02}",
            60 + i // 2 * 150,
            ended=60 + i // 2 * 150 + 140 if i < 10 else None,
            lost=60 + i // 2 * 150 + 130 if i < 10 else None,
            representative=f"phoenix straw {i}",
            owner=f"owner behind {i % 2}",
            liaison="accountant of both" if i % 3 else "",
            phone=f"ash phone {i // 4}",
            agent="undertaker" if i % 2 else "",
            trade="trade 08",
        )
        for i in range(n)
    }


def bad_agent(t: Town, n: int = 16) -> set[str]:
    """An agent's clients filed from its two devices, many at refuted places and lost."""
    return {
        t.add(
            f"client {i:02}",
            100 + i * 25,
            agent="bad agent",
            device=f"bad agent's device {i % 2}",
            phone=f"client phone {i // 6}" if i % 2 else f"phone of client {i}",
            capital=6_180_000.0 if i % 2 else 1e6,
            lost=850 if i % 3 else None,
            place_fault=1 if i % 3 == 0 else -1,
        )
        for i in range(n)
    }


def stolen_identities(t: Town, n: int = 16) -> set[str]:
    """Strangers from anywhere under three virtual numbers, two devices and one agent, unverified."""
    for k in range(3):
        t.flags[KeyKind.PHONE, f"virtual {k}"] = 1
    return {
        t.add(
            f"stolen {i:02}",
            250 + i * 4,
            agent="thief's agent",
            device=f"thief's device {i % 2}",
            phone=f"virtual {i % 3}",
            capital=5_550_000.0 if i % 4 else 1e6,
            lost=900 if i % 2 else None,
            unverified=1 if i % 3 == 0 else -1,
            place_fault=1 if i % 4 == 0 else -1,
        )
        for i in range(n)
    }


RINGS = (
    quick_batch,
    slow_organiser,
    address_mill,
    family_straws,
    resold_shells,
    phoenix_chain,
    bad_agent,
    stolen_identities,
)


# -- their honest twins -----------------------------------------------------------------------------


def serial_founder(t: Town, n: int = 5) -> set[str]:
    """One founder opens firms at one office on one day."""
    return {
        t.add(
            f"founder {i}",
            500,
            representative="founder",
            room="founder's office",
            building="founder's house",
            phone="founder's phone",
            device="founder's device",
            capital=4_000_000.0,
            trade="trade 02",
            office="west",
        )
        for i in range(n)
    }


def agency_batch(t: Town, n: int = 12) -> set[str]:
    """Strangers whom one agent files within two weeks with its own template."""
    return {
        t.add(
            f"batch client {i:02}",
            420 + i,
            agent="busy agency",
            device=f"agency device {i % 3}",
            scope="agency template",
            trade="trade 04",
            office="north",
        )
        for i in range(n)
    }


def hosted_strangers(t: Town, n: int = 30) -> set[str]:
    """Strangers of many trades who came to one hosting room over years, of whom few are lost."""
    return {
        t.add(
            f"hosted {i:02}",
            i * 30,
            room="hosting room",
            building="hosting house",
            lost=i * 30 + 90 if i == 9 else None,
        )
        for i in range(n)
    }


def corporate_group(t: Town, n: int = 8) -> set[str]:
    """Subsidiaries of one verified parent at its headquarters, with its people, text and brand."""
    t.add("holding", 5, room="headquarters", building="tower", phone="switchboard")
    members = {
        t.add(
            f"subsidiary {i}",
            500 + i * 4,
            parent="holding",
            room="headquarters",
            building="tower",
            phone="switchboard",
            device="group device",
            brand="Same name",
            owner="holding's manager",
            capital=5e6,
            scope="group text",
            trade="trade 09",
        )
        for i in range(n)
    }
    for name in members:
        t.link(name, KeyKind.OWNER, "holding", LinkRole.SHAREHOLDER)
    return members | {"holding"}


def franchise(t: Town, n: int = 10) -> set[str]:
    """One brand, trade and text, each shop its own owner's, over years."""
    members = {
        t.add(f"shop {i}", 50 + i * 80, brand="Tea house", trade="trade 07", scope="franchise text")
        for i in range(n)
    }
    for name in members:
        t.link(name, KeyKind.BRAND, "Tea house", LinkRole.TEXT)
    return members


def market(t: Town, n: int = 20) -> set[str]:
    """Sole traders on the stalls of one hall, most opened in its first year."""
    return {
        t.add(f"stall {i:02}", 300 + i * 20, building="hall", room=f"stall {i}", kind=2, trade="trade 11")
        for i in range(n)
    }


def family(t: Town, n: int = 4) -> set[str]:
    """Four firms of one surname at one address, years apart."""
    return {
        t.add(
            f"family {i}",
            30 + i * 280,
            surname="surname 01",
            home="county 01",
            room="family home",
            building="family house",
            owner="grandmother",
        )
        for i in range(n)
    }


def policy_burst(t: Town, n: int = 20) -> set[str]:
    """Strangers of one trade who all file one text on the day a policy starts."""
    return {
        t.add(f"policy {i:02}", 700, scope="policy text", trade="trade 10", capital=1e6, office="east")
        for i in range(n)
    }


def queue(t: Town, n: int = 14) -> set[str]:
    """Strangers who filed one after another at one office, many through its usual agent."""
    return {
        t.add(
            f"queue {i:02}",
            350 + i // 7,
            agent="agent 01" if i % 2 else "",
            trade="trade 00",
            capital=1e6,
            office="north",
        )
        for i in range(n)
    }


TWINS = (
    serial_founder,
    agency_batch,
    hosted_strangers,
    corporate_group,
    franchise,
    market,
    family,
    policy_burst,
    queue,
)
