"""Ids of people: what a resident id says, and the keyed form that alone is ever stored."""

import numpy as np
import numpy.typing as npt
import polars as pl

from graph.normalise.blake import hex_digests
from graph.normalise.codepoints import ascii_matrix
from graph.normalise.distinct import numbered
from graph.normalise.text import present

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643
CHECKS = b"10X98765432"
MASK = r"[*●•#?]|XX"  # what hides the middle of an id; a valid one holds a single X at most


def _check_digits(first17: pl.Series) -> npt.NDArray[np.uint8]:
    digits = ascii_matrix(first17, 17) - ord("0")
    total = digits.astype(np.float32) @ np.array(WEIGHTS, np.float32)  # floats are multiplied fast
    return np.frombuffer(CHECKS, np.uint8)[total.astype(np.int32) % 11]


def _as_text(characters: npt.NDArray[np.uint8]) -> pl.Series:
    return pl.Series(np.ascontiguousarray(characters).view("S1").astype("U1"), dtype=pl.String)


def _dates(eight_digits: pl.Series) -> pl.Series:
    return eight_digits.str.to_date("%Y%m%d", strict=False)


def canonical(s: pl.Series) -> pl.Series:
    """Upper case without blanks; a well-formed 15-digit resident id becomes its 18-digit form."""
    ids = present(s).str.to_uppercase().str.replace_all(r"[\s\-]", "")
    old = ids.str.contains(r"^\d{15}$")
    old &= _dates(pl.select(pl.lit("19") + ids.str.slice(6, 6)).to_series()).is_not_null()
    rows = old.fill_null(value=False).arg_true()
    if not len(rows):
        return ids
    fifteen = ids.gather(rows)
    first17 = fifteen.str.slice(0, 6) + "19" + fifteen.str.slice(6)
    return ids.scatter(rows, first17 + _as_text(_check_digits(first17)))


def resident_ids(s: pl.Series) -> pl.DataFrame:
    """Read resident ids (GB 11643).

    Columns: id_ok (form, date and check digit hold; false for masked ids and other id systems), masked,
    birth_date and home_region (6 digits); the last two only where the id is valid: nothing is read from a
    masked id, since it cannot be checked.
    """
    return _read(canonical(s).alias("id"))


def _read(ids: pl.Series) -> pl.DataFrame:
    form = ids.str.contains(r"^[1-9]\d{16}[0-9X]$").fill_null(value=False)
    rows = form.arg_true()
    formed = ids.gather(rows)
    checked = _as_text(_check_digits(formed.str.slice(0, 17))) == formed.str.slice(17)
    born = _dates(formed.str.slice(6, 8))
    dated = (born.dt.year() >= 1800).fill_null(value=False)
    good = rows.filter(checked & dated)
    ok = pl.zeros(len(ids), dtype=pl.Int8, eager=True).scatter(good, 1).cast(pl.Boolean)
    return pl.select(
        id_ok=ok.set(ids.is_null(), None),
        masked=ids.str.contains(MASK),
        birth_date=pl.when(ok).then(_dates(ids.str.slice(6, 8))),
        home_region=pl.when(ok).then(ids.str.slice(0, 6)),
    )


def keyed(s: pl.Series, key: bytes) -> pl.Series:
    """BLAKE2b keyed with `key` (RFC 7693) over the canonical id, as 32 hex digits; masked ids give null.

    Works for the ids of any source. Only this form may be stored: without the key it does not lead back.
    """
    return _keyed(canonical(s), key).alias(s.name)


def _keyed(ids: pl.Series, key: bytes) -> pl.Series:
    ids = ids.set(ids.str.contains(MASK).fill_null(value=False), None)
    codes, texts = numbered(ids)
    secret = hex_digests(texts, size=16, key=key)
    return secret.gather(pl.Series(codes).replace(-1, None))


def read_and_key(s: pl.Series, key: bytes) -> tuple[pl.DataFrame, pl.Series]:
    """As `resident_ids` and `keyed`, for a column that needs both."""
    ids = canonical(s).alias("id")
    return _read(ids), _keyed(ids, key)
