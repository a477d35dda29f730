"""Both stores give the same answer to every question, of the live sweep and of the one before it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise, product
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from graph.model import KeyKind
from graph.published import REFERENCE, Publication
from graph.store.port import GraphView
from graph.store.sqlite.publisher import SqlitePublisher
from graph.store.sqlite.store import SqliteStore
from tests.graph.store.likeness import same
from tests.graph.store.neo4j.registers import rich
from tests.graph.store.publications import ROLE, Link, firm_id, publication
from tests.graph.store.shelf import Shelf

Answer = tuple[str, Any]


@dataclass(frozen=True)
class Case:
    """Two nights of a register, in few numbers: firms come, go and change, and so does what they share."""

    firms: tuple[int, int]  # in each night
    seed: int
    again: bool  # the second night is drawn as the first, so that hardly anything changes
    alike: bool  # equals in surprise, strength and weight, so that only a store's order decides
    number: int  # varies hops, limits and cursors

    def nights(self) -> list[Publication]:
        """Both, the later last."""
        seeds = (self.seed, self.seed if self.again else self.seed + 1)
        drawn = zip(self.firms, seeds, (1, 2), strict=True)
        return [self._varied(rich(seed, firms=firms, night=night)) for firms, seed, night in drawn]

    def _varied(self, night: Publication) -> Publication:
        results = dict(night.results)
        if self.alike:
            same_for_all = {"findings": "surprise", "ring_members": "strength", "ring_edges": "weight"}
            for table, column in same_for_all.items():
                one = pl.lit(1.0, results[table].schema[column])
                results[table] = results[table].with_columns(one.alias(column))
        last = pl.lit(len(results["verdicts"]), pl.Int32)
        rank = pl.when(pl.col("ring") < 0).then(last).otherwise("rank")
        results["verdicts"] = results["verdicts"].with_columns(rank.alias("rank"))
        return replace(night, results=results).checked()


TEXTS = "青禾 贸易有限 测试甲 和平路 91350100MA00 R1-0 R2-0000 +8659100000001 路".split()
NAMES = ("测试甲", "测试", "测 试乙", "")
SIZES = st.integers(1, 11)
CASES = st.builds(
    Case,
    firms=st.tuples(SIZES, SIZES),
    seed=st.integers(0, 2**32 - 2),
    again=st.booleans(),
    alike=st.booleans(),
    number=st.integers(0, 20),
)


@settings(
    max_examples=12,
    deadline=None,
    report_multiple_bugs=False,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # a failure says where; shrinking takes minutes
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(case=CASES)
def test_both_stores_answer_alike(shelf: Shelf, tmp_path_factory: pytest.TempPathFactory, case: Case) -> None:
    nights, number = case.nights(), case.number
    embedded = _embedded(tmp_path_factory, nights)
    for night in nights:
        left, right = embedded.view(night.sweep_id), shelf.view(nights, night.sweep_id)
        answers = zip(_answers(left, night, number), _answers(right, night, number), strict=True)
        for (question, wanted), (_, found) in answers:
            assert found == wanted, f"{night.sweep_id}: {question}"
        for around in _some(night, number):
            _alike_around(left, right, around)
    embedded.close()


def _embedded(folders: pytest.TempPathFactory, nights: list[Publication]) -> SqliteStore:
    folder = folders.mktemp("twin")
    for night in nights:
        SqlitePublisher(folder).publish(night, lambda _: None)
    return SqliteStore(folder)


def _some(night: Publication, number: int) -> Iterator[tuple[list[str], list[str], int]]:
    """Firms, keys and a cap to ask the neighbourhood of."""
    firms, keys = night.snapshot.firms["firm_id"].to_list(), night.snapshot.keys["public_id"].to_list()
    yield [firms[number % len(firms)]], [], 500
    yield [*firms[:2], "nobody"], keys[:1], 2
    yield [], keys[number % max(len(keys), 1) :][:2], 1 + number


def _alike_around(left: GraphView, right: GraphView, asked: tuple[list[str], list[str], int]) -> None:
    firms, keys, cap = asked
    texts = [("district", "测试区"), ("brand", "青禾"), ("trade", "没有"), ("surname", "测")]
    wanted = left.neighbourhood(firms, keys, cap, texts)
    found = right.neighbourhood(firms, keys, cap, texts)
    assert same(found.register, wanted.register)
    for name in ("firm_ids", "ring_ids", "strengths", "skipped"):
        assert getattr(found, name) == getattr(wanted, name), name
    assert right.keys(found.key_handles) == left.keys(wanted.key_handles)
    assert [code >= 0 for code in found.codes] == [code >= 0 for code in wanted.codes]


def _answers(view: GraphView, night: Publication, number: int) -> Iterator[Answer]:
    """What a view answers to everything that can be asked of this night."""
    snapshot, results = night.snapshot, night.results
    firms = [*snapshot.firms["firm_id"], "nobody"]
    yield "info", view.info
    yield "character_nats", view.character_nats()
    yield "reference", {name: view.reference(name).rows() for name in REFERENCE}
    yield "baselines", {name: np.asarray(v).tolist() for name, v in view.baselines().__dict__.items()}
    for firm in firms:
        yield f"firm {firm}", view.firm(firm)
        yield f"judged {firm}", view.judged(firm)
        yield f"firm_graph {firm}", view.firm_graph(firm, 1 + number % 3, 1 + 3 * number)
    for a, b in [*pairwise(firms), (firms[0], firms[0])][number % 3 :: 3]:
        yield f"related_paths {a} {b}", view.related_paths(a, b, keys=1 + number % 3, limit=1 + number % 4)
    for key in [*snapshot.keys["public_id"], "room-0"][number % 2 :: 2]:
        yield f"key {key}", view.key(key, 1 + number)
    for ring in [*results["rings"]["ring_id"], "R"]:
        yield f"ring {ring}", view.ring(ring)
        yield f"ring_graph {ring}", view.ring_graph(ring, 1 + number)
        yield f"ring_members {ring}", view.ring_members(ring, str(number % 4), 2)
    for finding in [*results["findings"]["finding_id"], "F"]:
        yield f"finding {finding}", view.finding(finding)
    yield "ring_districts", view.ring_districts()
    yield "ring_membership", view.ring_membership()
    for cursor, district, family in product((None, "1"), (None, "测试区"), (None, "time")):
        yield (
            f"rings {cursor} {district} {family}",
            view.rings(cursor, 1, district=district, family=family, min_score=0.9, min_size=number % 7),
        )
    for keyed in snapshot.identities["id"]:
        yield f"person_by_identity {keyed}", view.person_by_identity(keyed)
    people = [person for name in NAMES for person in view.persons_by_name(name)]
    yield "persons", view.persons([person.key.handle for person in people[::-1]])
    for name in NAMES:
        yield f"persons_by_name {name}", view.persons_by_name(name)
    for text in TEXTS:
        yield f"search {text}", view.search(text, None if number % 2 else "1", 1 + number)
    values = [(KeyKind(kind), value) for kind, value in snapshot.keys.select("kind", "value").iter_rows()]
    yield "keys_by_value", view.keys_by_value([*values, (KeyKind.IP, "10.0.0.1")])


def _crowd(night: int, firms: int) -> Publication:
    links = [
        Link(firm, kind, key, ROLE[kind])
        for firm in range(firms)
        for kind, key in ((KeyKind.PHONE, 0), (KeyKind.ROOM, firm // 2))
    ]
    return publication(firms, links, night=night)


def test_a_key_too_wide_to_walk_lists_its_first_firms(
    shelf: Shelf, tmp_path_factory: pytest.TempPathFactory
) -> None:
    nights = [_crowd(1, 480), _crowd(2, 520)]
    embedded = _embedded(tmp_path_factory, nights)
    for night in nights:
        phone = night.snapshot.keys.filter(pl.col("kind") == KeyKind.PHONE)["public_id"][0]
        server = shelf.view(nights, night.sweep_id)
        for limit in (3, 500):
            found = server.key(phone, limit)
            assert found == embedded.view(night.sweep_id).key(phone, limit)
        assert server.firm_graph(firm_id(7), 3) == embedded.view(night.sweep_id).firm_graph(firm_id(7), 3)
    embedded.close()
