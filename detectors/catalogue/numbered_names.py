"""T12: firms born together on one key under one brand with numbers: 鑫达一号, 鑫达二号, 鑫达三号."""

import numpy as np

from detectors.chance import group_surprise
from detectors.detector import COMPARE_FILINGS, Detector, DetectorParams, Family, Scope, threshold
from detectors.findings import Findings
from detectors.lookalikes import chain, excuses, people, tempered, unrelated
from graph.baselines import Baselines
from graph.data import Data
from graph.model import KeyKind
from graph.slice import RegisterSlice
from graph.words import Text

KEYS = (KeyKind.ROOM, KeyKind.PERSON, KeyKind.PHONE, KeyKind.EMAIL, KeyKind.DEVICE, KeyKind.AGENT)


class Params(DetectorParams):
    min_firms: int = threshold(5, unit="unrelated firms of one series within days", source="domain T12")
    days: int = threshold(30, unit="days", source="domain T12")
    min_people: float = threshold(
        0.3, unit="representatives per firm", source="estimate: fewer are one owner's, N18"
    )
    max_firms: int = threshold(500, unit="firms", source="block cap")


def _on(register: RegisterSlice, normal: Baselines, p: Params, kind: KeyKind) -> Findings:
    firms = register.firms
    key = register.groups(kind, at_least=p.min_firms, cap=p.max_firms)
    _, first = key.densest(p.days)
    key = key.members(key.born_within(first, p.days))
    of_key = key.sizes
    series, _ = key.commonest(firms.series[key.firm])
    numbered = (firms.series[key.firm] == series[key.group]) & (series[key.group] >= 0)
    of = of_key[np.bincount(key.group[numbered], minlength=len(key)) > 0]
    row = key.members(numbered)
    # a chain's shops may bear one number each; a series has many numbers
    enough = (unrelated(row) >= p.min_firms) & (row.distinct(firms.brand[row.firm]) >= p.min_firms)
    enough &= people(row) >= p.min_people * row.sizes
    row, of = row.where(enough), of[enough]
    mask = excuses(row) | chain(row)
    return Findings.of(
        row,
        expected=np.asarray(of * normal.numbered_rate, np.float64),
        surprise=group_surprise(row.sizes, of, normal.numbered_rate),
        confidence=tempered(0.6, mask),
        excuses=mask,
        of=of,
        people=people(row),
    )


def run(register: RegisterSlice, normal: Baselines, p: Params) -> Findings:
    return Findings.joined([_on(register, normal, p, kind) for kind in KEYS])


NUMBERED_NAMES = Detector(
    name="numbered_names",
    typologies=("T12",),
    family=Family.NAME,
    severity=2,
    scope=Scope.LOCAL,
    title=Text("编号式名称序列", "A series of numbered names"),
    reason=Text(
        "同一对象下同期设立的 {of} 户企业中 {n} 户（{people} 名法定代表人）用同一字号加序号命名；"
        "按本地常态预期 {expected:.1f} 户名称带序号。",
        "Of {of} firms born together on one key {n}, of {people} representatives, bear one brand with "
        "numbers; {expected:.1f} would usually be numbered at all.",
    ),
    mistaken_for=("N3", "N5", "N6", "N11", "N17", "N18"),
    cleared_by=Text(
        "各企业为同一母公司的专项公司，或属同一连锁、合作社的统一命名。",
        "They are one parent's special-purpose firms, or named so by a chain or co-operative.",
    ),
    basis=("R40",),
    next_steps=(COMPARE_FILINGS,),
    params=Params,
    run=run,
    weight=0.5,
    needs=(Data.DATES,),
)
