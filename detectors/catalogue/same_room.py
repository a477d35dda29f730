"""T05: many firms that have nobody in common live at one room, or came there within weeks."""

import numpy as np

from detectors.chance import surprise_of_sharing
from detectors.detector import PROVE_THE_PLACE, VISIT, Detector, DetectorParams, Family, Scope, threshold
from detectors.findings import Findings
from detectors.lookalikes import excuses, explained, like_a_host, people, tempered, unrelated
from graph.baselines import Baselines
from graph.data import Data
from graph.model import KeyKind
from graph.slice import RegisterSlice
from graph.words import Text


class Params(DetectorParams):
    min_live: int = threshold(5, unit="unrelated firms living there", source="domain T05")
    min_recent: int = threshold(3, unit="unrelated firms registered within recent_days", source="domain T05")
    recent_days: int = threshold(90, unit="days", source="domain T05")
    max_firms: int = threshold(500, unit="firms", source="block cap")


def run(register: RegisterSlice, normal: Baselines, p: Params) -> Findings:
    room = register.groups(KeyKind.ROOM, at_least=p.min_recent, cap=p.max_firms)
    live = (room.until > register.as_of) & ~register.firms.ended[room.firm]
    _, first = room.densest(p.recent_days)
    recent = room.born_within(first, p.recent_days)
    crowded = unrelated(room, live) >= p.min_live
    sudden = unrelated(room, recent) >= p.min_recent
    shown = room.members((live & crowded[room.group]) | (recent & sudden[room.group]))

    newest, _ = shown.densest(p.recent_days)
    mask = excuses(shown) | explained(like_a_host(shown), "N1")
    return Findings.of(
        shown,
        expected=normal.usual_sharing(KeyKind.ROOM),
        surprise=surprise_of_sharing(shown.sizes, normal.sharing[KeyKind.ROOM]),
        confidence=tempered(0.7, mask),
        excuses=mask,
        people=people(shown),
        recent=newest,
        days=np.full(len(shown), p.recent_days),
    )


SAME_ROOM = Detector(
    name="same_room",
    typologies=("T05",),
    family=Family.PLACE,
    severity=3,
    scope=Scope.LOCAL,
    title=Text("一址多照", "Many firms at one room"),
    reason=Text(
        "同一房间登记了 {n} 户企业（{people} 名法定代表人），其中 {recent} 户集中在 {days} 天内设立；"
        "按本地常态预期 {expected:.1f} 户。",
        "{n} firms of {people} representatives are registered at one room, {recent} of them within {days} "
        "days; {expected:.1f} would be usual here.",
    ),
    mistaken_for=("N1", "N2", "N3", "N5", "N11", "N12", "N17", "N18"),
    cleared_by=Text(
        "该住所是已备案的托管、孵化或市场场所，或房间确有对应的使用证明。",
        "The place is a registered host, incubator or market, or each firm proves its use of the room.",
    ),
    basis=("R11",),
    next_steps=(PROVE_THE_PLACE, VISIT),
    params=Params,
    run=run,
    weight=1.0,
    needs=(Data.ROOMS,),
)
