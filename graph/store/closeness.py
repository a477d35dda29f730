"""How search compares texts, and which hits come first: the same in every store."""

import unicodedata

import polars as pl

from graph.store.records import SearchHit


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
