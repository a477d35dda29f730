"""What a candidate group shows, as counts `k` of `n` members, so that every hypothesis reads the same.

A feature that the register cannot show (no phones, no outcomes) has n = 0 and is neutral everywhere.
"""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from detectors.rings.customs import customary
from detectors.rings.together import crossing, held, in_run, reborn
from graph.baselines import Baselines
from graph.model import EVENT_KINDS, HubKind, KeyKind, LinkRole
from graph.order import looked_up, pairs
from graph.slice import NO_DAY, Bools, Floats, Groups, Ints, RegisterSlice

# Days until a false firm is usually found out: a younger one that stands says nothing of itself [E].
AGED = 540
RUN_REACH = 6  # places in filing order within which one filing follows another
STRAW_FIRMS = 7  # of one straw, at most
REBORN_DAYS = 365  # after another's end


class Feature(IntEnum):
    """One countable property of the members."""

    CONTACT = 0  # shares an untyped phone, e-mail or account with a member of another representative
    DEVICE = 1  # shares an untyped device with a member of another representative
    PEOPLE = 2  # shares a person other than an agent with a member of another representative
    AGENT = 3  # the group's commonest agent filed it
    ONE_PERSON = 4  # has the group's commonest representative
    REPEATED = 5  # its representative has at least one more firm in the group
    ROOM = 6  # is at the group's commonest untyped room
    BUILDING = 7  # is at the group's commonest building
    BURST = 8  # was registered in the group's densest 30 days
    YEAR = 9  # was registered in the group's densest 365 days
    RUN = 10  # a member follows or precedes it closely in filing order
    SCOPE = 11  # has the group's commonest scope text, which is not a template
    CAPITAL = 12  # has the group's commonest capital, where that is an unusual one
    TRADE = 13  # has the group's commonest trade
    ODD_BRAND = 14  # its brand is among the register's oddest 5 %
    SAME_BRAND = 15  # has the commonest first two characters of a brand
    SURNAME = 16  # its representative has the group's commonest surname
    HOME = 17  # its representative comes from the group's commonest county
    STRAW = 18  # its representative has 2-7 firms, all within the group
    LOST = 19  # was listed abnormal, revoked or in serious violation
    UNVERIFIED = 20  # a holder has not proved its identity
    FAULT = 21  # the address library refutes its place
    VIRTUAL = 22  # its phone is a virtual operator's
    RESOLD = 23  # its representative changed
    REBORN = 24  # was registered within a year after another member that shares a key with it ended
    PARENT = 25  # has a parent that another member has, or is it
    HOSTED = 26  # is at a typed hosting address, incubator, market or collective
    SOLE = 27  # is a sole trader
    CONFIRMED = 28  # labelled confirmed fake, among those labelled at all
    UNREPORTED = 29  # filed at most half of the annual reports it owed


@dataclass(frozen=True)
class Features:
    """`hits` and `of`: float64 (groups, features); `shows` and `known`: bool (members,
    features); `base`: float64 (features,), the share of ordinary firms that would."""

    hits: Floats
    of: Floats
    shows: Bools
    known: Bools
    base: Floats


