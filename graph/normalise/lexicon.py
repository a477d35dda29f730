"""The word lists of this package: plain text, one entry a line, `;` starts a comment."""

from pathlib import Path

FOLDER = Path(__file__).parent / "lexicons"


def rows(name: str) -> list[list[str]]:
    """The blank-separated fields of every entry of `lexicons/<name>.txt`."""
    lines = (FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return [fields for line in lines if (fields := line.partition(";")[0].split())]
