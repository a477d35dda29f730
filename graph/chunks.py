"""Long columns in chunks, two at a time: kernels and polars let the interpreter go."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Made = TypeVar("Made")
AT_ONCE = 2  # what is made of a chunk takes far more memory than the chunk


def in_chunks(make: Callable[[int], Made], n: int, size: int) -> list[Made]:
    """`make(begin)` of every chunk of `n` rows, in their order; of one empty chunk where there are none."""
    begins = range(0, max(n, 1), size)
    if len(begins) == 1:
        return [make(0)]
    with ThreadPoolExecutor(AT_ONCE) as cores:
        return list(cores.map(make, begins))