def features(register: RegisterSlice, normal: Baselines, groups: Groups) -> Features:
    """All features of all candidate groups."""
    firms, keys, links = register.firms, register.keys, register.links
    m, f = len(groups.firm), groups.firm
    # A feature at a time is written and read.
    shows = np.zeros((m, len(Feature)), np.bool_, order="F")
    known = np.ones((m, len(Feature)), np.bool_, order="F")
    representative = firms.representative[f]
    has_person = representative >= 0

    member, row = register.links_of(groups.firm)
    key, link = links.key[row], np.searchsorted(member, groups.start)
    kind, plain = keys.kind[key], keys.hub[key] == HubKind.NONE
    first_key = held(member, key, kind, m, max(KeyKind) + 1)
    own_line = links.role[row] != LinkRole.CONTACT_OF_AGENT

    def one_of(*kinds: KeyKind) -> Bools:
        return np.bincount(kinds, minlength=max(KeyKind) + 1).astype(np.bool_)[kind]

    def tied(counts: Bools) -> Bools:
        return crossing(link, member, key, counts & plain, firms.heads[f])

    contacts = (KeyKind.PHONE, KeyKind.EMAIL, KeyKind.ACCOUNT)
    shows[:, Feature.CONTACT] = tied(one_of(*contacts) & own_line)
    known[:, Feature.CONTACT] = (first_key[list(contacts)] >= 0).any(axis=0)
    shows[:, Feature.DEVICE] = tied((kind == KeyKind.DEVICE) & own_line)
    known[:, Feature.DEVICE] = first_key[KeyKind.DEVICE] >= 0
    of_people = one_of(KeyKind.PERSON, KeyKind.OWNER)
    shows[:, Feature.PEOPLE] = tied(of_people & (keys.identity[key] != 1))
    # A register that names representatives only cannot show people whom two representatives share.
    named = of_people & (links.role[row] != LinkRole.LEGAL_REPRESENTATIVE)
    known[:, Feature.PEOPLE] = shows[:, Feature.PEOPLE]
    known[member[named], Feature.PEOPLE] = True

    def with_commonest(column: Ints, feature: Feature, counts: Bools | None = None) -> None:
        value = column if counts is None else np.where(counts, column, -1)
        most, times = groups.commonest(value)
        shows[:, feature] = (value == most[groups.group]) & (value >= 0) & (times[groups.group] >= 2)
        known[:, feature] = column >= 0

    def untyped(column: Ints) -> Bools:
        return np.asarray((column >= 0) & (looked_up(keys.hub, column, HubKind.NONE) == HubKind.NONE))

    room, building = first_key[KeyKind.ROOM], first_key[KeyKind.BUILDING]
    with_commonest(first_key[KeyKind.AGENT], Feature.AGENT)
    with_commonest(representative, Feature.ONE_PERSON)
    with_commonest(room, Feature.ROOM, untyped(room))
    with_commonest(building, Feature.BUILDING, untyped(building))
    scope = firms.scope[f]
    with_commonest(scope, Feature.SCOPE, untyped(scope))
    unusual = normal.capital_share(firms.capital[f]) <= 0.05
    with_commonest(register.capital_code[f], Feature.CAPITAL, unusual)
    known[:, Feature.CAPITAL] = ~np.isnan(firms.capital[f])
    with_commonest(firms.trade[f], Feature.TRADE)
    trade, _ = groups.commonest(firms.trade[f])
    known[:, Feature.TRADE] &= ~customary(register, groups, trade)[groups.group]
    stem = firms.stem[f]
    with_commonest(stem, Feature.SAME_BRAND)
    # A representative counts once: one person's firms say nothing of common descent.
    firms_of_one, once = groups.repeats(representative)
    head = np.where(once, representative, -1)
    with_commonest(looked_up(keys.surname, head, -1), Feature.SURNAME)
    with_commonest(looked_up(keys.home, head, -1), Feature.HOME)
    # a network: two firms of one parent, and the parent itself; several networks explain a group as one does
    parent = np.where(firms.parent[f] >= 0, firms.parent[f], f)
    cell = pairs(groups.group, parent)
    networks, times = np.unique(cell[firms.parent[f] >= 0], return_counts=True)
    shows[:, Feature.PARENT] = np.isin(cell, networks[times >= 2])

    for days, feature in ((30, Feature.BURST), (365, Feature.YEAR)):
        _, first = groups.densest(days)
        day = firms.registered[f].astype(np.int64) - first[groups.group]
        shows[:, feature] = (day >= 0) & (day < days)
        known[:, feature] = firms.registered[f] != NO_DAY
    counted = firms.filing_no[f] >= 0
    shows[:, Feature.RUN] = in_run(groups.start, register.place[f], firms.stream[f], counted, RUN_REACH)
    known[:, Feature.RUN] = counted
    with np.errstate(invalid="ignore"):
        shows[:, Feature.ODD_BRAND] = firms.brand_nats[f] > normal.odd_brand
    known[:, Feature.ODD_BRAND] = groups.repeats(stem)[1]  # a series of one stem is one odd name

    shows[:, Feature.REPEATED] = firms_of_one >= 2
    all_inside = firms_of_one == looked_up(keys.degree, representative, 0)
    shows[:, Feature.STRAW] = (firms_of_one >= 2) & (firms_of_one <= STRAW_FIRMS) & all_inside
    for feature in (Feature.ONE_PERSON, Feature.REPEATED, Feature.STRAW):
        known[:, feature] = has_person

    shows[:, Feature.LOST] = firms.lost[f]
    looked_at = _looked_at(register)[f]  # how far each has been looked at, 0-1
    known[:, Feature.LOST] = (firms.lost[f] | (looked_at >= 1.0)) & bool(firms.lost.any())
    shows[:, Feature.UNVERIFIED] = firms.unverified[f] == 1
    known[:, Feature.UNVERIFIED] = firms.unverified[f] != 0
    shows[:, Feature.FAULT] = firms.place_fault[f] == 1  # a place that several members share counts once
    place = np.where(room >= 0, room, building)
    known[:, Feature.FAULT] = (firms.place_fault[f] != 0) & groups.repeats(place)[1]
    phone = first_key[KeyKind.PHONE]  # a number that several members share counts once
    shows[:, Feature.VIRTUAL] = looked_up(keys.flag, phone, 0) == 1
    known[:, Feature.VIRTUAL] = groups.repeats(phone)[1]
    changed = np.zeros(len(firms), np.bool_)
    changed[register.events.firm[register.events.kind == EVENT_KINDS.index("representative_changed")]] = True
    shows[:, Feature.RESOLD] = changed[f]
    known[:, Feature.RESOLD] = bool(changed.any())
    reused = one_of(KeyKind.ROOM, KeyKind.PERSON, KeyKind.PHONE, KeyKind.DEVICE) & plain
    born, died = firms.registered[f], register.ended_on[f]
    shows[:, Feature.REBORN] = reborn(link, member, key, reused, born, died, int(NO_DAY), REBORN_DAYS)
    known[:, Feature.REBORN] = bool(firms.ended.any())
    hosts = (HubKind.HOSTING_ADDRESS, HubKind.INCUBATOR, HubKind.MARKET, HubKind.COLLECTIVE)
    shows[:, Feature.HOSTED] = (place >= 0) & np.isin(looked_up(keys.hub, place, HubKind.NONE), hosts)
    shows[:, Feature.SOLE] = firms.kind[f] == 2
    shows[:, Feature.CONFIRMED] = firms.label[f] == 1
    known[:, Feature.CONFIRMED] = firms.label[f] != 0

    behind, owes = register.reports
    shows[:, Feature.UNREPORTED], known[:, Feature.UNREPORTED] = behind[f], owes[f]

    shows &= known
    of = groups.marked(known)
    if firms.lost.any():  # young firms that stand count for as much as has been seen of them
        of[:, Feature.LOST] += np.floor(groups.total(np.where(known[:, Feature.LOST], 0.0, looked_at)))
    base = _base(normal, register, _rate(behind, owes), _lost_rate(register))
    return Features(groups.marked(shows), of, shows, known, base)


