"""The model that serves a workspace: what decided cases taught of reading scores, one readable file a
version.

`models/0001.toml`, `0002.toml`, … lie in the workspace; the highest number serves. Taking a model back is
removing its file; without any, scores rest on the stated prior alone. `ringwatch learn` writes them, a
sweep reads one and publishes its calibration with the result, where the pre-check finds it: so both always
say the same.
"""

import json
import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from detectors.calibration import UNCALIBRATED, Calibration
from graph.errors import InputError

FOLDER = "models"
_NAME = re.compile(r"\d{4,}\.toml", re.ASCII)
_HEAD = """\
# How ringwatch reads its log-odds after decided cases: pairs of what comes in and what it becomes, straight
# between them, of slope 1 outside. Written by `ringwatch learn`. To go back to the model before, remove
# this file.
"""


@dataclass(frozen=True)
class Model:
    """One version; 0 is what serves before anything was learned. `learned` tells from what and how well."""

    version: int = 0
    calibration: Calibration = UNCALIBRATED
    learned: Mapping[str, str | float] = field(default_factory=dict)
    uncertain: tuple[tuple[float, ...], ...] = ()
    """Covariance (2, 2) of slope and shift of the rings' curve; empty where nothing is known of it."""

    def as_toml(self) -> str:
        """The file's text."""
        points = self.calibration.as_points()
        rows = [
            f"{name} = [" + ", ".join(f"[{a!r}, {b!r}]" for a, b in points[name]) + "]" for name in points
        ]
        told = [f"{key} = {_toml(value)}" for key, value in self.learned.items()]
        spread = ["covariance = [" + ", ".join(str(list(row)) for row in self.uncertain) + "]"]
        lines = [f"version = {self.version}", "", "[calibration]", *rows]
        return "\n".join([_HEAD, *lines, "", "[uncertainty]", *spread, "", "[learned]", *told]) + "\n"


FIRST = Model()


def _toml(value: str | float) -> str:
    return f'"{value}"' if isinstance(value, str) else repr(value)


def published(configuration: str) -> Model:
    """The model that a sweep with this configuration used; the first where it does not say."""
    try:
        kept = json.loads(configuration)
        spread = tuple(tuple(map(float, row)) for row in kept["uncertainty"])
        return Model(calibration=Calibration.of_points(kept["calibration"]), uncertain=spread)
    except (ValueError, LookupError, TypeError, AttributeError):
        return FIRST


def _files(workspace: Path) -> list[Path]:
    folder = workspace / FOLDER
    found = [path for path in folder.iterdir() if _NAME.fullmatch(path.name)] if folder.is_dir() else []
    return sorted(found, key=lambda path: int(path.stem))


def serving(workspace: Path) -> Model:
    """The model of the highest version, or the one of version 0. Raises InputError for a file that is no
    model."""
    files = _files(workspace)
    return _read(files[-1]) if files else FIRST


def _read(path: Path) -> Model:
    try:
        kept: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
        spread = tuple(tuple(map(float, row)) for row in kept.get("uncertainty", {}).get("covariance", ()))
        if [len(row) for row in spread] not in ([], [2, 2]):
            raise ValueError("the covariance is two rows of two numbers")
        calibration = Calibration.of_points(kept["calibration"])
        return Model(int(path.stem), calibration, kept.get("learned", {}), spread)
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as bad:
        raise InputError(
            f"The model {path} cannot be used ({bad}); correct or remove it, then sweep again.",
            f"模型文件 {path} 无法使用（{bad}）；请改正或删除后重新扫描。",
        ) from None


def keep(workspace: Path, model: Model) -> Path:
    """Write the model under its version, whole or not at all; from then on it serves."""
    folder = workspace / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{model.version:04d}.toml"
    draft = folder / f".{path.name}.{os.getpid()}"
    draft.write_text(model.as_toml(), encoding="utf-8")
    draft.replace(path)
    return path
