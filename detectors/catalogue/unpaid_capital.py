"""T13: an individual declares a capital of a hundred million and has paid in nothing."""

import numpy as np

from detectors.detector import CALL_THE_PERSON, Detector, DetectorParams, Family, Scope, threshold
from detectors.findings import Findings, SubjectKind
from detectors.lookalikes import explained, tempered
from graph.baselines import Baselines
from graph.data import Data
from graph.model import KeyKind, LinkRole
from graph.slice import Bools, Groups, RegisterSlice
from graph.words import Text


class Params(DetectorParams):
    min_capital: float = threshold(1e8, unit="yuan, or the country's currency", source="domain T13: 1亿")
    start_up_days: int = threshold(
        365, unit="days from registration in which nothing is yet paid", source="domain N15"
    )


def _of_individuals(register: RegisterSlice) -> Bools:
    """Firms whose known owners are all people."""
    links = register.links
    holds = links.role == LinkRole.SHAREHOLDER
    by_person, by_firm = np.zeros((2, len(register.firms)), np.bool_)
    of_person = register.keys.kind[links.key] == KeyKind.PERSON
    by_person[links.firm[holds & of_person]] = True
    by_firm[links.firm[holds & ~of_person]] = True
    return np.asarray(by_person & ~by_firm)


def run(register: RegisterSlice, normal: Baselines, p: Params) -> Findings:
    firms = register.firms
    huge = (firms.capital >= p.min_capital) & (firms.paid_in == 0) & _of_individuals(register)
    firm = np.flatnonzero(huge).astype(np.int32)
    alone = Groups.sets(register, firm, firm)
    young = register.as_of - firms.registered[firm].astype(np.int64) < p.start_up_days
    mask = explained(young, "N15")
    as_large = normal.capital_counts[normal.capital_values >= p.min_capital].sum()
    return Findings.of(
        alone,
        kind=SubjectKind.FIRM,
        expected=(as_large + 1) / (normal.firms + 1),
        surprise=-np.log((as_large + 1) / (normal.firms + 1)),
        confidence=tempered(0.5, mask),  # five years to pay in are the law (CL47)
        excuses=mask,
        capital=firms.capital[firm],
    )


UNPAID_CAPITAL = Detector(
    name="unpaid_capital",
    typologies=("T13",),
    family=Family.BEHAVIOUR,
    severity=2,
    scope=Scope.LOCAL,
    title=Text("自然人巨额认缴未实缴", "A huge capital, nothing paid in"),
    reason=Text(
        "自然人股东认缴资本 {capital:,.0f} 元，实缴为零。",
        "Individuals declared a capital of {capital:,.0f} and paid in nothing.",
    ),
    mistaken_for=("N15",),
    cleared_by=Text(
        "尚在五年认缴期限内且股东具备出资能力，或已提交实缴证明。",
        "The five years to pay in have not passed and the owners can pay, or proof of payment is filed.",
    ),
    basis=("CL47", "CL266"),
    next_steps=(CALL_THE_PERSON,),
    params=Params,
    run=run,
    weight=0.5,
    needs=(Data.PAID_IN, Data.HOLDERS),
)
