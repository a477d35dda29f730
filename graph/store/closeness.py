"""How search compares texts, what it finds at most and which hits come first: the same in every store."""

import re
import unicodedata
from typing import Final

import polars as pl

from graph.model import KeyKind
from graph.store.cursors import offset
from graph.store.records import Page, SearchHit

MOST_FIRMS: Final = 1_000  # found of firms, and of rings
MOST_KEYS: Final = 200  # found of persons, and of places
MOST_SPELLINGS: Final = 2 * MOST_KEYS  # of places: some are other spellings of one that is found already
LEAST_ID: Final = 4  # characters of the start of an id
_CONTACTS: Final = (KeyKind.PHONE, KeyKind.EMAIL, KeyKind.DEVICE, KeyKind.ACCOUNT)


def id_start(text: str) -> str:
    """The start of an id that a text may be; "" where it is too short for one."""
    start = unicodedata.normalize("NFKC", text).strip()
    return start if len(start) >= LEAST_ID else ""


def contact_values(start: str) -> list[tuple[KeyKind, str]]:
    """What a text may be as a contact, in the order of the hits."""
    number = re.sub(r"[\s()-]", "", start)
    forms = {start, start.lower(), number, "+86" + number.removeprefix("0")}
    return [(kind, form) for kind in _CONTACTS for form in sorted(forms)] if start else []


def page_of(hits: list[SearchHit], cursor: str | None, limit: int) -> Page[SearchHit]:
    """The hits from where the cursor stands. Raises UsageError for what is no cursor."""
    skip = offset(cursor)
    more = str(skip + limit) if skip + limit < len(hits) else None
    return Page(tuple(hits[skip : skip + limit]), more, len(hits))


def folded(text: str) -> str:
    """How texts are compared: NFKC, lower case, no blanks."""
    return "".join(unicodedata.normalize("NFKC", text).lower().split())


def folded_column(texts: pl.Series) -> pl.Series:
    """`folded` for a column; null stays null."""
    # Python counts four separators of ASCII among the blanks, regular expressions do not.
    return texts.str.normalize("NFKC").str.to_lowercase().str.replace_all(r"[\s\x1c-\x1f]", "")


def closest(hits: list[SearchHit], wanted: str) -> list[SearchHit]:
    """Those that really hold the folded text: equal, then beginning with it, then the shorter, then by id."""

    def order(hit: SearchHit) -> tuple[bool, bool, int, str]:
        label = folded(hit.label)
        return label != wanted, not label.startswith(wanted), len(label), hit.id

    return sorted((hit for hit in hits if wanted in folded(hit.label)), key=order)
