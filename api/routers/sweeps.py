"""Which sweeps there are."""

from fastapi import APIRouter

from api.dependencies import Store
from api.schemas.findings import Sweep, Sweeps
from detectors.coverage import told

router = APIRouter(tags=["sweeps"])


@router.get("/sweeps")
def sweeps(store: Store) -> Sweeps:
    """Every sweep ever published here, newest first; `live` marks the one being served."""
    return Sweeps(items=[Sweep.of(info, not_assessed=told(info.not_assessed)) for info in store.sweeps()])
