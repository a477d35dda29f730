"""T08: an agent by trade puts itself down as its clients' liaison, which alone is a breach of its duties."""

import numpy as np

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
from detectors.lookalikes import of_one_head, tempered
from graph.baselines import Baselines
from graph.data import Data
from graph.model import KeyKind, LinkRole
from graph.slice import Bools, Groups, RegisterSlice
from graph.words import Text

BY_ID = 3  # resolve.Identity: agents are told from other people of their name by id alone
OWN = (
    LinkRole.LEGAL_REPRESENTATIVE,
    LinkRole.DIRECTOR,
    LinkRole.SUPERVISOR,
    LinkRole.MANAGER,
    LinkRole.BENEFICIAL_OWNER,
    LinkRole.SHAREHOLDER,
)


class Params(DetectorParams):
    min_clients: int = threshold(3, unit="firms filed for, from which it is a trade", source="estimate")
    max_firms: int = threshold(500, unit="firms", source="block cap")


def _ones_own(register: RegisterSlice, groups: Groups) -> Bools:
    """Members in which the group's person holds an office or a share: they are excepted."""
    member, row = register.links_of(groups.firm)
    own = np.isin(register.links.role[row], OWN)
    own &= register.links.key[row] == groups.subject[groups.group[member]]
    out = np.zeros(len(groups.firm), np.bool_)
    out[member[own]] = True
    return out


def run(register: RegisterSlice, normal: Baselines, p: Params) -> Findings:
    served = register.groups(KeyKind.PERSON, roles=(LinkRole.LIAISON,), at_least=1, cap=p.max_firms)
    keys = register.keys
    by_id = keys.identity[served.subject] == BY_ID
    served = served.where(by_id & (keys.files[served.subject] >= p.min_clients))
    served = served.members(~_ones_own(register, served))
    mask = of_one_head(served) & np.where(served.sizes > 1, np.uint32(0xFFFFFFFF), np.uint32(0))
    return Findings.of(
        served,
        expected=0.0,
        # matched by id, so that it is somebody else is rarer than one in the register's firms
        surprise=np.log1p(normal.firms),
        confidence=tempered(0.6, mask),
        excuses=mask,
        clients=keys.files[served.subject].astype(np.int64),
    )


AGENT_AS_LIAISON = Detector(
    name="agent_as_liaison",
    typologies=("T08",),
    family=Family.DEVICE,
    severity=3,
    scope=Scope.LOCAL,
    title=Text("代理人兼任联络员", "An agent as its clients' liaison"),
    reason=Text(
        "为 {clients} 户企业代办登记的代理人兼任 {n} 户企业的联络员（本人企业除外）；代理人不得如此登记。",
        "An agent who files for {clients} firms is down as liaison of {n} firms that are not its own; agents "
        "may not be.",
    ),
    mistaken_for=("N5", "N9", "N18"),
    cleared_by=Text(
        "该人系企业自有员工，或企业已改登记本单位人员为联络员。",
        "The person is on the firm's own staff, or the firm has named somebody of its own since.",
    ),
    basis=("AG5", "R9"),
    next_steps=(CALL_THE_PERSON, ASK_FOR_THE_MANDATE),
    params=Params,
    run=run,
    weight=0.5,
    needs=(Data.AGENTS, Data.STAFF, Data.PERSON_IDS),
)
