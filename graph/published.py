"""What a sweep publishes: the tables of its results, and how they hang together.

Row number is index, as in the snapshot: `firm` is a row of the snapshot's firms, `key` of its keys, `ring`
a row of RINGS, `finding` a row of FINDINGS; -1 is none. Columns that hold JSON say so. A store adapter
derives its own tables from these.

JSON of reasons and counter-evidence: `[{"family", "zh", "en", "contribution", "code", "finding_id"}]`, the
last two may be absent. JSON of sentences: `[{"zh", "en"}]`.
"""

from dataclasses import dataclass, field
from datetime import date

import polars as pl

from graph.baselines import Baselines
from graph.columns import Vocabulary
from graph.errors import SweepError
from graph.slice import RegisterSlice
from graph.snapshot_tables import Schema, Snapshot

SCHEMA_VERSION = 1  # to be raised when what a column means changes; stores refuse another

_STR, _DAY, _INT, _BYTE, _BOOL = pl.String(), pl.Date(), pl.Int32(), pl.Int8(), pl.Boolean()
_REAL, _STRINGS = pl.Float64(), pl.List(pl.String())

# Row i is firm i.
VERDICTS: Schema = {
    "score": _REAL,  # probability that the registration is false
    "one_hand": _REAL,  # probability that it belongs to its ring's hand; null without a ring
    "grade": _STR,  # A to D
    "rank": _INT,  # from 1
    "decision": _STR,
    "ring": _INT,
    "strength": pl.Float32(),  # 0-1 in the ring; null without one
    "reasons": _STR,  # JSON; null where there is nothing to say
    "counter_evidence": _STR,  # JSON
    "cleared_by": _STR,  # JSON of sentences
}
# Sorted by rank.
RINGS: Schema = {
    "ring_id": _STR,
    "rank": _INT,
    "score": _REAL,
    "one_hand": _REAL,
    "grade": _STR,
    "size": _INT,
    "first_on": _DAY,
    "last_on": _DAY,
    "district": _STR,
    "families": _STRINGS,
    "title_zh": _STR,
    "title_en": _STR,
    "hypothesis": _STR,
    "hypothesis_zh": _STR,
    "hypothesis_en": _STR,
    "runner_up": _STR,  # the best other explanation; null where none was weighed
    "runner_up_zh": _STR,
    "runner_up_en": _STR,
    "reasons": _STR,  # JSON
    "counter_evidence": _STR,  # JSON
    "cleared_by": _STR,  # JSON of sentences
    "next_steps": _STR,  # JSON of sentences
    "came_from": _STRINGS,  # earlier rings that it continues, merged with or was split from
}
RING_MEMBERS: Schema = {"ring": _INT, "firm": _INT, "strength": pl.Float32()}
# Evidence between two members, a < b; weight in nats; `minimal` marks the smallest set that holds the ring.
RING_EDGES: Schema = {
    "ring": _INT,
    "a": _INT,
    "b": _INT,
    "weight": pl.Float32(),
    "kinds": _STRINGS,
    "minimal": _BOOL,
}
# Hubs that members share and that were discounted.
RING_HUBS: Schema = {"ring": _INT, "key": _INT, "members": _INT}
# Every typed hub of the register and why it is taken for one.
HUBS: Schema = {"key": _INT, "hub_kind": _BYTE, "declared": _BOOL, "why_zh": _STR, "why_en": _STR}
# What each detector that found something says of itself.
DETECTORS: Schema = {
    "detector": _STR,
    "scope": _STR,  # local or global
    "family": _STR,
    "severity": _BYTE,  # 1-5
    "title_zh": _STR,
    "title_en": _STR,
    "basis": _STRINGS,
    "next_steps": _STR,  # JSON of sentences
    "cleared_by": _STR,  # JSON of sentences
}
FINDINGS: Schema = {
    "finding_id": _STR,
    "detector": _STR,
    "typology": _STR,
    "subject_kind": _STR,  # key, firm or group
    "subject_id": _STR,  # public id
    "ring": _INT,
    "statistic": _REAL,
    "expected": _REAL,
    "surprise": _REAL,  # nats against chance
    "confidence": _REAL,  # 0-1
    "excuses": pl.UInt32(),  # bit n: look-alike Nn speaks for the firms
    "reason_zh": _STR,
    "reason_en": _STR,
    "evidence": _STR,  # JSON object: the records
    "counter_evidence": _STR,  # JSON
}
FINDING_FIRMS: Schema = {"finding": _INT, "firm": _INT}

RESULTS: dict[str, Schema] = {
    "verdicts": VERDICTS,
    "rings": RINGS,
    "ring_members": RING_MEMBERS,
    "ring_edges": RING_EDGES,
    "ring_hubs": RING_HUBS,
    "hubs": HUBS,
    "detectors": DETECTORS,
    "findings": FINDINGS,
    "finding_firms": FINDING_FIRMS,
}

