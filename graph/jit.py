"""numba's njit with its cache on disk, or without one where no directory for it can be written."""

import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, cast

from numba import njit

F = TypeVar("F", bound=Callable[..., object])


@cache
def _sources() -> str:
    """A digest of this package's sources."""
    digest = hashlib.blake2b(digest_size=16)
    for path in sorted(Path(__file__).parent.rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def kernel(function: F) -> F:
    """Compile a function on its first call; the result is kept on disk where that is possible."""
    try:
        compiled: Any = njit(cache=True, nogil=True)(function)
    except RuntimeError:  # numba found no place for its cache: every process compiles anew
        return cast(F, njit(nogil=True)(function))
    # numba takes a cached kernel for fresh as long as its own file is, though it has the kernels of other
    # files compiled in: the stamp has to cover them all.
    compiled._cache._cache_file._source_stamp = _sources()
    return cast(F, compiled)
