"""Rings: lists, profiles, members."""

import json
from datetime import date
from typing import Any

from graph.store.cursors import offset
from graph.store.records import DiscountedHub, Page, RingEdge, RingMember, RingProfile, RingRow
from graph.store.sqlite.profiles import finding_row
from graph.store.sqlite.reader import Reader
from graph.store.sqlite.tables import BY_NAME
from graph.store.words import reasons, sentences, strings
from graph.words import Text

MOST_MEMBERS = 100
MOST_FINDINGS = 500
_COLUMNS = tuple(BY_NAME["rings"].columns)


def page(
    reader: Reader,
    cursor: str | None,
    limit: int,
    *,
    min_score: float,
    district: str | None,
    family: str | None,
    min_size: int,
) -> Page[RingRow]:
    """See `GraphView.rings`; the cursor is one more than the last ring's number."""
    wanted = {"min_score": min_score, "district": district, "family": family, "min_size": min_size}
    found = reader.all("rings", after=offset(cursor) - 1, limit=limit + 1, **wanted)
    total = reader.one("rings_count", **wanted)
    more = str(found[limit - 1][0] + 1) if len(found) > limit else None
    return Page(tuple(ring_row(row) for row in found[:limit]), more, total[0] if total else 0)


def ring_row(found: tuple[Any, ...]) -> RingRow:
    """A row of the table rings as it is listed."""
    ring = dict(zip(_COLUMNS, found, strict=True))
    return RingRow(
        ring_id=ring["ring_id"],
        rank=ring["rank"],
        score=ring["score"],
        one_hand=ring["one_hand"],
        grade=ring["grade"],
        size=ring["size"],
        first_on=_date(ring["first_on"]),
        last_on=_date(ring["last_on"]),
        district=ring["district"],
        families=strings(ring["families"]),
        title=Text(ring["title_zh"], ring["title_en"]),
        hypothesis=ring["hypothesis"],
        reasons=reasons(ring["reasons"]),
        counter_evidence=reasons(ring["counter_evidence"]),
    )


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def profile(reader: Reader, ring_id: str) -> RingProfile | None:
    """See `GraphView.ring`."""
    found = reader.one("ring", ring_id=ring_id)
    if found is None:
        return None
    ring = dict(zip(_COLUMNS, found, strict=True))
    row = ring["row"]
    return RingProfile(
        row=ring_row(found),
        hypothesis_words=Text(ring["hypothesis_zh"], ring["hypothesis_en"]),
        runner_up=ring["runner_up"],
        runner_up_words=Text(ring["runner_up_zh"], ring["runner_up_en"]) if ring["runner_up"] else None,
        cleared_by=sentences(ring["cleared_by"]),
        next_steps=sentences(ring["next_steps"]),
        came_from=strings(ring["came_from"]),
        members=_members(reader, row, MOST_MEMBERS, 0),
        findings=tuple(finding_row(f) for f in reader.all("ring_findings", ring=row, limit=MOST_FINDINGS)),
        hubs=_hubs(reader, row),
        minimal_evidence=_minimal(reader, row),
    )


def members(reader: Reader, ring_id: str, cursor: str | None, limit: int) -> Page[RingMember] | None:
    """See `GraphView.ring_members`; the cursor counts members already seen."""
    skip = offset(cursor)
    found = reader.one("ring", ring_id=ring_id)
    if found is None:
        return None
    total = reader.one("ring_members_count", ring=found[0])
    count = total[0] if total else 0
    more = str(skip + limit) if skip + limit < count else None
    return Page(_members(reader, found[0], limit, skip), more, count)


def _members(reader: Reader, ring: int, limit: int, skip: int) -> tuple[RingMember, ...]:
    found = reader.all("ring_members", ring=ring, limit=limit, skip=skip)
    firms = reader.firm_refs([firm for firm, _ in found])
    return tuple(
        RingMember(firm, round(strength, 6)) for firm, (_, strength) in zip(firms, found, strict=True)
    )


def _hubs(reader: Reader, ring: int) -> tuple[DiscountedHub, ...]:
    found = reader.all("ring_hubs", ring=ring, limit=MOST_MEMBERS)
    rows = [row for row, _ in found]
    why = {
        row: (bool(declared), Text(zh, en))
        for row, declared, zh, en in reader.all("hubs_by_key", keys=json.dumps(rows))
    }
    nothing = (False, Text("", ""))
    return tuple(
        DiscountedHub(key, members, *why.get(row, nothing))
        for key, (row, members) in zip(reader.key_refs(rows), found, strict=True)
    )


def _minimal(reader: Reader, ring: int) -> tuple[RingEdge, ...]:
    found = reader.all("ring_edges_minimal", ring=ring, limit=MOST_FINDINGS)
    rows = sorted({firm for edge in found for firm in edge[:2]})
    names = {row: firm.firm_id for row, firm in zip(rows, reader.firm_refs(rows), strict=True)}
    return tuple(
        RingEdge(names[a], names[b], round(weight, 6), strings(kinds), minimal=True)
        for a, b, weight, kinds in found
    )
