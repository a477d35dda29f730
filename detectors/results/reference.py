"""What a sweep tells the desk of the whole register: its rings in numbers, and its members in values."""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from detectors.judge import Judgement
from detectors.results.names import Names
from detectors.rings.likeness import KEYED, Column, columns_of
from graph.published import REFERENCE
from graph.slice import RegisterSlice


def reference_frames(judged: Judgement, names: Names) -> dict[str, pl.DataFrame]:
    """The frames of `graph.published.REFERENCE` but for the places."""
    rings, register = judged.rings, judged.register
    core = rings.groups.members(rings.core)
    values, frequencies, agreeing = [], [], []
    for column in columns_of(register, judged.normal):
        own = column.values[core.firm]
        known = np.unique(own[own >= 0])
        texts = _texts(register, names, column, known)
        at = pl.Series(np.searchsorted(known, own)).set(pl.Series(own < 0), None)
        values.append(texts.gather(at).alias(column.name))
        frequencies.append(
            pl.DataFrame(
                {"value": texts, "share": column.frequency[known], "hub": column.typed_here(known)}
            ).select(pl.lit(column.name).alias("column"), "value", "share", "hub")
        )
        agreeing.append({"column": column.name, "share": column.agreeing})
    return {
        "trades": pl.DataFrame({"text": names.texts.get("trade", [])}, schema=REFERENCE["trades"]),
        "ring_sums": pl.DataFrame(
            {
                "log_odds": rings.log_odds,
                "whole": rings.whole,
                "by_feature": rings.by_feature.tolist(),
                "by_family": rings.by_family.tolist(),
                "families": rings.families.tolist(),
                "fault_hits": rings.fault_hits.tolist(),
                "fault_of": rings.fault_of.tolist(),
            },
            schema=REFERENCE["ring_sums"],
        ),
        "portraits": pl.DataFrame(
            {
                "ring": core.group.astype(np.int32),
                "firm_id": names.firm_ids.gather(core.firm),
                "registered": register.firms.registered[core.firm],
                "values": pl.DataFrame(values).select(pl.concat_list(pl.all())).to_series(),
            },
            schema=REFERENCE["portraits"],
        ),
        "frequencies": pl.concat(frequencies),
        "agreeing": pl.DataFrame(agreeing, schema=REFERENCE["agreeing"]),
    }


def _texts(register: RegisterSlice, names: Names, column: Column, codes: NDArray[np.int32]) -> pl.Series:
    """What codes of a column stand for, so that an application's values can be told alike."""
    for kind in KEYED:
        if column.name == kind.name.lower():
            return names.key_ids.gather(codes + register.keys.range_of(kind)[0])
    if column.name == "representative":
        return names.key_ids.gather(codes)
    if column.name == "capital":
        return pl.Series(np.unique(register.firms.capital)[codes]).cast(pl.String)
    if column.name in names.texts:
        return pl.Series(names.texts[column.name], dtype=pl.String).gather(codes)
    return pl.Series(codes).cast(pl.String)
