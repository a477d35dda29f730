"""The largest shared addresses that a sweep did not flag, and why: for the page on the real register.

An address is a room or a building. Each is weighed as if its firms were a ring, with the code that weighs
rings, so that the reasons are those that kept it from being one.
"""

import numpy as np
from numpy.typing import NDArray

from bench.measures import FOUND
from bench.tables import table
from detectors.evidence import WEIGHTS
from detectors.hubs import UNBOUNDED, type_hubs
from detectors.rings.features import Feature, Features, features
from detectors.rings.hypotheses import HYPOTHESES
from detectors.rings.weigh import Weighed, weigh
from detectors.words import counted_against, day
from graph.baselines import measure
from graph.columns import slice_of
from graph.model import HubKind, KeyKind
from graph.slice import Groups, Ints, RegisterSlice
from graph.snapshot_tables import Snapshot

MOST_FLAGGED = 0.1  # share of an address's firms that may be flagged for other reasons
LISTED = 10
HEAD = (
    "address",
    "district",
    "firms",
    "representatives",
    "first and last birth",
    "densest 30 days",
    "flagged",
    "false, weighed as a ring",
    "why not",
)


def _largest(register: RegisterSlice, score: NDArray[np.float64]) -> tuple[Ints, Ints]:
    """(address, firm) memberships of the largest unflagged addresses, largest first; a room whose building
    is listed, or a building most of whose firms stand in a listed room, is the same address again."""
    found: list[tuple[int, int, Ints]] = []
    for kind in (KeyKind.ROOM, KeyKind.BUILDING):
        groups = register.groups(kind, cap=UNBOUNDED, hubs=True)
        flagged = groups.share(score[groups.firm] >= FOUND)
        for i in np.argsort(-groups.sizes, kind="stable")[: 20 * LISTED]:
            if flagged[i] <= MOST_FLAGGED:
                firm = groups.firm[groups.start[i] : groups.start[i + 1]]
                found.append((len(firm), int(groups.subject[i]), firm))
    found.sort(key=lambda entry: (-entry[0], entry[1]))
    told = np.zeros(len(register.firms), np.bool_)
    keys: list[Ints] = []
    firms: list[Ints] = []
    for size, key, firm in found:
        if 2 * told[firm].sum() < size and len(keys) < LISTED:
            told[firm] = True
            keys.append(np.full(size, key, np.int32))
            firms.append(firm)
    return np.concatenate(keys), np.concatenate(firms)


def _why(register: RegisterSlice, key: int, size: int, seen: Features, weighed: Weighed, i: int) -> str:
    """What kept one address from being a ring: a typed hub, its size, and what its firms do not share."""
    kind = KeyKind(int(register.keys.kind[key]))
    weight = WEIGHTS[kind]
    nats = max(weight.base - weight.slope * float(np.log(size / 2)), 0.0)
    hub = HubKind(int(register.keys.hub[key]))
    told = []
    if hub != HubKind.NONE:
        who = "declared" if register.keys.declared[key] else "inferred from behaviour"
        told.append(f"typed as {hub.name.lower().replace('_', ' ')} ({who}), so it binds nobody")
    elif size > weight.cap:
        told.append(f"more than {weight.cap} firms, so it pairs nobody")
    else:
        told.append(f"shared by so many it usually adds {nats:.1f} nats to a pair")
    told.append(f"best honest explanation: {HYPOTHESES[int(weighed.honest[i])].title.en.lower()}")
    against = [
        Feature(int(f)) for f in np.argsort(weighed.nats[i], kind="stable")[:2] if weighed.nats[i, f] < 0
    ]
    told += [counted_against(f, seen.hits[i, f], seen.of[i, f]).en for f in against]
    return "; ".join(told)


def addresses(snapshot: Snapshot, score: NDArray[np.float64]) -> str:
    """A table of the largest addresses of which at most MOST_FLAGGED firms are flagged.

    `score` is by firm, in the snapshot's order. Addresses go by their public id; their texts are not shown.
    """
    columns, vocabulary = slice_of(snapshot)
    register, _ = type_hubs(columns)
    key, firm = _largest(register, score)
    order, subject = _numbered(key)
    groups = Groups.sets(register, order, firm)
    seen = features(register, measure(register), groups)
    weighed = weigh(seen, groups.sizes)
    born = register.firms.registered[groups.firm]
    first, last = groups.least(born), groups.most(born)
    burst, _ = groups.densest(30)
    people = groups.distinct(register.firms.representative[groups.firm])
    district, _ = groups.commonest(register.firms.district[groups.firm])
    flagged = groups.share(score[groups.firm] >= FOUND) * groups.sizes
    rows = []
    for i, of_key in enumerate(subject):
        size = int(groups.sizes[i])
        place = vocabulary.texts["district"][district[i]] if district[i] >= 0 else "–"
        rows.append(
            [
                f"`{snapshot.keys['public_id'][of_key]}`",
                place,
                str(size),
                str(int(people[i])),
                f"{day(int(first[i]))} to {day(int(last[i]))}",
                f"{burst[i] / size:.0%}",
                f"{flagged[i]:.0f}",
                f"{weighed.false[i]:.1%}",
                _why(register, of_key, size, seen, weighed, i),
            ]
        )
    return table(HEAD, rows)


def _numbered(key: Ints) -> tuple[Ints, list[int]]:
    """Keys numbered in their order of appearance, and the key of each number."""
    subject = list(dict.fromkeys(key.tolist()))
    number = {of_key: at for at, of_key in enumerate(subject)}
    return np.array([number[of_key] for of_key in key.tolist()], np.int32), subject
