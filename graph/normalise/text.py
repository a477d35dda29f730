"""Folding: the spelling differences that never carry meaning in a register."""

import unicodedata
from collections.abc import Callable
from functools import cache

import numpy as np
import opencc
import polars as pl

from graph.jit import kernel
from graph.normalise.codepoints import Codes, Spans, Texts, decode, encode, is_printable_ascii

CHUNK = 100_000  # rows whose code points lie in memory at once
DROP = 0  # in the folding table: the character carries nothing
SLOW = 0xFFFFFFFF  # in the folding table: the row needs the full normal form or phrase conversion
BLANK = 0x20
# Folded to a plain number, "②2" would read 22: another room.
_ENCLOSED = (range(0x2460, 0x2474), range(0x24EA, 0x2500), range(0x2776, 0x2794), range(0x3251, 0x3260))
_ENCLOSED_IDEOGRAPHS = (range(0x3280, 0x32C0),)
_KEPT = {c for block in (*_ENCLOSED, *_ENCLOSED_IDEOGRAPHS) for c in block}
# Used in names today though their simplified form exists; a brand written with one is another brand. 乾 is
# hardly ever 干 in a name (乾县, 乾元).
_READMITTED = frozenset("昇陞甯喆堃邨濛頫乾")
# What marks a cell as empty in registers; compared after folding, without regard to case.
EMPTY_MARKS = ("", "n/a", "na", "-", "--", "null", "none", "无", "不详", "未知", "/")
_LONGEST_MARK = 8  # bytes, and some more: a letter's lower case may be shorter


@cache
def _traditional() -> dict[str, str]:
    """Traditional character to simplified, for characters that simplified Chinese does not use.

    A character in GB 2312 (乾, 著, 於) is left alone: it may be meant as it stands (乾县).
    """
    han = [chr(c) for c in range(0x4E00, 0xA000)]
    pairs: dict[str, str] = {}
    for way in ("t2s", "tw2s", "hk2s"):  # Taiwan and Hong Kong write some characters their own way: 衞
        simplified = opencc.OpenCC(way).convert("\n".join(han)).split("\n")
        found = {t: s for t, s in zip(han, simplified, strict=True) if t != s and len(s) == 1}
        pairs = found | pairs

    def in_gb2312(character: str) -> bool:
        try:
            character.encode("gb2312")
        except UnicodeEncodeError:
            return False
        return True

    pairs = {t: s for t, s in pairs.items() if not in_gb2312(t) and t not in _READMITTED}
    return {t: pairs.get(s, s) for t, s in pairs.items()}


@cache
def _table() -> Codes:
    """For every character of the basic plane its folded form, DROP or SLOW."""
    table = np.arange(0x10000, dtype=np.uint32)
    traditional = {ord(c) for c in _traditional()}
    for c in range(0x10000):
        category = unicodedata.category(chr(c))
        if category in {"Zs", "Zl", "Zp"} or c in {0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x85}:
            table[c] = BLANK
        elif category in {"Cc", "Cf", "Cs"} or 0xFE00 <= c <= 0xFE0F:
            table[c] = DROP
        elif c in _KEPT:
            continue
        else:
            whole = unicodedata.normalize("NFKC", chr(c))
            table[c] = ord(whole) if len(whole) == 1 else SLOW
            if category in {"Mn", "Mc", "Me"} or 0x1100 <= c < 0x1200 or c in traditional:
                table[c] = SLOW  # composes with its neighbour, or is read by phrase
    # A character that folds to one which itself needs work is as slow as that one.
    targets = table[table < 0x10000]
    table[table < 0x10000] = np.where(table[targets] == SLOW, SLOW, targets)
    return table


