"""docs/graph.md, made of the declared graph and of the questions in `cypher/questions/`.

`python -m graph.store.neo4j.documentation > docs/graph.md` writes it anew; a test keeps it in step.
"""

import re
import sys
from collections import defaultdict
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Final

from cypher import statement
from graph.model import KeyKind
from graph.neighbourhood import NEIGHBOURHOOD_CAP as CAP
from graph.property_graph import (
    FIRM,
    HUB,
    KEY,
    LABEL_OF,
    LIVE,
    NO_END,
    NODES,
    PENDING,
    RELATIONSHIPS,
    SEARCHED,
    VERSION,
    NodeType,
    RelationshipType,
)
from graph.published import DETECTORS, FINDINGS, RINGS, VERDICTS
from graph.store.records import FirmFacts, PrecheckRecord

INTRODUCTION: Final = """\
# The graph in Neo4j

Written from `graph/property_graph.py` and `cypher/questions/`; change them there, then run
`python -m graph.store.neo4j.documentation > docs/graph.md`.

What `ringwatch sweep` publishes when `RINGWATCH_STORE` names a Neo4j server, for whoever opens it in Neo4j
Browser or asks it from another program. [deployment.md](deployment.md) says how to get there,
[stores.md](stores.md) what it costs. A sweep writes, everybody else reads: what is added by hand may be
gone tomorrow. A result is a lead for a person to check, never a finding of guilt.
"""
PICTURE: Final = """\
## The picture

An arrow has the direction of the relationship. A **key** is anything two firms can share; each has the label
`Key` and one of the labels in the box. People and owners point at the firm they act in; a firm points at what
it uses.
"""
VERSIONS: Final = f"""\
## Firms in force, and sweeps

1. A firm of which anything changes gets a new node, and what hangs on a node never changes: every version is
   a `{VERSION}`, and the one in force is a `{FIRM}` too, so ask for `{FIRM}` and you see today's register.
   (`until_sweep` {NO_END} is no end.)
2. The one node `(:{LIVE} {{name: 'live'}})` says which sweep is live (`number`, `sweep`) and which was before
   (`previous`, `previous_sweep`); it moves in one step, when all of a new sweep is there.
3. What sweeps found carries the number of its sweep, and that of the one before stays until the next: begin
   with `MATCH (live:{LIVE} {{name: 'live'}})` and take `sweep: live.number`.
4. Only firms of which there is something to say have a `Score`; `base_verdict` of the `Sweep` node is that of
   all the others.
5. Keys are what they are: only `firms`, the true number of firms that hold one, and `hub` vary. One with a
   good reason to be shared, or with more than {CAP} firms, is a `{HUB}`: look at it, never walk through it.

While a sweep is published, `firms` and `hub` are those to come; for seconds after it went live (until the
next one, where it was killed just then) a firm that changed may show in its old version or not at all.
"""
QUESTIONS_BEFORE: Final = """\
## A dozen questions

Each only reads and is bounded by a limit; each is run by a test on a real server. In Neo4j Browser run the
lines with `:param` first, with your own values. Ids are those of the page and the API.

Neo4j Community knows no roles: whoever has the password can write. Begin with `:access-mode read` (in
`cypher-shell`, the option `--access-mode read`), or give others the API. `MATCH (n)` without a label and
walking through a `Hub` are what makes a server slow for everybody.
"""
QUESTIONS: Final = (
    "whose_phone",
    "filed_together_in_room",
    "around_a_firm",
    "how_two_firms_connect",
    "rings_of_a_district",
    "straws_of_a_district",
    "agents_of_rings",
    "owners_in_common",
    "people_of_two_rings",
    "guarantee_loop",
    "branches_without_head",
    "firms_by_name",
    "newly_graded_d",
)
_INNER: Final = frozenset({
    "baselines", "changed_in", "character_nats", "digest", "first_firms", "last", "packed", "place",
    "reference", "row", "schema", SEARCHED, "store_id",
})  # fmt: skip
_INNER_FORMS: Final = ("lease_*", "*_before")

_PERSON = ("name", "birth_date", "home_region", "identity", "keyed_id")
_SWEPT = ("sweep", "id")
_KEY = ("id", "kind", "value", "label", "same_as", "firms", "hub", "declared", "why_zh", "why_en")
_FACTS = tuple(name for name in FirmFacts.__annotations__ if name != "firm_id")
_RECORD = tuple(PrecheckRecord.__annotations__)
PROPERTIES: Final[dict[str, tuple[str, ...]]] = {
    VERSION: ("id", "from_sweep", "until_sweep", *_FACTS, "keys", "events"),
    KEY: _KEY,
    "Person": _PERSON,
    "Agent": _PERSON,
    "Region": ("id", "name", "level"),
    "Sweep": ("number", "id", "state", "info", "base_verdict", "as_of_day"),
    "Score": ("sweep", *VERDICTS),
    "Ring": (*_SWEPT, *(name for name in RINGS if name != "ring_id")),
    "Finding": (*_SWEPT, *(name for name in FINDINGS if name != "finding_id"), "n_firms"),
    "Detector": ("sweep", "name", *(name for name in DETECTORS if name != "detector")),
    LIVE: ("name", "number", "sweep", "previous", "previous_sweep"),
    "Precheck": (*_RECORD, "kept_at"),
    "Lookup": ("at", "who", "what", "subject_id"),
}


