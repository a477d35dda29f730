"""A quarter of a city, small enough to know every answer: two rings, a hosting address, a circle of sureties.

Firms 0-4 are the first ring (one room, one phone, one agent, one representative but for firm 4), 5-8 the
second (one phone); the representative of firm 4 sits in firm 5 too. 9-11 guarantee one another in a circle,
12 and 14 are head offices of 13 and 15. 5, 9, 16, 17 and 18 have the hosting address. Firm 8 and firm 9 give
one e-mail address, so that 5 and 9 are connected beside the hub.
"""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import polars as pl

from graph.baselines import measure
from graph.columns import slice_of
from graph.keys import public_ids
from graph.model import HubKind, KeyKind
from graph.published import RESULTS, Publication
from graph.readers.register import read_register
from graph.snapshot import build
from graph.validate import validate

FIRMS = 20
RINGS = (range(5), range(5, 9))
PHONES = ("13905910001", "13905910002")
HOST = "福建省福州市鼓楼区东街1号501室"
MILL = "福建省福州市鼓楼区五四路7号1栋301室"
START = date(2024, 3, 1)
ID_KEY = b"only for tests, 16+"
BRANDS = (
    *"青禾 云杉 白鹭 石榴 蓝鲸 松果 海棠 银杏 红枫 墨竹".split(),
    *"听雨 观潮 望山 临江 知秋 闻莺 晓风 暮雪 晴川 远帆".split(),
)


def firm_id(number: int) -> str:
    """The id of a firm."""
    return f"91350100MA2Y{number:04d}0X"


def ring_id(number: int) -> str:
    """The id of a ring, by rank from 1."""
    return f"ring-{number:012d}"


def name_of(number: int, night: int = 2) -> str:
    """A firm's name; between the nights firm 16 takes another."""
    brand = "旧名" if number == 16 and night == 1 else BRANDS[number]
    return f"福州{brand}贸易有限公司"


def phone_value(ring: int) -> str:
    """The phone of a ring as the graph has it."""
    return f"+86{PHONES[ring]}"


def _register(folder: Path, night: int) -> Path:
    people = dict.fromkeys(range(4), "甲") | {4: "乙"} | {n: f"丙{n}" for n in range(5, FIRMS)}
    roles = [(n, f"测试{people[n]}", "legal_representative", f"P{people[n]}") for n in range(FIRMS)]
    roles += [(5, "测试乙", "supervisor", "P乙")]
    roles += [(n, "测试代", "agent", "P代") for n in (*RINGS[0], 19)]
    address = dict.fromkeys(RINGS[0], MILL) | dict.fromkeys((5, 9, 16, 17, 18), HOST)
    contacts = [(n, "phone", PHONES[ring], "firm") for ring, firms in enumerate(RINGS) for n in firms]
    contacts += [(n, "email", "office@example.com", "firm") for n in (8, 9)]
    tables: dict[str, list[dict[str, Any]]] = {
        "firms": [
            {
                "firm_id": firm_id(n), "name": name_of(n, night), "registered_on": born(n).isoformat(),
                "status": "revoked" if n == 12 else "active", "capital": "1000000", "currency": "CNY",
                "scope": "日用百货销售。", "address": address.get(n, f"福建省福州市台江区工业路{n}号{n}01室"),
            }
            for n in range(FIRMS)
        ],
        "roles": [
            {"firm_id": firm_id(n), "person_name": name, "role": role, "person_id": person}
            for n, name, role, person in roles
        ],
        "holdings": [
            {"firm_id": firm_id(n), "holder_type": "person", "holder_name": "测试东", "holder_id": "P东",
             "share": share, "verified": "false"}
            for n, share in ((0, "0.9"), (1, "0.6"), (9, "0.5"))
        ],
        "contacts": [
            {"firm_id": firm_id(n), "kind": kind, "value": value, "used_by": user}
            for n, kind, value, user in contacts
        ],
        "ties": [
            {"from_id": firm_id(a), "to_id": firm_id(b), "kind": kind, "amount": amount}
            for a, b, kind, amount in (
                (9, 10, "guarantee", "100"), (10, 11, "guarantee", "200"), (11, 9, "guarantee", "300"),
                (9, 0, "guarantee", "400"), (12, 13, "parent_branch", None), (14, 15, "parent_branch", None),
            )
        ],
        "hubs": [{"kind": "hosting_address", "value": HOST, "name": "测试商务秘书有限公司"}],
    }  # fmt: skip
    folder.mkdir(parents=True, exist_ok=True)
    for table, rows in tables.items():
        pl.DataFrame(rows).write_csv(folder / f"{table}.csv")
    return folder


def born(number: int) -> date:
    """The first ring in one week, the rest twenty days apart."""
    return START + timedelta(days=number if number in RINGS[0] else 20 * number)


def _grades(night: int) -> dict[int, str]:
    """What is graded: the second night has a new D in the ring, and one that nothing was said of."""
    first = {0: "D", 1: "D", 2: "C", 3: "C", 4: "C"} | dict.fromkeys(RINGS[1], "C")
    return first if night == 1 else {**first, 2: "D", 18: "D"}


def _words(zh: str, en: str) -> str:
    return json.dumps([{"zh": zh, "en": en}], ensure_ascii=False)


