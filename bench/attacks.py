"""What an adversary who has read the documents does to a register, on the tables of a generated city.

Each attack changes what the false firms filed (and, where it poisons, whom they name), never the truth about
anybody. It knows its own rings and what anybody can read of honest firms; it knows nothing of scores.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
import polars as pl
from stdnum.cn.ric import calc_check_digit

Tables = dict[str, pl.DataFrame]
Rng = np.random.Generator
LEAST_SHARED = 4  # firms that a careful organiser leaves on one phone, one short of the rule of thumb
AGES = ((30, 180), (180, 730), (730, 3000))  # days that a victim stood before the ring's first filing
PATIENCE = 28  # days between two filings of an organiser who has years
HUB_FIRMS, HUB_DAYS = 20, 300  # of a ring that passes itself off as an honest host
BAD_EVENTS = ("abnormal_listed", "abnormal_cleared", "serious_violation", "revoked", "penalty", "complaint")
IDS = ("firm_id", "holder_id", "from_id", "to_id")
DATES = ("registered_on", "dissolved_on", "since", "until", "on")


@dataclass(frozen=True)
class Scene:
    """A city's tables, its rings as lists of ids in filing order, and each ring's chosen victim: an honest
    firm with an address and a phone that stood `ages` days before the ring. `plain` are ids of other honest
    firms."""

    tables: Tables
    rings: list[list[str]]
    victims: list[str]
    ages: list[int]
    plain: list[str]

    def with_tables(self, **tables: pl.DataFrame) -> "Scene":
        """The same with some tables changed."""
        return replace(self, tables=self.tables | tables)


Attack = Callable[[Scene, Rng], Scene]


def scene(tables: Tables, truth: pl.DataFrame, rng: Rng) -> Scene:
    """The rings of a city and a victim for each, of the three bands of age in turn."""
    born = tables["firms"].select("firm_id", "registered_on")
    fake = truth.filter(pl.col("fake")).join(born, on="firm_id").sort("ring_id", "registered_on", "firm_id")
    rings = [part["firm_id"].to_list() for part in fake.partition_by("ring_id", maintain_order=True)]
    phoned = tables["contacts"].filter(pl.col("kind") == "phone", pl.col("until").is_null())["firm_id"]
    honest = (
        truth.filter(~pl.col("fake") & pl.col("look_alike").fill_null("").eq(""))
        .join(tables["firms"], on="firm_id")
        .filter(pl.col("firm_id").is_in(phoned.implode()) & pl.col("address").is_not_null())
        .sort("firm_id")
    )
    ids, days = honest["firm_id"].to_list(), _days(honest)
    free = np.ones(len(ids), np.bool_)
    victims, ages = [], []
    for number, ring in enumerate(rings):
        first = _days(born.filter(pl.col("firm_id").is_in(ring))).min()
        low, high = AGES[number % len(AGES)]
        off = np.abs(first - days - rng.uniform(low, high))
        off[~free] = np.inf
        chosen = int(np.argmin(off))
        free[chosen] = False
        victims.append(ids[chosen])
        ages.append(int(first - days[chosen]))
    return Scene(tables, rings, victims, ages, [firm for firm, left in zip(ids, free, strict=True) if left])


def _days(firms: pl.DataFrame) -> np.ndarray:
    return firms["registered_on"].str.to_date().to_physical().to_numpy().astype(np.int64)


def _set(frame: pl.DataFrame, column: str, value_of: Mapping[str, str]) -> pl.DataFrame:
    """The frame with a new value for some firms."""
    new = pl.col("firm_id").replace_strict(value_of, default=None, return_dtype=pl.String)
    return frame.with_columns(pl.coalesce(new, pl.col(column)).alias(column))


def _number(rng: Rng) -> str:
    return f"1{rng.integers(30, 99)}{rng.integers(10_000_000, 99_999_999)}"


def _phones(contacts: pl.DataFrame, number_of: Mapping[str, str]) -> pl.DataFrame:
    """The contacts with one phone for each of some firms in place of all they gave."""
    phone = pl.col("kind") == "phone"
    return pl.concat([contacts.filter(~phone), _set(contacts.filter(phone), "value", number_of)])


def as_they_are(of: Scene, _rng: Rng) -> Scene:
    """Nothing is done."""
    return of


def split_keys(of: Scene, rng: Rng) -> Scene:
    """No phone, mail box or device stays on more of a ring's firms than a rule of thumb allows: those beyond
    get another, four by four. What is on fewer is left alone, so that no ring shares more than before."""
    contacts = of.tables["contacts"]
    ring_of = {firm: number for number, ring in enumerate(of.rings) for firm in ring}
    place = {firm: number for ring in of.rings for number, firm in enumerate(ring)}
    key = ["ring", "kind", "value"]
    held = (
        contacts.filter(pl.col("kind").is_in(["phone", "email", "device"]))
        .with_columns(
            ring=pl.col("firm_id").replace_strict(ring_of, default=None, return_dtype=pl.Int64),
            place=pl.col("firm_id").replace_strict(place, default=None, return_dtype=pl.Int64),
        )
        .drop_nulls("ring")
        .select("firm_id", *key, "place")
        .unique()
        .sort(*key, "place")
        .with_columns(part=pl.int_range(pl.len()).over(key) // LEAST_SHARED)
        .filter(pl.col("part") > 0)
    )
    parts = held.select(*key, "part").unique(maintain_order=True)
    kinds = parts["kind"].to_list()
    fresh = [_number(rng) if kind == "phone" else f"{rng.integers(1 << 60):015x}" for kind in kinds]
    fresh = [f"{v}@box.example.net" if k == "email" else v for k, v in zip(kinds, fresh, strict=True)]
    moved = held.join(parts.with_columns(fresh=pl.Series(fresh, dtype=pl.String)), on=[*key, "part"])
    on = ["firm_id", "kind", "value"]
    joined = contacts.join(moved.select(*on, "fresh"), on=on, how="left", maintain_order="left")
    value = pl.coalesce("fresh", "value").alias("value")
    return of.with_tables(contacts=joined.with_columns(value).select(contacts.columns))


def rotate_phones(of: Scene, rng: Rng) -> Scene:
    """Every false firm gets a number of its own."""
    fresh = {firm: _number(rng) for ring in of.rings for firm in ring}
    return of.with_tables(contacts=_phones(of.tables["contacts"], fresh))


def vary_texts(of: Scene, rng: Rng) -> Scene:
    """Scope and capital of every false firm are copied from an honest firm drawn at random."""
    firms = of.tables["firms"]
    honest = firms.filter(pl.col("firm_id").is_in(of.plain))
    for column in ("scope", "capital"):
        taken = honest[column].drop_nulls()
        value = {f: taken[int(rng.integers(len(taken)))] for ring in of.rings for f in ring}
        firms = _set(firms, column, value)
    return of.with_tables(firms=firms)


def all_three(of: Scene, rng: Rng) -> Scene:
    """A number for every firm, a device for every four, and texts of honest firms."""
    for attack in (split_keys, rotate_phones, vary_texts):
        of = attack(of, rng)
    return of


def pad(of: Scene, rng: Rng) -> Scene:
    """Half as many working firms as the ring has give its commonest phone: fronts that really trade."""
    contacts = of.tables["contacts"]
    phones = contacts.filter(pl.col("kind") == "phone")
    number_of: dict[str, str] = {}
    pool = list(rng.permutation(of.plain))
    for ring in of.rings:
        used = phones.filter(pl.col("firm_id").is_in(ring))["value"].value_counts().sort("count", "value")
        for _ in range(len(ring) // 2 if len(used) else 0):
            number_of[str(pool.pop())] = used["value"][-1]
    return of.with_tables(contacts=_phones(contacts, number_of))


def poison_address(of: Scene, _rng: Rng) -> Scene:
    """Half of every ring registers at the address of an honest firm that stood there before."""
    firms = of.tables["firms"]
    address = dict(firms.select("firm_id", "address").iter_rows())
    moved = {f: address[v] for ring, v in zip(of.rings, of.victims, strict=True) for f in ring[::2]}
    return of.with_tables(firms=_set(firms, "address", moved))


def poison_phone(of: Scene, _rng: Rng) -> Scene:
    """Half of every ring gives the phone of an honest firm that had it before."""
    contacts = of.tables["contacts"]
    phones = contacts.filter((pl.col("kind") == "phone") & pl.col("until").is_null())
    number = dict(phones.select("firm_id", "value").iter_rows())
    moved = {f: number[v] for ring, v in zip(of.rings, of.victims, strict=True) for f in ring[::2]}
    return of.with_tables(contacts=_phones(contacts, moved))


def poison_both(of: Scene, rng: Rng) -> Scene:
    """Half of every ring takes both the address and the phone of one honest firm."""
    return poison_phone(poison_address(of, rng), rng)


def _filed_on(of: Scene, day_of: Mapping[str, date]) -> Scene:
    """The scene with some false firms filed on another day: each changes places with the honest firm nearest
    to that day, code and all, for codes are issued in sequence; what happened to either moves along."""
    firms = of.tables["firms"]
    ids, days = firms["firm_id"].to_list(), _days(firms)
    day_was = dict(zip(ids, days.tolist(), strict=True))
    pool = np.array([day_was[firm] for firm in of.plain])
    becomes: dict[str, str] = {}
    moved_by: dict[str, int] = {}
    for firm, day in day_of.items():
        nearest = int(np.argmin(np.abs(pool - (day - date(1970, 1, 1)).days)))
        honest, pool[nearest] = of.plain[nearest], np.iinfo(np.int32).min
        becomes |= {firm: honest, honest: firm}
        moved_by |= {honest: day_was[honest] - day_was[firm], firm: day_was[firm] - day_was[honest]}
    last = max(str(of.tables["events"]["on"].max()), str(firms["registered_on"].max()))
    tables = {name: _moved(name, frame, becomes, moved_by, last) for name, frame in of.tables.items()}

    def after(ids: Sequence[str]) -> list[str]:
        return [becomes.get(firm, firm) for firm in ids]

    return Scene(tables, [after(ring) for ring in of.rings], of.victims, of.ages, after(of.plain))


def _moved(
    name: str, frame: pl.DataFrame, becomes: Mapping[str, str], moved_by: Mapping[str, int], last: str
) -> pl.DataFrame:
    """A table with firms renamed and their days moved; nothing happens after the `last` day."""
    frame = frame.with_columns(pl.col(c).replace(becomes) for c in IDS if c in frame.columns)
    if "firm_id" not in frame.columns or name == "labels":
        return frame
    by = pl.duration(days=pl.col("firm_id").replace_strict(moved_by, default=0, return_dtype=pl.Int64))
    dates = [c for c in DATES if c in frame.columns]
    frame = frame.with_columns((pl.col(c).str.to_date() + by).dt.to_string("%Y-%m-%d") for c in dates)
    if name == "events":
        return frame.filter(pl.col("on") <= last)
    ends = [c for c in ("until", "dissolved_on") if c in dates]
    return frame.with_columns(pl.when(pl.col(c) <= last).then(pl.col(c)).alias(c) for c in ends)


def _share(of: Scene, rng: Rng) -> Scene:
    """One room, phone and device for all firms of a ring: a phone and device of its own, its first firm's
    room."""
    contacts, firms = of.tables["contacts"], of.tables["firms"]
    address = dict(firms.select("firm_id", "address").iter_rows())
    since = dict(firms.select("firm_id", "registered_on").iter_rows())
    false = [firm for ring in of.rings for firm in ring]
    replaced = pl.col("firm_id").is_in(false) & pl.col("kind").is_in(["phone", "device"])
    kept, rows = contacts.filter(~replaced), []
    for ring in of.rings:
        told = (("phone", _number(rng)), ("device", f"{rng.integers(1 << 60):015x}"))
        rows += [
            {"firm_id": firm, "kind": kind, "value": value, "used_by": "firm", "since": since[firm]}
            for firm in ring
            for kind, value in told
        ]
    given = pl.DataFrame(rows, schema_overrides=dict.fromkeys(contacts.columns, pl.String))
    room = {firm: address[ring[0]] for ring in of.rings for firm in ring if address[ring[0]]}
    return of.with_tables(
        contacts=pl.concat([kept, given], how="diagonal").select(contacts.columns),
        firms=_set(firms, "address", room),
    )


def _stranger(rng: Rng, people: pl.DataFrame) -> dict[str, str]:
    """Somebody the register does not know: another's name, home and birthday, a number of his or her own."""
    name = people.row(int(rng.integers(len(people))), named=True)["person_name"]
    like = people.row(int(rng.integers(len(people))), named=True)
    head = f"{like['person_id'][:14]}{rng.integers(1000):03}"
    return like | {"person_name": name, "person_id": head + calc_check_digit(head)}


