"""Whether two strings name the same firm, place or person: over columns, pair by pair.

`compare_names`, `compare_addresses` and `compare_people` are what the sweep, the desk and the command
line use.
"""
