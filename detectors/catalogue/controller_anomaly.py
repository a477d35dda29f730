"""T23: a British company whose controllers, as filed, cannot be or cannot be found: two signs of five."""

import numpy as np
from numpy.typing import NDArray

from detectors.detector import REPEAT_IDENTITY_CHECK, Detector, DetectorParams, Family, Scope, threshold
from detectors.findings import Findings, SubjectKind
from detectors.lookalikes import explained, heads, tempered
from detectors.networks import Network
from graph.baselines import Baselines
from graph.data import Data
from graph.model import EVENT_KINDS, Country, KeyKind, LinkRole
from graph.slice import NO_DAY, Bools, Groups, RegisterSlice, years
from graph.words import Text

CONTROLS = (LinkRole.BENEFICIAL_OWNER, LinkRole.SHAREHOLDER)
NAMES = ("foreign", "dormant", "circular", "impossible", "many")  # of the signs
SURE_PERSON = 2  # resolve.Identity: a name alone controls nothing
FILED = EVENT_KINDS.index("annual_report")
ASK_FOR_THE_PSC = Text(
    "要求更正重要控制人登记并提交身份验证。",
    "Ask for the register of controllers to be put right, with verified identities.",
)


class Params(DetectorParams):
    min_signs: int = threshold(2, unit="signs", source="domain T23")
    max_controlled: int = threshold(100, unit="firms of one controller", source="domain T23")
    oldest: int = threshold(110, unit="years", source="estimate: nobody older governs")
    youngest: int = threshold(16, unit="years", source="CA2006 s. 157: the least age of a director")
    dormant_days: int = threshold(730, unit="days without accounts", source="estimate, as T21")


def _marked(n: int, *firms: NDArray[np.int32]) -> Bools:
    out = np.zeros(n, np.bool_)
    for some in firms:
        out[some] = True
    return out


def _signs(register: RegisterSlice, p: Params) -> tuple[Bools, ...]:
    """Of each firm: foreign, dormant, circular, impossible, and controlled by one with too many."""
    firms, keys, links, stakes = register.firms, register.keys, register.links, register.whole.stakes
    n = len(firms)
    row = np.flatnonzero(np.isin(links.role, CONTROLS))
    firm, key = links.firm[row], links.key[row]
    corporate = keys.kind[key] == KeyKind.OWNER
    live = stakes.until > register.as_of
    foreign = _marked(n, firm[register.whole.foreign[key]])  # a firm that an extract lacks may be next door

    last = np.full(n, NO_DAY, np.int32)
    filed = register.events.kind == FILED
    np.maximum.at(last, register.events.firm[filed], register.events.on[filed])
    old = (firms.registered != NO_DAY) & (firms.registered <= register.as_of - p.dormant_days)
    asleep = firms.ended | (old & (last < register.as_of - p.dormant_days) & bool(filed.any()))
    dormant = _marked(n, stakes.owned[live & asleep[stakes.owner]])

    network = Network.of(register, stakes.owner[live], stakes.owned[live])
    circle = network.circles()
    round_ = np.bincount(circle, minlength=len(network))[circle] >= 2
    circular = _marked(n, network.firms[round_])

    age = years(links.since[row]) - keys.birth_year[key]
    dated = (keys.birth_year[key] > 0) & (links.since[row] != NO_DAY) & ~corporate
    impossible = _marked(n, firm[dated & ((age < p.youngest) | (age > p.oldest))])
    sure = corporate | (keys.identity[key] >= SURE_PERSON)
    many = _marked(n, firm[sure & (keys.degree[key] > p.max_controlled)])
    return foreign, dormant, circular, impossible, many


def run(register: RegisterSlice, _normal: Baselines, p: Params) -> Findings:
    signs = _signs(register, p)
    british = register.firms.country == Country.UNITED_KINGDOM
    count = np.sum(signs, axis=0)
    firm = np.flatnonzero(british & (count >= p.min_signs) & ~register.firms.ended).astype(np.int32)
    rates = [(float(sign[british].sum()) + 1.0) / (float(british.sum()) + 20.0) for sign in signs]
    nats = np.sum(
        [np.where(sign, -np.log(rate), 0.0) for sign, rate in zip(signs, rates, strict=True)], axis=0
    )
    mask = explained(heads(register)[firm] != firm, "N5", "N18")
    return Findings.of(
        Groups.sets(register, firm, firm),
        kind=SubjectKind.FIRM,
        statistic=count[firm],
        expected=float(np.sum(rates)),
        surprise=nats[firm],
        confidence=tempered(np.minimum(0.3 + 0.15 * count[firm], 0.9), mask),
        excuses=mask,
        signs=count[firm].astype(np.int64),
        **{name: sign[firm].astype(np.int64) for name, sign in zip(NAMES, signs, strict=True)},
    )


CONTROLLER_ANOMALY = Detector(
    name="controller_anomaly",
    typologies=("T23",),
    family=Family.PERSON,
    severity=4,
    scope=Scope.GLOBAL,
    title=Text("重要控制人异常（英国）", "Controllers that cannot be (UK)"),
    reason=Text(
        "五项控制人异常中有 {signs} 项[foreign?；控制人在境外][dormant?；控制人为休眠或已终止的公司]"
        "[circular?；循环持股][impossible?；控制人出生日期不可能][many?；一名控制人控制企业过多]。",
        "{signs} of five signs about its controllers[foreign?; one is foreign][dormant?; one is a dormant or "
        "ended company][circular?; it owns itself in a circle][impossible?; one has an impossible birth date]"
        "[many?; one controls too many companies].",
    ),
    mistaken_for=("N5", "N9", "N18"),
    cleared_by=Text(
        "控制人已完成身份验证，或登记信息已更正。",
        "The controllers verified their identities, or the entries are put right.",
    ),
    basis=("CA790", "ECCTA"),
    next_steps=(ASK_FOR_THE_PSC, REPEAT_IDENTITY_CHECK),
    params=Params,
    run=run,
    weight=1.5,
    needs=(Data.UK_FIRMS, Data.CONTROLLERS),
)
