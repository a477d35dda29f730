"""What a sweep found, laid over the register: nodes of one publication alone, and what they hang on."""

from typing import Final

import polars as pl

from graph.errors import StoreError
from graph.property_graph import NO_END
from graph.published import Publication
from graph.store.neo4j.connection import BATCH, Connection
from graph.store.neo4j.kept_sweep import BASE, base_verdict, says_no_more, sweep_properties

_PARTS: Final = ("scores", "rings", "findings", "detectors", "same_hand")


def result_frames(publication: Publication) -> dict[str, pl.DataFrame]:
    """The rows of each statement that adds results, by its name, in the order to run them."""
    results = publication.results
    firms, keys = publication.snapshot.firms["firm_id"], publication.snapshot.keys["public_id"]
    rings, found = results["rings"], results["findings"]
    ring, finding = rings["ring_id"], found["finding_id"]
    about = results["finding_firms"].unique().sort("finding", "firm")
    n_firms = about.group_by(pl.col("finding").cast(pl.UInt32).alias("row")).len("n_firms")
    numbered = found.with_columns(_ids(ring, found["ring"])).with_row_index("row")
    return {
        "write/add_detectors": results["detectors"].rename({"detector": "name"}),
        "write/add_scores": _scores(results["verdicts"], firms, ring),
        "write/add_rings": rings.rename({"ring_id": "id"}).with_row_index("row"),
        "write/add_findings": numbered.rename({"finding_id": "id"})
        .join(n_firms, on="row", how="left", maintain_order="left")
        .with_columns(pl.col("n_firms").fill_null(0)),
        "write/add_members": _named(results["ring_members"], ring=ring, firm=firms),
        "write/add_discounts": _named(results["ring_hubs"], ring=ring, key=keys),
        "write/add_grounds": numbered.drop_nulls("ring").select("ring", finding="finding_id"),
        "write/add_subjects": _named(about, finding=finding, firm=firms),
        "write/add_same_hand": _named(
            results["ring_edges"].filter("minimal").drop("minimal"), ring=ring, a=firms, b=firms
        ),
    }


def write_results(
    connection: Connection, publication: Publication, number: int, frames: dict[str, pl.DataFrame]
) -> None:
    """Write the `result_frames` of a publication as number `number`; what is there of that goes first.

    Its register must be in the store already. Raises StoreError where a firm or key is not.
    """
    remove_results(connection, number, number)
    connection.write("write/add_sweep", number=number, properties=sweep_properties(publication, number))
    for name, frame in frames.items():
        for batch in frame.iter_slices(BATCH):
            done = connection.write(name, rows=batch.to_dicts(), number=number)[0]["done"]
            if done != len(batch):
                raise _lacking(name, len(batch), done)


def remove_results(connection: Connection, first: int, last: int = NO_END) -> None:
    """Remove the results of the publications `first` to `last`, both included, but not their `Sweep` node."""
    for part in _PARTS:
        connection.repeat(f"write/remove_{part}", first=first, last=last, limit=BATCH)


def _scores(verdicts: pl.DataFrame, firms: pl.Series, ring: pl.Series) -> pl.DataFrame:
    base = base_verdict(verdicts)
    same = [pl.col(name).eq_missing(pl.lit(base[name])) for name in BASE] if base else [pl.lit(False)]
    return (
        verdicts.with_columns(
            firms.alias("firm"),
            _ids(ring, verdicts["ring"]).alias("ring_id"),
            pl.all_horizontal(says_no_more(), *same).alias("is_base"),  # of the verdict's columns alone
        )
        .filter(~pl.col("is_base"))
        .drop("ring", "is_base")
        .rename({"ring_id": "ring"})
    )


def _named(frame: pl.DataFrame, **ids: pl.Series) -> pl.DataFrame:
    """The frame with ids in place of the row numbers in these columns."""
    return frame.with_columns(_ids(names, frame[column]) for column, names in ids.items())


def _ids(ids: pl.Series, rows: pl.Series) -> pl.Series:
    """The id in each row; null for row -1 and for none."""
    return ids.gather(rows.cast(pl.Int64).set(rows < 0, None)).alias(rows.name)


def _lacking(name: str, wanted: int, done: int) -> StoreError:
    what = name.removeprefix("write/add_")
    return StoreError(
        f"The Neo4j store took {done} of {wanted} rows ({what}): its register is not whole; sweep again.",
        f"Neo4j 图存储只接受了 {wanted} 行中的 {done} 行（{what}）：其中的登记数据不完整；请重新运行扫描。",
    )
