"""Who is who in a ring, read from the published graph: what holds it together, its people, its kin.

Roles are leads: whoever is only a name on paper may not know of it, and whose identity was used without
being asked is a victim.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from bootstrap.related import KINDS
from graph.store.port import GraphView
from graph.store.records import FindingRow, FirmProfile, KeyRef, RingProfile
from graph.words import Lang, Text

MEMBERS: Final = 100  # the strongest members are looked at, as many as a profile holds
KEYS: Final = 10  # that hold it together, told at most
FIRMS_ON_KEY: Final = 200  # of a shared thing, looked through for other rings
CORE: Final = 0.5  # how firmly a core member sits in the ring, at least
ORGANISES: Final = 3  # members in which an organiser has a hand, at least
# By what an organiser is reached and files; a room or a brand may be shared by accident.
HANDS: Final = ("phone", "email", "device", "ip", "account", "agent", "person", "owner")
HEADS: Final = "legal_representative"
# What somebody does who handles a firm, whoever is its head.
HANDLES: Final = frozenset({"liaison", "finance_officer", "manager", "secretary", "beneficial_owner"})
STOLEN: Final = "stolen_identity"  # the detector whose subject may be a victim


class Role(StrEnum):
    """What a person may be in the ring."""

    ORGANISER = "organiser"
    POSSIBLE_VICTIM = "possible_victim"
    ON_PAPER = "on_paper"


ROLE_WORDS: Final = {
    Role.ORGANISER: Text("可能的组织者", "may be organising it"),
    Role.POSSIBLE_VICTIM: Text("可能被冒用身份", "may be a victim of identity theft"),
    Role.ON_PAPER: Text("可能只是挂名", "may be a name on paper"),
}
ONE_OPERATION: Final = Text("可能与团伙 {ring} 同属一个组织", "Probably one operation with {ring}")
CUT: Final = Text("未全部展开，实际可能更多。", "Not everything was looked at; there may be more.")


@dataclass(frozen=True)
class Held:
    """Something that members share: on how many of them, beside how many firms in the register."""

    key: KeyRef
    members: int


@dataclass(frozen=True)
class Person:
    """A person of the ring; `members` are the member firms he or she has an office in."""

    key: KeyRef
    members: int
    role: Role


@dataclass(frozen=True)
class Linked:
    """Another ring under one of the same hands: probably one operation."""

    ring_id: str
    keys: tuple[KeyRef, ...]


@dataclass(frozen=True)
class RingRoles:
    """Who is who. `core` and `fringe` count the members that were looked at; `truncated`: there are more
    members, or a shared thing has more firms, than were looked at."""

    ring_id: str
    core: int
    fringe: int
    holds_together: tuple[Held, ...]
    people: tuple[Person, ...]
    linked: tuple[Linked, ...]
    truncated: bool


def ring_roles(view: GraphView, ring: RingProfile) -> RingRoles:
    """The roles in one ring of the sweep."""
    firms = [firm for m in ring.members[:MEMBERS] if (firm := view.firm(m.firm.firm_id)) is not None]
    keys, on = _keys(firms)
    hands = [Held(key, on[key.id]) for key in keys.values() if key.kind in HANDS and on[key.id] > 1]
    hands.sort(key=lambda held: (-held.members, held.key.firms, held.key.id))
    linked, cut = _linked(view, ring.row.ring_id, hands[:KEYS])
    core = sum(m.strength >= CORE for m in ring.members[:MEMBERS])
    return RingRoles(
        ring.row.ring_id,
        core,
        len(firms) - core,
        tuple(hands[:KEYS]),
        tuple(_people(ring, firms, keys)),
        linked,
        cut or ring.row.size > len(firms),
    )


def _keys(firms: Iterable[FirmProfile]) -> tuple[dict[str, KeyRef], Counter[str]]:
    """What the firms have that is no hub, and on how many of them it is."""
    keys = {link.key.id: link.key for firm in firms for link in firm.links if link.key.hub == "none"}
    on = Counter(an_id for firm in firms for an_id in {link.key.id for link in firm.links} if an_id in keys)
    return keys, on


def _people(ring: RingProfile, firms: list[FirmProfile], keys: dict[str, KeyRef]) -> list[Person]:
    """Whoever handles several members or heads one, those with a hand in most first."""
    heads: Counter[str] = Counter()
    handles: Counter[str] = Counter()
    for firm in firms:
        people = [link for link in firm.of_kind("person") if link.key.id in keys]
        heads.update({link.key.id for link in people if link.role == HEADS})
        handles.update({link.key.id for link in people if link.role in HANDLES})
    victims = _subjects(ring.findings, STOLEN)
    told = []
    for an_id, key in keys.items():
        members = max(heads[an_id], handles[an_id])
        if an_id in victims and members:
            role = Role.POSSIBLE_VICTIM
        elif handles[an_id] and members >= ORGANISES:
            role = Role.ORGANISER
        elif heads[an_id]:
            role = Role.ON_PAPER
        else:
            continue
        told.append(Person(key, members, role))
    order = list(Role)
    return sorted(told, key=lambda p: (order.index(p.role), -p.members, p.key.id))


def _subjects(findings: Iterable[FindingRow], detector: str) -> set[str]:
    return {finding.subject_id for finding in findings if finding.detector == detector}


def _linked(view: GraphView, ring_id: str, hands: list[Held]) -> tuple[tuple[Linked, ...], bool]:
    """Other rings with firms on the same things, and whether any of these was too wide to look through."""
    found: dict[str, list[KeyRef]] = {}
    cut = False
    for held in hands:
        profile = view.key(held.key.id, FIRMS_ON_KEY)
        if profile is None:
            continue
        cut |= held.key.firms > len(profile.firms)
        for other in sorted({firm.ring_id for firm in profile.firms if firm.ring_id} - {ring_id}):
            found.setdefault(other, []).append(held.key)
    ordered = sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))
    return tuple(Linked(an_id, tuple(keys)) for an_id, keys in ordered), cut


def lines(found: RingRoles, lang: Lang) -> list[str]:
    """Who is who, for a terminal."""
    members = Text(
        f"成员：核心 {found.core} 户，边缘 {found.fringe} 户",
        f"Members: {found.core} core, {found.fringe} on the fringe",
    )
    out = [members.in_(lang), Text("维系团伙的关联点：", "What holds it together:").in_(lang)]
    for held in found.holds_together:
        of = Text(
            f"成员 {held.members} 户，全库 {held.key.firms} 户",
            f"{held.members} members, {held.key.firms} firms in all",
        )
        out.append(f"  {KINDS[held.key.kind].in_(lang)} {held.key.label}: {of.in_(lang)}")
    out.append(Text("人员：", "People:").in_(lang))
    for person in found.people:
        in_members = Text(f"成员 {person.members} 户", f"{person.members} members")
        out.append(f"  {person.key.label}: {ROLE_WORDS[person.role].in_(lang)} ({in_members.in_(lang)})")
    for other in found.linked:
        by = ", ".join(f"{KINDS[key.kind].in_(lang)} {key.label}" for key in other.keys)
        link = Text(
            f"与团伙 {other.ring_id} 可能同属一个组织", f"Probably one operation with {other.ring_id}"
        )
        out.append(f"{link.in_(lang)} ({by})")
    if found.truncated:
        out.append(
            Text("未全部展开，实际可能更多。", "Not everything was looked at; there may be more.").in_(lang)
        )
    return out
