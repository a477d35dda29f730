"""The whole way with a Neo4j server for a store: the same results as with the embedded one."""

from contextlib import closing
from pathlib import Path

import pytest

from bootstrap.compose import open_store
from bootstrap.settings import Settings
from graph.errors import StoreUnavailable
from graph.store.neo4j.connection import Neo4jSettings
from sweeps.run import sweep
from tests.graph.store.neo4j.nightly import settings_for
from tests.sweeps.whole_way import content, copied, table


def test_two_nights_are_the_same_in_both_stores(
    city: Path, neo4j_empty: Neo4jSettings, tmp_path: Path
) -> None:
    tomorrow = copied(city, tmp_path / "tomorrow", without=("firms",))
    table(city, "firms").slice(1).write_csv(tomorrow / "firms.csv")
    told = {}
    for name, settings in (
        ("embedded", Settings(workspace=tmp_path / "embedded")),
        ("server", settings_for(neo4j_empty, tmp_path / "server")),
    ):
        sweep(city, settings)
        # Rings keep the ids under which they are live, so the store has its part in these.
        done = sweep(tomorrow, settings, out=tmp_path / f"{name}-out")
        with closing(open_store(settings)) as store:
            view = store.view()
            sweeps = [info.sweep_id for info in store.sweeps()]
            told[name] = (view.info.firms, sweeps, sorted(view.ring_membership()))
        assert done.sweep_id == sweeps[0]
    assert told["embedded"] == told["server"]
    assert content(tmp_path / "embedded-out") == content(tmp_path / "server-out")


def test_a_server_that_is_away_is_told_before_anything_is_read(city: Path, tmp_path: Path) -> None:
    settings = Settings(workspace=tmp_path, store="bolt://127.0.0.1:1", neo4j_timeout=1)
    with pytest.raises(StoreUnavailable, match="cannot be reached"):
        sweep(city, settings)
    assert not (tmp_path / "snapshots").exists()
