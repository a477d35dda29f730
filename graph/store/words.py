"""Reasons and sentences out of the JSON that a publication holds."""

import json

from graph.store.records import Reason
from graph.words import Text


def reasons(text: str | None) -> tuple[Reason, ...]:
    """Reasons or counter-evidence; nothing where there is nothing to say."""
    return tuple(
        Reason(
            family=found["family"],
            words=Text(found["zh"], found["en"]),
            contribution=found["contribution"],
            code=found.get("code"),
            finding_id=found.get("finding_id"),
        )
        for found in json.loads(text or "[]")
    )


def sentences(text: str | None) -> tuple[Text, ...]:
    """Sentences in both languages."""
    return tuple(Text(found["zh"], found["en"]) for found in json.loads(text or "[]"))


def strings(text: str | None) -> tuple[str, ...]:
    """A list of plain strings."""
    return tuple(json.loads(text or "[]"))
