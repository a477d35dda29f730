"""How a long run tells how far it is, without knowing who listens."""

from collections.abc import Callable

from graph.words import Text

# Called when a stage is over: what has been done, and the share of the whole run that is then done (0-1).
Progress = Callable[[Text, float], None]


def silent(_stage: Text, _done: float) -> None:
    """For callers that do not want to know."""
