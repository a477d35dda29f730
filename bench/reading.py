"""Our scan of CSV files against polars' reader: `python -m bench.reading [FOLDER]`.

Reads every CSV file of a folder (by default a generated city of 200,000 firms) as strings, both ways, and
prints the best of three wall times, then what each makes of a file with one lost quote.
"""

import argparse
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import polars as pl

from bench.tables import table
from fixtures.city import write_city
from graph.readers.csv_file import header_of, read


def ours(path: Path) -> int:
    """Sound rows by our scan."""
    return len(read(path, header_of(path)).frame)


def polars(path: Path) -> int:
    """Rows by polars, every column as text."""
    return len(pl.read_csv(path, infer_schema=False))


def best(work: Callable[[Path], int], files: list[Path]) -> float:
    """Wall seconds, the best of three."""
    times = []
    for _ in range(3):
        start = time.perf_counter()
        for file in files:
            work(file)
        times.append(time.perf_counter() - start)
    return min(times)


def broken(folder: Path) -> Path:
    """A file of 1,000 rows; row 501 begins a quote and loses its end."""
    rows = [f'{i},"name {i}"' if i != 501 else f'{i},"name {i}' for i in range(1, 1001)]
    path = folder / "broken.csv"
    path.write_text("firm_id,name\n" + "\n".join(rows) + "\n", encoding="utf-8")
    return path


def _outcome(work: Callable[[Path], int], path: Path) -> str:
    try:
        return f"{work(path):,} rows"
    except pl.exceptions.PolarsError as error:
        return f"{type(error).__name__}"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = args.folder or Path(name) / "city"
        if args.folder is None:
            write_city(folder, firms=200_000, seed=1)
        files = sorted(folder.rglob("*.csv"))
        ours(files[0])  # kernels compiled
        size = sum(file.stat().st_size for file in files) / 1e6
        damaged = broken(Path(name))
        rows = [
            [words, f"{best(work, files):.2f}", _outcome(work, damaged)]
            for words, work in (("our scan", ours), ("polars.read_csv", polars))
        ]
    print(table((f"reader, {size:.0f} MB", "s", "of 1,000 rows with one lost quote"), rows))


if __name__ == "__main__":
    main()
