"""The labels and relationship types of the graph as JSON, for the linter of statements."""

import json
import sys

from graph.property_graph import NODES, RELATIONSHIPS

json.dump(
    {
        "labels": [node.label for node in NODES],
        "relationshipTypes": [relationship.type for relationship in RELATIONSHIPS],
    },
    sys.stdout,
)
