"""What decided cases suggest to a person: combinations of facts, and firms unlike the rest. Nothing is
changed."""

from pathlib import Path

import polars as pl

from detectors.combinations import Proposal
from graph.slice import Ints

_HEAD = """\
# Proposals of `ringwatch learn`, for a person to judge; no score changes by them.
# [[combination]]: facts that confirmed cases show together far more often than the register ("ring:" are
# features of the firm's ring, the rest detectors). support: share of the confirmed; lift: over the share of
# the register; firms: of the register that show them, of which confirmed and cleared are decided, new
# neither decided nor flagged. To take one up, set accepted = true, keep the file with the configuration,
# and give it a detector (CONTRIBUTING.md). [[look]]: firms that findings set apart from all others
# (isolation forest). A reason to look, no more.
"""


def write_proposals(path: Path, found: list[Proposal], odd: Ints, firm_ids: pl.Series) -> None:
    """Write the file as TOML, whole or not at all; the same cases give the same bytes."""
    lines = [_HEAD]
    for p in found:
        facts = ", ".join(f'"{fact}"' for fact in p.facts)
        lines += ["[[combination]]", f"facts = [{facts}]", "accepted = false"]
        lines += [f"support = {p.support:.3f}", f"lift = {p.lift:.1f}", f"firms = {p.firms}"]
        lines += [f"confirmed = {p.confirmed}", f"cleared = {p.cleared}", f"new = {p.new}", ""]
    for firm_id in firm_ids.gather(odd):
        lines += ["[[look]]", f'firm_id = "{_plain(firm_id)}"', ""]
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.draft")
    draft.write_text("\n".join(lines), encoding="utf-8")
    draft.replace(path)


def _plain(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')
