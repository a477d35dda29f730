"""Ways from one firm to another as paths of nodes and links, whichever store found them."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from graph.errors import UsageError
from graph.store.drawing import Handle, Held, Steps
from graph.store.port import MOST_KEYS
from graph.store.records import Edge, Node, Path, Paths

Way = tuple[Handle, ...]  # firm, key, firm … firm


def check_keys(keys: int) -> None:
    """Raise UsageError unless a way may have so many keys."""
    if not 1 <= keys <= MOST_KEYS:
        raise UsageError(
            f"A way between firms has 1 to {MOST_KEYS} keys.",
            f"企业间的路径须经过 1 到 {MOST_KEYS} 个关联项。",
        )


def paths(steps: Steps, ways: Sequence[Way], *, truncated: bool) -> Paths:
    """The ways drawn, in their order."""
    firms = list(dict.fromkeys(firm for way in ways for firm in way[::2]))
    keys = list(dict.fromkeys(key for way in ways for key in way[1::2]))
    firm_nodes = dict(zip(firms, steps.firm_nodes(firms), strict=True))
    key_nodes = {
        key: Node(ref.id, ref.kind, ref.label, ref.firms, hub=ref.hub)
        for key, ref in zip(keys, steps.keys(keys), strict=True)
    }
    links: dict[tuple[Handle, Handle], list[Held]] = {}
    for held in steps.links_of(sorted(firms, key=lambda firm: firm_nodes[firm].id)):
        links.setdefault((held.firm, held.key), []).append(held)

    def drawn(way: Way) -> Path:
        nodes = (key_nodes[node] if place % 2 else firm_nodes[node] for place, node in enumerate(way))
        edges = (
            Edge(firm_nodes[firm].id, key_nodes[key].id, h.role, h.since, h.until, h.strength)
            for firm, key in _links(way)
            for h in links[firm, key]
        )
        return Path(tuple(nodes), tuple(edges))

    return Paths(tuple(drawn(way) for way in ways), truncated)


def _links(way: Way) -> Iterator[tuple[Handle, Handle]]:
    """(firm, key) of each step of a way."""
    for place, (a, b) in enumerate(pairwise(way)):
        yield (b, a) if place % 2 else (a, b)
