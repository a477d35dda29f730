"""A tiny town, swept by hand: twelve rings of five firms, ten firms of their own, one hosting address."""

import json
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import polars as pl
from pydantic import SecretStr

from bootstrap.settings import Settings
from graph.baselines import measure
from graph.columns import slice_of
from graph.model import HubKind
from graph.published import RESULTS, Publication
from graph.readers.register import read_register
from graph.snapshot import build
from graph.validate import validate

RINGS, EACH, OTHERS = 12, 5, 10
FIRMS = RINGS * EACH + OTHERS
BRANDS = "安北昌达恩福广恒嘉凯良美"
FIRST_DAY = date(2024, 3, 1)
HOST = "福建省福州市鼓楼区东街1号501室"
ID_KEY = b"only for tests, 16+"


def settings(workspace: Path) -> Settings:
    """Those of a service of the town: with the key that it was read with."""
    return Settings(workspace=workspace, id_key=SecretStr(ID_KEY.decode()))


def firm_id(number: int) -> str:
    """The id of a firm; check digits are not right, which is a finding, not a rejection."""
    return f"91350100MA2Y{number:04d}0X"


def ring_id(number: int) -> str:
    """The id of a ring, by rank from 1."""
    return f"ring-{number:012d}"


def name_of(number: int) -> str:
    """福州安扪零贸易有限公司 and the like."""
    ring = number // EACH
    brand = BRANDS[ring] + "扪" if ring < RINGS else "独立"
    return f"福州{brand}{'零一二三四五六七八九'[number % 10]}贸易有限公司"


def register(folder: Path, *, liaison: bool = False) -> Path:
    """The town's register, layout v1; with a `liaison`, one more person handles the first ring's firms."""
    firms, roles, contacts = [], [], []
    for n in range(FIRMS):
        ring = n // EACH
        shared = ring < RINGS
        address = HOST if ring == 1 else f"福建省福州市鼓楼区五四路{n + 10}号{n % 9 + 1}01室"
        day = FIRST_DAY + timedelta(days=ring * 20 + n % EACH)
        firms.append({
            "firm_id": firm_id(n), "name": name_of(n), "status": "active", "registered_on": day.isoformat(),
            "capital": "1000000", "currency": "CNY", "scope": "日用百货销售。", "address": address,
        })  # fmt: skip
        roles.append({
            "firm_id": firm_id(n), "person_name": f"测试{BRANDS[ring]}" if shared else f"测试独{n}",
            "role": "legal_representative", "person_id": f"P{ring if shared else 100 + n}",
        })  # fmt: skip
        if liaison and ring == 0:
            roles.append({
                "firm_id": firm_id(n), "person_name": "测试联络", "role": "liaison", "person_id": "P999",
            })  # fmt: skip
        if shared:
            contacts.append({"firm_id": firm_id(n), "kind": "phone", "value": f"139{ring:02d}246{ring:03d}"})
    hubs = [{"kind": "hosting_address", "value": HOST, "name": "测试商务秘书有限公司"}]
    folder.mkdir(parents=True, exist_ok=True)
    for table, rows in {"firms": firms, "roles": roles, "contacts": contacts, "hubs": hubs}.items():
        pl.DataFrame(rows).write_csv(folder / f"{table}.csv")
    return folder


def _reasons(*parts: tuple[str, str, str, float, str, str | None]) -> str:
    names = ("family", "zh", "en", "contribution", "code", "finding_id")
    return json.dumps([dict(zip(names, part, strict=True)) for part in parts], ensure_ascii=False)


def _sentences(*pairs: tuple[str, str]) -> str:
    return json.dumps([{"zh": zh, "en": en} for zh, en in pairs], ensure_ascii=False)


