"""What only the whole register shows, and the single facts that detectors read of firms, keys and events."""

from datetime import date

import numpy as np
import pytest

from graph.flags import RESIDENTIAL, STATE_OWNED
from graph.model import TIE_KINDS, Country, KeyKind
from graph.neighbourhood import cut
from graph.slice import FOREVER, NO_DAY, RegisterSlice
from tests.graph.registers import Row
from tests.graph.test_columns import DAY, STREET, days, firm, holding, told


def tie(a: int, b: int, kind: str, **more: object) -> Row:
    return {"from_id": f"F{a}", "to_id": f"F{b}", "kind": kind, **more}


def test_ties_stand_by_kind_and_firms_and_a_lot_is_one_of_its_kind() -> None:
    on = date(2021, 5, 6)
    _, register, _ = told(
        firms=[firm(i) for i in range(3)],
        ties=[
            tie(2, 1, "bid", ref="L1", on=on, amount=5.0),
            tie(0, 1, "bid", ref="L1"),
            tie(0, 1, "supply", ref="L1"),
            tie(1, 0, "guarantee"),
        ],
    )
    ties = register.whole.ties
    assert [TIE_KINDS[k] for k in ties.kind] == ["guarantee", "supply", "bid", "bid"]
    bids = ties.of("bid")
    assert (bids.source.tolist(), bids.target.tolist()) == ([0, 2], [1, 1])
    assert bids.lot[0] == bids.lot[1] != ties.of("supply").lot[0]
    assert ties.of("guarantee").lot.tolist() == [-1]
    assert bids.on.tolist() == [NO_DAY, days(on)]
    assert bids.amount[1] == 5.0
    assert np.isnan(bids.amount[0])
    assert len(ties.of("concert")) == 0


def test_stakes_are_those_of_firms_in_the_register() -> None:
    outside: Row = {"firm_id": "F1", "holder_type": "firm", "holder_id": "F99", "holder_name": "外地控股"}
    person: Row = {"firm_id": "F1", "holder_type": "person", "holder_name": "王伟", "share": 0.2}
    _, register, _ = told(
        firms=[firm(i) for i in range(3)],
        holdings=[holding(1, 0, 0.6, verified=True), holding(2, 1, 0.5, verified=False), outside, person],
    )
    stakes = register.whole.stakes
    assert list(zip(stakes.owner.tolist(), stakes.owned.tolist(), stakes.share.tolist(), strict=True)) == [
        (0, 1, 0.6),
        (1, 2, 0.5),
    ]
    assert stakes.proved.tolist() == [1, -1]
    assert stakes.until.tolist() == [FOREVER, FOREVER]


def event(i: int, kind: str, on: date, **more: object) -> Row:
    return {"firm_id": f"F{i}", "kind": kind, "on": on, **more}


def test_the_highest_quota_counts_from_its_first_day_and_tax_filings_in_order_alone() -> None:
    _, register, _ = told(
        firms=[firm(0), firm(1)],
        events=[
            event(0, "invoice_quota", date(2020, 2, 1), amount=1e4),
            event(0, "invoice_quota", date(2020, 5, 1), amount=1e5),
            event(0, "invoice_quota", date(2020, 4, 1), amount=1e5),
            event(0, "tax_filing", date(2020, 6, 1), outcome="passed"),
            event(0, "tax_filing", date(2020, 9, 1), outcome="failed"),
            event(1, "invoice_quota", date(2020, 9, 1)),
        ],
    )
    whole = register.whole
    assert whole.quota[0] == 1e5
    assert np.isnan(whole.quota[1])
    assert whole.quota_on.tolist() == [days(date(2020, 4, 1)), NO_DAY]
    assert whole.taxed_on.tolist() == [days(date(2020, 6, 1)), NO_DAY]


def role(i: int, name: str, kind: str, **more: object) -> Row:
    return {"firm_id": f"F{i}", "person_name": name, "role": kind, **more}


def of_person(register: RegisterSlice, names: list[str], name: str) -> list[int]:
    people = np.flatnonzero(register.keys.kind == KeyKind.PERSON)
    return [int(k) for k in people if names[k] == name]


def test_who_comes_from_where_and_who_is_foreign() -> None:
    built, register, _ = told(
        firms=[firm(0, region="350102", country="CN"), firm(1, country="CN")],
        roles=[
            role(0, "王伟", "legal_representative", home_region="130427", nationality="CN"),
            role(1, "SMITH", "legal_representative", nationality="GB"),
        ],
    )
    names = built.keys["label"].to_list()
    [wang], [smith] = of_person(register, names, "王伟"), of_person(register, names, "SMITH")
    assert register.whole.province.tolist() == [35, -1]
    assert (register.whole.home_province[wang], register.whole.home_province[smith]) == (13, -1)
    assert (register.whole.foreign[wang], register.whole.foreign[smith]) == (False, True)


def test_a_neighbourhood_has_nothing_of_the_whole_register() -> None:
    _, register, _ = told(firms=[firm(0), firm(1)], holdings=[holding(1, 0, 0.6)])
    part, _, _ = cut(register, np.array([1], np.int32))
    assert len(register.whole.stakes) == 1
    assert len(part.whole.stakes) == len(part.whole.ties) == len(part.whole.province) == 0


