"""The last step of a sweep: its results become what everybody reads, in one step."""

from collections.abc import Callable

from bootstrap.compose import open_publisher
from bootstrap.settings import Settings
from graph.published import Publication
from sweeps.workspace import Workspace


def publish(settings: Settings, publication: Publication, at: Callable[[str], None] = lambda _: None) -> None:
    """Publish in the store of these settings; `at` is told each step of its publisher when it is done.

    Killed at any point, the last published sweep stays live and the next call cleans up. Raises Busy while
    another publication runs, SweepError when the tables do not fit together, StoreError when the disk or
    the store refuses.
    """
    with Workspace(settings.workspace).lock("publish"):
        open_publisher(settings).publish(publication, at)
