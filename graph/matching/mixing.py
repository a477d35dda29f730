"""Numbers for blocking keys: mixed out of parts, one after the other."""

import numpy as np

from graph.jit import kernel


@kernel
def mix(h: np.uint64, value: int) -> np.uint64:
    """The number of a key so far, with one more part (the finaliser of MurmurHash3)."""
    h = (h ^ np.uint64(value)) * np.uint64(0xFF51AFD7ED558CCD)
    return h ^ (h >> np.uint64(32))
