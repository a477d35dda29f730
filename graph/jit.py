"""numba's njit with its cache, or without one where no directory for it can be written."""

from collections.abc import Callable
from typing import TypeVar, cast

from numba import njit

F = TypeVar("F", bound=Callable[..., object])


def kernel(function: F) -> F:
    """Compile a function on its first call; the result is kept on disk where that is possible."""
    try:
        return cast(F, njit(cache=True, nogil=True)(function))
    except RuntimeError:  # numba found no place for its cache: every process compiles anew
        return cast(F, njit(nogil=True)(function))
