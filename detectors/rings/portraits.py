"""A firm that applies beside the published rings: the same membership as in the sweep, from their portraits.

The sweep judges who belongs to a ring by what its members have in common (membership.py). Here the members'
values come from what it published (`graph.published.REFERENCE`), and how common they are from the whole
register; everything else is the sweep's own code.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from detectors.detector import Family
from detectors.evidence import Pairs
from detectors.rings.likeness import COLUMNS, Column
from detectors.rings.membership import KEY_CAP, KEY_SHARE, Recruiter
from detectors.rings.seeds import BLOCKS, DAYS, enough, surprisal, worth
from graph.baselines import Baselines
from graph.slice import NO_DAY, Bools, Events, Firms, Floats, Groups, Ints, Keys, Links, RegisterSlice


@dataclass(frozen=True)
class Newcomer:
    """An application as rings see it.

    `values` in the columns of likeness.COLUMNS, told as the portraits tell them, None unknown; `hubs` names
    the columns whose value is a typed hub. `ties`: same-hand nats by family to other firms. `on_keys`: of
    each of its keys how many firms are on it, and which.
    """

    day: int
    values: Mapping[str, str | None]
    hubs: frozenset[str]
    ties: Mapping[str, NDArray[np.float64]]
    on_keys: Sequence[tuple[int, Sequence[str]]]


class Portraits:
    """The members of the published rings, ring by ring. `ring` and `registered` by member."""

    def __init__(self, members: pl.DataFrame, frequencies: pl.DataFrame, agreeing: pl.DataFrame) -> None:
        self.ring = members["ring"].to_numpy()
        self.registered = members["registered"].to_numpy()
        self._ids: list[str] = members["firm_id"].to_list()
        self._row = {firm_id: row for row, firm_id in enumerate(self._ids)}
        self._sizes = np.bincount(self.ring)
        self._columns: list[Column] = []
        self._codes: dict[str, dict[str, int]] = {}
        of_column = frequencies.partition_by("column", as_dict=True)
        agree = dict(agreeing.iter_rows())
        for at, (name, most) in enumerate(COLUMNS.items()):
            common = of_column.get((name,), frequencies.clear())
            own = members["values"].list.get(at).cast(pl.Enum(common["value"]))
            codes = own.to_physical().cast(pl.Int32).fill_null(-1).to_numpy()
            share, hub = common["share"].to_numpy(), common["hub"].to_numpy()
            self._columns.append(Column(name, codes, share, agree.get(name, 0.0), most, hub))
            self._codes[name] = {text: code for code, text in enumerate(common["value"])}

    def member_of(self, ring: int) -> str:
        """A firm of the ring."""
        return self._ids[int(np.searchsorted(self.ring, ring))]

    def belongs(self, newcomer: Newcomer, normal: Baselines) -> tuple[NDArray[np.int64], Floats]:
        """The rings that the newcomer may be of, ascending, and the posterior that it belongs to each."""
        rings = self._near(newcomer, normal)
        if len(rings) == 0:
            return rings, np.empty(0)
        rows = np.flatnonzero(np.isin(self.ring, rings))
        last = np.int32(len(rows))
        register = _alone(np.append(self.registered[rows], np.int32(newcomer.day)))
        group = np.searchsorted(rings, self.ring[rows]).astype(np.int32)
        groups = Groups.sets(register, group, np.arange(last, dtype=np.int32))
        columns = [self._with(column, rows, newcomer) for column in self._columns]
        recruiter = Recruiter(register, normal, self._pairs(rows, newcomer), columns)
        asked = np.arange(len(rings), dtype=np.int64)
        return rings, recruiter.posterior(groups, asked, np.full(len(rings), last, np.int32))

    def _near(self, newcomer: Newcomer, normal: Baselines) -> NDArray[np.int64]:
        """Rings worth a look, as membership.recruits and the search's first groups find them: with a tie to
        the newcomer, with enough members on one of its keys, or with a member that it looks alike."""
        near = np.zeros(len(self._sizes), np.bool_)
        near[self.ring[[self._row[other] for other in newcomer.ties if other in self._row]]] = True
        for firms, others in newcomer.on_keys:
            if firms <= KEY_CAP:
                on_key = self.ring[[self._row[other] for other in others if other in self._row]]
                times = np.bincount(on_key, minlength=len(self._sizes))
                near |= times >= np.maximum(2, KEY_SHARE * self._sizes)
        near[self.ring[self._alike(newcomer, normal)]] = True
        return np.flatnonzero(near)

    def _alike(self, newcomer: Newcomer, normal: Baselines) -> Bools:
        """Members that look like the newcomer beyond chance (seeds.py)."""
        same: dict[str, Bools] = {}
        each: dict[str, Floats] = {}
        by_name = {column.name: column for column in self._columns}
        for name in {name for block in BLOCKS for name in block}:
            column, code = by_name[name], self._code(name, newcomer)
            known = 0 <= code < len(column.frequency)
            same[name] = (column.values == code) & known
            share = column.frequency[code : code + 1] if known else np.ones(1)
            nats = surprisal(share, np.array([name == "scope" and name in newcomer.hubs]))
            each[name] = np.where(same[name], nats, 0.0)
        day = np.full(len(self.ring), newcomer.day, np.int32)
        near = np.abs(self.registered.astype(np.int64) - newcomer.day) <= DAYS
        near &= (self.registered != NO_DAY) & (newcomer.day != NO_DAY)
        head = self._code("representative", newcomer)
        near &= (by_name["representative"].values != head) | (head < 0)
        near &= np.any([np.all([same[name] for name in block], axis=0) for block in BLOCKS], axis=0)
        return np.asarray(
            near & (worth(normal, each, self.registered, day) >= enough(normal.firms)), np.bool_
        )

    def _code(self, name: str, newcomer: Newcomer) -> int:
        """The newcomer's value in a column; one more than all where no member has it, -1 unknown."""
        text = newcomer.values.get(name)
        return -1 if text is None else self._codes[name].get(text, len(self._codes[name]))

    def _with(self, column: Column, rows: NDArray[np.int64], newcomer: Newcomer) -> Column:
        """A column of these members and the newcomer."""
        values = np.append(column.values[rows], np.int32(self._code(column.name, newcomer)))
        hub = np.append(column.typed if column.typed is not None else [], column.name in newcomer.hubs)
        share = np.append(column.frequency, 0.0)
        return Column(column.name, values, share, column.agreeing, column.most, hub.astype(np.bool_))

    def _pairs(self, rows: NDArray[np.int64], newcomer: Newcomer) -> Pairs:
        at = np.full(len(self.ring), -1, np.int32)
        at[rows] = np.arange(len(rows), dtype=np.int32)
        tied = [(at[self._row[o]], nats) for o, nats in newcomer.ties.items() if o in self._row]
        inside = [(row, nats) for row, nats in tied if row >= 0]
        a = np.array([row for row, _ in inside], np.int32)
        by_family = np.array([nats for _, nats in inside], np.float64).reshape(len(inside), len(Family))
        b = np.full(len(a), len(rows), np.int32)
        return Pairs(a, b, by_family.astype(np.float32), by_family.sum(axis=1), {})


def _alone(registered: Ints) -> RegisterSlice:
    """Firms of which nothing is known but the day they were registered."""
    n = len(registered)

    def nothing(columns: type, rows: int) -> dict[str, NDArray[np.generic]]:
        kinds = {"registered": registered} if columns is Firms else {}
        return {name: kinds.get(name, np.full(rows, -1, np.int32)) for name in columns.__annotations__}

    return RegisterSlice(
        Firms(**nothing(Firms, n)),  # type: ignore[arg-type]
        Keys(**nothing(Keys, 0)),  # type: ignore[arg-type]
        Links(**nothing(Links, 0)),  # type: ignore[arg-type]
        Events(**nothing(Events, 0)),  # type: ignore[arg-type]
        int(registered.max(initial=0)),
    )
