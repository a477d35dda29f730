"""Baselines that do not fit beside our versions, each in an environment of its own.

`python -m bench.matching_baselines.environments [NAME]` installs them.
Each environment is a folder in .ringwatch/baselines/ with the pinned versions of requirements/<name>.txt; it
is given texts as CSV and gives CSV back. What a script answered is kept beside it, by the content of the
question, the script and the versions, so a second run of the bench asks nothing again.
"""

import hashlib
import resource
import subprocess
import sys
import tempfile
import venv
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from bench.tables import HOUSE

FOLDER = HOUSE / ".ringwatch" / "baselines"
_HERE = Path(__file__).parent
NAMES = ("nomenklatura", "chinese")
INSTALL = "python -m bench.matching_baselines.environments"


class NotInstalled(Exception):
    """The environment has not been made."""


def _python(name: str) -> Path:
    return FOLDER / name / "bin" / "python"


def _requirements(name: str) -> Path:
    return _HERE / "requirements" / f"{name}.txt"


def install(name: str) -> None:
    """Make one environment anew. Raises CalledProcessError where pip fails; it has said why."""
    venv.create(FOLDER / name, with_pip=True, clear=True)
    command = [str(_python(name)), "-m", "pip", "install", "--quiet", "-r", str(_requirements(name))]
    subprocess.run(command, check=True)


@dataclass(frozen=True)
class Answer:
    """A table of texts, and the CPU seconds that the script took for it (its start included)."""

    table: pl.DataFrame
    seconds: float


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def ask(name: str, script: str, table: pl.DataFrame, *options: str) -> Answer:
    """Run a script of this folder in an environment: a table of texts in, a table of texts out.

    Raises NotInstalled where the environment is not there and the answer is not known.
    """
    question = table.write_csv().encode()
    digest = hashlib.blake2b(digest_size=16)
    for part in (question, (_HERE / script).read_bytes(), _requirements(name).read_bytes()):
        digest.update(part)
    digest.update("\0".join(options).encode())
    known = FOLDER / "answers" / f"{digest.hexdigest()}.csv"
    cost = known.with_suffix(".seconds")
    if not known.exists():
        if not _python(name).exists():
            raise NotInstalled(name)
        known.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory() as folder:
            asked, answered = Path(folder) / "in.csv", Path(folder) / "out.csv"
            asked.write_bytes(question)
            command = [str(_python(name)), str(_HERE / script), str(asked), str(answered), *options]
            before = _cpu()
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
            cost.write_text(f"{_cpu() - before:.3f}")
            known.write_bytes(answered.read_bytes())
    table = pl.read_csv(known, infer_schema=False).with_columns(pl.all().fill_null(""))
    return Answer(table, float(cost.read_text()))


def main() -> None:
    """Install all that are missing, or those named."""
    for name in sys.argv[1:] or [n for n in NAMES if not _python(n).exists()]:
        print(f"installing {name} in {FOLDER / name}")
        install(name)


if __name__ == "__main__":
    main()
