"""A publisher to be killed: publishes one night and stops dead at a named step, or after so many writes.

python publishing_process.py NIGHT STOP: prints where it stopped and then waits for the end. RINGWATCH_* in
the environment says where it publishes. STOP is a step of its publisher, or a number of transactions.
"""

import sys
import time
from collections.abc import Callable
from typing import Any

from bootstrap.settings import load_settings
from graph.store.neo4j.connection import Connection
from sweeps.publish import publish
from tests.sweeps.nights import night_of


def stand_still(where: str) -> None:
    print(where, flush=True)  # noqa: T201
    time.sleep(600)


def stop_after(writes: int) -> None:
    commit, done = Connection.together, [0]

    def counted(self: Connection, steps: Callable[[Any], Any]) -> Any:
        result = commit(self, steps)
        done[0] += 1
        if done[0] == writes:
            stand_still(str(writes))
        return result

    Connection.together = counted  # type: ignore[method-assign]


def main(night: int, stop: str) -> None:
    if stop.isdecimal():
        stop_after(int(stop))
    publish(load_settings(), night_of(night), lambda step: stand_still(step) if step == stop else None)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
