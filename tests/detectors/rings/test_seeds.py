"""Look-alike filings: those that agree in more than chance explains, near one another, by other people."""

import numpy as np

from detectors.hubs import type_hubs
from detectors.lookalikes import agents
from detectors.rings.seeds import BY_CHANCE, DAYS, look_alikes
from graph.baselines import measure
from tests.detectors.stories import Town, town


def tied(story: Town) -> dict[frozenset[str], float]:
    register, _ = type_hubs(story.register())
    a, b, nats = look_alikes(register, measure(register), agents(register))
    assert (a < b).all()
    assert (nats >= 0).all()
    return {
        frozenset((story.names[i], story.names[j])): float(worth)
        for i, j, worth in zip(a, b, nats, strict=True)
    }


def filed(story: Town, name: str, day: int, **facts: object) -> str:
    same: dict[str, object] = {"trade": "trade odd", "capital": 8_880_000.0, "scope": "a text of their own"}
    return story.add(name, day, **(same | facts))


def test_filings_alike_in_many_ways_are_tied_without_a_shared_key() -> None:
    story = town(300)
    one, other = filed(story, "alike 0", 700), filed(story, "alike 1", 703)
    assert frozenset((one, other)) in tied(story)


def test_what_is_far_apart_in_time_is_not() -> None:
    story = town(300)
    one, other = filed(story, "alike 0", 300), filed(story, "alike 1", 300 + DAYS + 1)
    assert frozenset((one, other)) not in tied(story)


def test_one_persons_firms_are_no_look_alikes() -> None:
    story = town(300)
    one, other = (filed(story, f"alike {i}", 700 + i, representative="one person") for i in range(2))
    assert frozenset((one, other)) not in tied(story)


def test_chance_ties_few_of_an_ordinary_town() -> None:
    firms = 300
    assert len(tied(town(firms))) <= 2 * BY_CHANCE * firms


def test_a_register_of_nothing_has_none() -> None:
    story = town(0)
    register = story.register()
    a, b, nats = look_alikes(register, measure(register), agents(register))
    assert len(a) == len(b) == len(nats) == 0
    assert a.dtype == np.int32
