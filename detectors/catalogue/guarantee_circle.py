"""T27: firms that guarantee one another's debts, in a circle or in a knot from which none can be taken."""

import numpy as np

from detectors.detector import Detector, DetectorParams, Family, Scope, threshold
from detectors.findings import Findings, SubjectKind
from detectors.lookalikes import at_hub, explained, of_one_head, tempered
from detectors.networks import Network, surprise_of_circle
from graph.baselines import Baselines
from graph.data import Data
from graph.model import HubKind
from graph.slice import Bools, Floats, Groups, Ints, RegisterSlice
from graph.words import Text

ASK_THE_LENDERS = Text(
    "向贷款机构核对担保合同与代偿情况。", "Check the guarantees and what was called with the lenders."
)


class Params(DetectorParams):
    min_firms: int = threshold(5, unit="firms of a knot without a circle", source="domain T27")
    min_core: int = threshold(
        2, unit="neighbours each firm of a knot keeps in it", source="estimate: no star"
    )
    max_firms: int = threshold(500, unit="firms", source="block cap")


def _knots(network: Network, p: Params) -> tuple[Ints, Bools]:
    """A label for each firm, and whether its label is a circle or a knot."""
    core = network.cores() >= p.min_core
    knot = network.inside(core[network.source] & core[network.target])
    size = np.bincount(knot, minlength=len(network))
    knotted = core & (size[knot] >= p.min_firms)
    circle = network.circles()
    round_ = np.bincount(circle, minlength=len(network))[circle] >= 2
    # a circle that hangs on a knot belongs to it
    of_knot = np.full(len(network), len(network), np.int32)
    np.minimum.at(of_knot, circle[knotted], knot[knotted])
    outside = np.where(of_knot[circle] < len(network), of_knot[circle], circle)
    return np.where(knotted, knot, outside).astype(np.int32), np.asarray(knotted | round_, np.bool_)


def _amounts(register: RegisterSlice, groups: Groups) -> Floats:
    """The recorded amounts guaranteed between the members of each group."""
    ties = register.whole.ties.of("guarantee")
    of = np.full(len(register.firms), -1, np.int64)
    of[groups.firm] = groups.group
    own = (of[ties.source] >= 0) & (of[ties.source] == of[ties.target]) & (ties.until > register.as_of)
    total = np.bincount(of[ties.source[own]], weights=np.nan_to_num(ties.amount[own]), minlength=len(groups))
    return np.asarray(total, np.float64)


def run(register: RegisterSlice, normal: Baselines, p: Params) -> Findings:
    ties = register.whole.ties.of("guarantee")
    live = ties.until > register.as_of
    network = Network.of(register, ties.source[live], ties.target[live])
    label, found = _knots(network, p)
    knot = network.groups(label, found).sized(2, p.max_firms)
    expected, nats = surprise_of_circle(knot.sizes, len(network.source), normal.firms)
    mask = of_one_head(knot) | explained(at_hub(knot, HubKind.STATE_ROOT), "N7")
    return Findings.of(
        knot,
        kind=SubjectKind.GROUP,
        expected=expected,
        surprise=nats,
        confidence=tempered(0.8, mask),
        excuses=mask,
        guarantees=network.within(label, knot),
        amount=_amounts(register, knot),
    )


GUARANTEE_CIRCLE = Detector(
    name="guarantee_circle",
    typologies=("T27",),
    family=Family.BEHAVIOUR,
    severity=3,
    scope=Scope.GLOBAL,
    title=Text("担保圈", "A guarantee circle"),
    reason=Text(
        "{n} 户企业之间有 {guarantees} 项相互担保，登记金额合计 {amount:,.0f}；一户违约会拖累全体。",
        "{n} firms are tied by {guarantees} guarantees for one another, {amount:,.0f} in recorded amounts; "
        "one that fails drags the others along.",
    ),
    mistaken_for=("N5", "N7", "N18"),
    cleared_by=Text(
        "担保发生在已披露的同一集团内部，或已解除。",
        "The guarantees are within one declared group, or have ended.",
    ),
    basis=("CL15", "CL265"),
    next_steps=(ASK_THE_LENDERS,),
    params=Params,
    run=run,
    weight=0.0,
    needs=(Data.GUARANTEES,),
)
