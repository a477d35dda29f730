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
    """A table of texts, and the CPU seconds that the script took for it or takes for as many rows."""

    table: pl.DataFrame
    seconds: float


def ask(name: str, script: str, table: pl.DataFrame, *options: str) -> Answer:
    """What a script of this folder makes of a whole table: texts in, texts out.

    Raises NotInstalled where the environment is not there and the answer is not known.
    """
    question = hashlib.blake2b(table.write_csv().encode(), digest_size=16).hexdigest()
    known = _answers(name, script, options) / f"{question}.csv"
    if not known.exists():
        _run(name, script, table, options, known)
    return Answer(_read(known), float(known.with_suffix(".seconds").read_text()))


def ask_each(name: str, script: str, table: pl.DataFrame, *options: str) -> Answer:
    """The same of a script that answers every row by itself (IN and OUT begin with `id`): each is asked once.

    Raises NotInstalled where the environment is not there and some answer is not known.
    """
    folder = _answers(name, script, options)
    texts = [column for column in table.columns if column != "id"]
    kept = pl.concat(
        [pl.DataFrame(schema=dict.fromkeys(texts, pl.String)), *map(_read, sorted(folder.glob("*.csv")))],
        how="diagonal",
    )
    new = table.select(texts).unique(maintain_order=True).join(kept, on=texts, how="anti")
    if len(new):
        new = new.with_row_index("id").cast(pl.String)
        fresh = folder / f"{len(list(folder.glob('*.csv')))}.csv"
        _run(name, script, new, options, fresh)
        new.join(_read(fresh), on="id", maintain_order="left").drop("id").write_csv(fresh)
        kept = pl.concat([kept, _read(fresh)], how="diagonal")
    seconds = sum(float(file.read_text()) for file in folder.glob("*.seconds"))
    found = table.join(kept, on=texts, how="left", maintain_order="left").drop(texts)
    return Answer(found, seconds / len(kept) * len(table))


def _answers(name: str, script: str, options: tuple[str, ...]) -> Path:
    """Where the answers of one script lie, told apart by its text and the versions."""
    digest = hashlib.blake2b((_HERE / script).read_bytes(), digest_size=8)
    digest.update(_requirements(name).read_bytes())
    return FOLDER / "answers" / "-".join([Path(script).stem, *options, digest.hexdigest()])


def _run(name: str, script: str, table: pl.DataFrame, options: tuple[str, ...], answer: Path) -> None:
    if not _python(name).exists():
        raise NotInstalled(name)
    answer.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        asked, answered = Path(folder) / "in.csv", Path(folder) / "out.csv"
        table.write_csv(asked)
        command = [str(_python(name)), str(_HERE / script), str(asked), str(answered), *options]
        before = _cpu()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        answer.with_suffix(".seconds").write_text(f"{_cpu() - before:.3f}")
        answer.write_bytes(answered.read_bytes())


def _read(file: Path) -> pl.DataFrame:
    return pl.read_csv(file, infer_schema=False).with_columns(pl.all().fill_null(""))


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main() -> None:
    """Install all that are missing, or those named."""
    for name in sys.argv[1:] or [n for n in NAMES if not _python(n).exists()]:
        print(f"installing {name} in {FOLDER / name}")
        install(name)


if __name__ == "__main__":
    main()