def publication(
    folder: Path, sweep_id: str = "sweep-1", rings: int = RINGS, *, liaison: bool = False
) -> Publication:
    """The town's sweep with its first `rings` rings; scores fall from 0.95 with the rank."""
    snapshot = build(validate(read_register(register(folder, liaison=liaison))).tables, id_key=ID_KEY)
    whole, vocabulary = slice_of(snapshot)
    ids = snapshot.firms["firm_id"].to_list()
    row = {an_id: i for i, an_id in enumerate(ids)}
    members = [[row[firm_id(r * EACH + k)] for k in range(EACH)] for r in range(rings)]
    ring_of = {firm: r for r, firms in enumerate(members) for firm in firms}
    score = [max(5, 95 - 5 * r) / 100 for r in range(rings)]
    grade = ["D" if s > 0.8 else "C" if s > 0.5 else "B" for s in score]
    phones = snapshot.keys.with_row_index("row").filter(pl.col("kind") == 3)
    rooms = snapshot.keys.with_row_index("row").filter((pl.col("kind") == 0) & (pl.col("degree") > 1))
    phone_of = [
        phones.filter(pl.col("value").str.contains(f"139{r:02d}246"))["public_id"][0] for r in range(rings)
    ]

    def because(r: int) -> str:
        return _reasons(
            (
                "contact",
                "5 户企业登记了同一电话。",
                "5 firms registered the same phone.",
                2.1,
                "T10",
                f"finding-{r}",
            ),
            ("person", "一人任 5 户企业的法定代表人。", "One person represents 5 firms.", 1.6, "T07", None),
        )

    against = _reasons(
        ("place", "地址为已备案的集群托管地址。", "A registered hosting address.", -0.8, "N1", None)
    )
    cleared = _sentences(("该号码属于已备案的代理机构。", "The number belongs to a registered agency."))
    steps = _sentences(
        ("拨打本人实名登记的号码核实其意愿。", "Call the person's own verified number and ask.")
    )
    days = [FIRST_DAY + timedelta(days=20 * r) for r in range(rings)]
    frames: dict[str, dict[str, list[Any]]] = {
        "verdicts": {
            "score": [score[ring_of[i]] if i in ring_of else 0.01 for i in range(len(ids))],
            "one_hand": [0.9 if i in ring_of else None for i in range(len(ids))],
            "grade": [grade[ring_of[i]] if i in ring_of else "A" for i in range(len(ids))],
            "rank": list(range(1, len(ids) + 1)),
            "decision": ["SUPERVISOR_REVIEW" if i in ring_of else "PASS" for i in range(len(ids))],
            "ring": [ring_of.get(i, -1) for i in range(len(ids))],
            "strength": [0.8 if i in ring_of else None for i in range(len(ids))],
            "reasons": [because(ring_of[i]) if i in ring_of else None for i in range(len(ids))],
            "counter_evidence": [against] * len(ids),
            "cleared_by": [cleared] * len(ids),
        },
        "rings": {
            "ring_id": [ring_id(r + 1) for r in range(rings)],
            "rank": list(range(1, rings + 1)),
            "score": score,
            "one_hand": [0.9] * rings,
            "grade": grade,
            "size": [EACH] * rings,
            "first_on": days,
            "last_on": [d + timedelta(days=4) for d in days],
            "district": ["福州市鼓楼区" if r % 2 else "福州市台江区" for r in range(rings)],
            "families": [["person", "contact"] if r % 3 else ["person", "time"] for r in range(rings)],
            "title_zh": [f"{BRANDS[r]}字号 5 户企业" for r in range(rings)],
            "title_en": [f"Five firms, number {r + 1}" for r in range(rings)],
            "hypothesis": ["one_go"] * rings,
            "hypothesis_zh": ["一次集中登记"] * rings,
            "hypothesis_en": ["Filed in one go"] * rings,
            "runner_up": ["ordinary_agent"] * rings,
            "runner_up_zh": ["一名代理人的正当客户"] * rings,
            "runner_up_en": ["An ordinary agent's honest clients"] * rings,
            "reasons": [because(r) for r in range(rings)],
            "counter_evidence": [against] * rings,
            "cleared_by": [cleared] * rings,
            "next_steps": [steps] * rings,
            "came_from": [[] for _ in range(rings)],
        },
        "ring_members": {
            "ring": [r for r in range(rings) for _ in range(EACH)],
            "firm": [firm for firms in members for firm in firms],
            "strength": [0.9 - 0.1 * k for _ in range(rings) for k in range(EACH)],
        },
        "ring_edges": {
            "ring": [r for r in range(rings) for _ in range(EACH - 1)],
            "a": [min(p) for firms in members for p in pairwise(firms)],
            "b": [max(p) for firms in members for p in pairwise(firms)],
            "weight": [3.0] * rings * (EACH - 1),
            "kinds": [["phone", "person"]] * rings * (EACH - 1),
            "minimal": [True] * rings * (EACH - 1),
        },
        "ring_hubs": {"ring": [1], "key": [rooms["row"][0]], "members": [EACH]},
        "hubs": {
            "key": [rooms["row"][0]],
            "hub_kind": [int(HubKind.HOSTING_ADDRESS)],
            "declared": [True],
            "why_zh": ["已备案的集群托管地址。"],
            "why_en": ["A registered hosting address."],
        },
        "detectors": {
            "detector": ["shared_phone"], "scope": ["local"], "family": ["contact"], "severity": [3],
            "title_zh": ["多户共用一个联系电话"], "title_en": ["One phone number, many firms"],
            "basis": [["R9"]], "next_steps": [steps], "cleared_by": [cleared],
        },
        "findings": {
            "finding_id": [f"finding-{r}" for r in range(rings)],
            "detector": ["shared_phone"] * rings,
            "typology": ["T10"] * rings,
            "subject_kind": ["key"] * rings,
            "subject_id": phone_of,
            "ring": list(range(rings)),
            "statistic": [5.0] * rings,
            "expected": [1.1] * rings,
            "surprise": [4.2] * rings,
            "confidence": [0.8] * rings,
            "excuses": [0] * rings,
            "reason_zh": ["5 户企业登记了同一电话。"] * rings,
            "reason_en": ["5 firms registered the same phone."] * rings,
            "evidence": [json.dumps({"n": 5})] * rings,
            "counter_evidence": [against] * rings,
        },
        "finding_firms": {
            "finding": [r for r in range(rings) for _ in range(EACH)],
            "firm": [firm for firms in members for firm in firms],
        },
    }  # fmt: skip
    return Publication(
        sweep_id=sweep_id,
        published_at="2024-12-31T02:00:00+08:00",
        version="0.1.0",
        configuration="test",
        as_of=date(2024, 12, 31),
        snapshot=snapshot,
        register=whole,
        vocabulary=vocabulary,
        baselines=measure(whole),
        results={name: pl.DataFrame(frames[name], schema=schema) for name, schema in RESULTS.items()},
        not_assessed={"shared_device": ["devices"]},
    )
