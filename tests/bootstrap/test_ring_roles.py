"""Who is who in a ring: organisers, heads, possible victims, and other rings of the same hands."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from bootstrap.compose import open_store
from bootstrap.ring_roles import RingRoles, Role, lines, ring_roles
from bootstrap.settings import Settings
from detectors.rings.operations import operations
from graph.published import Publication
from graph.slice import Groups
from graph.store.port import GraphView
from graph.words import Lang
from sweeps.publish import publish
from tests.api import town

MOVED = [town.firm_id(3), town.firm_id(4)]  # of the first ring, found as members of the second


def linked_by_sweep(made: Publication, results: dict[str, pl.DataFrame]) -> dict[str, list[str]]:
    """What the sweep says of operations, by ring."""
    members, ids = results["ring_members"], results["rings"]["ring_id"].to_list()
    ring, firm = (members[name].to_numpy().astype(np.int32) for name in ("ring", "firm"))
    rings = Groups.sets(made.register, ring, firm)
    strength = np.zeros(len(made.register.firms))
    strength[firm] = members["strength"].to_numpy()
    found = operations(made.register, rings, strength[rings.firm])
    return {ids[i]: [ids[other] for other in others] for i, others in enumerate(found)}


@contextmanager
def published(folder: Path, *, firmly: float) -> Iterator[tuple[GraphView, dict[str, list[str]]]]:
    """A view, and what the sweep says of operations. The town has a liaison in the first ring, two of whose
    firms are taken for members of the second, so `firmly`, and whose head was perhaps never asked."""
    made = town.publication(folder / "register", liaison=True)
    firms = made.snapshot.firms["firm_id"].to_list()
    moved = [firms.index(an_id) for an_id in MOVED]
    results = dict(made.results)
    ring = results["ring_members"].with_columns(
        pl.when(pl.col("firm").is_in(moved)).then(1).otherwise("ring").cast(pl.Int32).alias("ring")
    )
    results["ring_members"] = ring.sort("ring", maintain_order=True)
    at = pl.int_range(pl.len()).is_in(moved)
    results["verdicts"] = results["verdicts"].with_columns(
        pl.when(at).then(1).otherwise("ring").cast(pl.Int32).alias("ring"),
        pl.when(at).then(firmly).otherwise("strength").alias("strength"),
    )
    results["ring_members"] = results["ring_members"].with_columns(
        pl.when(pl.col("firm").is_in(moved))
        .then(firmly)
        .otherwise("strength")
        .cast(pl.Float32)
        .alias("strength")
    )
    head = made.snapshot.keys.filter(pl.col("label") == "测试安")["public_id"][0]
    first = pl.int_range(pl.len()) == 0
    results["detectors"] = results["detectors"].with_columns(detector=pl.lit("stolen_identity"))
    results["findings"] = results["findings"].with_columns(
        detector=pl.lit("stolen_identity"),
        subject_id=pl.when(first).then(pl.lit(head)).otherwise("subject_id"),
    )
    settings = Settings(workspace=folder / "workspace")
    publish(settings, replace(made, results=results))
    with closing(open_store(settings)) as store:
        yield store.view(), linked_by_sweep(made, results)


@pytest.fixture(scope="module")
def view(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GraphView]:
    with published(tmp_path_factory.mktemp("roles"), firmly=0.9) as (of, _):
        yield of


def roles_of(view: GraphView, ring_id: str) -> RingRoles:
    ring = view.ring(ring_id)
    assert ring is not None
    return ring_roles(view, ring)


def test_whoever_handles_several_firms_may_organise_them(view: GraphView) -> None:
    roles = {p.key.label: (p.role, p.members) for p in roles_of(view, town.ring_id(1)).people}
    assert roles["测试联络"] == (Role.ORGANISER, 3)


def test_a_head_whose_identity_may_be_stolen_is_a_possible_victim(view: GraphView) -> None:
    roles = {p.key.label: p.role for p in roles_of(view, town.ring_id(1)).people}
    assert roles["测试安"] == Role.POSSIBLE_VICTIM


def test_of_other_heads_no_more_is_said_than_that_they_are(view: GraphView) -> None:
    roles = {p.key.label: p.role for p in roles_of(view, town.ring_id(3)).people}
    assert roles == {"测试昌": Role.HEAD}


def test_rings_under_one_hand_are_one_operation(view: GraphView) -> None:
    for ours, other in ((1, 2), (2, 1)):
        (linked,) = roles_of(view, town.ring_id(ours)).linked
        assert linked.ring_id == town.ring_id(other)
        assert {key.kind for key in linked.keys} == {"phone", "person"}
    assert roles_of(view, town.ring_id(3)).linked == ()


@pytest.mark.parametrize(("firmly", "operated"), [(0.9, True), (0.3, False)])
def test_sweep_and_page_tell_the_same_and_the_edge_of_a_ring_tells_nothing(
    firmly: float, operated: bool, tmp_path: Path
) -> None:
    with published(tmp_path, firmly=firmly) as (view, by_sweep):
        told = {
            ring_id: [linked.ring_id for linked in roles_of(view, ring_id).linked] for ring_id in by_sweep
        }
    assert told == by_sweep
    assert [ring_id for ring_id, others in told.items() if others] == (
        [town.ring_id(1), town.ring_id(2)] if operated else []
    )


def test_what_holds_it_together_is_no_hub(view: GraphView) -> None:
    held = roles_of(view, town.ring_id(2)).holds_together
    assert {h.key.kind for h in held} == {"phone", "person"}  # its address is a registered host's
    assert [h.members for h in held] == sorted((h.members for h in held), reverse=True)


@pytest.mark.parametrize(
    ("lang", "said"), [("en", "may be a victim of identity theft"), ("zh", "可能被冒用身份")]
)
def test_a_terminal_is_told_in_both_languages(view: GraphView, lang: Lang, said: str) -> None:
    told = "\n".join(lines(roles_of(view, town.ring_id(1)), lang))
    assert said in told
    assert town.ring_id(2) in told
