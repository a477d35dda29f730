"""One publication, pinned by its number: how it is read, and what of it never changes, read once."""

import json
from collections.abc import Mapping
from functools import cached_property
from typing import Any, Final

import polars as pl
from neo4j import Record

from graph.baselines import Baselines
from graph.errors import Gone, StoreError
from graph.property_graph import FULL_TEXT
from graph.store.neo4j import schema
from graph.store.neo4j.connection import Connection
from graph.store.neo4j.kept_sweep import baselines_of, reference_of
from graph.store.records import SweepInfo
from graph.store.sweep_info import info_of

_MOST_DETECTORS: Final = 1_000


class Pinned:
    """Publication `number`, of the sweep `sweep_id`. Threads may share it.

    A statement that reads the graph gives one row, and ends by matching the pointer: as long as that names
    the publication nothing of it is removed, so what was read before is whole. The far end of a relationship
    stands without a label, which its type implies: so no index tempts the planner away from walking it.
    """

    def __init__(self, connection: Connection, number: int, sweep_id: str) -> None:
        self._connection = connection
        self.number = number
        self.sweep_id = sweep_id

    def one(self, name: str, **values: object) -> Record:
        """The row of the statement `read/<name>`. Raises Gone when this publication is no longer kept."""
        found = self._connection.read_one(f"read/{name}", at=self.number, **values)
        if found is None:
            raise gone(self.sweep_id)
        return found

    @cached_property
    def searchable(self) -> bool:
        """True; raises StoreUnavailable while a full-text index is not there or not yet built."""
        schema.require_searchable(self._connection, FULL_TEXT)
        return True

    def info(self, *, live: bool) -> SweepInfo:
        """Which sweep it is."""
        info = info_of(self._sweep["sweep"]["info"], live=live)
        if info is None:
            raise StoreError(
                f"The sweep {self.sweep_id} was published by another version of this program; "
                "run the sweep again.",
                f"扫描 {self.sweep_id} 由本程序的其他版本发布；请重新运行扫描。",
            )
        return info

    @property
    def as_of(self) -> int:
        """The last day the register speaks of, as the slice has it."""
        return int(self._sweep["sweep"]["as_of_day"])

    @cached_property
    def base_verdict(self) -> Mapping[str, Any]:
        """Score, grade, rank and decision of a firm of which nothing is said."""
        found: Mapping[str, Any] | None = json.loads(self._sweep["sweep"]["base_verdict"])
        return found or {}  # without one, something is said of every firm

    @cached_property
    def detectors(self) -> Mapping[str, Mapping[str, Any]]:
        """What each detector says of itself, by name."""
        return {found["name"]: found for found in self._sweep["detectors"]}

    @cached_property
    def baselines(self) -> Baselines:
        """What is normal in the register."""
        return baselines_of(self._measures["baselines"])

    @cached_property
    def reference(self) -> dict[str, pl.DataFrame]:
        """The frames of `graph.published.REFERENCE`."""
        return reference_of(self._measures["reference"])

    @cached_property
    def trades(self) -> list[str]:
        """What the sweep's codes of trades stand for."""
        return self.reference["trades"]["text"].to_list()

    @cached_property
    def character_nats(self) -> dict[str, float]:
        """How rare each character is in the register's brands."""
        found: dict[str, float] = json.loads(self._measures["character_nats"])
        return found

    @cached_property
    def _sweep(self) -> Record:
        return self.one("sweep", most=_MOST_DETECTORS)

    @cached_property
    def _measures(self) -> Record:
        return self.one("baselines")


def gone(sweep_id: str) -> Gone:
    """The sweep's publication was replaced twice since."""
    return Gone(
        f"The sweep {sweep_id} is no longer kept; read the live one.",
        f"扫描 {sweep_id} 的结果已不再保留；请读取当前结果。",
    )
