"""What a sweep finds in a real register: `python -m bench.real_register REGISTER [--write]`.

Runs `ringwatch sweep` on the register as a user would, in a workspace of its own, and prints what it found:
counts, ids, districts, dates. No name and no address is shown. `--write` puts it into docs/real-register.md
and a summary into both READMEs.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from bench.measures import FOUND
from bench.real_addresses import addresses
from bench.real_missed import missed
from bench.real_rings_read import FILE, Listed, read_rings, readings, unread
from bench.tables import HOUSE, READMES, put, table
from graph.snapshot import read
from graph.store.records import RingProfile
from graph.store.sqlite.store import SqliteStore
from graph.words import Lang, Text

PAGE = HOUSE / "docs" / "real-register.md"
COMMAND = "import sys; from cli import main; sys.argv = ['ringwatch', *sys.argv[1:]]; main()"
STRONGEST = 10
READ = 50  # of the strongest rings that people read one by one
CORE = 0.5  # strength from which a member counts as one of the ring's core
TOLD = 4  # reasons of a ring that are shown


@dataclass(frozen=True)
class Swept:
    """A sweep of a real register: what the command said, its report of the rows, and where it lies."""

    outcome: dict[str, Any]
    report: dict[str, Any]
    workspace: Path


def swept(register: Path, workspace: Path) -> Swept:
    """Run the command. Raises CalledProcessError where it fails; it has said why on standard error."""
    arguments = ["sweep", str(register), "--workspace", str(workspace), "--json"]
    done = subprocess.run(
        [sys.executable, "-c", COMMAND, *arguments], check=True, stdout=subprocess.PIPE, text=True
    )
    outcome = json.loads(done.stdout)
    report = workspace / "snapshots" / outcome["snapshot_id"] / "ingest" / "report.json"
    return Swept(outcome, json.loads(report.read_text(encoding="utf-8")), workspace)


def rows(report: dict[str, Any]) -> str:
    """What became of every row, by table."""
    lines = []
    for told in report["tables"]:
        rejected: Counter[str] = Counter()
        for file in told["files"]:
            rejected.update(file["rejected"])
        unknown = [
            f"{n:,} × {column}: {reason}"
            for column, reasons in told["set_to_unknown"].items()
            for reason, n in reasons.items()
        ]
        lines.append(
            [
                told["table"],
                str(len(told["files"])),
                f"{sum(file['rows_in'] for file in told['files']):,}",
                f"{sum(file['kept'] for file in told['files']):,}",
                ", ".join(f"{n:,} × {reason}" for reason, n in sorted(rejected.items())) or "none",
                ", ".join(unknown) or "none",
            ]
        )
    return table(("table", "files", "rows in", "kept", "rejected", "set to unknown"), lines)


def filing_order(outcome: dict[str, Any]) -> str:
    """How far each province's codes are in order, and whose counter they follow."""
    lines = [
        [
            one["province"],
            f"{one['codes']:,}",
            *(f"{one[order] / 1000:.0%}" for order in ("by_province", "by_office")),
            f"the {one['followed']}'s" if one["followed"] != "none" else "none",
        ]
        for one in outcome["filing_order"]
        if one["by_province"] >= 0
    ]
    return table(("province", "codes", "in order", "within an office", "taken for the counter of"), lines)


def cost(outcome: dict[str, Any]) -> str:
    """Seconds and memory of each stage."""
    stages = outcome["stages"]
    lines = [[s["name"], f"{s['wall_s']:.2f}", f"{s['cpu_s']:.2f}", f"{s['rss_mb']:,.0f}"] for s in stages]
    sums = (f"{sum(s[c] for s in stages):.2f}" for c in ("wall_s", "cpu_s"))
    lines.append(["all", *sums, f"{max(s['rss_mb'] for s in stages):,.0f}"])
    return table(("stage", "wall s", "CPU s", "peak memory so far, MB"), lines)


def found(outcome: dict[str, Any], firms: pl.DataFrame, rings: pl.DataFrame) -> str:
    """How much was found, in words."""
    flagged, false = int((firms["score"] >= FOUND).sum()), int((rings["score"] >= FOUND).sum())
    capped = ", ".join(f"{n} × {kind}" for kind, n in outcome["capped"].items() if n) or "none"
    return (
        f"{len(firms):,} firms, {outcome['n_findings']:,} findings, {len(rings)} rings listed,\n"
        f"{false} of them with a score of at least {FOUND}. Flagged, with such a score of their own: "
        f"{flagged:,} firms,\n{flagged / len(firms):.2%}. "
        f"Keys with more firms than their cap, which pair nobody: {capped}."
    )


def grades(firms: pl.DataFrame) -> str:
    """Firms per grade."""
    counts = dict(firms["grade"].value_counts().iter_rows())
    lines = [[g, f"{counts.get(g, 0):,}", f"{counts.get(g, 0) / len(firms):.2%}"] for g in "ABCD"]
    return table(("grade", "firms", "share"), lines)


