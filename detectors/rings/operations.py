"""Rings of one operation: those whose cores have the same phone, person or the like, and hardly anybody else.

The page asks the same of the published graph, ring by ring (`bootstrap.ring_roles`). It is rare: rings with
so much in common mostly are one ring. On six generated cities, 54 rings, no two were linked.
"""

import numpy as np
import polars as pl

from graph.model import HubKind, KeyKind
from graph.slice import Floats, Groups, RegisterSlice

# What alone may tell of one operation: an agent or an internet address serves anybody, a room may be a host.
ONE_HAND = (
    KeyKind.PERSON,
    KeyKind.OWNER,
    KeyKind.PHONE,
    KeyKind.EMAIL,
    KeyKind.ACCOUNT,
    KeyKind.DEVICE,
)
CORE = 0.5  # how firmly a core member sits in its ring, at least
OWN_SHARE = 0.5  # of the firms on a thing that are core members of the two rings, at least
BOTH = 2  # core members of each ring on it, from which one thing is enough; of fewer it takes two things
WIDEST = 400  # firms on a thing beyond which it is not asked


def operations(register: RegisterSlice, rings: Groups, strength: Floats) -> list[list[int]]:
    """Per ring the others of its operation, those with most things in common first; `strength` by member."""
    keys, core = register.keys, strength >= CORE
    member, row = register.links_of(rings.firm[core])
    key = register.links.key[row]
    asked = np.isin(keys.kind, [int(kind) for kind in ONE_HAND]) & (keys.hub == HubKind.NONE)
    asked &= (keys.degree > 1) & (keys.degree <= WIDEST)
    kept = asked[key]
    on = pl.DataFrame(
        {
            "key": key[kept],
            "firms": keys.degree[key[kept]],
            "ring": rings.group[core][member[kept]].astype(np.int32),
            "member": member[kept],
        }
    )
    of = on.group_by("key", "ring", "firms").agg(core=pl.col("member").n_unique())
    other = of.select("key", other="ring", core_other="core")
    shared = of.join(other, on="key").filter(
        pl.col("ring") != pl.col("other"),
        pl.col("core") + pl.col("core_other") >= OWN_SHARE * pl.col("firms"),
    )
    both = pl.min_horizontal("core", "core_other").max() >= BOTH
    linked = (
        shared.group_by("ring", "other")
        .agg(things=pl.len(), enough=both | (pl.len() > 1))
        .filter("enough")
        .sort("ring", "things", "other", descending=[False, True, False])
    )
    out: list[list[int]] = [[] for _ in range(len(rings))]
    for ring, one in linked.select("ring", "other").iter_rows():
        out[ring].append(one)
    return out
