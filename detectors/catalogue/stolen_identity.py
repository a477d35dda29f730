"""T01: within weeks several firms are born in the name of one person who cannot be reached through any.

Every phone, mail box and device of these firms is one that strangers' firms use too. The person may be the
victim, not the author; a paid straw (T02) looks the same until somebody asks.
"""

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
from detectors.held import keys_of
from detectors.lookalikes import excuses, explained, namesakes, of_person, of_typed_agent, tempered, unrelated
from graph.baselines import Baselines
from graph.data import Data
from graph.model import HubKind, KeyKind, LinkRole
from graph.order import pairs
from graph.slice import Bools, Groups, RegisterSlice
from graph.words import Text

# By what a firm's own people are reached, and from what they file.
OWN = (KeyKind.PHONE, KeyKind.EMAIL, KeyKind.DEVICE)


class Params(DetectorParams):
    min_firms: int = threshold(2, unit="unrelated firms within days", source="domain T01")
    days: int = threshold(30, unit="days", source="domain T01")
    max_firms: int = threshold(500, unit="firms", source="block cap")


def _out_of_reach(fresh: Groups, everything: Groups) -> Bools:
    """Groups with a contact or device that others use, and without any that is the person's alone.

    `everything` are all firms of the same people: what a person shares with his own firms is his.
    """
    keys, used, all_used = fresh.register.keys, keys_of(fresh, *OWN), keys_of(everything, *OWN)
    of_person = pairs(everything.subject[all_used.group], all_used.key)
    at = np.searchsorted(of_person, pairs(fresh.subject[used.group], used.key))
    alone = all_used.members[at] >= keys.degree[used.key] if len(at) else np.zeros(0, np.bool_)
    others = used.where(~alone & (keys.hub[used.key] == HubKind.NONE))
    return np.asarray(others.any_of(len(fresh)) & ~used.where(alone).any_of(len(fresh)), np.bool_)


def run(register: RegisterSlice, normal: Baselines, p: Params) -> Findings:
    heads = (LinkRole.LEGAL_REPRESENTATIVE,)
    person = register.groups(KeyKind.PERSON, roles=heads, at_least=p.min_firms, cap=p.max_firms)
    _, first = person.densest(p.days)
    fresh = person.members(person.born_within(first, p.days))
    fresh = fresh.where(unrelated(fresh) >= p.min_firms)
    everything = register.groups(KeyKind.PERSON, at_least=p.min_firms, cap=p.max_firms)
    everything = everything.where(np.isin(everything.subject, fresh.subject))
    fresh = fresh.where(_out_of_reach(fresh, everything))

    refused = fresh.share(register.firms.unverified[fresh.firm] == 1) > 0
    mask = excuses(fresh) | namesakes(fresh) | explained(of_typed_agent(fresh), "N4")
    return Findings.of(
        fresh,
        expected=normal.usual_sharing(KeyKind.PERSON),
        surprise=surprise_of_sharing(fresh.sizes, normal.sharing[KeyKind.PERSON]),
        confidence=tempered(np.where(refused, 0.8, 0.5) * of_person(fresh), mask),
        excuses=mask,
        first_on=fresh.least(register.firms.registered[fresh.firm]),
        last_on=fresh.most(register.firms.registered[fresh.firm]),
    )


STOLEN_IDENTITY = Detector(
    name="stolen_identity",
    typologies=("T01",),
    family=Family.PERSON,
    severity=5,
    scope=Scope.LOCAL,
    title=Text("疑似冒用身份登记", "Firms in the name of a person who cannot be reached"),
    reason=Text(
        "{first_on} 至 {last_on} 间以同一人名义设立 {n} 户企业，其电话、邮箱、设备均与他人企业共用，"
        "没有一个属于本人；该人可能是被冒用者。",
        "Between {first_on} and {last_on} {n} firms were set up in one person's name; every phone, mail box "
        "and device of theirs is shared with strangers' firms, none is the person's own. The person may be "
        "a victim.",
    ),
    mistaken_for=("N3", "N4", "N5", "N9", "N10", "N11", "N18"),
    cleared_by=Text(
        "本人经实名电话或到场确认系自愿设立。",
        "The person confirms, on their own verified phone or in person, that they set the firms up.",
    ),
    basis=("R15", "R40", "R44", "G19"),
    next_steps=(CALL_THE_PERSON, REPEAT_IDENTITY_CHECK, ASK_FOR_THE_MANDATE),
    params=Params,
    run=run,
    weight=1.5,
    needs=(Data.PEOPLE, Data.DATES, Data.REACH),
    unread=Text(
        "登记簿格式没有人脸比对分值和证件挂失标记的字段，本项不据此判断。",
        "The register layout has no field for the score of a face match or for an id reported lost: neither "
        "is looked at.",
    ),
)
