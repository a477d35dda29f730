"""T24: partnerships by the hundred at one address, with the same partners: made to be sold."""

import numpy as np
from numpy.typing import NDArray

from detectors.chance import group_surprise
from detectors.detector import Detector, DetectorParams, Family, Scope, threshold
from detectors.findings import Findings
from detectors.held import keys_of
from detectors.lookalikes import of_one_head, tempered
from graph.baselines import Baselines
from graph.data import Data
from graph.model import KeyKind
from graph.order import first_largest
from graph.slice import Groups, Ints, RegisterSlice
from graph.words import Text

KEYS = (KeyKind.ROOM, KeyKind.BUILDING)
LLP = 4  # Firms.kind
REPORT_IT = Text(
    "向反洗钱监管机构通报该公司服务机构。",
    "Tell the anti-money-laundering supervisor of the formation agent.",
)


class Params(DetectorParams):
    min_firms: int = threshold(100, unit="LLPs at one address", source="domain T24")
    min_shared: float = threshold(0.5, unit="share of them with one partner in common", source="estimate")


def _on(register: RegisterSlice, p: Params, kind: KeyKind) -> Findings:
    # the address of a factory may pass for a host's: that is what is asked
    place = register.groups(kind, at_least=p.min_firms, cap=max(len(register.firms), 1), hubs=True)
    place = place.members(register.firms.kind[place.firm] == LLP)
    place = place.sized(p.min_firms, max(len(register.firms), 1))
    partner, most = _commonest(place)
    made = most >= p.min_shared * place.sizes
    place, partner, most = place.where(made), partner[made], most[made]
    # as often as among the firms elsewhere
    elsewhere = register.keys.degree[partner] - most + 1.0 if len(place) else np.empty(0)
    usual = np.clip(elsewhere / (len(register.firms) - place.sizes + 100.0), 0.0, 1.0)
    mask = of_one_head(place)
    return Findings.of(
        place,
        statistic=most,
        expected=np.asarray(place.sizes * usual, np.float64),
        surprise=group_surprise(most, place.sizes, usual),
        confidence=tempered(np.clip(most / np.maximum(place.sizes, 1), 0.0, 0.9), mask),
        excuses=mask,
        partnered=most,
    )


def _commonest(place: Groups) -> tuple[Ints, NDArray[np.int64]]:
    """The person or firm that most members of each group have in common, and how many."""
    held = keys_of(place, KeyKind.PERSON, KeyKind.OWNER)
    lead = first_largest(held.group, held.members)
    key, most = np.full(len(place), -1, np.int32), np.zeros(len(place), np.int64)
    key[held.group[lead]], most[held.group[lead]] = held.key[lead], held.members[lead]
    return key, most


def run(register: RegisterSlice, _normal: Baselines, p: Params) -> Findings:
    return Findings.joined([_on(register, p, kind) for kind in KEYS])


LLP_FACTORY = Detector(
    name="llp_factory",
    typologies=("T24",),
    family=Family.PLACE,
    severity=4,
    scope=Scope.GLOBAL,
    title=Text("批量制造的有限责任合伙（英国）", "A factory of LLPs (UK)"),
    reason=Text(
        "同一地址登记了 {n} 户有限责任合伙，其中 {partnered} 户有同一合伙人；此类合伙常被成批出售用于洗钱。",
        "{n} LLPs are registered at one address and {partnered} of them have one partner in common; such "
        "partnerships are made in bulk and sold to launder money.",
    ),
    mistaken_for=("N1", "N4", "N5", "N18"),
    cleared_by=Text(
        "各合伙的实际合伙人经核实各不相同并从事真实业务。",
        "The partners behind each are shown to differ and to trade.",
    ),
    basis=("ECCTA",),
    next_steps=(REPORT_IT,),
    params=Params,
    run=run,
    weight=2.0,
    needs=(Data.LLPS,),
)
