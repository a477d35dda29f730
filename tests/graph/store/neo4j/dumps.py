"""Everything a database holds, comparable: what tells how it came to be is left out."""

from typing import Any

import neo4j

# When a version began and what a key was before: a store that was loaded twice has them otherwise.
HISTORY = frozenset(
    ("from_sweep", "changed_in", "firms_before", "hub_before", "packed_before", "first_firms_before")
)


def dump(session: neo4j.Session, leave_out: frozenset[str] = HISTORY) -> tuple[list[str], list[str]]:
    """All nodes with labels and properties, and all relationships with their ends', sorted."""

    def told(entity: Any) -> str:
        return repr(sorted((name, value) for name, value in entity.items() if name not in leave_out))

    def node(entity: Any) -> str:
        return f"{sorted(entity.labels)} {told(entity)}"

    nodes = session.run("MATCH (n) RETURN n").value()
    links = session.run("MATCH (a)-[r]->(b) RETURN a, r, b").values()
    return (
        sorted(node(n) for n in nodes),
        sorted(f"{node(a)} -{r.type} {told(r)}-> {node(b)}" for a, r, b in links),
    )
