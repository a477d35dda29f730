"""The result files of a sweep, which other people's tools read: columns are only ever added."""

from collections.abc import Callable, Sequence
from pathlib import Path

import polars as pl

from detectors.detector import Family
from detectors.rings.identity import ended, merged_with, split_from
from sweeps.whole_file import whole_file


def _families(masks: pl.Series) -> pl.Series:
    """Family labels of bit masks (bit f: Family f)."""
    labels = [[f.label for f in Family if mask >> f & 1] for mask in range(1 << len(Family))]
    return pl.Series(labels, dtype=pl.List(pl.String)).gather(masks)


def result_frames(
    firm_ids: pl.Series,
    family_masks: pl.Series,
    n_findings: pl.Series,
    tables: dict[str, pl.DataFrame],
    earlier: pl.DataFrame | None,
    operations: Sequence[Sequence[int]],
) -> dict[str, pl.DataFrame]:
    """firms, rings, ring_members and findings as design section 6 names them; rings_ended: those of the sweep
    before that none continues.

    `firm_ids`, `family_masks` and `n_findings` are by firm; `tables` are the published tables; `earlier` the
    members of the rings before (ring_id, firm_id); `operations` by ring the others (rows) of its operation.
    """
    ring_ids = tables["rings"]["ring_id"]
    came_from = [tuple(origins) for origins in tables["rings"]["came_from"]]

    def ring_of(rings: pl.Series) -> pl.Series:
        return ring_ids.gather(rings.set(rings < 0, None)).alias("ring_id")

    def origins(of: Callable[[str, tuple[str, ...]], tuple[str, ...]], name: str) -> pl.Series:
        told = [list(of(ring_id, origin)) for ring_id, origin in zip(ring_ids, came_from, strict=True)]
        return pl.Series(name, told, dtype=pl.List(pl.String))

    linked = [[ring_ids[other] for other in others] for others in operations]
    one_operation = pl.Series("one_operation_with", linked, dtype=pl.List(pl.String))
    verdicts, findings = tables["verdicts"], tables["findings"]
    members = pl.DataFrame(
        [
            ring_of(tables["ring_members"]["ring"]),
            firm_ids.gather(tables["ring_members"]["firm"]).alias("firm_id"),
            tables["ring_members"]["strength"],
        ]
    )
    detectors = tables["detectors"].select("detector", "family", "severity")
    return {
        "firms": pl.DataFrame(
            [
                firm_ids.alias("firm_id"),
                verdicts["score"],
                verdicts["one_hand"],
                verdicts["grade"],
                ring_of(verdicts["ring"]),
                verdicts["rank"],
                n_findings.cast(pl.Int32).alias("n_findings"),
                _families(family_masks).alias("families"),
            ]
        ),
        "rings": tables["rings"].select(
            "ring_id",
            "score",
            "one_hand",
            "size",
            "first_on",
            "last_on",
            "families",
            "title_zh",
            "title_en",
            "district",
            "grade",
            "hypothesis",
            "runner_up",
            origins(split_from, "split_from"),
            origins(merged_with, "merged_with"),
            one_operation,
        ),
        "ring_members": members,
        "rings_ended": ended(members.select("ring_id", "firm_id"), earlier),
        "findings": findings.with_columns(ring_of(findings["ring"]))
        .join(detectors, on="detector", how="left", maintain_order="left")
        .select(
            "finding_id",
            "detector",
            "typology",
            "family",
            "subject_kind",
            "subject_id",
            "ring_id",
            "severity",
            "confidence",
            "surprise",
            "evidence",
            "counter_evidence",
            "reason_zh",
            "reason_en",
        ),
    }


def write_results(frames: dict[str, pl.DataFrame], out: Path) -> None:
    """Write `<name>.parquet` into the folder for each frame; the same frames give the same bytes."""
    for name, frame in frames.items():
        with whole_file(out / f"{name}.parquet") as file:
            frame.write_parquet(file, compression="zstd", statistics=True)
