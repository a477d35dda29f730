"""The neighbourhood of some firms and keys as a slice, out of packs: one query, and one more for parents."""

from collections.abc import Iterable, Mapping, Sequence
from operator import itemgetter
from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from graph.columns import representatives, scopes
from graph.errors import UsageError
from graph.normalise.series import series
from graph.slice import Events, Firms, Floats, Ints, Links, RegisterSlice
from graph.store.neo4j.answers import number
from graph.store.neo4j.packed import (
    CODED,
    EVENT,
    FIRM,
    KEY,
    FirmPacks,
    KeyPacks,
    Records,
    cut,
    names_of,
    unpack_firms,
    unpack_keys,
)
from graph.store.neo4j.pinned import Pinned
from graph.store.port import CAP
from graph.store.records import Neighbourhood
from graph.store.slices import assembled

# The word of a kind is not in a key's number: agents and persons may have one number.
_APART: Final = np.uint64(0x9E3779B97F4A7C15)

_OF_BRANDS: Final = ("stem", "series")  # coded texts that follow from the brand

Found = tuple[Sequence[str], str | None, float | None]  # a firm's pack, cut; its ring and its strength there
Codes = Mapping[str, Mapping[str, int]]  # of each coded column, the code of each text


def neighbourhood(
    pinned: Pinned,
    firm_ids: Sequence[str],
    key_ids: Sequence[str],
    cap: int,
    texts: Sequence[tuple[str, str]],
) -> Neighbourhood:
    """See `GraphView.neighbourhood`."""
    if not 1 <= cap <= CAP:
        raise UsageError(f"A neighbourhood's cap is 1 to {CAP}.", f"邻域上限须在 1 到 {CAP} 之间。")
    answer = pinned.one("neighbourhood", firms=list(firm_ids), keys=list(key_ids), cap=cap)
    firms, parents = _by_id(answer["firms"])
    keys = answer["keys"]
    # Declared parents come along, so that "one parent" can be seen; nobody asks for a parent's parent.
    if missing := sorted(parents - firms.keys() - {""}):
        more = pinned.one("firm_packs", ids=missing)
        firms |= _by_id(more["firms"])[0]
        keys = list(dict.fromkeys([*keys, *more["keys"]]))
    ids = sorted(firms)
    found = [firms[firm_id] for firm_id in ids]
    register, codes, key_ids = _read(unpack_firms([pack for pack, _, _ in found]), unpack_keys(keys), pinned)
    return Neighbourhood(
        register=register,
        firm_ids=tuple(ids),
        key_handles=key_ids,
        ring_ids=tuple(ring for _, ring, _ in found),
        strengths=tuple(number(strength) for _, _, strength in found),
        skipped={
            key["id"]: key["firms"] for key in sorted(answer["skipped"], key=lambda key: str(key["id"]))
        },
        codes=tuple(codes.get(column, {}).get(text, -1) for column, text in texts),
    )


def _by_id(found: Iterable[Sequence[Any]]) -> tuple[dict[str, Found], set[str]]:
    """Firms by id, and the ids of their parents."""
    firms: dict[str, Found] = {}
    parents = set()
    for whole, ring, strength in found:
        pack = cut(whole)
        firm_id, parent = names_of(pack)
        firms[firm_id] = pack, ring, strength
        parents.add(parent)
    return firms, parents


def _read(firms: FirmPacks, keys: KeyPacks, pinned: Pinned) -> tuple[RegisterSlice, Codes, tuple[str, ...]]:
    """The slice of firms in the order of their ids, what its codes stand for, and the ids of its keys."""
    order = _in_order(keys)
    records = keys.keys[order]
    texts = {name: _gathered(keys.texts[name], order) for name in ("id", "surname", "home")}
    links = Links(
        firm=firms.link_firm,
        key=_places(firms.links, records),
        **{name: firms.links[name] for name in ("role", "since", "until", "strength")},
    )
    brands = firms.texts["brand"]
    texts |= {name: firms.texts[name] for name in CODED} | {"stem": [brand[:2] for brand in brands]}
    texts["series"] = series(pl.Series(brands, dtype=pl.String)).fill_null("").to_list()
    codes = {name: _codes(texts[name]) for name in (*CODED, *_OF_BRANDS, "surname", "home")}
    of_sweep = {text: code for code, text in enumerate(pinned.trades)}
    codes["trade"] = {text: of_sweep.get(text, code) for text, code in codes["trade"].items()}
    column: dict[str, Any] = {name: _coded(texts[name], codes[name]) for name in codes}
    row = {firm_id: place for place, firm_id in enumerate(firms.texts["id"])}
    n = len(row)
    register = assembled(
        Firms(
            **_columns(firms.firms, FIRM),
            **{name: column[name] for name in (*CODED, *_OF_BRANDS)},
            scope=scopes(links, records["kind"], n),
            representative=representatives(links, n),
            brand_nats=_nats(brands, pinned.character_nats),
            parent=np.array([row.get(parent, -1) for parent in firms.texts["parent"]], np.int32),
        ),
        {**_columns(records, KEY, "key"), "surname": column["surname"], "home": column["home"]},
        links,
        Events(firms.event_firm, **_columns(firms.events, EVENT)),
        pinned.as_of,
    )
    return register, codes, tuple(texts["id"])


def _gathered(texts: Sequence[str], rows: NDArray[np.int64]) -> Sequence[str]:
    """The text in each row."""
    return itemgetter(*rows.tolist())(texts) if len(rows) > 1 else texts


def _in_order(keys: KeyPacks) -> NDArray[np.int64]:
    """Rows of keys by kind, then value."""
    values, kinds = keys.texts["value"], keys.keys["kind"]
    by_value = np.array(sorted(range(len(values)), key=values.__getitem__), np.int64)
    return by_value[np.argsort(kinds[by_value], kind="stable")]


def _places(links: Records, keys: Records) -> Ints:
    """Where the key of each link stands among the keys."""
    wanted, there = (part["key"] + part["kind"].astype(np.uint64) * _APART for part in (links, keys))
    order = np.argsort(there)
    at: Ints = order[np.searchsorted(there[order], wanted)].astype(np.int32)
    return at


def _codes(texts: Sequence[str]) -> dict[str, int]:
    """A code for each text, ascending as the texts do; -1 for the unknown one."""
    known = sorted(set(texts) - {""})
    return {"": -1} | {text: code for code, text in enumerate(known)}


def _coded(texts: Sequence[str], codes: Mapping[str, int]) -> Ints:
    return np.array(list(map(codes.__getitem__, texts)), np.int32)


def _columns(records: Records, kind: np.dtype[Any], *leave_out: str) -> dict[str, NDArray[Any]]:
    """The fields of records as arrays of their own, in native byte order."""
    return {
        name: records[name].astype(kind[name].newbyteorder("="))
        for name in kind.names or ()
        if name not in leave_out
    }


def _nats(brands: Sequence[str], character_nats: Mapping[str, float]) -> Floats:
    """How rare the characters of each brand are on average; the register has all of them."""
    nats = character_nats.__getitem__
    of_brand = {brand: sum(map(nats, brand)) / len(brand) if brand else float("nan") for brand in set(brands)}
    return np.array(list(map(of_brand.__getitem__, brands)), np.float64)
