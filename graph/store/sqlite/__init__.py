"""The embedded store: a published graph that never changes, and a small living file beside it.

The published graph of a million firms must be written in seconds, so what is large is packed: numbers as
fixed-width records (`packing`), texts as blocks of Arrow rows (`blocks`), names as posting lists
(`postings`). Rings, findings and hubs are plain tables. docs/decisions/published-graph.md has the measures.
"""
