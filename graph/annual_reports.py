"""Who is behind with annual reports, told only of the years whose reports a register holds."""

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int32]
Bools = NDArray[np.bool_]

# A year's reports are held where so large a share of the firms that owed one have one, and where that share
# is not far below the fullest year's: an extract may begin in any month [E].
FAIR_SHARE, OF_FULLEST = 1 / 3, 2 / 3
MANY = 0.1  # of the firms that owe in the busiest year: a year of fewer is no measure of the fullest


def behind(firm: Ints, year: Ints, first: Ints, last: Ints) -> tuple[Bools, Bools]:
    """Firms that filed at most half of the annual reports they owed, and firms of which that is known.

    `firm` and `year` of every report filed; of each firm the `first` and the `last` year in which it owed
    one, `first` after `last` where it owed none. Years without held reports are neither owed nor filed.
    """
    owes = first <= last
    if len(year) == 0 or not owes.any():
        return np.zeros(len(first), np.bool_), np.zeros(len(first), np.bool_)
    start, end = int(first[owes].min()), int(last[owes].max())
    change = np.bincount(first[owes] - start, minlength=end - start + 2)
    change = change - np.bincount(last[owes] + 1 - start, minlength=end - start + 2)
    owing = np.cumsum(change)[:-1]

    due = owes[firm] & (year >= first[firm]) & (year <= last[firm])
    filed = np.unique(np.stack([firm[due], year[due] - start]), axis=1)[1]  # once a firm and year
    share = np.bincount(filed, minlength=len(owing)) / np.maximum(owing, 1)
    fullest = share[owing >= MANY * owing.max()].max()
    held = share >= max(FAIR_SHARE, OF_FULLEST * fullest)

    so_far = np.r_[0, np.cumsum(held)]
    at = np.clip(np.stack([first, last + 1]) - start, 0, len(held))
    owed = np.where(owes, so_far[at[1]] - so_far[at[0]], 0)
    # what was filed late counts in the year in which it came, owed then or not
    near = (year >= start) & (year <= end)
    counted = firm[near][held[year[near] - start]]
    known = owed >= 1
    return known & (2 * np.bincount(counted, minlength=len(first)) <= owed), known
