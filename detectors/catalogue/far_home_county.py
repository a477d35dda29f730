"""T14: most heads of the firms on one key come from one county in another province. Support, never a reason.

Where somebody comes from says nothing of him. That strangers on one phone or device all come from one far
county says that somebody brought them. Only the ring's share is shown, no person's home.
"""

import numpy as np
from numpy.typing import NDArray

from detectors.chance import group_surprise
from detectors.detector import CALL_THE_PERSON, Detector, DetectorParams, Family, Scope, threshold
from detectors.findings import Findings
from detectors.lookalikes import chain, excuses, people, tempered, unrelated
from graph.baselines import Baselines
from graph.data import Data
from graph.model import KeyKind
from graph.slice import Ints, RegisterSlice
from graph.words import Text

SMOOTHING = 50.0  # firms of nowhere in particular that are added to the register before shares are taken [E]
KEYS = (KeyKind.ROOM, KeyKind.PHONE, KeyKind.EMAIL, KeyKind.DEVICE, KeyKind.AGENT)


class Params(DetectorParams):
    min_firms: int = threshold(5, unit="unrelated firms", source="estimate, as T12")
    min_people: int = threshold(3, unit="representatives", source="estimate: one's own firms are no crowd")
    min_share: float = threshold(0.6, unit="share of the firms with one far county", source="domain T14")
    min_lift: float = threshold(10.0, unit="times the register's share of that county", source="domain T14")
    max_firms: int = threshold(500, unit="firms", source="block cap")


def _homes(register: RegisterSlice) -> tuple[Ints, Ints]:
    """Of each firm its head's home county (-1 unknown), and the same where it lies in another province."""
    head, keys, whole = register.firms.representative, register.keys, register.whole
    known = head >= 0
    home = np.full(len(head), -1, np.int32)
    home[known] = keys.home[head[known]]
    away = np.zeros(len(head), np.bool_)
    away[known] = (whole.home_province[head[known]] != whole.province[known]) & (
        (whole.home_province[head[known]] >= 0) & (whole.province[known] >= 0)
    )
    return home, np.where(away, home, -1).astype(np.int32)


def run(register: RegisterSlice, _normal: Baselines, p: Params) -> Findings:
    home, far = _homes(register)
    of_county: NDArray[np.int64] = np.bincount(home[home >= 0], minlength=1)
    return Findings.joined([_on(register, p, kind, home, far, of_county) for kind in KEYS])


def _on(
    register: RegisterSlice, p: Params, kind: KeyKind, home: Ints, far: Ints, of_county: NDArray[np.int64]
) -> Findings:
    key = register.groups(kind, at_least=p.min_firms, cap=p.max_firms)
    key = key.members(home[key.firm] >= 0)
    county, times = key.commonest(far[key.firm])
    of = key.sizes
    # as often as among the firms that are not on this key
    usual = (of_county[county] - times + 1.0) / (of_county.sum() - of + SMOOTHING)
    odd = (county >= 0) & (times >= p.min_share * of) & (times >= p.min_lift * usual * of)
    key, county, usual, of = key.where(odd), county[odd], usual[odd], of[odd]
    alike = key.members(far[key.firm] == county[key.group])
    enough = (unrelated(alike) >= p.min_firms) & (people(alike) >= p.min_people)
    alike, of, usual = alike.where(enough), of[enough], usual[enough]
    mask = excuses(alike) | chain(alike)
    return Findings.of(
        alike,
        expected=of * usual,
        surprise=group_surprise(alike.sizes, of, usual),
        confidence=tempered(0.5, mask),
        excuses=mask,
        of=of,
        people=people(alike),
        lift=np.asarray(alike.sizes / np.maximum(of * usual, 1e-9), np.float64),
    )


FAR_HOME_COUNTY = Detector(
    name="far_home_county",
    typologies=("T14",),
    family=Family.PERSON,
    severity=2,
    scope=Scope.GLOBAL,
    title=Text("外省同源法定代表人", "Heads from one far county"),
    reason=Text(
        "同一对象下户籍可知的 {of} 户企业中 {n} 户（{people} 名法定代表人）的法定代表人来自外省同一县区，"
        "为全市占比的 {lift:.0f} 倍；仅作团伙层面的佐证，不针对个人。",
        "Of {of} firms on one key whose head's home is known {n}, of {people} representatives, have heads "
        "from one county of another province, {lift:.0f} times the register's share. Support for a ring, "
        "nothing about a person.",
    ),
    mistaken_for=("N3", "N5", "N6", "N11", "N17", "N18"),
    cleared_by=Text(
        "属于同乡商会、连锁加盟等有正当原因的聚集。",
        "There is an honest reason, such as a chain or an association of people from there.",
    ),
    basis=("R40",),
    next_steps=(CALL_THE_PERSON,),
    params=Params,
    run=run,
    weight=0.5,
    needs=(Data.HOME_REGIONS,),
)
