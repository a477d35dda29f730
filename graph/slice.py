"""RegisterSlice: the columns a detector sees, for the whole register or for one neighbourhood.

All arrays are numpy, row `i` of every firm column is firm `i` of the slice. Days are int32 days since
1970-01-01, `NO_DAY` where unknown; codes are int32, -1 where unknown. In a neighbourhood the codes of trades
are those of the sweep that published it and others may count within it, so the same detectors give the same
numbers.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from graph import tally
from graph.annual_reports import behind
from graph.model import EVENT_KINDS, HubKind, KeyKind, LinkRole
from graph.order import firsts, offsets, order_by, pairs, stable_order
from graph.whole import NOTHING, Whole

Ints = NDArray[np.int32]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

NO_DAY: Final = np.int32(-(2**31))
FOREVER: Final = np.int32(2**31 - 1)
HALF_YEAR: Final = np.int32(190)  # days into a year by which its annual report was due


def years(days: Ints) -> Ints:
    """The calendar year of each day; of NO_DAY none that means anything."""
    known = np.where(days == NO_DAY, np.int32(0), days)
    return (known.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + 1970).astype(np.int32)


@dataclass(frozen=True)
class Firms:
    """One value per firm."""

    registered: Ints  # day
    dissolved: Ints  # day
    ended: Bools  # dissolved or revoked
    lost: Bools  # on the abnormal list, revoked or a serious violation, at any time
    kind: NDArray[np.int8]  # 1 firm, 2 sole trader, 3 cooperative, 4 British LLP, 0 other
    country: NDArray[np.int8]  # model.Country
    capital: Floats  # yuan or the country's currency; nan unknown
    paid_in: Floats
    office: Ints  # code of the filing office
    stream: Ints  # code of the orderly stream its organisation code was issued in; -1 none
    filing_no: NDArray[np.int64]  # counter within the stream; -1 unknown
    district: Ints
    granularity: NDArray[np.int8]  # model.Granularity of its address
    marker: Ints  # code of the address marker (托管, 自主申报 ...), -1 none
    brand: Ints
    stem: Ints  # code of the brand's first two characters
    series: Ints  # code of the brand without the number at its end, -1 where it ends in none
    trade: Ints
    scope: Ints  # key index of its scope text, -1 none
    representative: Ints  # key index of its (first) legal representative, -1 none
    brand_nats: Floats  # mean -ln frequency of the brand's characters in the register; nan unknown
    label: NDArray[np.int8]  # 1 confirmed fake, -1 cleared, 0 none
    place_fault: NDArray[np.int8]  # 1 the address library knows no such place or room, 0 unknown, -1 it does
    unverified: NDArray[np.int8]  # 1 a holder has not proved its identity, -1 all have, 0 unknown
    unproved_owner: NDArray[np.int8]  # the same of the firms that hold its shares
    parent: Ints  # firm index of the declared parent or > 50 % owner, -1 none

    def __len__(self) -> int:
        return len(self.registered)

    @property
    def heads(self) -> Ints:
        """Each firm's representative; where none is known a negative number of its own, so that two unknown
        people never pass for one."""
        alone = -2 - np.arange(len(self), dtype=np.int32)
        return np.where(self.representative >= 0, self.representative, alone).astype(np.int32)


@dataclass(frozen=True)
class Keys:
    """One value per key. `degree` and `hub` describe the whole register, also in a neighbourhood."""

    kind: NDArray[np.int8]  # KeyKind, ascending
    degree: Ints  # distinct firms in the register
    hub: NDArray[np.int8]  # HubKind
    declared: Bools  # the hub was declared, not inferred
    flag: NDArray[np.int8]  # 1: a virtual operator's number; places and owners: bits of graph.flags
    surname: Ints  # code, persons only
    birth_year: Ints  # -1 unknown
    home: Ints  # code of the home county, -1 unknown
    identity: NDArray[np.int8]  # how surely the person is one: 3 by id ... 0 by name in one firm
    files: NDArray[np.int8]  # of a person: firms, up to 127, that the same person by id files for as agent
    complete: Bools  # all its links are in this slice

    def __len__(self) -> int:
        return len(self.kind)

    def range_of(self, kind: KeyKind) -> tuple[int, int]:
        """First and one-past-last key of a kind."""
        lo, hi = np.searchsorted(self.kind, np.array([kind, kind + 1], np.int8))
        return int(lo), int(hi)


@dataclass(frozen=True)
class Links:
    """Firm-key links, sorted by key, then the firm's filing rank, then role."""

    firm: Ints
    key: Ints
    role: NDArray[np.int8]
    since: Ints  # day; the registration day where the register is silent
    until: Ints  # day; FOREVER while it holds
    strength: NDArray[np.float32]


