"""When two slices hold the same: codes may count differently, as long as they order alike."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph.slice import RegisterSlice, columns
from tests.graph.store.publications import publication

CODED = frozenset(publication(1, []).vocabulary.texts)


def _ranks(codes: NDArray[Any]) -> NDArray[Any]:
    """Codes as places among the known ones: what stays of them from one store to another."""
    return np.searchsorted(np.unique(codes[codes >= 0]), codes) - (codes < 0)


def same(left: RegisterSlice, right: RegisterSlice) -> bool:
    """Whether they hold the same; a failed assertion names the column that differs."""
    for part in ("firms", "keys", "links", "events"):
        theirs = columns(getattr(right, part))
        for name, mine in columns(getattr(left, part)).items():
            assert mine.dtype == theirs[name].dtype, (part, name)
            coded = name in CODED and part in ("firms", "keys")
            found, wanted = (_ranks(mine), _ranks(theirs[name])) if coded else (mine, theirs[name])
            np.testing.assert_array_equal(found, wanted, err_msg=f"{part}.{name}")
    return left.as_of == right.as_of
