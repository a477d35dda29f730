"""The shortest ways between two firms: searched from both ends over the packed rows, one key at a time."""

from collections.abc import Callable, Collection, Iterator
from itertools import islice

import numpy as np

from graph.model import HubKind
from graph.neighbourhood import NEIGHBOURHOOD_CAP
from graph.store.records import Paths
from graph.store.sqlite.reader import Reader
from graph.store.sqlite.steps import SqliteSteps
from graph.store.ways import Way, paths

MOST_FIRMS = 5_000  # firms around one end that are looked at; beyond them its widest keys are left out

Forward = dict[int, list[int]]  # what each node of one layer leads to in the next


def related_paths(reader: Reader, firm_id: str, other_id: str, keys: int, limit: int) -> Paths | None:
    """See `GraphView.related_paths`."""
    start, goal = reader.row_of("firm", firm_id), reader.row_of("firm", other_id)
    if start < 0 or goal < 0:
        return None
    if start == goal:
        return paths(SqliteSteps(reader), [(start,)], truncated=False)
    near, far = _End(reader, start), _End(reader, goal)
    layers = _over_one_key(near, far)
    if not layers and keys > 1:
        layers = _over_two_keys(near, far)
    if not layers and keys > 2:
        layers = _over_three_keys(reader, near, far)
    ways = list(islice(_in_order(reader, layers, start), limit + 1))
    cut = len(ways) > limit or near.cut or far.cut
    return paths(SqliteSteps(reader), ways[:limit], truncated=cut)


class _End:
    """One of the two firms with what is around it."""

    def __init__(self, reader: Reader, firm: int) -> None:
        self._reader = reader
        self.firm = firm
        degrees = {key: degree for _, key, degree in _walkable(reader, [firm])}
        self.keys = set(degrees)
        self._narrow_first = sorted(degrees, key=lambda key: (degrees[key], key))
        self._degrees = degrees
        self.cut = False
        self._firms: Forward | None = None

    @property
    def firms(self) -> Forward:
        """The other firms around, each with the keys that it shares with this one."""
        if self._firms is None:
            reached = np.cumsum([self._degrees[key] for key in self._narrow_first])
            kept = self._narrow_first[: int(np.searchsorted(reached, MOST_FIRMS, side="right"))]
            self.cut = len(kept) < len(self._narrow_first)
            self._firms = {}
            for key, firms in self._reader.firms_on(kept).items():
                for firm in firms.tolist():
                    if firm != self.firm:
                        self._firms.setdefault(firm, []).append(key)
        return self._firms


def _walkable(reader: Reader, firms: Collection[int]) -> list[tuple[int, int, int]]:
    """(firm, key, true degree) of links to keys that a way may lead over."""
    rows, links = reader.links_of(sorted(firms))
    keep = (links["key_hub"] == HubKind.NONE) & (links["key_degree"] <= NEIGHBOURHOOD_CAP)
    columns = rows[keep], links["key"][keep], links["key_degree"][keep]
    return sorted(set(zip(*(column.tolist() for column in columns), strict=True)))


def _over_one_key(near: _End, far: _End) -> list[Forward]:
    shared = near.keys & far.keys
    return [{near.firm: list(shared)}, {key: [far.firm] for key in shared}] if shared else []


def _over_two_keys(near: _End, far: _End) -> list[Forward]:
    between = near.firms.keys() & far.firms.keys()
    return _joined(near, {firm: far.firms[firm] for firm in between}, far) if between else []


def _over_three_keys(reader: Reader, near: _End, far: _End) -> list[Forward]:
    held_by: Forward = {}
    for firm, key, _ in _walkable(reader, far.firms):
        held_by.setdefault(key, []).append(firm)
    onward: Forward = {}
    for firm, key, _ in _walkable(reader, near.firms):
        if key in held_by:
            onward.setdefault(firm, []).append(key)
    if not onward:
        return []
    middle = {key: held_by[key] for keys in onward.values() for key in keys}
    last = {firm: far.firms[firm] for firms in middle.values() for firm in firms}
    return _joined(near, onward, far, middle, last)


def _joined(near: _End, onward: Forward, far: _End, *middle: Forward) -> list[Forward]:
    """All layers from end to end, given how the firms around the near end lead on."""
    first: Forward = {}
    for firm in onward:
        for key in near.firms[firm]:
            first.setdefault(key, []).append(firm)
    last = {key: [far.firm] for key in far.keys}
    return [{near.firm: list(first)}, first, onward, *middle, last]


def _in_order(reader: Reader, layers: list[Forward], start: int) -> Iterator[Way]:
    """Every way through the layers, by the ids of its nodes; rows of firms ascend as their ids do."""

    def by_id(keys: list[int]) -> list[int]:
        return [int(key.handle) for key in sorted(reader.key_refs(keys), key=lambda key: key.id)]

    order: tuple[Callable[[list[int]], list[int]], ...] = (by_id, sorted)

    def onward(way: tuple[int, ...], depth: int) -> Iterator[Way]:
        if depth == len(layers):
            yield way
            return
        for node in order[depth % 2](layers[depth][way[-1]]):
            yield from onward((*way, node), depth + 1)

    if layers:
        yield from onward((start,), 0)
