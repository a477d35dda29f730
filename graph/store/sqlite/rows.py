"""A publication as rows of the store's tables: everything large is turned by columns, not by rows."""

import io
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from graph.baselines import Baselines
from graph.model import STATUSES, KeyKind
from graph.neighbourhood import NEIGHBOURHOOD_CAP
from graph.published import Publication
from graph.store.records import FirmFacts
from graph.store.reference import packed
from graph.store.sqlite import packing
from graph.store.sqlite.blocks import FIRMS_PER_BLOCK, KEYS_PER_BLOCK, by_firm, by_row, id_blocks
from graph.store.sqlite.postings import postings
from graph.store.sweep_info import info_json, sweep_info

Rows = Iterable[tuple[Any, ...]]
_FACTS = [field.name for field in fields(FirmFacts) if field.name not in ("firm_id", "name")]
_VERDICT_TEXTS = ("decision", "reasons", "counter_evidence", "cleared_by")
_FIRMS_AT_ONCE = 100_000


def _meta(publication: Publication) -> Rows:
    yield "info", info_json(sweep_info(publication))
    yield "character_nats", json.dumps(publication.vocabulary.character_nats, ensure_ascii=False)
    yield "as_of_day", json.dumps(int(publication.register.as_of))


def _baselines(publication: Publication) -> Rows:
    for field in fields(Baselines):
        out = io.BytesIO()
        np.save(out, np.asarray(getattr(publication.baselines, field.name)), allow_pickle=False)
        yield field.name, out.getvalue()


def _reference(publication: Publication) -> Rows:
    yield from packed(publication).items()


def _firm_records(publication: Publication, link_starts: NDArray[np.int64], links: packing.Records) -> bytes:
    firms, verdicts = publication.register.firms, publication.results["verdicts"]
    out = np.empty(len(firms), packing.FIRM)
    for name in packing.FIRM.names or ():
        if hasattr(firms, name):
            out[name] = getattr(firms, name)
    for name in ("score", "one_hand", "strength"):
        out[name] = verdicts[name].fill_null(float("nan")).to_numpy()
    out["rank"], out["ring"] = verdicts["rank"].to_numpy(), verdicts["ring"].fill_null(-1).to_numpy()
    grades = pl.Enum(list(packing.GRADES))
    out["grade"] = verdicts["grade"].cast(grades).to_physical().to_numpy()
    status = publication.snapshot.firms["status"].cast(pl.Enum(list(STATUSES)))
    out["status"] = status.to_physical().cast(pl.Int8).fill_null(-1).to_numpy()
    key = links["key"]
    firm = np.repeat(np.arange(len(firms)), np.diff(link_starts))
    new = np.r_[len(key) > 0, (key[1:] != key[:-1]) | (firm[1:] != firm[:-1])][: len(key)]
    out["held"] = np.bincount(firm[new], minlength=len(firms))
    return out.tobytes()


def _findings_of_firms(publication: Publication) -> tuple[bytes, NDArray[np.int64]]:
    pairs = publication.results["finding_firms"].unique().sort("firm", "finding")
    counts = np.bincount(pairs["firm"].to_numpy(), minlength=len(publication.register.firms))
    return pairs["finding"].to_numpy().astype("<i4").tobytes(), np.r_[0, np.cumsum(counts)]


def _firms(publication: Publication) -> Rows:
    register, frame = publication.register, publication.snapshot.firms
    links, link_starts = packing.link_records(register, packing.key_records(register.keys))
    events, event_starts = packing.event_records(register)
    findings, finding_starts = _findings_of_firms(publication)
    records, size = _firm_records(publication, link_starts, links), packing.FIRM.itemsize
    n = len(register.firms)
    for a in range(0, n, _FIRMS_AT_ONCE):
        b = min(a + _FIRMS_AT_ONCE, n)
        yield from zip(
            range(a, b),
            frame["firm_id"][a:b].to_list(),
            frame["name"][a:b].to_list(),
            [records[i : i + size] for i in range(a * size, b * size, size)],
            _between(links, link_starts, a, b),
            _between(events, event_starts, a, b),
            packing.pieces(findings, finding_starts[a : b + 1], 4),
            strict=True,
        )


def _between(records: packing.Records, starts: NDArray[np.int64], a: int, b: int) -> list[bytes | None]:
    part = starts[a : b + 1]
    return packing.pieces(records[part[0] : part[-1]].tobytes(), part - part[0], records.dtype.itemsize)


def _firm_blocks(publication: Publication) -> Rows:
    snapshot, n = publication.snapshot, len(publication.register.firms)
    facts = snapshot.firms.select(_FACTS).hstack(publication.results["verdicts"].select(_VERDICT_TEXTS))
    key_ids = snapshot.keys["public_id"]
    holdings = snapshot.holdings.with_columns(
        holder_id=key_ids.gather(snapshot.holdings["holder_key"]),
        holder_name=snapshot.keys["label"].gather(snapshot.holdings["holder_key"]),
    )
    columns = (
        by_row(facts, FIRMS_PER_BLOCK),
        by_firm(holdings, n),
        by_firm(snapshot.events, n),
        by_firm(snapshot.ties, n, "from_firm"),
        by_firm(snapshot.ties, n, "to_firm"),
    )
    yield from ((block, *parts) for block, parts in enumerate(zip(*columns, strict=True)))


