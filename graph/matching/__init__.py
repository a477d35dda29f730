"""Whether two strings name the same firm, place or person: over columns, pair by pair.

`compare_names`, `compare_addresses` and `compare_people` are what the command line uses. The sweep and the
pre-check work on the parts and keys of `graph.normalise`, and take from here the rarity of names and the
reading of masked ids.
"""
