"""The graph server: the same operations as the embedded store, on Neo4j 5.26 LTS or later."""
