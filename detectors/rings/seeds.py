"""Look-alike filings: pairs that agree in more than chance explains, though they share no key.

Straws without a common phone, place or agent still file alike: one office, one trade, one capital, one
text, within weeks. A pair is worth its surprisal: how rare is each value both have, and how few filings lie
between. It counts where a firm would by chance have less than `BY_CHANCE` such look-alikes. These pairs only
begin a search: they are no evidence of themselves, and what grows out of them is weighed like any group.
"""

import numpy as np
from numpy.typing import NDArray

from graph.baselines import Baselines
from graph.model import HubKind
from graph.slice import NO_DAY, Floats, Ints, RegisterSlice

DAYS = 60  # between two filings
NEXT = 3  # each filing is compared with the next so many of its block: linear work
BY_CHANCE = 0.1  # look-alikes of one firm that chance may make, at most
MOST = 8.0  # nats that one value may add
TEXT = 0.6  # a scope text tells the trade too
# Filings are compared where all of these are equal.
BLOCKS = (
    ("office", "trade", "capital"),
    ("scope", "office"),
    ("scope", "capital"),
    ("surname", "home"),
    ("stem",),
    ("agent", "capital"),
)


def _surprisal(values: Ints) -> Floats:
    """-ln of the share of firms with each firm's value."""
    known = values >= 0
    count = np.bincount(values[known], minlength=1)
    share = count[np.maximum(values, 0)] / max(int(known.sum()), 1)
    return np.where(known, np.minimum(-np.log(np.maximum(share, 1e-12)), MOST), 0.0)


def _values(register: RegisterSlice, agent: Ints) -> dict[str, Ints]:
    firms, keys = register.firms, register.keys
    person = firms.representative
    return {
        "office": firms.office,
        "trade": firms.trade,
        "capital": register.capital_code,
        "scope": firms.scope,
        "surname": np.append(keys.surname, np.int32(-1))[person],
        "home": np.append(keys.home, np.int32(-1))[person],
        "stem": firms.stem,
        "agent": agent,
    }


def look_alikes(register: RegisterSlice, normal: Baselines, agent: Ints) -> tuple[Ints, Ints, Floats]:
    """Pairs `a < b` and by how many nats they exceed what chance explains; distinct, sorted. `agent` is each
    firm's agent key, -1 none."""
    firms = register.firms
    values = _values(register, agent)
    nats = {name: _surprisal(column) for name, column in values.items()}
    hub = np.append(register.keys.hub, HubKind.NONE)
    nats["scope"] = np.where(hub[firms.scope] == HubKind.NONE, nats["scope"], 0.5 * nats["scope"])
    enough = np.log(max(len(firms), 2) / BY_CHANCE)
    found: list[NDArray[np.int64]] = []
    worth: list[Floats] = []
    for block in BLOCKS:
        known = firms.registered != NO_DAY
        for name in block:
            known &= values[name] >= 0
        rows = np.flatnonzero(known).astype(np.int32)
        order = rows[np.lexsort([register.rank[rows], *(values[name][rows] for name in block)])]
        day, head = firms.registered[order].astype(np.int64), firms.heads[order]
        columns = [values[name][order] for name in block]
        for step in range(1, NEXT + 1):
            near = (day[step:] - day[:-step] <= DAYS) & (head[step:] != head[:-step])
            for column in columns:
                near &= column[step:] == column[:-step]
            a, b = order[:-step][near], order[step:][near]
            total = _together(register, normal, values, nats, a, b)
            keep = total >= enough
            low, high = np.minimum(a, b)[keep], np.maximum(a, b)[keep]
            found.append(low.astype(np.int64) * len(firms) + high)
            worth.append(total[keep] - enough)
    pair, first = np.unique(np.concatenate(found), return_index=True)
    return (
        (pair // len(firms)).astype(np.int32),
        (pair % len(firms)).astype(np.int32),
        np.concatenate(worth)[first],
    )


def _together(
    register: RegisterSlice,
    normal: Baselines,
    values: dict[str, Ints],
    nats: dict[str, Floats],
    a: Ints,
    b: Ints,
) -> Floats:
    same = {name: (column[a] == column[b]) & (column[a] >= 0) for name, column in values.items()}
    each = {name: np.where(same[name], nats[name][a], 0.0) for name in values}
    text = np.maximum(each["scope"], each["trade"]) + TEXT * np.minimum(each["scope"], each["trade"])
    rest = sum((each[name] for name in values if name not in ("scope", "trade")), np.zeros(len(a)))
    day_a, day_b = register.firms.registered[a], register.firms.registered[b]
    early = np.minimum(day_a, day_b)
    reach = np.maximum(np.abs(day_a.astype(np.int64) - day_b), 1).astype(np.int32)
    share = np.maximum(normal.expected_births(early - reach, early + reach), 1e-9)
    return np.asarray(text + rest - np.log(share), np.float64)
