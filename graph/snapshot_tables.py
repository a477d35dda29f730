"""The snapshot's tables: every column and type of the register as keys and links.

Row number is index: `firm` in any table is a row of `firms`, `key` a row of `keys` (both int32; -1 is
none). Rows are sorted by their content, so the order of the input never shows.
"""

from dataclasses import dataclass, field

import polars as pl

from graph.model import (
    DECLARED_HUBS,
    EVENT_KINDS,
    LABELS,
    PLACE_USES,
    STATUSES,
    TIE_KINDS,
)

Schema = dict[str, pl.DataType]


def _enum(values: tuple[str, ...]) -> pl.DataType:
    return pl.Enum(list(values))


_STR, _DAY, _INT, _BYTE, _BOOL = pl.String(), pl.Date(), pl.Int32(), pl.Int8(), pl.Boolean()
_MONEY = pl.Float64()

# Sorted by firm_id. Money is in units of `currency`. The layout's columns first, what was read out of
# them below: the credit code (graph.normalise.codes), the name's parts, the address's parts.
FIRMS: Schema = {
    "firm_id": _STR,
    "name": _STR,
    "country": _STR,
    "status": _enum(STATUSES),
    "firm_type": _STR,
    "registered_on": _DAY,
    "dissolved_on": _DAY,
    "capital": _MONEY,
    "currency": _STR,
    "paid_in": _MONEY,
    "scope": _STR,
    "industry": _STR,
    "address": _STR,
    "region": _STR,
    "registry": _STR,
    "code_valid": _BOOL,
    "code_kind": _STR,
    "office": _STR,
    "filing_no": pl.Int64(),
    "stream": _STR,
    "name_region": _STR,
    "brand": _STR,
    "trade": _STR,
    "form": _STR,
    "branch": _STR,
    "province": _STR,
    "city": _STR,
    "district": _STR,
    "marker": _STR,
    "granularity": _BYTE,  # model.Granularity
    "room": _INT,  # the ROOM key, -1 when the address names none
    "building": _INT,  # the BUILDING key, -1 when the address names none
}
# Sorted by (kind, value). `value` is canonical; a person's is the place of its first mention in the
# register, never anything made of an id number. `label` is what a user reads.
KEYS: Schema = {
    "kind": _BYTE,  # model.KeyKind
    "value": _STR,
    "label": _STR,
    "degree": _INT,  # distinct firms; of another spelling, those that write it so
    "flag": _BYTE,  # 1: the number of a virtual operator
    "public_id": _STR,
    "same_as": _INT,  # the key that this is only another spelling of, and that has its links; -1 none
}
# Sorted by (firm, key, role), one row each. A missing `since` was filled with the firm's registration;
# a null `until` still holds. Strength: 1.0 for what is declared, lower for a person matched by name.
LINKS: Schema = {
    "firm": _INT,
    "key": _INT,
    "role": _BYTE,  # model.LinkRole
    "since": _DAY,
    "until": _DAY,
    "strength": pl.Float32(),
}
# One row per PERSON and AGENT key, sorted by key.
PERSONS: Schema = {
    "key": _INT,
    "name": _STR,
    "surname": _STR,
    "birth_date": _STR,  # as fine as known: 1980, 1980-05 or 1980-05-03
    "home_region": _STR,  # 6 digits
    "nationality": _STR,
    "identity": _BYTE,  # resolve.Identity
    "strength": pl.Float32(),
    "age_known": _BOOL,
}
# The keyed form of source ids, sorted by key; kept apart, outside the content and its hash, since it
# depends on a secret.
IDENTITIES: Schema = {"id": _STR, "key": _INT}
HOLDINGS: Schema = {
    "firm": _INT,
    "holder_key": _INT,  # PERSON or OWNER
    "holder_firm": _INT,  # -1 unless the holder is a firm of the register
    "share": _MONEY,
    "subscribed": _MONEY,
    "verified": _BOOL,
    "since": _DAY,
    "until": _DAY,
}
EVENTS: Schema = {
    "firm": _INT,
    "kind": _enum(EVENT_KINDS),
    "on": _DAY,
    "outcome": _STR,
    "until": _DAY,
    "topic": _STR,
    "amount": _MONEY,
    "ref": _STR,
    "unreachable": _BOOL,  # true where it lists a firm nobody was found at; else null
}
TIES: Schema = {
    "from_firm": _INT,
    "to_firm": _INT,
    "kind": _enum(TIE_KINDS),
    "on": _DAY,
    "until": _DAY,
    "amount": _MONEY,
    "ref": _STR,
}
LABELLED: Schema = {"firm": _INT, "label": _enum(LABELS), "typology": _STR, "decided_on": _DAY}
# The address library. `key` is the ROOM key, or the BUILDING key where the entry names no room; -1 when
# no firm is registered there.
PLACES: Schema = {
    "key": _INT,
    "building_key": _STR,
    "room_key": _STR,
    "room_known": _BOOL,
    "use": _enum(PLACE_USES),
    "exists": _BOOL,
}
# Hubs that the authority declared, found among the keys; `declared` is the layout's own word.
HUBS: Schema = {
    "key": _INT,
    "hub_kind": _BYTE,  # model.HubKind
    "declared": _enum(DECLARED_HUBS),
    "name": _STR,
    "capacity": pl.Float64(),
    "since": _DAY,
    "until": _DAY,
}

CONTENT: dict[str, Schema] = {
    "firms": FIRMS,
    "keys": KEYS,
    "links": LINKS,
    "persons": PERSONS,
    "holdings": HOLDINGS,
    "events": EVENTS,
    "ties": TIES,
    "labels": LABELLED,
    "places": PLACES,
    "declared_hubs": HUBS,
}
SCHEMAS: dict[str, Schema] = {**CONTENT, "identities": IDENTITIES}


@dataclass(frozen=True)
class Snapshot:
    """A register as keys and links, named after its content.

    `id` is the same for the same extract on any machine, whatever the secret that ids are keyed with.
    `notes` counts what could not be used (dummy phones, unresolved hubs, …), by a word for each.
    `key_check` tells that secret from another without giving it away (graph.key_check).
    """

    id: str
    firms: pl.DataFrame
    keys: pl.DataFrame
    links: pl.DataFrame
    persons: pl.DataFrame
    holdings: pl.DataFrame
    events: pl.DataFrame
    ties: pl.DataFrame
    labels: pl.DataFrame
    places: pl.DataFrame
    declared_hubs: pl.DataFrame
    identities: pl.DataFrame
    notes: dict[str, int] = field(default_factory=dict)
    key_check: str = ""

    def table(self, name: str) -> pl.DataFrame:
        """One table by its name in `SCHEMAS`."""
        frame = getattr(self, name)
        assert isinstance(frame, pl.DataFrame)
        return frame
