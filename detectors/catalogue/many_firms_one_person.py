"""T07: one person governs or owns many firms that have no owner in common."""

import numpy as np

from detectors.chance import surprise_of_sharing
from detectors.detector import (
    CALL_THE_PERSON,
    REPEAT_IDENTITY_CHECK,
    Detector,
    DetectorParams,
    Family,
    Scope,
    threshold,
)
from detectors.findings import Findings
from detectors.lookalikes import at_hub, excuses, explained, namesakes, of_person, tempered, unrelated
from graph.baselines import Baselines
from graph.data import Data
from graph.model import HubKind, KeyKind, LinkRole
from graph.slice import RegisterSlice
from graph.words import Text

ROLES = (
    LinkRole.LEGAL_REPRESENTATIVE,
    LinkRole.DIRECTOR,
    LinkRole.SUPERVISOR,
    LinkRole.MANAGER,
    LinkRole.BENEFICIAL_OWNER,
    LinkRole.SHAREHOLDER,
)


class Params(DetectorParams):
    min_live: int = threshold(10, unit="unrelated living firms", source="domain T07")
    min_recent: int = threshold(5, unit="unrelated firms registered within recent_days", source="domain T07")
    recent_days: int = threshold(180, unit="days", source="domain T07")
    max_firms: int = threshold(500, unit="firms", source="block cap")


def run(register: RegisterSlice, normal: Baselines, p: Params) -> Findings:
    person = register.groups(KeyKind.PERSON, roles=ROLES, at_least=p.min_recent, cap=p.max_firms)
    live = (person.until > register.as_of) & ~register.firms.ended[person.firm]
    _, first = person.densest(p.recent_days)
    recent = person.born_within(first, p.recent_days)
    many = unrelated(person, live) >= p.min_live
    fast = unrelated(person, recent) >= p.min_recent
    shown = person.members((live & many[person.group]) | (recent & fast[person.group]))
    newest, _ = shown.densest(p.recent_days)
    # officials sit on the boards of what the state holds; a stake nobody proved may be borrowed (T03)
    of_state = at_hub(shown, HubKind.STATE_ROOT) & (
        shown.share(register.firms.unverified[shown.firm] == 1) == 0
    )
    mask = excuses(shown) | namesakes(shown) | explained(of_state, "N7")
    return Findings.of(
        shown,
        expected=normal.usual_sharing(KeyKind.PERSON),
        surprise=surprise_of_sharing(shown.sizes, normal.sharing[KeyKind.PERSON]),
        confidence=tempered(0.6 * of_person(shown), mask),
        excuses=mask,
        recent=newest,
        days=np.full(len(shown), p.recent_days),
    )


MANY_FIRMS_ONE_PERSON = Detector(
    name="many_firms_one_person",
    typologies=("T07",),
    family=Family.PERSON,
    severity=3,
    scope=Scope.LOCAL,
    title=Text("一人多企", "One person, many firms"),
    reason=Text(
        "同一人在 {n} 户无共同股东的企业任职或持股，其中 {recent} 户集中在 {days} 天内设立；"
        "按本地常态预期 {expected:.1f} 户。",
        "One person governs or owns {n} firms without a common owner, {recent} of them registered within "
        "{days} days; {expected:.1f} would be usual here.",
    ),
    mistaken_for=("N3", "N5", "N7", "N9", "N11", "N17", "N18"),
    cleared_by=Text(
        "本人到场确认其任职，或各企业同属一个集团；重名者以证件区分。",
        "The person confirms the roles in person, the firms belong to one group, or ids show namesakes.",
    ),
    basis=("R9",),
    next_steps=(CALL_THE_PERSON, REPEAT_IDENTITY_CHECK),
    params=Params,
    run=run,
    weight=1.0,
    needs=(Data.PEOPLE,),
)
