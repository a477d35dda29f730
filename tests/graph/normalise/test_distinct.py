"""Equal texts have equal numbers, and only those."""

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.normalise.distinct import Index, numbered, ranked

TEXTS = st.lists(st.none() | st.text(max_size=20), max_size=60)


@settings(deadline=None)  # the first call compiles
@given(texts=TEXTS)
def test_texts_are_numbered_in_the_order_of_first_appearance(texts: list[str | None]) -> None:
    codes, distinct = numbered(pl.Series(texts, dtype=pl.String))
    assert distinct.to_list() == list(dict.fromkeys(t for t in texts if t is not None))
    assert [distinct[int(c)] if c >= 0 else None for c in codes] == texts


@settings(deadline=None)  # the first call compiles
@given(texts=TEXTS)
def test_ranks_sort_as_the_texts_do(texts: list[str | None]) -> None:
    codes, distinct = ranked(pl.Series(texts, dtype=pl.String))
    assert distinct.to_list() == sorted({t for t in texts if t is not None})
    assert [distinct[int(c)] if c >= 0 else None for c in codes] == texts


@settings(deadline=None)  # the first call compiles
@given(known=st.sets(st.text(max_size=20), max_size=60), asked=TEXTS)
def test_a_text_is_found_where_it_stands(known: set[str], asked: list[str | None]) -> None:
    table = sorted(known)
    found = Index.of(pl.Series(table, dtype=pl.String)).find(pl.Series(asked, dtype=pl.String))
    assert found.tolist() == [table.index(t) if t in known else -1 for t in asked]
