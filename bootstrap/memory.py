"""What a long run lets go of goes back to the system, so that its peak is what it holds at once.

Large arrays and columns are made and dropped all along a sweep. Allocators keep what is freed for later, in
pieces that the next array does not fit: a third of the peak was memory that nobody used.
"""

import ctypes
import os
from contextlib import suppress

_TRIM, _MMAP = -1, -3  # M_TRIM_THRESHOLD and M_MMAP_THRESHOLD of glibc's malloc.h
_LARGE = 1 << 20  # bytes from which an array is mapped by itself
_OF_POLARS = "_RJEM_MALLOC_CONF"


def give_back_freed() -> None:
    """To be called before polars is imported, whose allocator looks at its settings once.

    Without glibc only polars gives back; what the user has set for polars stays.
    """
    os.environ.setdefault(_OF_POLARS, "dirty_decay_ms:100,muzzy_decay_ms:0")
    with suppress(OSError, AttributeError, TypeError):  # no mallopt here: macOS, musl, Windows
        mallopt = ctypes.CDLL(None).mallopt
        mallopt(_MMAP, _LARGE)
        mallopt(_TRIM, _LARGE)
