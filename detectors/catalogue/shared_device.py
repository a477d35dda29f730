"""T11: many firms are filed from one device within weeks."""

import numpy as np

from detectors.chance import surprise_of_sharing
from detectors.detector import (
    ASK_FOR_THE_MANDATE,
    COMPARE_FILINGS,
    REPEAT_IDENTITY_CHECK,
    Detector,
    DetectorParams,
    Family,
    Scope,
    threshold,
)
from detectors.findings import Findings
from detectors.lookalikes import agents, at_hub, excuses, explained, people, tempered, unrelated
from graph.baselines import Baselines
from graph.data import Data
from graph.model import HubKind, KeyKind, LinkRole
from graph.slice import RegisterSlice
from graph.words import Text

# What a declared agent files from its own device is the agent's business (N4).
OWN = (LinkRole.CONTACT, LinkRole.CONTACT_OF_PERSON)
# Behind one network address sit whole office towers and villages (carrier NAT) [E].
CONFIDENCE = {KeyKind.DEVICE: 0.8, KeyKind.IP: 0.3}


class Params(DetectorParams):
    min_firms: int = threshold(5, unit="unrelated firms within days", source="domain T11")
    days: int = threshold(30, unit="days", source="domain T11")
    agent_share: float = threshold(
        0.8, unit="share of a device's firms with one agent: the agent's device", source="estimate"
    )
    max_firms: int = threshold(500, unit="firms", source="block cap")


def _on(register: RegisterSlice, normal: Baselines, p: Params, kind: KeyKind) -> Findings:
    device = register.groups(kind, roles=OWN, at_least=p.min_firms, cap=p.max_firms)
    _, first = device.densest(p.days)
    device = device.members(device.born_within(first, p.days))
    device = device.where(unrelated(device) >= p.min_firms)

    agent, clients = device.commonest(agents(register)[device.firm])
    of_agent = clients >= p.agent_share * device.sizes
    typed = of_agent & (register.keys.hub[agent] == HubKind.AGENT) if len(device) else of_agent
    device, of_agent = device.where(~typed), of_agent[~typed]
    mask = excuses(device) | explained(of_agent, "N4")
    mask |= explained(at_hub(device, HubKind.INCUBATOR), "N2")  # a park files for those who move in
    return Findings.of(
        device,
        expected=normal.usual_sharing(kind),
        surprise=surprise_of_sharing(device.sizes, normal.sharing[kind]),
        confidence=tempered(np.where(people(device) > 1, 1.0, 0.5) * CONFIDENCE[kind], mask),
        excuses=mask,
        people=people(device),
        first_on=device.least(register.firms.registered[device.firm]),
        last_on=device.most(register.firms.registered[device.firm]),
    )


def run(register: RegisterSlice, normal: Baselines, p: Params) -> Findings:
    return Findings.joined([_on(register, normal, p, kind) for kind in CONFIDENCE])


SHARED_DEVICE = Detector(
    name="shared_device",
    typologies=("T11",),
    family=Family.DEVICE,
    severity=4,
    scope=Scope.LOCAL,
    title=Text("同一设备批量申报", "Many firms filed from one device"),
    reason=Text(
        "{first_on} 至 {last_on} 间设立的 {n} 户企业（{people} 名法定代表人）由同一设备或网络地址申报；"
        "按本地常态预期 {expected:.1f} 户。",
        "{n} firms of {people} representatives, born between {first_on} and {last_on}, were filed from one "
        "device or network address; {expected:.1f} would be usual here.",
    ),
    mistaken_for=("N2", "N3", "N4", "N5", "N11", "N17", "N18"),
    cleared_by=Text(
        "该设备为办事大厅自助机，或属于已备案的代理机构。",
        "The device is a kiosk of a service hall, or belongs to a registered agency.",
    ),
    basis=("R16", "R40"),
    next_steps=(REPEAT_IDENTITY_CHECK, ASK_FOR_THE_MANDATE, COMPARE_FILINGS),
    params=Params,
    run=run,
    weight=1.5,
    needs=(Data.DEVICES, Data.DATES),
)
