import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.matching.name_blocks import LARGE, NEXT, SMALL, Candidates, candidate_pairs, near_pairs


def pairs(found: Candidates) -> set[tuple[int, int]]:
    return set(zip(found.left.tolist(), found.right.tolist(), strict=True))


def test_names_of_one_firm_meet() -> None:
    names = pl.Series(
        [
            "福州鑫源达贸易有限公司",
            "鑫源达(福州)贸易有限责任公司",
            "鑫源达贸易有限公司",  # the region left out
            "福州鑫源达贸昜有限公司",  # a slip that spoils where the brand ends
            "福州鑫源通贸易有限公司",  # a brand but for a character
            "福州新元大贸易有限公司",  # of one sound
            "厦门恒泰科技有限公司",
        ]
    )
    assert pairs(candidate_pairs(names)) >= {(0, 1), (0, 2), (0, 3), (0, 4), (0, 5)}
    assert not any(6 in pair for pair in pairs(candidate_pairs(names)))


def test_a_block_too_large_is_reported_and_keeps_its_pairs_few() -> None:
    count = LARGE + 1
    names = pl.Series([f"福州鑫源{chr(0x4E00 + 7 * i)}贸易有限公司" for i in range(count)])
    found = candidate_pairs(names)
    assert found.capped["size"].to_list() == [count] * 2  # the beginning, and the brand but for its end
    assert found.capped["kind"].to_list() == ["beginning", "brand_here"]
    assert len(found.left) <= 2 * count * NEXT


def test_a_block_of_some_size_keeps_the_near_pairs() -> None:
    brands = [chr(0x4E00 + 7 * i) * 3 for i in range(SMALL + 10)]
    names = [f"福州鑫源{brand}贸易有限公司" for brand in brands]
    found = candidate_pairs(pl.Series([*names, names[0].replace("贸易", "贸昜")]))
    assert (0, len(names)) in pairs(found)
    assert len(found.left) < len(names)


def test_near_pairs_are_a_few_edits_apart() -> None:
    i, j = near_pairs(["鑫源达贸易", "恒泰"], ["鑫源通贸易", "恒泰科技有", "鑫源达贸易"])
    assert list(zip(i.tolist(), j.tolist(), strict=True)) == [(0, 0), (0, 2)]


@given(st.lists(st.text("福州鑫源达贸易有限公司A", max_size=12), max_size=40, unique=True))
@settings(max_examples=40, deadline=None)
def test_each_pair_comes_once_whatever_the_order(names: list[str]) -> None:
    column = pl.Series(names, dtype=pl.String)
    found = candidate_pairs(column)
    assert (found.left < found.right).all()
    assert len(pairs(found)) == len(found.left)
    last = len(names) - 1
    turned = {(last - b, last - a) for a, b in pairs(candidate_pairs(column.reverse()))}
    assert turned == pairs(found)
