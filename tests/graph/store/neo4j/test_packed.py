"""What is packed comes out of the pack as the slice has it."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.slice import Ints
from graph.store.neo4j.packed import (
    CODED,
    EVENT,
    FIRM,
    KEY,
    cut,
    firm_packs,
    key_numbers,
    key_packs,
    unpack_firms,
    unpack_keys,
)
from tests.graph.store.neo4j.registers import rich

SEEDS = st.integers(0, 10_000)


def _texts(texts: list[str], codes: Ints) -> list[str]:
    return [texts[code] if code >= 0 else "" for code in codes]


@settings(max_examples=25, deadline=None)
@given(seed=SEEDS, firms=st.integers(1, 20), data=st.data())
def test_firms_come_out_as_they_went_in(seed: int, firms: int, data: st.DataObject) -> None:
    published = rich(seed, firms=firms)
    register, packs = published.register, firm_packs(published).to_list()
    assert len(packs) == firms
    chosen = data.draw(st.lists(st.integers(0, firms - 1), unique=True))
    found, rows = unpack_firms([cut(packs[i]) for i in chosen]), np.array(chosen, np.int32)
    for name in FIRM.names or ():
        np.testing.assert_array_equal(found.firms[name], getattr(register.firms, name)[rows], name)
    ids = published.snapshot.firms["firm_id"].to_list()
    assert found.texts["id"] == [ids[i] for i in chosen]
    assert found.texts["parent"] == _texts(ids, register.firms.parent[rows])
    for name in CODED:
        codes = getattr(register.firms, name)[rows]
        assert found.texts[name] == _texts(published.vocabulary.texts[name], codes)
    numbers = key_numbers(published.snapshot.keys["public_id"])
    for place, row in enumerate(chosen):
        mine, own = found.links[found.link_firm == place], register.links.firm == row
        key = register.links.key[own]
        np.testing.assert_array_equal(mine["key"], numbers[key])
        np.testing.assert_array_equal(mine["kind"], register.keys.kind[key])
        for name in ("role", "since", "until", "strength"):
            np.testing.assert_array_equal(mine[name], getattr(register.links, name)[own], name)
        for name in EVENT.names or ():
            theirs = getattr(register.events, name)[register.events.firm == row]
            np.testing.assert_array_equal(found.events[found.event_firm == place][name], theirs, name)


@settings(max_examples=25, deadline=None)
@given(seed=SEEDS, data=st.data())
def test_keys_come_out_as_they_went_in(seed: int, data: st.DataObject) -> None:
    published = rich(seed)
    keys, packs = published.register.keys, key_packs(published).to_list()
    chosen = data.draw(st.lists(st.integers(0, len(keys) - 1), unique=True))
    found, rows = unpack_keys([packs[i] for i in chosen]), np.array(chosen, np.int32)
    for name in set(KEY.names or ()) - {"key"}:
        np.testing.assert_array_equal(found.keys[name], getattr(keys, name)[rows], name)
    frame, texts = published.snapshot.keys, published.vocabulary.texts
    assert [f"{int(number):016x}" for number in found.keys["key"]] == [
        frame["public_id"][i].rpartition("-")[2] for i in chosen
    ]
    assert found.texts["id"] == [frame["public_id"][i] for i in chosen]
    assert found.texts["value"] == [frame["value"][i] for i in chosen]
    assert found.texts["surname"] == _texts(texts["surname"], keys.surname[rows])
    assert found.texts["home"] == _texts(texts["home"], keys.home[rows])
