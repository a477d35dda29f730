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
from graph.slice import NO_DAY, Bools, Floats, Ints, RegisterSlice

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


def _surprisal(values: Ints, hub: Bools) -> Floats:
    """Nats of agreeing on each firm's value; `hub` marks the firms whose value is a template of text."""
    known = values >= 0
    count = np.bincount(values[known], minlength=1)
    share = count[np.maximum(values, 0)] / max(int(known.sum()), 1)
    return np.where(known, surprisal(share, hub), 0.0)


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
    hub = np.append(register.keys.hub, HubKind.NONE)[firms.scope] != HubKind.NONE
    nats = {name: _surprisal(column, hub & (name == "scope")) for name, column in values.items()}
    least = enough(len(firms))
    found: list[NDArray[np.int64]] = []
    beyond: list[Floats] = []
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
            keep = total >= least
            low, high = np.minimum(a, b)[keep], np.maximum(a, b)[keep]
            found.append(low.astype(np.int64) * len(firms) + high)
            beyond.append(total[keep] - least)
    pair, first = np.unique(np.concatenate(found), return_index=True)
    return (
        (pair // len(firms)).astype(np.int32),
        (pair % len(firms)).astype(np.int32),
        np.concatenate(beyond)[first],
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
    return worth(normal, each, register.firms.registered[a], register.firms.registered[b])


def surprisal(share: Floats, hub: Bools) -> Floats:
    """Nats of agreeing on a value that such a share of firms have; `hub` marks typed templates of text."""
    nats = np.minimum(-np.log(np.maximum(share, 1e-12)), MOST)
    return np.where(hub, 0.5 * nats, nats)


def enough(firms: int) -> float:
    """Nats from which a pair of a register of so many firms is more than chance makes."""
    return float(np.log(max(firms, 2) / BY_CHANCE))


def worth(normal: Baselines, each: dict[str, Floats], day_a: Ints, day_b: Ints) -> Floats:
    """The surprisal of pairs that agree on values worth `each` so much, filed on these days."""
    text = np.maximum(each["scope"], each["trade"]) + TEXT * np.minimum(each["scope"], each["trade"])
    rest = sum((each[name] for name in each if name not in ("scope", "trade")), np.zeros(len(day_a)))
    early = np.minimum(day_a, day_b)
    reach = np.maximum(np.abs(day_a.astype(np.int64) - day_b), 1).astype(np.int32)
    share = np.maximum(normal.expected_births(early - reach, early + reach), 1e-9)
    return np.asarray(text + rest - np.log(share), np.float64)
