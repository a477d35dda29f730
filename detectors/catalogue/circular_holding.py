"""T20: firms that own one another in a circle, so that nobody outside seems to own them."""

import numpy as np

from detectors.detector import Detector, DetectorParams, Family, Scope, threshold
from detectors.findings import Findings, SubjectKind
from detectors.lookalikes import at_hub, explained, of_one_head, tempered
from detectors.networks import Network, surprise_of_circle
from graph.baselines import Baselines
from graph.data import Data
from graph.model import HubKind
from graph.slice import RegisterSlice
from graph.words import Text

ASK_WHO_CONTROLS = Text(
    "要求说明实际控制人并提交股权结构图。", "Ask who controls the firms, with a chart of all stakes."
)


class Params(DetectorParams):
    min_firms: int = threshold(2, unit="firms in one circle", source="domain T20")
    max_firms: int = threshold(500, unit="firms", source="block cap")


def run(register: RegisterSlice, normal: Baselines, p: Params) -> Findings:
    stakes = register.whole.stakes
    live = stakes.until > register.as_of
    network = Network.of(register, stakes.owner[live], stakes.owned[live])
    circle = network.circles()
    every = np.ones(len(network), np.bool_)
    round_ = network.groups(circle, every).sized(p.min_firms, p.max_firms)
    expected, nats = surprise_of_circle(round_.sizes, len(network.source), normal.firms)
    of_state = at_hub(round_, HubKind.STATE_ROOT)
    mask = of_one_head(round_) | explained(of_state, "N7")
    return Findings.of(
        round_,
        kind=SubjectKind.GROUP,
        expected=expected,
        surprise=nats,
        confidence=tempered(0.9, mask),
        excuses=mask,
        stakes=network.within(circle, round_),
    )


CIRCULAR_HOLDING = Detector(
    name="circular_holding",
    typologies=("T20",),
    family=Family.BEHAVIOUR,
    severity=3,
    scope=Scope.GLOBAL,
    title=Text("环形持股", "Firms that own one another in a circle"),
    reason=Text(
        "{n} 户企业以 {stakes} 项持股首尾相连，构成循环持股；这样的环按本地持股密度偶然出现的期望为 "
        "{expected:.4f} 个。",
        "{n} firms own one another in a circle of {stakes} stakes; by chance {expected:.4f} such circles "
        "would be expected here.",
    ),
    mistaken_for=("N5", "N7", "N18"),
    cleared_by=Text(
        "交叉持股已依法披露，或均受同一国有出资人控制而不构成关联方。",
        "The cross-holdings are declared as the law asks, or all belong to one state owner (CL265).",
    ),
    basis=("CL265",),
    next_steps=(ASK_WHO_CONTROLS,),
    params=Params,
    run=run,
    weight=0.0,
    needs=(Data.STAKES,),
)
