"""The form of a published file: what a reader must know alike to read it rightly."""

from dataclasses import fields
from hashlib import blake2b

from graph.baselines import Baselines
from graph.data import Data
from graph.published import REFERENCE, RESULTS, SCHEMA_VERSION
from graph.snapshot_tables import SCHEMAS
from graph.store.records import FirmFacts, SweepInfo
from graph.store.sqlite import blocks, packing
from graph.store.sqlite.tables import TABLES


def _form() -> int:
    """A digest of every declaration that lays out bytes, so that no change of one can be forgotten."""
    declared = (
        SCHEMA_VERSION,
        [(table.create, table.create_indexes) for table in TABLES],
        [kind.descr for kind in (packing.FIRM, packing.LINK, packing.KEY, packing.EVENT)],
        (blocks.FIRMS_PER_BLOCK, blocks.KEYS_PER_BLOCK),
        [[field.name for field in fields(part)] for part in (Baselines, FirmFacts, SweepInfo)],
        [kind.name for kind in Data],
        sorted(RESULTS.items()),
        sorted(REFERENCE.items()),
        sorted(SCHEMAS.items()),
    )
    return int.from_bytes(blake2b(repr(declared).encode(), digest_size=4).digest(), "big") >> 1


FORM = _form()
