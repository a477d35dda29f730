"""What decided cases suggest to a person: combinations of facts, and firms unlike the rest."""

import math
from collections.abc import Sequence
from pathlib import Path

import polars as pl

from bootstrap.combinations import accepted_in
from detectors.combinations import Proposal
from graph.slice import Ints

_HEAD = """\
# Proposals of `ringwatch learn`, for a person to judge.
# [[combination]]: facts that confirmed cases show together far more often than the register ("ring:" are
# features of the firm's ring, the rest detectors). support: share of the confirmed; lift: over the share of
# the register (of the firms in rings, where a feature of the ring is among them), lift_low: its 95 % lower
# limit, members of one ring counted as nearly one; firms: of the register that show them, of which confirmed
# and cleared are decided, new neither decided nor flagged. To take one up, set accepted = true and keep the
# file as combinations.toml in the workspace: from the next sweep on it is a reason to look at the firms that
# show it, worth at most the logarithm of lift_low. What is accepted stays when the file is written again.
# [[look]]: firms that findings set apart from all others (isolation forest). A reason to look, no more.
"""


def write_proposals(path: Path, found: list[Proposal], odd: Ints, firm_ids: pl.Series) -> None:
    """Write the file as TOML, whole or not at all; the same cases give the same bytes. The combinations
    that are accepted in it stay; raises InputError where they cannot be read."""
    lines, stays = [_HEAD], accepted_in(path)
    for one in stays:
        lines += ["[[combination]]", _facts(one.facts), "accepted = true", f"support = {one.support!r}"]
        lines += [f"lift = {one.lift!r}", f"lift_low = {one.lift_low!r}", ""]
    taken = {frozenset(one.facts) for one in stays}
    for p in found:
        if frozenset(p.facts) in taken:
            continue
        lines += ["[[combination]]", _facts(p.facts), "accepted = false"]
        lines += [f"support = {p.support:.3f}", f"lift = {p.lift:.1f}", f"lift_low = {_down(p.lift_low)}"]
        lines += [f"firms = {p.firms}", f"confirmed = {p.confirmed}", f"cleared = {p.cleared}"]
        lines += [f"new = {p.new}", ""]
    for firm_id in firm_ids.gather(odd):
        lines += ["[[look]]", f'firm_id = "{_plain(firm_id)}"', ""]
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.draft")
    draft.write_text("\n".join(lines), encoding="utf-8")
    draft.replace(path)


def _facts(names: Sequence[str]) -> str:
    return "facts = [" + ", ".join(f'"{name}"' for name in names) + "]"


def _down(limit: float) -> str:
    """A lower limit, never rounded up."""
    return f"{math.floor(limit * 100) / 100:.2f}"


def _plain(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')
