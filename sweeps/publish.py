"""The last step of a sweep: its results become what everybody reads, in one step."""

from collections.abc import Callable
from pathlib import Path

from graph.published import Publication
from graph.store.sqlite.publisher import STEPS
from graph.store.sqlite.publisher import publish as publish_to_sqlite
from sweeps.workspace import Workspace

__all__ = ["STEPS", "publish"]


def publish(workspace: Path, publication: Publication, at: Callable[[str], None] = lambda _: None) -> None:
    """Publish in the workspace's embedded store; `at` is called with each name of STEPS when it is done.

    Killed at any point, the last published sweep stays live and the next call cleans up. Raises Busy while
    another publication runs, SweepError when the tables do not fit together, StoreError when the disk or
    the store refuses.
    """
    with Workspace(workspace).lock("publish"):
        publish_to_sqlite(workspace, publication, at)