@dataclass(frozen=True)
class Events:
    """Events, sorted by firm and day; `kind` indexes model.EVENT_KINDS."""

    firm: Ints
    kind: NDArray[np.int8]
    on: Ints
    unreachable: Bools  # listed as abnormal because nobody was found at the address


@dataclass(frozen=True)
class RegisterSlice:
    """Some firms with all they are linked to; `whole` is what only the whole register has."""

    firms: Firms
    keys: Keys
    links: Links
    events: Events
    as_of: int  # the last day the register speaks of
    whole: Whole = NOTHING

    @cached_property
    def rank(self) -> Ints:
        """Position of each firm in filing order: day, then number in the stream, then row."""
        order = np.lexsort((np.arange(len(self.firms)), self.firms.filing_no, self.firms.registered))
        rank = np.empty(len(order), np.int32)
        rank[order] = np.arange(len(order), dtype=np.int32)
        return rank

    @cached_property
    def filed(self) -> NDArray[np.int64]:
        """All firms stream by stream in the order of their filing: day, then number in the stream."""
        return np.lexsort((self.firms.filing_no, self.firms.registered, self.firms.stream))

    @cached_property
    def place(self) -> NDArray[np.int64]:
        """Position of each firm in `filed`."""
        place = np.empty(len(self.filed), np.int64)
        place[self.filed] = np.arange(len(place))
        return place

    @cached_property
    def ended_on(self) -> Ints:
        """Day each firm was dissolved or first revoked, NO_DAY while it lives or where nobody says when."""
        day = np.full(len(self.firms), FOREVER, np.int32)
        revoked = self.events.kind == EVENT_KINDS.index("revoked")
        np.minimum.at(day, self.events.firm[revoked], self.events.on[revoked])
        dissolved = self.firms.dissolved
        day = np.minimum(day, np.where(dissolved == NO_DAY, FOREVER, dissolved))
        return np.where(day == FOREVER, NO_DAY, day).astype(np.int32)

    @cached_property
    def reports(self) -> tuple[Bools, Bools]:
        """Firms that filed at most half of the annual reports they owed, and firms of which that is known.

        A firm owes one for each year begun after its own, until it ends or the register's last day; one is
        given in by the middle of the year. Years whose reports the register does not hold are left out.
        """
        report, born = self.events.kind == EVENT_KINDS.index("annual_report"), self.firms.registered
        ended = np.where(self.ended_on == NO_DAY, FOREVER, self.ended_on)
        last = np.minimum(ended, self.as_of).astype(np.int32)
        first = years(np.where(born == NO_DAY, last, born)) + 1  # after the last year where unknown
        return behind(self.events.firm[report], years(self.events.on[report]), first, years(last - HALF_YEAR))

    @cached_property
    def starts(self) -> NDArray[np.int64]:
        """Where each key's links begin, and the last one's end."""
        return offsets(self.links.key, len(self.keys))

    @cached_property
    def capital_code(self) -> Ints:
        """Code of each firm's exact capital, -1 unknown."""
        _, code = np.unique(self.firms.capital, return_inverse=True)
        return np.where(np.isnan(self.firms.capital), -1, code).astype(np.int32)

    @cached_property
    def _by_firm(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        return stable_order(self.links.firm, len(self.firms)), offsets(self.links.firm, len(self.firms))

    @cached_property
    def trades_of_offices(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Each office and trade that occur together, as `pairs`, ascending, and how many firms have both."""
        office, trade = self.firms.office, self.firms.trade
        both = (office >= 0) & (trade >= 0)
        return np.unique(pairs(office[both], trade[both]), return_counts=True)

    def links_of(self, firms: Ints) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """All links of some firms: (position in `firms`, row of `links`), by position."""
        order, starts = self._by_firm
        count = starts[firms + 1] - starts[firms]
        position = np.repeat(np.arange(len(firms)), count)
        within = np.arange(len(position)) - np.repeat(np.cumsum(count) - count, count)
        return position, order[np.repeat(starts[firms], count) + within]

    def groups(
        self,
        kind: KeyKind,
        *,
        roles: tuple[LinkRole, ...] = (),
        at_least: int = 2,
        cap: int = 500,
        hubs: bool = False,
    ) -> "Groups":
        """Firms by the key of `kind` they share, at least `at_least` each.

        A key with more than `cap` firms in the register, in whatever role, is left out; so is a typed
        hub unless `hubs` is set: sharing it says nothing. Keys whose firms are not all in the slice are
        left out too, so that a neighbourhood never judges half a group.
        """
        lo, hi = self.keys.range_of(kind)
        start = self.starts[lo : hi + 1]
        size = np.diff(start)  # links; firms are no more
        keep = self.keys.complete[lo:hi] & (self.keys.degree[lo:hi] <= cap) & (size >= at_least)
        if not hubs:
            keep &= self.keys.hub[lo:hi] == HubKind.NONE
        rows = np.flatnonzero(np.repeat(keep, size)) + start[0]
        if roles:
            rows = rows[np.isin(self.links.role[rows], np.array(roles, np.int8))]
        return Groups.of(self, self.links.key[rows], self.links.firm[rows], rows).sized(at_least, cap)


@dataclass(frozen=True)
class Groups:
    """Sets of firms, one per subject (a key, or a candidate ring), as offsets into member columns.

    `subject` int32[g]; `start` int64[g + 1]; `firm`, `since`, `until` int32[m]. Members of a group are
    in filing order and distinct.
    """

    register: RegisterSlice
    subject: Ints
    start: NDArray[np.int64]
    firm: Ints
    since: Ints
    until: Ints

    @classmethod
    def of(cls, register: RegisterSlice, subject: Ints, firm: Ints, rows: NDArray[np.int64]) -> "Groups":
        """From (subject, firm) pairs sorted by subject and filing rank; `rows` are their links."""
        since, until = register.links.since[rows], register.links.until[rows]
        if len(subject) == 0:
            none = np.empty(0, np.int32)
            return cls(register, none, np.zeros(1, np.int64), none, none, none)
        first = firsts(subject, firm)
        since, until = np.minimum.reduceat(since, first), np.maximum.reduceat(until, first)
        subject, firm = subject[first], firm[first]
        edge = firsts(subject)
        return cls(register, subject[edge], np.append(edge, len(subject)), firm, since, until)

    @classmethod
    def sets(cls, register: RegisterSlice, subject: Ints, firm: Ints) -> "Groups":
        """From plain (subject, firm) memberships in any order, distinct pairs."""
        order = order_by(subject, register.rank[firm])
        subject, firm = subject[order].astype(np.int32), firm[order].astype(np.int32)
        edge = firsts(subject)
        since = register.firms.registered[firm]
        until = np.full(len(firm), FOREVER, np.int32)
        return cls(register, subject[edge], np.append(edge, len(subject)), firm, since, until)

    def __len__(self) -> int:
        return len(self.subject)

    @cached_property
    def sizes(self) -> NDArray[np.int64]:
        """Members per group."""
        return np.diff(self.start)

    @cached_property
    def group(self) -> NDArray[np.int64]:
        """The group of each member."""
        return np.repeat(np.arange(len(self), dtype=np.int64), self.sizes)

    def sized(self, at_least: int, cap: int) -> "Groups":
        """Only groups within these sizes."""
        return self.where((self.sizes >= at_least) & (self.sizes <= cap))

    def where(self, keep: Bools) -> "Groups":
        """Only the groups marked."""
        if keep.all():
            return self
        return self.members(np.repeat(keep, self.sizes))

    def block(self, first: int, last: int) -> "Groups":
        """Groups first..last-1, renumbered from 0."""
        rows = slice(int(self.start[first]), int(self.start[last]))
        return Groups(
            self.register,
            self.subject[first:last],
            self.start[first : last + 1] - self.start[first],
            self.firm[rows],
            self.since[rows],
            self.until[rows],
        )

    def blocks(self, members: int) -> Iterator["Groups"]:
        """All groups in order, in blocks of about so many members, so that work on them stays small."""
        first = 0
        while first < len(self):
            last = int(np.searchsorted(self.start, self.start[first] + members, side="right")) - 1
            last = max(last, first + 1)
            yield self.block(first, last)
            first = last

    def members(self, keep: Bools) -> "Groups":
        """Only the members marked; emptied groups vanish."""
        if keep.all():
            return self
        group = self.group[keep]
        edge = firsts(group)
        return Groups(
            self.register,
            self.subject[group[edge]],
            np.append(edge, len(group)),
            self.firm[keep],
            self.since[keep],
            self.until[keep],
        )

    # -- statistics: one number per group -----------------------------------------------------------

    def total(self, values: NDArray[np.generic]) -> Floats:
        """Sum of a member column; the same to the last bit whatever other groups there are."""
        if len(self) == 0:
            return np.empty(0)
        return np.asarray(np.add.reduceat(values.astype(np.float64), self.start[:-1]), np.float64)

    def share(self, marked: Bools) -> Floats:
        """Share of members marked."""
        return self.total(marked) / np.maximum(self.sizes, 1)

    def least(self, values: Ints) -> Ints:
        """Smallest value of a member column."""
        return np.asarray(np.minimum.reduceat(values, self.start[:-1]) if len(self) else values[:0])

    def most(self, values: Ints) -> Ints:
        """Largest value of a member column."""
        return np.asarray(np.maximum.reduceat(values, self.start[:-1]) if len(self) else values[:0])

    def distinct(self, values: Ints) -> NDArray[np.int64]:
        """Number of distinct known (>= 0) values."""
        return tally.distinct(self.start, values.astype(np.int32, copy=False))

    def commonest(self, values: Ints) -> tuple[Ints, NDArray[np.int64]]:
        """The most frequent known value (the smaller at a tie; -1 none) and how often it occurs."""
        return tally.commonest(self.start, values.astype(np.int32, copy=False))

    def repeats(self, values: Ints) -> tuple[NDArray[np.int64], Bools]:
        """How many of its group have each member's value (0 unknown); whether it is the first of them."""
        return tally.repeats(self.start, values.astype(np.int32, copy=False))

    def marked(self, marks: Bools) -> Floats:
        """(groups, columns): how many members each column of `marks` (members, columns) marks."""
        return tally.marked(self.start, marks)

    def densest(self, days: int) -> tuple[NDArray[np.int64], Ints]:
        """Most members registered within any `days` days, and the first day of that window."""
        return tally.densest(self.start, self.register.firms.registered[self.firm], days, int(NO_DAY))

    def born_within(self, first: Ints, days: int) -> Bools:
        """Members registered within `days` days from their group's `first` day."""
        born = self.register.firms.registered[self.firm]
        since = born.astype(np.int64) - first[self.group]
        return np.asarray((born != NO_DAY) & (since >= 0) & (since < days), np.bool_)

    def overlapping(self) -> "Groups":
        """Only members whose hold on the key overlaps in time with another member's (N14)."""
        if len(self.firm) == 0:
            return self
        order = order_by(self.group, self.since)
        group, since, until = self.group[order], self.since[order].astype(np.int64), self.until[order]
        span = np.int64(1) << 33  # twice the range of days, so that groups never meet
        reach = np.maximum.accumulate(group * span + until)  # latest end so far, within the group
        at = group * span + since
        meets_earlier = np.r_[False, at[1:] < reach[:-1]]
        runs_into_next = np.r_[meets_earlier[1:], False]
        # a member meets an earlier one, or the next one starts before it ends
        own = group * span + until
        runs_into_next &= np.r_[at[1:] < own[:-1], False]
        keep = np.zeros(len(group), np.bool_)
        keep[order] = meets_earlier | runs_into_next
        return self.members(keep)


def columns(part: Firms | Keys | Links | Events) -> dict[str, NDArray[np.generic]]:
    """The arrays of a part by name, in declared order."""
    return {f.name: getattr(part, f.name) for f in fields(part)}
