"""From a judgement's numbers to the tables a sweep publishes, words included."""

import polars as pl

from detectors.judge import Judgement
from detectors.results.findings import finding_tables
from detectors.results.hubs import hub_table
from detectors.results.names import Names
from detectors.results.reference import reference_frames
from detectors.results.rings import ring_tables
from detectors.results.verdicts import verdict_table

__all__ = ["Names", "reference_frames", "tables"]


def tables(judged: Judgement, names: Names, previous: pl.DataFrame | None = None) -> dict[str, pl.DataFrame]:
    """Every result table. `previous` are the earlier sweep's ring members (ring_id, firm_id)."""
    findings = finding_tables(judged, names)
    rings = ring_tables(judged, names, previous)
    return {
        "verdicts": verdict_table(judged, findings),
        **rings,
        "hubs": hub_table(judged),
        **findings,
    }
