"""Snapshots as files: `<root>/<id>/<table>.parquet` and `manifest.json`; same content, same bytes."""

import hashlib
import json
import tempfile
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import polars as pl

from graph.errors import StoreError
from graph.model import LAYOUT_VERSION
from graph.normalise import NORMALISATION_VERSION
from graph.snapshot_tables import CONTENT, SCHEMAS, Snapshot
from graph.system_words import system_words

MANIFEST = "manifest.json"
IDENTITIES = "identities.parquet"
KEY_CHECK = "key_check"  # with the identities, so that the two are replaced in one step
# Follows from kind and value, so it adds nothing to the content.
DERIVED = ("public_id",)
_ROW_GROUP = 262_144


def _hash_column(column: pl.Series, into: "hashlib.blake2b") -> None:
    """Feed name, type, which values are null, and the values with nulls made equal."""
    into.update(f"{column.name}:{column.dtype.base_type().__name__}:{len(column)}:".encode())
    if column.has_nulls():
        into.update(np.packbits(column.is_null().to_numpy()).data)
    if column.dtype == pl.String:
        text = column.fill_null("").rechunk().to_arrow(compat_level=pl.CompatLevel.oldest())
        _, offsets, data = text.buffers()
        ends = np.frombuffer(offsets, dtype=np.int64)[text.offset : text.offset + len(text) + 1]
        into.update(np.diff(ends).astype(np.uint32).data)
        into.update(memoryview(data)[ends[0] : ends[-1]])
    else:
        into.update(column.to_physical().fill_null(0).to_numpy().data)


def table_digest(table: pl.DataFrame) -> str:
    """32 hex digits of blake2b over a table's values in the order they stand."""
    digest = hashlib.blake2b(digest_size=16)
    for column in table.drop(DERIVED, strict=False).iter_columns():
        _hash_column(column, digest)
    return digest.hexdigest()


def _id_of(digests: Mapping[str, str]) -> str:
    """The snapshot's name: of the content, the layout and the normalisation that read it."""
    digest = hashlib.blake2b(f"{LAYOUT_VERSION}/{NORMALISATION_VERSION}".encode(), digest_size=16)
    for name in CONTENT:
        digest.update(f"{name}={digests[name]};".encode())
    return digest.hexdigest()


def content_id(tables: Mapping[str, pl.DataFrame]) -> str:
    """The name of the snapshot with this content."""
    return _id_of({name: table_digest(tables[name]) for name in CONTENT})


def _save(table: pl.DataFrame, path: Path, said: dict[str, str] | None = None) -> None:
    table.rechunk().write_parquet(
        path,
        compression="zstd",
        compression_level=1,
        statistics=False,
        row_group_size=_ROW_GROUP,
        metadata=said,
    )


class Draft:
    """A snapshot that is being written below `root`, table by table: whole in the end, or not at all.

    A table is written while the next one is made; no other is kept in memory. To be used in a `with`;
    raises StoreError where nothing can be written. `key_check` is of the secret that ids are keyed with.
    """

    def __init__(self, root: Path, key_check: str) -> None:
        self._root = root
        self._key_check = key_check
        self._digests: dict[str, str] = {}
        self._rows: dict[str, int] = {}
        self._writer = ThreadPoolExecutor(1)
        self._writing: Future[None] | None = None

    def __enter__(self) -> "Draft":
        with _writing_to(self._root):
            self._root.mkdir(parents=True, exist_ok=True)
            self._temporary = tempfile.TemporaryDirectory(prefix=".draft-", dir=self._root)
        # A folder inside, since what is moved away cannot be cleaned up.
        self._folder = Path(self._temporary.name) / "snapshot"
        self._folder.mkdir()
        return self

    def __exit__(self, *_: object) -> None:
        self._writer.shutdown()
        self._temporary.cleanup()

    def keep(self, name: str, table: pl.DataFrame) -> None:
        """Have one table written; what befell the one before is raised here."""
        self._written()
        self._writing = self._writer.submit(self._write, name, table)

    def _written(self) -> None:
        """Wait for the table that is being written."""
        if self._writing:
            self._writing.result()

    def _write(self, name: str, table: pl.DataFrame) -> None:
        if name in CONTENT:
            self._digests[name] = table_digest(table)
        self._rows[name] = len(table)
        with _writing_to(self._root):
            path = self._folder / f"{name}.parquet"
            _save(table, path, {KEY_CHECK: self._key_check} if path.name == IDENTITIES else None)

    def finish(self, notes: Mapping[str, int]) -> tuple[str, Path]:
        """Name the snapshot after what was kept, and put it in its place: its id and folder.

        Where the same content is there already, its files are replaced one by one: all but the identities,
        whose secret may be another, are the same bytes unless they were damaged.
        """
        self._written()
        snapshot_id = _id_of(self._digests)
        manifest = {
            "id": snapshot_id,
            "layout": LAYOUT_VERSION,
            "normalisation": NORMALISATION_VERSION,
            "rows": {name: self._rows[name] for name in SCHEMAS},
            "notes": dict(sorted(notes.items())),
        }
        target = self._root / snapshot_id
        with _writing_to(self._root):
            (self._folder / MANIFEST).write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")
            if target.exists():
                for name in (*SCHEMAS, MANIFEST):  # the manifest last: it dates the snapshot
                    file = name if name == MANIFEST else f"{name}.parquet"
                    (self._folder / file).replace(target / file)
            else:
                self._folder.replace(target)
        return snapshot_id, target


