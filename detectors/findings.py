"""Findings as columns: which records, which statistic, how surprising. Words come later (words.py)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from graph.slice import Bools, Floats, Groups, Ints


class SubjectKind(IntEnum):
    """What a finding is about: a shared key, a firm, or a group found by the detector itself."""

    KEY = 0
    FIRM = 1
    GROUP = 2


@dataclass(frozen=True)
class Findings:
    """One row per finding; `firm[start[i]:start[i + 1]]` are the firms finding `i` shows, in filing
    order.

    `subject` is a key or firm index, or for GROUP the smallest firm index. `surprise` is a
    log-likelihood ratio against chance in nats, at least 0. `confidence` 0-1. `excuses` holds bit `n`
    where look-alike N`n` speaks for the firms. `facts` fill the reason's fields; names that end in
    `_on` are days.
    """

    subject_kind: SubjectKind
    subject: Ints
    start: NDArray[np.int64]
    firm: Ints
    statistic: Floats
    expected: Floats
    surprise: Floats
    confidence: Floats
    excuses: NDArray[np.uint32]
    facts: dict[str, NDArray[np.generic]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.subject)

    @classmethod
    def of(
        cls,
        groups: Groups,
        *,
        kind: SubjectKind = SubjectKind.KEY,
        statistic: NDArray[np.generic] | None = None,
        expected: Floats | float = 0.0,
        surprise: Floats | float = 0.0,
        confidence: Floats | float = 1.0,
        excuses: NDArray[np.uint32] | int = 0,
        **facts: NDArray[np.generic],
    ) -> "Findings":
        """One finding per group."""
        n = len(groups)

        def full(value: object) -> Floats:
            return np.array(np.broadcast_to(np.asarray(value, np.float64), n))

        return cls(
            kind,
            groups.subject,
            groups.start,
            groups.firm,
            full(groups.sizes if statistic is None else statistic),
            full(expected),
            np.maximum(full(surprise), 0.0),
            np.clip(full(confidence), 0.0, 1.0),
            np.array(np.broadcast_to(np.asarray(excuses, np.uint32), n)),
            {"n": groups.sizes, **facts},
        )

    @classmethod
    def none(cls, kind: SubjectKind = SubjectKind.KEY) -> "Findings":
        """No finding at all."""
        i, f = np.empty(0, np.int32), np.empty(0)
        return cls(kind, i, np.zeros(1, np.int64), i, f, f, f, f, np.empty(0, np.uint32))

    @classmethod
    def joined(cls, parts: Sequence["Findings"]) -> "Findings":
        """Findings about one kind of subject and with the same facts, one part after the other."""
        return cls(
            parts[0].subject_kind,
            np.concatenate([f.subject for f in parts]),
            np.r_[0, np.cumsum(np.concatenate([f.sizes for f in parts]))].astype(np.int64),
            np.concatenate([f.firm for f in parts]),
            np.concatenate([f.statistic for f in parts]),
            np.concatenate([f.expected for f in parts]),
            np.concatenate([f.surprise for f in parts]),
            np.concatenate([f.confidence for f in parts]),
            np.concatenate([f.excuses for f in parts]),
            {name: np.concatenate([f.facts[name] for f in parts]) for name in parts[0].facts},
        )

    @property
    def sizes(self) -> NDArray[np.int64]:
        """Firms per finding."""
        return np.diff(self.start)

    def where(self, keep: Bools) -> "Findings":
        """Only the findings marked."""
        members = np.repeat(keep, self.sizes)
        return Findings(
            self.subject_kind,
            self.subject[keep],
            np.r_[0, np.cumsum(self.sizes[keep])].astype(np.int64),
            self.firm[members],
            self.statistic[keep],
            self.expected[keep],
            self.surprise[keep],
            self.confidence[keep],
            self.excuses[keep],
            {name: values[keep] for name, values in self.facts.items()},
        )


def excuse(*classes: str) -> int:
    """Bit mask of look-alike classes, `excuse("N1", "N10")`."""
    return sum(1 << int(c[1:]) for c in classes)


def excused(mask: int) -> tuple[str, ...]:
    """The look-alike classes of a bit mask, ascending."""
    return tuple(f"N{n}" for n in range(1, 19) if mask >> n & 1)
