"""T22: the registrar moved a British company to its default address: the one it gave was not its own."""

import numpy as np

from detectors.detector import PROVE_THE_PLACE, Detector, DetectorParams, Family, Scope, threshold
from detectors.findings import Findings, SubjectKind
from detectors.lookalikes import explained, tempered
from graph.baselines import Baselines
from graph.data import Data
from graph.flags import DEFAULT_ADDRESS as DEFAULT
from graph.model import Country, LinkRole
from graph.slice import NO_DAY, Groups, RegisterSlice
from graph.words import Text


class Params(DetectorParams):
    start_up_days: int = threshold(
        365, unit="days from registration in which mail often goes unread", source="domain N15"
    )


def run(register: RegisterSlice, normal: Baselines, p: Params) -> Findings:
    links, firms = register.links, register.firms
    at = (register.keys.flag[links.key] & DEFAULT != 0) & (links.role == LinkRole.ADDRESS)
    there = np.zeros(len(firms), np.bool_)
    there[links.firm[at]] = True
    firm = np.flatnonzero(there & (firms.country == Country.UNITED_KINGDOM) & ~firms.ended).astype(np.int32)
    born = firms.registered[firm].astype(np.int64)
    mask = explained((born != NO_DAY) & (register.as_of - born < p.start_up_days), "N15")
    return Findings.of(
        Groups.sets(register, firm, firm),
        kind=SubjectKind.FIRM,
        expected=normal.fault_rate,
        surprise=-np.log(normal.fault_rate),
        confidence=tempered(0.8, mask),
        excuses=mask,
    )


DEFAULT_ADDRESS = Detector(
    name="default_address",
    typologies=("T22",),
    family=Family.PLACE,
    severity=4,
    scope=Scope.LOCAL,
    title=Text("被迁至登记机关默认地址（英国）", "Moved to the registrar's default address (UK)"),
    reason=Text(
        "登记机关认定该公司原地址不实，已将其迁至默认地址。",
        "The registrar found that the company's address was not its own and moved it to the default one.",
    ),
    mistaken_for=("N15",),
    cleared_by=Text(
        "公司已提交真实地址证明并迁出默认地址。",
        "The company proved an address of its own and left the default one.",
    ),
    basis=("CA1097", "ECCTA"),
    next_steps=(PROVE_THE_PLACE,),
    params=Params,
    run=run,
    weight=1.5,
    needs=(Data.UK_FIRMS,),
)
