"""The snapshot: a register's keys and links, named after their content."""

from graph.snapshot_tables import SCHEMAS, Snapshot

__all__ = ["SCHEMAS", "Snapshot"]
