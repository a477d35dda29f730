"""Phone numbers in one canonical form (E.164 where the area is known), and which of them mean nothing."""

import phonenumbers
import polars as pl

from graph.normalise.text import present

VIRTUAL = r"^\+861(?:62|65|67|70|71)"  # mobile virtual network operators
_MOBILE = r"^1[3-9]\d{9}$"
# Three-digit areas have eight-digit numbers; four-digit areas seven or eight.
_AREA_NUMBER = r"(?:10|2\d)[2-8]\d{7}|[3-9]\d{2}[2-8]\d{6,7}"
_LOCAL = r"^[2-8]\d{6,7}$"
_SERVICE = r"^(?:400|800)\d{7}$|^(?:95|96)\d{3,6}$"
_EXTENSION = r"(?i)(?:转|分机|ext|x|#).*$"
_FURTHER_NUMBERS = r"[,;/、|].*$"
_COUNTING = ("01234567890123456789", "98765432109876543210")
_RUNS = sorted({digits[i : i + 7] for digits in _COUNTING for i in range(10)})
# Seven equal digits, or seven that count up or down, at the end: typed to fill the field.
_DUMMY = f"(?:{'|'.join(str(d) * 7 for d in range(10))}|{'|'.join(_RUNS)})$"


def phones(s: pl.Series, country: str = "CN") -> pl.DataFrame:
    """Read phone numbers.

    Columns: phone (E.164; a landline without its area code and a service number stay national, since
    E.164 cannot say them), kind (mobile, landline, other), virtual (a virtual operator's prefix), dummy
    (13800000000 and the like), bad (there was a text, but no number). Dummies keep their number: the caller
    decides to drop them. Only the first of several numbers in a cell is read.
    """
    text = s.cast(pl.String).alias("text")
    unique = text.unique()
    first = present(unique).str.replace(_FURTHER_NUMBERS, "").str.replace(_EXTENSION, "")
    read = _chinese(first) if country == "CN" else _foreign(first, country)
    phone = pl.col("phone")
    judged = read.select(
        text=unique,
        phone=phone,
        kind="kind",
        virtual=phone.str.contains(VIRTUAL),
        dummy=phone.str.contains(_DUMMY),
        bad=first.is_not_null() & phone.is_null(),
    )
    joined = text.to_frame().join(judged, on="text", how="left", maintain_order="left", nulls_equal=True)
    return joined.drop("text")


def _chinese(first: pl.Series) -> pl.DataFrame:
    """Columns phone and kind; numbers that are not Chinese go through the international rules."""
    digits = (
        first.str.replace_all(r"[^\d+]", "")
        .str.replace(r"^(?:\+|00)?86(1[3-9]\d{9})$", "${1}")
        .str.replace(rf"^(?:\+|00)860?({_AREA_NUMBER})$", "0${1}")
    )
    d = pl.col("digits")
    mobile, landline = d.str.contains(_MOBILE), d.str.contains(rf"^0(?:{_AREA_NUMBER})$")
    local, service = d.str.contains(_LOCAL), d.str.contains(_SERVICE)
    read = pl.DataFrame({"digits": digits}).select(
        phone=pl.when(mobile)
        .then("+86" + d)
        .when(landline)
        .then("+86" + d.str.slice(1))
        .when(local | service)
        .then(d),
        kind=pl.when(mobile)
        .then(pl.lit("mobile"))
        .when(landline | local)
        .then(pl.lit("landline"))
        .when(service)
        .then(pl.lit("other")),
    )
    abroad = digits.str.contains(r"^(?:\+|00)\d{6,}$").fill_null(value=False) & read["phone"].is_null()
    rows = abroad.arg_true()
    if not len(rows):
        return read
    foreign = _foreign(digits.gather(rows).str.replace("^00", "+"), "CN")
    return pl.DataFrame([read[c].scatter(rows, foreign[c]) for c in ("phone", "kind")])


def _foreign(first: pl.Series, country: str) -> pl.DataFrame:
    """Columns phone and kind by Google's number plans, for a number written in `country`."""
    kinds = {
        phonenumbers.PhoneNumberType.MOBILE: "mobile",
        phonenumbers.PhoneNumberType.FIXED_LINE: "landline",
    }
    phone: list[str | None] = []
    kind: list[str | None] = []
    for text in first:
        number = None
        if text is not None:
            try:
                number = phonenumbers.parse(text, country)
            except phonenumbers.NumberParseException:
                number = None
        if number is None or not phonenumbers.is_possible_number(number):
            phone.append(None)
            kind.append(None)
        else:
            phone.append(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
            kind.append(kinds.get(phonenumbers.number_type(number), "other"))
    return pl.DataFrame({"phone": phone, "kind": kind}, schema={"phone": pl.String, "kind": pl.String})
