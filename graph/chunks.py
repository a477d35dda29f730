"""Long columns and many groups in chunks, two at a time: kernels, polars and numpy let the interpreter go."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Chunk = TypeVar("Chunk")
Made = TypeVar("Made")
AT_ONCE = 2  # what is made of a chunk takes far more memory than the chunk


def of_each(make: Callable[[Chunk], Made], chunks: Iterable[Chunk]) -> list[Made]:
    """`make` of every chunk, in their order."""
    chunks = list(chunks)
    if len(chunks) < 2:
        return [make(chunk) for chunk in chunks]
    with ThreadPoolExecutor(AT_ONCE) as cores:
        return list(cores.map(make, chunks))


def in_chunks(make: Callable[[int], Made], n: int, size: int) -> list[Made]:
    """`make(begin)` of every chunk of `n` rows, in their order; of one empty chunk where there are none."""
    return of_each(make, range(0, max(n, 1), size))
