"""Leiden communities of the shared identifiers, scored by how dense they are."""

import random

import igraph
import numpy as np

from bench.detection_baselines.shared_graph import shared_graph
from graph.slice import Floats, RegisterSlice

LEAST = 4  # firms of a community that is scored
RESOLUTION = 1.0


def dense_communities(register: RegisterSlice) -> Floats:
    """Of the firm's community: identifiers shared per pair of its firms, times the logarithm of its size."""
    edges = shared_graph(register)
    graph = igraph.Graph(edges.n, np.column_stack([edges.a, edges.b]))
    igraph.set_random_number_generator(random.Random(1))
    found = graph.community_leiden(
        "modularity", weights=edges.jaccard.tolist(), resolution=RESOLUTION, n_iterations=-1
    )
    group = np.array(found.membership)
    size = np.bincount(group).astype(np.float64)
    inside = group[edges.a] == group[edges.b]
    shared = np.bincount(group[edges.a[inside]], edges.shared[inside], len(size))
    density = shared / np.maximum(size * (size - 1) / 2, 1)
    score = np.where(size >= LEAST, density * np.log(size), 0.0)
    return np.asarray(score[group])
