"""Cleaning of single values, a column at a time: Series in, Series or DataFrame of equal length out.

null in gives null out. No function here raises on any text: what cannot be read is marked, not refused.
A change that alters any canonical value raises NORMALISATION_VERSION, because snapshots are named by it.
"""

NORMALISATION_VERSION = 4
