"""A new application among the firms it shares something with: its neighbourhood with one firm more."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import polars as pl

from bootstrap.namesakes import namesakes
from graph.columns import Vocabulary, slice_of
from graph.library import verdict_on
from graph.matching.comparison import Verdict
from graph.matching.names import compare_names
from graph.model import KeyKind, LinkRole
from graph.normalise.names import firm_names, one_spelling
from graph.normalise.text import fold
from graph.resolve import Identity
from graph.slice import Events, Firms, Ints, Keys, Links, RegisterSlice, columns
from graph.snapshot_owners import MOST_OF_A_BRAND
from graph.snapshot_tables import Snapshot
from graph.spellings import moved
from graph.store.port import GraphView
from graph.store.records import KeyHandle, KeyRef, Neighbourhood

# Columns of codes, by their vocabulary.
OF_FIRMS = ("office", "stream", "district", "marker", "brand", "stem", "series", "trade")
OF_KEYS = ("surname", "home")
CODED = OF_FIRMS + OF_KEYS
PEOPLE = (KeyKind.PERSON, KeyKind.AGENT)


@dataclass(frozen=True)
class Joined:
    """`register` is the neighbourhood with the application as its last firm, number `firm`; `key_handles`
    name its keys in the view, None where the register has none like it; `texts` are what the codes of the
    application and of its head stand for, without those that are unknown."""

    register: RegisterSlice
    firm: int
    near: Neighbourhood
    key_handles: tuple[KeyHandle | None, ...]
    texts: dict[str, str]


def join(view: GraphView, application: Snapshot) -> Joined:
    """Read the neighbourhood of the application's keys and put it there as one more firm.

    A person is who bears the same id, or the same name and something that corroborates it
    (bootstrap.namesakes): never by the name alone.
    """
    own, vocabulary = slice_of(application)
    owners = _owner_ids(view, application)
    refs = _same_keys(view, application, owners)
    governing = application.holdings.filter((pl.col("share") > 0.5) & (pl.col("holder_key") >= 0))
    parents = [owners[key] for key in governing["holder_key"].to_list() if key in owners]
    texts = [(column, text) for column in CODED for text in vocabulary.texts[column]]
    near = view.neighbourhood(parents, [ref.id for ref in refs.values()], texts=texts)
    coded = _recoded(view, own, vocabulary, near)
    handles = {key: ref.handle for key, ref in refs.items()}
    by_name = namesakes(view, application, coded, near, handles)
    if by_name:
        handles |= {key: ref.handle for key, (ref, _) in by_name.items()}
        asked = [ref.id for ref in (*refs.values(), *(ref for ref, _ in by_name.values()))]
        near = view.neighbourhood(parents, asked, texts=texts)
        coded = _recoded(view, own, vocabulary, near)
    register, key_handles = _appended(
        near, coded, handles, {key: found for key, (_, found) in by_name.items()}
    )
    firm = len(near.firm_ids)
    fault = verdict_on(view.reference("places"), *_place(application, refs))
    register = replace(register, firms=_placed(register, firm, near, parents, coded, fault))
    return Joined(register, firm, near, key_handles, _texts(own, vocabulary))


def _texts(own: RegisterSlice, vocabulary: Vocabulary) -> dict[str, str]:
    """What the application's codes stand for."""
    head = int(own.firms.representative[0])
    codes = {name: int(getattr(own.firms, name)[0]) for name in OF_FIRMS}
    codes |= {name: int(getattr(own.keys, name)[head]) if head >= 0 else -1 for name in OF_KEYS}
    return {name: vocabulary.texts[name][code] for name, code in codes.items() if code >= 0}


def _place(application: Snapshot, refs: dict[int, KeyRef]) -> tuple[str | None, str | None]:
    """The room and the building that the application names, as the register names them."""
    values = application.keys["value"].to_list()
    known = dict(enumerate(values)) | {key: ref.value for key, ref in refs.items()}
    building, room = application.firms["building"][0], application.firms["room"][0]
    there = known.get(building)
    if room in known and room not in refs and there is not None and there != values[building]:
        known[room] = _moved(values[room], values[building], there)
    return known.get(room), there


