"""The learned weights, as they lie in `weights.toml`: written by `python -m bench.fit`, read here."""

import tomllib
from pathlib import Path

FILE = Path(__file__).with_name("weights.toml")
_TABLES = tomllib.loads(FILE.read_text(encoding="utf-8"))
MEMBERSHIP: dict[str, float] = _TABLES["membership"]
RINGS: dict[str, float] = _TABLES["rings"]
NAMES: dict[str, dict[str, float]] = _TABLES["names"]
