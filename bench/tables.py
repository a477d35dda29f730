"""Markdown tables, and where in the documents they go."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from graph.words import Lang

HOUSE = Path(__file__).parents[1]
READMES: tuple[tuple[str, Lang], ...] = (("README.md", "en"), ("README.zh-CN.md", "zh"))


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table; a bar inside a cell is escaped."""
    lines = [list(header), ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def put(page: Path, name: str, text: str) -> None:
    """Replace what stands in `page` between the lines `<!-- name -->` and `<!-- /name -->`.

    Raises ValueError where the page has no such place, so that a table never gets lost.
    """
    opening, closing = f"<!-- {name} -->\n", f"<!-- /{name} -->"
    before, found, rest = page.read_text(encoding="utf-8").partition(opening)
    _, ended, after = rest.partition(closing)
    if not found or not ended:
        raise ValueError(f"{page.name} has no place for {name}: put {opening.strip()} and {closing} there")
    page.write_text(f"{before}{opening}\n{text}\n\n{closing}{after}", encoding="utf-8")
