"""What people made of a real register's rings who read them one by one: for the page on the real register.

A reading must stay with its ring while ids, members and ranks move a little, and must name nobody. So it
goes by marks, short hashes of the codes of a few members: those with the smallest hashes, a MinHash sketch,
so that two versions of a ring share about as many marks as they share members. A reading is of the listed
ring that holds at least half of its marks; a ring without one says that nobody has read it yet.
"""

import tomllib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from bench.tables import table

FILE = Path(__file__).with_name("real_register_reading.toml")
MARKS = 9  # members that a reading is known by
HELD = 0.5  # of its marks that a ring holds, for a reading to be of it
UNREAD = "not yet read"
JUDGEMENTS = ("likely ring", "likely legitimate", "cannot tell", UNREAD)


@dataclass(frozen=True)
class Reading:
    """One ring as somebody read it: by which marks it is known, the judgement, and why."""

    marks: frozenset[str]
    judgement: str
    why: str


def readings(file: Path = FILE, of: str = "ring") -> list[Reading]:
    """The readings of a file, of listed rings or of those `missed`. Raises ValueError for a judgement that is
    none of JUDGEMENTS."""
    found = [
        Reading(frozenset(one["marks"]), one["judgement"], one["why"])
        for one in tomllib.loads(file.read_text(encoding="utf-8"))[of]
    ]
    for one in found:
        if one.judgement not in JUDGEMENTS[:-1]:
            raise ValueError(f"{file.name}: {one.judgement!r} is none of {', '.join(JUDGEMENTS[:-1])}")
    return found


def mark(firm_id: str) -> str:
    """A short hash of a firm's code, which names nobody."""
    return blake2b(firm_id.encode(), digest_size=5, person=b"ring reading").hexdigest()


def marks(members: Iterable[str]) -> list[str]:
    """The marks by which a ring of these firms is known."""
    return sorted(mark(firm_id) for firm_id in members)[:MARKS]


def read_by(members: Iterable[str], known: Sequence[Reading]) -> Reading | None:
    """The reading of a ring of these firms, if there is one."""
    own = {mark(firm_id) for firm_id in members}
    best = max(known, key=lambda one: len(one.marks & own) / len(one.marks), default=None)
    return best if best is not None and len(best.marks & own) >= HELD * len(best.marks) else None


@dataclass(frozen=True)
class Listed:
    """A listed ring: its id, its firms, its two claims, and its core's codes."""

    ring_id: str
    size: int
    false: float
    one_hand: float
    members: tuple[str, ...]


def read_rings(listed: Sequence[Listed], known: Sequence[Reading]) -> str:
    """How many rings were judged which way, and a table of them all with the reasons."""
    rows = []
    count: Counter[str] = Counter()
    for number, ring in enumerate(listed, 1):
        found = read_by(ring.members, known)
        judgement, why = (found.judgement, found.why) if found else (UNREAD, "")
        count[judgement] += 1
        rows.append(
            [
                str(number),
                f"`{ring.ring_id}`",
                str(ring.size),
                f"{ring.false:.1%}",
                f"{ring.one_hand:.1%}",
                judgement,
                why,
            ]
        )
    head = ("", "ring", "firms", "false", "one hand", "read as", "why")
    summed = "; ".join(f"{judgement}: {count[judgement]}" for judgement in JUDGEMENTS if count[judgement])
    return f"Of {len(listed)} rings, {summed}.\n\n{table(head, rows)}"


def unread(listed: Sequence[Listed], known: Sequence[Reading]) -> str:
    """The entries that are still to be written, with their marks, for whoever reads on."""
    entries = []
    for ring in listed:
        if read_by(ring.members, known) is None:
            told = ", ".join(f'"{mark}"' for mark in marks(ring.members))
            entries.append(f'[[ring]]  # {ring.ring_id}\nmarks = [{told}]\njudgement = ""\nwhy = ""\n')
    return "\n".join(entries)
