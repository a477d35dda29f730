"""Combinations of facts that a person accepted: `combinations.toml` in the workspace.

`ringwatch learn --propose` writes such files with `accepted = false` everywhere; a person sets the accepted
ones to true. The next sweep applies those, and publishes them with its configuration.
"""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from detectors.accepted import Combination
from detectors.facts import KNOWN
from graph.errors import InputError

FILE = "combinations.toml"


def accepted_in(path: Path) -> tuple[Combination, ...]:
    """The accepted combinations of a file of proposals, sorted, each set of facts once; none without the
    file. Raises InputError naming the first entry that cannot be used."""
    if not path.exists():
        return ()
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8")).get("combination", [])
    except (OSError, ValueError) as bad:
        raise InputError(
            f"{path} cannot be read as TOML ({bad}); correct or remove it.",
            f"{path} 不是有效的 TOML（{bad}）；请改正或删除。",
        ) from None
    if not isinstance(entries, list):
        raise _wrong(path, 1, "[[combination]]")
    found: dict[tuple[str, ...], Combination] = {}
    for number, entry in enumerate(entries, 1):
        one = _combination(path, number, entry)
        if one is not None:
            found.setdefault(tuple(sorted(one.facts)), one)
    return tuple(sorted(found.values()))


def _combination(path: Path, number: int, entry: object) -> Combination | None:
    """None where nobody accepted it."""
    if not isinstance(entry, Mapping):
        raise _wrong(path, number, "[[combination]]")
    accepted = entry.get("accepted", False)
    if not isinstance(accepted, bool):
        raise _wrong(path, number, "accepted")
    if not accepted:
        return None
    facts = entry.get("facts")
    if not isinstance(facts, list) or len(facts) < 2 or not set(map(str, facts)) <= set(KNOWN):
        raise _wrong(path, number, "facts")
    support, lift, low = (_number(path, number, entry, name) for name in ("support", "lift", "lift_low"))
    if support > 1:
        raise _wrong(path, number, "support")
    if low > lift:
        raise _wrong(path, number, "lift_low")
    return Combination(tuple(map(str, facts)), support, lift, low)


def _number(path: Path, number: int, entry: Mapping[str, Any], name: str) -> float:
    value = entry.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < float("inf"):
        raise _wrong(path, number, name)
    return float(value)


def _wrong(path: Path, number: int, field: str) -> InputError:
    return InputError(
        f"{path}, combination {number}: {field} cannot be used; restore it as `ringwatch learn --propose` "
        "wrote it, or set accepted = false.",
        f"{path} 第 {number} 个组合：{field} 无法使用；请恢复为 ringwatch learn --propose 所写的值，"
        "或设 accepted = false。",
        field=field,
    )
