"""Rings: groups of firms weighed as a whole under several hypotheses of what made them."""
