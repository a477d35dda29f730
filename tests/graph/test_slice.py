"""Groups: every statistic against the plainest way to compute it; which links make a group."""

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.model import HubKind, KeyKind, LinkRole
from graph.slice import FOREVER, NO_DAY, Groups, RegisterSlice
from tests.detectors.registers import City

FIRMS = 12


def firms_on_days(days: list[int | None]) -> RegisterSlice:
    story = City()
    for i, day in enumerate(days):
        story.firm(f"firm {i:02}", day)
    return story.register()


@st.composite
def grouped(draw: st.DrawFn) -> tuple[Groups, list[list[int]]]:
    """Groups of a small register, and the same as lists of firms."""
    days = draw(st.lists(st.none() | st.integers(0, 80), min_size=FIRMS, max_size=FIRMS))
    sets = draw(st.lists(st.sets(st.integers(0, FIRMS - 1), min_size=1), max_size=5))
    register = firms_on_days(days)
    subject = np.array([i for i, firms in enumerate(sets) for _ in firms], np.int32)
    firm = np.array([f for firms in sets for f in firms], np.int32)
    order = draw(st.permutations(range(len(firm))))
    groups = Groups.sets(register, subject[list(order)], firm[list(order)])
    in_filing_order = [sorted(firms, key=lambda f: register.rank[f]) for firms in sets]
    return groups, in_filing_order


def column(draw: st.DataObject, groups: Groups) -> np.ndarray:
    n = len(groups.firm)
    return np.array(draw.draw(st.lists(st.integers(-1, 4), min_size=n, max_size=n)), np.int32)


def parts(groups: Groups, values: np.ndarray) -> list[list[int]]:
    return [values[a:b].tolist() for a, b in zip(groups.start[:-1], groups.start[1:], strict=True)]


@given(grouped())
@settings(max_examples=150, deadline=None)
def test_sets_keep_filing_order_whatever_order_they_come_in(case: tuple[Groups, list[list[int]]]) -> None:
    groups, plain = case
    assert parts(groups, groups.firm) == plain
    assert groups.sizes.tolist() == [len(firms) for firms in plain]
    assert groups.group.tolist() == [i for i, firms in enumerate(plain) for _ in firms]


@given(grouped(), st.data())
@settings(max_examples=200, deadline=None)
def test_statistics_of_a_member_column(case: tuple[Groups, list[list[int]]], data: st.DataObject) -> None:
    groups, _ = case
    values = column(data, groups)
    plain = parts(groups, values)
    assert groups.total(values).tolist() == [sum(v) for v in plain]
    assert groups.least(values).tolist() == [min(v) for v in plain]
    assert groups.most(values).tolist() == [max(v) for v in plain]
    assert groups.distinct(values).tolist() == [len(set(v) - {-1}) for v in plain]
    assert groups.share(values > 1) == pytest.approx([sum(x > 1 for x in v) / len(v) for v in plain])
    value, times = groups.commonest(values)
    for found, count, known in zip(value, times, [[x for x in v if x >= 0] for v in plain], strict=True):
        counts = Counter(known)
        assert count == max(counts.values(), default=0)
        assert found == min((x for x in counts if counts[x] == count), default=-1)
    count, first = groups.repeats(values)
    assert parts(groups, count) == [[v.count(x) if x >= 0 else 0 for x in v] for v in plain]
    assert parts(groups, first) == [[x >= 0 and x not in v[:i] for i, x in enumerate(v)] for v in plain]
    marks = values[:, None] == np.arange(2)
    assert groups.marked(marks).tolist() == [[v.count(0), v.count(1)] for v in plain]


@given(grouped(), st.integers(1, 40))
@settings(max_examples=200, deadline=None)
def test_the_densest_stretch_of_days(case: tuple[Groups, list[list[int]]], days: int) -> None:
    groups, plain = case
    born = groups.register.firms.registered
    most, first = groups.densest(days)
    within = groups.born_within(first, days)
    for i, firms in enumerate(plain):
        known = [int(born[f]) for f in firms if born[f] != NO_DAY]
        windows = {day: sum(day <= other < day + days for other in known) for day in known}
        assert most[i] == max(windows.values(), default=0)
        assert first[i] == min((d for d in windows if windows[d] == most[i]), default=NO_DAY)
        assert within[groups.start[i] : groups.start[i + 1]].sum() == most[i]


@given(grouped(), st.data())
@settings(max_examples=200, deadline=None)
def test_who_holds_a_key_at_the_same_time(case: tuple[Groups, list[list[int]]], data: st.DataObject) -> None:
    drawn, _ = case
    n = len(drawn.firm)
    since = np.array(data.draw(st.lists(st.integers(0, 20), min_size=n, max_size=n)), np.int32)
    length = np.array(data.draw(st.lists(st.integers(1, 9), min_size=n, max_size=n)), np.int32)
    groups = replace(drawn, since=since, until=since + length)
    together: list[tuple[int, int]] = []
    for a, b in zip(groups.start[:-1], groups.start[1:], strict=True):
        for i in range(a, b):
            others = [j for j in range(a, b) if j != i]
            if any(since[i] < groups.until[j] and since[j] < groups.until[i] for j in others):
                together.append((int(groups.subject[groups.group[i]]), int(groups.firm[i])))
    kept = groups.overlapping()
    assert [(int(kept.subject[g]), int(f)) for g, f in zip(kept.group, kept.firm, strict=True)] == together


