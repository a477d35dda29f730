"""What the registration desk reads of a firm or a key, packed into one property.

A neighbourhood is some hundred firms with thousands of links: as properties and relationships of their own
they would be tens of thousands of values. Fixed-width little-endian records in base64 come and go as whole
columns instead. A record's size is a multiple of three bytes, so that the base64 of many firms, put one
after another, is the base64 of their records put one after another.

A firm's pack: its FIRM record | its LINK records in the slice's order | its EVENT records | TEXTS.
A key's pack: its KEY record, then KEY_TEXTS. Texts are separated by U+001F; an unknown one is empty.
"""

from binascii import a2b_base64
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, get_args, get_type_hints

import numpy as np
import polars as pl
import pyarrow as pa
from numpy.typing import NDArray

from graph.order import offsets, order_by
from graph.published import Publication
from graph.slice import Events, Firms, Ints, Keys, Links

Records = NDArray[np.void]
Fields = list[tuple[str, Any]]

_BETWEEN: Final = "|"
_BETWEEN_TEXTS: Final = "\x1f"
# Kept as texts: their codes are numbers within one register.
CODED: Final = ("office", "stream", "district", "marker", "brand", "trade")
TEXTS: Final = ("id", "parent", *CODED)
KEY_TEXTS: Final = ("id", "surname", "home", "value")
# What follows from the coded texts, the links and the rarity of characters (`graph.columns`).
_FOLLOWS: Final = ("stem", "series", "scope", "representative", "brand_nats")


def _fields(part: type, leave_out: tuple[str, ...]) -> Fields:
    hints = get_type_hints(part)
    # NDArray[x] is ndarray[shape, dtype[x]].
    return [
        (name, np.dtype(get_args(get_args(hint)[1])[0]).newbyteorder("<"))
        for name, hint in hints.items()
        if name not in leave_out
    ]


