"""The SQL statements of the reader, one to a file in `sql/`, by name."""

from functools import cache
from importlib.resources import files


@cache
def sql(name: str) -> str:
    """The statement in `sql/<name>.sql`."""
    return (files(__package__) / "sql" / f"{name}.sql").read_text("utf-8")
