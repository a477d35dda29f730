"""Search: ids by prefix, contacts by value, names and addresses by any part through the full-text indexes."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import polars as pl

from graph.keys import public_ids
from graph.model import KeyKind
from graph.property_graph import SEARCHED
from graph.store.closeness import (
    MOST_FIRMS,
    MOST_KEYS,
    MOST_SPELLINGS,
    closest,
    contact_values,
    folded,
    id_start,
    page_of,
)
from graph.store.neo4j.answers import Found, firm_ref, key_ref, person, place
from graph.store.neo4j.pinned import Pinned
from graph.store.neo4j.profiles import found_under
from graph.store.neo4j.searched import searched
from graph.store.records import FirmRef, KeyRef, Page, PersonCandidate, SearchHit
from graph.words import Text

_LEAST_TEXT: Final = 2  # characters; the analyzer makes pairs
_SPARE: Final = 3  # versions looked at for each firm wanted: some are of publications past or to come
_NAMES: Final = "person_names"
_ADDRESSES: Final = "addresses"


def search(pinned: Pinned, text: str, cursor: str | None, limit: int) -> Page[SearchHit]:
    """See `GraphView.search`."""
    start, wanted = id_start(text), folded(text)
    hits = [
        *_rings(pinned, start),
        *_firms(pinned, start, wanted),
        *_persons(pinned, wanted),
        *_places(pinned, wanted),
        *_contacts(pinned, start),
    ]
    return page_of(hits, cursor, limit)


def persons_by_name(pinned: Pinned, name: str, limit: int) -> list[PersonCandidate]:
    """See `GraphView.persons_by_name`."""
    wanted = folded(name)
    found = [person(key) for key in _keys_with(pinned, _NAMES, "name", wanted)]
    same = (candidate for candidate in found if folded(candidate.name) == wanted)
    return sorted(same, key=lambda candidate: place(candidate.key))[:limit]


def keys_by_value(pinned: Pinned, values: Sequence[tuple[KeyKind, str]]) -> list[KeyRef | None]:
    """See `GraphView.keys_by_value`."""
    by_kind: dict[KeyKind, list[str]] = {}
    for kind, value in values:
        by_kind.setdefault(kind, []).append(value)
    id_of = {
        (kind, value): an_id
        for kind, asked in by_kind.items()
        for value, an_id in zip(asked, public_ids(kind, pl.Series(asked)), strict=True)
    }
    found = pinned.one("keys", ids=sorted(set(id_of.values())))["keys"] if id_of else []
    refs = {place(key_ref(key)): ref for key, ref in zip(found, found_under(pinned, found), strict=True)}
    return [refs.get((kind, value)) for kind, value in values]


def _rings(pinned: Pinned, start: str) -> list[SearchHit]:
    found = pinned.one("rings_by_prefix", prefix=start, limit=MOST_FIRMS)["rings"] if start else []
    return [_ring(ring) for ring in found]


def _ring(found: Found) -> SearchHit:
    title = Text(found["title_zh"], found["title_en"])
    return SearchHit("ring", found["id"], title.zh, found["size"], found["score"], found["id"], title)


def _firms(pinned: Pinned, start: str, wanted: str) -> list[SearchHit]:
    by_id, named = [], []
    if start:
        by_id = pinned.one("firms_by_prefix", prefix=start.upper(), limit=MOST_FIRMS)["firms"]
    if _can_be_asked(pinned, wanted):
        named = pinned.one("firms_by_text", **_asked("name", wanted, MOST_FIRMS))["firms"]
    first = [_firm(firm_ref(pinned, found)) for found in by_id]
    ids = {hit.id for hit in first}
    others = [_firm(firm_ref(pinned, found)) for found in named if found["id"] not in ids]
    return first + closest(others, wanted)[:MOST_FIRMS]


def _firm(firm: FirmRef) -> SearchHit:
    return SearchHit("firm", firm.firm_id, firm.name, 1, firm.score, firm.ring_id)


def _persons(pinned: Pinned, wanted: str) -> list[SearchHit]:
    found = map(person, _keys_with(pinned, _NAMES, "name", wanted))
    hits = [SearchHit("person", p.key.id, p.name, p.key.firms, None, None) for p in found]
    return closest(hits, wanted)[:MOST_KEYS]


def _places(pinned: Pinned, wanted: str) -> list[SearchHit]:
    found = dict.fromkeys(
        found_under(pinned, _keys_with(pinned, _ADDRESSES, "label", wanted, MOST_SPELLINGS))
    )
    hits = [SearchHit("address", k.id, k.label, k.firms, None, None) for k in found if k]
    return closest(hits, wanted)[:MOST_KEYS]


def _contacts(pinned: Pinned, start: str) -> list[SearchHit]:
    keys = {key.id: key for key in keys_by_value(pinned, contact_values(start)) if key is not None}
    return [SearchHit("contact", key.id, key.label, key.firms, None, None) for key in keys.values()]


def _keys_with(
    pinned: Pinned, index: str, text_property: str, wanted: str, most: int = MOST_KEYS
) -> list[Found]:
    if not _can_be_asked(pinned, wanted):
        return []
    asked = _asked(text_property, wanted, most)
    found: list[Found] = pinned.one("keys_by_text", index=index, **asked)["keys"]
    return found


def _can_be_asked(pinned: Pinned, wanted: str) -> bool:
    """Whether full-text search can be asked for a text. Raises StoreUnavailable while it cannot answer."""
    return len(wanted) >= _LEAST_TEXT and pinned.searchable


def _asked(text_property: str, wanted: str, most: int) -> Mapping[str, Any]:
    """What a full-text index is asked: nothing in it is anything but Chinese, so nothing need be escaped."""
    phrase = searched(wanted)
    return {
        "plain": f'{text_property}:"{phrase}"',
        "other": f'{SEARCHED}:"{phrase}"',
        "fetch": _SPARE * most,
        "limit": most,
    }
