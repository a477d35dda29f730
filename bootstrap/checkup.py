"""`ringwatch doctor`: is this installation fit to run, and if not, what to do."""

import importlib
import os
import shutil
import stat
from contextlib import closing
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from bootstrap.identity import KEY_FILE, held_key, key_of
from bootstrap.settings import CONFIG_VARIABLE, PREFIX, Settings
from graph.errors import NotPublished, RingwatchError
from graph.system_words import system_words
from graph.words import Lang, Text

# Compiled libraries: the ones that fail on an odd machine, and everything else needs them.
LIBRARIES = ("polars", "pyarrow", "numpy", "numba", "scipy", "igraph", "rapidfuzz", "opencc")
LEAST_FREE_GB = 2.0  # a register of a million firms takes about one


@dataclass(frozen=True)
class Check:
    """One thing looked at; `ok` is false where something has to be done, which `words` then says."""

    name: str
    ok: bool
    words: Text

    def line(self, lang: Lang) -> str:
        """The check as a line for a terminal."""
        return f"{'ok' if self.ok else '!!'}  {self.words.in_(lang)}"


def check_up(settings: Settings) -> list[Check]:
    """Look at everything a run needs. Changes nothing but a missing workspace folder."""
    libraries = [_library(name) for name in LIBRARIES]
    checks = [*libraries, _variables(), _workspace(settings.workspace), _identity(settings)]
    # A store cannot even be looked at without them.
    fit = all(library.ok for library in libraries) and settings.workspace.is_dir()
    return [*checks, *_published(settings)] if fit else checks


def _library(name: str) -> Check:
    try:
        importlib.import_module(name)
    except (ImportError, OSError) as bad:
        return Check(
            name,
            False,
            Text(
                f"{name} 无法加载（{bad}）；请运行 make setup。",
                f"{name} does not load ({bad}); run make setup.",
            ),
        )
    named = f"{name} {metadata.version(name)}"
    return Check(name, True, Text(named, named))


def _variables() -> Check:
    known = {PREFIX + name.upper() for name in Settings.model_fields} | {CONFIG_VARIABLE}
    unknown = ", ".join(sorted(name for name in os.environ if name.startswith(PREFIX) and name not in known))
    if not unknown:
        return Check("settings", True, Text("设置项均已识别", "every setting is known"))
    return Check(
        "settings",
        False,
        Text(
            f"未知的环境变量 {unknown}；请对照 docs/settings.md 更正名称。",
            f"Unknown environment variables {unknown}; correct the names, see docs/settings.md.",
        ),
    )


def _workspace(folder: Path) -> Check:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / f".doctor-{os.getpid()}"
        probe.touch()
        probe.unlink()
    except OSError as bad:
        return Check(
            "workspace",
            False,
            Text(
                f"工作区 {folder} 不可写（{system_words(bad).zh}）；请用 --workspace 指定其他目录。",
                f"Workspace {folder} cannot be written ({system_words(bad).en}); "
                "name another with --workspace.",
            ),
        )
    free = shutil.disk_usage(folder).free / 1e9
    words = Text(f"工作区 {folder}，剩余 {free:.1f} GB", f"workspace {folder}, {free:.1f} GB free")
    if free >= LEAST_FREE_GB:
        return Check("workspace", True, words)
    return Check(
        "workspace",
        False,
        Text(
            f"{words.zh}，少于 {LEAST_FREE_GB:.0f} GB；请清理磁盘。",
            f"{words.en}, less than {LEAST_FREE_GB:.0f} GB; make room.",
        ),
    )


def _published(settings: Settings) -> list[Check]:
    """What is live, and whether the identity key here is the one it was made with."""
    from bootstrap.compose import open_store
    from graph.snapshot import key_check_of, latest

    checks: list[Check] = []
    made_with: list[str | None] = []
    try:
        with closing(open_store(settings)) as store:
            info = store.view().info
    except NotPublished:
        nothing = Text(
            f"图存储 {settings.store}：尚无已发布的结果", f"store {settings.store}: nothing published yet"
        )
        checks.append(Check("store", True, nothing))
    except RingwatchError as bad:
        checks.append(Check("store", False, bad.words))
    else:
        live = Text(
            f"图存储 {settings.store}：已发布 {info.sweep_id}，{info.firms:,} 户企业",
            f"store {settings.store}: sweep {info.sweep_id} of {info.firms:,} firms is live",
        )
        checks.append(Check("store", True, live))
        made_with.append(info.key_check)
    snapshots = settings.workspace / "snapshots"
    snapshot_id = latest(snapshots)
    made_with += [key_check_of(snapshots, snapshot_id)] if snapshot_id else []
    for check in dict.fromkeys(filter(None, made_with)):
        try:
            key_of(settings, check)
        except RingwatchError as bad:
            return [*checks, Check("identity key of the register", False, bad.words)]
    return checks


def _identity(settings: Settings) -> Check:
    file = settings.workspace / KEY_FILE
    if settings.id_key is None and not file.exists():
        return Check(
            "identity key", True, Text("身份密钥将在首次导入时生成", "identity key: made at the first ingest")
        )
    try:
        held_key(settings)
    except RingwatchError as bad:
        return Check("identity key", False, bad.words)
    if settings.id_key is None and stat.S_IMODE(file.stat().st_mode) & 0o077:
        return Check(
            "identity key",
            False,
            Text(
                f"{file} 可被其他用户读取；请运行 chmod 600 {file}。",
                f"{file} can be read by others; run chmod 600 {file}.",
            ),
        )
    return Check("identity key", True, Text("身份密钥可用", "identity key is in place"))
