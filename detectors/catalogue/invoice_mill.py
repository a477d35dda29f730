"""T17: new firms on one key get the top invoice quota at once and never file a tax return afterwards."""

import numpy as np

from detectors.chance import group_surprise
from detectors.detector import COMPARE_FILINGS, VISIT, Detector, DetectorParams, Family, Scope, threshold
from detectors.findings import Findings
from detectors.lookalikes import excuses, people, tempered, unrelated
from graph.baselines import Baselines
from graph.data import Data
from graph.model import KeyKind
from graph.slice import NO_DAY, Bools, RegisterSlice
from graph.words import Text

KEYS = (
    KeyKind.ROOM,
    KeyKind.PERSON,
    KeyKind.PHONE,
    KeyKind.EMAIL,
    KeyKind.DEVICE,
    KeyKind.ACCOUNT,
)
REFER_TO_TAX = Text(
    "移送税务机关核查发票领用和申报。", "Refer to the tax office: invoices drawn, returns filed."
)


class Params(DetectorParams):
    min_firms: int = threshold(3, unit="unrelated firms", source="estimate, as T02")
    min_quota: float = threshold(1e5, unit="yuan on one invoice", source="estimate: the highest usual quota")
    quota_days: int = threshold(
        30, unit="days from birth to the quota", source="domain T17: all invoices within 7 days, which follow"
    )
    silent_days: int = threshold(180, unit="days since the quota without a return", source="estimate")
    days: int = threshold(365, unit="days between the firms' births", source="estimate")
    max_firms: int = threshold(500, unit="firms", source="block cap")


def _drained(register: RegisterSlice, p: Params) -> Bools:
    """Firms with the top quota soon after birth and no return in order since."""
    whole, born = register.whole, register.firms.registered.astype(np.int64)
    known = (whole.quota_on != NO_DAY) & (born != NO_DAY)
    soon = known & (whole.quota_on - born >= 0) & (whole.quota_on - born <= p.quota_days)
    long_ago = register.as_of - whole.quota_on.astype(np.int64) >= p.silent_days
    with np.errstate(invalid="ignore"):
        top = whole.quota >= p.min_quota
    return np.asarray(soon & long_ago & top & (whole.taxed_on < whole.quota_on), np.bool_)


def run(register: RegisterSlice, _normal: Baselines, p: Params) -> Findings:
    drained = _drained(register, p)
    return Findings.joined([_on(register, p, kind, drained) for kind in KEYS])


def _on(register: RegisterSlice, p: Params, kind: KeyKind, drained: Bools) -> Findings:
    key = register.groups(kind, at_least=p.min_firms, cap=p.max_firms)
    some = key.members(drained[key.firm])
    _, first = some.densest(p.days)
    mill = some.members(some.born_within(first, p.days))
    mill = mill.where(unrelated(mill) >= p.min_firms)
    of = key.sizes[np.searchsorted(key.subject, mill.subject)]
    # as often as among the firms that are not on this key
    usual = (drained.sum() - mill.sizes + 1.0) / (len(drained) - of + 100.0)
    mask = excuses(mill)
    return Findings.of(
        mill,
        expected=np.asarray(of * usual, np.float64),
        surprise=group_surprise(mill.sizes, of, usual),
        confidence=tempered(0.7, mask),
        excuses=mask,
        of=of,
        people=people(mill),
        first_on=mill.least(register.firms.registered[mill.firm]),
        last_on=mill.most(register.firms.registered[mill.firm]),
    )


INVOICE_MILL = Detector(
    name="invoice_mill",
    typologies=("T17",),
    family=Family.BEHAVIOUR,
    severity=5,
    scope=Scope.GLOBAL,
    title=Text("疑似暴力虚开后走逃", "An invoice mill"),
    reason=Text(
        "同一对象下的 {of} 户企业中 {n} 户（{people} 名法定代表人，{first_on} 至 {last_on} 设立）设立后即领取"
        "最高档发票，此后再无正常纳税申报；按本地常态预期 {expected:.1f} 户。",
        "Of {of} firms on one key {n}, of {people} representatives and born between {first_on} and "
        "{last_on}, got the top invoice quota at once and filed no return since; {expected:.1f} would be "
        "usual here.",
    ),
    mistaken_for=("N3", "N5", "N11", "N15", "N17", "N18"),
    cleared_by=Text(
        "税务机关确认申报正常，或企业尚在法定免申报期内。",
        "The tax office confirms the returns, or none was due yet.",
    ),
    basis=("R40", "CL250"),
    next_steps=(REFER_TO_TAX, COMPARE_FILINGS, VISIT),
    params=Params,
    run=run,
    weight=1.5,
    needs=(Data.INVOICES, Data.TAX_RETURNS, Data.DATES),
)
