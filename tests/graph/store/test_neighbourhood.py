"""What the store reads as a neighbourhood is what is cut out of the whole register."""

from collections.abc import Callable

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.model import KeyKind
from graph.neighbourhood import cut
from graph.published import Publication
from graph.store.port import GraphView
from graph.store.records import Neighbourhood
from tests.graph.store.likeness import same
from tests.graph.store.publications import ROLE, Link, firm_id, publication

Publish = Callable[[Publication], GraphView]
KINDS = sorted(ROLE)


@st.composite
def registers(draw: st.DrawFn) -> tuple[Publication, list[int], int]:
    """Up to twelve firms over a few keys and parents; which of them are asked for; the cap."""
    firms = draw(st.integers(1, 12))
    number = st.integers(0, firms - 1)
    facts = draw(
        st.lists(st.tuples(number, st.sampled_from(KINDS), st.integers(0, 3)), max_size=30, unique=True)
    )
    links = [Link(firm, kind, key, ROLE[kind], since=firm) for firm, kind, key in facts]
    parents = {a: b for a, b in draw(st.dictionaries(number, number, max_size=3)).items() if a != b}
    asked = draw(st.lists(number, min_size=1, max_size=3, unique=True))
    return publication(firms, links, parents=parents), asked, draw(st.integers(1, 5))


def _key_ids(view: GraphView, near: Neighbourhood) -> list[str]:
    return [key.id for key in view.keys(near.key_handles)]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(case=registers())
def test_it_is_the_cut_of_the_register(publish: Publish, case: tuple[Publication, list[int], int]) -> None:
    published, asked, cap = case
    wanted, firm_rows, key_rows = cut(published.register, np.array(asked, np.int32), cap)
    view = publish(published)
    found = view.neighbourhood([firm_id(i) for i in asked], cap=cap)
    assert same(found.register, wanted)
    assert _key_ids(view, found) == published.snapshot.keys["public_id"].gather(key_rows).to_list()
    assert found.firm_ids == tuple(firm_id(i) for i in firm_rows)
    degree = published.register.keys.degree
    own = {int(k) for k in published.register.links.key[np.isin(published.register.links.firm, asked)]}
    ids = published.snapshot.keys["public_id"]
    assert found.skipped == {ids[k]: int(degree[k]) for k in own if degree[k] > cap}


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(case=registers(), data=st.data())
def test_keys_bring_their_firms(
    publish: Publish, case: tuple[Publication, list[int], int], data: st.DataObject
) -> None:
    published, _, cap = case
    keys = len(published.register.keys)
    rows = data.draw(st.lists(st.integers(0, keys - 1), max_size=3, unique=True)) if keys else []
    view, ids = publish(published), published.snapshot.keys["public_id"].to_list()
    found = view.neighbourhood(key_ids=[ids[row] for row in rows], cap=cap)
    narrow = [row for row in rows if published.register.keys.degree[row] <= cap]
    links = published.register.links
    on = set(links.firm[np.isin(links.key, narrow)].tolist())
    parents = {int(p) for p in published.register.firms.parent[sorted(on)] if p >= 0} if on else set()
    assert set(found.firm_ids) == {firm_id(row) for row in on | parents}
    key_rows = [ids.index(key) for key in _key_ids(view, found)]
    assert key_rows == sorted(key_rows)
    assert set(rows) <= set(key_rows)
    here = {row: len(set(links.firm[links.key == row].tolist()) & (on | parents)) for row in key_rows}
    for row, complete in zip(key_rows, found.register.keys.complete.tolist(), strict=True):
        assert complete == (here[row] == published.register.keys.degree[row])


def test_codes_count_within_the_neighbourhood(publish: Publish) -> None:
    """A text's code is that of the firms and people it is said of; one that is not there has none."""
    links = [Link(firm, KeyKind.PERSON, firm // 2, ROLE[KeyKind.PERSON]) for firm in range(12)]
    published = publication(12, links)
    texts = [(column, text) for column, all_of_it in published.vocabulary.texts.items() for text in all_of_it]
    found = publish(published).neighbourhood([firm_id(2), firm_id(9)], texts=texts)
    assert found.firm_ids == (firm_id(2), firm_id(3), firm_id(8), firm_id(9))
    code = dict(zip(texts, found.codes, strict=True))
    firms = published.snapshot.firms
    for column in ("district", "brand", "trade"):
        said = firms[column].gather([2, 3, 8, 9]).to_list()
        assert getattr(found.register.firms, column).tolist() == [code[column, text] for text in said]
        absent = {text for of, text in texts if of == column} - set(said)
        assert {code[column, text] for text in absent} <= {-1}
        in_order = [code[column, text] for text in sorted(set(said))]
        assert in_order == sorted(in_order)
    assert found.register.keys.surname.tolist() == [code["surname", "测"]] * 2
    assert found.register.firms.marker.tolist() == [-1] * 4


def test_a_text_of_no_column_has_no_code(publish: Publish) -> None:
    asked = [("brand", "没有"), ("nothing", "福州"), ("registered", "2024"), ("brand", "")]
    assert publish(publication(3, [])).neighbourhood([firm_id(0)], texts=asked).codes == (-1,) * 4


def test_a_hub_is_told_and_not_followed(publish: Publish) -> None:
    links = [Link(firm, KeyKind.PHONE, 0, ROLE[KeyKind.PHONE]) for firm in range(600)]
    links += [Link(firm, KeyKind.ROOM, firm // 2, ROLE[KeyKind.ROOM]) for firm in range(600)]
    view = publish(publication(600, links))
    near = view.neighbourhood([firm_id(10)])
    assert near.firm_ids == (firm_id(10), firm_id(11))
    assert list(near.skipped.values()) == [600]
    drawing = view.firm_graph(firm_id(10), hops=3)
    assert drawing is not None
    assert {node.id for node in drawing.nodes if node.kind == "firm"} == {firm_id(10), firm_id(11)}
    assert drawing.truncated == near.skipped
    key = view.key(next(iter(near.skipped)))
    assert key is not None
    assert (key.key.firms, len(key.firms)) == (600, 100)


def test_unknown_ids_are_passed_over(publish: Publish) -> None:
    view = publish(publication(3, [Link(0, KeyKind.PHONE, 0, ROLE[KeyKind.PHONE])]))
    near = view.neighbourhood(["nobody", firm_id(0)], ["phone-0"])
    assert near.firm_ids == (firm_id(0),)
    nothing = view.neighbourhood(["nobody"])
    assert len(nothing.register.firms) == len(nothing.register.links.key) == 0
