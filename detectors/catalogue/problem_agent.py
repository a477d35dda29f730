"""T09: the clients of one filing agent are lost (abnormal, revoked, in serious violation) far too often."""

import numpy as np

from detectors.chance import group_surprise, wilson_lower
from detectors.detector import (
    ASK_FOR_THE_MANDATE,
    COMPARE_FILINGS,
    Detector,
    DetectorParams,
    Family,
    Scope,
    threshold,
)
from detectors.findings import Findings
from detectors.lookalikes import at_hub, excuses, explained, namesakes, of_person, tempered, unrelated
from graph.baselines import Baselines
from graph.data import Data
from graph.model import HubKind, KeyKind
from graph.slice import RegisterSlice
from graph.words import Text


class Params(DetectorParams):
    min_clients: int = threshold(20, unit="unrelated firms", source="domain T09")
    times_base: float = threshold(3.0, unit="times the register's share of lost firms", source="domain T09")
    z: float = threshold(1.96, unit="normal quantile (95 % interval)", source="Wilson 1927")
    max_firms: int = threshold(
        2**31 - 1, unit="firms", source="no cap: an agent's clients are counted, never paired"
    )


def run(register: RegisterSlice, normal: Baselines, p: Params) -> Findings:
    # a typed agent is no excuse here: what became of its clients is the question
    agent = register.groups(KeyKind.AGENT, at_least=p.min_clients, cap=p.max_firms, hubs=True)
    agent = agent.where(unrelated(agent) >= p.min_clients)
    lost = agent.total(register.firms.lost[agent.firm])
    bad = wilson_lower(lost, agent.sizes, p.z) > p.times_base * normal.lost_rate
    agent, lost = agent.where(bad), lost[bad]
    # whoever lives at a host is lost more often than others, whoever filed
    mask = excuses(agent) | namesakes(agent) | explained(at_hub(agent, HubKind.HOSTING_ADDRESS), "N1")
    return Findings.of(
        agent,
        statistic=lost,
        expected=np.asarray(agent.sizes * normal.lost_rate, np.float64),
        surprise=group_surprise(lost, agent.sizes, normal.lost_rate),
        # most clients even of a bad agent may be honest
        confidence=tempered(0.7 * of_person(agent), mask)
        * np.clip(lost / np.maximum(agent.sizes, 1), 0.3, 1),
        excuses=mask,
        lost=lost.astype(np.int64),
    )


PROBLEM_AGENT = Detector(
    name="problem_agent",
    typologies=("T09",),
    family=Family.DEVICE,
    severity=4,
    scope=Scope.GLOBAL,
    title=Text("问题代理人", "An agent whose clients go missing"),
    reason=Text(
        "该代理人代办的 {n} 户企业中 {lost} 户已列入异常、严重违法或被吊销；"
        "按全市比例预期 {expected:.1f} 户。",
        "Of the agent's {n} clients {lost} are listed as abnormal, in serious violation or revoked; "
        "{expected:.1f} would be usual.",
    ),
    mistaken_for=("N1", "N3", "N4", "N5", "N9", "N11", "N17", "N18"),
    cleared_by=Text(
        "该代理人的客户多为同一托管地址的企业，其异常率与其他托管地址相当。",
        "The clients live at a hosted address, and are lost no more often than at other hosts.",
    ),
    basis=("R18", "AG", "O88"),
    next_steps=(ASK_FOR_THE_MANDATE, COMPARE_FILINGS),
    params=Params,
    run=run,
    weight=1.0,
    needs=(Data.AGENTS, Data.OUTCOMES),
)
