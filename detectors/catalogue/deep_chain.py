"""T21: a deep chain of firms, each the next one's owner, none of which shows any activity."""

import numpy as np

from detectors.detector import VISIT, Detector, DetectorParams, Family, Scope, threshold
from detectors.findings import Findings, SubjectKind
from detectors.lookalikes import at_hub, explained, of_one_head, tempered
from detectors.networks import Network, Positions
from graph.baselines import Baselines
from graph.data import Data
from graph.model import EVENT_KINDS, HubKind
from graph.slice import NO_DAY, Bools, Ints, RegisterSlice
from graph.words import Text

ASK_WHO_BENEFITS = Text(
    "要求备案并核验受益所有人。", "Ask for the beneficial owner to be filed, and check who it is."
)
FILED = EVENT_KINDS.index("annual_report")


class Params(DetectorParams):
    min_depth: int = threshold(5, unit="firms one above the other", source="domain T21")
    silent_days: int = threshold(730, unit="days without a report or a return", source="estimate")
    max_depth: int = threshold(50, unit="firms one above the other", source="block cap")
    max_firms: int = threshold(500, unit="firms", source="block cap")


def inactive(register: RegisterSlice, days: int) -> Bools:
    """Firms that exist for so long and filed neither annual report nor tax return in that time."""
    events, since = register.events, np.int64(register.as_of) - days
    last = np.full(len(register.firms), NO_DAY, np.int32)
    filed = events.kind == FILED
    np.maximum.at(last, events.firm[filed], events.on[filed])
    last = np.maximum(last, register.whole.taxed_on)
    born = register.firms.registered
    return np.asarray((born != NO_DAY) & (born <= since) & (last < since) & ~register.firms.ended, np.bool_)


def _levels(network: Network, above: Positions, below: Positions, most: int) -> Ints:
    """Of each firm the longest chain of edges that ends at it, in firms; at most `most`."""
    level = np.ones(len(network), np.int32)
    for _ in range(most):
        before = level.copy()
        np.maximum.at(level, below, np.minimum(before[above] + 1, most))
        if (level == before).all():
            break
    return level


def _deep(network: Network, p: Params) -> tuple[Ints, Ints]:
    """Of each firm the depth of the deepest chain that it lies on, and its component among the deep ones."""
    circle = network.circles()
    onward = circle[network.source] != circle[network.target]  # a circle has no top (T20)
    source, target = network.source[onward], network.target[onward]
    depth = _levels(network, source, target, p.max_depth)
    depth = (depth + _levels(network, target, source, p.max_depth) - 1).astype(np.int32)
    deep = depth >= p.min_depth
    return depth, network.inside(deep[network.source] & deep[network.target] & onward)


def run(register: RegisterSlice, normal: Baselines, p: Params) -> Findings:
    stakes, still = register.whole.stakes, inactive(register, p.silent_days)
    live = (stakes.until > register.as_of) & still[stakes.owner] & still[stakes.owned]
    network = Network.of(register, stakes.owner[live], stakes.owned[live])
    depth, label = _deep(network, p)
    deep = network.groups(label, depth >= p.min_depth).sized(p.min_depth, p.max_firms)
    of_firm = np.zeros(len(register.firms), np.int32)
    of_firm[network.firms] = depth
    levels = deep.most(of_firm[deep.firm])
    rate = (float(still.sum()) + 1.0) / (normal.firms + 2.0)
    mask = of_one_head(deep) | explained(at_hub(deep, HubKind.STATE_ROOT), "N7")
    return Findings.of(
        deep,
        kind=SubjectKind.GROUP,
        statistic=levels,
        expected=np.asarray(levels * rate, np.float64),
        surprise=np.asarray(levels * -np.log(rate), np.float64),
        confidence=tempered(0.6, mask),
        excuses=mask,
        levels=levels,
    )


DEEP_CHAIN = Detector(
    name="deep_chain",
    typologies=("T21",),
    family=Family.BEHAVIOUR,
    severity=3,
    scope=Scope.GLOBAL,
    title=Text("多层空壳持股", "A deep chain of inactive firms"),
    reason=Text(
        "{n} 户企业层层持股，最深 {levels} 层，均两年以上未报年报、未正常纳税申报；"
        "按全市比例每条链上预期 {expected:.1f} 户如此。",
        "{n} firms own one the next in chains of up to {levels}, and none filed an annual report or a tax "
        "return in two years; {expected:.1f} on a chain would usually be so silent.",
    ),
    mistaken_for=("N5", "N7", "N15", "N18"),
    cleared_by=Text(
        "各层企业说明其用途，受益所有人已备案。",
        "Each firm's purpose is explained and the beneficial owner is on file.",
    ),
    basis=("R9", "CL260"),
    next_steps=(ASK_WHO_BENEFITS, VISIT),
    params=Params,
    run=run,
    weight=0.0,
    needs=(Data.STAKES, Data.REPORTS, Data.DATES),
)
