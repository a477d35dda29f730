"""Who is who in a ring: organisers, names on paper, possible victims, and other rings of the same hands."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace

import polars as pl
import pytest

from bootstrap.compose import open_store
from bootstrap.ring_roles import RingRoles, Role, lines, ring_roles
from bootstrap.settings import Settings
from graph.store.port import GraphView
from graph.words import Lang
from sweeps.publish import publish
from tests.api import town

MOVED = [town.firm_id(3), town.firm_id(4)]  # of the first ring, found as members of the second


@pytest.fixture(scope="module")
def view(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GraphView]:
    """The town with a liaison in the first ring, two of whose firms are taken for members of the second, and
    whose head was perhaps never asked."""
    folder = tmp_path_factory.mktemp("roles")
    made = town.publication(folder / "register", liaison=True)
    firms = made.snapshot.firms["firm_id"].to_list()
    moved = [firms.index(an_id) for an_id in MOVED]
    results = dict(made.results)
    ring = results["ring_members"].with_columns(
        pl.when(pl.col("firm").is_in(moved)).then(1).otherwise("ring").cast(pl.Int32).alias("ring")
    )
    results["ring_members"] = ring.sort("ring", maintain_order=True)
    results["verdicts"] = results["verdicts"].with_columns(
        pl.when(pl.int_range(pl.len()).is_in(moved)).then(1).otherwise("ring").cast(pl.Int32).alias("ring")
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
        yield store.view()


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


def test_other_heads_may_be_names_on_paper(view: GraphView) -> None:
    roles = {p.key.label: p.role for p in roles_of(view, town.ring_id(3)).people}
    assert roles == {"测试昌": Role.ON_PAPER}


def test_rings_under_one_hand_are_one_operation(view: GraphView) -> None:
    for ours, other in ((1, 2), (2, 1)):
        (linked,) = roles_of(view, town.ring_id(ours)).linked
        assert linked.ring_id == town.ring_id(other)
        assert {key.kind for key in linked.keys} == {"phone", "person"}
    assert roles_of(view, town.ring_id(3)).linked == ()


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
