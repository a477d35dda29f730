"""Findings as tables, each with its records, its reason in words and what speaks against it."""

import json
from hashlib import blake2b

import numpy as np
import polars as pl

from detectors.detector import Detector
from detectors.findings import Findings, SubjectKind
from detectors.judge import Judgement
from detectors.results.names import Names
from detectors.results.wording import dump, excuses, sentences
from detectors.words import day, sentence
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


def finding_rows(detector: Detector, found: Findings, ring: Ints, names: Names) -> list[dict[str, object]]:
    """Rows of the table findings; `ring` is the ring of each firm, -1 none."""
    rows: list[dict[str, object]] = []
    for i in range(len(found)):
        firms = found.firm[found.start[i] : found.start[i + 1]]
        ids = names.firm_ids.gather(firms[:RECORDS]).to_list()
        subject = int(found.subject[i])
        of_key = found.subject_kind == SubjectKind.KEY
        subject_id = str(names.key_ids[subject] if of_key else names.firm_ids[subject])
        facts = {name: values[i] for name, values in found.facts.items()}
        numbers = {
            "statistic": found.statistic[i],
            "expected": found.expected[i],
            "surprise": found.surprise[i],
        }
        words = sentence(detector.reason, {**numbers, **facts})
        values, counts = np.unique(ring[firms], return_counts=True)
        lead = int(np.argmax(counts))
        evidence: dict[str, object] = {name: _fact(name, value) for name, value in facts.items()}
        evidence |= {"key_kind": names.kind_of(subject)} if of_key else {}
        evidence |= {"firms": ids, "firms_total": len(firms)}
        rows.append(
            {
                "finding_id": _id(detector.name, subject_id, "|".join(ids[: 1 if of_key else 2])),
                "detector": detector.name,
                "typology": detector.typologies[0],
                "subject_kind": found.subject_kind.name.lower(),
                "subject_id": subject_id,
                "ring": int(values[lead]) if counts[lead] * 2 >= len(firms) else -1,
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
