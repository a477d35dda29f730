"""What the command line shows: a progress bar on a terminal, plain lines elsewhere, JSON for programs."""

import dataclasses
import json
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from enum import Enum
from pathlib import Path
from typing import Any

from bootstrap.progress import Progress
from graph.errors import UsageError
from graph.system_words import system_words
from graph.words import Lang, Text


@contextmanager
def shown_progress(lang: Lang) -> Iterator[Progress]:
    """A Progress that shows itself on standard error, so that standard output stays the answer."""
    if not sys.stderr.isatty():
        yield lambda stage, done: print(f"{done:4.0%} {stage.in_(lang)}", file=sys.stderr, flush=True)
        return
    from rich.console import Console
    from rich.progress import BarColumn, SpinnerColumn, TaskProgressColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bars

    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TaskProgressColumn())
    with Bars(*columns, TimeElapsedColumn(), console=Console(stderr=True), transient=True) as bars:
        task = bars.add_task("", total=1.0)
        yield lambda stage, done: bars.update(task, description=stage.in_(lang), completed=done)


def as_json(answer: Any) -> str:
    """Dataclasses, pydantic models and words as JSON; a Text becomes {"zh": …, "en": …}."""
    return json.dumps(_plain(answer), ensure_ascii=False, indent=2)


def _plain(value: Any) -> Any:
    if isinstance(value, Text):
        return value._asdict()
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if hasattr(value, "model_dump"):
        return value.model_dump(mode="json")
    if isinstance(value, dict):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        inner = [_plain(item) for item in value]
        return inner if isinstance(value, list | tuple) else sorted(inner)
    if isinstance(value, Enum):
        return value.name.lower()
    return value.isoformat() if isinstance(value, date) else str(value) if isinstance(value, Path) else value


def say(words: Text, lang: Lang) -> None:
    """One line of the answer, on standard output."""
    print(words.in_(lang), flush=True)


def bound_socket(host: str, port: int) -> socket.socket:
    """A listening socket. Raises UsageError when the address is taken or not of this machine."""
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as bad:
        raise UsageError(
            f"Cannot listen on {host}:{port} ({system_words(bad).en}); "
            "choose another with --host and --port.",
            f"无法监听 {host}:{port}（{system_words(bad).zh}）；请用 --host 和 --port 另选。",
        ) from None
