"""Publications for tests: a small register drawn from a seed, or by hypothesis, with made-up results."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import polars as pl

from graph.baselines import measure
from graph.columns import slice_of
from graph.keys import HASHED, public_ids
from graph.model import EVENT_KINDS, HubKind, KeyKind, LinkRole
from graph.published import RESULTS, Publication
from graph.snapshot_tables import SCHEMAS, Snapshot

START = date(2024, 1, 1)
BRANDS = ("青禾", "云杉", "白鹭", "石榴", "蓝鲸", "松果")
PEOPLE = ("测试甲", "测试乙", "测试丙", "测试丁")


@dataclass(frozen=True)
class Link:
    """One fact: firm number, kind and number of the key, role, day held since."""

    firm: int
    kind: KeyKind
    key: int
    role: LinkRole
    since: int = 0


OTHERWISE = "别"  # before the value of a room in another spelling


def firm_id(number: int) -> str:
    return f"91350100MA{number:06d}X{number % 10}"


def _value(kind: KeyKind, number: int) -> str:
    if kind in HASHED:
        return f"{number:016x}"
    return {KeyKind.PHONE: f"+86591{number:08d}", KeyKind.ROOM: f"测试区|和平路|{number}|1栋|{number}室"}.get(
        kind, f"{kind.name.lower()}{number:05d}"
    )


def _label(kind: KeyKind, number: int) -> str:
    if kind in (KeyKind.PERSON, KeyKind.AGENT):
        return PEOPLE[number % len(PEOPLE)]
    return f"测试区和平路{number}号1栋{number}室" if kind == KeyKind.ROOM else _value(kind, number)


def _frame(table: str, /, **columns: Sequence[object]) -> pl.DataFrame:
    n = max((len(values) for values in columns.values()), default=0)
    return pl.DataFrame(
        {name: columns.get(name, [None] * n) for name in SCHEMAS[table]}, schema=SCHEMAS[table], strict=False
    )


def snapshot(firms: int, links: list[Link], parents: dict[int, int] | None = None) -> Snapshot:
    """`firms` firms born a day apart; every third has events, `parents` maps branch to head office."""
    linked = {(link.kind, _value(link.kind, link.key), link.key) for link in links}
    used = sorted(linked | {(k, OTHERWISE + v, n) for k, v, n in linked if k == KeyKind.ROOM and n % 3 == 0})
    row = {(kind, value): i for i, (kind, value, _) in enumerate(used)}
    held = sorted({(x.firm, row[x.kind, _value(x.kind, x.key)], int(x.role)): x for x in links}.items())
    degree = [len({f for (f, k, _), _ in held if k == i}) or 1 for i in range(len(used))]
    kinds = [int(kind) for kind, _, _ in used]
    values = [value for _, value, _ in used]
    ids = [public_ids(kind, pl.Series([value]))[0] for kind, value, _ in used]
    numbers = list(range(firms))
    people = [i for i, kind in enumerate(kinds) if kind in (KeyKind.PERSON, KeyKind.AGENT)]
    tied = sorted((parents or {}).items())
    late = [i for i in numbers if i % 3 == 0]
    return Snapshot(
        id="snapshot-for-tests",
        firms=_frame(
            "firms",
            firm_id=[firm_id(i) for i in numbers],
            name=[f"福州{BRANDS[i % len(BRANDS)]}{i}贸易有限公司" for i in numbers],
            status=["active" if i % 3 else "abnormal" for i in numbers],
            registered_on=[START + timedelta(days=i // 2) for i in numbers],
            capital=[1e6 * (1 + i % 3) for i in numbers],
            currency=["CNY"] * firms,
            address=[f"测试区和平路{i}号" for i in numbers],
            district=["测试区" if i % 2 else "试验区" for i in numbers],
            brand=[BRANDS[i % len(BRANDS)] for i in numbers],
            trade=["贸易"] * firms,
            filing_no=[firms - i for i in numbers],
            code_kind=["firm"] * firms,
            granularity=[12] * firms,
            room=[-1] * firms,
            building=[-1] * firms,
        ),
        keys=_frame(
            "keys",
            kind=kinds,
            value=values,
            label=[
                _label(kind, number) + OTHERWISE * value.startswith(OTHERWISE) for kind, value, number in used
            ],
            degree=degree,
            same_as=[
                row[kind, value.removeprefix(OTHERWISE)] if value.startswith(OTHERWISE) else -1
                for kind, value, _ in used
            ],
            flag=[0] * len(used),
            public_id=ids,
        ),
        links=_frame(
            "links",
            firm=[f for (f, _, _), _ in held],
            key=[k for (_, k, _), _ in held],
            role=[r for (_, _, r), _ in held],
            since=[START + timedelta(days=x.since) for _, x in held],
            strength=[1.0] * len(held),
        ),
        persons=_frame(
            "persons",
            key=people,
            name=[PEOPLE[used[i][2] % len(PEOPLE)] for i in people],
            surname=["测"] * len(people),
            birth_date=["1980-05"] * len(people),
            identity=[3] * len(people),
            strength=[1.0] * len(people),
            age_known=[True] * len(people),
        ),
        holdings=_frame(
            "holdings",
            firm=[x.firm for _, x in held if x.kind == KeyKind.PERSON],
            holder_key=[k for (_, k, _), x in held if x.kind == KeyKind.PERSON],
            holder_firm=[-1 for _, x in held if x.kind == KeyKind.PERSON],
            share=[1.0 for _, x in held if x.kind == KeyKind.PERSON],
        ),
        events=_frame(
            "events",
            firm=late,
            kind=[EVENT_KINDS[7]] * len(late),
            on=[START + timedelta(days=400 + i) for i in late],
            topic=["失联"] * len(late),
        ),
        ties=_frame(
            "ties",
            from_firm=[head for _, head in tied],
            to_firm=[branch for branch, _ in tied],
            kind=["parent_branch"] * len(tied),
        ),
        labels=_frame("labels", firm=[]),
        places=_frame("places", key=[]),
        declared_hubs=_frame("declared_hubs", key=[]),
        identities=_frame("identities", id=[f"keyed-{values[i]}" for i in people], key=people),
    )


def words(zh: str, en: str, **more: object) -> str:
    return json.dumps([{"zh": zh, "en": en, **more}], ensure_ascii=False)


def _results(firms: int, keys: pl.DataFrame, night: int) -> dict[str, pl.DataFrame]:
    """Firms by fives are rings; each ring's every member has one finding on the register's first key."""
    rings = list(range(firms // 5))
    ring = [i // 5 if i // 5 < len(rings) else -1 for i in range(firms)]
    reason = words(
        "共用电话", "They share a phone", family="contact", contribution=2.5, code="T10", finding_id="F0"
    )
    counter = words("已备案代理", "A registered agent", family="contact", contribution=-1.0, code="N10")
    found = [i for i in rings if len(keys)]
    n, m = len(rings), len(found)
    columns: dict[str, dict[str, Sequence[object]]] = {
        "verdicts": {
            "score": [0.9 - night / 100 if r >= 0 else 0.005 for r in ring],
            "one_hand": [0.8 if r >= 0 else None for r in ring],
            "grade": ["D" if r >= 0 else "A" for r in ring],
            "rank": [i + 1 for i in range(firms)],
            "decision": ["SUPERVISOR_REVIEW" if r >= 0 else "PASS" for r in ring],
            "ring": list(ring),
            "strength": [1.0 - i / 1000 if r >= 0 else None for i, r in enumerate(ring)],
            "reasons": [reason if r >= 0 else None for r in ring],
            "counter_evidence": [counter if r >= 0 else None for r in ring],
            "cleared_by": [words("说明", "An explanation") if r >= 0 else None for r in ring],
        },
        "rings": {
            "ring_id": [f"R{night}-{i:04d}" for i in rings],
            "rank": [i + 1 for i in rings],
            "score": [0.95 - i / 1000 for i in rings],
            "one_hand": [0.9] * n,
            "grade": ["D"] * n,
            "size": [5] * n,
            "first_on": [START] * n,
            "last_on": [START + timedelta(days=9)] * n,
            "district": ["测试区" if i % 2 else "试验区" for i in rings],
            "families": [["contact", "place"] if i % 2 else ["time"] for i in rings],
            "title_zh": ["五户同批"] * n,
            "title_en": ["Five firms in one go"] * n,
            "hypothesis": ["batch"] * n,
            "hypothesis_zh": ["一次性批量"] * n,
            "hypothesis_en": ["Filed in one go"] * n,
            "runner_up": [None] * n,
            "runner_up_zh": [None] * n,
            "runner_up_en": [None] * n,
            "reasons": [reason] * n,
            "counter_evidence": [counter] * n,
            "cleared_by": [words("说明", "An explanation")] * n,
            "next_steps": [words("实地核查", "Visit")] * n,
            "came_from": [[] for _ in rings],
        },
        "ring_members": {
            "ring": [r for r in ring if r >= 0],
            "firm": [i for i, r in enumerate(ring) if r >= 0],
            "strength": [1.0 - i / 1000 for i, r in enumerate(ring) if r >= 0],
        },
        "ring_edges": {
            "ring": list(rings),
            "a": [5 * i for i in rings],
            "b": [5 * i + 1 for i in rings],
            "weight": [3.0] * n,
            "kinds": [["phone"]] * n,
            "minimal": [True] * n,
        },
        "ring_hubs": {"ring": list(found), "key": [0] * m, "members": [2] * m},
        "hubs": {
            "key": [0][:m],
            "hub_kind": [int(HubKind.AGENT)][:m],
            "declared": [True][:m],
            "why_zh": ["已备案"][:m],
            "why_en": ["Registered"][:m],
        },
        "detectors": {
            "detector": ["shared_phone"],
            "scope": ["local"],
            "family": ["contact"],
            "severity": [3],
            "title_zh": ["多户共用一个联系电话"],
            "title_en": ["One phone number, many firms"],
            "basis": [["R9"]],
            "next_steps": [words("致电本人", "Call")],
            "cleared_by": [words("代理号码", "An agency's number")],
        },
        "findings": {
            "finding_id": [f"F{i}" for i in found],
            "detector": ["shared_phone"] * m,
            "typology": ["T10"] * m,
            "subject_kind": ["key"] * m,
            "subject_id": [keys["public_id"][0] if m else ""] * m,
            "ring": list(found),
            "statistic": [5.0] * m,
            "expected": [0.5] * m,
            "surprise": [7.0 + i for i in found],
            "confidence": [0.9] * m,
            "excuses": [1 << 10] * m,
            "reason_zh": ["5 户登记了同一电话"] * m,
            "reason_en": ["5 firms registered the same phone"] * m,
            "evidence": ['{"n": 5}'] * m,
            "counter_evidence": [counter] * m,
        },
        "finding_firms": {
            "finding": [r for r in ring if r >= 0 and m],
            "firm": [i for i, r in enumerate(ring) if r >= 0 and m],
        },
    }
    return {
        name: pl.DataFrame(columns[name], schema=schema, strict=False) for name, schema in RESULTS.items()
    }


def publication(
    firms: int, links: list[Link], *, night: int = 1, parents: dict[int, int] | None = None
) -> Publication:
    """A publishable sweep; `night` shows in its id, its scores and its rings' ids."""
    taken = snapshot(firms, links, parents)
    register, vocabulary = slice_of(taken)
    return Publication(
        sweep_id=f"S{night}",
        published_at=f"2024-03-{night:02d}T02:00:00+08:00",
        version="test",
        configuration="{}",
        as_of=date(2024, 2, 28),
        snapshot=taken,
        register=register,
        vocabulary=vocabulary,
        baselines=measure(register),
        results=_results(firms, taken.keys, night),
        not_assessed={"shared_device": ["devices"]},
        reference={
            "trades": pl.DataFrame({"text": vocabulary.texts["trade"]}),
            "places": pl.DataFrame({"kind": [0], "place": ["测试区|和平路|9999"], "refuted": [True]}),
        },
    )


ROLE = {
    KeyKind.ROOM: LinkRole.ADDRESS,
    KeyKind.PERSON: LinkRole.LEGAL_REPRESENTATIVE,
    KeyKind.PHONE: LinkRole.CONTACT,
    KeyKind.SCOPE: LinkRole.TEXT,
}


def small(night: int = 1, firms: int = 40, seed: int = 7) -> Publication:
    """Forty firms over a few rooms, people and phones; the same for the same numbers."""
    draw = np.random.default_rng(seed)
    links = [
        Link(firm, kind, int(draw.integers(0, max(firms // 4, 1))), ROLE[kind], since=firm)
        for firm in range(firms)
        for kind in ROLE
    ]
    return publication(firms, links, night=night, parents={firms - 1: 0, firms - 2: 0})
