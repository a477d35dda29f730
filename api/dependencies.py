"""What routes are given: the store, one pinned sweep, cursors, and a line in the audit of look-ups."""

import base64
import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from hashlib import blake2b
from pathlib import Path
from typing import Annotated, cast

from fastapi import Depends, Request, Response

from bootstrap.decisions import decided_firms
from graph.errors import Gone, InputError
from graph.store.port import GraphStore, GraphView


def store_of(request: Request) -> GraphStore:
    """The store of the application."""
    return cast(GraphStore, request.app.state.store)


Store = Annotated[GraphStore, Depends(store_of)]


def live_view(store: Store, response: Response) -> GraphView:
    """The sweep being served, pinned for this request; the answer carries its ETag."""
    view = store.view()
    mark(response, view)
    return view


View = Annotated[GraphView, Depends(live_view)]


def mark(response: Response, view: GraphView) -> None:
    """An answer changes with the sweep and with the version that renders it, with nothing else."""
    response.headers["ETag"] = f'W/"{view.info.sweep_id}.{view.info.version}"'
    response.headers["Cache-Control"] = "private, no-cache"


def decided(request: Request, view: View, response: Response) -> frozenset[str]:
    """The firms that an investigator has decided on; an answer made with it changes with them."""
    firms = decided_firms(cast(Path, request.app.state.workspace), view.info.snapshot_id)
    digest = blake2b("\n".join(sorted(firms)).encode(), digest_size=8).hexdigest()
    response.headers["ETag"] = f'W/"{view.info.sweep_id}.{view.info.version}.{digest}"'
    return firms


Decided = Annotated[frozenset[str], Depends(decided)]


def audit(request: Request, store: Store) -> Callable[[str, str], None]:
    """`seen(what, public id)` keeps who looked at what (PIPL 51) with the caller's address.

    To be called once the thing was found: what was asked for in vain may be anything, a resident id too.
    """

    def seen(what: str, public_id: str) -> None:
        store.log_lookup(now(), request.client.host if request.client else "", what, public_id)

    return seen


Seen = Annotated[Callable[[str, str], None], Depends(audit)]


def now() -> str:
    """ISO 8601 with offset, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def today() -> date:
    """The server's day: the application's date where the desk sends none."""
    return datetime.now(UTC).astimezone().date()


def pack(view: GraphView, cursor: str | None) -> str | None:
    """The cursor given out: the store's own, with the sweep it belongs to."""
    if cursor is None:
        return None
    return base64.urlsafe_b64encode(json.dumps([view.info.sweep_id, cursor]).encode()).decode().rstrip("=")


def paged_view(store: Store, response: Response, packed: str | None) -> tuple[GraphView, str | None]:
    """The sweep that a cursor belongs to while it is kept, so that paging goes on through a publication.

    Raises InputError for what is no cursor, Gone for one of a sweep that is gone.
    """
    if packed is None:
        view, cursor = store.view(), None
    else:
        sweep_id, cursor = _unpack(packed)
        try:
            view = store.view(sweep_id)
        except Gone:
            raise Gone(
                "A newer sweep has replaced the one this cursor belongs to; start again without cursor.",
                "该翻页位置所属的结果已被新的发布替换；请去掉 cursor 从头开始。",
            ) from None
    mark(response, view)
    return view, cursor


def _unpack(packed: str) -> tuple[str, str]:
    try:
        content = json.loads(
            base64.b64decode(packed + "=" * (-len(packed) % 4), altchars=b"-_", validate=True)
        )
    except ValueError:
        content = None
    match content:
        case [str(sweep_id), str(cursor)]:
            return sweep_id, cursor
    raise InputError(
        "cursor is not one this service gave out; start again without it.",
        "cursor 不是本服务给出的翻页位置；请去掉后从头开始。",
        field="cursor",
    )