def _looked_at(register: RegisterSlice) -> Floats:
    """Per firm, the share of what becomes of a false one that would show by now: grows with the square of its
    age, for a false firm is seldom found out at once [E]; an undated firm is an old one as like as not."""
    age = (register.as_of - register.firms.registered.astype(np.int64)) / AGED
    seen = np.clip(age, 0.0, 1.0) ** 2
    return np.asarray(np.where(register.firms.registered == NO_DAY, 1.0, seen), np.float64)


def _lost_rate(register: RegisterSlice) -> float:
    """Share of firms lost, among the lost and as many others as were looked at: in a register of young firms
    few are lost because few could be found out yet."""
    lost = register.firms.lost
    others = float(_looked_at(register)[~lost].sum())
    return (float(lost.sum()) + 1.6) / (float(lost.sum()) + others + 20.0)


def _rate(behind: Bools, owes: Bools) -> float:
    return (float(behind.sum()) + 2.0) / (float(owes.sum()) + 20.0)


def _base(normal: Baselines, register: RegisterSlice, behind: float, lost: float) -> Floats:
    """How often an ordinary member of an ordinary cluster shows each feature. Measured where the register
    says, else the field's rates (domain.md section 5) [E]."""
    base = np.full(len(Feature), 0.1)
    firms = register.firms
    changed = register.events.kind == EVENT_KINDS.index("representative_changed")
    for feature, rate in {
        Feature.CONTACT: 0.12,
        Feature.DEVICE: 0.08,
        Feature.PEOPLE: 0.15,
        Feature.AGENT: 0.25,
        Feature.ONE_PERSON: 0.35,
        Feature.REPEATED: 0.4,
        Feature.ROOM: 0.25,
        Feature.BUILDING: 0.3,
        Feature.BURST: 0.35,
        Feature.YEAR: 0.6,
        Feature.RUN: 0.15,
        Feature.SCOPE: 0.1,
        Feature.CAPITAL: 0.1,
        Feature.TRADE: 0.4,
        Feature.ODD_BRAND: 0.06,
        Feature.SAME_BRAND: 0.1,
        Feature.SURNAME: 0.4,
        Feature.HOME: 0.3,
        Feature.STRAW: 0.15,
        Feature.LOST: lost,
        Feature.UNVERIFIED: normal.unverified_rate,
        Feature.FAULT: normal.fault_rate,
        Feature.VIRTUAL: normal.virtual_rate,
        Feature.RESOLD: (float(len(np.unique(register.events.firm[changed]))) + 1.0) / (len(firms) + 20.0),
        Feature.REBORN: 0.03,
        Feature.PARENT: 0.05,
        Feature.HOSTED: 0.1,
        Feature.SOLE: 0.2,
        Feature.CONFIRMED: 0.3,
        Feature.UNREPORTED: behind,
    }.items():
        base[feature] = rate
    return base
