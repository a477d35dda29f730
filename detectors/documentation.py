"""docs/detectors.md, made of what the detectors declare.

`python -m detectors.documentation > docs/detectors.md` writes it anew; a test keeps it in step.
"""

import sys
from collections.abc import Iterator

from pydantic_core import PydanticUndefined

from detectors.catalogue import DETECTORS
from detectors.detector import Detector
from detectors.words import DATA

INTRODUCTION = """\
# Detectors

Written from the declarations in `detectors/catalogue/`; change them there, then run
`python -m detectors.documentation > docs/detectors.md`.

A finding is a lead for a human, never a finding of guilt, and a single family of evidence never makes a
ring. T01-T28 are typologies, N1-N18 look-alikes. A *local* detector gives on the neighbourhood of one
firm what it gives on the whole register, so the pre-check runs it; the result of a *global* one is looked
up. Weight is what a sure finding adds to the claim that the registration is false, in nats; with weight 0 it
is a lead of another kind (related parties, tenders, lending, a host) and never scored; a *hard* fact needs no
second family. Firms of one declared and proved parent count once everywhere. Where a register has
none of the data that a detector needs, it is not run, and the result says so (*not assessed*): what is not
recorded is no evidence. A part of a reason in brackets is told only where the fact before its question mark
is not 0.
"""


def _number(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else f"{value}"


def _section(detector: Detector) -> Iterator[str]:
    yield f"## {detector.name}"
    yield f"**{detector.title.en}** · {detector.title.zh}"
    yield f"> {detector.reason.en}\n>\n> {detector.reason.zh}"
    rows = ["| threshold | default | unit | source |", "|---|---|---|---|"]
    for name, field in detector.params.model_fields.items():
        extra = field.json_schema_extra
        assert isinstance(extra, dict)
        assert field.default is not PydanticUndefined
        rows.append(f"| `{name}` | {_number(field.default)} | {extra['unit']} | {extra['source']} |")
    yield "\n".join(rows)
    if detector.needs:
        names = [DATA[kind] for kind in detector.needs]
        yield f"Needs: {', '.join(n.en for n in names)} · {'、'.join(n.zh for n in names)}."
    if detector.unread:
        yield f"Not read: {detector.unread.en} {detector.unread.zh}"
    yield (
        f"Mistaken for: {', '.join(detector.mistaken_for)}. Basis: {', '.join(detector.basis)}.\n"
        f"Cleared by: {detector.cleared_by.en} {detector.cleared_by.zh}\n"
        f"Next: {' '.join(f'{step.en} {step.zh}' for step in detector.next_steps)}"
    )


def page() -> str:
    """The whole page as Markdown."""
    rows = [
        "| detector | typology | family | severity | scope | weight | what it finds |",
        "|---|---|---|---|---|---|---|",
    ]
    for d in DETECTORS:
        weight = f"{d.weight:g}, hard" if d.hard else f"{d.weight:g}"
        rows.append(
            f"| [{d.name}](#{d.name}) | {', '.join(d.typologies)} | {d.family.label} | {d.severity} "
            f"| {d.scope.value} | {weight} | {d.title.en} · {d.title.zh} |"
        )
    sections = [part for detector in DETECTORS for part in _section(detector)]
    return "\n\n".join([INTRODUCTION.rstrip(), "\n".join(rows), *sections]) + "\n"


if __name__ == "__main__":
    sys.stdout.write(page())