# What the desk must know of the whole register beside a neighbourhood: small, read whole once per sweep.
REFERENCE: dict[str, Schema] = {
    # What each code of a trade stands for.
    "trades": {"text": _STR},
    # Places that the address library refutes, and rooms that it confirms in a house that it refutes.
    "places": {"kind": _BYTE, "place": _STR, "refuted": _BOOL},
    # Row i is ring i of RINGS; nats by Feature, by Family, counts by weigh.FAULTS.
    "ring_sums": {
        "log_odds": _REAL,
        "whole": _REAL,  # the same before what follows, any limit and calibration
        "by_feature": pl.List(_REAL),
        "by_family": pl.List(_REAL),
        "families": pl.List(_BOOL),
        "fault_hits": pl.List(_REAL),
        "fault_of": pl.List(_REAL),
    },
    # The members that others are compared with, by ring; `values` as likeness.COLUMNS, null unknown.
    "portraits": {"ring": _INT, "firm_id": _STR, "registered": _INT, "values": _STRINGS},
    # How common each value of a portrait is among the register's firms of which it is known.
    "frequencies": {"column": _STR, "value": _STR, "share": _REAL, "hub": _BOOL},
    # Probability that two firms of the register agree.
    "agreeing": {"column": _STR, "share": _REAL},
}
_ROWS_OF = {
    "ring": "rings",
    "finding": "findings",
    "firm": "firms",
    "a": "firms",
    "b": "firms",
    "key": "keys",
}


@dataclass(frozen=True)
class Publication:
    """A finished sweep: the register it was computed from and what came out.

    `register` is the slice of the whole `snapshot` as the detectors saw it (hubs typed), `results` one
    frame for each table of RESULTS. `published_at` is ISO 8601 with offset, told by the caller.
    `not_assessed` names the data that each detector lacked that could not run; `reference` has frames of
    REFERENCE, those that are missing are empty.
    """

    sweep_id: str
    published_at: str
    version: str
    configuration: str
    as_of: date
    snapshot: Snapshot
    register: RegisterSlice
    vocabulary: Vocabulary
    baselines: Baselines
    results: dict[str, pl.DataFrame]
    not_assessed: dict[str, list[str]] = field(default_factory=dict)
    reference: dict[str, pl.DataFrame] = field(default_factory=dict)

    def checked(self) -> "Publication":
        """The same with columns in declared order and type. Raises SweepError where it does not fit."""
        firms, keys = len(self.register.firms), len(self.register.keys)
        if (firms, keys) != (len(self.snapshot.firms), len(self.snapshot.keys)):
            raise _misfit("register", "its rows are not the snapshot's", "行数与快照不一致")
        frames = {name: self._shaped(name) for name in RESULTS}
        if len(frames["verdicts"]) != firms:
            raise _misfit("verdicts", "it has not one row per firm", "并非每户企业一行")
        counts = {
            "rings": len(frames["rings"]),
            "findings": len(frames["findings"]),
            "firms": firms,
            "keys": keys,
        }
        for name, frame in frames.items():
            for column in set(frame.columns) & set(_ROWS_OF):
                low = -1 if name in ("verdicts", "findings") else 0
                if not frame[column].is_between(low, counts[_ROWS_OF[column]] - 1).all():
                    raise _misfit(
                        name, f"its {column} names rows that are not there", f"{column} 列指向不存在的行"
                    )
        missing = set(frames["findings"]["detector"]) - set(frames["detectors"]["detector"])
        if missing:
            raise _misfit("detectors", f"it lacks {min(missing)}", f"缺少 {min(missing)}")
        told = {name: _fitted(name, schema, self.reference.get(name)) for name, schema in REFERENCE.items()}
        return Publication(**{**self.__dict__, "results": frames, "reference": told})

    def _shaped(self, name: str) -> pl.DataFrame:
        return _fitted(name, RESULTS[name], self.results.get(name, pl.DataFrame()))


def _fitted(name: str, schema: Schema, frame: pl.DataFrame | None) -> pl.DataFrame:
    """The frame with its columns in declared order and type; an empty one for none."""
    if frame is None:
        return pl.DataFrame(schema=schema)
    lacking = ", ".join(sorted(set(schema) - set(frame.columns)))
    if lacking:
        raise _misfit(name, f"it lacks {lacking}", f"缺少 {lacking}")
    return frame.select(pl.col(column).cast(dtype) for column, dtype in schema.items())


def _misfit(table: str, en: str, zh: str) -> SweepError:
    return SweepError(
        f"The result table {table} cannot be published: {en}; run it again, report it if it recurs.",
        f"结果表 {table} 无法发布：{zh}；请重新运行，如再次出现请报告。",
    )
