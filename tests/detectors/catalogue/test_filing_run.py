"""T06: filing_run."""

from detectors.catalogue.filing_run import FILING_RUN, Params
from graph.model import HubKind, KeyKind
from tests.detectors.registers import City

DAY = 500


def day_of(others: int = 120) -> City:
    """A day of filings in one province: every firm its own text, usual trades, capitals and brands."""
    story = City()
    for i in range(others):
        story.firm(
            f"other {i:03}",
            DAY,
            stream="35",
            filing_no=1000 + 10 * i,
            scope=f"text {i}",
            trade=f"trade {i % 6}",
            capital=(1e6, 5e5, 1e5)[i % 3],
            office=f"office {i % 4}",
            brand_nats=5.0 + i % 7 / 10,
        )
    return story


def run_of(n: int, *, story: City | None = None, start: int = 1601, step: int = 1, **facts: object) -> City:
    """`n` firms filed one after the other with one text, capital and office."""
    story = story or day_of()
    told: dict[str, object] = {"scope": "one text", "capital": 3.28e6, "office": "office 9", "day": DAY}
    told |= {"trade": "trade 1", **facts}
    for i in range(n):
        story.firm(f"run {i:02}", stream="35", filing_no=start + i * step, **told)  # type: ignore[arg-type]
    return story


def members(n: int) -> set[str]:
    return {f"run {i:02}" for i in range(n)}


def test_four_look_alikes_back_to_back_are_found_and_three_are_not() -> None:
    [found] = run_of(4).found(FILING_RUN)
    assert found.firms == members(4)
    assert found.subject == "run 00"
    assert found.facts["people"] == 4
    assert run_of(3).flagged(FILING_RUN) == []


def test_strangers_in_between_do_not_break_a_run() -> None:
    assert run_of(6, start=1602, step=7).flagged(FILING_RUN) == [members(6)]


def test_a_gap_of_sixty_numbers_does() -> None:
    quiet = Params(min_nats=1.0)
    assert len(run_of(5, story=day_of(8), start=5000, step=60).flagged(FILING_RUN, quiet)) == 1
    assert run_of(5, story=day_of(8), start=5000, step=61).flagged(FILING_RUN, quiet) == []


def test_neighbours_of_one_owner_are_no_run() -> None:
    assert run_of(8, representative="the owner").flagged(FILING_RUN) == []


def test_standing_side_by_side_says_nothing() -> None:
    assert day_of().flagged(FILING_RUN) == []


def test_the_same_text_far_apart_says_nothing() -> None:
    assert run_of(8, start=1001, step=130).flagged(FILING_RUN) == []


def test_another_day_or_stream_is_another_run() -> None:
    story = run_of(2)
    for i, (day, stream) in enumerate(((DAY + 1, "35"), (DAY, "44"))):
        for k in range(2):
            story.firm(
                f"elsewhere {i}{k}",
                day,
                stream=stream,
                filing_no=1603 + k,
                scope="one text",
                trade="trade 1",
                capital=3.28e6,
                office="office 9",
            )
    assert story.flagged(FILING_RUN) == []


def test_what_the_whole_day_looks_like_is_a_policy_and_no_run() -> None:
    story = day_of()
    for firm in story.firms:
        firm.capital, firm.trade, firm.office = 3.28e6, "trade 1", "office 9"
    story.links = [link for link in story.links if link.key[0] != KeyKind.SCOPE]
    for firm in story.firms:
        story.link(firm.name, KeyKind.SCOPE, "one text")
    assert run_of(8, story=story).flagged(FILING_RUN) == []


def test_odd_brands_hold_a_run_together_where_texts_differ() -> None:
    story = run_of(6, trade="rare trade", brand_nats=12.0)
    story.links = [k for k in story.links if k.key != (KeyKind.SCOPE, "one text")]
    assert story.flagged(FILING_RUN) == [members(6)]


def test_a_typed_agents_batch_and_a_policy_day_weigh_less() -> None:
    story = run_of(8, agent="the agency")
    before = story.found(FILING_RUN)[0]
    story.hubs[KeyKind.AGENT, "the agency"] = HubKind.AGENT
    after = story.found(FILING_RUN)[0]
    assert after.excuses == ("N4",)
    assert after.confidence < before.confidence


def every_day(story: City, births: int, *, first: int = 100, last: int = DAY, stream: str = "35") -> City:
    """So many strangers filed on each day from `first` to the one before `last`."""
    for day in range(first, last):
        for i in range(births):
            story.firm(f"daily {day} {i}", day, stream=stream, filing_no=100 + 10 * i, scope=f"own {day} {i}")
    return story


def test_a_rush_of_strangers_in_the_same_stream_is_a_policy_day() -> None:
    for stream, rush in (("35", True), ("44", False)):
        [found] = every_day(run_of(8), 1, stream=stream).found(FILING_RUN)
        assert found.excuses == (("N16",) if rush else ())


def test_a_run_is_no_policy_of_its_own_nor_is_a_day_that_chance_makes_a_little_busier() -> None:
    for others in (4, 10):  # where four a day are usual; the run comes on top
        [found] = every_day(run_of(30, story=day_of(others)), 4).found(FILING_RUN, Params(min_nats=1.0))
        assert found.excuses == ()


def test_a_rush_is_measured_against_the_days_on_record() -> None:
    flat = every_day(run_of(6, story=day_of(6)), 4, first=DAY - 60)
    assert flat.found(FILING_RUN, Params(min_nats=1.0))[0].excuses == ()
    short = every_day(run_of(8), 1, first=DAY - 20)
    assert short.found(FILING_RUN)[0].excuses == (), "too few days to know what is usual"


def test_straws_with_a_few_firms_each_weigh_more() -> None:
    strangers = run_of(6).found(FILING_RUN)[0]
    story = day_of()
    for i in range(6):
        story.firm(
            f"run {i:02}",
            DAY,
            stream="35",
            filing_no=1601 + i,
            scope="one text",
            trade="trade 1",
            capital=3.28e6,
            office="office 9",
            representative=f"straw {i % 3}",
        )
    [straws] = story.found(FILING_RUN)
    assert straws.confidence > strangers.confidence


def test_stalls_of_a_market_are_no_run() -> None:
    assert run_of(8, kind=2).flagged(FILING_RUN) == []


def test_a_lessors_companies_count_once() -> None:
    story = day_of()
    story.firm("lessor", 0)
    assert run_of(9, story=story, parent="lessor").flagged(FILING_RUN) == []
