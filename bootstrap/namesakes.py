"""Which people of the register the people of an application are, where no id says so.

As in a sweep (graph.resolve): a namesake in a firm that shares something telling with the application, or one
born on the same day under a name so rare that chance would hardly put a second there. Never by the name
alone, and never where anything known of the two contradicts.
"""

import numpy as np
import polars as pl

from graph.matching.people_rarity import prior_chances
from graph.model import KeyKind
from graph.normalise.person_names import person_names
from graph.resolve import MAX_EXPECTED, MAX_SHARING, Identity
from graph.slice import Bools, Ints, Keys, RegisterSlice
from graph.snapshot_tables import Snapshot
from graph.store.port import GraphView
from graph.store.records import KeyHandle, KeyRef, Neighbourhood, PersonCandidate

# What corroborates that two of one name are one person, as in a sweep (graph.snapshot).
CORROBORATING = (KeyKind.ROOM, KeyKind.PHONE, KeyKind.EMAIL, KeyKind.DEVICE, KeyKind.ACCOUNT)
MOST_NAMESAKES = 200
WHOLE_DATE = 10  # characters of 1980-05-03
FIRST_OF_JANUARY = "-01-01"  # written where only the year is known
# A sweep counts who was born that day; the desk takes people for so many a firm, born over so many days.
PEOPLE_PER_FIRM, DAYS_OF_BIRTH = 3, 12_775


def namesakes(
    view: GraphView,
    application: Snapshot,
    own: RegisterSlice,
    near: Neighbourhood,
    handles: dict[int, KeyHandle],
) -> dict[int, KeyRef]:
    """The register's key of each person of the application who has no handle yet and is found here.

    `own` is the application's slice, coded as the neighbourhood `near`; `handles` are its known keys. Who
    could be two of the register's people is found to be neither.
    """
    there = _met(own, near, handles)
    by_id = set(application.identities["key"].to_list())
    births = view.info.firms * PEOPLE_PER_FIRM / DAYS_OF_BIRTH
    out = {}
    people = application.persons.select("key", "name", "birth_date", "home_region")
    for person in people.iter_rows(named=True):
        key, name, born = int(person["key"]), person["name"], person["birth_date"]
        if key in handles:
            continue
        could = there[_agrees(near.register.keys, there, own.keys, key, by_id=key in by_id)]
        dated = born is not None and len(born) == WHOLE_DATE and not born.endswith(FIRST_OF_JANUARY)
        if not (dated or len(could)):
            continue
        kind = KeyKind(int(own.keys.kind[key])).name.lower()
        known = {c.key.id: c for c in view.persons_by_name(name, MOST_NAMESAKES) if c.key.kind == kind}
        apart = {id_ for id_, c in known.items() if _contradicts(person, c, by_id=key in by_id)}
        refs = view.keys([near.key_handles[row] for row in could])
        same = [ref for ref in refs if ref.label == name and ref.id not in apart]
        if not same and dated and _chance(name) * births <= MAX_EXPECTED:
            same = [c.key for id_, c in known.items() if c.birth_date == born and id_ not in apart]
        if len(same) == 1:
            out[key] = same[0]
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
    return np.unique(links.key[meets[links.firm]])


def _agrees(keys: Keys, there: Ints, own: Keys, key: int, *, by_id: bool) -> Bools:
    """Which people could be the application's, by kind, surname, year of birth, home and id."""
    fits = (keys.kind[there] == own.kind[key]) & (keys.surname[there] == own.surname[key])
    for theirs, ours in ((keys.birth_year, own.birth_year), (keys.home, own.home)):
        fits &= (theirs[there] < 0) | (ours[key] < 0) | (theirs[there] == ours[key])
    if by_id:  # theirs would have been found by it
        fits &= keys.identity[there] < Identity.BY_ID
    return np.asarray(fits, np.bool_)


def _contradicts(person: dict[str, str | None], candidate: PersonCandidate, *, by_id: bool) -> bool:
    """Whether birth dates, as fine as both are known, counties of origin or ids differ."""
    if by_id and candidate.identity == Identity.BY_ID:  # it would have been found by the id
        return True
    born, home = person["birth_date"], person["home_region"]
    for ours, theirs in ((born, candidate.birth_date), (home, candidate.home_region)):
        if ours is None or theirs is None:
            continue
        if ours is home and (ours.endswith("00") or theirs.endswith("00")):
            continue  # a whole city contradicts no county in it
        shorter = min(len(ours), len(theirs))
        if ours[:shorter] != theirs[:shorter]:
            return True
    return False


def _chance(name: str) -> float:
    surname, given = prior_chances(person_names(pl.Series([name])))
    return float(surname[0] * given[0])
