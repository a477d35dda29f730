"""What only the whole register shows: ties and stakes between its firms, and what no neighbourhood carries.

A store's neighbourhood holds none of it, so only detectors of scope GLOBAL may ask.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from graph.model import TIE_KINDS

Ints = NDArray[np.int32]


@dataclass(frozen=True)
class Ties:
    """Declared ties between firms, sorted by kind, then the firms, the lot and the day."""

    kind: NDArray[np.int8]  # place in model.TIE_KINDS
    source: Ints  # firm
    target: Ints  # firm
    lot: Ints  # code of the tender's lot or the contract, -1 none
    on: Ints  # day
    until: Ints  # day; FOREVER while it holds
    amount: NDArray[np.float64]  # nan unknown

    def of(self, kind: str) -> "Ties":
        """Those of one kind of model.TIE_KINDS."""
        first, last = np.searchsorted(self.kind, [TIE_KINDS.index(kind), TIE_KINDS.index(kind) + 1])
        return self._rows(slice(int(first), int(last)))

    def where(self, keep: NDArray[np.bool_]) -> "Ties":
        """Those marked."""
        return self._rows(np.flatnonzero(keep))

    def _rows(self, rows: slice | NDArray[np.int64]) -> "Ties":
        return Ties(
            self.kind[rows],
            self.source[rows],
            self.target[rows],
            self.lot[rows],
            self.on[rows],
            self.until[rows],
            self.amount[rows],
        )

    def __len__(self) -> int:
        return len(self.kind)


@dataclass(frozen=True)
class Stakes:
    """Shares that firms of the register hold in one another, sorted by owner and owned firm."""

    owner: Ints  # firm
    owned: Ints  # firm
    share: NDArray[np.float64]  # 0-1; nan unknown
    proved: NDArray[np.int8]  # 1 the owner proved its identity, -1 it did not, 0 nobody says
    until: Ints  # day; FOREVER while it holds

    def __len__(self) -> int:
        return len(self.owner)


@dataclass(frozen=True)
class Whole:
    """Columns of the whole register; of firms and keys one value each, empty in a neighbourhood."""

    ties: Ties
    stakes: Stakes
    province: Ints  # of the firm's filing office, the first two digits of its division code; -1 unknown
    quota: NDArray[np.float64]  # the highest invoice quota granted to the firm; nan none known
    quota_on: Ints  # day it was first granted
    taxed_on: Ints  # day of the firm's last tax filing that was in order
    home_province: Ints  # of the key's person, the first two digits of the home county's code; -1 unknown
    foreign: NDArray[np.bool_]  # the key's person is known to be of another country than the firms are


def _none() -> Whole:
    whole, real, byte = np.empty(0, np.int32), np.empty(0), np.empty(0, np.int8)
    return Whole(
        ties=Ties(byte, whole, whole, whole, whole, whole, real),
        stakes=Stakes(whole, whole, real, byte, whole),
        province=whole,
        quota=real,
        quota_on=whole,
        taxed_on=whole,
        home_province=whole,
        foreign=np.empty(0, np.bool_),
    )


NOTHING: Final = _none()
