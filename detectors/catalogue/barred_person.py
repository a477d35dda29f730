"""T19: who headed a firm that was revoked or in serious violation governs a firm born within the bar."""

from dataclasses import replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

from detectors.detector import (
    CALL_THE_PERSON,
    REPEAT_IDENTITY_CHECK,
    Detector,
    DetectorParams,
    Family,
    Scope,
    threshold,
)
from detectors.findings import Findings
from graph.baselines import Baselines
from graph.data import Data
from graph.model import EVENT_KINDS, KeyKind, LinkRole
from graph.offices import taken_up_by
from graph.slice import Groups, RegisterSlice
from graph.words import Text

BY_ID = 3  # resolve.Identity: the only one sure enough for a hard fact
# A revoked licence bars only who was to blame for it, and the register does not say who was [E].
BARRING = {"serious_violation": 0.95, "revoked": 0.5}
ROLES = (
    LinkRole.LEGAL_REPRESENTATIVE,
    LinkRole.DIRECTOR,
    LinkRole.SUPERVISOR,
    LinkRole.MANAGER,
    LinkRole.BENEFICIAL_OWNER,
)


class Params(DetectorParams):
    bar_days: int = threshold(3 * 365, unit="days from the decision", source="domain T19, R12, R40")
    max_firms: int = threshold(500, unit="firms", source="block cap")


def _offices(register: RegisterSlice, row: NDArray[np.int64], *, changes_told: bool) -> pl.DataFrame:
    """These links as offices, and `by` which day each was surely taken up; `unchanged`, the same if nobody
    whose coming is not on record ever came."""
    links = register.links
    return pl.DataFrame(
        {
            "person": links.key[row],
            "firm": links.firm[row],
            "born": register.firms.registered[links.firm[row]],
            "by": taken_up_by(register, row, changes_told=changes_told),
            "unchanged": taken_up_by(register, row, changes_told=True),
            "until": links.until[row],
        }
    )


def _bars(register: RegisterSlice, *, changes_told: bool) -> pl.DataFrame:
    """Person, firm and day of every decision on a firm that the person surely headed that day, alone, and
    how sure it is that it bars the person.

    A firm keeps its representative once its licence is revoked; one in violation may be sold.
    """
    events, links = register.events, register.links
    kinds = {EVENT_KINDS.index(kind): sure for kind, sure in BARRING.items()}
    decisions = pl.DataFrame({"firm": events.firm, "kind": events.kind, "on": events.on})
    decisions = decisions.filter(pl.col("kind").is_in(list(kinds))).with_columns(
        sure=pl.col("kind").replace_strict(kinds, return_dtype=pl.Float64)
    )
    decided = np.zeros(len(register.firms), np.bool_)
    decided[decisions["firm"].to_numpy()] = True
    heads = np.flatnonzero(decided[links.firm] & (links.role == LinkRole.LEGAL_REPRESENTATIVE))
    sold = pl.col("kind") != EVENT_KINDS.index("revoked")
    by = pl.when(sold).then("by").otherwise("unchanged")
    return (
        _offices(register, heads, changes_told=changes_told)
        .join(decisions, on="firm")
        .filter((by < pl.col("on")) & (pl.col("on") <= pl.col("until")))
        .filter(pl.col("person").n_unique().over("firm", "kind", "on") == 1)
        .select("person", "on", "sure", pl.col("firm").alias("barred_by"))
    )


def run(register: RegisterSlice, normal: Baselines, p: Params) -> Findings:
    keys, links = register.keys, register.links
    if not np.isin(register.events.kind, [EVENT_KINDS.index(kind) for kind in BARRING]).any():
        return Findings.none()  # nobody is barred, as in most neighbourhoods
    # the table that holds the decisions holds the changes of those firms, or the register has none
    changes_told = bool(normal.held[Data.CHANGES])
    bars = _bars(register, changes_told=changes_told)
    sure = np.zeros(len(keys), np.bool_)
    sure[bars["person"].to_numpy()] = True
    sure &= (keys.kind == KeyKind.PERSON) & (keys.identity == BY_ID)
    sure &= keys.complete & (keys.degree <= p.max_firms)
    held = np.flatnonzero(sure[links.key] & np.isin(links.role, ROLES))
    roles = _offices(register, held, changes_told=changes_told)
    last_day = pl.col("on") + p.bar_days
    broken = (
        roles.join(bars, on="person")
        .filter((pl.col("firm") != pl.col("barred_by")) & (pl.col("born") > pl.col("on")))
        .filter((pl.col("born") <= last_day) & (pl.col("by") <= last_day))
        # each firm under the decision that surest bars it, the latest of equals
        .sort("person", "firm", "sure", "on")
        .unique(subset=["person", "firm"], keep="last", maintain_order=True)
    )
    decisions = broken.select("person", "on", "sure").unique().sort("person", "on", "sure")
    numbered = broken.join(decisions.with_row_index("decision"), on=["person", "on", "sure"])
    by_decision = Groups.sets(register, numbered["decision"].to_numpy(), numbered["firm"].to_numpy())
    return Findings.of(
        replace(by_decision, subject=decisions["person"].to_numpy().astype(np.int32)),
        expected=0.0,
        # that two people of the register bear one id by chance is rarer than one in its firms
        surprise=np.log1p(normal.firms),
        confidence=decisions["sure"].to_numpy(),
        decided_on=decisions["on"].to_numpy(),
    )


BARRED_PERSON = Detector(
    name="barred_person",
    typologies=("T19",),
    family=Family.PERSON,
    severity=5,
    scope=Scope.LOCAL,
    title=Text("禁入人员任职", "A barred person in office"),
    reason=Text(
        "该人任法定代表人的企业于 {decided_on} 被吊销或列入严重违法失信名单，三年内又在 {n} 户新设企业任职"
        "（以证件号码认定）。",
        "A firm this person headed was revoked or listed for serious violations on {decided_on}; within "
        "three years the person holds office in {n} new firms (matched by id).",
    ),
    mistaken_for=("N9",),
    cleared_by=Text(
        "决定书认定该人不负个人责任、决定已撤销，或任职系被冒用身份。",
        "The decision finds the person not responsible or was revoked, or the identity was misused.",
    ),
    basis=("R12", "R40", "CL178"),
    next_steps=(REPEAT_IDENTITY_CHECK, CALL_THE_PERSON),
    params=Params,
    run=run,
    weight=4.0,
    hard=True,
    needs=(Data.PERSON_IDS, Data.DECISIONS, Data.DATES),
)