def publication(folder: Path, night: int) -> Publication:
    """The quarter as swept in the first or the second night; rings by rank, both of the live sweep."""
    snapshot = build(validate(read_register(_register(folder, night))).tables, id_key=ID_KEY)
    whole, vocabulary = slice_of(snapshot)
    ids = snapshot.firms["firm_id"].to_list()
    row = {n: ids.index(firm_id(n)) for n in range(FIRMS)}
    keys = snapshot.keys.with_row_index("row")
    (host,) = keys.filter((pl.col("kind") == KeyKind.ROOM) & (pl.col("degree") == 5)).filter(
        pl.col("label").str.contains("东街")
    )["row"]
    hubs = whole.keys.hub.copy()
    hubs[host] = HubKind.HOSTING_ADDRESS
    whole = replace(whole, keys=replace(whole.keys, hub=hubs))
    return Publication(
        sweep_id=f"sweep-{night}",
        published_at=f"2024-12-{night:02d}T02:00:00+08:00",
        version="test",
        configuration="{}",
        as_of=date(2024, 12, 31),
        snapshot=snapshot,
        register=whole,
        vocabulary=vocabulary,
        baselines=measure(whole),
        results={
            name: pl.DataFrame(columns, schema=RESULTS[name], strict=False)
            for name, columns in _results(row, host, night).items()
        },
    )


def _results(row: dict[int, int], host: int, night: int) -> dict[str, dict[str, Sequence[object]]]:
    graded = {row[n]: grade for n, grade in _grades(night).items()}
    ring_of = {row[n]: ring for ring, firms in enumerate(RINGS) for n in firms}
    firms, n = range(len(row)), len(RINGS)
    members = sorted((ring, firm) for firm, ring in ring_of.items())
    phones = [public_ids(KeyKind.PHONE, pl.Series([phone_value(ring)]))[0] for ring in range(n)]
    order = sorted(graded, key=lambda firm: (-ord(graded[firm]), firm))
    rank = {firm: place for place, firm in enumerate(order, 1)}
    return {
        "verdicts": {
            "score": [{"D": 0.9, "C": 0.6}.get(graded.get(i, ""), 0.005) for i in firms],
            "one_hand": [0.9 if i in ring_of else None for i in firms],
            "grade": [graded.get(i, "A") for i in firms],
            "rank": [rank.get(i, len(firms)) for i in firms],
            "decision": ["SUPERVISOR_REVIEW" if i in graded else "PASS" for i in firms],
            "ring": [ring_of.get(i, -1) for i in firms],
            "strength": [0.8 if i in ring_of else None for i in firms],
            "reasons": [None] * len(firms),
            "counter_evidence": [None] * len(firms),
            "cleared_by": [None] * len(firms),
        },
        "rings": {
            "ring_id": [ring_id(r + 1) for r in range(n)],
            "rank": [r + 1 for r in range(n)],
            "score": [0.9, 0.6],
            "one_hand": [0.95, 0.8],
            "grade": ["D", "C"],
            "size": [len(firms) for firms in RINGS],
            "first_on": [START] * n,
            "last_on": [START] * n,
            "district": ["鼓楼区", "台江区"],
            "families": [["contact"]] * n,
            "title_zh": ["五户", "四户"],
            "title_en": ["Five firms in one go", "Four firms on one phone"],
            "hypothesis": ["one_go"] * n,
            "hypothesis_zh": ["一次集中登记"] * n,
            "hypothesis_en": ["Filed in one go"] * n,
            "runner_up": [None] * n,
            "runner_up_zh": [None] * n,
            "runner_up_en": [None] * n,
            "reasons": ["[]"] * n,
            "counter_evidence": ["[]"] * n,
            "cleared_by": ["[]"] * n,
            "next_steps": ["[]"] * n,
            "came_from": [[]] * n,
        },
        "ring_members": {
            "ring": [ring for ring, _ in members],
            "firm": [firm for _, firm in members],
            "strength": [0.8] * len(members),
        },
        "ring_edges": {
            "ring": [0], "a": [row[0]], "b": [row[1]],
            "weight": [3.0], "kinds": [["phone"]], "minimal": [True],
        },
        "ring_hubs": {"ring": [1], "key": [host], "members": [1]},
        "hubs": {
            "key": [host],
            "hub_kind": [int(HubKind.HOSTING_ADDRESS)],
            "declared": [True],
            "why_zh": ["已备案的集群托管地址。"],
            "why_en": ["A registered hosting address."],
        },
        "detectors": {
            "detector": ["shared_phone"],
            "scope": ["local"],
            "family": ["contact"],
            "severity": [3],
            "title_zh": ["多户共用一个联系电话"],
            "title_en": ["One phone number, many firms"],
            "basis": [["R9"]],
            "next_steps": [_words("致电本人", "Call")],
            "cleared_by": [_words("代理号码", "An agency's number")],
        },
        "findings": {
            "finding_id": [f"finding-{r}" for r in range(n)],
            "detector": ["shared_phone"] * n,
            "typology": ["T10"] * n,
            "subject_kind": ["key"] * n,
            "subject_id": phones,
            "ring": list(range(n)),
            "statistic": [5.0] * n,
            "expected": [1.1] * n,
            "surprise": [4.2] * n,
            "confidence": [0.8] * n,
            "excuses": [0] * n,
            "reason_zh": [f"{len(firms)} 户企业登记了同一电话。" for firms in RINGS],
            "reason_en": [f"{len(firms)} firms registered the same phone." for firms in RINGS],
            "evidence": ["{}"] * n,
            "counter_evidence": ["[]"] * n,
        },
        "finding_firms": {"finding": [ring for ring, _ in members], "firm": [firm for _, firm in members]},
    }  # fmt: skip
