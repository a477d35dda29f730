"""T08: agent_as_liaison."""

import pytest

from detectors.catalogue.agent_as_liaison import AGENT_AS_LIAISON
from graph.model import KeyKind, LinkRole
from tests.detectors.registers import City, city


def liaison(n: int = 1, *, files: int = 3, **facts: object) -> City:
    """Somebody who files for others is down as liaison of `n` firms."""
    story = city()
    story.firm("a client", 5, agent="somebody")
    for i in range(n):
        story.firm(f"firm {i}", 100 + i, liaison="the agent", **facts)  # type: ignore[arg-type]
    story.files["the agent"] = files
    return story


def test_an_agent_by_trade_may_not_be_liaison_of_a_single_firm() -> None:
    [found] = liaison().found(AGENT_AS_LIAISON)
    assert found.subject == "the agent"
    assert found.firms == {"firm 0"}
    assert found.facts["clients"] == 3
    assert liaison(files=2).flagged(AGENT_AS_LIAISON) == []


@pytest.mark.parametrize("role", [LinkRole.LEGAL_REPRESENTATIVE, LinkRole.SHAREHOLDER, LinkRole.MANAGER])
def test_ones_own_firms_are_excepted(role: LinkRole) -> None:
    story = liaison(2)
    story.link("firm 0", KeyKind.PERSON, "the agent", role)
    assert story.flagged(AGENT_AS_LIAISON) == [{"firm 1"}]


def test_keeping_the_books_is_an_agents_trade() -> None:
    story = liaison(0)
    story.link(story.firm("firm", 100), KeyKind.PERSON, "the agent", LinkRole.FINANCE_OFFICER)
    story.firm("with liaison", 3, liaison="another")
    assert story.flagged(AGENT_AS_LIAISON) == []


def test_a_namesake_of_an_agent_is_not_the_agent() -> None:
    story = liaison()
    story.identity["the agent"] = 2
    story.firm("by id", 3, owner="somebody else")
    assert story.flagged(AGENT_AS_LIAISON) == []


def test_the_liaison_of_a_group_files_for_the_group() -> None:
    story = liaison(3, parent="holding")
    story.firm("holding", 0)
    [found] = story.found(AGENT_AS_LIAISON)
    assert found.excuses == ("N5", "N18")


def test_where_no_agents_are_on_record_nothing_is_said() -> None:
    story = liaison()
    story.links = [link for link in story.links if link.key[0] != KeyKind.AGENT]
    assert story.flagged(AGENT_AS_LIAISON) == []
