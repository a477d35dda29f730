"""T26: firms that trade with each other and share people, contacts or a place, but no owner on record."""

import numpy as np
from numpy.typing import NDArray

from detectors.detector import COMPARE_FILINGS, Detector, DetectorParams, Family, Scope, threshold
from detectors.findings import Findings, SubjectKind
from detectors.lookalikes import excuses, explained, heads, of_typed_agent, tempered
from graph.baselines import Baselines
from graph.data import Data
from graph.model import HubKind, KeyKind, LinkRole
from graph.order import firsts, pairs
from graph.slice import Bools, Floats, Groups, RegisterSlice
from graph.words import Text

Positions = NDArray[np.int64]

SOFT = (
    KeyKind.ROOM,
    KeyKind.PERSON,
    KeyKind.PHONE,
    KeyKind.EMAIL,
    KeyKind.DEVICE,
    KeyKind.ACCOUNT,
)
OWNS = (LinkRole.SHAREHOLDER, LinkRole.BENEFICIAL_OWNER)
SURE_PERSON = 2  # resolve.Identity: a name alone is no link
ASK_ABOUT_THE_TIES = Text(
    "要求说明交易双方的关联关系及定价依据。", "Ask how the two are related and how their prices were set."
)


class Params(DetectorParams):
    min_kinds: int = threshold(2, unit="kinds of soft links", source="domain T26")
    max_firms: int = threshold(500, unit="firms on a key", source="block cap")


def _partners(register: RegisterSlice) -> Groups:
    """Two firms each that supply one another, in either direction, once."""
    ties = register.whole.ties.of("supply")
    low, high = np.minimum(ties.source, ties.target), np.maximum(ties.source, ties.target)
    at = np.unique(pairs(low, high)[low != high])
    number = np.repeat(np.arange(len(at), dtype=np.int32), 2)
    both = np.stack([at >> 32, at & 0x7FFFFFFF], axis=1).ravel().astype(np.int32)
    return Groups.sets(register, number, both)


def _disclosed(partners: Groups) -> Bools:
    """Pairs between which there is a stake or a common owner that the register shows."""
    register, links = partners.register, partners.register.links
    stakes = register.whole.stakes
    low, high = np.minimum(stakes.owner, stakes.owned), np.maximum(stakes.owner, stakes.owned)
    one, other = partners.firm[partners.start[:-1]], partners.firm[partners.start[:-1] + 1]
    held = np.isin(pairs(np.minimum(one, other), np.maximum(one, other)), pairs(low, high))
    member, row = register.links_of(partners.firm)
    owns = np.isin(links.role[row], OWNS)
    at = np.unique(pairs(member[owns], links.key[row[owns]]))
    owner = np.sort(pairs(partners.group[at >> 32], at & 0x7FFFFFFF))
    twice = owner[1:][owner[1:] == owner[:-1]] >> 32
    common = np.bincount(twice, minlength=len(partners)) > 0
    one_head = heads(register)[one] == heads(register)[other]
    return np.asarray(held | common | one_head, np.bool_)


def _soft_links(partners: Groups, p: Params) -> tuple[Positions, Floats]:
    """Of each pair, how many kinds of keys it shares, and how surprising: of each kind the rarest key."""
    register, keys = partners.register, partners.register.keys
    member, row = register.links_of(partners.firm)
    key = register.links.key[row]
    sure = (keys.kind[key] != KeyKind.PERSON) | (keys.identity[key] >= SURE_PERSON)
    narrow = (keys.hub[key] == HubKind.NONE) & (keys.degree[key] <= p.max_firms)
    keep = np.isin(keys.kind[key], SOFT) & sure & narrow
    at = np.unique(pairs(member[keep], key[keep]))
    both = np.sort(pairs(partners.group[at >> 32], at & 0x7FFFFFFF))
    both = both[1:][both[1:] == both[:-1]]
    pair, key = both >> 32, (both & 0x7FFFFFFF).astype(np.int32)
    order = np.lexsort((keys.degree[key], keys.kind[key], pair))
    pair, key = pair[order], key[order]
    rarest = firsts(pair, keys.kind[key])
    nats = np.log(len(register.firms) / np.maximum(keys.degree[key[rarest]], 1))
    kinds = np.bincount(pair[rarest], minlength=len(partners)).astype(np.int64)
    total = np.bincount(pair[rarest], weights=np.maximum(nats, 0.0), minlength=len(partners))
    return kinds, np.asarray(total, np.float64)


def run(register: RegisterSlice, _normal: Baselines, p: Params) -> Findings:
    partners = _partners(register)
    kinds, nats = _soft_links(partners, p)
    hidden = (kinds >= p.min_kinds) & ~_disclosed(partners)
    pair, kinds, nats = partners.where(hidden), kinds[hidden], nats[hidden]
    mask = excuses(pair) | explained(of_typed_agent(pair), "N4")
    return Findings.of(
        Groups(register, pair.least(pair.firm), pair.start, pair.firm, pair.since, pair.until),
        kind=SubjectKind.GROUP,
        statistic=kinds,
        surprise=nats,
        confidence=tempered(np.minimum(0.3 + 0.15 * kinds, 0.9), mask),
        excuses=mask,
        kinds=kinds,
    )


HIDDEN_COUNTERPARTY = Detector(
    name="hidden_counterparty",
    typologies=("T26",),
    family=Family.CONTACT,
    severity=3,
    scope=Scope.GLOBAL,
    title=Text("隐性关联的交易对手", "Trading partners with hidden ties"),
    reason=Text(
        "两户企业有购销往来，无已披露的股权关系，却在 {kinds} 类信息（人员、电话、地址等）上相同，"
        "疑似关联方。",
        "Two firms trade with each other and disclose no common ownership, yet share {kinds} kinds of things "
        "(people, phone, place): suspected related parties.",
    ),
    mistaken_for=("N1", "N3", "N4", "N5", "N10", "N11", "N17", "N18"),
    cleared_by=Text(
        "双方说明共用信息的原因，或关联关系已在财务报告中披露。",
        "Both explain what they share, or the relation is disclosed in the accounts.",
    ),
    basis=("CL22", "CL265", "CAS36"),
    next_steps=(ASK_ABOUT_THE_TIES, COMPARE_FILINGS),
    params=Params,
    run=run,
    weight=0.0,
    needs=(Data.SUPPLIES,),
)
