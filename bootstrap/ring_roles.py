"""Who is who in a ring, read from the published graph: what holds it together, its people, its kin.

Roles are leads: who heads a firm may have lent no more than a name, or was never asked, and whose identity
was used is a victim. What one operation is, `detectors.rings.operations` says.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from bootstrap.related import KINDS
from detectors.rings.operations import BOTH, CORE, ONE_HAND, OWN_SHARE, WIDEST
from graph.store.port import GraphView
from graph.store.records import FindingRow, FirmProfile, KeyRef, RingProfile
from graph.words import Lang, Text

MEMBERS: Final = 100  # the strongest members are looked at, as many as a profile holds
KEYS: Final = 10  # that hold it together, told at most
ORGANISES: Final = 3  # members in which an organiser has a hand, at least
# By what an organiser is reached and files; a room or a brand may be shared by accident.
HANDS: Final = ("phone", "email", "device", "ip", "account", "agent", "person", "owner")
OPERATES: Final = frozenset(kind.name.lower() for kind in ONE_HAND)
HEADS: Final = "legal_representative"
# What somebody does who handles a firm, whoever is its head.
HANDLES: Final = frozenset({"liaison", "finance_officer", "manager", "secretary", "beneficial_owner"})
STOLEN: Final = "stolen_identity"  # the detector whose subject may be a victim


class Role(StrEnum):
    """What a person may be in the ring."""

    ORGANISER = "organiser"
    POSSIBLE_VICTIM = "possible_victim"
    HEAD = "head"


ROLE_WORDS: Final = {
    Role.ORGANISER: Text("可能的组织者", "may be organising it"),
    Role.POSSIBLE_VICTIM: Text("可能被冒用身份", "may be a victim of identity theft"),
    Role.HEAD: Text(
        "任成员企业负责人；是否仅为挂名，须向本人核实", "heads member firms; ask whether in name only"
    ),
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
    """Another ring whose core has the same things, which hardly anybody else has: probably one operation."""

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
    shown = ring.members[:MEMBERS]
    firms = [firm for m in shown if (firm := view.firm(m.firm.firm_id)) is not None]
    core = {m.firm.firm_id for m in shown if m.strength >= CORE}
    keys, on = _keys(firms)
    hands = [Held(key, on[key.id]) for key in keys.values() if key.kind in HANDS and on[key.id] > 1]
    hands.sort(key=lambda held: (-held.members, held.key.firms, held.key.id))
    of_core = _keys(firm for firm in firms if firm.facts.firm_id in core)[0].values()
    linked, cut = _linked(view, ring.row.ring_id, [key for key in of_core if key.kind in OPERATES])
    return RingRoles(
        ring.row.ring_id,
        len(core),
        len(firms) - len(core),
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
            role = Role.HEAD
        else:
            continue
        told.append(Person(key, members, role))
    order = list(Role)
    return sorted(told, key=lambda p: (order.index(p.role), -p.members, p.key.id))


def _subjects(findings: Iterable[FindingRow], detector: str) -> set[str]:
    return {finding.subject_id for finding in findings if finding.detector == detector}


def _linked(view: GraphView, ring_id: str, keys: Iterable[KeyRef]) -> tuple[tuple[Linked, ...], bool]:
    """Rings of one operation with this one by what its core has, and whether anything of that was on too many
    firms to be looked through. What is on many firms beside is not: it tells of nobody."""
    found: dict[str, list[KeyRef]] = {}
    enough: set[str] = set()
    cut = False
    for key in sorted((key for key in keys if key.firms > 1), key=lambda key: key.id):
        profile = view.key(key.id, WIDEST) if key.firms <= WIDEST else None
        cut |= profile is None
        in_rings = [firm for firm in profile.firms if firm.ring_id] if profile else []
        if len({firm.ring_id for firm in in_rings} | {ring_id}) < 2:
            continue
        core = Counter(firm.ring_id for firm in in_rings if _strength(view, firm.firm_id) >= CORE)
        for other in sorted(an_id for an_id in core if an_id and an_id != ring_id):
            if core[ring_id] and core[ring_id] + core[other] >= OWN_SHARE * key.firms:
                found.setdefault(other, []).append(key)
                if min(core[ring_id], core[other]) >= BOTH or len(found[other]) > 1:
                    enough.add(other)
    ordered = sorted(enough, key=lambda other: (-len(found[other]), other))
    return tuple(Linked(other, tuple(found[other])) for other in ordered), cut


def _strength(view: GraphView, firm_id: str) -> float:
    """How firmly the firm sits in its ring."""
    firm = view.firm(firm_id)
    return (firm.verdict.strength or 0.0) if firm is not None else 0.0


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
        out.append(f"{ONE_OPERATION.in_(lang).format(ring=other.ring_id)} ({by})")
    return [*out, CUT.in_(lang)] if found.truncated else out
