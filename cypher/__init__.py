"""The Cypher statements of the Neo4j store, one to a file: `read/` and `write/`, loaded by name.

A statement takes parameters only: nothing is ever put into its text. Its first comment is its documentation.
"""

from functools import cache
from importlib.resources import files
from typing import LiteralString


@cache
def statement(name: str) -> LiteralString:
    """The text of `<name>.cypher`, e.g. `statement("read/firm")`."""
    return files(__package__).joinpath(f"{name}.cypher").read_text("utf-8")


def names() -> list[str]:
    """Every statement there is, sorted."""
    rooms = (
        room for room in files(__package__).iterdir() if room.is_dir() and room.name in ("read", "write")
    )
    return sorted(
        f"{room.name}/{file.name.removesuffix('.cypher')}"
        for room in rooms
        for file in room.iterdir()
        if file.name.endswith(".cypher")
    )
