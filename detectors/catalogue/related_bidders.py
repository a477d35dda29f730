"""T25: bidders for one lot that are one party: one head, one controls the other, one account, one desk.

Of a `bid` the register layout does not say whether `to_id` is the tenderer or another bidder. It is taken for
the tenderer, who may well be near one of them, unless the lot's own bids show otherwise.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detectors.detector import COMPARE_FILINGS, Detector, DetectorParams, Family, Scope, threshold
from detectors.findings import Findings, SubjectKind
from detectors.lookalikes import explained, heads, tempered
from graph.baselines import Baselines
from graph.data import Data
from graph.model import HubKind, KeyKind
from graph.order import firsts, pairs
from graph.slice import NO_DAY, Floats, Groups, Ints, RegisterSlice
from graph.union_find import components
from graph.whole import Ties
from graph.words import Text

Positions = NDArray[np.int64]

# How far sharing such a key speaks of bidders who are one party [E]; one account makes it collusion by law.
KEYS = {
    KeyKind.ROOM: 0.5,
    KeyKind.PERSON: 0.6,
    KeyKind.PHONE: 0.6,
    KeyKind.EMAIL: 0.6,
    KeyKind.DEVICE: 0.6,
    KeyKind.IP: 0.3,
    KeyKind.ACCOUNT: 0.9,
    KeyKind.AGENT: 0.3,
}
ONE_HEAD, CONTROL, SIBLINGS = 0.95, 0.9, 0.4
SURE_PERSON = 2  # resolve.Identity: a name alone makes no two bidders one
TELL_THE_TENDERER = Text(
    "通报招标人和招投标监管部门。", "Tell the tenderer and the authority that supervises tenders."
)


class Params(DetectorParams):
    max_bidders: int = threshold(200, unit="bidders of one lot", source="block cap")
    max_firms: int = threshold(500, unit="firms on a key", source="block cap")


@dataclass(frozen=True)
class _Shared:
    """What several bidders of one lot have in common, one row per bidder (`member`, its place among the
    lots' members) and thing (`token`); rows of one lot and thing stand together."""

    member: Positions
    token: Positions
    trust: Floats
    nats: Floats


def _bids(bids: Ties) -> tuple[Ints, Ints]:
    """(lot, bidder) of every bid: who bid, and in lots whose bids tie bidders to one another also to whom.

    Those are lots in which somebody is both, or one firm bids to several: a tenderer neither bids in its own
    lot nor shares it.
    """
    lots = bids.lot.max(initial=-1) + 1
    bidder, bid_to = np.unique(pairs(bids.lot, bids.source)), np.unique(pairs(bids.lot, bids.target))
    both = np.zeros(lots, np.bool_)
    both[np.intersect1d(bidder, bid_to) >> 32] = True
    one_bids = np.bincount(bidder >> 32, minlength=lots) == 1
    both |= one_bids & (np.bincount(bid_to >> 32, minlength=lots) >= 2)
    among = both[bids.lot]
    return np.r_[bids.lot, bids.lot[among]], np.r_[bids.source, bids.target[among]]


def _lots(register: RegisterSlice, p: Params) -> tuple[Groups, Ints]:
    """The bidders of each lot, and the last day that is known of each. A bid without a lot's number is a lot
    of its own, with one bidder."""
    bids = register.whole.ties.of("bid")
    bids = bids.where(bids.lot >= 0)
    at = np.unique(pairs(*_bids(bids)))
    lots = Groups.sets(register, (at >> 32).astype(np.int32), (at & 0x7FFFFFFF).astype(np.int32))
    lots = lots.sized(2, p.max_bidders)
    day = np.full(bids.lot.max(initial=-1) + 1, NO_DAY, np.int32)
    np.maximum.at(day, bids.lot, bids.on)
    return lots, day[lots.subject]


def _held(lots: Groups, day: Ints, p: Params) -> tuple[Positions, Positions]:
    """The keys that bidders held on the day of the lot: (member, key)."""
    register, keys = lots.register, lots.register.keys
    member, row = register.links_of(lots.firm)
    key, on = register.links.key[row], day[lots.group[member]]
    sure = (keys.kind[key] != KeyKind.PERSON) | (keys.identity[key] >= SURE_PERSON)
    narrow = (keys.hub[key] == HubKind.NONE) & (keys.degree[key] <= p.max_firms)
    then = (register.links.since[row] <= on) & (on <= register.links.until[row])
    keep = np.isin(keys.kind[key], list(KEYS)) & sure & narrow & (then | (on == NO_DAY))
    at = np.unique(pairs(member[keep], key[keep]))
    return at >> 32, at & 0x7FFFFFFF


def _shared(lots: Groups, day: Ints, p: Params) -> _Shared:
    register, keys = lots.register, lots.register.keys
    every = np.arange(len(lots.firm))
    head, boss = heads(register)[lots.firm], register.firms.representative[lots.firm]
    led = every[(boss >= 0) & (keys.identity[boss] >= SURE_PERSON)] if len(keys) else every[:0]
    holder, key = _held(lots, day, p)
    # three ranges of numbers: keys, the firms that answer for bidders, the people who lead them
    firms, leads = len(keys), len(keys) + len(register.firms)
    member = np.concatenate([holder, every, led])
    token = np.concatenate([key, firms + head, leads + boss[led]]).astype(np.int64)
    at = np.argsort(pairs(lots.group[member], token), kind="stable")
    member, token = member[at], token[at]
    first = firsts(lots.group[member], token)
    count = np.diff(np.append(first, len(member)))
    itself = (firms + lots.firm[member] == token).astype(np.int64)
    itself = np.add.reduceat(itself, first) if len(first) else np.zeros(0, np.int64)
    trust, degree = _weights(lots, token[first], itself)
    rarity = np.log(len(register.firms) / np.maximum(degree, 1))
    several = np.repeat(count >= 2, count)
    return _Shared(
        member[several],
        token[several],
        np.repeat(trust, count)[several],
        np.repeat((count - 1) * np.maximum(rarity, 0.0), count)[several],
    )


def _weights(lots: Groups, token: Positions, itself: Positions) -> tuple[Floats, Ints]:
    """How far each thing in common is to be trusted, and how many firms of the register have it."""
    keys, of_key = lots.register.keys, len(lots.register.keys)
    of_firm = of_key + len(lots.register.firms)
    trust_of = np.zeros(len(KeyKind))
    trust_of[list(KEYS)] = list(KEYS.values())
    key = np.where(token < of_key, token, np.where(token >= of_firm, token - of_firm, 0))
    kind = keys.kind[key] if of_key else np.zeros(len(token), np.int8)
    degree = keys.degree[key] if of_key else np.zeros(len(token), np.int32)
    control = np.where(itself > 0, CONTROL, SIBLINGS)
    trust = np.where(token < of_key, trust_of[kind], np.where(token >= of_firm, ONE_HEAD, control))
    return trust, np.where((token >= of_key) & (token < of_firm), 2, degree).astype(np.int32)


def run(register: RegisterSlice, _normal: Baselines, p: Params) -> Findings:
    lots, day = _lots(register, p)
    shared = _shared(lots, day, p)
    if len(shared.member) == 0:
        return Findings.none(SubjectKind.GROUP)
    lot, firm, n = lots.group[shared.member], lots.firm[shared.member], len(register.firms)
    same = (np.diff(shared.token) == 0) & (np.diff(lot) == 0)
    party = components(n, firm[:-1][same], firm[1:][same])  # who met in several lots is told once
    trust, nats = np.zeros((2, n))
    np.maximum.at(trust, party[firm], shared.trust)
    np.maximum.at(nats, party[firm], shared.nats)
    things = np.bincount(np.unique(pairs(party[firm], shared.token)) >> 32, minlength=n)
    met = np.unique(pairs(party[firm], lot))
    last = np.full(n, NO_DAY, np.int32)
    np.maximum.at(last, met >> 32, day[met & 0x7FFFFFFF])

    bidder = np.unique(firm)
    sets = Groups.sets(register, party[bidder], bidder)
    which = sets.subject
    mask = explained(trust[which] == SIBLINGS, "N5", "N18")
    return Findings.of(
        sets,
        kind=SubjectKind.GROUP,
        surprise=nats[which],
        confidence=tempered(trust[which], mask),
        excuses=mask,
        things=things[which],
        lots=np.bincount(met >> 32, minlength=n)[which],
        bid_on=last[which],
    )


RELATED_BIDDERS = Detector(
    name="related_bidders",
    typologies=("T25",),
    family=Family.PERSON,
    severity=5,
    scope=Scope.GLOBAL,
    title=Text("疑似围标串标", "Bidders for one lot that are one party"),
    reason=Text(
        "{n} 家企业曾在同一标段投标（{lots} 个标段），却有 {things} 处相同"
        "（负责人、控股、账户、联系方式、人员、地址或设备）。",
        "{n} firms bid for the same lots ({lots} of them) and have {things} things in common (head, "
        "control, account, contact, people, place or device).",
    ),
    mistaken_for=("N1", "N4", "N5", "N9", "N10", "N14", "N18"),
    cleared_by=Text(
        "各投标人的负责人、控股关系和投标文件经核实相互独立。",
        "Heads, control and tender documents of the bidders are shown to be independent.",
    ),
    basis=("TB34", "TB40"),
    next_steps=(TELL_THE_TENDERER, COMPARE_FILINGS),
    params=Params,
    run=run,
    weight=0.0,
    needs=(Data.BIDS,),
)
