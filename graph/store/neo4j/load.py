"""Writing a register into the server: by one writer, in small transactions, before anybody can see it.

Until the pointer flips, readers see neither the new versions of firms (their `from_sweep` is to come) nor
the new facts of keys (those before are kept beside them). Whatever kills a load, `roll_back` takes it away.
A key has room for two publications: while one is written, only the one before it can be read.
"""

from typing import Any

import numpy as np
import polars as pl

from graph.errors import StoreError
from graph.model import KeyKind
from graph.neighbourhood import NEIGHBOURHOOD_CAP
from graph.property_graph import LABEL_OF, NO_END, begins_at_key
from graph.store.neo4j.digests import Delta, Server
from graph.store.neo4j.frames import RegisterFrames, is_hub

# Rows of one transaction: a version carries a kilobyte, a relationship hardly anything.
_FIRMS, _KEYS, _LINKS, _REMOVED = 2_000, 5_000, 10_000, 1_000


def roll_back(server: Server, number: int) -> None:
    """Take away whatever was loaded of publication `number`, and of any after it, that never went live."""
    server.repeat("write/undo_versions", number=number, limit=_REMOVED)
    server.repeat("write/undo_superseded", number=number, limit=_LINKS, no_end=NO_END)
    server.repeat("write/undo_keys", number=number, limit=_KEYS, cap=NEIGHBOURHOOD_CAP)
    server.repeat("write/undo_new_keys", number=number, limit=_REMOVED)
    server.repeat("write/unmark_keys", number=number, limit=_KEYS)


def load(server: Server, frames: RegisterFrames, delta: Delta) -> None:
    """Write what of `frames` the store does not hold yet (`delta`).

    To be called after `roll_back`, while only the publication before can be read. Raises StoreError where the
    store lacks what the delta takes it to hold.
    """
    _Load(server, frames, delta).run()


def relabel(server: Server, number: int) -> None:
    """Once `number` is live: the versions in force are Firms, those before are not."""
    server.repeat("write/relabel_superseded", number=number, limit=_LINKS)
    server.repeat("write/relabel_pending", number=number, limit=_LINKS)


def remove_superseded(server: Server, before: int) -> None:
    """Remove the versions of firms and the keys that publication `before` does not see, and empty regions."""
    server.repeat("write/remove_versions", before=before, limit=_REMOVED)
    server.repeat("write/remove_keys", before=before, limit=_REMOVED)
    server.repeat("write/remove_regions", limit=_REMOVED)


class _Load:
    def __init__(self, server: Server, frames: RegisterFrames, delta: Delta) -> None:
        self._server = server
        self._frames = frames
        self._delta = delta
        self._number = frames.number
        self._written = np.zeros(len(frames.firms), np.bool_)
        self._written[delta.firms] = True

    def run(self) -> None:
        # Ends before what joins them; keys in the order of their ids, as every other writer would lock them.
        self._keys()
        self._regions()
        self._firms()
        for type_, links in self._frames.links.items():
            name = "write/load_links_of_people" if begins_at_key(type_) else "write/load_links"
            self._write(name, self._named(self._of_written(links)), _LINKS, type=type_)
        self._places()
        for type_, ties in self._frames.ties.items():
            mine = ties.filter(pl.Series(self._written[ties["from"]] | self._written[ties["to"]]))
            self._write("write/load_ties", self._named(mine), _LINKS, type=type_)

    def _keys(self) -> None:
        keys = self._frames.keys[self._delta.keys]
        keys = keys.with_columns(is_hub(keys).alias("is_hub")).sort("id")
        changing = pl.concat([keys["id"], self._delta.dropped]).sort().to_frame()
        for step in ("write/keep_keys", "write/mark_keys"):
            for ids in changing.iter_slices(_KEYS):
                self._server.write(step, ids=ids.to_series().to_list(), number=self._number)
        self._write("write/load_keys", keys, _KEYS)
        self._write("write/load_dropped_keys", self._delta.dropped.alias("id").to_frame(), _KEYS)

    def _regions(self) -> None:
        regions = self._frames.regions
        self._write("write/load_regions", regions.drop("parent"), _LINKS)
        inside = regions.filter(pl.col("parent").is_not_null())
        parents = inside.select("id", regions["id"].gather(inside["parent"]).alias("parent"))
        self._write("write/load_region_parents", parents, _LINKS)

    def _firms(self) -> None:
        self._write("write/load_superseded", self._delta.superseded.alias("id").to_frame(), _LINKS)
        self._write("write/load_firms", self._frames.firms[self._delta.firms], _FIRMS, no_end=NO_END)

    def _places(self) -> None:
        located = self._of_written(self._frames.located_in)
        region = self._frames.regions["id"].gather(located["region"])
        self._write(
            "write/load_located_in", self._named(located.with_columns(region.alias("region"))), _LINKS
        )
        rooms = self._frames.keys[self._delta.keys]["own_label"] == LABEL_OF[KeyKind.ROOM]
        rows = pl.DataFrame({"room": self._delta.keys}).filter(rooms)
        part_of = rows.join(self._frames.part_of, on="room", how="left", maintain_order="left")
        self._write("write/load_part_of", self._named(part_of), _LINKS)

    def _of_written(self, rows: pl.DataFrame) -> pl.DataFrame:
        return rows.filter(pl.Series(self._written[rows["firm"].to_numpy()]))

    def _named(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Ids in place of row numbers."""
        ids = {
            **dict.fromkeys(("firm", "from", "to"), self._frames.firms["id"]),
            **dict.fromkeys(("key", "room", "building"), self._frames.keys["id"]),
        }
        return rows.with_columns(
            ids[name].gather(rows[name]).alias(name) for name in rows.columns if name in ids
        )

    def _write(self, name: str, rows: pl.DataFrame, size: int, **params: Any) -> None:
        for part in rows.iter_slices(size):
            done = self._server.write(name, rows=part.to_dicts(), number=self._number, **params)[0]["done"]
            if done != len(part):
                raise StoreError(
                    f"The Neo4j store lacks what the last sweep wrote ({name}: {done} of {len(part)}); "
                    "remove the folder neo4j of the workspace and sweep again.",
                    f"Neo4j 存储中的内容与上次扫描写入的不一致（{name}：{len(part)} 行中仅 {done} 行）；"
                    "请删除工作区中的 neo4j 文件夹并重新扫描。",
                )
