"""Which people of the register the people of an application are, where no id says so.

As in a sweep (graph.resolve): namesakes of whom a comparison says that they are one person
(graph.matching.people_coded), for the contact or room that their firms share with few others, the day of
birth or the county of origin; or whose name is too rare for two people of one place. Never by the name alone.
"""

from collections.abc import Sequence

import numpy as np
import polars as pl

from graph.matching.comparison import Verdict
from graph.matching.people_coded import Mentions, judge_namesakes
from graph.matching.people_rarity import prior_chances
from graph.matching.people_weights import POPULATION, Phone
from graph.model import KeyKind
from graph.normalise.person_names import nameable, person_names
from graph.resolve import MAX_EXPECTED, MAX_SHARING, MIN_POPULATION, Identity
from graph.slice import Ints, RegisterSlice
from graph.snapshot import CORROBORATING
from graph.snapshot_tables import Snapshot
from graph.store.port import GraphView
from graph.store.records import KeyHandle, KeyRef, Neighbourhood, PersonCandidate

MOST_NAMESAKES = 200
MOST_OF_A_RARE_NAME = 5  # whose firms are looked up for their place
PEOPLE_PER_FIRM = 3  # a sweep counts the people of its register, the desk takes them for so many a firm


def namesakes(
    view: GraphView,
    application: Snapshot,
    own: RegisterSlice,
    near: Neighbourhood,
    handles: dict[int, KeyHandle],
) -> dict[int, tuple[KeyRef, Identity]]:
    """The register's key of each person of the application who has no handle yet and is found here, and how.

    `own` is the application's slice; `handles` are its known keys in the neighbourhood `near`. Who could be
    two of the register's people is found to be neither.
    """
    met = view.persons([near.key_handles[row] for row in _met(own, near, handles)])
    meeting = {candidate.key.id for candidate in met}
    by_id = set(application.identities["key"].to_list())
    people_here = view.info.firms * PEOPLE_PER_FIRM
    city = application.firms["city"][0]
    out = {}
    people = application.persons.select("key", "name", "birth_date", "home_region")
    for key, name, birth_date, home_region in people.iter_rows():
        chance = _chance(name)
        if key in handles or chance is None:
            continue
        kind = KeyKind(int(own.keys.kind[key])).name.lower()
        met_here = [candidate for candidate in met if candidate.name == name]  # be the bearers ever so many
        bearers = {c.key.id: c for c in (*met_here, *view.persons_by_name(name, MOST_NAMESAKES))}
        known = [candidate for candidate in bearers.values() if candidate.key.kind == kind]
        me = _coded([(birth_date, home_region, key in by_id)])
        them = _coded(
            [(c.birth_date, c.home_region, c.identity == Identity.BY_ID) for c in known], first_id=1
        )
        phone = np.array([Phone.SAME if c.key.id in meeting else Phone.UNKNOWN for c in known], np.int8)
        verdict = judge_namesakes(
            me.at(np.zeros(len(known), np.int64)),
            them,
            np.full(len(known), chance),
            phone,
            max(POPULATION, people_here),
        )
        same = [c.key for c, said in zip(known, verdict, strict=True) if said == Verdict.SAME]
        identity = Identity.CORROBORATED
        if not same and city and chance * max(MIN_POPULATION, people_here) <= MAX_EXPECTED:
            possible = [c for c, said in zip(known, verdict, strict=True) if said == Verdict.POSSIBLE]
            same, identity = _of_city(view, possible, city), Identity.RARE_NAME
        if len(same) == 1:
            out[int(key)] = same[0], identity
    return out


def _met(own: RegisterSlice, near: Neighbourhood, handles: dict[int, KeyHandle]) -> Ints:
    """The keys nearby of firms that share something telling, but not with many, with the application."""
    register = near.register
    at = {handle: place for place, handle in enumerate(near.key_handles)}
    telling = np.array([at[handles[key]] for key in handles if own.keys.kind[key] in CORROBORATING], np.int32)
    telling = telling[register.keys.degree[telling] < MAX_SHARING]
    links = register.links
    meets = np.zeros(len(register.firms), np.bool_)
    meets[links.firm[np.isin(links.key, telling)]] = True
    people = np.isin(register.keys.kind, (KeyKind.PERSON, KeyKind.AGENT))
    return np.unique(links.key[meets[links.firm] & people[links.key]])


def _coded(said: Sequence[tuple[str | None, str | None, bool]], first_id: int = 0) -> Mentions:
    """Birth date, home region and whether there is an id, of each; no two ids are the same, or the id would
    have told who it is."""
    births, regions, with_id = zip(*said, strict=True) if said else ((), (), ())
    counties = [r if r and not r.endswith("00") else None for r in regions]  # a city contradicts no county
    ids = np.where(with_id, first_id + np.arange(len(with_id)), -1).astype(np.int32)
    unknown = np.full(len(ids), -1, np.int32)
    return Mentions(_numbers(births), _numbers(counties), ids, unknown, unknown)


def _numbers(texts: Sequence[str | None]) -> Ints:
    return np.array([int(text.replace("-", "")) if text else -1 for text in texts], np.int32)


def _of_city(view: GraphView, candidates: Sequence[PersonCandidate], city: str) -> list[KeyRef]:
    """Those of whose firms the first is in the city; nobody where there are many."""
    if len(candidates) > MOST_OF_A_RARE_NAME:
        return []
    found = []
    for candidate in candidates:
        profile = view.key(candidate.key.id, 1)
        firm = view.firm(profile.firms[0].firm_id) if profile and profile.firms else None
        if firm and firm.facts.city == city:
            found.append(candidate.key)
    return found


def _chance(name: str) -> float | None:
    """That a stranger bears the name; None where it is no name."""
    names = person_names(pl.Series([name]))
    if not nameable(names["name"])[0]:
        return None
    surname, given = prior_chances(names)
    return float(surname[0] * given[0])
