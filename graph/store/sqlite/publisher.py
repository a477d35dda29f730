"""Publishing: write whole, check, move one pointer. Whatever kills it, the last sweep stays live."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

from graph.errors import StoreError
from graph.published import Publication
from graph.store.sqlite.connection import check, speaking_plainly
from graph.store.sqlite.layout import Layout, Live, sync_folder
from graph.store.sqlite.living import Living
from graph.store.sqlite.statements import sql
from graph.store.sqlite.tables import BY_NAME
from graph.store.sqlite.write import write
from graph.store.sweep_info import info_of, sweep_info

_UNFINISHED = ".writing"


class SqlitePublisher:
    """The `Publisher` of a workspace folder; its caller holds the workspace's lock."""

    steps = ("cleaned", "written", "checked", "renamed", "flipped", "recorded", "removed")

    def __init__(self, workspace: Path) -> None:
        self._layout = Layout(workspace)

    def publish(self, publication: Publication, at: Callable[[str], None]) -> None:
        """Make `publication` the live sweep; `at` is told each of `steps` when it is done."""
        layout = self._layout
        layout.published.mkdir(parents=True, exist_ok=True)
        publication = publication.checked()
        before = _named(layout)
        _remove_all_but(layout, before)
        readable = before is not None and _remember(layout, before)
        at("cleaned")
        file = _free_name(layout, publication.sweep_id)
        beside = layout.published / f"{file}{_UNFINISHED}"
        write(beside, publication)
        at("written")
        _check_counts(beside, publication)
        at("checked")
        beside.rename(layout.published / file)
        sync_folder(layout.published)
        at("renamed")
        previous = (before.file, before.sweep_id) if before and readable else ()
        live = Live(file, publication.sweep_id, *previous)
        layout.flip(live)
        at("flipped")
        Living(layout.living).add_sweep(sweep_info(publication))
        at("recorded")
        _remove_all_but(layout, live)
        at("removed")


def _named(layout: Layout) -> Live | None:
    """What the pointer names, None where there is none or it cannot be read."""
    try:
        return layout.live()
    except StoreError:
        return None


def _remember(layout: Layout, live: Live) -> bool:
    """Make good what a publisher killed after moving the pointer left out: its place in the history.

    False where the live file cannot be read: publishing anew is the way out of that.
    """
    path = layout.published / live.file
    try:
        check(path)
        with speaking_plainly(path):
            connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
            try:
                text = connection.execute(sql("meta"), {"name": "info"}).fetchone()[0]
            finally:
                connection.close()
    except StoreError:
        return False
    info = info_of(text, live=False)
    assert info is not None  # its form was checked
    Living(layout.living).add_sweep(info)
    return True


def _remove_all_but(layout: Layout, live: Live | None) -> None:
    kept = {live.file, live.previous_file} if live else set()
    for path in layout.published.iterdir():
        if path.name not in kept:
            path.unlink()


def _free_name(layout: Layout, sweep_id: str) -> str:
    """A name never used before: a published file is not replaced, even by the same sweep run again."""
    name, again = f"{sweep_id}.sqlite", 1
    while (layout.published / name).exists():
        again += 1
        name = f"{sweep_id}-{again}.sqlite"
    return name


def _check_counts(path: Path, publication: Publication) -> None:
    check(path)
    results = publication.results
    wanted = {name: len(results[name]) for name in ("rings", "ring_members", "findings", "hubs")}
    wanted["firms"] = len(publication.register.firms)
    with speaking_plainly(path):
        connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
        try:
            for table, count in wanted.items():
                found = connection.execute(BY_NAME[table].count).fetchone()[0]
                if found != count:
                    raise StoreError(
                        f"The written file {path} holds {found} {table} instead of {count}; sweep again.",
                        f"写出的文件 {path} 中 {table} 为 {found} 行，应为 {count} 行；请重新运行扫描。",
                    )
        finally:
            connection.close()
