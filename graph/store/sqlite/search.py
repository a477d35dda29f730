"""Search: ids by prefix, names and addresses by any part."""

import json
from collections.abc import Iterable, Sequence

import numpy as np

from graph.model import KeyKind
from graph.slice import Ints
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
from graph.store.records import KeyRef, Page, PersonCandidate, SearchHit
from graph.store.sqlite.blocks import KEYS_PER_BLOCK, from_block
from graph.store.sqlite.packing import KEY, unpack
from graph.store.sqlite.postings import MOST_ROWS, list_in, posting_id, tokens, whole_token
from graph.store.sqlite.reader import Reader
from graph.store.sqlite.rings import ring_row


def search(reader: Reader, text: str, cursor: str | None, limit: int) -> Page[SearchHit]:
    """See `GraphView.search`."""
    start, wanted = id_start(text), folded(text)
    found = (find(reader, start, wanted) for find in (_rings, _firms, _persons, _places, _contacts))
    return page_of([hit for hits in found for hit in hits], cursor, limit)


def persons_by_name(reader: Reader, name: str, limit: int) -> list[PersonCandidate]:
    """See `GraphView.persons_by_name`."""
    wanted = folded(name)
    found = reader.persons(_candidates(reader, "person", wanted, MOST_KEYS))
    return [person for person in found if folded(person.name) == wanted][:limit]


def keys_by_value(reader: Reader, values: Iterable[tuple[KeyKind, str]]) -> list[KeyRef | None]:
    """See `GraphView.keys_by_value`."""
    return [_key_by_value(reader, kind, value) for kind, value in values]


def _key_by_value(reader: Reader, kind: KeyKind, value: str) -> KeyRef | None:
    found = reader.one("key_block_of_value", kind=int(kind), value=value)
    if found is None:
        return None
    block, records, texts = found
    kinds, values = unpack(records, KEY)["kind"], from_block(texts)["value"].to_list()
    for at, (of_kind, text) in enumerate(zip(kinds, values, strict=True)):
        if of_kind == kind and text == value:
            return reader.key_refs(reader.found_under([block * KEYS_PER_BLOCK + at]))[0]
    return None


def _candidates(reader: Reader, space: str, wanted: str, most: int) -> Ints:
    """Rows whose whole text may be the wanted one, then those that hold every pair of it."""
    found = [_list(reader, space, pair) for pair in tokens(wanted)]
    lists = sorted((each for each in found if each is not None), key=lambda each: each[0])
    if not found or len(lists) < len(found):
        return np.empty(0, np.int32)  # a pair that no text has
    whole = [rows for n, rows in lists if n <= MOST_ROWS]
    # A pair too common to be listed whole says nothing, unless there is nothing else.
    holding = _in_all(whole or [rows for _, rows in lists])
    # Few others have the hash of the wanted text, and hardly any of these its pairs.
    same = _list(reader, f"whole {space}", whole_token(wanted))
    first = _in_all([same[1], *whole]) if same else holding[:0]
    others = np.setdiff1d(holding, first, assume_unique=True)
    return np.concatenate([first, others])[:most]


def _list(reader: Reader, space: str, token: int) -> tuple[int, Ints] | None:
    posting = posting_id(space, token)
    return list_in(reader.one("posting_block", posting=posting), posting)


def _in_all(lists: Sequence[Ints]) -> Ints:
    rows = lists[0]
    for other in lists[1:]:
        rows = np.intersect1d(rows, other, assume_unique=True)
    return rows


def _rings(reader: Reader, start: str, _: str) -> list[SearchHit]:
    if not start:
        return []
    rings = [ring_row(found) for found in reader.all("rings_by_prefix", prefix=start, limit=MOST_FIRMS)]
    return [SearchHit("ring", r.ring_id, r.title.zh, r.size, r.score, r.ring_id, r.title) for r in rings]


def _firms(reader: Reader, start: str, wanted: str) -> list[SearchHit]:
    by_id = _by_prefix(reader, "firm", start.upper())
    named = [row for row in _candidates(reader, "firm", wanted, MOST_FIRMS).tolist() if row not in set(by_id)]
    refs = reader.firm_refs([*by_id, *named])
    hits = [SearchHit("firm", f.firm_id, f.name, 1, f.score, f.ring_id) for f in refs]
    return hits[: len(by_id)] + closest(hits[len(by_id) :], wanted)


def _by_prefix(reader: Reader, space: str, prefix: str) -> list[int]:
    if not prefix:
        return []
    rows: list[int] = []
    for ids, numbers in reader.all("lookup_from", space=space, id=prefix, blocks=MOST_FIRMS // 100):
        pairs = zip(json.loads(ids), np.frombuffer(numbers, "<i4").tolist(), strict=True)
        rows += [row for found, row in pairs if found.startswith(prefix)]
    return rows[:MOST_FIRMS]


def _persons(reader: Reader, _: str, wanted: str) -> list[SearchHit]:
    found = reader.persons(_candidates(reader, "person", wanted, MOST_KEYS))
    return closest([SearchHit("person", p.key.id, p.name, p.key.firms, None, None) for p in found], wanted)


def _places(reader: Reader, _: str, wanted: str) -> list[SearchHit]:
    found = reader.key_refs(reader.found_under(_candidates(reader, "place", wanted, MOST_SPELLINGS)))
    hits = [SearchHit("address", k.id, k.label, k.firms, None, None) for k in found]
    return closest(hits, wanted)[:MOST_KEYS]


def _contacts(reader: Reader, start: str, _: str) -> list[SearchHit]:
    keys = {key.id: key for key in keys_by_value(reader, contact_values(start)) if key is not None}
    return [SearchHit("contact", key.id, key.label, key.firms, None, None) for key in keys.values()]
