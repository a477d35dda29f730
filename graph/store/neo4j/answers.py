"""The maps that statements give, as the port's records."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from graph.model import KeyKind, LinkRole
from graph.store.neo4j.pinned import Pinned
from graph.store.records import FindingProfile, FindingRow, FirmRef, KeyLink, KeyRef, PersonCandidate, RingRow
from graph.store.words import reasons, sentences
from graph.words import Text

Found = Mapping[str, Any]


def day(value: Any) -> date | None:
    """A Neo4j date."""
    return None if value is None else value.to_native()


def number(value: float | None) -> float | None:
    """To the six digits that the 32-bit number it was holds."""
    return None if value is None else round(value, 6)


def place(key: KeyRef) -> tuple[int, str]:
    """Where a key stands among all: by kind, then value."""
    return KeyKind[key.kind.upper()], key.value


def role_order(role: str) -> int:
    """Where a role stands among all."""
    return LinkRole[role.upper()]


def key_ref(found: Found) -> KeyRef:
    """A key; its public id is its handle."""
    return KeyRef(
        found["id"], found["id"], found["kind"], found["value"], found["label"], found["firms"], found["hub"]
    )


def key_link(found: Found) -> KeyLink:
    """A link with its key in `key`."""
    return KeyLink(
        key_ref(found["key"]), found["role"], day(found["since"]), day(found["until"]), found["strength"]
    )


def person(found: Found) -> PersonCandidate:
    """A person or agent."""
    return PersonCandidate(
        key_ref(found), found["name"], found["birth_date"], found["home_region"], found["identity"]
    )


def firm_ref(pinned: Pinned, found: Found) -> FirmRef:
    """A firm with what is said of it in `said`, null where nothing is."""
    said = found["said"] or pinned.base_verdict
    return FirmRef(
        firm_id=found["id"],
        name=found["name"],
        registered_on=day(found["registered_on"]),
        status=found["status"],
        score=said["score"],
        grade=said["grade"],
        ring_id=said.get("ring"),
    )


def finding_row(pinned: Pinned, found: Found) -> FindingRow:
    """A finding without its records."""
    detector = pinned.detectors[found["detector"]]
    return FindingRow(
        finding_id=found["id"],
        detector=found["detector"],
        typology=found["typology"],
        family=detector["family"],
        subject_kind=found["subject_kind"],
        subject_id=found["subject_id"],
        ring_id=found.get("ring"),
        firms=found["n_firms"],
        severity=detector["severity"],
        confidence=found["confidence"],
        surprise=found["surprise"],
        reason=Text(found["reason_zh"], found["reason_en"]),
    )


def finding_profile(pinned: Pinned, found: Found, firms: list[Found]) -> FindingProfile:
    """A finding with its records and its first firms."""
    detector = pinned.detectors[found["detector"]]
    return FindingProfile(
        row=finding_row(pinned, found),
        title=Text(detector["title_zh"], detector["title_en"]),
        statistic=found["statistic"],
        expected=found["expected"],
        evidence=json.loads(found.get("evidence") or "{}"),
        counter_evidence=reasons(found.get("counter_evidence")),
        basis=tuple(detector.get("basis") or ()),
        next_steps=sentences(detector.get("next_steps")),
        cleared_by=sentences(detector.get("cleared_by")),
        firms=tuple(firm_ref(pinned, firm) for firm in firms),
        scope=detector["scope"],
        excuses=found["excuses"],
    )


def ring_row(found: Found) -> RingRow:
    """A ring as it is listed."""
    return RingRow(
        ring_id=found["id"],
        rank=found["rank"],
        score=found["score"],
        one_hand=found["one_hand"],
        grade=found["grade"],
        size=found["size"],
        first_on=day(found.get("first_on")),
        last_on=day(found.get("last_on")),
        district=found.get("district"),
        families=tuple(found.get("families") or ()),
        title=Text(found["title_zh"], found["title_en"]),
        hypothesis=found["hypothesis"],
        reasons=reasons(found.get("reasons")),
        counter_evidence=reasons(found.get("counter_evidence")),
    )
