"""Pure functions from a RegisterSlice to findings, rings, scores and decisions."""
