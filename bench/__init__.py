"""Measurements: each claim of the README has a command here that prints it."""
