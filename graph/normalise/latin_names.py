"""Firm names in Latin script: the words that are left without accents and punctuation, and the legal form."""

import re
from functools import cache

import polars as pl

from graph.normalise import lexicon

# Letters that the canonical decomposition leaves whole.
_LETTERS = {
    "ß": "SS",
    "ẞ": "SS",
    "Ø": "O",
    "Æ": "AE",
    "Œ": "OE",
    "Ł": "L",
    "Đ": "D",
    "Ð": "D",
    "Þ": "TH",
    "İ": "I",
    "ı": "I",
}


@cache
def _forms() -> dict[str, str]:
    rows = lexicon.rows("latin_forms")
    return {" ".join(ending): form.replace("_", " ") for *ending, form in rows}


@cache
def _form_pattern() -> str:
    endings = sorted(_forms(), key=lambda ending: (-len(ending), ending))
    return rf" ({'|'.join(re.escape(ending) for ending in endings)})$"


def is_latin(folded: pl.Series) -> pl.Series:
    """Whether a name is to be read as Latin: it has letters, and no Chinese character."""
    return (folded.str.contains(r"\p{L}") & ~folded.str.contains(r"\p{Han}")).fill_null(value=False)


def latin_names(folded: pl.Series) -> pl.DataFrame:
    """Columns brand (words in capitals, `&` as AND, no leading THE) and form (canonical; null if none)."""
    plain = folded.str.to_uppercase().str.replace_many(_LETTERS).str.normalize("NFKD")
    plain = (
        plain.str.replace_all(r"[\p{M}'’`´]", "")
        .str.replace_all(r"\b(\p{L})\.", "${1}")  # S.A., U.K.
        .str.replace_all(r"[&+]", " AND ")
        .str.replace_all(r"[^\p{L}\p{N}]+", " ")
        .str.strip_chars(" ")
        .str.replace(r"^THE ", "")
    )
    ending = plain.str.extract(_form_pattern(), 1)
    return pl.DataFrame(
        {
            "brand": plain.str.replace(_form_pattern(), "").str.replace(r" AND$", ""),
            "form": ending.replace_strict(_forms(), default=None, return_dtype=pl.String),
        }
    )


@cache
def _abbreviations() -> dict[str, str]:
    return dict(lexicon.rows("latin_abbreviations"))


def written_out(brand: pl.Series) -> pl.Series:
    """The words of a brand with the usual abbreviations written out: INTL as INTERNATIONAL."""
    short = "|".join(sorted(_abbreviations(), key=lambda word: (-len(word), word)))
    abbreviated = brand.str.contains(rf"\b(?:{short})\b").fill_null(value=False).arg_true()
    if not len(abbreviated):
        return brand
    words = brand.gather(abbreviated).str.split(" ").list.eval(pl.element().replace(_abbreviations()))
    return brand.scatter(abbreviated, words.list.join(" "))
