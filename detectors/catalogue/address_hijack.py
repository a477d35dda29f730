"""T22: companies register by the dozen at a house that somebody lives in, who may not know of it."""

from detectors.chance import surprise_of_sharing
from detectors.detector import PROVE_THE_PLACE, Detector, DetectorParams, Family, Scope, threshold
from detectors.findings import Findings
from detectors.lookalikes import of_one_head, people, tempered, unrelated
from graph.baselines import Baselines
from graph.data import Data
from graph.flags import RESIDENTIAL
from graph.model import Country, KeyKind
from graph.slice import RegisterSlice
from graph.words import Text

KEYS = (KeyKind.ROOM, KeyKind.BUILDING)
WRITE_TO_THE_OCCUPIER = Text(
    "致信该住宅的住户，询问是否知情并同意。", "Write to the occupier and ask whether they know and agree."
)


class Params(DetectorParams):
    min_firms: int = threshold(10, unit="unrelated companies within days", source="domain T22")
    days: int = threshold(90, unit="days", source="domain T22")
    min_british: float = threshold(0.8, unit="share of British companies", source="estimate")
    max_firms: int = threshold(500, unit="firms", source="block cap")


def _on(register: RegisterSlice, normal: Baselines, p: Params, kind: KeyKind) -> Findings:
    house = register.groups(kind, at_least=p.min_firms, cap=p.max_firms)
    house = house.where(register.keys.flag[house.subject] & RESIDENTIAL != 0)
    british = house.share(register.firms.country[house.firm] == Country.UNITED_KINGDOM)
    house = house.where(british >= p.min_british)
    _, first = house.densest(p.days)
    house = house.members(house.born_within(first, p.days))
    house = house.where(unrelated(house) >= p.min_firms)
    mask = of_one_head(house)
    return Findings.of(
        house,
        expected=normal.usual_sharing(kind),
        surprise=surprise_of_sharing(house.sizes, normal.sharing[kind]),
        confidence=tempered(0.7, mask),
        excuses=mask,
        people=people(house),
        first_on=house.least(register.firms.registered[house.firm]),
        last_on=house.most(register.firms.registered[house.firm]),
    )


def run(register: RegisterSlice, normal: Baselines, p: Params) -> Findings:
    return Findings.joined([_on(register, normal, p, kind) for kind in KEYS])


ADDRESS_HIJACK = Detector(
    name="address_hijack",
    typologies=("T22",),
    family=Family.PLACE,
    severity=4,
    scope=Scope.LOCAL,
    title=Text("冒用住宅地址批量注册（英国）", "A home taken for a registered office (UK)"),
    reason=Text(
        "{first_on} 至 {last_on} 间有 {n} 户英国公司（{people} 名首任负责人）登记在同一住宅；"
        "按本地常态预期 {expected:.1f} 户。",
        "Between {first_on} and {last_on} {n} British companies of {people} first officers were registered "
        "at one home; {expected:.1f} would be usual.",
    ),
    mistaken_for=("N1", "N5", "N12", "N18"),
    cleared_by=Text(
        "住户书面同意，或该址为已登记的公司服务机构。",
        "The occupier agrees in writing, or a registered company service provider works there.",
    ),
    basis=("ECCTA", "CA86"),
    next_steps=(WRITE_TO_THE_OCCUPIER, PROVE_THE_PLACE),
    params=Params,
    run=run,
    weight=1.5,
    needs=(Data.UK_FIRMS, Data.HOMES),
)
