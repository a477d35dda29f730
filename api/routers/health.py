"""Whether the service lives, and whether it has something to serve."""

from fastapi import APIRouter

from api.dependencies import Store
from api.schemas.findings import State

router = APIRouter(tags=["health"])


@router.get("/healthz")
def healthz() -> State:
    """The process answers."""
    return State(status="ok")


@router.get("/readyz")
def readyz(store: Store) -> State:
    """A sweep is published and can be read; 503 until then."""
    return State(status="ready", sweep_id=store.view().info.sweep_id)
