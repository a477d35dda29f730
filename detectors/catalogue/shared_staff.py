"""T08: one person is liaison or finance officer of several firms that have no owner in common."""

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
from detectors.lookalikes import (
    excuses,
    explained,
    like_a_host,
    namesakes,
    of_person,
    of_typed_agent,
    people,
    tempered,
    unrelated,
)
from graph.baselines import Baselines
from graph.data import Data
from graph.model import KeyKind, LinkRole
from graph.slice import RegisterSlice
from graph.words import Text

ROLES = (LinkRole.LIAISON, LinkRole.FINANCE_OFFICER)


class Params(DetectorParams):
    min_firms: int = threshold(3, unit="unrelated firms", source="domain T08")
    min_people: int = threshold(
        2, unit="representatives", source="domain T08: a founder's own firms are excepted"
    )
    max_firms: int = threshold(500, unit="firms", source="block cap")


def run(register: RegisterSlice, normal: Baselines, p: Params) -> Findings:
    staff = register.groups(KeyKind.PERSON, roles=ROLES, at_least=p.min_firms, cap=p.max_firms).overlapping()
    # somebody who keeps the books of the firms he himself heads is nobody's front
    staff = staff.members(register.firms.representative[staff.firm] != staff.subject[staff.group])
    staff = staff.where((unrelated(staff) >= p.min_firms) & (people(staff) >= p.min_people))
    mask = excuses(staff) | namesakes(staff) | explained(like_a_host(staff), "N8")
    mask |= explained(of_typed_agent(staff), "N4")
    return Findings.of(
        staff,
        expected=normal.usual_sharing(KeyKind.PERSON),
        surprise=surprise_of_sharing(staff.sizes, normal.sharing[KeyKind.PERSON]),
        confidence=tempered(0.6 * of_person(staff), mask),
        excuses=mask,
        people=people(staff),
    )


SHARED_STAFF = Detector(
    name="shared_staff",
    typologies=("T08",),
    family=Family.PERSON,
    severity=3,
    scope=Scope.LOCAL,
    title=Text("多户共用联络员或财务负责人", "One liaison or finance officer, many firms"),
    reason=Text(
        "同一人担任 {n} 户企业（{people} 名法定代表人）的联络员或财务负责人；"
        "按本地常态预期 {expected:.1f} 户。",
        "One person is liaison or finance officer of {n} firms of {people} representatives; {expected:.1f} "
        "would be usual here.",
    ),
    mistaken_for=("N3", "N4", "N5", "N8", "N9", "N11", "N17", "N18"),
    cleared_by=Text(
        "该人受聘于已备案的代理记账机构，委托合同齐备。",
        "The person works for a registered bookkeeping agency and holds each firm's mandate.",
    ),
    basis=("AG5", "R9"),
    next_steps=(CALL_THE_PERSON, ASK_FOR_THE_MANDATE),
    params=Params,
    run=run,
    weight=1.0,
    needs=(Data.STAFF,),
)
