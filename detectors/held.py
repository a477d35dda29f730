"""What the members of groups hold: their keys, and how many members hold each."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.model import KeyKind
from graph.order import firsts, pairs
from graph.slice import Bools, Groups, Ints


@dataclass(frozen=True)
class Held:
    """One row per group and key: the key, and the group's members that hold it; by group, then key."""

    group: NDArray[np.int64]
    key: Ints
    members: NDArray[np.int64]

    def where(self, keep: Bools) -> "Held":
        """Only the rows marked."""
        return Held(self.group[keep], self.key[keep], self.members[keep])

    def any_of(self, groups: int) -> Bools:
        """Which of so many groups have a row."""
        return np.bincount(self.group, minlength=groups) > 0


def keys_of(groups: Groups, *kinds: KeyKind) -> Held:
    """The keys of some kinds that the members hold in any role. Linear in the members' links."""
    register = groups.register
    member, row = register.links_of(groups.firm)
    key = register.links.key[row]
    wanted = np.isin(register.keys.kind[key], kinds)
    at = np.sort(pairs(member[wanted], key[wanted]))
    at = at[firsts(at)]  # a firm may hold a key in several roles
    group, key = groups.group[at >> 32], (at & 0x7FFFFFFF).astype(np.int32)
    at = np.sort(pairs(group, key), kind="stable")
    first = firsts(at)
    return Held(
        at[first] >> 32,
        (at[first] & 0x7FFFFFFF).astype(np.int32),
        np.diff(np.append(first, len(at))).astype(np.int64),
    )
