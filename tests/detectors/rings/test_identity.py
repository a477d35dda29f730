"""A ring's id stays stable from night to night, and says where it came from."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detectors.rings.identity import RingIds, ended, ring_ids, told


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


@pytest.mark.parametrize("other", [[], ["l", "m"]])
def test_a_ring_that_shares_one_member_of_ten_is_a_new_ring(other: list[str]) -> None:
    before = [["x", *"lmnopqrst"]]
    (was,) = named(before).ids
    rings = [["x", *"bcdefghij"], *([other] if other else [])]
    after = named(rings, {was: before[0]})
    assert after.ids[0] != was, "not even where the first-filed member is the same"
    assert after.came_from[0] == ()
    assert len(set(after.ids)) == len(rings)


def test_a_stray_member_is_neither_a_merge_nor_a_split() -> None:
    big = [f"f{i:02}" for i in range(50)]
    after = named([[*big[1:]], ["a", "b", "c", "d", big[0]]], {"R1": big, "R2": ["a", "b", "c", "d"]})
    assert after.ids == ["R1", "R2"]
    assert after.came_from == [("R1",), ("R2",)]


def history(after: RingIds, ring: int) -> str:
    return " ".join(text.en + text.zh for text in told(after.ids[ring], after.came_from[ring]))


def test_what_became_of_a_ring_is_told_in_words() -> None:
    before = {"R1": ["a", "b"], "R2": ["c", "d", "e"], "R3": list("ghijkl"), "R4": ["y", "z"]}
    rings = [list("abcde"), list("ghij"), list("kl"), list("uvw")]
    after = named(rings, before)
    assert "Continues" in history(after, 0)
    assert "Merged: at least half of the members of R1" in history(after, 0)
    assert "合并：R1" in history(after, 0)
    assert "Split" not in history(after, 0)
    assert history(after, 1).startswith("Continues")
    assert "Merged" not in history(after, 1)
    assert history(after, 2).startswith("Split off: at least half of its members were in R3")
    assert history(after, 3) == ""
    now = pl.DataFrame(
        [(ring_id, firm) for ring_id, ring in zip(after.ids, rings, strict=True) for firm in ring],
        schema=["ring_id", "firm_id"],
        orient="row",
    )
    gone = pl.DataFrame(
        [(ring_id, firm) for ring_id, ring in before.items() for firm in ring],
        schema=["ring_id", "firm_id"],
        orient="row",
    )
    assert ended(now, gone).rows() == [("R1", 2, "R2", 2), ("R4", 2, None, 0)]
    assert ended(now, None).is_empty()


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
