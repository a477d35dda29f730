"""The desk on a new application says what the next sweep says, the application then being in the register."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from bootstrap.compose import open_store
from bootstrap.desk import precheck
from bootstrap.desk_answer import Answer
from bootstrap.identity import identity_key
from bootstrap.settings import Settings
from fixtures.city import write_city
from sweeps.run import sweep

CITIES = [("fuzhou", 21), ("sparse_years", 12)]
TODAY = date(2025, 1, 6)
# Without the applicants their rings are smaller, and an application has no number in filing order yet.
STRENGTH = 0.35


@dataclass(frozen=True)
class Compared:
    """Of one application: the desk's answer, and the next sweep's row of it."""

    answer: Answer
    swept: dict[str, Any]


def _without(tables: dict[str, pl.DataFrame], firms: list[str], folder: Path) -> None:
    folder.mkdir()
    for name, table in tables.items():
        refs = [column for column in ("firm_id", "from_id", "to_id", "holder_id") if column in table.columns]
        gone = pl.any_horizontal(pl.lit(False), *(pl.col(c).is_in(firms).fill_null(False) for c in refs))
        table.filter(~gone).write_csv(folder / f"{name}.csv")


def _application(tables: dict[str, pl.DataFrame], firm_id: str) -> dict[str, Any]:
    def rows(table: str) -> list[dict[str, Any]]:
        mine = tables[table].filter(pl.col("firm_id") == firm_id).drop("firm_id")
        return [{k: v for k, v in row.items() if v is not None} for row in mine.iter_rows(named=True)]

    firm = {k: v for k, v in rows("firms")[0].items() if k not in ("status", "dissolved_on")}
    return {"firm": firm, **{table: rows(table) for table in ("roles", "holdings", "contacts")}}


@pytest.fixture(scope="module", params=CITIES, ids=lambda city: f"{city[0]}-{city[1]}")
def compared(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> list[Compared]:
    """One member of each ring that a sweep is sure of, and some honest firms, taken out and sent as
    applications."""
    habit, seed = request.param
    folder = tmp_path_factory.mktemp("city")
    write_city(folder / "city", firms=1500, seed=seed, prevalence=0.08, habit=habit)
    tables = {file.stem: pl.read_csv(file, infer_schema=False) for file in (folder / "city").glob("*.csv")}
    sweep(folder / "city", Settings(workspace=folder / "all"), out=folder / "out")
    files = {
        name: pl.read_parquet(folder / "out" / f"{name}.parquet")
        for name in ("firms", "ring_members", "rings")
    }
    rings = files["rings"].filter((pl.col("score") >= 0.5) & (pl.col("size") >= 5))["ring_id"]
    swept = (
        files["firms"]
        .join(files["ring_members"], on=["firm_id", "ring_id"], how="left")
        .join(tables["firms"].select("firm_id", "registered_on"), on="firm_id")
        .sort("registered_on", "firm_id")
    )
    members = swept.filter(pl.col("ring_id").is_in(rings.implode()) & (pl.col("score") >= 0.5))
    last = members.group_by("ring_id", maintain_order=True).last()
    honest = swept.filter(pl.col("ring_id").is_null() & (pl.col("n_findings") == 0))[-15:]
    chosen = pl.concat([last.select(swept.columns), honest])
    _without(tables, chosen["firm_id"].to_list(), folder / "before")
    settings = Settings(workspace=folder / "w")
    sweep(folder / "before", settings)
    store, key = open_store(settings), identity_key(settings)
    return [
        Compared(precheck(store, _application(tables, row["firm_id"]), today=TODAY, id_key=key), row)
        for row in chosen.iter_rows(named=True)
    ]


def test_what_a_sweep_counts_to_a_ring_is_looked_at_when_it_applies(compared: list[Compared]) -> None:
    members = [one for one in compared if one.swept["ring_id"] is not None]
    assert len(members) >= 3
    looked_at = [one for one in members if one.answer.decision != "PASS"]
    assert len(looked_at) >= 0.8 * len(members), [(o.answer.score, o.swept["score"]) for o in members]
    near = [one for one in looked_at if one.answer.near_ring is not None]
    assert near
    strengths = [(one.answer.one_hand or 0.0, one.swept["one_hand"]) for one in near]
    assert sum(abs(desk - later) <= STRENGTH for desk, later in strengths) >= 0.8 * len(near), strengths
    same = [one for one in near if (one.answer.score >= 0.5) == (one.swept["score"] >= 0.5)]
    assert len(same) >= 0.8 * len(near), [(o.answer.score, o.swept["score"]) for o in near]


def test_what_a_sweep_says_nothing_of_passes(compared: list[Compared]) -> None:
    honest = [one for one in compared if one.swept["ring_id"] is None]
    assert len(honest) == 15
    for one in honest:
        assert one.answer.decision == "PASS"
        assert one.answer.score == pytest.approx(one.swept["score"], abs=0.02)
