"""T19: who headed a firm that was revoked or in serious violation governs a firm born within the bar."""

import numpy as np
import polars as pl

from detectors.chance import surprise_of_sharing
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
from graph.model import EVENT_KINDS, KeyKind, LinkRole
from graph.slice import NO_DAY, Groups, RegisterSlice
from graph.words import Text

BY_ID = 3  # resolve.Identity: the only one sure enough for a hard fact
BARRING = ("serious_violation", "revoked")
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


def _bars(register: RegisterSlice, roles: pl.DataFrame) -> pl.DataFrame:
    """Person, firm and day for every decision on a firm that the person then headed."""
    events = register.events
    kinds = [EVENT_KINDS.index(kind) for kind in BARRING]
    decisions = pl.DataFrame({"firm": events.firm, "kind": events.kind, "on": events.on})
    decisions = decisions.filter(pl.col("kind").is_in(kinds))
    headed = roles.filter(pl.col("role") == LinkRole.LEGAL_REPRESENTATIVE)
    return (
        headed.join(decisions, on="firm")
        .filter((pl.col("since") <= pl.col("on")) & (pl.col("on") <= pl.col("until")))
        .select("person", "on", pl.col("firm").alias("barred_by"))
    )


def run(register: RegisterSlice, normal: Baselines, p: Params) -> Findings:
    keys, links = register.keys, register.links
    sure = (keys.kind == KeyKind.PERSON) & (keys.identity == BY_ID)
    sure &= keys.complete & (keys.degree <= p.max_firms)
    held = sure[links.key] & np.isin(links.role, ROLES)
    roles = pl.DataFrame(
        {
            "person": links.key[held],
            "firm": links.firm[held],
            "role": links.role[held],
            "born": register.firms.registered[links.firm[held]],
            "since": links.since[held],
            "until": links.until[held],
        }
    )
    last_day = pl.col("on") + p.bar_days
    broken = (
        roles.join(_bars(register, roles), on="person")
        .filter((pl.col("firm") != pl.col("barred_by")) & (pl.col("born") > pl.col("on")))
        .filter((pl.col("born") <= last_day) & (pl.col("since") <= last_day))
        .group_by("person", "firm")
        .agg(pl.col("on").max())
    )
    person, firm = broken["person"].to_numpy(), broken["firm"].to_numpy()
    barred = Groups.sets(register, person, firm)
    decided = np.full(len(register.keys), NO_DAY, np.int32)
    np.maximum.at(decided, person, broken["on"].to_numpy())
    return Findings.of(
        barred,
        expected=0.0,
        surprise=surprise_of_sharing(barred.sizes + 1, normal.sharing[KeyKind.PERSON]),
        confidence=0.95,
        decided_on=decided[barred.subject],
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
)
