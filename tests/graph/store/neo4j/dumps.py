"""Everything a database holds, comparable: what tells how it came to be is left out."""

from typing import Any

import neo4j

# When a version began, and what a key was before: a store that was loaded twice has them otherwise.
_HISTORY = ("from_sweep", "changed_in")
_BEFORE = "_before"


def dump(session: neo4j.Session, leave_out: frozenset[str] = frozenset()) -> tuple[list[str], list[str]]:
    """All nodes with labels and properties but for those to `leave_out`, and all relationships, sorted.

    An empty list counts as none: an import leaves it out.
    """

    def told(entity: Any) -> str:
        return repr(
            sorted(
                (name, value)
                for name, value in entity.items()
                if name not in leave_out and _told(name, value)
            )
        )

    def node(entity: Any) -> str:
        return f"{sorted(entity.labels)} {told(entity)}"

    nodes = session.run("MATCH (n) RETURN n").value()
    links = session.run("MATCH (a)-[r]->(b) RETURN a, r, b").values()
    return (
        sorted(node(n) for n in nodes),
        sorted(f"{node(a)} -{r.type} {told(r)}-> {node(b)}" for a, r, b in links),
    )


def _told(name: str, value: Any) -> bool:
    return name not in _HISTORY and not name.endswith(_BEFORE) and value != []
