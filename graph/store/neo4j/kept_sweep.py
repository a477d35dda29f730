"""A publication's own node: which sweep it is, and what of it concerns the register as a whole."""

import io
import json
from base64 import b64decode, b64encode
from dataclasses import fields
from typing import Any, Final

import numpy as np
import polars as pl

from graph.baselines import Baselines
from graph.published import Publication
from graph.store.reference import packed, unpacked
from graph.store.sweep_info import info_json, sweep_info

# What a sweep says of a firm it has nothing in particular to say of.
BASE: Final = ("score", "grade", "rank", "decision")


def sweep_properties(publication: Publication, number: int) -> dict[str, Any]:
    """The properties of its `Sweep` node as publication `number`, before anybody may read it."""
    return {
        "number": number,
        "id": publication.sweep_id,
        "state": "writing",
        "info": info_json(sweep_info(publication)),
        "baselines": _text_of(publication.baselines),
        "reference": _texts_of(publication),
        "character_nats": json.dumps(publication.vocabulary.character_nats, ensure_ascii=False),
        "as_of_day": int(publication.register.as_of),
        "base_verdict": json.dumps(base_verdict(publication.results["verdicts"]), ensure_ascii=False),
    }


def base_verdict(verdicts: pl.DataFrame) -> dict[str, Any] | None:
    """The commonest verdict of those that say nothing more than BASE; None where every one says more."""
    plain = verdicts.filter(says_no_more()).group_by(BASE).len()
    first = plain.sort(["len", *BASE], descending=[True, *[False] * len(BASE)]).head(1).to_dicts()
    return {name: first[0][name] for name in BASE} if first else None


def says_no_more() -> pl.Expr:
    """Whether a verdict is without a ring, reasons and whatever else goes beyond BASE."""
    more = pl.all().exclude(*BASE, "ring")
    return pl.all_horizontal(more.is_null(), pl.col("ring").fill_null(-1) < 0)


def _text_of(baselines: Baselines) -> str:
    out = io.BytesIO()
    arrays = {field.name: np.asarray(getattr(baselines, field.name)) for field in fields(Baselines)}
    np.savez(out, allow_pickle=False, **arrays)
    return b64encode(out.getvalue()).decode("ascii")


def _texts_of(publication: Publication) -> str:
    return json.dumps({name: b64encode(data).decode("ascii") for name, data in packed(publication).items()})


def reference_of(text: str) -> dict[str, pl.DataFrame]:
    """The reference frames out of a `Sweep` node's property."""
    return {name: unpacked(b64decode(data)) for name, data in json.loads(text).items()}


def baselines_of(text: str) -> Baselines:
    """The baselines out of a `Sweep` node's property."""
    with np.load(io.BytesIO(b64decode(text)), allow_pickle=False) as arrays:
        found = {field.name: arrays[field.name] for field in fields(Baselines)}
    return Baselines(**{name: value if value.ndim else value.item() for name, value in found.items()})
