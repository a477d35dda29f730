"""T15: nearly all firms on one key are headed by people barely of age, or past working age."""

import numpy as np

from detectors.chance import group_surprise
from detectors.detector import CALL_THE_PERSON, Detector, DetectorParams, Family, Scope, threshold
from detectors.findings import Findings
from detectors.lookalikes import excuses, people, tempered, unrelated
from graph.baselines import OLD, YOUNG, Baselines
from graph.data import Data
from graph.model import KeyKind
from graph.offices import age_of_head
from graph.slice import Ints, RegisterSlice
from graph.words import Text

KEYS = (KeyKind.ROOM, KeyKind.PHONE, KeyKind.EMAIL, KeyKind.DEVICE, KeyKind.AGENT)


class Params(DetectorParams):
    min_firms: int = threshold(5, unit="unrelated firms whose head's age is known", source="estimate, as T12")
    min_people: int = threshold(4, unit="representatives", source="estimate: one's own firms are no crowd")
    min_share: float = threshold(0.6, unit="share of the firms in one band of age", source="estimate, as T14")
    max_firms: int = threshold(500, unit="firms", source="block cap")


def _on(
    register: RegisterSlice, p: Params, age: Ints, kind: KeyKind, band: tuple[int, int], rate: float
) -> Findings:
    key = register.groups(kind, at_least=p.min_firms, cap=p.max_firms)
    key = key.members(age[key.firm] >= 0)
    inside = (age[key.firm] >= band[0]) & (age[key.firm] <= band[1])
    often = key.share(inside) >= p.min_share
    of = key.sizes[often]
    alike = key.members(inside & often[key.group])
    enough = (unrelated(alike) >= p.min_firms) & (people(alike) >= p.min_people)
    alike, of = alike.where(enough), of[enough]
    mask = excuses(alike)
    return Findings.of(
        alike,
        expected=np.asarray(of * rate, np.float64),
        surprise=group_surprise(alike.sizes, of, rate),
        confidence=tempered(0.5, mask),
        excuses=mask,
        of=of,
        people=people(alike),
        youngest=alike.least(age[alike.firm]),
        oldest=alike.most(age[alike.firm]),
    )


def run(register: RegisterSlice, normal: Baselines, p: Params) -> Findings:
    bands = ((YOUNG, normal.young_rate), (OLD, normal.old_rate))
    age = age_of_head(register)
    return Findings.joined([_on(register, p, age, kind, *band) for kind in KEYS for band in bands])


AGE_SKEW = Detector(
    name="age_skew",
    typologies=("T15",),
    family=Family.PERSON,
    severity=2,
    scope=Scope.LOCAL,
    title=Text("法定代表人年龄畸偏", "Heads of one extreme age"),
    reason=Text(
        "同一对象下年龄可知的 {of} 户企业中 {n} 户（{people} 名法定代表人）的法定代表人登记时为 "
        "{youngest} 至 {oldest} 岁；按本地常态预期 {expected:.1f} 户。",
        "Of {of} firms on one key whose head's age is known {n}, of {people} representatives, had a head of "
        "{youngest} to {oldest} when registered; {expected:.1f} would be usual here.",
    ),
    mistaken_for=("N3", "N5", "N11", "N17", "N18"),
    cleared_by=Text(
        "属于青年创业园、老年人社区等有正当原因的聚集。",
        "There is an honest reason, such as an incubator for students or a pensioners' co-operative.",
    ),
    basis=("AG5", "R12"),
    next_steps=(CALL_THE_PERSON,),
    params=Params,
    run=run,
    weight=0.5,
    needs=(Data.BIRTH_DATES, Data.DATES),
)
