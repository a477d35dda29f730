"""T02: one person sets up several single-handed firms within weeks, as a paid straw does."""

import numpy as np

from detectors.chance import surprise_of_sharing
from detectors.detector import (
    ASK_FOR_THE_MANDATE,
    CALL_THE_PERSON,
    REPEAT_IDENTITY_CHECK,
    Detector,
    DetectorParams,
    Family,
    Scope,
    threshold,
)
from detectors.findings import Findings
from detectors.lookalikes import excuses, namesakes, of_person, tempered, unrelated
from graph.baselines import Baselines
from graph.data import Data
from graph.model import HubKind, KeyKind, LinkRole
from graph.slice import Bools, Groups, Ints, RegisterSlice
from graph.words import Text

OWNERS = (LinkRole.SHAREHOLDER, LinkRole.BENEFICIAL_OWNER)
# A firm has a supervisor besides, by law; he does not make it two-handed.
HEADS = (LinkRole.LEGAL_REPRESENTATIVE, LinkRole.DIRECTOR, LinkRole.MANAGER)


class Params(DetectorParams):
    min_firms: int = threshold(3, unit="unrelated single-handed firms within days", source="domain T02")
    days: int = threshold(60, unit="days", source="domain T02")
    max_firms: int = threshold(500, unit="firms", source="block cap")


def _only(register: RegisterSlice, links: Bools) -> tuple[Ints, Ints]:
    """The smallest and the largest key each firm has among the marked links; -1 as largest means none."""
    firm, key = register.links.firm[links], register.links.key[links]
    least = np.full(len(register.firms), len(register.keys), np.int32)
    most = np.full(len(register.firms), -1, np.int32)
    np.minimum.at(least, firm, key)
    np.maximum.at(most, firm, key)
    return least, most


def single_hand(register: RegisterSlice) -> Ints:
    """The person key that alone owns each firm, or alone runs it where no owner is known; else -1."""
    keys, links = register.keys, register.links
    least_owner, most_owner = _only(register, np.isin(links.role, OWNERS))
    least_head, most_head = _only(register, np.isin(links.role, HEADS))
    runs = np.where(least_head == most_head, most_head, -1)
    owns = np.where(least_owner == most_owner, most_owner, -1)
    hand = np.where(most_owner >= 0, owns, runs).astype(np.int32)
    if len(keys) == 0:
        return hand
    return np.where((hand >= 0) & (keys.kind[hand] == KeyKind.PERSON), hand, -1).astype(np.int32)


def run(register: RegisterSlice, normal: Baselines, p: Params) -> Findings:
    keys, hand = register.keys, single_hand(register)
    usable = keys.complete & (keys.degree <= p.max_firms) & (keys.hub == HubKind.NONE)
    firm = np.flatnonzero(hand >= 0).astype(np.int32)
    firm = firm[usable[hand[firm]]]
    person = Groups.sets(register, hand[firm], firm).sized(p.min_firms, p.max_firms)
    _, first = person.densest(p.days)
    fast = person.members(person.born_within(first, p.days))
    fast = fast.where(unrelated(fast) >= p.min_firms)
    mask = excuses(fast) | namesakes(fast)
    return Findings.of(
        fast,
        expected=normal.usual_sharing(KeyKind.PERSON),
        surprise=surprise_of_sharing(fast.sizes, normal.sharing[KeyKind.PERSON]),
        confidence=tempered(0.7 * of_person(fast), mask),
        excuses=mask,
        first_on=fast.least(register.firms.registered[fast.firm]),
        last_on=fast.most(register.firms.registered[fast.firm]),
    )


FAST_FIRMS_ONE_PERSON = Detector(
    name="fast_firms_one_person",
    typologies=("T02",),
    family=Family.PERSON,
    severity=4,
    scope=Scope.LOCAL,
    title=Text("一人短期内设立多户独资企业", "One person sets up several single-handed firms within weeks"),
    reason=Text(
        "同一人在 {first_on} 至 {last_on} 间设立 {n} 户由其一人出资或管理的企业；"
        "按本地常态预期 {expected:.1f} 户。",
        "One person set up {n} firms alone between {first_on} and {last_on}; {expected:.1f} would be usual "
        "here.",
    ),
    mistaken_for=("N3", "N5", "N9", "N11", "N17", "N18"),
    cleared_by=Text(
        "本人到场说明各企业的经营计划，出资来源属实。",
        "The person explains in person what each firm is for, and the funds are their own.",
    ),
    basis=("R17", "R40", "CL250"),
    next_steps=(CALL_THE_PERSON, REPEAT_IDENTITY_CHECK, ASK_FOR_THE_MANDATE),
    params=Params,
    run=run,
    weight=1.5,
    needs=(Data.PEOPLE, Data.DATES),
)
