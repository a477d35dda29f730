"""Graphs of firms on firms: stakes and guarantees, with scipy's and igraph's algorithms over columns."""

from dataclasses import dataclass

import igraph
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from graph.slice import Bools, Floats, Groups, Ints, RegisterSlice

Positions = NDArray[np.int64]


@dataclass(frozen=True)
class Network:
    """Directed edges between firms, each once, no firm to itself; `source[i]` to `target[i]`."""

    register: RegisterSlice
    firms: Ints  # the firms that have an edge, in filing order
    source: Positions  # place in `firms`
    target: Positions

    @classmethod
    def of(cls, register: RegisterSlice, source: Ints, target: Ints) -> "Network":
        """From pairs of firms, repeated or not."""
        other, rank = source != target, register.rank
        ranks, at = np.unique(rank[np.concatenate([source[other], target[other]])], return_inverse=True)
        half, size = len(at) // 2, max(len(ranks), 1)
        edges = np.unique(at[:half].astype(np.int64) * size + at[half:])
        return cls(register, np.argsort(rank)[ranks].astype(np.int32), edges // size, edges % size)

    def __len__(self) -> int:
        return len(self.firms)

    def circles(self) -> Ints:
        """Of each firm its strongly connected component, by the smallest place in it: firms of one
        component lie on a cycle together."""
        return self._components("strong", np.ones(len(self.source), np.bool_))

    def inside(self, edges: Bools) -> Ints:
        """Of each firm its component over the marked edges, whatever their direction."""
        return self._components("weak", edges)

    def cores(self) -> Ints:
        """How tightly each firm sits in the network, whatever the edges' direction: the largest k such that
        it keeps k neighbours among firms that keep k (Seidman 1983). Trees and stars have 1."""
        graph = igraph.Graph(n=len(self), edges=np.stack([self.source, self.target], axis=1))
        return np.asarray(graph.simplify().coreness(), np.int32)

    def _components(self, connection: str, edges: Bools) -> Ints:
        n = len(self)
        if n == 0:
            return np.empty(0, np.int32)
        ones = np.ones(int(edges.sum()), np.int8)
        matrix = coo_array((ones, (self.source[edges], self.target[edges])), shape=(n, n)).tocsr()
        _, label = connected_components(matrix, directed=True, connection=connection)
        first = np.full(n, n, np.int32)
        np.minimum.at(first, label, np.arange(n, dtype=np.int32))
        return np.asarray(first[label], np.int32)

    def groups(self, label: Ints, marked: Bools) -> Groups:
        """The marked firms of each label (a place), under the firm in that place."""
        return Groups.sets(self.register, self.firms[label[marked]], self.firms[marked])

    def within(self, label: Ints, groups: Groups) -> Positions:
        """Of each group of a label, how many edges run between firms of that label."""
        same = label[self.source] == label[self.target]
        count = np.zeros(len(self.register.firms), np.int64)
        np.add.at(count, self.firms[label[self.source[same]]], 1)
        return count[groups.subject]


def surprise_of_circle(sizes: Positions, edges: int, firms: int) -> tuple[Floats, Floats]:
    """Cycles of each length that chance would make, and the surprise of one: with `c` edges to a firm a
    random directed graph has c^k / k cycles of k firms in expectation (Bollobás 2001, ch. 4)."""
    k = np.asarray(sizes, np.float64)
    nats = k * -np.log(min(max(edges, 1) / max(firms, 1), 0.99)) + np.log(k)
    return np.exp(-nats), np.asarray(nats, np.float64)
