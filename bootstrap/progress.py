"""How a long run tells how far it is, without knowing who listens."""

from collections.abc import Callable

from graph.words import Text

# Called at the start of each stage: what is being done now, and the share of the whole run done (0-1).
Progress = Callable[[Text, float], None]


def silent(_stage: Text, _done: float) -> None:
    """For callers that do not want to know."""