def _record(fields: Fields) -> np.dtype[Any]:
    """These fields without gaps, filled up to a multiple of three bytes."""
    plain = np.dtype(fields)
    return np.dtype(
        {
            "names": [name for name, _ in fields],
            "formats": [kind for _, kind in fields],
            "offsets": [plain.fields[name][1] for name, _ in fields] if plain.fields else [],
            "itemsize": -(-plain.itemsize // 3) * 3,
        }
    )


FIRM: Final = _record(_fields(Firms, (*CODED, *_FOLLOWS, "parent")))
# `key` is the 16 hex digits at the end of the key's public id, `kind` the key's; together they name it.
LINK: Final = _record([("key", "<u8"), ("kind", "<i1"), *_fields(Links, ("firm", "key"))])
EVENT: Final = _record(_fields(Events, ("firm",)))
KEY: Final = _record([("key", "<u8"), *_fields(Keys, ("complete", "surname", "home"))])


@dataclass(frozen=True)
class FirmPacks:
    """Firms out of their packs, in the order given.

    `firms` one FIRM record each; `links` and `events` LINK and EVENT records by firm, `link_firm` and
    `event_firm` the place of each one's firm; `texts[name]` one text per firm for each of TEXTS, "" unknown.
    """

    firms: Records
    links: Records
    link_firm: Ints
    events: Records
    event_firm: Ints
    texts: dict[str, list[str]]


@dataclass(frozen=True)
class KeyPacks:
    """Keys out of their packs, in the order given: KEY records and for each of KEY_TEXTS a text per key."""

    keys: Records
    texts: dict[str, list[str]]


def firm_packs(publication: Publication) -> pl.Series:
    """The pack of every firm of the register, in the order of its rows."""
    register = publication.register
    n = len(register.firms)
    own = _filled(FIRM, {name: getattr(register.firms, name) for name in FIRM.names or ()})
    links = register.links
    by_firm = order_by(links.firm, np.arange(len(links.firm)))
    keys = key_numbers(publication.snapshot.keys["public_id"])
    columns = {name: getattr(links, name)[by_firm] for name in ("role", "since", "until", "strength")}
    key = links.key[by_firm]
    link_records = _filled(LINK, {"key": keys[key], "kind": register.keys.kind[key], **columns})
    events = register.events
    of_event = order_by(events.firm, np.arange(len(events.firm)))
    event_records = _filled(EVENT, {name: getattr(events, name)[of_event] for name in EVENT.names or ()})
    frame = pl.DataFrame(
        {
            "own": _base64(own, np.arange(n + 1)),
            "links": _base64(link_records, offsets(links.firm, n)),
            "events": _base64(event_records, offsets(events.firm, n)),
            "texts": _firm_texts(publication),
        }
    )
    return frame.select(pl.concat_str(pl.all(), separator=_BETWEEN).alias("packed")).to_series()


def key_packs(publication: Publication) -> pl.Series:
    """The pack of every key of the register, in the order of its rows."""
    keys, frame = publication.register.keys, publication.snapshot.keys
    columns = {name: getattr(keys, name) for name in KEY.names or () if name != "key"}
    records = _filled(KEY, {"key": key_numbers(frame["public_id"]), **columns})
    texts = [
        frame["public_id"],
        _coded(publication.vocabulary.texts["surname"], keys.surname),
        _coded(publication.vocabulary.texts["home"], keys.home),
        frame["value"],
    ]
    return _joined([_base64(records, np.arange(len(keys) + 1)), *texts])


def key_numbers(public_ids: pl.Series) -> NDArray[np.uint64]:
    """The 16 hex digits at the end of each public id, as a number."""
    return _joined_bytes(public_ids.str.tail(16).str.decode("hex")).view(">u8").astype(np.uint64)


def cut(pack: str) -> list[str]:
    """The four parts of a firm's pack."""
    return pack.split(_BETWEEN, 3)


def unpack_firms(packs: Sequence[Sequence[str]]) -> FirmPacks:
    """Firms out of their packs, each `cut`, in the order given."""
    own, links, events, texts = zip(*packs, strict=True) if packs else ((),) * 4
    return FirmPacks(
        firms=_unpacked(own, FIRM),
        links=_unpacked(links, LINK),
        link_firm=_places(links, LINK),
        events=_unpacked(events, EVENT),
        event_firm=_places(events, EVENT),
        texts=_columns(texts, TEXTS),
    )


def names_of(pack: Sequence[str]) -> tuple[str, str]:
    """A firm's id and its declared parent's, "" for none, out of its pack that was `cut`."""
    firm_id, parent, _ = pack[3].split(_BETWEEN_TEXTS, 2)
    return firm_id, parent


def unpack_keys(packs: Sequence[str]) -> KeyPacks:
    """Keys out of their packs, in the order given."""
    texts = _columns(packs, ("", *KEY_TEXTS))
    return KeyPacks(_unpacked(texts.pop(""), KEY), texts)


def _filled(kind: np.dtype[Any], columns: dict[str, NDArray[Any]]) -> Records:
    records = np.zeros(len(next(iter(columns.values()))), kind)
    for name, values in columns.items():
        records[name] = values
    return records


def _base64(records: Records, starts: NDArray[np.int64]) -> pl.Series:
    """The records from one start to the next as base64, for each start but the last."""
    ends = pa.py_buffer(np.ascontiguousarray(starts * records.dtype.itemsize, np.int64))
    column = pa.LargeBinaryArray.from_buffers(
        pa.large_binary(), len(starts) - 1, [None, ends, pa.py_buffer(records)]
    )
    return pl.Series(column, dtype=pl.Binary).bin.encode("base64")


def _firm_texts(publication: Publication) -> pl.Series:
    firms, ids = publication.register.firms, publication.snapshot.firms["firm_id"]
    coded = [_coded(publication.vocabulary.texts[name], getattr(firms, name)) for name in CODED]
    return _joined([ids, _taken(ids, firms.parent), *coded])


def _coded(texts: list[str], codes: Ints) -> pl.Series:
    return _taken(pl.Series(texts, dtype=pl.String), codes)


def _taken(texts: pl.Series, rows: Ints) -> pl.Series:
    """The text in each row; null for row -1."""
    at = pl.Series(rows).cast(pl.Int64)
    return texts.gather(at.set(at < 0, None))


def _joined(texts: list[pl.Series]) -> pl.Series:
    frame = pl.DataFrame([text.alias(str(i)) for i, text in enumerate(texts)])
    clean = pl.all().fill_null("").str.replace_all(_BETWEEN_TEXTS, " ", literal=True)
    return frame.select(pl.concat_str(clean, separator=_BETWEEN_TEXTS).alias("packed")).to_series()


def _joined_bytes(values: pl.Series) -> NDArray[np.uint8]:
    data = values.to_arrow().cast(pa.large_binary())
    buffer = data.buffers()[2]
    return np.frombuffer(buffer, np.uint8) if buffer else np.empty(0, np.uint8)


def _unpacked(texts: Sequence[str], kind: np.dtype[Any]) -> Records:
    records: Records = np.frombuffer(a2b_base64("".join(texts)), kind)
    return records


def _places(texts: Sequence[str], kind: np.dtype[Any]) -> Ints:
    lengths = np.fromiter(map(len, texts), np.int64, len(texts))
    return np.repeat(np.arange(len(texts), dtype=np.int32), lengths // (kind.itemsize // 3 * 4))


def _columns(texts: Sequence[str], names: Sequence[str]) -> dict[str, list[str]]:
    every = _BETWEEN_TEXTS.join(texts).split(_BETWEEN_TEXTS) if texts else []
    return {name: every[i :: len(names)] for i, name in enumerate(names)}
