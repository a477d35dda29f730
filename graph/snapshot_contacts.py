"""Contacts in canonical form, and those that identify nobody left out."""

import polars as pl

from graph.keys import Shared, share
from graph.model import CONTACT_USERS, KeyKind, LinkRole
from graph.normalise.masking import HIDDEN
from graph.normalise.phones import phones
from graph.normalise.text import present

KINDS = {
    "phone": KeyKind.PHONE,
    "email": KeyKind.EMAIL,
    "device": KeyKind.DEVICE,
    "ip": KeyKind.IP,
    "account": KeyKind.ACCOUNT,
}
_OF_AGENT = "agent"
_USERS = {
    user: LinkRole.CONTACT
    if user == "firm"
    else LinkRole.CONTACT_OF_AGENT
    if user == _OF_AGENT
    else LinkRole.CONTACT_OF_PERSON
    for user in CONTACT_USERS
}
_NOBODYS_IP = r"^(?:0\.0\.0\.0|127\..*|::1?)$"


def canonical_contacts(kind: KeyKind, values: pl.Series, country: str = "CN") -> pl.DataFrame:
    """Canonical `value` (null where it identifies nobody) and `flag` (1: virtual operator) of each text."""
    if kind == KeyKind.PHONE:
        read = phones(values, country)
        usable = pl.when(~(pl.col("dummy").fill_null(False) | pl.col("bad").fill_null(False)))
        return read.select(
            usable.then("phone").alias("value"),
            pl.col("virtual").fill_null(False).cast(pl.Int8).alias("flag"),
        )
    text = present(values)
    if kind == KeyKind.EMAIL:
        text = text.str.to_lowercase()
        good = text.str.contains(r"^[^@\s]+@[^@\s]+$")
    elif kind == KeyKind.IP:
        good = ~text.str.contains(_NOBODYS_IP)
    else:
        text = text.str.to_uppercase()
        # 0000 and 00:00:00 were typed to fill the field: without its first character nothing is left.
        characters = pl.col("text").str.replace_all(r"[^\p{L}\p{N}]", "")
        left = characters.str.strip_chars(characters.str.slice(0, 1))
        good = text.to_frame("text").select(left != "").to_series()
    good &= ~text.str.contains(HIDDEN, literal=True)  # what held a resident id would join strangers
    value = pl.select(pl.when(good).then(text)).to_series()
    return pl.DataFrame({"value": value, "flag": pl.zeros(len(value), pl.Int8, eager=True)})


def _read(kind: KeyKind, written: pl.DataFrame) -> pl.DataFrame:
    """The distinct rows of `written` (text, country) with their canonical `value` and `flag`."""
    # Only phone numbers are written differently in each country.
    by_country = kind == KeyKind.PHONE and len(written) > 0
    parts = written.partition_by("country") if by_country else [written]
    return pl.concat(
        part.hstack(canonical_contacts(kind, part["text"], str(part["country"][0]) if by_country else "CN"))
        for part in parts
    )


def read_contacts(contacts: pl.DataFrame, country: pl.Series) -> tuple[dict[KeyKind, Shared], dict[str, int]]:
    """What firms share by kind, and how many contacts of each kind identify nobody.

    `contacts` has a `firm` index; `country[firm]` decides how national phone numbers are read.
    """
    contacts = contacts.rename({"value": "text"}).with_columns(
        pl.col("used_by")
        .cast(pl.String)
        .replace_strict(_USERS, default=None, return_dtype=pl.Int8)
        .fill_null(LinkRole.CONTACT)
        .alias("role"),
        country.gather(contacts["firm"]).fill_null("CN").alias("country"),
    )
    facts, unusable = {}, {}
    for word, kind in KINDS.items():
        rows = contacts.filter(pl.col("kind").cast(pl.String) == word)
        read = _read(kind, rows.select("text", "country").unique())
        known = rows.join(read, on=["text", "country"])
        facts[kind] = share(known.select("firm", "value", "flag", "role", "since", "until"))
        unusable[f"unusable_{word}"] = len(rows) - len(facts[kind].links)
    return facts, unusable
