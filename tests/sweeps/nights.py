"""Nights of the small register: a publisher to be killed, and what tells a whole night from half of one."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import polars as pl
from pydantic import SecretStr

from bootstrap.settings import PREFIX, Settings
from graph.published import Publication
from graph.store.port import GraphView
from tests.graph.store.neo4j.registers import rich
from tests.graph.store.publications import firm_id

SCRIPT = Path(__file__).with_name("publishing_process.py")


def night_of(number: int) -> Publication:
    """The register and results of a night: other facts every night, firms that come and go."""
    return rich(number, firms=12 + number % 3, night=number)


def environment(settings: Settings) -> dict[str, str]:
    """What a process is told so that it has these settings."""
    told = {PREFIX + name.upper(): getattr(settings, name) for name in settings.model_fields_set}
    return {
        name: value.get_secret_value() if isinstance(value, SecretStr) else str(value)
        for name, value in told.items()
    }


@contextmanager
def killed_at(settings: Settings, night: int, stop: str | int) -> Iterator[None]:
    """Within the block another process stands still at a step, or after so many writes; then it is killed."""
    root = Path(__file__).parents[2]
    process = subprocess.Popen(
        [sys.executable, str(SCRIPT), str(night), str(stop)],
        stdout=subprocess.PIPE,
        env={**os.environ, **environment(settings), "PYTHONPATH": str(root)},
        text=True,
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline().strip() == str(stop)
        yield
    finally:
        process.kill()
        process.communicate()


def consistent(view: GraphView) -> str:
    """The night of a view, after making sure that all of it is of that night."""
    night = view.info.sweep_id.removeprefix("S")
    firm = view.firm(firm_id(7))
    assert firm is not None
    assert firm.verdict.score == 0.9 - int(night) / 100
    assert firm.verdict.ring_id == f"R{night}-0001"
    assert all(ring.ring_id.startswith(f"R{night}-") for ring in view.rings().items)
    ring = view.ring(f"R{night}-0001")
    assert ring is not None
    assert {member.firm.score for member in ring.members} == {firm.verdict.score}
    return night


def whole(view: GraphView) -> str:
    """The night of a view of `night_of`, after making sure that register and results are all of it."""
    night = consistent(view)
    snapshot = night_of(int(night)).snapshot
    assert view.info.firms == len(snapshot.firms)
    firm = view.firm(firm_id(7))
    assert firm is not None
    held = snapshot.links.filter(pl.col("firm") == 7)["key"].unique()
    wanted = {(snapshot.keys["public_id"][row], snapshot.keys["degree"][row]) for row in held}
    assert {(link.key.id, link.key.firms) for link in firm.links} == wanted
    assert {tie.firm_id for tie in firm.ties} == {
        snapshot.firms["firm_id"][row]
        for own, other in (("from_firm", "to_firm"), ("to_firm", "from_firm"))
        for row in snapshot.ties.filter(pl.col(own) == 7)[other]
    }
    return night