@kernel
def _translate(texts: Texts, table: Codes, out: Texts, slow: Spans) -> int:
    at = 0
    n_slow = 0
    for row in range(len(texts.starts) - 1):
        out.starts[row] = at
        blank = True  # nothing written yet: a leading blank is not wanted
        for i in range(texts.starts[row], texts.starts[row + 1]):
            c = texts.codes[i]
            c = table[c] if c < 0x10000 else SLOW
            if c == SLOW:
                slow[n_slow] = row
                n_slow += 1
                break
            if c == DROP or (c == BLANK and blank):
                continue
            blank = c == BLANK
            out.codes[at] = c
            at += 1
        if at > out.starts[row] and out.codes[at - 1] == BLANK:
            at -= 1
    out.starts[len(texts.starts) - 1] = at
    return n_slow


def _fold_by(s: pl.Series, table: Codes, fold_one: Callable[[str], str]) -> pl.Series:
    """Fold a column by table, and the rows that a table cannot fold one by one."""
    if len(s) > CHUNK:
        return pl.concat([_fold_by(s.slice(i, CHUNK), table, fold_one) for i in range(0, len(s), CHUNK)])
    texts = decode(s)
    out = Texts(np.empty_like(texts.codes), np.empty_like(texts.starts))
    slow: Spans = np.empty(len(s), np.int64)
    slow = slow[: _translate(texts, table, out, slow)]
    folded = encode(out.codes, out.starts[:-1], out.starts[1:], s.name)
    if len(slow):
        hard = s.cast(pl.String).gather(slow)
        by_text = {text: fold_one(text) for text in hard.unique()}
        folded = folded.scatter(slow, [by_text[text] for text in hard])
    return folded.set(s.is_null(), None) if s.null_count() else folded


@cache
def _converter() -> "opencc.OpenCC":
    return opencc.OpenCC("t2s")


def _fold_one(text: str) -> str:
    """The full path for one text: normal form, phrases, then the same character rules."""
    parts = (c if ord(c) in _KEPT else unicodedata.normalize("NFKC", c) for c in text)
    kept = "".join(
        " " if c.isspace() or unicodedata.category(c) in {"Zs", "Zl", "Zp"} else c
        for c in unicodedata.normalize("NFC", "".join(parts))
        if unicodedata.category(c) not in {"Cc", "Cf", "Cs"} or c in "\t\n\v\f\r\x85"
    )
    traditional = _traditional()
    if any(c in traditional for c in kept):
        converted = _converter().convert(kept)
        if len(converted) == len(kept):
            converted = "".join(c if c in _READMITTED else s for c, s in zip(kept, converted, strict=True))
        kept = "".join(traditional.get(c, c) for c in converted)
    return " ".join("".join(c for c in kept if not 0xFE00 <= ord(c) <= 0xFE0F).split())


def fold(s: pl.Series) -> pl.Series:
    """Full width to half width (NFKC), traditional to simplified, no control characters, single blanks.

    Circled numbers stay as they are. Idempotent. Case is kept: identifiers fold it where they mean to.
    """
    if s.dtype == pl.String and is_printable_ascii(s):
        return s.clone()  # as ids and numbers mostly are; not `s`, which a caller may write to
    return _fold_by(s, _table(), _fold_one)


@cache
def _bare_table() -> Codes:
    """The folding table with letters in lower case and everything dropped that is no letter or number."""
    bare = _table().copy()
    for c in np.unique(bare[bare < 0x10000]):
        lower = chr(c).lower()
        if not lower.isalnum():
            bare[_table() == c] = DROP
        elif lower != chr(c):
            bare[_table() == c] = ord(lower) if len(lower) == 1 else SLOW
    return bare


def bare(s: pl.Series) -> pl.Series:
    """Folded letters and numbers alone, in lower case: what is left to compare of a long text."""
    return _fold_by(s, _bare_table(), lambda t: "".join(c for c in _fold_one(t).lower() if c.isalnum()))


def present(s: pl.Series) -> pl.Series:
    """Folded text, with null for what registers write into an empty cell (N/A, -, 无 …)."""
    folded = fold(s)
    short = (folded.str.len_bytes() <= _LONGEST_MARK).fill_null(value=False).arg_true()
    if not len(short):
        return folded
    empty = folded.gather(short).str.to_lowercase().is_in(EMPTY_MARKS)
    return folded.scatter(short.filter(empty), None) if empty.any() else folded
