"""What an adversary who has read the documents does to a register, on the tables of a generated city.

Each attack changes what the false firms filed (and, where it poisons, whom they name), never the truth about
anybody. It knows its own rings and what anybody can read of honest firms; it knows nothing of scores.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

Tables = dict[str, pl.DataFrame]
Rng = np.random.Generator
LEAST_SHARED = 4  # firms that a careful organiser leaves on one phone, one short of the rule of thumb
POISONED_AGE = 730  # days that a victim stood before the ring's first filing


@dataclass(frozen=True)
class Scene:
    """A city's tables, its rings as lists of ids in filing order, and each ring's chosen victim: an honest
    firm, older than the ring, with an address and a phone. `plain` are ids of other honest firms."""

    tables: Tables
    rings: list[list[str]]
    victims: list[str]
    plain: list[str]


Attack = Callable[[Scene, Rng], Tables]


def scene(tables: Tables, truth: pl.DataFrame, rng: Rng) -> Scene:
    """The rings of a city and a victim for each."""
    born = tables["firms"].select("firm_id", "registered_on")
    fake = truth.filter(pl.col("fake")).join(born, on="firm_id").sort("ring_id", "registered_on", "firm_id")
    rings = [part["firm_id"].to_list() for part in fake.partition_by("ring_id", maintain_order=True)]
    first = [part["registered_on"].min() for part in fake.partition_by("ring_id", maintain_order=True)]
    phoned = tables["contacts"].filter(pl.col("kind") == "phone", pl.col("until").is_null())["firm_id"]
    honest = (
        truth.filter(~pl.col("fake") & pl.col("look_alike").fill_null("").eq(""))
        .join(tables["firms"], on="firm_id")
        .filter(pl.col("firm_id").is_in(phoned.implode()) & pl.col("address").is_not_null())
        .sort("firm_id")
    )
    victims: list[str] = []
    for day in first:
        limit = (pl.lit(day).str.to_date() - pl.duration(days=POISONED_AGE)).dt.to_string("%Y-%m-%d")
        older = honest.filter((pl.col("registered_on") < limit) & ~pl.col("firm_id").is_in(victims))
        pool = older if len(older) else honest.filter(~pl.col("firm_id").is_in(victims))
        victims.append(pool["firm_id"][int(rng.integers(len(pool)))])
    plain = [firm for firm in honest["firm_id"] if firm not in set(victims)]
    return Scene(tables, rings, victims, plain)


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


def as_they_are(of: Scene, _rng: Rng) -> Tables:
    """Nothing is done."""
    return of.tables


def split_keys(of: Scene, rng: Rng) -> Tables:
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
    return of.tables | {"contacts": joined.with_columns(value).select(contacts.columns)}


def rotate_phones(of: Scene, rng: Rng) -> Tables:
    """Every false firm gets a number of its own."""
    fresh = {firm: _number(rng) for ring in of.rings for firm in ring}
    return of.tables | {"contacts": _phones(of.tables["contacts"], fresh)}


def vary_texts(of: Scene, rng: Rng) -> Tables:
    """Scope and capital of every false firm are copied from an honest firm drawn at random."""
    firms = of.tables["firms"]
    honest = firms.filter(pl.col("firm_id").is_in(of.plain))
    for column in ("scope", "capital"):
        taken = honest[column].drop_nulls()
        value = {f: taken[int(rng.integers(len(taken)))] for ring in of.rings for f in ring}
        firms = _set(firms, column, value)
    return of.tables | {"firms": firms}


def all_three(of: Scene, rng: Rng) -> Tables:
    """A number for every firm, a device for every four, and texts of honest firms."""
    for attack in (split_keys, rotate_phones, vary_texts):
        of = Scene(attack(of, rng), of.rings, of.victims, of.plain)
    return of.tables


def pad(of: Scene, rng: Rng) -> Tables:
    """Half as many working firms as the ring has give its commonest phone: fronts that really trade."""
    contacts = of.tables["contacts"]
    phones = contacts.filter(pl.col("kind") == "phone")
    number_of: dict[str, str] = {}
    pool = list(rng.permutation(of.plain))
    for ring in of.rings:
        used = phones.filter(pl.col("firm_id").is_in(ring))["value"].value_counts().sort("count", "value")
        for _ in range(len(ring) // 2 if len(used) else 0):
            number_of[str(pool.pop())] = used["value"][-1]
    return of.tables | {"contacts": _phones(contacts, number_of)}


def poison_address(of: Scene, _rng: Rng) -> Tables:
    """Half of every ring registers at the address of an honest firm that has long stood there."""
    firms = of.tables["firms"]
    address = dict(firms.select("firm_id", "address").iter_rows())
    moved = {f: address[v] for ring, v in zip(of.rings, of.victims, strict=True) for f in ring[::2]}
    return of.tables | {"firms": _set(firms, "address", moved)}


def poison_phone(of: Scene, _rng: Rng) -> Tables:
    """Half of every ring gives the phone of an honest firm that has long had it."""
    contacts = of.tables["contacts"]
    phones = contacts.filter((pl.col("kind") == "phone") & pl.col("until").is_null())
    number = dict(phones.select("firm_id", "value").iter_rows())
    moved = {f: number[v] for ring, v in zip(of.rings, of.victims, strict=True) for f in ring[::2]}
    return of.tables | {"contacts": _phones(contacts, moved)}


def poison_both(of: Scene, rng: Rng) -> Tables:
    """Half of every ring takes both the address and the phone of one honest firm."""
    moved = Scene(poison_address(of, rng), of.rings, of.victims, of.plain)
    return poison_phone(moved, rng)


# Attack, what it is called, what it costs.
ATTACKS: tuple[tuple[Attack, str, str], ...] = (
    (as_they_are, "none", "–"),
    (
        split_keys,
        "no phone, mail box or device on more than four firms",
        "another phone and device for every four firms",
    ),
    (rotate_phones, "a phone number for every firm", "a number in somebody's name for every firm"),
    (vary_texts, "scope and capital copied from honest firms", "nothing but care"),
    (all_three, "the three together", "a number for every firm, a device for every four, care"),
    (pad, "half as many trading firms on the ring's phone", "firms that really trade, for years"),
    (poison_address, "half of the ring at an honest firm's address", "a lease or a forged paper for each"),
    (poison_phone, "half of the ring on an honest firm's phone", "nothing, but calls reach somebody else"),
    (poison_both, "both of these", "both of these"),
)
