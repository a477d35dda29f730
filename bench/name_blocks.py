"""What the blocks of firm names find of the pairs made by rules, and how fast pairs are scored in bulk.

    python -m bench.name_blocks REGISTER [--half 0|1] [--each 200] [--seed 1]

The pairs' names lie among all names of the register, so that blocks have the sizes they have in use.
"""

import argparse
import time
from pathlib import Path

import polars as pl

from bench.name_pairs import half_of, make_pairs, read_register
from bench.tables import table
from graph.matching.name_blocks import Candidates, candidate_pairs, near_pairs
from graph.normalise.names import firm_names

BULK = 3000  # names on either side of a block that is scored in bulk


def found_of(pairs: pl.DataFrame, names: pl.Series, found: Candidates) -> pl.DataFrame:
    """Columns kind, pairs and recall: the share of each kind's pairs that are candidates."""
    row = pl.DataFrame({"name": names}).with_row_index("row")
    placed = pairs.join(row, left_on="left", right_on="name", maintain_order="left")
    placed = placed.join(row, left_on="right", right_on="name", maintain_order="left")
    placed = placed.select(
        "kind",
        low=pl.min_horizontal("row", "row_right").cast(pl.Int32),
        high=pl.max_horizontal("row", "row_right").cast(pl.Int32),
    )
    candidates = pl.DataFrame({"low": found.left, "high": found.right, "met": True})
    return (
        placed.join(candidates, on=["low", "high"], how="left", maintain_order="left")
        .group_by("kind", maintain_order=True)
        .agg(pl.len().alias("pairs"), pl.col("met").fill_null(value=False).mean().alias("recall"))
    )


def bulk_rate(names: pl.Series) -> float:
    """Pairs of brand and trade scored in a second, on all cores."""
    read = firm_names(names)
    cores = pl.select(pl.concat_str(read["brand"], read["trade"], ignore_nulls=True)).to_series().to_list()
    left, right = cores[:BULK], cores[BULK : 2 * BULK]
    near_pairs(left[:9], right[:9])
    clock = time.perf_counter()
    near_pairs(left, right)
    return len(left) * len(right) / (time.perf_counter() - clock)


def main() -> None:
    """Print the recall of every kind of pair that is or may be one firm, the cut blocks and the rate."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("register", type=Path)
    parser.add_argument("--half", type=int, default=0)
    parser.add_argument("--each", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    pairs = make_pairs(read_register(args.register, args.half), args.each, args.seed)
    pairs = pairs.filter(pl.col("same").fill_null(value=True))
    files = sorted(args.register.rglob("*.csv"))
    register = pl.concat(pl.read_csv(f, infer_schema=False)["企业名称"] for f in files).drop_nulls()
    register = register.filter(pl.Series([half_of(name) == args.half for name in register]))
    names = pl.concat([register, pairs["left"], pairs["right"]]).unique(maintain_order=True)
    candidate_pairs(names.head(99))  # compiles
    clock = time.perf_counter()
    found = candidate_pairs(names)
    clock = time.perf_counter() - clock
    kinds = found_of(pairs, names, found)
    print(table(("kind", "pairs", "recall"), [(k, str(n), f"{r:.3f}") for k, n, r in kinds.iter_rows()]))
    recall = kinds.select((pl.col("pairs") * pl.col("recall")).sum() / pl.col("pairs").sum()).item()
    print(f"recall: {recall:.4f}")
    print(f"{len(names)} names, {len(found.left) / len(names):.2f} candidates a name, {clock:.1f} s")
    for kind, name, size in found.capped.head(10).iter_rows():
        print(f"cut: {size} names share a {kind} with {name}")
    print(f"{bulk_rate(register):,.0f} pairs/s scored in bulk")


if __name__ == "__main__":
    main()
