"""A newcomer beside published rings belongs to them as it would in the register itself."""

from collections.abc import Callable
from copy import deepcopy

import numpy as np
import polars as pl
import pytest
from numpy.typing import NDArray

from detectors.evidence import Pairs
from detectors.judge import Judgement
from detectors.results import Names, reference_frames
from detectors.rings.likeness import COLUMNS
from detectors.rings.portraits import Newcomer, Portraits
from graph.model import KeyKind
from tests.detectors.stories import RINGS, Town, town

Frames = dict[str, pl.DataFrame]


def _published(story: Town) -> tuple[Judgement, Frames]:
    judged = story.judged().judgement
    names = Names(
        pl.Series(story.names),
        pl.Series([f"{KeyKind(kind).name}:{value}" for kind, value in story.keys]),
        pl.Series([int(kind) for kind, _ in story.keys]),
        {
            "trade": sorted({firm.trade for firm in story.firms if firm.trade}),
            "office": sorted({firm.office for firm in story.firms if firm.office}),
            "district": sorted({firm.district for firm in story.firms if firm.district}),
            "stem": sorted({firm.brand[:2] for firm in story.firms if firm.brand}),
            "surname": sorted(set(story.surname.values())),
            "home": sorted(set(story.home.values())),
        },
    )
    return judged, reference_frames(judged, names)


def _without(story: Town, name: str) -> Town:
    left = deepcopy(story)
    left.firms = [firm for firm in left.firms if firm.name != name]
    left.links = [link for link in left.links if link.firm != name]
    left.events = [event for event in left.events if event[0] != name]
    return left


def _ties(pairs: Pairs, firm: int, names: list[str]) -> dict[str, NDArray[np.float64]]:
    found = {}
    for a, b, nats in zip(pairs.a.tolist(), pairs.b.tolist(), pairs.by_family, strict=True):
        if firm in (a, b):
            found[names[b if a == firm else a]] = nats.astype(np.float64)
    return found


def _newcomer(story: Town, judged: Judgement, frames: Frames, name: str) -> Newcomer:
    register, firm = judged.register, story.names.index(name)
    links, keys = register.links, register.keys
    row = frames["portraits"].filter(pl.col("firm_id") == name)
    hubs = frames["frequencies"].filter("hub")
    typed = set(hubs.select("column", "value").iter_rows())
    values = dict(zip(COLUMNS, row["values"][0], strict=True))
    return Newcomer(
        day=int(register.firms.registered[firm]),
        values=values,
        hubs=frozenset(column for column, value in values.items() if (column, value) in typed),
        ties=_ties(judged.pairs, firm, story.names),
        on_keys=[
            (int(keys.degree[key]), [story.names[f] for f in links.firm[links.key == key] if f != firm])
            for key in np.unique(links.key[links.firm == firm])
        ],
    )


@pytest.mark.parametrize("ring", RINGS, ids=lambda ring: ring.__name__)
def test_who_left_a_ring_and_comes_again_belongs_to_it(ring: Callable[[Town], set[str]]) -> None:
    story = town(400)
    members = ring(story)
    judged, frames = _published(story)
    groups = judged.rings.groups
    core = {story.names[f]: at for at, f in enumerate(groups.firm) if judged.rings.core[at]}
    inside = sorted(members & set(core), key=lambda name: groups.firm[core[name]])
    assert len(inside) >= 5
    for name in inside[2::4]:
        before, published = _published(_without(story, name))
        names = _without(story, name).names
        portraits = Portraits(*(published[part] for part in ("portraits", "frequencies", "agreeing")))
        newcomer = _newcomer(story, judged, frames, name)
        rings, belongs = portraits.belongs(newcomer, before.normal)
        assert len(rings)
        best = int(np.argmax(belongs))
        assert portraits.member_of(int(rings[best])) in members
        assert belongs[best] == pytest.approx(judged.rings.belongs[core[name]], abs=0.25)
        assert set(names) | {name} == set(story.names)


def test_the_next_firm_on_a_rings_crowded_phone_is_weighed_against_it() -> None:
    """With so many firms on it the phone ties no two of them; the ring is still known by it."""
    story = town(900)
    alike = {"phone": "the phone", "trade": "trade 03", "scope": "one text", "capital": 7.7e6}
    for i in range(26):
        story.add(
            f"shop {i:02}", 500 + i, lost=800 if i % 2 else None, place_fault=1 if i % 3 else -1, **alike
        )
    judged, frames = _published(story)
    name = "shop 25"
    before, published = _published(_without(story, name))
    newcomer = _newcomer(story, judged, frames, name)
    alone = Newcomer(newcomer.day, newcomer.values, newcomer.hubs, {}, newcomer.on_keys)
    portraits = Portraits(*(published[part] for part in ("portraits", "frequencies", "agreeing")))
    rings, belongs = portraits.belongs(alone, before.normal)
    assert portraits.member_of(int(rings[int(np.argmax(belongs))])).startswith("shop")
    assert belongs.max() >= 0.5


def test_nobody_like_any_ring_belongs_to_none() -> None:
    story = town(400)
    for ring in RINGS:
        ring(story)
    judged, frames = _published(story)
    portraits = Portraits(*(frames[part] for part in ("portraits", "frequencies", "agreeing")))
    stranger = Newcomer(int(judged.register.as_of), dict.fromkeys(COLUMNS), frozenset(), {}, [])
    rings, belongs = portraits.belongs(stranger, judged.normal)
    assert len(rings) == len(belongs) == 0
