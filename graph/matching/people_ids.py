"""Ids of people as two mentions give them: the same, a slip apart, masked, or different."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from graph.jit import kernel
from graph.matching.edits import MORE, one_edit
from graph.matching.people_weights import Id, Levels
from graph.normalise.codepoints import Texts, decode
from graph.normalise.distinct import numbered
from graph.normalise.ids import canonical, resident_ids

Ints = npt.NDArray[np.int32]
Flags = npt.NDArray[np.bool_]

_HIDDEN = r"(?:[*●•#?]|X{2,})+"
_LEAST = 2  # characters of an id that says anything
_END = 3  # characters at either end of an id that are compared where it is masked
_PLACEHOLDER = r"^(?:0+|1+|9+|X+|1?2345678?9?0?X?|\**)$"
_RESIDENT = r"^\d{17}[\dX]$"
_SLIP_FROM = 8  # shorter ids differ by one character too easily
_STAR = ord("*")


@dataclass(frozen=True)
class Ids:
    """The distinct ids of a table of pairs.

    `code[side]` numbers them (-1 unknown); `texts` are their characters, what is masked as one star; then
    per id: whether its check digit holds, whether it is masked, which system it is of. `born` (YYYYMMDD),
    `region` (six digits) and `male` (1, 0 or -1) per side and pair come from valid ids alone.
    """

    code: tuple[Ints, Ints]
    texts: Texts
    checked: Flags
    masked: Flags
    system: Ints
    born: tuple[Ints, Ints]
    region: tuple[Ints, Ints]
    male: tuple[Ints, Ints]


def telling(ids: pl.Series) -> pl.Series:
    """Canonical ids (graph.normalise.ids) with what is masked as one star; null for what fills a field."""
    stars = ids.str.replace_all(_HIDDEN, "*")
    return stars.set(stars.str.contains(_PLACEHOLDER) | (stars.str.len_chars() < _LEAST), None)


def visible_ends(ids: pl.Series) -> pl.DataFrame:
    """The first and the last characters of ids, masked or not: front and back, null where they are hidden.

    Two ids of one person agree in both: that much a masked id can still contradict.
    """
    stars = telling(ids)
    front, back = stars.str.extract(rf"^([^*]{{{_END}}})", 1), stars.str.extract(rf"([^*]{{{_END}}})$", 1)
    return pl.DataFrame({"front": front, "back": back})


def read_ids(left: pl.Series, right: pl.Series) -> Ids:
    """Read the ids of both sides. None of them leaves this process: only what comparing them says."""
    written, distinct = numbered(pl.concat([left, right]))
    ids = canonical(distinct)
    said = resident_ids(distinct)
    stars = telling(ids)
    resident = stars.str.contains(_RESIDENT)
    form = stars.str.replace_all(r"\d", "9").str.replace_all(r"\p{L}", "A")
    system, _ = numbered(form.set(resident.fill_null(value=False), "resident"))
    known, _ = numbered(stars)
    born = said["birth_date"].dt
    facts = (
        pl.select(born.year() * 10_000 + born.month().cast(pl.Int32) * 100 + born.day())
        .to_series()
        .fill_null(0),
        said["home_region"].cast(pl.Int32).fill_null(0),
        ids.set(~said["id_ok"].fill_null(value=False), None).str.slice(16, 1).cast(pl.Int32).fill_null(-1),
    )
    n = len(left)
    sides = (written[:n], written[n:])

    def of(fact: npt.NDArray[np.int32], unknown: int) -> tuple[Ints, Ints]:
        padded = np.append(fact, np.int32(unknown)).astype(np.int32)
        return padded[sides[0]], padded[sides[1]]

    digit = facts[2].to_numpy()
    rows = _first(known)
    return Ids(
        of(known, -1),
        decode(stars.gather(rows)),
        said["id_ok"].fill_null(value=False).gather(rows).to_numpy(),
        stars.str.contains("*", literal=True).fill_null(value=False).gather(rows).to_numpy(),
        system[rows],
        of(facts[0].to_numpy(), 0),
        of(facts[1].to_numpy(), 0),
        of(np.where(digit < 0, -1, digit % 2), -1),
    )


def _first(codes: Ints) -> Ints:
    """The first row of each code."""
    rows = np.flatnonzero(codes >= 0)
    _, at = np.unique(codes[rows], return_index=True)
    return rows[at].astype(np.int32)


@kernel
def _one_edit(texts: Texts, a: int, b: int) -> bool:
    """Whether one character was changed, left out or put in, or two neighbours swapped."""
    codes, starts = texts
    edit, _, _ = one_edit(codes, starts[a], starts[a + 1], codes, starts[b], starts[b + 1])
    return edit != MORE


@kernel
def _masked(texts: Texts, a: int, b: int) -> int:
    """How many characters at the end are visible on both sides and agree; -1 where visible ones differ."""
    i, j = texts.starts[a], texts.starts[b]
    end, other_end = texts.starts[a + 1], texts.starts[b + 1]
    while i < end and j < other_end and texts.codes[i] != _STAR and texts.codes[j] != _STAR:
        if texts.codes[i] != texts.codes[j]:
            return -1
        i += 1
        j += 1
    visible = 0
    while (
        end > texts.starts[a]
        and other_end > texts.starts[b]
        and texts.codes[end - 1] != _STAR
        and texts.codes[other_end - 1] != _STAR
    ):
        if texts.codes[end - 1] != texts.codes[other_end - 1]:
            return -1
        visible += 1
        end -= 1
        other_end -= 1
    return visible


@kernel
def _compare(
    left: Ints, right: Ints, texts: Texts, checked: Flags, masked: Flags, system: Ints, out: Levels
) -> None:
    for row in range(len(out)):
        a, b = left[row], right[row]
        if a < 0 or b < 0:
            out[row] = Id.UNKNOWN
        elif masked[a] or masked[b]:
            visible = _masked(texts, a, b)
            if visible < 0:
                out[row] = Id.MASKED_DIFFERS
            else:
                out[row] = Id.MASKED_FITS if visible >= _END else Id.MASKED_MAY_FIT
        elif a == b:
            out[row] = Id.SAME_CHECKED if checked[a] else Id.SAME
        elif checked[a] and checked[b]:
            out[row] = Id.TWO_CHECKED
        elif texts.starts[a + 1] - texts.starts[a] >= _SLIP_FROM and _one_edit(texts, a, b):
            out[row] = Id.SLIP
        elif system[a] != system[b]:
            out[row] = Id.TWO_SYSTEMS
        elif checked[a] or checked[b]:
            out[row] = Id.TWO_UNCHECKED
        else:
            out[row] = Id.TWO


def compare_ids(ids: Ids) -> Levels:
    """int8 per pair, an `Id`."""
    out: Levels = np.empty(len(ids.code[0]), np.int8)
    _compare(*ids.code, ids.texts, ids.checked, ids.masked, ids.system, out)
    return out