def _owner_ids(view: GraphView, application: Snapshot) -> dict[int, str]:
    """The id of the firm behind each OWNER key: as given, or of the one firm that bears its name."""
    keys = application.keys.with_row_index("key").filter(pl.col("kind") == KeyKind.OWNER)
    out = {}
    spelling = one_spelling(firm_names(keys["label"]))
    for key, value, label, name in keys.select("key", "value", "label", name=spelling).iter_rows():
        if value != name:
            out[int(key)] = value
        elif view.keys_by_value([(KeyKind.OWNER, value)]) == [None]:
            brand = firm_names(pl.Series([label]))["brand"][0] or label
            named = [hit for hit in view.search(brand, limit=2 * MOST_OF_A_BRAND).items if hit.kind == "firm"]
            written = pl.Series([hit.label for hit in named], dtype=pl.String)
            told = compare_names(written, pl.repeat(label, len(named), eager=True))["verdict"]
            same = [hit.id for hit, verdict in zip(named, told, strict=True) if verdict == Verdict.SAME]
            as_written = [hit.id for hit, text in zip(named, fold(written), strict=True) if text == label]
            found = as_written or same
            if len(found) == 1:
                out[int(key)] = found[0]
    return out


def _same_keys(view: GraphView, application: Snapshot, owners: dict[int, str]) -> dict[int, KeyRef]:
    """The register's key for each of the application's: by value, people by their keyed id."""
    kinds, values = application.keys["kind"].to_list(), application.keys["value"].to_list()
    asked = [key for key, kind in enumerate(kinds) if kind not in PEOPLE]
    found = view.keys_by_value([(KeyKind(kinds[key]), owners.get(key, values[key])) for key in asked])
    out = {key: ref for key, ref in zip(asked, found, strict=True) if ref is not None}
    out |= _rooms_elsewhere(view, kinds, values, out)
    for keyed_id, key in application.identities.iter_rows():
        word = KeyKind(kinds[key]).name.lower()
        same = [person.key for person in view.person_by_identity(keyed_id) if person.key.kind == word]
        out |= {int(key): ref for ref in same[:1]}
    return out


def _rooms_elsewhere(
    view: GraphView, kinds: Sequence[int], values: Sequence[str], found: dict[int, KeyRef]
) -> dict[int, KeyRef]:
    """The register's key of a room that it knows under another spelling of its building (graph.spellings)."""
    buildings = [(values[key], ref.value) for key, ref in found.items() if kinds[key] == KeyKind.BUILDING]
    rooms = [key for key, kind in enumerate(kinds) if kind == KeyKind.ROOM and key not in found]
    if not (buildings and rooms):
        return {}
    elsewhere = [_moved(values[key], *buildings[0]) for key in rooms]  # an application has one address
    refs = view.keys_by_value([(KeyKind.ROOM, value) for value in elsewhere])
    return {key: ref for key, ref in zip(rooms, refs, strict=True) if ref is not None}


def _moved(room: str, building: str, there: str) -> str:
    """The room under another spelling of its building."""
    return str(moved(pl.Series([room]), pl.Series([building]), pl.Series([there]))[0])


def _places(near: Neighbourhood) -> dict[KeyHandle, int]:
    return {handle: place for place, handle in enumerate(near.key_handles)}


def _recoded(
    view: GraphView, own: RegisterSlice, vocabulary: Vocabulary, near: Neighbourhood
) -> RegisterSlice:
    """The application's codes as its neighbourhood numbers them; a text not found there is like no other."""
    of_texts = iter(near.codes)
    told = {name: [next(of_texts) for _ in vocabulary.texts[name]] for name in CODED}

    def renumbered(name: str, codes: Ints, others: Ints) -> Ints:
        found = np.array([*told[name], -1], np.int32)
        fresh = int(others.max(initial=-1)) + 1
        found[:-1] = np.where(found[:-1] < 0, fresh + np.arange(len(found) - 1), found[:-1])
        return found[codes]

    among = near.register
    # replace() of columns by name is beyond the type checker.
    firms: dict[str, Any] = {
        name: renumbered(name, getattr(own.firms, name), getattr(among.firms, name)) for name in OF_FIRMS
    }
    keys: dict[str, Any] = {
        name: renumbered(name, getattr(own.keys, name), getattr(among.keys, name)) for name in OF_KEYS
    }
    brand = [vocabulary.texts["brand"][code] if code >= 0 else "" for code in own.firms.brand]
    rarity = Vocabulary({}, view.character_nats())
    nats = np.array([rarity.nats_of(text) for text in brand])
    return replace(own, firms=replace(own.firms, brand_nats=nats, **firms), keys=replace(own.keys, **keys))


