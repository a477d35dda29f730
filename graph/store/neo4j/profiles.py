"""Firms, keys and findings as profiles: one statement each."""

import json
from collections.abc import Sequence
from dataclasses import fields
from datetime import date
from typing import Any, Final

from graph.model import KeyKind
from graph.neighbourhood import NEIGHBOURHOOD_CAP
from graph.property_graph import TIE_TYPES
from graph.store.neo4j.answers import (
    Found,
    day,
    finding_profile,
    finding_row,
    firm_ref,
    key_link,
    key_ref,
    number,
    person,
    place,
    ring_row,
    role_order,
)
from graph.store.neo4j.pinned import Pinned
from graph.store.records import (
    Event,
    FindingProfile,
    FirmFacts,
    FirmProfile,
    Holding,
    Judged,
    KeyHandle,
    KeyProfile,
    KeyRef,
    PersonCandidate,
    Tie,
    Verdict,
)
from graph.store.words import reasons, sentences
from graph.words import Text

MOST_LISTED: Final = 500  # holdings, events, ties each way or findings of one firm
MOST_LINKS: Final = 10_000  # of one firm; no real one comes near
MOST_FIRMS: Final = 100  # firms shown with a finding
_MOST_NAMESAKES: Final = 50  # keys under one keyed id; there are two at most
_OWNER_ID: Final = f"{KeyKind.OWNER.name.lower()}-"
_FACTS: Final = tuple(field.name for field in fields(FirmFacts) if field.name != "firm_id")
_DAYS: Final = ("registered_on", "dissolved_on")
_KIND_OF: Final = {type_: kind for kind, type_ in TIE_TYPES.items()}


def firm(pinned: Pinned, firm_id: str) -> FirmProfile | None:
    """See `GraphView.firm`."""
    found = pinned.one("firm", id=firm_id, most_links=MOST_LINKS, most_listed=MOST_LISTED)
    if found["firm"] is None:
        return None
    facts = dict(found["firm"])
    links = [key_link(link) for link in found["links"]]
    return FirmProfile(
        facts=_facts(facts),
        verdict=_verdict(pinned, facts["said"]),
        links=tuple(sorted(links, key=lambda link: (place(link.key), role_order(link.role)))),
        holdings=tuple(_holding(holding) for holding in found["holdings"]),
        events=tuple(_event(event) for event in json.loads(facts["events"] or "[]")[:MOST_LISTED]),
        ties=(
            *(_tie(tie, outgoing=True) for tie in found["ties_out"]),
            *(_tie(tie, outgoing=False) for tie in found["ties_in"]),
        ),
        findings=tuple(finding_row(pinned, finding) for finding in found["findings"]),
    )


def _facts(found: Found) -> FirmFacts:
    facts = {name: found[name] for name in _FACTS}
    return FirmFacts(firm_id=found["id"], **{**facts, **{name: day(facts[name]) for name in _DAYS}})


def _verdict(pinned: Pinned, said: Found | None) -> Verdict:
    found = said or pinned.base_verdict
    return Verdict(
        score=found["score"],
        one_hand=found.get("one_hand"),
        grade=found["grade"],
        rank=found["rank"],
        decision=found["decision"],
        ring_id=found.get("ring"),
        strength=number(found.get("strength")),
        reasons=reasons(found.get("reasons")),
        counter_evidence=reasons(found.get("counter_evidence")),
        cleared_by=sentences(found.get("cleared_by")),
    )


def _holding(found: Found) -> Holding:
    known = found["firm"] is not None
    return Holding(
        holder_kind="firm" if known or found["key"].startswith(_OWNER_ID) else "person",
        holder_id=found["firm"] if known else found["key"],
        holder_name=found["firm_name"] if known else found["label"],
        share=found["share"],
        subscribed=found["subscribed"],
        verified=found["verified"],
        since=day(found["since"]),
        until=day(found["until"]),
    )


def _event(found: dict[str, Any]) -> Event:
    until = found.get("until")
    return Event(
        kind=found["kind"],
        on=date.fromisoformat(found["on"]),
        outcome=found.get("outcome"),
        until=date.fromisoformat(until) if until else None,
        topic=found.get("topic"),
        amount=found.get("amount"),
        ref=found.get("ref"),
    )


def _tie(found: Found, *, outgoing: bool) -> Tie:
    return Tie(
        kind=_KIND_OF[found["type"]],
        firm_id=found["firm"],
        firm_name=found["firm_name"],
        outgoing=outgoing,
        on=day(found["on"]),
        until=day(found["until"]),
        amount=found["amount"],
        ref=found["ref"],
    )


def judged(pinned: Pinned, firm_id: str) -> Judged | None:
    """See `GraphView.judged`."""
    found = pinned.one("judged", id=firm_id, most_listed=MOST_LISTED, shown=MOST_FIRMS)
    if found["firm"] is None:
        return None
    return Judged(
        verdict=_verdict(pinned, found["said"]),
        ring=ring_row(found["ring"]) if found["ring"] else None,
        findings=tuple(finding_profile(pinned, each, each["shown"]) for each in found["findings"]),
    )


def finding(pinned: Pinned, finding_id: str) -> FindingProfile | None:
    """See `GraphView.finding`."""
    found = pinned.one("finding", id=finding_id, shown=MOST_FIRMS)
    return finding_profile(pinned, found["finding"], found["firms"]) if found["finding"] else None


def key(pinned: Pinned, key_id: str, limit: int) -> KeyProfile | None:
    """See `GraphView.key`."""
    found = pinned.one("key", id=key_id, cap=NEIGHBOURHOOD_CAP, limit=limit)
    if found["key"] is not None and found["key"]["same_as"] is not None:
        found = pinned.one("key", id=found["key"]["same_as"], cap=NEIGHBOURHOOD_CAP, limit=limit)
    if found["key"] is None:
        return None
    why = found["key"]["why_zh"], found["key"]["why_en"]
    return KeyProfile(
        key=key_ref(found["key"]),
        why_hub=None if why == (None, None) else Text(*why),
        firms=tuple(firm_ref(pinned, each) for each in found["firms"]),
    )


def found_under(pinned: Pinned, found: Sequence[Found]) -> list[KeyRef | None]:
    """Of keys as `keys` tells them: of what is another spelling of one, that one; None where it is gone."""
    others = sorted({key["same_as"] for key in found} - {None})
    refs = {key["id"]: key_ref(key) for key in pinned.one("keys", ids=others)["keys"]} if others else {}
    return [key_ref(key) if key["same_as"] is None else refs.get(key["same_as"]) for key in found]


def keys(pinned: Pinned, handles: Sequence[KeyHandle]) -> list[KeyRef]:
    """See `GraphView.keys`."""
    found = pinned.one("keys", ids=sorted({str(handle) for handle in handles}))
    refs = {each["id"]: key_ref(each) for each in found["keys"]}
    return [refs[str(handle)] for handle in handles]


def persons(pinned: Pinned, handles: Sequence[KeyHandle]) -> list[PersonCandidate]:
    """See `GraphView.persons`."""
    found = pinned.one("keys", ids=sorted({str(handle) for handle in handles}))
    candidates = {each["id"]: person(each) for each in found["keys"]}
    return [candidates[str(handle)] for handle in handles]


def person_by_identity(pinned: Pinned, keyed_id: str) -> list[PersonCandidate]:
    """See `GraphView.person_by_identity`."""
    found = pinned.one("person_by_identity", keyed_id=keyed_id, most=_MOST_NAMESAKES)
    return [person(each) for each in found["persons"]]
