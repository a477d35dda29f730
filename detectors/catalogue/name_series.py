"""T12: firms of one trade, born together on one key, under brands of improbable characters."""

import numpy as np

from detectors.chance import group_surprise
from detectors.detector import COMPARE_FILINGS, Detector, DetectorParams, Family, Scope, threshold
from detectors.findings import Findings
from detectors.lookalikes import excuses, people, tempered, unrelated
from graph.baselines import Baselines
from graph.data import Data
from graph.model import KeyKind
from graph.slice import RegisterSlice
from graph.words import Text

KEYS = (KeyKind.ROOM, KeyKind.PERSON, KeyKind.PHONE, KeyKind.EMAIL, KeyKind.DEVICE, KeyKind.AGENT)
ODD = 0.05  # share of the register's brands above Baselines.odd_brand, by its definition


class Params(DetectorParams):
    min_firms: int = threshold(5, unit="unrelated firms of one trade within days", source="domain T12")
    days: int = threshold(30, unit="days", source="domain T12")
    min_odd: float = threshold(0.5, unit="share of improbable brands", source="estimate; usual is 0.05")
    min_brands: float = threshold(
        0.6, unit="distinct brands per firm", source="estimate: fewer is a chain, N6"
    )
    max_firms: int = threshold(500, unit="firms", source="block cap")


def _on(register: RegisterSlice, normal: Baselines, p: Params, kind: KeyKind) -> Findings:
    firms = register.firms
    key = register.groups(kind, at_least=p.min_firms, cap=p.max_firms)
    _, first = key.densest(p.days)
    key = key.members(key.born_within(first, p.days))
    trade, _ = key.commonest(firms.trade[key.firm])
    series = key.members((firms.trade[key.firm] == trade[key.group]) & (trade[key.group] >= 0))
    different = series.distinct(firms.brand[series.firm]) >= p.min_brands * series.sizes
    series = series.where(different & (unrelated(series) >= p.min_firms))
    with np.errstate(invalid="ignore"):
        odd = series.total(firms.brand_nats[series.firm] > normal.odd_brand)
    often = odd >= p.min_odd * series.sizes
    series, odd = series.where(often), odd[often]
    mask = excuses(series)
    return Findings.of(
        series,
        statistic=odd,
        expected=np.asarray(ODD * series.sizes, np.float64),
        surprise=group_surprise(odd, series.sizes, ODD),
        confidence=tempered(0.6, mask),
        excuses=mask,
        odd=odd.astype(np.int64),
        people=people(series),
    )


def run(register: RegisterSlice, normal: Baselines, p: Params) -> Findings:
    return Findings.joined([_on(register, normal, p, kind) for kind in KEYS])


NAME_SERIES = Detector(
    name="name_series",
    typologies=("T12",),
    family=Family.NAME,
    severity=2,
    scope=Scope.LOCAL,
    title=Text("名称批量编造", "A series of made-up names"),
    reason=Text(
        "同一对象下同期设立的 {n} 户同行业企业（{people} 名法定代表人）中，"
        "{odd} 户字号用字属本登记册中最少见的 5%；按本地常态预期 {expected:.1f} 户。",
        "Of {n} firms of one trade and {people} representatives, born together on one key, {odd} have a "
        "brand among the 5 % of the register with the oddest characters; {expected:.1f} would be usual here.",
    ),
    mistaken_for=("N3", "N5", "N6", "N11", "N17", "N18"),
    cleared_by=Text(
        "各企业属于同一连锁品牌或集团的统一命名。", "The names follow the naming of one chain or group."
    ),
    basis=("R40",),
    next_steps=(COMPARE_FILINGS,),
    params=Params,
    run=run,
    weight=0.5,
    needs=(Data.DATES,),
)