def _appended(
    near: Neighbourhood, own: RegisterSlice, handles: dict[int, KeyHandle], by_name: dict[int, Identity]
) -> tuple[RegisterSlice, tuple[KeyHandle | None, ...]]:
    """The slices as one, the application's keys laid onto those of the same handle, the others added."""
    register, at = near.register, _places(near)
    firm, old = len(register.firms), len(register.keys)
    fresh = np.array([key for key in range(len(own.keys)) if key not in handles], np.int32)
    target = np.full(len(own.keys), -1, np.int32)
    for key, handle in handles.items():
        target[key] = at[handle]
    target[fresh] = old + np.arange(len(fresh))

    keys = {
        name: np.concatenate([values, getattr(own.keys, name)[fresh]])
        for name, values in columns(register.keys).items()
    }
    keys["degree"][target] += 1
    keys["degree"][target[fresh]] = 1
    # The weakest step that it took to find the person (graph.resolve).
    for key, identity in by_name.items():
        if keys["identity"][target[key]] != Identity.RARE_NAME:
            keys["identity"][target[key]] = identity
    order = np.argsort(keys["kind"], kind="stable")
    place = np.empty(len(order), np.int32)
    place[order] = np.arange(len(order), dtype=np.int32)

    firms = {
        name: np.concatenate([values, getattr(own.firms, name)])
        for name, values in columns(register.firms).items()
    }
    for name in ("scope", "representative"):
        firms[name] = np.concatenate(
            [_follow(place, getattr(register.firms, name)), _follow(place[target], getattr(own.firms, name))]
        )
    links = {
        name: np.concatenate([values, getattr(own.links, name)])
        for name, values in columns(register.links).items()
    }
    links["firm"] = np.concatenate([register.links.firm, own.links.firm + np.int32(firm)])
    links["key"] = np.concatenate([place[register.links.key], place[target][own.links.key]])
    joined = RegisterSlice(
        Firms(**firms),
        Keys(**{name: values[order] for name, values in keys.items()}),
        Links(**links),
        Events(
            **{
                name: np.concatenate([values, getattr(own.events, name)])
                for name, values in columns(register.events).items()
            }
        ),
        max(register.as_of, own.as_of),
    )
    by_key = np.lexsort((joined.links.role, joined.rank[joined.links.firm], joined.links.key))
    sorted_links = Links(**{name: values[by_key] for name, values in links.items()})
    named = (*near.key_handles, *[None] * len(fresh))
    return replace(joined, links=sorted_links), tuple(named[at] for at in order)


def _follow(place: Ints, numbers: Ints) -> Ints:
    if len(place) == 0:
        return numbers
    return np.where(numbers >= 0, place[numbers], -1).astype(np.int32)


def _placed(
    register: RegisterSlice,
    firm: int,
    near: Neighbourhood,
    parents: Sequence[str],
    own: RegisterSlice,
    refuted: int,
) -> Firms:
    """The firms with the application's parent, and what the address library says of its place: `refuted`, or
    what the register keeps with the firms already in its room."""
    parent, fault = register.firms.parent.copy(), register.firms.place_fault.copy()
    known = [near.firm_ids.index(an_id) for an_id in parents if an_id in near.firm_ids]
    if known and own.firms.unverified[0] != 1:
        parent[firm] = known[0]
    links = register.links
    rooms = links.key[(links.firm == firm) & (register.keys.kind[links.key] == KeyKind.ROOM)]
    mates = links.firm[np.isin(links.key, rooms) & (links.role == LinkRole.ADDRESS) & (links.firm != firm)]
    fault[firm] = fault[mates[0]] if refuted == 0 and len(mates) else refuted
    return replace(register.firms, parent=parent, place_fault=fault)
