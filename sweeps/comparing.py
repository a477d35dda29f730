"""Files of pairs, each pair scored: whether two names, addresses or people are one."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import polars as pl

from bootstrap.progress import Progress, silent
from graph.matching.addresses import ADDRESS_PARTS, compare_addresses
from graph.matching.comparison import VERDICT_NAMES, why
from graph.matching.names import NAME_PARTS, compare_names
from graph.matching.people import PERSON_COLUMNS, PERSON_PARTS, compare_people
from graph.readers.batches import BATCH
from graph.words import Lang, Text
from sweeps.rewriting import ROW_ID, Rewritten, rewrite

Comparable = Literal["name", "address", "person"]
_SIDES = ("left", "right")
_NAME = "name"
_CANNOT_TELL = Text("无法判断：至少一方为空", "cannot tell: a side is empty")
_VERDICTS = (Text("不同", "different"), Text("可能相同", "possible"), Text("相同", "same"))


@dataclass(frozen=True)
class Compared:
    """A file of pairs scored; `verdicts` counts the pairs of each verdict."""

    table: Rewritten
    verdicts: dict[str, int]

    def counts(self) -> Text:
        """How many pairs got each verdict."""
        named = list(zip(_VERDICTS, VERDICT_NAMES, strict=True))[::-1]
        return Text(
            "，".join(f"{words.zh} {self.verdicts[name]:,}" for words, name in named),
            ", ".join(f"{words.en} {self.verdicts[name]:,}" for words, name in named),
        )


def compare_file(
    kind: Comparable,
    pairs: Path,
    out: Path,
    lang: Lang,
    *,
    progress: Progress = silent,
    batch: int = BATCH,
) -> Compared:
    """Score a file of pairs: id, score, verdict, for addresses same_building, and why.

    Names and addresses stand in `left` and `right`; a person in `left_` and `right_` before each of
    PERSON_COLUMNS, of which only the name has to be there. Raises InputError as `rewrite` does.
    """
    counted: Counter[int] = Counter()

    def work(frame: pl.DataFrame) -> pl.DataFrame:
        compared = _COMPARE[kind](frame)
        counted.update(dict(compared["verdict"].value_counts().iter_rows()))
        verdict = pl.Series(VERDICT_NAMES).gather(compared["verdict"].cast(pl.UInt32))
        columns = [frame[ROW_ID], compared["score"], verdict.alias("verdict")]
        if "same_building" in compared.columns:
            columns.append(compared["same_building"])
        said = why(compared, _PARTS[kind], lang).set(_unsaid(frame, kind), _CANNOT_TELL.in_(lang))
        return pl.DataFrame([*columns, said.alias("why")])

    required, optional = _columns(kind)
    table = rewrite(pairs, out, required, work, optional=optional, progress=progress, batch=batch)
    return Compared(table, {name: counted[code] for code, name in enumerate(VERDICT_NAMES)})


def _unsaid(frame: pl.DataFrame, kind: Comparable) -> pl.Series:
    """The rows of which one side says nothing."""
    suffix = f"_{_NAME}" if kind == "person" else ""
    empty = [frame[side + suffix].cast(pl.String).fill_null("").str.strip_chars() == "" for side in _SIDES]
    return empty[0] | empty[1]


def _columns(kind: Comparable) -> tuple[list[str], list[str]]:
    if kind != "person":
        return [ROW_ID, *_SIDES], []
    of_people = [f"{side}_{column}" for side in _SIDES for column in PERSON_COLUMNS]
    names = [f"{side}_{_NAME}" for side in _SIDES]
    return [ROW_ID, *names], [column for column in of_people if column not in names]


def _side(frame: pl.DataFrame, side: str) -> pl.DataFrame:
    """One side's person, under PERSON_COLUMNS; a column that the file lacks is unknown."""
    given = (
        frame[f"{side}_{column}"].alias(column)
        if f"{side}_{column}" in frame.columns
        else pl.Series(column, [None], dtype=pl.String).new_from_index(0, len(frame))
        for column in PERSON_COLUMNS
    )
    return pl.DataFrame(list(given))


_COMPARE: dict[Comparable, Callable[[pl.DataFrame], pl.DataFrame]] = {
    "name": lambda frame: compare_names(frame["left"], frame["right"]),
    "address": lambda frame: compare_addresses(frame["left"], frame["right"]),
    "person": lambda frame: compare_people(_side(frame, "left"), _side(frame, "right")),
}
_PARTS: dict[Comparable, tuple[Text, ...]] = {
    "name": NAME_PARTS,
    "address": ADDRESS_PARTS,
    "person": PERSON_PARTS,
}
