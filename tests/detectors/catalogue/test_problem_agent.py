"""T09: problem_agent."""

from detectors.catalogue.problem_agent import PROBLEM_AGENT
from graph.model import HubKind, KeyKind
from tests.detectors.registers import City


def clients(n: int, lost: int, **facts: object) -> City:
    story = City()
    story.others(2000, every=0)
    for firm in story.firms[::20]:
        firm.lost = 900
    for i in range(n):
        story.firm(f"client {i}", i * 7, agent="the agent", lost=900 if i < lost else None, **facts)  # type: ignore[arg-type]
    return story


def test_an_agent_who_loses_half_of_twenty_clients_is_found() -> None:
    [found] = clients(20, 10).found(PROBLEM_AGENT)
    assert found.subject == "the agent"
    assert found.facts["lost"] == 10
    assert found.statistic == 10 > found.expected


def test_nineteen_clients_are_too_few() -> None:
    assert clients(19, 19).flagged(PROBLEM_AGENT) == []


def test_an_agent_who_loses_as_many_as_others_is_ordinary() -> None:
    assert clients(40, 3).flagged(PROBLEM_AGENT) == []


def test_the_interval_decides_and_not_the_share() -> None:
    # the register loses about 5 to 6 %, three times that is about 16 to 18 %
    assert clients(20, 6).flagged(PROBLEM_AGENT) == []  # 30 % of 20 is at least 15 %
    assert len(clients(100, 30).flagged(PROBLEM_AGENT)) == 1  # 30 % of 100 is at least 22 %


def test_a_declared_agency_is_no_excuse_and_neither_are_many_clients() -> None:
    story = clients(600, 500)
    story.hubs[KeyKind.AGENT, "the agent"] = HubKind.AGENT
    assert len(story.flagged(PROBLEM_AGENT)) == 1


def test_one_parents_companies_are_one_client() -> None:
    story = clients(30, 20, parent="parent")
    story.firm("parent", 0)
    assert story.flagged(PROBLEM_AGENT) == []


def test_a_name_alone_makes_no_agent() -> None:
    story = clients(30, 20)
    story.identity["the agent"] = 0
    [found] = story.found(PROBLEM_AGENT)
    assert "N9" in found.excuses
    assert found.confidence < 0.1