def _people(of: Scene, rng: Rng, *, own_agent: bool) -> Scene:
    """A head of its own for every false firm, nobody twice; as agent one of each ring's own, or for every
    firm another of those who serve honest firms."""
    roles, holdings = of.tables["roles"], of.tables["holdings"]
    columns = ["person_name", "person_id", "birth_date", "home_region", "nationality"]
    natural = pl.col("person_id").str.contains(r"^\d{17}[\dX]$")
    plain = roles.filter(pl.col("firm_id").is_in(of.plain))
    people = plain.filter(natural, pl.col("role") == "legal_representative").select(columns)
    agents = plain.filter(natural, pl.col("role") == "agent").select(columns)
    false = [firm for ring in of.rings for firm in ring]
    head = roles.filter(pl.col("firm_id").is_in(false), pl.col("role") == "legal_representative")
    head_of = dict(head.select("firm_id", "person_id").iter_rows())
    since = dict(of.tables["firms"].select("firm_id", "registered_on").iter_rows())
    new = {firm: _stranger(rng, people) for firm in false}
    agent_rows = []
    for ring in of.rings:
        organiser = _stranger(rng, people)
        for firm in ring:
            drawn = organiser if own_agent else agents.row(int(rng.integers(len(agents))), named=True)
            agent_rows.append({"firm_id": firm, "role": "agent", "since": since[firm]} | drawn)
    was = pl.col("firm_id").replace_strict(head_of, default=None, return_dtype=pl.String)

    def renamed(frame: pl.DataFrame, person: str, named: Mapping[str, str]) -> pl.DataFrame:
        at = (pl.col(person) == was).fill_null(False)
        out = []
        for column, key in named.items():
            value_of = {firm: who[key] for firm, who in new.items()}
            value = pl.col("firm_id").replace_strict(value_of, default=None, return_dtype=pl.String)
            out.append(pl.when(at).then(value).otherwise(pl.col(column)).alias(column))
        return frame.with_columns(out)

    served = roles.filter(~(pl.col("firm_id").is_in(false) & (pl.col("role") == "agent")))
    headed = renamed(served, "person_id", {c: c for c in columns})
    given = pl.DataFrame(agent_rows, schema_overrides=dict.fromkeys(roles.columns, pl.String))
    return of.with_tables(
        roles=pl.concat([headed, given], how="diagonal").select(roles.columns),
        holdings=renamed(holdings, "holder_id", {"holder_id": "person_id", "holder_name": "person_name"}),
    )


