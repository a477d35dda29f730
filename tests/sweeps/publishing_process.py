"""A publisher to be killed: publishes one night and stops dead at a named step.

python publishing_process.py NIGHT STEP: prints the step it reached and then waits for the end. Where it
publishes is told by RINGWATCH_* in the environment.
"""

import sys
import time

from bootstrap.settings import load_settings
from sweeps.publish import publish
from tests.graph.store.publications import small


def main(night: int, stop_at: str) -> None:
    def at(step: str) -> None:
        if step == stop_at:
            print(step, flush=True)  # noqa: T201
            time.sleep(600)

    publish(load_settings(), small(night), at)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