@contextmanager
def _writing_to(root: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StoreError(
            f"The snapshot cannot be written to {root} ({system_words(error).en}); "
            "free space or choose another workspace.",
            f"无法将快照写入 {root}（{system_words(error).zh}）；请腾出空间或改用其他工作区。",
        ) from error


def write(snapshot: Snapshot, root: Path) -> Path:
    """Write a snapshot below `root`, whole or not at all; see Draft. Returns its folder."""
    with Draft(root, snapshot.key_check) as draft:
        for name in SCHEMAS:
            draft.keep(name, snapshot.table(name))
        return draft.finish(snapshot.notes)[1]


def read(root: Path, snapshot_id: str) -> Snapshot:
    """Read a snapshot back. StoreError where it is not whole or of another version."""
    folder = root / snapshot_id
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        tables = {name: pl.read_parquet(folder / f"{name}.parquet", glob=False) for name in SCHEMAS}
    except (OSError, ValueError, pl.exceptions.PolarsError) as error:
        raise StoreError(
            f"The snapshot in {folder} cannot be read; ingest the register again.",
            f"无法读取 {folder} 中的快照；请重新导入登记数据。",
        ) from error
    key_check = key_check_of(root, snapshot_id)
    made_by = (manifest.get("layout"), manifest.get("normalisation"))
    alike = all(dict(tables[name].schema) == schema for name, schema in SCHEMAS.items())
    if made_by != (LAYOUT_VERSION, NORMALISATION_VERSION) or key_check is None or not alike:
        raise StoreError(
            f"The snapshot in {folder} was written by another version; ingest the register again.",
            f"{folder} 中的快照由其他版本写成；请重新导入登记数据。",
        )
    return Snapshot(id=manifest["id"], notes=manifest["notes"], key_check=key_check, **tables)


def key_check_of(root: Path, snapshot_id: str) -> str | None:
    """Of which secret the snapshot's ids are keyed; None where its file does not say or cannot be read."""
    try:
        return pl.read_parquet_metadata(root / snapshot_id / IDENTITIES).get(KEY_CHECK)
    except (OSError, pl.exceptions.PolarsError):
        return None


def labelled_firms(root: Path, snapshot_id: str) -> frozenset[str]:
    """Ids of the firms that the register itself labels; none where the snapshot is not below `root`."""
    folder = root / snapshot_id
    if not (folder / MANIFEST).exists():
        return frozenset()
    labelled = pl.read_parquet(folder / "labels.parquet", columns=["firm"], glob=False)["firm"].unique()
    if labelled.is_empty():
        return frozenset()
    ids = pl.read_parquet(folder / "firms.parquet", columns=["firm_id"], glob=False)["firm_id"]
    return frozenset(ids.gather(labelled))


def latest(root: Path) -> str | None:
    """The id of the snapshot written last below `root`; None where there is none."""
    manifests = [*root.glob(f"*/{MANIFEST}")] if root.is_dir() else []
    # Two written within the clock's resolution: the name decides, so that the answer is one.
    return (
        max(manifests, key=lambda m: (m.stat().st_mtime_ns, m.parent.name)).parent.name if manifests else None
    )
