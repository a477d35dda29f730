"""Findings as tables, each with its records, its reason in words and what speaks against it."""

import json
from hashlib import blake2b

import numpy as np
import polars as pl

from detectors.detector import Lead
from detectors.findings import Findings, SubjectKind
from detectors.judge import Judgement
from detectors.results.names import Names
from detectors.results.wording import dump, excuses, sentences
from detectors.words import day, sentence
from graph.order import first_largest, firsts, pairs
from graph.published import DETECTORS, FINDINGS
from graph.slice import Ints

RECORDS = 50  # firms named in a finding's evidence; the rest are in finding_firms


def _id(detector: str, subject: str, anchor: str) -> str:
    """The same from night to night while the first firms stay. A group's subject is one of its firms, which
    may stand in several groups, so its anchor is its first two."""
    return "F" + blake2b(f"{detector}|{subject}|{anchor}".encode(), digest_size=8).hexdigest()


def _fact(name: str, value: object) -> object:
    plain = value.item() if isinstance(value, np.generic) else value
    if name.endswith("_on") and isinstance(plain, int):
        when = day(plain)
        return when.isoformat() if when else None
    return round(plain, 4) if isinstance(plain, float) else plain


def _rings(found: Findings, ring: Ints) -> list[int]:
    """The ring that most of each finding's firms are in, -1 where fewer than half are in one."""
    finding = np.repeat(np.arange(len(found)), found.sizes)
    at = np.sort(pairs(finding, ring[found.firm] + 1), kind="stable")  # 0: in none
    first = firsts(at)
    count = np.diff(np.append(first, len(at)))
    lead = first_largest(at[first] >> 32, count)
    most = (at[first][lead] & 0x7FFFFFFF) - 1
    return [int(r) for r in np.where(count[lead] * 2 >= found.sizes, most, -1)]


def _told_firms(found: Findings, names: Names) -> list[list[str]]:
    """The ids of each finding's firms that its evidence names."""
    told = np.minimum(found.sizes, RECORDS)
    upto = np.cumsum(told)
    within = np.arange(int(told.sum())) - np.repeat(upto - told, told)
    ids = names.firm_ids.gather(found.firm[np.repeat(found.start[:-1], told) + within]).to_list()
    return [ids[b - n : b] for b, n in zip(upto.tolist(), told.tolist(), strict=True)]


def finding_rows(detector: Lead, found: Findings, ring: Ints, names: Names) -> list[dict[str, object]]:
    """Rows of the table findings; `ring` is the ring of each firm, -1 none."""
    rows: list[dict[str, object]] = []
    of_key = found.subject_kind == SubjectKind.KEY
    subject_ids = (names.key_ids if of_key else names.firm_ids).gather(found.subject).to_list()
    firm_ids, rings, sizes = _told_firms(found, names), _rings(found, ring), found.sizes.tolist()
    for i in range(len(found)):
        ids, subject_id = firm_ids[i], subject_ids[i]
        facts = {name: values[i] for name, values in found.facts.items()}
        numbers = {
            "statistic": found.statistic[i],
            "expected": found.expected[i],
            "surprise": found.surprise[i],
        }
        words = sentence(detector.reason, {**numbers, **facts})
        evidence: dict[str, object] = {name: _fact(name, value) for name, value in facts.items()}
        evidence |= {"key_kind": names.kind_of(int(found.subject[i]))} if of_key else {}
        evidence |= {"firms": ids, "firms_total": sizes[i]}
        rows.append(
            {
                "finding_id": _id(detector.name, subject_id, "|".join(ids[: 1 if of_key else 2])),
                "detector": detector.name,
                "typology": detector.typologies[0],
                "subject_kind": found.subject_kind.name.lower(),
                "subject_id": subject_id,
                "ring": rings[i],
                **{name: float(value) for name, value in numbers.items()},
                "confidence": float(found.confidence[i]),
                "excuses": int(found.excuses[i]),
                "reason_zh": words.zh,
                "reason_en": words.en,
                "evidence": json.dumps(evidence, ensure_ascii=False),
                "counter_evidence": dump(excuses(int(found.excuses[i]), detector.family.label)),
            }
        )
    return rows


def finding_tables(judged: Judgement, names: Names) -> dict[str, pl.DataFrame]:
    """The tables detectors, findings and finding_firms."""
    rows: list[dict[str, object]] = []
    firm, finding = [np.empty(0, np.int32)], [np.empty(0, np.int64)]
    for detector, found in judged.findings:
        finding.append(np.repeat(np.arange(len(found)), found.sizes) + len(rows))
        firm.append(found.firm)
        rows += finding_rows(detector, found, judged.scores.ring, names)
    about = [
        {
            "detector": d.name,
            "scope": d.scope.value,
            "family": d.family.label,
            "severity": d.severity,
            "title_zh": d.title.zh,
            "title_en": d.title.en,
            "basis": list(d.basis),
            "next_steps": sentences(d.next_steps),
            "cleared_by": sentences([d.cleared_by]),
        }
        for d, _ in judged.findings
    ]
    return {
        "detectors": pl.DataFrame(about, schema=DETECTORS),
        "findings": pl.DataFrame(rows, schema=FINDINGS),
        "finding_firms": pl.DataFrame(
            {"finding": np.concatenate(finding).astype(np.int32), "firm": np.concatenate(firm)}
        ),
    }
