"""T15: somebody who was certainly under age governs a firm."""

import numpy as np

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
from graph.baselines import Baselines
from graph.data import Data
from graph.model import KeyKind, LinkRole
from graph.offices import taken_up_by
from graph.order import pairs
from graph.slice import NO_DAY, Groups, RegisterSlice, years
from graph.words import Text

ROLES = (
    LinkRole.LEGAL_REPRESENTATIVE,
    LinkRole.DIRECTOR,
    LinkRole.SUPERVISOR,
    LinkRole.MANAGER,
)
# How sure it is that the birth date is the person's, by resolve.Identity: told with the name in its one firm,
# or by id [E]. Of people joined by name it may be the namesake's (N9).
SURE_OF_BIRTH = np.array([0.7, 0.0, 0.0, 0.95])


class Params(DetectorParams):
    adult: int = threshold(
        18, unit="years; by calendar years, so that nobody is taken for younger", source="R12"
    )
    max_firms: int = threshold(500, unit="firms", source="block cap")


def run(register: RegisterSlice, normal: Baselines, p: Params) -> Findings:
    keys, links = register.keys, register.links
    held = np.isin(links.role, ROLES) & (keys.kind[links.key] == KeyKind.PERSON)
    held &= (SURE_OF_BIRTH[keys.identity] > 0)[links.key]
    held &= (keys.complete & (keys.degree <= p.max_firms) & (keys.birth_year > 0))[links.key]
    # nobody took office before `since`
    held &= (links.since == NO_DAY) | (years(links.since) - keys.birth_year[links.key] < p.adult)
    row = np.flatnonzero(held)
    # who founded a firm and who came later look alike in it: nobody is taken for a founder
    taken_up = taken_up_by(register, row, changes_told=False)
    age = years(taken_up) - keys.birth_year[links.key[row]]
    # who turned 18 in the year of taking office may have been of age; a birth after it is a slip of the pen
    minor = (taken_up != NO_DAY) & (age >= 0) & (age < p.adult)
    row, age = row[minor], age[minor]
    at = np.unique(pairs(links.key[row], links.firm[row]))
    youngest = np.full(len(keys), p.adult, np.int32)
    np.minimum.at(youngest, links.key[row], age)
    of_person = Groups.sets(register, (at >> 32).astype(np.int32), (at & 0x7FFFFFFF).astype(np.int32))
    return Findings.of(
        of_person,
        expected=0.0,
        # that a birth date is wrong by chance is rarer than one in the register's firms
        surprise=np.log1p(normal.firms),
        confidence=SURE_OF_BIRTH[keys.identity[of_person.subject]],
        age=youngest[of_person.subject],
    )


UNDERAGE_OFFICER = Detector(
    name="underage_officer",
    typologies=("T15",),
    family=Family.PERSON,
    severity=5,
    scope=Scope.LOCAL,
    title=Text("未成年人任职", "A minor in office"),
    reason=Text(
        "该人就任时至多 {age} 周岁，不具完全民事行为能力，却在 {n} 户企业担任法定代表人、董事、监事或经理。",
        "The person was at most {age} when taking office, and is representative, director, supervisor "
        "or manager of {n} firms all the same.",
    ),
    mistaken_for=("N9",),
    cleared_by=Text(
        "出生日期登记有误并已更正，或该人已成年并重新任命。",
        "The birth date was mistyped and is put right, or the person came of age and was appointed anew.",
    ),
    basis=("R12", "CL178", "AG5"),
    next_steps=(REPEAT_IDENTITY_CHECK, CALL_THE_PERSON),
    params=Params,
    run=run,
    weight=4.0,
    hard=True,
    needs=(Data.BIRTH_DATES,),
)