def rotate_people(of: Scene, rng: Rng) -> Scene:
    """Every false firm has a head of its own and is filed by another honest agent."""
    return _people(of, rng, own_agent=False)


def _spread(of: Scene, gap_of: Callable[[int], float]) -> Scene:
    """Every ring filed at even steps up to its last filing, `gap_of` a ring of that size."""
    born = dict(of.tables["firms"].select("firm_id", "registered_on").iter_rows())
    day_of = {}
    for ring in of.rings:
        end = date.fromisoformat(max(born[firm] for firm in ring))
        for place, firm in enumerate(reversed(ring)):
            day_of[firm] = end - timedelta(days=round(place * gap_of(len(ring))))
    return _filed_on(of, day_of)


def patience(of: Scene, rng: Rng) -> Scene:
    """One firm every 28 days, with one room, phone and device for all."""
    return _share(_spread(of, lambda _: PATIENCE), rng)


def patient_strangers(of: Scene, rng: Rng) -> Scene:
    """The same under heads and agents that have nothing in common."""
    return rotate_people(patience(of, rng), rng)


def become_a_hub(of: Scene, rng: Rng) -> Scene:
    """Lots of at most 20 firms look like an honest host's clients: filed over 300 days from one room, phone,
    device and agent, each under another head."""
    lots = [lot.tolist() for ring in of.rings for lot in np.array_split(ring, -(-len(ring) // HUB_FIRMS))]
    spread = _spread(replace(of, rings=lots), lambda size: HUB_DAYS / max(size - 1, 1))
    return _people(_share(spread, rng), rng, own_agent=True)


def spotless(of: Scene, _rng: Rng) -> Scene:
    """Nothing has gone wrong yet: false firms report, pay and answer letters, and nobody complains."""
    false = pl.col("firm_id").is_in([firm for ring in of.rings for firm in ring])
    wrong = pl.col("kind").is_in(BAD_EVENTS) | (pl.col("outcome") == "failed").fill_null(False)
    status = pl.when(false & pl.col("status").is_in(["abnormal", "revoked"])).then(pl.lit("active"))
    return of.with_tables(
        events=of.tables["events"].filter(~(false & wrong)),
        labels=of.tables["labels"].filter(~false),
        firms=of.tables["firms"].with_columns(status.otherwise("status").alias("status")),
    )


def careful_hub(of: Scene, rng: Rng) -> Scene:
    """Such a host's clients, with honest texts, and nothing has gone wrong yet."""
    return spotless(vary_texts(become_a_hub(of, rng), rng), rng)


def careful_patience(of: Scene, rng: Rng) -> Scene:
    """A firm every 28 days under strangers, with honest texts, and nothing has gone wrong yet."""
    return spotless(vary_texts(patient_strangers(of, rng), rng), rng)


# Attack, what it is called, what it costs beside what can be counted.
ATTACKS: tuple[tuple[Attack, str, str], ...] = (
    (as_they_are, "none", "–"),
    (split_keys, "no phone, mail box or device on more than four firms", "care"),
    (rotate_phones, "a phone number for every firm", "numbers in somebody's name"),
    (vary_texts, "scope and capital copied from honest firms", "care"),
    (all_three, "the three together", "care"),
    (pad, "half as many trading firms on the ring's phone", "firms that really trade, for years"),
    (patience, "one firm every 28 days; one room, phone and device", "a month for every firm"),
    (rotate_people, "a head of its own and another honest agent for every firm", "people, agents' fees"),
    (patient_strangers, "28 days apart, and heads and agents so", "both"),
    (become_a_hub, "lots of up to 20, over 300 days, as clients of a host", "people, a rented room"),
    (spotless, "nothing has gone wrong yet", "reports filed, taxes paid, letters answered"),
    (careful_hub, "the host's clients, texts copied, nothing wrong yet", "all of that"),
    (careful_patience, "28 days apart, strangers, texts copied, nothing wrong yet", "all of that"),
    (poison_address, "half of the ring at an honest firm's address", "a lease or a forged paper for each"),
    (poison_phone, "half of the ring on an honest firm's phone", "calls reach somebody else"),
    (poison_both, "both of these at one honest firm", "both"),
)
POISON = (poison_address, poison_phone, poison_both)


@dataclass(frozen=True)
class Bill:
    """What an organiser needs a false firm: distinct phones, devices, people and rooms on false firms, each
    by false firm; and the mean days from a ring's first filing to its last."""

    phones: float
    devices: float
    people: float
    rooms: float
    days: float


def bill(of: Scene) -> Bill:
    """What the rings of a scene cost."""
    false = pl.col("firm_id").is_in([firm for ring in of.rings for firm in ring])
    contacts, firms = of.tables["contacts"].filter(false), of.tables["firms"].filter(false)
    kinds = [contacts.filter(pl.col("kind") == kind)["value"].n_unique() for kind in ("phone", "device")]
    people = of.tables["roles"].filter(false)["person_id"].n_unique()
    day = dict(zip(firms["firm_id"].to_list(), _days(firms).tolist(), strict=True))
    spans = [max(day[f] for f in ring) - min(day[f] for f in ring) for ring in of.rings]
    phones, devices, each, rooms = np.array([*kinds, people, firms["address"].n_unique()]) / len(firms)
    return Bill(float(phones), float(devices), float(each), float(rooms), float(np.mean(spans)))
