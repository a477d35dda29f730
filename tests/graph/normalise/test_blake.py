"""The column's digests are those of the standard library."""

import hashlib

import polars as pl
from hypothesis import example, given, settings
from hypothesis import strategies as st

from graph.normalise.blake import hex_digests


@settings(deadline=None)  # the first call compiles
@given(
    texts=st.lists(st.text(max_size=300), max_size=8),
    front=st.text(max_size=300),
    size=st.integers(1, 64),
)
@example(texts=["", "a" * 127, "a" * 128, "a" * 129, "a" * 256], front="", size=8)
@example(texts=["", "b"], front="a" * 128, size=8)
def test_digests_are_those_of_hashlib(texts: list[str], front: str, size: int) -> None:
    found = hex_digests(pl.Series(texts, dtype=pl.String), size=size, front=front, label="x-")
    assert found.to_list() == [
        "x-" + hashlib.blake2b((front + t).encode(), digest_size=size).hexdigest() for t in texts
    ]


@settings(deadline=None)
@given(texts=st.lists(st.text(max_size=300), max_size=8), key=st.binary(max_size=80))
def test_keyed_digests_are_those_of_hashlib(texts: list[str], key: bytes) -> None:
    usable = key if len(key) <= 64 else hashlib.blake2b(key).digest()
    assert hex_digests(pl.Series(texts, dtype=pl.String), size=16, key=key).to_list() == [
        hashlib.blake2b(t.encode(), digest_size=16, key=usable).hexdigest() for t in texts
    ]
