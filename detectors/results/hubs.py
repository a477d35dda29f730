"""Typed hubs with the behaviour that speaks for them: the counter-evidence a clerk can read out."""

import polars as pl

from detectors.judge import Judgement
from detectors.words import HUBS, day
from graph.model import HubKind
from graph.published import HUBS as SCHEMA
from graph.slice import NO_DAY
from graph.words import Text


def why(kind: HubKind, declared: bool, facts: dict[str, float]) -> Text:
    """Why a key is taken for a hub: who says so and how its firms behave."""
    _, name = HUBS[kind]
    source = Text("已备案", "declared") if declared else Text("由行为推断", "inferred from behaviour")
    first, last = day(int(facts["first"])), day(int(facts["last"]))
    spread = Text(
        f"{first} 至 {last} 陆续登记，最密 30 天占 {facts['burst']:.0%}",
        f"registered {first} to {last}, {facts['burst']:.0%} in the densest 30 days",
    )
    if first is None:
        spread = Text("登记日期不详", "registered on unknown days")
    return Text(
        f"{name.zh}（{source.zh}）：{facts['firms']:.0f} 户，法定代表人 {facts['people']:.0f} 名，"
        f"{spread.zh}，异常或吊销 {facts['lost']:.1%}。",
        f"{name.en} ({source.en}): {facts['firms']:.0f} firms of {facts['people']:.0f} representatives, "
        f"{spread.en}, {facts['lost']:.1%} abnormal or revoked.",
    )


def hub_table(judged: Judgement) -> pl.DataFrame:
    """One row per typed hub."""
    hubs = judged.hubs
    words = [
        why(
            HubKind(int(hubs.kind[i])),
            bool(hubs.declared[i]),
            {
                "firms": float(hubs.firms[i]),
                "people": float(hubs.people[i]),
                # Without a single day, the first of them is no day either.
                "first": float(hubs.first_on[i] if hubs.last_on[i] != NO_DAY else NO_DAY),
                "last": float(hubs.last_on[i]),
                "burst": float(hubs.burst[i]),
                "lost": float(hubs.lost[i]),
            },
        )
        for i in range(len(hubs))
    ]
    return pl.DataFrame(
        {
            "key": hubs.key,
            "hub_kind": hubs.kind,
            "declared": hubs.declared,
            "why_zh": [w.zh for w in words],
            "why_en": [w.en for w in words],
        },
        schema=SCHEMA,
    )
