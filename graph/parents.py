"""The firm that answers for a firm: its declared parent, the head that a branch is named after, its owner."""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from graph.snapshot_tables import Snapshot

_HEAD = ("name_region", "brand", "trade", "form")  # what a branch's name has from its head's


def parents(snapshot: Snapshot) -> NDArray[np.int32]:
    """Each firm's parent as a row, -1 none: of a branch the head it declares, else the one it is named after;
    else the owner of more than half who proved its identity, or whom nobody asked."""
    verified = snapshot.holdings["verified"]
    # where a register asks of most holders, a blank is no proof; where it hardly does, no doubt
    asked = 2 * verified.count() >= len(verified)
    out = _named_heads(snapshot.firms)
    owned = snapshot.holdings.filter(
        (pl.col("holder_firm") >= 0) & (pl.col("share") > 0.5) & pl.col("verified").fill_null(not asked)
    )
    out[owned["firm"].to_numpy()] = owned["holder_firm"].to_numpy()
    branches = snapshot.ties.filter(pl.col("kind") == "parent_branch")
    out[branches["to_firm"].to_numpy()] = branches["from_firm"].to_numpy()
    return out


def _named_heads(firms: pl.DataFrame) -> NDArray[np.int32]:
    """The head of each branch by its name, which has to begin with its head's name; -1 none.

    Where the head is registered elsewhere, as in an extract of one province it mostly is, its first branch
    stands for it. Outlets have a place each: a branch that shares its place with another of its head is no
    outlet, and what it is called says nothing for it.
    """
    out = np.full(len(firms), -1, np.int32)
    named = firms.lazy().select(*_HEAD, "branch", "room", "address").with_row_index("row")
    named = named.filter(pl.any_horizontal(pl.col("brand", "trade").is_not_null()))
    branches = named.filter(pl.col("branch").is_not_null())
    # a room, however it is written; without one the text: the shops of one mall have a door each
    branches = branches.with_columns(address=pl.when(pl.col("room") < 0).then("address"))
    branches = branches.with_columns(
        there=pl.len().over(*_HEAD, "room", "address"), first=pl.col("row").min().over(*_HEAD)
    )
    heads = named.filter(pl.col("branch").is_null()).join(branches, on=_HEAD, how="semi", nulls_equal=True)
    found = (
        branches.join(
            heads.group_by(_HEAD).agg(head=pl.col("row").min()), on=_HEAD, how="left", nulls_equal=True
        )
        .select("row", "there", head=pl.coalesce("head", "first"))
        .filter((pl.col("there") == 1) & (pl.col("head") != pl.col("row")))
        .collect()
    )
    out[found["row"].to_numpy()] = found["head"].to_numpy()
    return out
