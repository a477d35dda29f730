"""Filings that a reader took for rings and the sweep did not list, and why: for the page on the register.

A reader's group goes by hashes of its firms' codes, all of them (bench/real_rings_read.py). It is weighed as
if its firms were a candidate, with the code that weighs rings: the reasons are those that kept it out.
"""

import numpy as np
import polars as pl

from bench.real_rings_read import Reading, mark
from bench.tables import table
from detectors.hubs import type_hubs
from detectors.rings.features import Feature, features
from detectors.rings.hypotheses import HYPOTHESES
from detectors.rings.lift import learned
from detectors.rings.ring import SHOW
from detectors.rings.weigh import weigh
from detectors.words import counted_against
from graph.baselines import measure
from graph.columns import slice_of
from graph.slice import Groups
from graph.snapshot_tables import Snapshot

LISTED = 0.5  # share of a group's firms in listed rings, from which it is not missed any more
AGAINST = 2  # facts against a ring that are told
HEAD = (
    "",
    "firms",
    "representatives",
    "days",
    "in a listed ring",
    "false",
    "one hand",
    "read as",
    "why not listed",
)


def missed(snapshot: Snapshot, known: list[Reading], in_rings: pl.Series) -> str:
    """A table of the groups that readers marked, weighed as rings; `in_rings` are listed rings' firm ids."""
    row_of = {mark(firm_id): row for row, firm_id in enumerate(snapshot.firms["firm_id"])}
    rows = [sorted(row_of[m] for m in one.marks if m in row_of) for one in known]
    typed, _ = type_hubs(slice_of(snapshot)[0])
    group = np.repeat(np.arange(len(rows), dtype=np.int32), [len(r) for r in rows])
    groups = Groups.sets(typed, group, np.concatenate([np.array(r, np.int32) for r in rows]))
    seen = features(typed, measure(typed), groups)
    weighed = learned(weigh(seen, groups.sizes), seen, groups)
    listed = np.zeros(len(snapshot.firms), np.bool_)
    listed[snapshot.firms["firm_id"].is_in(in_rings.implode()).to_numpy()] = True
    inside = groups.share(listed[groups.firm])
    people = groups.distinct(typed.firms.representative[groups.firm])
    day = typed.firms.registered[groups.firm]
    span = groups.most(day) - groups.least(day) + 1
    lines = []
    for i, one in enumerate(known):
        if inside[i] >= LISTED:
            why = "listed by now"
        elif weighed.false[i] >= SHOW:
            why = "would be listed, but no candidate holds these firms together"
        else:
            order = np.argsort(weighed.nats[i], kind="stable")[:AGAINST]
            against = [Feature(int(f)) for f in order if weighed.nats[i, f] < 0]
            told = [counted_against(f, seen.hits[i, f], seen.of[i, f]).en for f in against]
            honest = HYPOTHESES[int(weighed.honest[i])].title.en.lower()
            why = "; ".join([f"best honest explanation: {honest}", *told])
        lines.append(
            [
                str(i + 1),
                str(int(groups.sizes[i])),
                str(int(people[i])),
                str(int(span[i])),
                f"{inside[i]:.0%}",
                f"{weighed.false[i]:.1%}",
                f"{weighed.one_hand[i]:.1%}",
                one.why,
                why,
            ]
        )
    return table(HEAD, lines)
