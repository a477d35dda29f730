"""A sweep's own description, and the JSON in which stores keep it."""

import json
from dataclasses import asdict, fields
from datetime import date

from graph.published import Publication
from graph.store.records import SweepInfo

_FIELDS = {field.name for field in fields(SweepInfo)}


def sweep_info(publication: Publication) -> SweepInfo:
    """The sweep's own description."""
    grades = publication.results["verdicts"].group_by("grade").len().sort("grade")
    return SweepInfo(
        sweep_id=publication.sweep_id,
        snapshot_id=publication.snapshot.id,
        as_of=publication.as_of,
        published_at=publication.published_at,
        version=publication.version,
        configuration=publication.configuration,
        firms=len(publication.register.firms),
        keys=len(publication.register.keys),
        links=len(publication.register.links.firm),
        rings=len(publication.results["rings"]),
        findings=len(publication.results["findings"]),
        grades=dict(grades.iter_rows()),
        not_assessed=publication.not_assessed,
        key_check=publication.snapshot.key_check,
    )


def info_json(info: SweepInfo) -> str:
    """A sweep's description as it is kept."""
    return json.dumps({**asdict(info), "as_of": info.as_of.isoformat()}, ensure_ascii=False)


def info_of(text: str, *, live: bool) -> SweepInfo | None:
    """A sweep's description out of its JSON; None for one that an older version kept otherwise."""
    found = json.loads(text)
    if found.keys() != _FIELDS:
        return None
    return SweepInfo(**{**found, "as_of": date.fromisoformat(found["as_of"]), "live": live})
