"""Find a firm, ring, person, address or contact."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api.dependencies import Store, now, pack, paged_view
from api.queries import SearchQuery
from api.schemas.base import PageOf, stamp
from api.schemas.findings import SearchHit

router = APIRouter(tags=["search"])


@router.get("/search")
def search(
    store: Store, request: Request, response: Response, query: Annotated[SearchQuery, Query()]
) -> PageOf[SearchHit]:
    """Rings first, then firms, persons, addresses, contacts; ids by their start, words by any part."""
    view, cursor = paged_view(store, response, query.cursor)
    # The words looked for may name a person, so the audit keeps only that somebody searched.
    store.log_lookup(now(), request.client.host if request.client else "", "search", "")
    page = view.search(query.q, cursor, query.limit)
    return PageOf[SearchHit].of(page, **stamp(view.info) | {"cursor": pack(view, page.cursor)})
