"""A whole publication by offline import: many times faster than the driver, for whoever owns the server.

What is imported is what `graph.store.neo4j.load` and `overlay` would write, but that no key has a state of
before: there is nobody left to read it.
"""

import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl
from neo4j.time import DateTime

from graph.errors import StoreError
from graph.property_graph import FIRM, NO_END, VERSION, begins_at_key
from graph.store.neo4j.frames import RegisterFrames, is_hub, key_labels
from graph.store.neo4j.import_files import Nodes, Relationships

Parts = tuple[list[Nodes], list[Relationships]]


def register_parts(frames: RegisterFrames) -> Parts:
    """The register, in force."""
    keys = _numbered(frames.keys).with_columns(is_hub(frames.keys).alias("is_hub"))
    by_label = keys.partition_by(["own_label", "is_hub"], as_dict=True, maintain_order=True)
    nodes = [
        Nodes(
            (VERSION, FIRM),
            "firm",
            _numbered(frames.firms).with_columns(
                pl.lit(frames.number).alias("from_sweep"), pl.lit(NO_END).alias("until_sweep")
            ),
        ),
        *(
            Nodes(key_labels(str(label), hub=bool(hub)), "key", part.drop("own_label", "is_hub"))
            for (label, hub), part in by_label.items()
        ),
        Nodes(("Region",), "region", _numbered(frames.regions).drop("parent")),
    ]
    inside = _numbered(frames.regions).filter(pl.col("parent").is_not_null())
    relationships = [
        *(_link(type_, frame) for type_, frame in frames.links.items()),
        *(
            Relationships(type_, "firm", "firm", frame.rename({"from": "_start", "to": "_end"}))
            for type_, frame in frames.ties.items()
        ),
        _between("LOCATED_IN", frames.located_in, "firm", "region"),
        Relationships("PART_OF", "key", "key", frames.part_of.rename({"room": "_start", "building": "_end"})),
        Relationships(
            "PART_OF",
            "region",
            "region",
            inside.select(pl.col("_id").alias("_start"), pl.col("parent").alias("_end")),
        ),
    ]
    return nodes, relationships


def result_parts(frames: RegisterFrames, results: Mapping[str, pl.DataFrame]) -> Parts:
    """What the sweep found: `graph.store.neo4j.overlay.result_frames`."""
    sweep = pl.lit(frames.number).alias("sweep")
    scores = _numbered(results["write/add_scores"])
    rings, findings = _numbered(results["write/add_rings"]), _numbered(results["write/add_findings"])
    nodes = [
        Nodes(("Detector",), "detector", _numbered(results["write/add_detectors"]).with_columns(sweep)),
        Nodes(("Score",), "score", scores.drop("firm").with_columns(sweep)),
        Nodes(("Ring",), "ring", rings.with_columns(sweep)),
        Nodes(("Finding",), "finding", findings.with_columns(sweep)),
    ]
    rows = {
        "firm": frames.firms["id"],
        "key": frames.keys["id"],
        "ring": rings["id"],
        "finding": findings["id"],
    }

    def between(type_: str, frame: pl.DataFrame, start: str, end: str, **groups: str) -> Relationships:
        ends = {column: groups.get(column, column) for column in (start, end)}
        numbered = frame.with_columns(_rows(rows[group], frame[column]) for column, group in ends.items())
        return Relationships(type_, ends[start], ends[end], numbered.rename({start: "_start", end: "_end"}))

    has_score = scores.select(
        _rows(rows["firm"], scores["firm"]).alias("_start"), pl.col("_id").alias("_end")
    )
    same_hand = results["write/add_same_hand"].with_columns(sweep)
    relationships = [
        Relationships("HAS_SCORE", "firm", "score", has_score),
        between("HAS_MEMBER", results["write/add_members"], "ring", "firm"),
        between("DISCOUNTS", results["write/add_discounts"], "ring", "key"),
        between("RESTS_ON", results["write/add_grounds"], "ring", "finding"),
        between("ABOUT", results["write/add_subjects"], "finding", "firm"),
        between("SAME_HAND", same_hand, "a", "b", a="firm", b="firm"),
    ]
    return nodes, relationships


def other_nodes(label: str, properties: Sequence[Mapping[str, Any]]) -> Nodes:
    """Nodes of whatever else is kept, such as pre-checks: texts, numbers, times and lists of texts."""
    names = sorted({name for each in properties for name in each})
    columns = {name: [_native(each.get(name)) for each in properties] for name in names}
    frame = pl.DataFrame(columns).cast({pl.List(pl.Null): pl.List(pl.String)})
    return Nodes((label,), label, _numbered(frame))


def _native(value: Any) -> Any:
    return value.to_native() if isinstance(value, DateTime) else value


def bulk_import(
    admin: Sequence[str], options: Sequence[str], database: str, env: Mapping[str, str] | None = None
) -> None:
    """Put what `import_files.write_files` wrote in the place of a database whose server is stopped.

    `admin` runs `neo4j-admin`. Raises StoreError where it fails.
    """
    command = [*admin, "database", "import", "full", "--overwrite-destination", *options, database]
    run(command, env)


def run(command: Sequence[str], env: Mapping[str, str] | None = None) -> None:
    """Run a command of the administrator's; StoreError where it fails.

    Its output stays unsaid: an importer quotes the rows that it cannot read.
    """
    try:
        done = subprocess.run(  # noqa: S603 (the administrator's own)
            command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False
        )
        code = str(done.returncode)
    except OSError as failed:
        code = failed.strerror or type(failed).__name__
    if code != "0":
        name = Path(command[0]).name
        raise StoreError(
            f"The command {name} for the Neo4j server failed ({code}), which may have left the server "
            "stopped; run it by hand to see why, then sweep again.",
            f"Neo4j 服务器命令 {name} 执行失败（{code}），服务器可能仍处于停止状态；"
            "请手动运行该命令查明原因后重新扫描。",
        )


def _link(type_: str, frame: pl.DataFrame) -> Relationships:
    return _between(type_, frame, *(("key", "firm") if begins_at_key(type_) else ("firm", "key")))


def _between(type_: str, frame: pl.DataFrame, start: str, end: str) -> Relationships:
    return Relationships(type_, start, end, frame.rename({start: "_start", end: "_end"}))


def _numbered(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.with_columns(pl.int_range(pl.len(), dtype=pl.Int64).alias("_id"))


def _rows(ids: pl.Series, wanted: pl.Series) -> pl.Series:
    """The row of each wanted id."""
    table = pl.DataFrame({"id": ids}).with_row_index("row").with_columns(pl.col("row").cast(pl.Int64))
    return (
        wanted.to_frame("id")
        .join(table, on="id", how="left", maintain_order="left")["row"]
        .alias(wanted.name)
    )
