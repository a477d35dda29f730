"""What every room's tests may use: a real Neo4j server, one for the whole session."""

from tests.neo4j_server import neo4j_empty, neo4j_server

__all__ = ["neo4j_empty", "neo4j_server"]
