"""The common graph recipe: shared identifiers, components, Jaccard, degree, PageRank, top percentile."""

import igraph
import numpy as np

from bench.detection_baselines.shared_graph import shared_graph
from graph.slice import Floats, RegisterSlice


def graph_recipe(register: RegisterSlice) -> Floats:
    """Each firm's place, 0-1, by the size of its component, then by weighted degree and PageRank; 0 alone."""
    edges = shared_graph(register)
    graph = igraph.Graph(edges.n, np.column_stack([edges.a, edges.b]))
    component = np.array(graph.connected_components().membership)
    size = np.bincount(component)[component]
    degree = np.bincount(edges.a, edges.jaccard, edges.n) + np.bincount(edges.b, edges.jaccard, edges.n)
    rank = np.array(graph.pagerank(weights=edges.jaccard.tolist()))
    placed = np.empty(edges.n)
    placed[np.lexsort((rank, degree, size))] = np.arange(1, edges.n + 1) / edges.n
    return np.where(size > 1, placed, 0.0)
