"""The shortest ways between two firms: Neo4j's own search, held off hubs and wide keys."""

from typing import Final

from graph.neighbourhood import NEIGHBOURHOOD_CAP
from graph.store.neo4j.pinned import Pinned
from graph.store.neo4j.steps import Neo4jSteps
from graph.store.records import Paths
from graph.store.ways import check_keys, paths

_MOST_WAYS: Final = 20_000  # equally short ones looked at; between any two real firms there are far fewer


def related_paths(pinned: Pinned, firm_id: str, other_id: str, keys: int, limit: int) -> Paths | None:
    """See `GraphView.related_paths`."""
    check_keys(keys)
    steps = Neo4jSteps(pinned)
    if firm_id == other_id:  # which Neo4j refuses to search
        firm = steps.firm(firm_id)
        return None if firm is None else paths(steps, [(firm,)], truncated=False)
    found = pinned.one(
        "related_paths",
        firm=firm_id,
        other=other_id,
        keys=keys,
        cap=NEIGHBOURHOOD_CAP,
        limit=limit + 1,
        most=_MOST_WAYS,
    )
    if not found["known"]:
        return None
    ways = [tuple(way) for way in found["ways"]]
    return paths(steps, ways[:limit], truncated=len(ways) > limit)
