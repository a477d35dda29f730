"""numba's njit with its cache on disk, or without one where no directory for it can be written."""

import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, cast

from numba import njit

F = TypeVar("F", bound=Callable[..., object])


_HOUSE = Path(__file__).parent
_SHARED = (_HOUSE / "order.py", _HOUSE / "tally.py", *(_HOUSE / "normalise").glob("*.py"))


@cache
def _sources(folder: Path) -> str:
    """A digest of one folder's modules: kernels call only kernels beside them, in `graph.normalise`,
    `graph.order` or `graph.tally`."""
    digest = hashlib.blake2b(digest_size=16)
    for path in sorted({*folder.glob("*.py"), *_SHARED}):
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
    compiled._cache._cache_file._source_stamp = _sources(Path(function.__code__.co_filename).parent)
    return cast(F, compiled)