@given(grouped(), st.data())
@settings(max_examples=100, deadline=None)
def test_groups_without_some_members(case: tuple[Groups, list[list[int]]], data: st.DataObject) -> None:
    groups, plain = case
    keep = column(data, groups) >= 1
    kept = groups.members(keep)
    left = [[f for f, k in zip(firms, marks, strict=True) if k]
            for firms, marks in zip(plain, parts(groups, keep), strict=True)]  # fmt: skip
    assert parts(kept, kept.firm) == [firms for firms in left if firms]
    assert kept.subject.tolist() == [i for i, firms in enumerate(left) if firms]
    large = groups.sized(2, 5)
    assert parts(large, large.firm) == [firms for firms in plain if 2 <= len(firms) <= 5]


# -- which links make a group -----------------------------------------------------------------------


def room(n: int = 4, **more: object) -> City:
    story = City()
    for i in range(n):
        story.firm(f"firm {i}", i, room="8-801", **more)  # type: ignore[arg-type]
    return story


def sizes(register: RegisterSlice, kind: KeyKind = KeyKind.ROOM, **how: object) -> list[int]:
    groups = register.groups(kind, **how)  # type: ignore[arg-type]
    return [int(size) for size in groups.sizes]


def test_firms_are_grouped_by_the_key_they_share() -> None:
    register = room().register()
    groups = register.groups(KeyKind.ROOM)
    assert groups.firm.tolist() == [0, 1, 2, 3]
    assert sizes(register, at_least=4) == [4]
    assert sizes(register, at_least=5) == []
    assert sizes(register, KeyKind.PHONE) == []


def test_a_firm_linked_twice_is_one_member_from_its_first_to_its_last_day() -> None:
    story = room(2)
    story.link("firm 0", KeyKind.ROOM, "8-801", LinkRole.CONTACT, since=5, until=9)
    groups = story.register().groups(KeyKind.ROOM)
    assert groups.sizes.tolist() == [2]
    assert groups.until.tolist() == [FOREVER, FOREVER]
    assert groups.since.tolist() == story.register().firms.registered.tolist()


def test_a_key_over_the_cap_a_hub_and_half_a_key_are_left_out() -> None:
    story = room()
    assert sizes(story.register(), cap=4) == [4]
    assert sizes(story.register(), cap=3) == []
    story.hubs[KeyKind.ROOM, "8-801"] = HubKind.HOSTING_ADDRESS
    assert sizes(story.register()) == []
    assert sizes(story.register(), hubs=True) == [4]
    whole = room().register()
    half = replace(whole, keys=replace(whole.keys, complete=np.zeros(len(whole.keys), np.bool_)))
    assert sizes(half) == []


def test_the_cap_counts_the_registers_firms_in_whatever_role() -> None:
    story = City()
    for i in range(4):
        story.firm(f"firm {i}", i)
        story.link(f"firm {i}", KeyKind.PERSON, "person", LinkRole.LIAISON if i else LinkRole.DIRECTOR)
    register = story.register()
    assert sizes(register, KeyKind.PERSON, roles=(LinkRole.LIAISON,), cap=4) == [3]
    assert sizes(register, KeyKind.PERSON, roles=(LinkRole.LIAISON,), cap=3) == []


@given(st.lists(st.tuples(st.none() | st.integers(0, 5), st.integers(-1, 3)), max_size=10))
@settings(max_examples=100, deadline=None)
def test_filing_rank_is_by_day_then_number_then_row(filings: list[tuple[int | None, int]]) -> None:
    story = City()
    for i, (day, number) in enumerate(filings):
        story.firm(f"firm {i:02}", day, filing_no=number)
    rank = story.register().rank
    order = sorted(
        range(len(filings)), key=lambda i: (-1 if filings[i][0] is None else filings[i][0], filings[i][1], i)
    )
    assert [int(rank[i]) for i in order] == list(range(len(filings)))


def test_an_empty_register_has_no_groups() -> None:
    register = City().register()
    for kind in KeyKind:
        groups = register.groups(kind)
        assert len(groups) == 0
        assert groups.total(groups.firm).tolist() == []
        assert groups.densest(30)[0].tolist() == []
        assert len(groups.overlapping()) == 0


@given(grouped(), st.integers(1, 20))
@settings(max_examples=100, deadline=None)
def test_blocks_hold_all_groups_in_order(case: tuple[Groups, list[list[int]]], members: int) -> None:
    groups, plain = case
    blocks = list(groups.blocks(members))
    assert [firms for block in blocks for firms in parts(block, block.firm)] == plain
    assert [s for block in blocks for s in block.subject.tolist()] == groups.subject.tolist()
    assert all(len(block) == 1 or len(block.firm) <= members for block in blocks)