ID, OTHER_ID = "350102198005031231", "11010519491231002X"


def test_who_files_for_others_is_known_by_id_wherever_else_it_holds_an_office() -> None:
    agent = [role(i, "王伟", "agent", person_id=ID) for i in range(3)]
    built, register, _ = told(
        firms=[firm(i) for i in range(5)],
        roles=[
            *agent,
            role(3, "王伟", "liaison", person_id=ID),
            role(4, "王伟", "liaison", person_id=OTHER_ID),
        ],
    )
    files = [int(register.keys.files[k]) for k in np.flatnonzero(register.keys.kind == KeyKind.PERSON)]
    assert sorted(files) == [0, 3]
    assert len(built.identities) == 3


def test_an_unproved_corporate_holder_is_told_apart_from_an_unproved_person() -> None:
    person: Row = {
        "firm_id": "F2",
        "holder_type": "person",
        "holder_name": "王伟",
        "share": 1.0,
        "verified": False,
    }
    _, register, _ = told(
        firms=[firm(i) for i in range(4)],
        holdings=[holding(1, 0, 0.6, verified=False), person, holding(3, 0, 0.6, verified=True)],
    )
    assert register.firms.unverified.tolist() == [0, 1, 1, -1]
    assert register.firms.unproved_owner.tolist() == [0, 1, 0, -1]


def flags_of(register: RegisterSlice, *kinds: KeyKind) -> int:
    chosen = np.isin(register.keys.kind, kinds)
    return int(np.bitwise_or.reduce(register.keys.flag[chosen], initial=0))


def test_an_owner_is_the_states_by_its_type_or_its_name() -> None:
    def state(**of_owner: object) -> bool:
        _, register, _ = told(firms=[firm(0, **of_owner), firm(1)], holdings=[holding(1, 0, 0.6)])
        return bool(flags_of(register, KeyKind.OWNER) & STATE_OWNED)

    assert state(firm_type="有限责任公司(国有独资)")
    assert not state(firm_type="有限责任公司(自然人独资)")
    bureau: Row = {
        "firm_id": "F0",
        "holder_type": "firm",
        "holder_name": "某市人民政府国有资产监督管理委员会",
    }
    _, register, _ = told(firms=[firm(0)], holdings=[bureau])
    assert flags_of(register, KeyKind.OWNER) & STATE_OWNED


def test_a_house_is_what_its_rooms_are() -> None:
    room, house = f"{STREET}5号2栋301室", f"{STREET}5号2栋"

    def uses(use: str, place: str = room) -> tuple[bool, bool]:
        _, register, _ = told(
            firms=[firm(0, address=room), firm(1, address=house)], places=[{"address": place, "use": use}]
        )
        of = (flags_of(register, KeyKind.ROOM), flags_of(register, KeyKind.BUILDING))
        return bool(of[0] & RESIDENTIAL), bool(of[1] & RESIDENTIAL)

    assert uses("residential") == (True, True)
    assert uses("office") == (False, False)
    assert uses("residential", house) == (False, True)


@pytest.mark.parametrize(
    ("facts", "kind", "country"),
    [
        ({"country": "GB", "name": "Alpha Trading LLP"}, 4, Country.UNITED_KINGDOM),
        ({"country": "GB", "firm_type": "Limited Liability Partnership"}, 4, Country.UNITED_KINGDOM),
        ({"country": "GB", "name": "Alpha Trading Ltd"}, 0, Country.UNITED_KINGDOM),
        ({"country": "CN", "firm_type": "limited liability partnership"}, 0, Country.CHINA),
        ({"country": "FR"}, 0, Country.OTHER),
        ({}, 0, Country.OTHER),
    ],
)
def test_kinds_of_firms_and_whose_law_they_are_under(facts: Row, kind: int, country: Country) -> None:
    _, register, _ = told(firms=[firm(0, **facts)])
    assert (register.firms.kind[0], register.firms.country[0]) == (kind, country)


def test_a_british_llp_is_known_by_its_number() -> None:
    _, register, _ = told(firms=[{"firm_id": "OC301234", "name": "Alpha", "country": "GB"}])
    assert register.firms.kind.tolist() == [4]


def test_a_listing_says_whether_nobody_was_found() -> None:
    _, register, _ = told(
        firms=[firm(0)],
        events=[
            event(0, "abnormal_listed", date(2021, 1, 1), detail="通过登记的住所或者经营场所无法联系"),
            event(0, "abnormal_listed", date(2021, 2, 1), detail="未按照规定公示年度报告"),
            event(0, "inspection", date(2021, 3, 1), detail="通过登记的住所或者经营场所无法联系"),
            event(0, "abnormal_listed", date(2021, 4, 1)),
        ],
    )
    assert register.events.unreachable.tolist() == [True, False, False, False]


def test_brands_of_one_series_have_one_code() -> None:
    names = ("福州鑫达一号贸易有限公司", "福州鑫达二号贸易有限公司", "福州云杉贸易有限公司")
    _, register, _ = told(firms=[firm(i, name=name) for i, name in enumerate(names)])
    one, two, other = register.firms.series.tolist()
    assert one == two >= 0 > other
    assert days(DAY) == register.firms.registered[0]
