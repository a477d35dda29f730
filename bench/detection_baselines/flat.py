"""Flat features of a firm: what an afternoon with the register's columns gives.

Counts of firms on the firm's keys, in all and around its own day, of the same capital, trade or name there;
and the firm's own columns. No pairs, no rings, no filing order.
"""

import numpy as np
from numpy.typing import NDArray

from graph.model import EVENT_KINDS, TIE_KINDS, HubKind, KeyKind, LinkRole
from graph.offices import age_of_head
from graph.order import pairs
from graph.slice import NO_DAY, Bools, Floats, Ints, RegisterSlice

WINDOWS = (0, 14, 90)  # days on either side of the firm's own
KINDS = tuple(KeyKind)


def born_within(register: RegisterSlice, rows: NDArray[np.int64], days: int) -> Ints:
    """Per row of `links`, the firms on its key registered at most so many days from its firm, itself
    included; 0 where the day is unknown."""
    key, day = register.links.key[rows], register.firms.registered[register.links.firm[rows]]
    known = day != NO_DAY
    at = np.sort(pairs(key[known], day[known]), kind="stable")
    own = pairs(key[known], day[known])
    out = np.zeros(len(rows), np.int32)
    out[known] = np.searchsorted(at, own + days, side="right") - np.searchsorted(at, own - days, side="left")
    return out


def alike(register: RegisterSlice, rows: NDArray[np.int64], code: Ints) -> Ints:
    """Per row of `links`, the firms on its key with the same code as its firm; 0 where it is unknown."""
    key, own = register.links.key[rows], code[register.links.firm[rows]]
    known = own >= 0
    _, which, count = np.unique(pairs(key[known], own[known]), return_inverse=True, return_counts=True)
    out = np.zeros(len(rows), np.int32)
    out[known] = count[which]
    return out


def once(register: RegisterSlice, keep: Bools) -> NDArray[np.int64]:
    """Rows of the links that `keep` marks, one for each firm and key."""
    rows = np.flatnonzero(keep)
    _, first = np.unique(pairs(register.links.key[rows], register.links.firm[rows]), return_index=True)
    return np.asarray(rows[np.sort(first)], np.int64)


def most(register: RegisterSlice, rows: NDArray[np.int64], value: NDArray[np.integer]) -> Floats:
    """Per firm, the largest value among its links `rows`; 0 without any."""
    out = np.zeros(len(register.firms))
    np.maximum.at(out, register.links.firm[rows], value)
    return out


def common(code: Ints) -> Floats:
    """How many firms have each firm's code; 0 where it is unknown."""
    count = np.bincount(code[code >= 0], minlength=1)
    return np.where(code >= 0, count[np.maximum(code, 0)], 0).astype(np.float64)


def _on_keys(register: RegisterSlice) -> list[Floats]:
    firms, keys, links = register.firms, register.keys, register.links
    plain = (keys.hub == HubKind.NONE)[links.key]
    kind = keys.kind[links.key]
    head = links.role == LinkRole.LEGAL_REPRESENTATIVE
    codes = (register.capital_code, firms.trade, firms.stem, firms.office, firms.scope)
    out: list[Floats] = []
    for chosen in (*(kind == k for k in KINDS), head):
        rows = once(register, chosen & plain)
        degree = np.bincount(links.key[rows], minlength=len(keys))[links.key[rows]]
        out.append(np.bincount(links.firm[rows], minlength=len(firms)).astype(np.float64))
        out.append(most(register, rows, degree))
        out += [most(register, rows, born_within(register, rows, days)) for days in WINDOWS]
        out += [most(register, rows, alike(register, rows, code)) for code in codes]
        out.append(most(register, once(register, chosen & ~plain), np.ones(1, np.int8)))
    return out


def _own(register: RegisterSlice) -> list[Floats]:
    firms, keys, whole = register.firms, register.keys, register.whole
    n = len(firms)
    head, day = np.maximum(firms.representative, 0), firms.registered
    has_head = firms.representative >= 0
    age = np.where(day == NO_DAY, np.nan, register.as_of - day.astype(np.float64))
    ended = register.ended_on.astype(np.float64)
    lived = np.where((register.ended_on == NO_DAY) | (day == NO_DAY), np.nan, ended - day)
    office_day = np.unique(pairs(firms.office, day), return_inverse=True)[1].astype(np.int32)
    columns: list[NDArray[np.generic]] = [
        age,
        lived,
        firms.ended,
        firms.lost,
        firms.kind,
        np.log1p(firms.capital),
        firms.paid_in / np.where(firms.capital > 0, firms.capital, np.nan),
        common(register.capital_code),
        firms.granularity,
        firms.marker >= 0,
        firms.brand_nats,
        common(firms.brand),
        common(firms.stem),
        common(firms.series),
        firms.series >= 0,
        common(firms.trade),
        common(firms.office),
        common(firms.district),
        common(office_day),
        firms.place_fault,
        firms.unverified,
        firms.unproved_owner,
        firms.parent >= 0,
        age_of_head(register),
        np.where(has_head, keys.identity[head], -1),
        np.where(has_head, keys.home[head] >= 0, False),
        np.where(has_head, common(keys.home)[head], 0),
    ]
    flagged = np.zeros(n)
    virtual = (keys.flag == 1) & (keys.kind == KeyKind.PHONE)
    np.maximum.at(flagged, register.links.firm, virtual[register.links.key])
    columns.append(flagged)
    events = register.events
    columns += [
        np.bincount(events.firm[events.kind == kind], minlength=n) for kind in range(len(EVENT_KINDS))
    ]
    columns.append(np.bincount(events.firm[events.unreachable], minlength=n))
    for kind in range(len(TIE_KINDS)):
        of_kind = whole.ties.kind == kind
        columns += [np.bincount(end[of_kind], minlength=n) for end in (whole.ties.source, whole.ties.target)]
    columns += [np.bincount(end, minlength=n) for end in (whole.stakes.owner, whole.stakes.owned)]
    columns.append(np.log1p(whole.quota))
    columns += [np.where(on == NO_DAY, np.nan, on - day) for on in (whole.quota_on, whole.taxed_on)]
    return [column.astype(np.float64) for column in columns]


def features(register: RegisterSlice) -> Floats:
    """(n, columns), nan where the register is silent."""
    return np.column_stack(_on_keys(register) + _own(register))
