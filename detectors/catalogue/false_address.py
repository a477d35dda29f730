"""T04: the address library knows no such house or room; mail that came back makes it surer."""

import numpy as np

from detectors.detector import PROVE_THE_PLACE, VISIT, Detector, DetectorParams, Family, Scope, threshold
from detectors.findings import Findings, SubjectKind
from detectors.lookalikes import explained, tempered
from graph.baselines import Baselines
from graph.data import Data
from graph.model import EVENT_KINDS, KeyKind, LinkRole
from graph.order import firsts, order_by
from graph.slice import Bools, Groups, RegisterSlice
from graph.words import Text

MOVED = EVENT_KINDS.index("address_changed")


class Params(DetectorParams):
    min_moved: int = threshold(
        5, unit="firms of one building whose address changed on one day", source="domain N13"
    )
    max_firms: int = threshold(500, unit="firms", source="block cap")


def _renumbered(register: RegisterSlice, p: Params) -> Bools:
    """Firms of a building where many addresses changed on one day: its numbers are new (N13)."""
    house = register.groups(
        KeyKind.BUILDING, roles=(LinkRole.ADDRESS,), at_least=p.min_moved, cap=p.max_firms, hubs=True
    )
    out = np.zeros(len(register.firms), np.bool_)
    moved = register.events.kind == MOVED
    firm, on = register.events.firm[moved], register.events.on[moved]
    of = np.full(len(register.firms), -1, np.int32)
    of[house.firm] = house.group
    firm, on = firm[of[firm] >= 0], on[of[firm] >= 0]
    order = order_by(of[firm], on)
    firm, on = firm[order], on[order]
    day = firsts(of[firm], on)
    if len(day) == 0:
        return out
    together = np.add.reduceat(np.ones(len(firm), np.int64), day)
    out[house.firm] = np.isin(house.group, of[firm[day[together >= p.min_moved]]])
    return out


def run(register: RegisterSlice, normal: Baselines, p: Params) -> Findings:
    firm = np.flatnonzero(register.firms.place_fault == 1).astype(np.int32)
    events = register.events
    returned = np.bincount(events.firm[events.unreachable], minlength=len(register.firms))[firm]
    mask = explained(_renumbered(register, p)[firm], "N13")
    return Findings.of(
        Groups.sets(register, firm, firm),
        kind=SubjectKind.FIRM,
        expected=normal.fault_rate,
        surprise=-np.log(normal.fault_rate),
        confidence=tempered(np.where(returned > 0, 0.85, 0.6), mask),
        excuses=mask,
        returned=returned.astype(np.int64),
    )


FALSE_ADDRESS = Detector(
    name="false_address",
    typologies=("T04",),
    family=Family.PLACE,
    severity=4,
    scope=Scope.LOCAL,
    title=Text("住所与标准地址库不符", "An address that the library refutes"),
    reason=Text(
        "标准地址库中查无该住所的楼栋或房间[returned?；该企业因无法联系被列入经营异常名录 {returned} 次]。",
        "The address library knows no such house or room[returned?; times the firm was listed because nobody "
        "was found there: {returned}].",
    ),
    mistaken_for=("N12", "N13"),
    cleared_by=Text(
        "地址库尚未更新，或产权、租赁证明与实地核查属实。",
        "The library is out of date, or deed, lease and a visit show that the place is there.",
    ),
    basis=("R16", "R44"),
    next_steps=(PROVE_THE_PLACE, VISIT),
    params=Params,
    run=run,
    weight=1.0,
    needs=(Data.PLACES,),
)
