"""The documents say what is there: commands, links, tables, both languages, nothing of anybody's machine."""

import re
import subprocess
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote

import pytest
from typer.main import get_command

from bench.tables import put, table
from cli import app
from detectors.catalogue import DETECTORS

HOUSE = Path(__file__).parents[1]
READMES = ("README.md", "README.zh-CN.md")
PAGES = sorted([*HOUSE.glob("*.md"), *HOUSE.glob("docs/**/*.md")])
EACH_PAGE = pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(HOUSE)))
LINK = re.compile(r"\]\(([^)\s]+)\)")
FENCE = re.compile(r"^```[a-z]*\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PLACE = re.compile(r"^<!-- ([\w-]+) -->\n(.*?)^<!-- /\1 -->$", re.MULTILINE | re.DOTALL)


def text(page: str | Path) -> str:
    return (HOUSE / page).read_text(encoding="utf-8")


def prose(page: str | Path) -> str:
    """The text without its code blocks."""
    return FENCE.sub("", text(page))


def code(page: str | Path) -> list[str]:
    """Everything in code type: blocks line by line, then what stands in the running text."""
    lines = [line for block in FENCE.findall(text(page)) for line in block.splitlines()]
    return lines + re.findall(r"`([^`\n]+)`", prose(page))


def anchors(page: Path) -> set[str]:
    """The names that headings can be linked by, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", prose(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@EACH_PAGE
def test_every_link_leads_somewhere(page: Path) -> None:
    for target in LINK.findall(prose(page)):
        if re.match(r"[a-z]+://", target):
            continue
        path, _, anchor = target.partition("#")
        there = (page.parent / unquote(path)).resolve() if path else page
        assert there.exists(), target
        assert there.is_relative_to(HOUSE), target
        if anchor:
            assert anchor in anchors(there), target


@EACH_PAGE
def test_every_command_exists(page: Path) -> None:
    commands = get_command(app)
    known = set(getattr(commands, "commands", {}))
    targets = set(re.findall(r"^([a-z]+):", text("Makefile"), re.MULTILINE))
    for line in code(page):
        for name, options in re.findall(r"^(?:\.venv/bin/)?ringwatch ([a-z][a-z\d]*)(.*)", line):
            assert name in known, line
            takes = {o for p in getattr(commands, "commands")[name].params for o in p.opts}  # noqa: B009
            assert set(re.findall(r"(?<= )--[a-z-]+", options)) <= takes, line
        for words in re.findall(r"^make ((?:[a-z]+ ?)+)", line):
            assert set(words.split()) <= targets, line
        for module in re.findall(r"python -m ((?:bench|detectors)[.\w]*)", line):
            assert (HOUSE / (module.replace(".", "/") + ".py")).exists(), line
        for file in re.findall(
            r"(?<![\w/])((?:tests|bench|detectors|graph|sweeps|api|bootstrap|fixtures)/[\w/]+\.\w+)", line
        ):
            assert (HOUSE / file).exists(), line


def shape(page: str) -> list[str]:
    """What both languages share: headings by level, code, tables, pictures and links in their order."""
    body = PLACE.sub(lambda m: f"<!-- {m[1]} -->", text(page))
    kinds = re.findall(r"^(#+ |```|!\[|\d+\. |- |<!-- [\w-]+ -->)", body, re.MULTILINE)
    return [kind.strip() for kind in kinds]


def test_both_readmes_have_the_same_parts_in_the_same_order() -> None:
    english, chinese = READMES
    assert shape(english) == shape(chinese)
    assert FENCE.findall(text(english)) == FENCE.findall(text(chinese))


def test_both_readmes_link_to_the_same_pages() -> None:
    english, chinese = (
        {re.sub(r"\.zh-CN(?=\.)", "", target) for target in LINK.findall(text(page))} for page in READMES
    )
    assert english == chinese


def figures(page: str) -> dict[str, list[list[str]]]:
    """The numbers of every table that a bench wrote, line by line, by its place."""
    return {
        name: [re.findall(r"\d[\d,.]*|–", line) for line in body.splitlines() if "| --- |" not in line][2:]
        for name, body in PLACE.findall(text(page))
    }


def test_both_readmes_show_the_same_figures() -> None:
    english, chinese = map(figures, READMES)
    assert english.keys() == chinese.keys()
    assert {"detection", "detection-kinds", "detection-look-alikes", "real-register"} <= english.keys()
    for name, rows in english.items():
        assert rows == chinese[name], name


def test_the_two_commands_stand_first() -> None:
    assert FENCE.findall(text("README.md"))[0].split("\n") == ["make run", "make test", ""]


def test_the_readme_counts_the_detectors() -> None:
    tens, ones = divmod(len(DETECTORS), 10)
    words = "one two three four five six seven eight nine".split()
    number = "ten twenty thirty forty".split()[tens - 1] + (f"-{words[ones - 1]}" if ones else "")
    teens = "eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
    english = teens[ones - 1] if tens == 1 and ones else number
    assert f"[{english.capitalize()} detectors]" in text("README.md")
    digits = "一二三四五六七八九"
    chinese = ("" if tens == 1 else digits[tens - 1]) + "十" + (digits[ones - 1] if ones else "")
    assert f"[{chinese}个检测器]" in text("README.zh-CN.md")


def test_every_detector_is_on_its_page() -> None:
    headings = re.findall(r"^## (\w+)$", text("docs/detectors.md"), re.MULTILINE)
    assert headings == [detector.name for detector in DETECTORS]


def test_every_decision_is_listed() -> None:
    listed = set(LINK.findall(text("docs/decisions/README.md")))
    assert listed == {p.name for p in (HOUSE / "docs" / "decisions").glob("*.md")} - {"README.md"}


def test_every_page_can_be_reached_from_the_readme() -> None:
    seen: set[Path] = set()
    open_ = [HOUSE / "README.md"]
    while open_:
        page = open_.pop()
        if page.is_dir():
            page /= "README.md"
        if page in seen or page.suffix != ".md":
            continue
        seen.add(page)
        open_ += [
            (page.parent / unquote(target.partition("#")[0])).resolve()
            for target in LINK.findall(prose(page))
            if "://" not in target and not target.startswith("#")
        ]
    assert set(PAGES) - seen == set()


def test_pictures_are_small() -> None:
    pictures = sorted((HOUSE / "docs" / "pictures").iterdir())
    assert len(pictures) == 4
    for picture in pictures:
        assert picture.read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
        assert picture.stat().st_size <= 200_000, picture.name


def test_the_changelog_has_the_versions_newest_first() -> None:
    versions = re.findall(r"^## \[([^\]]+)\]", text("CHANGELOG.md"), re.MULTILINE)
    assert versions[0] == "Unreleased"
    numbers = [tuple(map(int, version.split("."))) for version in versions[1:]]
    assert all(newer > older for newer, older in pairwise(numbers))


def tracked() -> list[Path]:
    """The files of the repository: tracked and new, without what is ignored."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=HOUSE,
        capture_output=True,
        check=False,
    )
    if listed.returncode:  # an unpacked archive: everything but what is made
        made = {".venv", ".ringwatch", "__pycache__"}
        return [p for p in HOUSE.rglob("*") if p.is_file() and not made & set(p.parts)]
    return [HOUSE / name for name in listed.stdout.decode().split("\0") if name and (HOUSE / name).is_file()]


def test_no_file_names_a_path_of_somebodys_machine() -> None:
    somewhere = re.compile(rb"(?<![\w.])/(?:home|Users|root|work|tmp|mnt|workspace)/[\w.-]+")
    allowed = {Path(__file__)}
    found = {
        f"{path.relative_to(HOUSE)}: {match[0].decode()}"
        for path in tracked()
        if path not in allowed and path.suffix not in (".png",)
        for match in somewhere.finditer(path.read_bytes())
    }
    assert found == set()


def test_a_table_goes_where_its_page_has_a_place_for_it(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("before\n\n<!-- here -->\nold\n<!-- /here -->\nafter\n", encoding="utf-8")
    for _ in range(2):  # a second writing leaves the page as it is
        put(page, "here", table(("a", "b"), [("1", "x|y")]))
        written = page.read_text(encoding="utf-8")
        assert written == (
            "before\n\n<!-- here -->\n\n| a | b |\n| --- | --- |\n| 1 | x\\|y |\n\n<!-- /here -->\nafter\n"
        )
    with pytest.raises(ValueError, match="no place for there"):
        put(page, "there", "")
