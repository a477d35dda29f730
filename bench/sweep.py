"""What a sweep costs, stage by stage: `python -m bench.sweep --firms 100000 1000000 [--write]`.

Each synthetic city is made once (kept in --cache) and swept in a process of its own by the command that users
run. Wall and CPU seconds, peak memory and firms per second are printed as tables in Markdown. "The sweep
itself" is reading to findings with evidence; publication is counted apart. `--write` puts a summary into both
READMEs.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import polars as pl

from bench.tables import HOUSE, READMES, put
from bench.tables import table as markdown
from fixtures.city import write_city
from graph.words import Lang, Text

SEED = 1
TARGETS = {1_000_000: (45.0, 3072.0)}  # firms: wall seconds and MB of the whole sweep
_COMMAND = "from cli import main; main()"


def city(cache: Path, firms: int) -> Path:
    """The folder of a city, made where it is not there yet."""
    folder = cache / f"city-{firms}-{SEED}"
    if not (folder / "made").exists():
        write_city(folder, firms=firms, seed=SEED)
        (folder / "made").touch()
    return folder


def crowd(cache: Path, firms: int) -> Path:
    """A register in which all firms have one phone: what must not become a square."""
    folder = cache / f"crowd-{firms}"
    folder.mkdir(parents=True, exist_ok=True)
    ids = pl.Series("firm_id", [f"K{n:07d}" for n in range(firms)])
    pl.DataFrame([ids, ids.alias("name")]).write_csv(folder / "firms.csv")
    phone = pl.DataFrame({"firm_id": ids, "kind": "phone", "value": "13800000001"})
    phone.write_csv(folder / "contacts.csv")
    return folder


def swept(source: Path) -> dict[str, Any]:
    """Sweep a register into a workspace that is thrown away; what `ringwatch sweep --json` printed."""
    with tempfile.TemporaryDirectory(dir=source.parent) as workspace:
        done = subprocess.run(
            [sys.executable, "-c", _COMMAND, "sweep", str(source), "--workspace", workspace, "--json"],
            stdout=subprocess.PIPE,
            check=True,
        )
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def table(done: dict[str, Any]) -> list[str]:
    """The stages of one sweep as lines of a table."""
    firms, stages = done["n_firms"], done["stages"]
    lines = ["| stage | wall s | CPU s | peak MB so far | firms/s |", "|---|---:|---:|---:|---:|"]

    def line(name: str, parts: list[dict[str, Any]]) -> str:
        wall, cpu = (sum(part[unit] for part in parts) for unit in ("wall_s", "cpu_s"))
        peak = max(part["rss_mb"] for part in parts)
        return f"| {name} | {wall:.2f} | {cpu:.2f} | {peak:,.0f} | {firms / max(wall, 1e-9):,.0f} |"

    lines += [line(stage["name"], [stage]) for stage in stages]
    lines.append(line("**the sweep itself**", stages[:-1]))
    lines.append(line("**with publication**", stages))
    return lines


SUMMARY = (
    Text("企业数", "firms"),
    Text("读取至快照，秒", "reading to snapshot, s"),
    Text("检测与团伙，秒", "detectors and rings, s"),
    Text("理由与结果，秒", "reasons and results, s"),
    Text("发布，秒", "publication, s"),
    Text("全程，秒", "all, s"),
    Text("CPU 秒", "CPU s"),
    Text("峰值内存 MB", "peak memory, MB"),
)


def summary(sweeps: list[dict[str, Any]], where: str, lang: Lang) -> str:
    """One line a sweep, for the READMEs; `where` says on what machine."""
    lines = []
    for done in sweeps:
        stages = {stage["name"]: stage for stage in done["stages"]}
        wall = {name: stage["wall_s"] for name, stage in stages.items()}
        ingest, results, publish = (wall[name] for name in ("ingest", "results", "publish"))
        whole = sum(wall.values())
        seconds = (ingest, whole - ingest - results - publish, results, publish, whole)
        cpu, peak = (sum(s["cpu_s"] for s in stages.values()), max(s["rss_mb"] for s in stages.values()))
        lines.append([f"{done['n_firms']:,}", *(f"{s:.1f}" for s in seconds), f"{cpu:.1f}", f"{peak:,.0f}"])
    return markdown([word.in_(lang) for word in SUMMARY], lines) + f"\n\n{where}."


def machine() -> str:
    """What the numbers were measured on."""
    load = os.getloadavg()[0]
    return (
        f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}, load {load:.1f}"
    )


def chapter(done: dict[str, Any], title: str) -> str:
    """The stages of one sweep under a title."""
    return f"**{title}**\n\n" + "\n".join(table(done))


def main() -> None:
    """Print the tables; with --write, put them into the documents."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--firms", type=int, nargs="+", default=[100_000, 1_000_000])
    parser.add_argument("--crowd", type=int, default=200_000, help="firms on one phone; 0 leaves it out")
    parser.add_argument("--cache", type=Path, default=Path(".ringwatch/bench"))
    parser.add_argument("--write", action="store_true", help="rewrite the tables in the documents")
    args = parser.parse_args()
    where = machine()
    print(f"{where}\n")
    sweeps, chapters = [], []
    for firms in args.firms:
        done = swept(city(args.cache, firms))
        sweeps.append(done)
        chapters.append(chapter(done, f"{firms:,} firms"))
        print(chapters[-1])
        if firms in TARGETS:
            wall, peak = sum(s["wall_s"] for s in done["stages"]), done["stages"][-1]["rss_mb"]
            print(
                f"\nTarget {TARGETS[firms][0]:.0f} s and {TARGETS[firms][1]:,.0f} MB: "
                f"{wall:.0f} s and {peak:,.0f} MB."
            )
        print(flush=True)
    if args.crowd:
        done = swept(crowd(args.cache, args.crowd))
        chapters.append(chapter(done, f"{args.crowd:,} firms on one phone"))
        print(chapters[-1])
    if args.write:
        for page, lang in READMES:
            put(HOUSE / page, "sweep", summary(sweeps, where, lang))
        put(HOUSE / "docs/performance.md", "sweep-stages", "\n\n".join([f"{where}.", *chapters]))


if __name__ == "__main__":
    main()
