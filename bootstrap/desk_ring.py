"""The published ring that an application belongs to, as the sweep would say had it been there."""

from collections.abc import Mapping

import numpy as np
import polars as pl
from numpy.typing import NDArray

from bootstrap.newcomer import Joined
from detectors.counterfactual import spoken
from detectors.desk import RingCase, strength
from detectors.rings.likeness import KEYED, first_of, plain_values
from detectors.rings.portraits import Newcomer, Portraits
from detectors.scoring import GRADE_B
from graph.model import HubKind
from graph.store.port import GraphView
from graph.store.records import RingRow

KEPT = 2  # sweeps whose portraits are kept ready: the live one and the one before
# Membership from which a ring is named; below it no ring makes a check. A sweep shows a fringe from more on
# (rings.ring.FRINGE), but it also knows the firm's code, and by it the office and the place in filing order.
NEAR = GRADE_B
CODED = ("district", "office", "surname", "home", "trade", "stem")


def ring_case(view: GraphView, ring: RingRow, strength: float, one_hand: float) -> RingCase:
    """What a ring says of a firm of such strength in it."""
    return _case(view, ring.rank - 1, strength, one_hand)


def _case(view: GraphView, row: int, strength: float, one_hand: float) -> RingCase:
    sums = view.reference("ring_sums").row(row, named=True)
    numbers = {name: np.array(sums[name], np.float64) for name in ("by_family", "fault_hits", "fault_of")}
    return RingCase(
        log_odds=float(sums["log_odds"]),
        whole=float(sums["whole"]),
        speaks=spoken(np.array(sums["by_feature"], np.float64)),
        families=np.array(sums["families"], np.bool_),
        strength=strength,
        one_hand=one_hand,
        **numbers,
    )


def nearest_ring(
    view: GraphView, joined: Joined, ties: Mapping[str, NDArray[np.float64]]
) -> tuple[RingRow | None, RingCase | None]:
    """The ring that the application belongs to, if any, and what that says; `ties` are its same-hand nats by
    family to other firms."""
    portraits = _portraits(view)
    rings, belongs = portraits.belongs(_newcomer(view, joined, ties), view.baselines())
    cases = [_case(view, ring, 0.0, 0.0) for ring in rings.tolist()]
    near = [at for at in range(len(rings)) if belongs[at] >= NEAR]
    if not near:
        return None, None
    best = max(near, key=lambda at: (belongs[at] / (1.0 + np.exp(-cases[at].whole)), -rings[at]))
    return _weighed(view, joined, portraits, int(rings[best]), float(belongs[best]), cases[best])


_ready: dict[tuple[str, str], Portraits] = {}  # of the sweeps asked last


def _portraits(view: GraphView) -> Portraits:
    sweep = view.info.sweep_id, view.info.published_at
    ready = _ready.get(sweep)
    if ready is None:
        ready = Portraits(*(view.reference(name) for name in ("portraits", "frequencies", "agreeing")))
        while len(_ready) >= KEPT:
            _ready.pop(next(iter(_ready)), None)
        _ready[sweep] = ready
    return ready


def _weighed(
    view: GraphView, joined: Joined, portraits: Portraits, ring: int, belongs: float, case: RingCase
) -> tuple[RingRow | None, RingCase | None]:
    judged = view.judged(portraits.member_of(ring))
    if judged is None or judged.ring is None:
        return None, None
    row, near = judged.ring, joined.near
    mates = np.array([at for at, ring_id in enumerate(near.ring_ids) if ring_id == row.ring_id], np.int32)
    firm = strength(joined.register, view.baselines(), joined.firm, mates, belongs, case)
    return row, ring_case(view, row, round(firm, 6), row.one_hand * belongs)


def _newcomer(view: GraphView, joined: Joined, ties: Mapping[str, NDArray[np.float64]]) -> Newcomer:
    """The application in the words of the portraits."""
    register, firm = joined.register, joined.firm
    keys, links = register.keys, register.links
    held = {
        kind.name.lower(): first_of(register, kind)[firm] + register.keys.range_of(kind)[0]
        for kind in KEYED
        if first_of(register, kind)[firm] >= 0
    }
    if register.firms.representative[firm] >= 0:
        held["representative"] = register.firms.representative[firm]
    known = {key: handle for key in held.values() if (handle := joined.key_handles[key]) is not None}
    ids = dict(zip(known, (ref.id for ref in view.keys(list(known.values()))), strict=True))
    values: dict[str, str | None] = {name: ids.get(key, "") for name, key in held.items()}
    plain = {name: int(column[firm]) for name, column in plain_values(register, view.baselines()).items()}
    values |= {name: str(code) for name, code in plain.items() if code >= 0 and name not in values}
    if register.firms.kind[firm] == 0:
        values["kind"] = None  # told by the code that a new firm does not have yet
    values |= {name: joined.texts.get(name) for name in CODED}
    capital = pl.Series(register.firms.capital[firm : firm + 1]).fill_nan(None)
    values["capital"] = capital.cast(pl.String)[0]
    own = np.unique(links.key[links.firm == firm])
    return Newcomer(
        day=int(register.firms.registered[firm]),
        values=values,
        hubs=frozenset(name for name, key in held.items() if keys.hub[key] != HubKind.NONE),
        ties=ties,
        on_keys=[
            (
                int(keys.degree[key]),
                [joined.near.firm_ids[f] for f in links.firm[links.key == key] if f != firm],
            )
            for key in own
        ],
    )
