"""Kinds of data that a register may lack, and which of them one holds.

A detector names what it needs. Where the register has none of it, the detector does not run and the result
says so: what is not recorded is no evidence, for or against anybody.
"""

from enum import IntEnum

import numpy as np

from graph.flags import RESIDENTIAL
from graph.model import EVENT_KINDS, Country, HubKind, KeyKind, LinkRole
from graph.slice import NO_DAY, Bools, RegisterSlice


class Data(IntEnum):
    """A kind of data, as fine as detectors need it."""

    DATES = 0  # days of registration
    ROOMS = 1  # addresses that name a room
    PEOPLE = 2
    PERSON_IDS = 3
    STAFF = 4  # liaisons or finance officers
    AGENTS = 5
    PHONES = 6
    DEVICES = 7  # devices or network addresses
    CAPITAL = 8
    PAID_IN = 9
    HOLDERS = 10
    FILING_ORDER = 11
    ENDS = 12  # days on which firms ended
    OUTCOMES = 13  # abnormal list, serious violations, revocations
    DECISIONS = 14  # the days of revocations and serious violations
    PROOFS = 15  # whether holders proved their identity
    PLACES = 16  # the address library
    CHANGES = 17  # the days on which representatives changed
    LISTINGS = 18  # the days on which firms were listed as abnormal, found in violation or revoked
    INVOICES = 19  # invoice quotas
    TAX_RETURNS = 20
    STAKES = 21  # firms of the register that own one another
    REPORTS = 22  # annual reports
    GUARANTEES = 23
    SUPPLIES = 24
    BIDS = 25
    HOSTS = 26  # hosting addresses, declared or inferred
    HOME_REGIONS = 27
    BIRTH_DATES = 28
    UK_FIRMS = 29  # British companies
    HOMES = 30  # which places people live in
    CONTROLLERS = 31  # beneficial owners or shareholders
    LLPS = 32  # British limited liability partnerships
    REACH = 33  # phones, mail boxes or devices


BY_ID = 3  # resolve.Identity
LLP = 4  # Firms.kind


def _flagged(register: RegisterSlice, bit: int) -> bool:
    """Whether any place has this flag."""
    first, last = register.keys.range_of(KeyKind.ROOM)[0], register.keys.range_of(KeyKind.BUILDING)[1]
    return bool((register.keys.flag[first:last] & bit != 0).any())


def held(register: RegisterSlice) -> Bools:
    """(Data,): whether the whole register holds any data of each kind."""
    firms, keys, links = register.firms, register.keys, register.links
    kinds = np.bincount(keys.kind, minlength=len(KeyKind)) > 0
    roles = np.bincount(links.role, minlength=len(LinkRole)) > 0
    happened = np.bincount(register.events.kind, minlength=len(EVENT_KINDS)) > 0

    def any_of(*events: str) -> bool:
        return bool(happened[[EVENT_KINDS.index(kind) for kind in events]].any())

    decided = any_of("revoked", "serious_violation")
    found = {
        Data.DATES: (firms.registered != NO_DAY).any(),
        Data.ROOMS: kinds[KeyKind.ROOM],
        Data.PEOPLE: kinds[KeyKind.PERSON],
        Data.PERSON_IDS: (keys.identity[keys.kind == KeyKind.PERSON] == BY_ID).any(),
        Data.STAFF: roles[LinkRole.LIAISON] or roles[LinkRole.FINANCE_OFFICER],
        Data.AGENTS: kinds[KeyKind.AGENT],
        Data.PHONES: kinds[KeyKind.PHONE],
        Data.DEVICES: kinds[KeyKind.DEVICE] or kinds[KeyKind.IP],
        Data.CAPITAL: (~np.isnan(firms.capital)).any(),
        Data.PAID_IN: (~np.isnan(firms.paid_in)).any(),
        Data.HOLDERS: roles[LinkRole.SHAREHOLDER],
        Data.FILING_ORDER: ((firms.filing_no >= 0) & (firms.stream >= 0)).any(),
        Data.ENDS: (register.ended_on != NO_DAY).any(),
        Data.OUTCOMES: firms.lost.any() or any_of("abnormal_listed") or decided,
        Data.DECISIONS: decided,
        Data.PROOFS: (firms.unverified != 0).any() or (firms.unproved_owner != 0).any(),
        Data.PLACES: (firms.place_fault != 0).any(),
        Data.CHANGES: any_of("representative_changed"),
        Data.LISTINGS: any_of("abnormal_listed") or decided,
        Data.INVOICES: (register.whole.quota_on != NO_DAY).any(),
        Data.TAX_RETURNS: (register.whole.taxed_on != NO_DAY).any(),
        Data.STAKES: len(register.whole.stakes) > 0,
        Data.REPORTS: any_of("annual_report"),
        Data.GUARANTEES: len(register.whole.ties.of("guarantee")) > 0,
        Data.SUPPLIES: len(register.whole.ties.of("supply")) > 0,
        Data.BIDS: len(register.whole.ties.of("bid")) > 0,
        Data.HOSTS: np.isin(keys.hub, (HubKind.HOSTING_ADDRESS, HubKind.INCUBATOR)).any(),
        Data.HOME_REGIONS: (keys.home >= 0).any(),
        Data.BIRTH_DATES: (keys.birth_year >= 0).any(),
        Data.UK_FIRMS: (firms.country == Country.UNITED_KINGDOM).any(),
        Data.HOMES: _flagged(register, RESIDENTIAL),
        Data.CONTROLLERS: roles[LinkRole.BENEFICIAL_OWNER] or roles[LinkRole.SHAREHOLDER],
        Data.LLPS: (firms.kind == LLP).any(),
        Data.REACH: kinds[KeyKind.PHONE] or kinds[KeyKind.EMAIL] or kinds[KeyKind.DEVICE],
    }
    return np.array([found[kind] for kind in Data], np.bool_)
