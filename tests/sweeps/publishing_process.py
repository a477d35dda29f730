"""A publisher to be killed: publishes one night and stops dead at a named step.

python publishing_process.py WORKSPACE NIGHT [STEP]: prints the step it reached and then waits for the end.
"""

import sys
import time
from pathlib import Path

from sweeps.publish import publish
from tests.graph.store.publications import small


def main(workspace: Path, night: int, stop_at: str | None) -> None:
    def at(step: str) -> None:
        if step == stop_at:
            print(step, flush=True)  # noqa: T201
            time.sleep(600)

    publish(workspace, small(night), at)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3] if len(sys.argv) > 3 else None)