def ring(profile: RingProfile, number: int) -> str:
    """One ring: ids, places, days, counts."""
    row = profile.row
    head = [
        f"### {number}. `{row.ring_id}`",
        "",
        f"{row.size} firms, {row.first_on} to {row.last_on}, {row.district or 'no one district'}. "
        f"False {row.score:.1%}, one hand {row.one_hand:.1%}, grade {row.grade}. "
        f"Taken for: {profile.hypothesis_words.en.lower()}.",
        "",
    ]
    speaks = [
        f"- for {'one hand' if reason.code == 'one_hand' else 'false'}: {reason.words.en} "
        f"(+{reason.contribution:.1f})"
        for reason in row.reasons[:TOLD]
    ]
    against = [
        f"- against: {reason.words.en} ({reason.contribution:+.1f})" for reason in row.counter_evidence[:2]
    ]
    return "\n".join([*head, *speaks, *against])


def strongest(workspace: Path) -> Iterator[str]:
    """The strongest rings, as they are published."""
    view = SqliteStore(workspace).view()
    for number, row in enumerate(view.rings(limit=STRONGEST).items, 1):
        profile = view.ring(row.ring_id)
        assert profile is not None
        yield ring(profile, number)


def listed(rings: pl.DataFrame, members: pl.DataFrame) -> list[Listed]:
    """The strongest rings with the firms of their core, as the page shows and a reader reads them."""
    core = members.filter(pl.col("strength") >= CORE)
    of_ring = dict(core.group_by("ring_id").agg("firm_id").iter_rows())
    strongest_first = rings.sort("score", "ring_id", descending=[True, False]).head(READ)
    return [
        Listed(ring_id, size, score, one_hand, tuple(of_ring.get(ring_id, ())))
        for ring_id, size, score, one_hand in strongest_first.select(
            "ring_id", "size", "score", "one_hand"
        ).iter_rows()
    ]


SUMMARY = (
    Text("行数", "rows"),
    Text("拒收", "rejected"),
    Text("列出的团伙", "rings listed"),
    Text("得分≥0.5 的团伙", "rings at 0.5"),
    Text("得分≥0.5 的企业", "firms at 0.5"),
    Text("全程秒数", "seconds, all"),
    Text("峰值内存 MB", "peak memory, MB"),
)


def summary(done: Swept, firms: pl.DataFrame, rings: pl.DataFrame, lang: Lang) -> str:
    """One line for the README. Rows are those of the firms' table."""
    of_firms = next(told for told in done.report["tables"] if told["table"] == "firms")
    rows_in, kept = (sum(file[name] for file in of_firms["files"]) for name in ("rows_in", "kept"))
    stages = done.outcome["stages"]
    flagged = int((firms["score"] >= FOUND).sum())
    cells = [
        f"{rows_in:,}",
        f"{rows_in - kept:,}",
        f"{len(rings):,}",
        f"{int((rings['score'] >= FOUND).sum()):,}",
        f"{flagged:,} ({flagged / len(firms):.2%})",
        f"{sum(s['wall_s'] for s in stages):.1f}",
        f"{max(s['rss_mb'] for s in stages):,.0f}",
    ]
    return table([word.in_(lang) for word in SUMMARY], [cells])


def figures(register: Path) -> Iterator[tuple[Path, str, str]]:
    """Pages, the names of the places on them, and what goes there."""
    with tempfile.TemporaryDirectory() as name:
        done = swept(register, Path(name) / "workspace")
        outcome = done.outcome
        snapshot = read(done.workspace / "snapshots", outcome["snapshot_id"])
        results = done.workspace / "results" / outcome["sweep_id"]
        firms = pl.read_parquet(results / "firms.parquet")
        rings = pl.read_parquet(results / "rings.parquet")
        members = pl.read_parquet(results / "ring_members.parquet")
        places = addresses(snapshot, firms["score"].to_numpy())
        cases = "\n\n".join(strongest(done.workspace))
        not_listed = missed(snapshot, readings(of="missed"), members["firm_id"])
    yield PAGE, "rows", rows(done.report)
    yield PAGE, "order", filing_order(outcome)
    yield PAGE, "found", found(outcome, firms, rings)
    yield PAGE, "grades", grades(firms)
    yield PAGE, "rings", cases
    strongest_rings, known = listed(rings, members), readings()
    yield PAGE, "read", read_rings(strongest_rings, known)
    if waiting := unread(strongest_rings, known):
        print(f"Still to be read, in {FILE.name}:\n\n{waiting}", file=sys.stderr)
    yield PAGE, "missed", not_listed
    yield PAGE, "addresses", places
    yield PAGE, "cost", cost(outcome)
    for readme, lang in READMES:
        yield HOUSE / readme, "real-register", summary(done, firms, rings, lang)


def main() -> None:
    """Print the figures; with --write, put them into docs/real-register.md and the READMEs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("register", type=Path, help="folder of the register extract")
    parser.add_argument("--write", action="store_true", help="rewrite the figures in the documents")
    args = parser.parse_args()
    for page, name, text in figures(args.register):
        print(f"\n{page.name}: {name}\n\n{text}")
        if args.write:
            put(page, name, text)


if __name__ == "__main__":
    main()
