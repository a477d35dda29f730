"""T03: a firm names a corporate shareholder that never proved its identity, the worse the better its name."""

import numpy as np

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
from detectors.findings import Findings, SubjectKind
from graph.baselines import Baselines
from graph.data import Data
from graph.flags import STATE_OWNED
from graph.model import HubKind, KeyKind
from graph.slice import Groups, Ints, RegisterSlice
from graph.words import Text

# How far an unproved stake speaks of a borrowed name: of anybody, of a large holder, of the state [E].
CONFIDENCE = np.array([0.3, 0.6, 0.8])


class Params(DetectorParams):
    min_held: int = threshold(
        5, unit="firms held, from which a holder has a name to borrow", source="estimate"
    )


def _renown(register: RegisterSlice, p: Params) -> Ints:
    """Of each key: 2 the state's, 1 a group's or large holder's, 0 anybody's."""
    keys = register.keys
    large = (keys.hub == HubKind.GROUP) | (keys.degree >= p.min_held)
    state = (keys.hub == HubKind.STATE_ROOT) | (keys.flag & STATE_OWNED != 0)
    return np.where(state, 2, large.astype(np.int32)).astype(np.int32)


def run(register: RegisterSlice, normal: Baselines, p: Params) -> Findings:
    links, keys = register.links, register.keys
    named = (keys.kind[links.key] == KeyKind.OWNER) & (register.firms.unproved_owner[links.firm] == 1)
    firm, owner = links.firm[named], links.key[named]
    renown = _renown(register, p)
    best, held = np.full(len(register.firms), -1, np.int32), np.zeros(len(register.firms), np.int32)
    np.maximum.at(best, firm, renown[owner])
    known = renown[owner] == best[firm]
    np.maximum.at(held, firm[known], keys.degree[owner[known]])
    found = np.flatnonzero(best >= 0).astype(np.int32)
    return Findings.of(
        Groups.sets(register, found, found),
        kind=SubjectKind.FIRM,
        expected=normal.unverified_rate,
        surprise=-np.log(normal.unverified_rate),
        confidence=CONFIDENCE[best[found]],
        held=held[found],
    )


BORROWED_OWNER = Detector(
    name="borrowed_owner",
    typologies=("T03",),
    family=Family.PERSON,
    severity=5,
    scope=Scope.LOCAL,
    title=Text("疑似冒用企业股东（假国企）", "A corporate shareholder that never proved itself"),
    reason=Text(
        "登记的企业股东（其名下登记有 {held} 户企业）未通过身份核验，可能被冒用。",
        "A firm named as shareholder, of {held} firms in the register, has not proved its identity; its name "
        "may be borrowed.",
    ),
    mistaken_for=("N5", "N7", "N18"),
    cleared_by=Text(
        "股东以电子营业执照或书面决议确认该项出资。",
        "The shareholder confirms the stake with its e-licence or a written resolution.",
    ),
    basis=("O88", "R17", "R40"),
    next_steps=(REPEAT_IDENTITY_CHECK, ASK_FOR_THE_MANDATE, COMPARE_FILINGS),
    params=Params,
    run=run,
    weight=1.5,
    needs=(Data.PROOFS, Data.HOLDERS),
)