def is_inner(name: str) -> bool:
    """Whether a property is there for the application alone."""
    return name in _INNER or any(fnmatchcase(name, form) for form in _INNER_FORMS)


@dataclass(frozen=True)
class Question:
    """A statement of `cypher/questions/` with what its comment says of it."""

    name: str
    asks: str
    reading: str
    params: str  # lines for Neo4j Browser, which set an example of each parameter
    cypher: str

    @classmethod
    def of(cls, name: str) -> "Question":
        """The question of this name."""
        text = statement(f"questions/{name}")
        comment = [line.removeprefix("// ") for line in text.splitlines() if line.startswith("//")]
        params = [line for line in comment if line.startswith(":param")]
        told = [line for line in comment if not line.startswith(":param")]
        body = "\n".join(line for line in text.splitlines() if not line.startswith("//"))
        return cls(name, told[0], "\n".join(told[1:]), "\n".join(params), body)

    @property
    def parameters(self) -> set[str]:
        """The names of its parameters."""
        return set(re.findall(r"\$(\w+)", self.cypher))


def picture() -> str:
    """The graph as a mermaid flowchart."""
    edges: dict[tuple[str, str], list[str]] = defaultdict(list)
    for relationship in RELATIONSHIPS:
        sources, targets = _ends(relationship.source), _ends(relationship.target)
        for source, target in _pairs(relationship, sources, targets):
            edges[source, target].append(relationship.type)
    lines = ["flowchart LR", f"    subgraph {KEY}"]
    lines += [f"        {LABEL_OF[kind]}" for kind in KeyKind]
    lines.append("    end")
    lines += [f'    {a} -->|"{"<br>".join(types)}"| {b}' for (a, b), types in edges.items()]
    return "\n".join(["```mermaid", *lines, "```"])


def _pairs(relationship: RelationshipType, sources: list[str], targets: list[str]) -> list[tuple[str, str]]:
    """The ends that belong together: PART_OF leads from each to its own larger one."""
    if relationship.type == "PART_OF":
        return list(zip(sources, targets, strict=True))
    return [(" & ".join(sources), " & ".join(targets))]


def _ends(labels: tuple[str, ...]) -> list[str]:
    """As drawn: every key is the box of keys, every version a firm."""
    if set(labels) == set(LABEL_OF.values()):
        return [KEY]
    return [FIRM if label == VERSION else label for label in labels]


def nodes_table() -> str:
    """What each label stands for, what names a node, how it is found, and its properties."""
    rows = ["| label | stands for | one by | found by | properties |", "|---|---|---|---|---|"]
    for node in NODES:
        found = [", ".join(index) for index in node.indexes]
        if node.full_text:
            found.append(f"text index `{node.full_text[0]}`")
        cells = (
            f"`{node.label}`",
            node.says,
            ", ".join(node.unique),
            "; ".join(found),
            _properties(node),
        )
        rows.append("| " + " | ".join(cells) + " |")
    return "\n".join(rows)


def _properties(node: NodeType) -> str:
    told = PROPERTIES.get(node.label, ())
    if node.label in (FIRM, PENDING):
        return f"those of its `{VERSION}`"
    if node.label == VERSION:
        kept = [name for name in told if name not in _FACTS]
        return ", ".join(kept) + "; and of [the register's layout](reading.md): " + ", ".join(_FACTS)
    if node.label in LABEL_OF.values():
        return "; ".join([f"those of `{KEY}`", *([", ".join(told)] if told else [])])
    return ", ".join(told) or f"those of `{KEY}`"


def relationships_table() -> str:
    """What each type of relationship says, between which labels, with its properties."""
    rows = ["| type | from | to | says | properties |", "|---|---|---|---|---|"]
    for r in RELATIONSHIPS:
        ends = (", ".join(f"`{label}`" for label in _ends(labels)) for labels in (r.source, r.target))
        rows.append("| " + " | ".join((f"`{r.type}`", *ends, r.says, ", ".join(r.properties))) + " |")
    return "\n".join(rows)


def _section(question: Question) -> str:
    parts = [f"### {question.asks}", question.reading]
    if question.params:
        parts.append(f"```\n{question.params}\n```")
    return "\n\n".join([*parts, f"```cypher\n{question.cypher}\n```"])


def page() -> str:
    """The whole page as Markdown."""
    inner = ", ".join(f"`{name}`" for name in (*sorted(_INNER), *_INNER_FORMS))
    parts = [
        INTRODUCTION.rstrip(),
        PICTURE.rstrip(),
        picture(),
        VERSIONS.rstrip(),
        "## Nodes",
        nodes_table(),
        f"The application alone reads {inner}: packed or kept twice, so that a pre-check reads few values. "
        "Days are dates; events, reasons and sentences are JSON.",
        "## Relationships",
        relationships_table(),
        QUESTIONS_BEFORE.rstrip(),
        *(_section(Question.of(name)) for name in QUESTIONS),
    ]
    return "\n\n".join(parts) + "\n"


if __name__ == "__main__":
    sys.stdout.write(page())
