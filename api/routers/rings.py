"""The ranked list of rings, and one ring."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from api.dependencies import Decided, Seen, Store, View, pack, paged_view
from api.queries import CapacityQuery, GraphQuery, PageQuery, RingQuery
from api.schemas.answers import ring_of, roles_of
from api.schemas.base import PageOf, stamp
from api.schemas.findings import Graph
from api.schemas.rings import District, Districts, Ring, RingMember, RingRoles, RingRow, Shortlist
from bootstrap.capacity import shortlist
from bootstrap.ring_roles import ring_roles
from graph.errors import NotFound

router = APIRouter(tags=["rings"])


@router.get("/rings")
def rings(store: Store, response: Response, query: Annotated[RingQuery, Query()]) -> PageOf[RingRow]:
    """Rings by rank: what to look at first."""
    view, cursor = paged_view(store, response, query.cursor)
    page = view.rings(
        cursor,
        query.limit,
        min_score=query.min_score,
        district=query.district,
        family=query.family,
        min_size=query.min_size,
    )
    return PageOf[RingRow].of(page, **stamp(view.info) | {"cursor": pack(view, page.cursor)})


@router.get("/shortlist")
def short_list(view: View, decided: Decided, query: Annotated[CapacityQuery, Query()]) -> Shortlist:
    """With time for so many rings, which undecided ones; and how many of them will turn out true."""
    found = shortlist(view, query.capacity, decided)
    items = [RingRow.of(ring) for ring in found.rings]
    return Shortlist.of(
        found.true_rings, items=items, listed=found.listed, decided=found.decided, **stamp(view.info)
    )


@router.get("/districts")
def districts(view: View) -> Districts:
    """Districts that have rings, most first: the values of the filter `district`."""
    items = [District(district=name, rings=count) for name, count in view.ring_districts()]
    return Districts(items=items, **stamp(view.info))


@router.get("/rings/{ring_id}")
def ring(ring_id: str, view: View, seen: Seen) -> Ring:
    """A ring with its case: why, what speaks against it, and what would clear it."""
    profile = view.ring(ring_id)
    if profile is None:
        raise no_ring()
    seen("ring", ring_id)
    return ring_of(profile, view.info)


@router.get("/rings/{ring_id}/graph")
def ring_graph(ring_id: str, view: View, seen: Seen, query: Annotated[GraphQuery, Query()]) -> Graph:
    """Members and what at least two of them share."""
    graph = view.ring_graph(ring_id, query.limit)
    if graph is None:
        raise no_ring()
    seen("ring", ring_id)
    return Graph.of(graph, **stamp(view.info))


@router.get("/rings/{ring_id}/roles")
def roles(ring_id: str, view: View, seen: Seen) -> RingRoles:
    """Who is who: what holds the ring together, its people, and other rings of the same hands."""
    profile = view.ring(ring_id)
    if profile is None:
        raise no_ring()
    seen("ring", ring_id)
    return roles_of(ring_roles(view, profile), view.info)


@router.get("/rings/{ring_id}/members")
def ring_members(
    ring_id: str, store: Store, seen: Seen, response: Response, query: Annotated[PageQuery, Query()]
) -> PageOf[RingMember]:
    """All members, strongest first."""
    view, cursor = paged_view(store, response, query.cursor)
    page = view.ring_members(ring_id, cursor, query.limit)
    if page is None:
        raise no_ring()
    seen("ring", ring_id)
    return PageOf[RingMember].of(page, **stamp(view.info) | {"cursor": pack(view, page.cursor)})


def no_ring() -> NotFound:
    """No ring has the id asked for, which is not repeated: it may be personal."""
    return NotFound(
        "This sweep has no ring with this id; it may have been of an earlier one; look in the list of rings.",
        "本次结果中没有该编号的团伙；它可能属于较早的结果；请在团伙列表中查找。",
    )
