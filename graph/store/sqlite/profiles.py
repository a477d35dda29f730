"""Firms, keys and findings as profiles."""

import json
from collections.abc import Iterable
from typing import Any

import numpy as np
import polars as pl

from graph.model import LinkRole
from graph.store.records import (
    Event,
    FindingProfile,
    FindingRow,
    FirmFacts,
    FirmProfile,
    Holding,
    KeyLink,
    KeyProfile,
    KeyRef,
    Tie,
    Verdict,
)
from graph.store.sqlite import packing
from graph.store.sqlite.blocks import FIRMS_PER_BLOCK, from_block
from graph.store.sqlite.reader import FirmRow, Reader, day, listed, number
from graph.store.words import reasons, sentences, strings
from graph.words import Text

MOST_LISTED = 500  # holdings, events, ties or findings of one firm
MOST_FIRMS = 100  # firms shown with a finding
_FACTS = tuple(name for name in FirmFacts.__annotations__ if name not in ("firm_id", "name"))


def firm(reader: Reader, firm_id: str) -> FirmProfile | None:
    """See `GraphView.firm`."""
    row = reader.firm(firm_id)
    if row is None:
        return None
    facts, holdings, events, ties_out, ties_in = _block(reader, row.row)
    texts = from_block(facts).row(row.row % FIRMS_PER_BLOCK, named=True)
    return FirmProfile(
        facts=FirmFacts(firm_id=row.firm_id, name=row.name, **{name: texts[name] for name in _FACTS}),
        verdict=_verdict(reader, row, texts),
        links=_links(reader, row.links),
        holdings=_holdings(reader, _of_firm(holdings, "firm", row.row)),
        events=tuple(
            Event(e["kind"], e["on"], e["outcome"], e["until"], e["topic"], e["amount"], e["ref"])
            for e in _of_firm(events, "firm", row.row)
        ),
        ties=_ties(reader, row.row, ties_out, ties_in),
        findings=findings(reader, row.findings),
    )


def verdict(reader: Reader, row: FirmRow) -> Verdict:
    """What the sweep says of a firm."""
    facts = from_block(_block(reader, row.row)[0])
    return _verdict(reader, row, facts.row(row.row % FIRMS_PER_BLOCK, named=True))


def _verdict(reader: Reader, row: FirmRow, texts: dict[str, Any]) -> Verdict:
    ring, hand = int(row.record["ring"]), float(row.record["one_hand"])
    return Verdict(
        score=float(row.record["score"]),
        one_hand=None if np.isnan(hand) else hand,
        grade=packing.GRADES[row.record["grade"]],
        rank=int(row.record["rank"]),
        decision=texts["decision"],
        ring_id=reader.ring_ids(np.array([ring])).get(ring),
        strength=number(row.record["strength"]),
        reasons=reasons(texts["reasons"]),
        counter_evidence=reasons(texts["counter_evidence"]),
        cleared_by=sentences(texts["cleared_by"]),
    )


def _block(reader: Reader, row: int) -> tuple[Any, ...]:
    found = reader.one("firm_block", block=row // FIRMS_PER_BLOCK)
    assert found is not None
    return found


def _of_firm(block: bytes | None, column: str, row: int) -> list[dict[str, Any]]:
    if block is None:
        return []
    return from_block(block).filter(pl.col(column) == row).head(MOST_LISTED).to_dicts()


def _links(reader: Reader, links: packing.Records) -> tuple[KeyLink, ...]:
    keys = reader.key_refs(links["key"])
    return tuple(
        KeyLink(
            key=key,
            role=LinkRole(link["role"]).name.lower(),
            since=day(link["since"]),
            until=day(link["until"]),
            strength=round(float(link["strength"]), 6),
        )
        for key, link in zip(keys, links, strict=True)
    )


def _holdings(reader: Reader, found: list[dict[str, Any]]) -> tuple[Holding, ...]:
    rows = [h["holder_firm"] for h in found if h["holder_firm"] >= 0]
    holders = dict(zip(rows, reader.firm_refs(rows), strict=True))
    out = []
    for h in found:
        known = holders.get(h["holder_firm"])
        out.append(
            Holding(
                holder_kind="firm" if known or h["holder_id"].startswith("owner-") else "person",
                holder_id=known.firm_id if known else h["holder_id"],
                holder_name=known.name if known else h["holder_name"],
                share=h["share"],
                subscribed=h["subscribed"],
                verified=h["verified"],
                since=h["since"],
                until=h["until"],
            )
        )
    return tuple(out)


def _ties(reader: Reader, row: int, out: bytes | None, into: bytes | None) -> tuple[Tie, ...]:
    found = [(tie, True, tie["to_firm"]) for tie in _of_firm(out, "from_firm", row)]
    found += [(tie, False, tie["from_firm"]) for tie in _of_firm(into, "to_firm", row)]
    others = reader.firm_refs([other for _, _, other in found])
    return tuple(
        Tie(
            kind=tie["kind"],
            firm_id=other.firm_id,
            firm_name=other.name,
            outgoing=outgoing,
            on=tie["on"],
            until=tie["until"],
            amount=tie["amount"],
            ref=tie["ref"],
        )
        for (tie, outgoing, _), other in zip(found, others, strict=True)
    )


def findings(reader: Reader, rows: Iterable[int]) -> tuple[FindingRow, ...]:
    """Findings by number, the most surprising first."""
    return tuple(
        finding_row(found) for found in reader.all("findings_by_row", rows=listed(rows), limit=MOST_LISTED)
    )


def finding_row(found: tuple[Any, ...]) -> FindingRow:
    """A row of findings_by_row.sql or ring_findings.sql."""
    return FindingRow(*(*found[1:12], Text(found[12], found[13])))


def finding(reader: Reader, finding_id: str) -> FindingProfile | None:
    """See `GraphView.finding`."""
    found = reader.one("finding_row", finding_id=finding_id)
    return finding_profiles(reader, [found[0]])[0] if found else None


def finding_profiles(reader: Reader, rows: Iterable[int]) -> tuple[FindingProfile, ...]:
    """Findings with their records, the most surprising first."""
    found = reader.all("findings_by_row", rows=listed(rows), limit=MOST_LISTED)
    details = {d[0]: d[1:] for d in reader.all("finding_details", rows=listed(f[0] for f in found))}
    return tuple(_finding_profile(reader, finding_row(f), details[f[0]]) for f in found)


def _finding_profile(reader: Reader, row: FindingRow, details: tuple[Any, ...]) -> FindingProfile:
    (
        title_zh,
        title_en,
        statistic,
        expected,
        evidence,
        counter,
        basis,
        steps,
        cleared,
        firms,
        scope,
        excuses,
    ) = details
    return FindingProfile(
        row=row,
        title=Text(title_zh, title_en),
        statistic=statistic,
        expected=expected,
        evidence=json.loads(evidence or "{}"),
        counter_evidence=reasons(counter),
        basis=strings(basis),
        next_steps=sentences(steps),
        cleared_by=sentences(cleared),
        firms=tuple(reader.firm_refs(np.frombuffer(firms or b"", "<i4")[:MOST_FIRMS])),
        scope=scope,
        excuses=excuses,
    )


def key(reader: Reader, key_id: str, limit: int) -> KeyProfile | None:
    """See `GraphView.key`."""
    row = reader.key_row(key_id)
    if row < 0:
        return None
    row = reader.found_under([row])[0]
    ref: KeyRef = reader.key_refs([row])[0]
    why = reader.one("hub", key=row)
    firms = reader.firms_on([row])[row][:limit]
    return KeyProfile(ref, Text(*why) if why else None, tuple(reader.firm_refs(firms)))