def _key_blocks(publication: Publication) -> Rows:
    keys, n = publication.snapshot.keys, len(publication.register.keys)
    persons = publication.snapshot.persons.select("key", "name", "birth_date", "home_region")
    texts = (
        keys.select("value", "label", "public_id", "same_as")
        .with_row_index("key")
        .with_columns(pl.col("key").cast(pl.Int32))
        .join(persons, on="key", how="left", maintain_order="left")
        .drop("key")
    )
    firms, starts = packing.adjacency(publication.register, NEIGHBOURHOOD_CAP)
    records = packing.key_records(publication.register.keys)
    kinds, values = keys["kind"], keys["value"]
    for block, data in enumerate(by_row(texts, KEYS_PER_BLOCK)):
        a, b = block * KEYS_PER_BLOCK, min((block + 1) * KEYS_PER_BLOCK, n)
        own = starts[a : b + 1]
        yield (
            block,
            kinds[a],
            values[a],
            records[a:b].tobytes(),
            data,
            (own - own[0]).astype("<i4").tobytes(),
            firms[own[0] : own[-1]].tobytes(),
        )


def _lookups(publication: Publication) -> Rows:
    snapshot = publication.snapshot
    yield from id_blocks("firm", snapshot.firms["firm_id"], _numbers(0, len(snapshot.firms)))
    for kind in KeyKind:
        a, b = publication.register.keys.range_of(kind)
        yield from id_blocks(f"key:{kind.name.lower()}", snapshot.keys["public_id"][a:b], _numbers(a, b))
    kinds = snapshot.keys["kind"].gather(snapshot.identities["key"])
    for kind in (KeyKind.PERSON, KeyKind.AGENT):
        mine = snapshot.identities.filter(kinds == kind)
        yield from id_blocks(f"identity:{kind.name.lower()}", mine["id"], mine["key"].to_numpy())
    for column, texts in sorted(publication.vocabulary.texts.items()):
        yield from id_blocks(f"code:{column}", pl.Series(texts, dtype=pl.String), _numbers(0, len(texts)))


def _numbers(a: int, b: int) -> NDArray[np.int32]:
    return np.arange(a, b, dtype=np.int32)


def _postings(publication: Publication) -> Rows:
    firms, keys, persons = (publication.snapshot.table(name) for name in ("firms", "keys", "persons"))
    yield from postings("firm", pl.Series(_numbers(0, len(firms))), firms["name"])
    yield from postings("person", persons["key"], persons["name"])
    places = keys.with_row_index("key").filter(pl.col("kind").is_in([KeyKind.ROOM, KeyKind.BUILDING]))
    yield from postings("place", places["key"], places["label"])


def _plain(name: str, *sort: str) -> Callable[[Publication], Rows]:
    def rows(publication: Publication) -> Iterator[tuple[Any, ...]]:
        frame = publication.results[name]
        yield from _sqlite_values(frame.sort(sort) if sort else frame).iter_rows()

    return rows


def _numbered(name: str) -> Callable[[Publication], Rows]:
    def rows(publication: Publication) -> Iterator[tuple[Any, ...]]:
        yield from (
            (row, *values) for row, values in enumerate(_sqlite_values(publication.results[name]).iter_rows())
        )

    return rows


def _findings(publication: Publication) -> Rows:
    pairs = publication.results["finding_firms"].unique().sort("finding", "firm")
    firms = pairs["firm"].to_numpy().astype("<i4").tobytes()
    frame = _sqlite_values(publication.results["findings"])
    counts = np.bincount(pairs["finding"].to_numpy(), minlength=len(frame))
    shown = packing.pieces(firms, np.r_[0, np.cumsum(counts)], 4)
    yield from ((row, *values, shown[row]) for row, values in enumerate(frame.iter_rows()))


def _sqlite_values(frame: pl.DataFrame) -> pl.DataFrame:
    """Days as ISO text, lists as JSON: SQLite knows neither."""
    lists = [name for name, dtype in frame.schema.items() if dtype == pl.List(pl.String)]
    days = [name for name, dtype in frame.schema.items() if dtype == pl.Date()]
    return frame.with_columns(
        *(
            pl.Series(name, [json.dumps(v, ensure_ascii=False) for v in frame[name].to_list()], pl.String)
            for name in lists
        ),
        *(pl.col(name).dt.to_string("iso:strict") for name in days),
    )


ROWS: dict[str, Callable[[Publication], Rows]] = {
    "meta": _meta,
    "baselines": _baselines,
    "reference": _reference,
    "firms": _firms,
    "firm_blocks": _firm_blocks,
    "key_blocks": _key_blocks,
    "lookups": _lookups,
    "postings": _postings,
    "rings": _numbered("rings"),
    "ring_members": _plain("ring_members", "ring", "strength", "firm"),
    "ring_edges": _plain("ring_edges", "ring", "a", "b"),
    "ring_hubs": _plain("ring_hubs", "ring", "key"),
    "hubs": _plain("hubs", "key"),
    "detectors": _plain("detectors", "detector"),
    "findings": _findings,
}
