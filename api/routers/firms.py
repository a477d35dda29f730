"""One firm, its surroundings, and what it shares with others."""

from typing import Annotated

from fastapi import APIRouter, Query

from api.dependencies import Seen, View
from api.queries import FirmGraphQuery, KeyQuery, PathQuery
from api.schemas.answers import paths_of
from api.schemas.base import stamp
from api.schemas.findings import Graph, Paths
from api.schemas.firms import Firm, Key
from graph.errors import NotFound

router = APIRouter(tags=["firms"])


@router.get("/firms/{firm_id}")
def firm(firm_id: str, view: View, seen: Seen) -> Firm:
    """Facts, verdict, links, holdings, events, ties and findings of one firm."""
    profile = view.firm(firm_id)
    if profile is None:
        raise no_firm()
    seen("firm", firm_id)
    return Firm.of(profile, **stamp(view.info))


@router.get("/firms/{firm_id}/graph")
def firm_graph(firm_id: str, view: View, seen: Seen, query: Annotated[FirmGraphQuery, Query()]) -> Graph:
    """The firm, what it is linked to, and who else is; hubs are shown but not followed."""
    graph = view.firm_graph(firm_id, query.hops, query.limit)
    if graph is None:
        raise no_firm()
    seen("firm", firm_id)
    return Graph.of(graph, **stamp(view.info))


@router.get("/firms/{firm_id}/paths/{other_id}")
def paths(firm_id: str, other_id: str, view: View, seen: Seen, query: Annotated[PathQuery, Query()]) -> Paths:
    """The shortest ways from one firm to another, over keys that are no hubs and not too wide."""
    found = view.related_paths(firm_id, other_id, keys=query.keys, limit=query.limit)
    if found is None:
        raise no_firm()
    for an_id in (firm_id, other_id):
        seen("firm", an_id)
    return paths_of(found, view.info)


@router.get("/keys/{key_id}")
def key(key_id: str, view: View, seen: Seen, query: Annotated[KeyQuery, Query()]) -> Key:
    """A room, person, phone or other thing that firms share, with its first firms."""
    profile = view.key(key_id, query.limit)
    if profile is None:
        raise NotFound(
            "This sweep has no key with this id; take ids from a firm's links or from the search.",
            "本次结果中没有该编号的关联项；请从企业的关联项或搜索结果中取得编号。",
        )
    seen("key", key_id)
    return Key.of(profile, **stamp(view.info))


def no_firm() -> NotFound:
    """No firm has the id asked for, which is not repeated: it may be personal."""
    return NotFound(
        "The register has no firm with this id; check the id, or look for the name with /v1/search.",
        "登记数据中没有该编号的企业；请核对代码，或用 /v1/search 按名称查找。",
    )
