"""The published graph: one narrow port, and the stores that answer it."""
