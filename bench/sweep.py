"""What a sweep costs, stage by stage: `python -m bench.sweep --firms 100000 1000000`.

Each synthetic city is made once (kept in --cache) and swept in a process of its own by the command that users
run. Wall and CPU seconds, peak memory and firms per second are printed as tables in Markdown. "The sweep
itself" is reading to findings with evidence; publication is counted apart.
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

from fixtures.city import write_city

SEED = 1
TARGETS = {1_000_000: (60.0, 4096.0)}  # firms: wall seconds and MB of the whole sweep
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


def machine() -> str:
    """What the numbers were measured on."""
    load = os.getloadavg()[0]
    return (
        f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}, load {load:.1f}"
    )


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--firms", type=int, nargs="+", default=[100_000, 1_000_000])
    parser.add_argument("--crowd", type=int, default=200_000, help="firms on one phone; 0 leaves it out")
    parser.add_argument("--cache", type=Path, default=Path(".ringwatch/bench"))
    args = parser.parse_args()
    print(f"{machine()}\n")
    for firms in args.firms:
        done = swept(city(args.cache, firms))
        print(f"**{firms:,} firms** ({done['n_rings']:,} rings, {done['n_findings']:,} findings)\n")
        print("\n".join(table(done)))
        if firms in TARGETS:
            wall, peak = sum(s["wall_s"] for s in done["stages"]), done["stages"][-1]["rss_mb"]
            print(
                f"\nTarget {TARGETS[firms][0]:.0f} s and {TARGETS[firms][1]:,.0f} MB: "
                f"{wall:.0f} s and {peak:,.0f} MB."
            )
        print(flush=True)
    if args.crowd:
        done = swept(crowd(args.cache, args.crowd))
        print(f"**{args.crowd:,} firms on one phone** (keys over the cap: {done['capped']['phone']})\n")
        print("\n".join(table(done)))


if __name__ == "__main__":
    main()
