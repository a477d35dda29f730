"""Addresses in Latin script: what is levelled before they are read, and their postcodes."""

import numpy as np
import numpy.typing as npt
import polars as pl

from graph.jit import kernel
from graph.matching.address_store import Tokens
from graph.matching.latin_cut import Words, cut_latin, scratch_words, split_words
from graph.matching.latin_words import Canon, latin_forms, latin_trie
from graph.normalise.codepoints import Codes, Spans, decode
from graph.normalise.text import fold
from graph.normalise.trie import Trie

# The formats of British postcodes (outward and inward code), and five digits as in the United States.
# The last of a text counts.
_BRITISH = r"^(|.*[^0-9A-Z])([A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2})(|[^0-9A-Z].*)$"
_DIGITS = r"^(.*[, ])([0-9]{5})(?:-[0-9]{4})?(|[^0-9A-Z-].*)$"
_COUNTRY = r"(?:[, ]|^)(?:UNITED KINGDOM|GREAT BRITAIN|ENGLAND|SCOTLAND|WALES|UK|GB|USA|UNITED STATES)[, ]*$"
_CARE_OF = r"(?:^|,)\s*C/O [^,]*"
_SPACED = r"\b([A-Z])\.(?:([A-Z])\.?)\b"

Postcodes = npt.NDArray[np.int64]


def is_latin(s: pl.Series) -> pl.Series:
    """Boolean: whether a text holds Latin letters and no Chinese character; null does not."""
    return (s.str.contains("[A-Za-z]") & ~s.str.contains(r"\p{Han}")).fill_null(value=False)


def _plain(s: pl.Series) -> pl.Series:
    """Upper case without accents, dots and apostrophes; commas between the lines."""
    text = fold(s).str.normalize("NFKD").str.replace_all(r"\p{M}", "").str.to_uppercase()
    text = text.str.replace_all("[’'`\"]", "").str.replace_all("ß", "SS").str.replace_all("&", " AND ")
    text = text.str.replace_all(_SPACED, "$1$2").str.replace_all(r"[;|()\[\]\n]", ",")
    text = text.str.replace_all("[‐‑‒–—−]", "-").str.replace_all(r"([0-9A-Z])\s*-\s*([0-9])", "$1-$2")
    text = text.str.replace_all(r"[.#:]", " ").str.replace_all(_CARE_OF, "")
    return text.str.replace_all(r"\s+", " ").str.replace_all("[ ,]*,[ ,]*", ",").str.strip_chars(" ,")


def prepared(s: pl.Series) -> tuple[pl.Series, pl.Series]:
    """The text to read, and the postcode that stood in it without its blank; null where there is none."""
    text = _plain(s)
    text = text.str.replace(_COUNTRY, "").str.replace(_COUNTRY, "")
    british, digits = text.str.contains(_BRITISH), text.str.contains(_DIGITS)
    cut = pl.DataFrame({"text": text, "british": british, "digits": digits}).select(
        pl.when("british")
        .then(pl.col("text").str.replace(_BRITISH, "$1,$3"))
        .when("digits")
        .then(pl.col("text").str.replace(_DIGITS, "$1,$3"))
        .otherwise("text")
        .alias("text"),
        pl.when("british")
        .then(pl.col("text").str.extract(_BRITISH, 2).str.replace(" ", ""))
        .when("digits")
        .then(pl.col("text").str.extract(_DIGITS, 2))
        .alias("postcode"),
    )
    return cut["text"].str.replace_all("[ ,]*,[ ,]*", ",").str.strip_chars(" ,"), cut["postcode"]


@kernel
def _pack(codes: Codes, starts: Spans, out: Postcodes) -> None:
    for row in range(len(out)):
        value = 0
        for i in range(starts[row], starts[row + 1]):
            c = codes[i]
            value = value * 37 + (int(c) - 47 if c < 58 else int(c) - 54)
        out[row] = value


@kernel
def _read(
    codes: Codes, texts: Spans, trie: Trie, forms: Canon, words: Words, rows: Spans, starts: Spans,
    ends: Spans, tokens: Tokens, n: int, at: int,
) -> tuple[int, int]:  # fmt: skip
    for i in range(len(rows)):
        starts[rows[i]] = n
        n_words = split_words(codes, texts[i], texts[i + 1], trie, words)
        n, at = cut_latin(codes, words, n_words, forms, tokens, n, at)
        ends[rows[i]] = n
    return n, at


def read_latin(
    s: pl.Series, rows: Spans, starts: Spans, ends: Spans, tokens: Tokens, n: int, at: int
) -> Postcodes:
    """Write the addresses `s` behind the first `n` of `tokens`, and where each stands at its place in `rows`.

    Returns the postcodes as numbers, 0 where there is none.
    """
    text, postcode = prepared(s)
    texts = decode(text)
    _read(
        texts.codes, texts.starts, latin_trie(), latin_forms(), scratch_words(), rows, starts, ends,
        tokens, n, at,
    )  # fmt: skip
    packed: Postcodes = np.zeros(len(s), np.int64)
    _pack(*decode(postcode), packed)
    return packed
