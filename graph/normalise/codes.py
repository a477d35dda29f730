"""Unified social credit codes (统一社会信用代码, GB 32100) and the filing number inside them (GB 11714)."""

import numpy as np
import numpy.typing as npt
import polars as pl

from graph.normalise.codepoints import ascii_matrix
from graph.normalise.text import present

CHARSET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WEIGHTS = tuple(pow(3, i, 31) for i in range(17))
ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
KINDS = {"91": "firm", "92": "sole_trader", "93": "cooperative"}
LENGTH = 18

Matrix = npt.NDArray[np.uint8]
Flags = npt.NDArray[np.bool_]
_UNKNOWN = 255


def _values(alphabet: str) -> npt.NDArray[np.uint8]:
    table = np.full(256, _UNKNOWN, np.uint8)
    table[np.frombuffer(alphabet.encode(), np.uint8)] = np.arange(len(alphabet))
    return table


_BASE31 = _values(CHARSET)
_BASE36 = _values("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")


def _registration_check(base31: Matrix) -> Flags:
    """Character 18: (31 - sum(3^(i-1) c_i) mod 31) mod 31 over characters 1-17 (GB 32100)."""
    known: Flags = (base31 != _UNKNOWN).all(axis=1)
    # In floats, because only those are multiplied fast; the sums are small and exact.
    total = base31[:, :17].astype(np.float32) @ np.array(WEIGHTS, np.float32)
    known &= (31 - total.astype(np.int32) % 31) % 31 == base31[:, 17]
    return known


def _organisation_check(characters: Matrix) -> Flags:
    """Character 17: 11 - sum(w_i c_i) mod 11 over characters 9-16; 10 is X and 11 is 0 (GB 11714)."""
    base36 = _BASE36[characters[:, 8:16]]
    total = (base36.astype(np.float32) @ np.array(ORGANISATION_WEIGHTS, np.float32)).astype(np.int32)
    digits = np.frombuffer(b"0123456789X0", np.uint8)
    known: Flags = (base36 != _UNKNOWN).all(axis=1)
    known &= digits[11 - total % 11] == characters[:, 16]
    return known


def filing_numbers(base31: Matrix) -> npt.NDArray[np.int64]:
    """The counter of organisation codes that start MA: characters 11-16 read as one base-31 number.

    The most significant character is the first; the digits are the places in CHARSET. -1 where a
    character is not in CHARSET. Codes issued one after the other differ by one.
    """
    digits = base31[:, 10:16]
    number = digits.astype(np.float64) @ np.array([31**i for i in range(5, -1, -1)], np.float64)
    return np.where((digits != _UNKNOWN).all(axis=1), number.astype(np.int64), -1)


def credit_codes(s: pl.Series) -> pl.DataFrame:
    """Read firm ids.

    Columns: code (trimmed, upper case; any id, also a foreign one), kind (firm, sole_trader, cooperative,
    other; null unless the id has 18 letters and digits), valid (both check digits), registration_check_ok,
    org_check_ok, office (characters 3-8), filing_no (see `filing_numbers`; null unless characters 9-10 are
    MA), stream (the issuing province, 2 digits).
    """
    code = present(s).str.to_uppercase().alias("code")
    is_cn = code.str.contains(r"^[0-9A-Z]{18}$")
    rows = is_cn.fill_null(value=False).arg_true()
    cn = code.gather(rows)
    flat = ascii_matrix(cn, LENGTH)
    base31 = _BASE31[flat]
    registration, organisation = _registration_check(base31), _organisation_check(flat)
    numbers = filing_numbers(base31)
    counted = (numbers >= 0) & (flat[:, 8] == ord("M")) & (flat[:, 9] == ord("A"))
    read = pl.DataFrame(
        {
            "row": rows,
            "kind": cn.str.slice(0, 2).replace_strict(KINDS, default="other", return_dtype=pl.String),
            "valid": registration & organisation,
            "registration_check_ok": registration,
            "org_check_ok": organisation,
            "office": cn.str.extract(r"^..(\d{6})", 1),
            "filing_no": pl.Series(numbers).set(pl.Series(~counted), None),
            "stream": cn.str.extract(r"^..(\d{2})", 1),
        }
    )
    if len(read) == len(code):
        return read.select(code, *read.columns[1:])
    row = pl.int_range(len(code), eager=True).cast(rows.dtype).alias("row")
    return pl.DataFrame([row, code]).join(read, on="row", how="left", maintain_order="left").drop("row")
