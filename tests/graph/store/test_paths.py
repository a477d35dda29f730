"""How two firms hang together: what networkx says of the same graph, over keys that may be walked."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import combinations, pairwise

import networkx as nx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.errors import UsageError
from graph.model import HubKind, KeyKind, LinkRole
from graph.published import Publication
from graph.store.port import CAP, GraphView
from graph.store.records import Path
from tests.graph.store.publications import ROLE, Link, firm_id, publication, small

Publish = Callable[[Publication], GraphView]
KINDS = sorted(ROLE)


@st.composite
def towns(draw: st.DrawFn) -> tuple[Publication, int, int]:
    """Up to seven firms over a few keys, some of them typed hubs; most keys on a way; most ways."""
    firms = draw(st.integers(2, 7))
    facts = draw(
        st.lists(
            st.tuples(st.integers(0, firms - 1), st.sampled_from(KINDS), st.integers(0, 3)),
            max_size=20,
            unique=True,
        )
    )
    made = publication(firms, [Link(firm, kind, key, ROLE[kind]) for firm, kind, key in facts])
    register = made.register
    hubs = draw(st.sets(st.integers(0, max(len(register.keys) - 1, 0)), max_size=2))
    hub = register.keys.hub.copy()
    hub[[row for row in hubs if row < len(hub)]] = HubKind.HOSTING_ADDRESS
    made = replace(made, register=replace(register, keys=replace(register.keys, hub=hub)))
    return made, draw(st.integers(1, 3)), draw(st.integers(1, 4))


def _walkable(published: Publication) -> "nx.Graph[str]":
    """Firms and the keys that a way may lead over."""
    ids, keys, links = published.snapshot.keys["public_id"], published.register.keys, published.register.links
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(published.snapshot.firms["firm_id"])
    for firm, key in zip(links.firm.tolist(), links.key.tolist(), strict=True):
        if keys.hub[key] == HubKind.NONE and keys.degree[key] <= CAP:
            graph.add_edge(firm_id(firm), ids[key])
    return graph


def _ways(graph: "nx.Graph[str]", a: str, b: str, most_keys: int) -> list[tuple[str, ...]]:
    if not nx.has_path(graph, a, b):
        return []
    ways = sorted(tuple(way) for way in nx.all_shortest_paths(graph, a, b))
    return ways if len(ways[0]) <= 2 * most_keys + 1 else []


def _ids(path: Path) -> tuple[str, ...]:
    return tuple(node.id for node in path.nodes)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(case=towns())
def test_ways_are_the_shortest_in_the_order_of_their_ids(
    publish: Publish, case: tuple[Publication, int, int]
) -> None:
    published, most_keys, limit = case
    view, graph = publish(published), _walkable(published)
    for place, pair in enumerate(combinations(published.snapshot.firms["firm_id"], 2)):
        start, goal = pair if place % 2 else pair[::-1]
        wanted = _ways(graph, start, goal, most_keys)
        found = view.related_paths(start, goal, keys=most_keys, limit=limit)
        assert found is not None
        assert [_ids(path) for path in found.found] == wanted[:limit]
        assert found.truncated == (len(wanted) > limit)


def _steps(path: Path) -> Iterator[tuple[str, str]]:
    """(firm, key) of each step."""
    for place, (a, b) in enumerate(pairwise(_ids(path))):
        yield (b, a) if place % 2 else (a, b)


def test_a_way_tells_its_nodes_and_every_link_on_it(publish: Publish) -> None:
    view = publish(small(firms=30))
    drawing = view.firm_graph(firm_id(0), 3, 1000)
    assert drawing is not None
    told = 0
    for other in range(1, 30):
        found = view.related_paths(firm_id(0), firm_id(other))
        assert found is not None
        for path in found.found:
            told += 1
            assert set(path.nodes) <= set(drawing.nodes)
            steps = list(_steps(path))
            links = [edge for edge in drawing.edges if (edge.source, edge.target) in steps]
            links.sort(key=lambda edge: steps.index((edge.source, edge.target)))
            assert list(path.edges) == links
    assert told > 20


def test_a_link_in_two_roles_is_one_way_with_two_links(publish: Publish) -> None:
    links = [Link(firm, KeyKind.PERSON, 0, LinkRole.LEGAL_REPRESENTATIVE) for firm in range(2)]
    links.append(Link(0, KeyKind.PERSON, 0, LinkRole.SHAREHOLDER))
    found = publish(publication(2, links)).related_paths(firm_id(0), firm_id(1))
    assert found is not None
    (path,) = found.found
    assert not found.truncated
    assert [(edge.source, edge.role) for edge in path.edges] == [
        (firm_id(0), "legal_representative"),
        (firm_id(0), "shareholder"),
        (firm_id(1), "legal_representative"),
    ]


def test_no_way_leads_over_a_wide_key(publish: Publish) -> None:
    links = [Link(firm, KeyKind.PHONE, 0, ROLE[KeyKind.PHONE]) for firm in range(CAP + 1)]
    links += [Link(firm, KeyKind.ROOM, firm // 2, ROLE[KeyKind.ROOM]) for firm in range(CAP + 1)]
    links += [Link(firm, KeyKind.SCOPE, 0, ROLE[KeyKind.SCOPE]) for firm in range(CAP)]
    view = publish(publication(CAP + 1, links))
    # The phone of all is too wide, the scope text of all but one just not.
    for a, b, keys in ((0, 1, [1, 1]), (0, 2, [1]), (0, CAP, []), (CAP - 1, CAP, [])):
        found = view.related_paths(firm_id(a), firm_id(b))
        assert found is not None
        assert [len(path.nodes) // 2 for path in found.found] == keys


def test_a_firm_and_itself(publish: Publish) -> None:
    view = publish(small())
    found = view.related_paths(firm_id(3), firm_id(3))
    assert found is not None
    (path,) = found.found
    assert (_ids(path), path.edges, found.truncated) == ((firm_id(3),), (), False)


def test_unknown_firms_and_lengths(publish: Publish) -> None:
    view = publish(small())
    assert view.related_paths(firm_id(0), "nobody") is None
    assert view.related_paths("nobody", firm_id(0)) is None
    assert view.related_paths("nobody", "nobody") is None
    for keys in (0, 4):
        with pytest.raises(UsageError):
            view.related_paths(firm_id(0), firm_id(1), keys=keys)
