"""T13: nearly all firms on one key declare one and the same unusual capital."""

import numpy as np

from detectors.chance import group_surprise
from detectors.detector import COMPARE_FILINGS, Detector, DetectorParams, Family, Scope, threshold
from detectors.findings import Findings
from detectors.lookalikes import chain, excuses, people, tempered, unrelated
from graph.baselines import Baselines
from graph.data import Data
from graph.model import KeyKind
from graph.slice import Floats, Ints, RegisterSlice
from graph.words import Text

KEYS = (KeyKind.ROOM, KeyKind.PERSON, KeyKind.PHONE, KeyKind.EMAIL, KeyKind.DEVICE, KeyKind.AGENT)


class Params(DetectorParams):
    min_firms: int = threshold(5, unit="unrelated firms of one capital", source="estimate, as T12")
    min_same: float = threshold(0.8, unit="share of identical capital", source="domain T13")
    max_usual: float = threshold(
        0.05, unit="share of the register's firms with this capital", source="estimate: more is a custom"
    )
    max_firms: int = threshold(500, unit="firms", source="block cap")


def _on(
    register: RegisterSlice, normal: Baselines, p: Params, kind: KeyKind, values: Floats, code: Ints
) -> Findings:
    key = register.groups(kind, at_least=p.min_firms, cap=p.max_firms)
    key = key.members(code[key.firm] >= 0)
    common, times = key.commonest(code[key.firm])
    usual = normal.capital_share(values[common]) if len(key) else np.empty(0)
    same = (times >= p.min_same * key.sizes) & (usual < p.max_usual)
    key, common, usual, times = key.where(same), common[same], usual[same], times[same]
    of = key.sizes
    alike = key.members(code[key.firm] == common[key.group])
    enough = unrelated(alike) >= p.min_firms
    alike, common, usual = alike.where(enough), common[enough], usual[enough]
    times, of = times[enough], of[enough]
    mask = excuses(alike) | chain(alike)
    return Findings.of(
        alike,
        expected=of * usual,
        surprise=group_surprise(times, of, usual),
        confidence=tempered(0.5, mask),
        excuses=mask,
        of=of,
        capital=values[common] if len(alike) else np.empty(0),
        people=people(alike),
    )


def run(register: RegisterSlice, normal: Baselines, p: Params) -> Findings:
    known = ~np.isnan(register.firms.capital)
    values, at = np.unique(register.firms.capital[known], return_inverse=True)
    code = np.full(len(register.firms), -1, np.int32)
    code[known] = at
    return Findings.joined([_on(register, normal, p, kind, values, code) for kind in KEYS])


CAPITAL_PATTERN = Detector(
    name="capital_pattern",
    typologies=("T13",),
    family=Family.BEHAVIOUR,
    severity=2,
    scope=Scope.LOCAL,
    title=Text("注册资本雷同", "Identical unusual capital"),
    reason=Text(
        "同一对象下的 {of} 户企业中 {n} 户（{people} 名法定代表人）认缴资本均为 {capital:,.0f} 元；"
        "按本地常态预期 {expected:.1f} 户。",
        "Of {of} firms on one key {n}, of {people} representatives, declare a capital of exactly "
        "{capital:,.0f}; {expected:.1f} would be usual here.",
    ),
    mistaken_for=("N3", "N5", "N6", "N11", "N17", "N18"),
    cleared_by=Text(
        "该行业或园区对注册资本有统一要求，或各企业同属一个集团。",
        "The trade or park asks for this capital, or the firms belong to one group.",
    ),
    basis=("CL47", "CL266"),
    next_steps=(COMPARE_FILINGS,),
    params=Params,
    run=run,
    weight=0.5,
    needs=(Data.CAPITAL,),
)
