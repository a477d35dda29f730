"""Secrets that a program makes for itself: a file made once, readable by its owner only."""

import os
import tempfile
from pathlib import Path


def make_once(file: Path, secret: str) -> None:
    """Write `secret` and a line end to `file` (mode 0600) unless the file is there.

    Whole or not at all; of two processes that start together the first wins.
    """
    if file.exists():
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=file.name)  # mkstemp makes it 0600
    try:
        with os.fdopen(handle, "w", encoding="ascii") as fresh:
            fresh.write(f"{secret}\n")
            fresh.flush()
            os.fsync(fresh.fileno())
        os.link(name, file)
    except FileExistsError:
        pass
    finally:
        os.unlink(name)
