"""A ring's id stays stable from night to night, and says where it came from."""

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from detectors.rings.identity import RingIds, ring_ids


def named(rings: list[list[str]], previous: dict[str, list[str]] | None = None) -> RingIds:
    members = pl.DataFrame(
        [(i, firm) for i, ring in enumerate(rings) for firm in ring],
        schema={"ring": pl.Int32, "firm_id": pl.String},
        orient="row",
    )
    earlier = None
    if previous is not None:
        earlier = pl.DataFrame(
            [(ring_id, firm) for ring_id, ring in previous.items() for firm in ring],
            schema={"ring_id": pl.String, "firm_id": pl.String},
            orient="row",
        )
    return ring_ids(members, [ring[0] for ring in rings], earlier)


def test_an_empty_workspace_and_a_second_night_give_the_same_ids() -> None:
    rings = [["a", "b", "c"], ["d", "e", "f"]]
    first = named(rings)
    assert named(rings, dict(zip(first.ids, rings, strict=True))).ids == first.ids


def test_a_ring_that_loses_its_first_member_keeps_its_id() -> None:
    (before,) = named([["a", "b", "c", "d"]]).ids
    after = named([["b", "c", "d", "e"]], {before: ["a", "b", "c", "d"]})
    assert after.ids == [before]
    assert after.came_from == [(before,)]


def test_a_split_leaves_the_id_with_the_larger_part_and_names_the_origin_in_both() -> None:
    after = named([["a", "b"], ["c", "d", "e"]], {"R1": ["a", "b", "c", "d", "e"]})
    assert after.ids[1] == "R1"
    assert after.ids[0] != "R1"
    assert after.came_from == [("R1",), ("R1",)]


def test_a_merge_continues_the_larger_ring_and_names_both() -> None:
    after = named([["a", "b", "c", "d", "e"]], {"R1": ["a", "b"], "R2": ["c", "d", "e"]})
    assert after.ids == ["R2"]
    assert after.came_from == [("R2", "R1")]


def test_a_ring_that_shares_one_member_of_ten_is_a_new_ring() -> None:
    after = named([["x", *"bcdefghij"]], {"R1": ["x", *"lmnopqrst"]})
    assert after.ids != ["R1"]
    assert after.came_from == [("R1",)]


@given(st.lists(st.sets(st.integers(0, 40), min_size=1, max_size=8), min_size=1, max_size=8), st.data())
def test_ids_never_repeat_whatever_came_before(groups: list[set[int]], data: st.DataObject) -> None:
    seen: set[int] = set()
    rings = []
    for group in groups:
        left = sorted(group - seen)
        seen |= group
        if left:
            rings.append([f"f{n:02}" for n in left])
    first = named(rings)
    shuffled = data.draw(st.permutations([firm for ring in rings for firm in ring]))
    cut = data.draw(st.integers(1, len(shuffled)))
    regrouped = [part for part in (sorted(shuffled[:cut]), sorted(shuffled[cut:])) if part]
    second = named(regrouped, dict(zip(first.ids, rings, strict=True)))
    assert len(set(first.ids)) == len(rings)
    assert len(set(second.ids)) == len(regrouped)
