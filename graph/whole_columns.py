"""From a snapshot's tables to the columns that only the whole register has."""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from graph.model import TIE_KINDS
from graph.slice import FOREVER, NO_DAY, Ints
from graph.snapshot_tables import Snapshot
from graph.whole import Stakes, Ties, Whole


def whole_of(snapshot: Snapshot) -> Whole:
    """The columns of a snapshot that no neighbourhood carries."""
    quota, quota_on = _quotas(snapshot)
    return Whole(
        ties=_ties(snapshot),
        stakes=_stakes(snapshot),
        province=_leading(pl.coalesce("office", "region"), snapshot.firms),
        quota=quota,
        quota_on=quota_on,
        taxed_on=_taxed(snapshot),
        home_province=_of_people(snapshot, _leading(pl.col("home_region"), snapshot.persons), np.int32(-1)),
        foreign=_foreign(snapshot),
    )


def _days(values: pl.Series, missing: np.int32) -> Ints:
    return values.to_physical().cast(pl.Int32).fill_null(int(missing)).to_numpy()


def _ties(snapshot: Snapshot) -> Ties:
    kinds = pl.Enum(list(TIE_KINDS))
    ties = snapshot.ties.with_columns(
        pl.col("kind").cast(kinds).to_physical().cast(pl.Int8),
        # a lot is one of its kind: a contract and a tender may bear one number
        lot=pl.struct("kind", "ref").rank("dense").cast(pl.Int32) - 1,
    ).with_columns(lot=pl.when(pl.col("ref").is_null()).then(-1).otherwise("lot").cast(pl.Int32))
    ties = ties.sort("kind", "from_firm", "to_firm", "lot", "on", "until", "amount")
    return Ties(
        ties["kind"].to_numpy(),
        ties["from_firm"].to_numpy(),
        ties["to_firm"].to_numpy(),
        ties["lot"].to_numpy(),
        _days(ties["on"], NO_DAY),
        _days(ties["until"], FOREVER),
        ties["amount"].fill_null(float("nan")).to_numpy(),
    )


def _stakes(snapshot: Snapshot) -> Stakes:
    held = snapshot.holdings.filter(pl.col("holder_firm") >= 0)
    held = held.sort("holder_firm", "firm", "share", "verified", "until")
    proved = pl.when(pl.col("verified")).then(1).when(pl.col("verified").not_()).then(-1).otherwise(0)
    return Stakes(
        held["holder_firm"].to_numpy(),
        held["firm"].to_numpy(),
        held["share"].fill_null(float("nan")).to_numpy(),
        held.select(proved.cast(pl.Int8)).to_series().to_numpy(),
        _days(held["until"], FOREVER),
    )


def _leading(code: pl.Expr, frame: pl.DataFrame) -> Ints:
    """The first two digits of a division code, the province; -1 where it is no such code."""
    digits = code.str.extract(r"^(\d{2})\d{4}").cast(pl.Int32).fill_null(-1)
    return frame.select(digits.alias("province")).to_series().to_numpy()


def _quotas(snapshot: Snapshot) -> tuple[NDArray[np.float64], Ints]:
    """The highest invoice quota of each firm, and the first day on which it was granted."""
    n = len(snapshot.firms)
    quota, on = np.full(n, np.nan), np.full(n, NO_DAY, np.int32)
    granted = snapshot.events.filter((pl.col("kind") == "invoice_quota") & pl.col("amount").is_not_null())
    top = granted.sort("firm", "amount", "on", descending=[False, True, False]).unique(
        "firm", keep="first", maintain_order=True
    )
    quota[top["firm"].to_numpy()] = top["amount"].to_numpy()
    on[top["firm"].to_numpy()] = _days(top["on"], NO_DAY)
    return quota, on


def _taxed(snapshot: Snapshot) -> Ints:
    out = np.full(len(snapshot.firms), NO_DAY, np.int32)
    in_order = ~pl.col("outcome").is_in(["failed", "negative"]).fill_null(False)
    filed = snapshot.events.filter((pl.col("kind") == "tax_filing") & in_order)
    np.maximum.at(out, filed["firm"].to_numpy(), _days(filed["on"], NO_DAY))
    return out


def _of_people(snapshot: Snapshot, values: Ints, missing: np.int32) -> Ints:
    out = np.full(len(snapshot.keys), missing, np.int32)
    out[snapshot.persons["key"].to_numpy()] = values
    return out


def _foreign(snapshot: Snapshot) -> NDArray[np.bool_]:
    """People of a nationality that none of the register's usual firms' country is."""
    home = snapshot.firms["country"].drop_nulls().mode().sort()
    out = np.zeros(len(snapshot.keys), np.bool_)
    if len(home):
        told = pl.col("nationality")
        other = told.is_not_null() & (_country(told) != _country(pl.lit(home[0])))
        abroad = snapshot.persons.filter(other)
        out[abroad["key"].to_numpy()] = True
    return out


_BRITISH = r"(?i)^(gb|uk|gbr|british|english|scottish|welsh|northern irish|united kingdom|great britain)$"


def _country(text: pl.Expr) -> pl.Expr:
    return pl.when(text.str.contains(_BRITISH)).then(pl.lit("GB")).otherwise(text.str.to_uppercase())
