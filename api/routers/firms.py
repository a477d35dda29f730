"""One firm, its surroundings, and what it shares with others."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from api.dependencies import View, look_up
from api.queries import FirmGraphQuery, KeyQuery
from api.schemas.base import stamp
from api.schemas.findings import Graph
from api.schemas.firms import Firm, Key
from graph.errors import NotFound

router = APIRouter(tags=["firms"])


@router.get("/firms/{firm_id}", dependencies=[Depends(look_up("firm", "firm_id"))])
def firm(firm_id: str, view: View) -> Firm:
    """Facts, verdict, links, holdings, events, ties and findings of one firm."""
    profile = view.firm(firm_id)
    if profile is None:
        raise no_firm(firm_id)
    return Firm.of(profile, **stamp(view.info))


@router.get("/firms/{firm_id}/graph", dependencies=[Depends(look_up("firm", "firm_id"))])
def firm_graph(firm_id: str, view: View, query: Annotated[FirmGraphQuery, Query()]) -> Graph:
    """The firm, what it is linked to, and who else is; hubs are shown but not followed."""
    graph = view.firm_graph(firm_id, query.hops, query.limit)
    if graph is None:
        raise no_firm(firm_id)
    return Graph.of(graph, **stamp(view.info))


@router.get("/keys/{key_id}", dependencies=[Depends(look_up("key", "key_id"))])
def key(key_id: str, view: View, query: Annotated[KeyQuery, Query()]) -> Key:
    """A room, person, phone or other thing that firms share, with its first firms."""
    profile = view.key(key_id, query.limit)
    if profile is None:
        raise NotFound(
            f"This sweep has no key {key_id}; take ids from a firm's links or from the search.",
            f"本次结果中没有编号 {key_id}；请从企业的关联项或搜索结果中取得编号。",
        )
    return Key.of(profile, **stamp(view.info))


def no_firm(firm_id: str) -> NotFound:
    """No firm has this id."""
    return NotFound(
        f"The register has no firm {firm_id}; check the id, or look for the name with /v1/search.",
        f"登记数据中没有企业 {firm_id}；请核对代码，或用 /v1/search 按名称查找。",
    )
