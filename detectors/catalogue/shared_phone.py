"""T10: one phone number registered by many firms that have nothing else in common."""

import numpy as np

from detectors.chance import surprise_of_sharing
from detectors.detector import (
    ASK_FOR_THE_MANDATE,
    CALL_THE_PERSON,
    Detector,
    DetectorParams,
    Family,
    Scope,
    threshold,
)
from detectors.findings import Findings
from detectors.lookalikes import excuses, explained, like_a_host, people, tempered, unrelated
from graph.baselines import Baselines
from graph.data import Data
from graph.model import KeyKind, LinkRole
from graph.slice import RegisterSlice
from graph.words import Text

# An agent's own number on its clients' forms says nothing (N4, N10).
OWN = (LinkRole.CONTACT, LinkRole.CONTACT_OF_PERSON)


class Params(DetectorParams):
    min_firms: int = threshold(5, unit="unrelated firms", source="domain T10")
    max_firms: int = threshold(500, unit="firms", source="block cap")


def run(register: RegisterSlice, normal: Baselines, p: Params) -> Findings:
    shared = register.groups(KeyKind.PHONE, roles=OWN, at_least=p.min_firms, cap=p.max_firms).overlapping()
    shared = shared.where(unrelated(shared) >= p.min_firms)
    virtual = register.keys.flag[shared.subject] == 1
    mask = excuses(shared) | explained(like_a_host(shared), "N10")
    return Findings.of(
        shared,
        expected=normal.usual_sharing(KeyKind.PHONE),
        surprise=surprise_of_sharing(shared.sizes, normal.sharing[KeyKind.PHONE])
        + np.where(virtual, -np.log(normal.virtual_rate), 0.0),
        # one owner's firms on the owner's phone are ordinary
        confidence=tempered(np.where(people(shared) > 1, 0.8, 0.4), mask),
        excuses=mask,
        people=people(shared),
    )


SHARED_PHONE = Detector(
    name="shared_phone",
    typologies=("T10",),
    family=Family.CONTACT,
    severity=3,
    scope=Scope.LOCAL,
    title=Text("多户共用一个联系电话", "One phone number, many firms"),
    reason=Text(
        "{n} 户企业（{people} 名法定代表人）同期登记了同一电话；按本地常态预期 {expected:.1f} 户。",
        "{n} firms of {people} representatives registered the same phone at the same time; {expected:.1f} "
        "would be usual here.",
    ),
    mistaken_for=("N3", "N5", "N10", "N11", "N14", "N17", "N18"),
    cleared_by=Text(
        "该号码属于已备案的代理机构，或各企业同属一个集团。",
        "The number belongs to a registered agency, or the firms to one group.",
    ),
    basis=("R9",),
    next_steps=(CALL_THE_PERSON, ASK_FOR_THE_MANDATE),
    params=Params,
    run=run,
    weight=1.5,
    needs=(Data.PHONES,),
)
