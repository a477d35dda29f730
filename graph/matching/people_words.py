"""Names in Latin script (or any with words), compared word by word, whatever the order of the words."""

from enum import IntEnum
from functools import cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from graph.jit import kernel
from graph.matching.people_rarity import word_share
from graph.normalise.codepoints import Codes, Spans, decode
from graph.normalise.distinct import numbered

Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Nodes = npt.NDArray[np.int8]

_MOST_WORDS = 8
_MOST_LETTERS = 20
_TITLES = (
    "SIR LORD LADY DAME MR MRS MS MISS DR DOCTOR PROF PROFESSOR REV REVEREND HON RT RIGHT HONOURABLE"
    " BARON BARONESS BARONET BT EARL DUKE DUCHESS VISCOUNT MARQUESS MARQUIS COUNT COUNTESS"
    " CAPTAIN CAPT COLONEL COL MAJOR GENERAL"
    " ESQ OBE CBE MBE KBE KC QC MP PHD MD JR SR JUNIOR SENIOR II III IV"
    " OF THE DE LA DU DA DI DEL DER DEN VON VAN ZU Y E BIN BINTE AL EL"
).split()
_ORDINAL = r"^\d+(?:ST|ND|RD|TH)?$"
_YOUNGER, _ELDER = r"\b(?:JR|JUNIOR|II|III)\b", r"\b(?:SR|SENIOR)\b"
_LETTERS_OF_OTHERS = {"Ø": "O", "Ł": "L", "Đ": "D", "Æ": "AE", "Œ": "OE", "ß": "SS", "Þ": "TH", "ẞ": "SS"}

# Nats that a word adds when found on the other side, but for its rarity: ln P(so written | one person).
_EXACT, _NICKNAME, _SHORTENED, _SLIPPED, _SLIPPED_TWICE = np.log([0.9, 0.3, 0.1, 0.1, 0.03])
# So many more words are one slip, or two, away from a word than equal to it.
_SLIPS, _TWO_SLIPS = np.log([3.0, 20.0])
_LEAST = 0.1  # what a word adds that may be written for the other, though it is so common
_INITIAL = np.log(0.3 / 0.07)
# ln P(the given names differ | one person), of surnames (a married woman's), of other words, of one left out.
_OTHER_GIVEN, _OTHER_SURNAME, _OTHER_WORD, _LEFT_OUT = np.log([0.01, 0.03, 0.1, 0.75])
_GIVEN_NAME = 1e-3  # share of people with a given name that has short forms, or is one
_OTHER_GENERATION = np.log(0.02)
# ln P(the given name is the same | two of a family), of the surname differing.
_NAMED_AFTER, _MARRIED = np.log([0.03, 0.3])


class Words(IntEnum):
    """Two names of words."""

    UNKNOWN = 0
    SAME = 1
    VARIANT = 2  # every word of the shorter has its like
    RENAMED = 3  # a given name has its like, the surname has not
    SURNAME = 4  # a word is shared, but the given names differ
    OTHER = 5


class WordNames(NamedTuple):
    """Distinct names: the words of name i are `words[starts[i]:starts[i + 1]]`, rows of the words' columns.

    Per name where its text stands in their order, the place of its surname among its words, its generation
    (1 junior, 2 senior, 0), and numbers of its letters run together: as written, with the last word first,
    with the first word last. Per word its letters, its share of people, and `nicknames`, the sorted pairs of
    words (high half, low half) of which one is a short form of the other.
    """

    words: Ints
    starts: Longs
    order: Ints
    surname: Nodes
    generation: Nodes
    joined: Ints
    letters: Codes
    letter_starts: Spans
    share: Floats
    nicknames: Longs


@cache
def _nickname_pairs() -> pl.DataFrame:
    """Given names and their short forms, and short forms of one name: a, b."""
    from nicknames import name_triplets

    pairs = pl.DataFrame(
        [(t.name1.upper(), t.name2.upper()) for t in name_triplets()], schema=["a", "b"], orient="row"
    ).unique()
    siblings = pairs.join(pairs, on="a").select(a="b", b="b_right")
    both = pl.concat([pairs, siblings]).filter(pl.col("a") != pl.col("b"))
    return pl.concat([both, both.select(a="b", b="a")]).unique().sort("a", "b")


def plain_letters(names: pl.Series) -> pl.Series:
    """In capitals without accents."""
    text = names.str.to_uppercase().str.normalize("NFKD").str.replace_all(r"\p{M}", "")
    return text.str.replace_many(list(_LETTERS_OF_OTHERS), list(_LETTERS_OF_OTHERS.values()))


def read_words(names: pl.Series) -> WordNames:
    """Read names; those with a Chinese character have no words."""
    text = plain_letters(names)
    text = text.set(text.str.contains(r"\p{Han}"), None).str.replace_all("['’`´]", "")
    generation = text.str.contains(_YOUNGER).cast(pl.Int8) + 2 * text.str.contains(_ELDER).cast(pl.Int8)
    table = pl.DataFrame({"text": text}).with_row_index("name")
    before_comma = pl.col("text").str.contains(",") & pl.col("text").str.splitn(",", 2).struct[
        0
    ].str.contains(r"\p{L}")
    words = (
        table.with_columns(
            first=pl.when(before_comma).then(pl.col("text").str.splitn(",", 2).struct[0]),
            word=pl.col("text").str.extract_all(r"[\p{L}\d]+"),
        )
        .select(
            "name", "word", of_surname=pl.col("first").str.extract_all(r"[\p{L}\d]+").list.len().fill_null(0)
        )
        .explode("word")
        .drop_nulls("word")
        .with_columns(at=pl.int_range(pl.len()).over("name"))
        .filter(~pl.col("word").is_in(_TITLES) & ~pl.col("word").str.contains(_ORDINAL))
        .with_columns(place=pl.int_range(pl.len()).over("name"), n=pl.len().over("name"))
        .filter(pl.col("place") < _MOST_WORDS)
    )
    n = len(names)
    counts = np.bincount(words["name"].to_numpy(), minlength=n)
    # The last word before the comma is the surname where there is one, else the last word.
    inside = (
        words.filter(pl.col("at") < pl.col("of_surname")).group_by("name").agg(place=pl.col("place").max())
    )
    surname = np.maximum(counts - 1, 0)
    surname[inside["name"].to_numpy()] = inside["place"].to_numpy()
    codes, distinct = numbered(words["word"])
    pairs = (
        _nickname_pairs()
        .join(pl.DataFrame({"a": distinct, "left": np.arange(len(distinct), dtype=np.int64)}), on="a")
        .join(pl.DataFrame({"b": distinct, "right": np.arange(len(distinct), dtype=np.int64)}), on="b")
    )
    letters = decode(distinct)
    return WordNames(
        codes,
        np.concatenate([[0], np.cumsum(counts)]),
        names.rank("ordinal").fill_null(0).to_numpy().astype(np.int32),
        surname.astype(np.int8),
        generation.fill_null(0).to_numpy(),
        _joined(words, n),
        letters.codes,
        letters.starts,
        np.maximum(
            [word_share(word) for word in distinct],
            np.where(distinct.is_in(_nickname_pairs()["a"].implode()), _GIVEN_NAME, 0.0),
        ),
        np.sort(pairs.select(pl.col("left") * 2**32 + pl.col("right")).to_series().to_numpy())
        if len(pairs)
        else np.empty(0, np.int64),
    )


def _joined(words: pl.DataFrame, n: int) -> Ints:
    """int32[n, 3]: the letters of each name run together, in three orders of its words, numbered."""
    by_name = words.group_by("name", maintain_order=True).agg("word")
    last, first = pl.col("word").list.slice(-1), pl.col("word").list.slice(0, 1)
    rest, others = pl.col("word").list.slice(0, pl.col("word").list.len() - 1), pl.col("word").list.slice(1)
    orders = by_name.select(
        pl.col("word").list.join("").alias("0"),
        pl.concat_list(last, rest).list.join("").alias("1"),
        pl.concat_list(others, first).list.join("").alias("2"),
    )
    codes, _ = numbered(pl.concat([orders[c] for c in orders.columns]))
    out = np.full((n, 3), -1, np.int32)
    out[by_name["name"].to_numpy()] = codes.reshape(3, -1).T
    return out


@kernel
def _edits(n: WordNames, a: int, b: int, most: int) -> bool:
    """Whether one word becomes the other by `most` letters changed, left out, put in, or swapped."""
    i, j = n.letter_starts[a], n.letter_starts[b]
    length, other_length = n.letter_starts[a + 1] - i, n.letter_starts[b + 1] - j
    if abs(length - other_length) > most or max(length, other_length) > _MOST_LETTERS:
        return False
    before = np.zeros(_MOST_LETTERS + 1, np.int64)
    last = np.arange(_MOST_LETTERS + 1)
    for x in range(1, length + 1):
        row = np.empty(_MOST_LETTERS + 1, np.int64)
        row[0] = x
        least = x
        for y in range(1, other_length + 1):
            cost = n.letters[i + x - 1] != n.letters[j + y - 1]
            row[y] = min(last[y] + 1, row[y - 1] + 1, last[y - 1] + cost)
            if (
                x > 1
                and y > 1
                and n.letters[i + x - 1] == n.letters[j + y - 2]
                and n.letters[i + x - 2] == n.letters[j + y - 1]
            ):
                row[y] = min(row[y], before[y - 2] + 1)
            least = min(least, row[y])
        if least > most:
            return False
        before, last = last, row
    return bool(last[other_length] <= most)


@kernel
def _begins(n: WordNames, a: int, b: int, length: int) -> bool:
    i, j = n.letter_starts[a], n.letter_starts[b]
    for k in range(length):
        if n.letters[i + k] != n.letters[j + k]:
            return False
    return True


@kernel
def _word_nats(n: WordNames, a: int, b: int) -> float:
    """What two words say when they stand for each other; 0 where they hardly do."""
    if a == b:
        if n.letter_starts[a + 1] - n.letter_starts[a] == 1:
            return float(_INITIAL)
        return float(_EXACT - np.log(n.share[a]))
    length, other_length = (
        n.letter_starts[a + 1] - n.letter_starts[a],
        n.letter_starts[b + 1] - n.letter_starts[b],
    )
    shorter, longer = min(length, other_length), max(length, other_length)
    rarity = -np.log(max(n.share[a], n.share[b]))
    if shorter == 1:
        return float(_INITIAL) if _begins(n, a, b, 1) else 0.0
    code = np.int64(a) << 32 | np.int64(b)
    at = np.searchsorted(n.nicknames, code)
    if at < len(n.nicknames) and n.nicknames[at] == code:
        return float(_NICKNAME + rarity)
    if shorter >= 3 and longer > shorter and _begins(n, a, b, shorter):
        return float(max(_SHORTENED + rarity, _LEAST))
    if longer >= 4 and _edits(n, a, b, 1):
        return float(max(_SLIPPED - _SLIPS + rarity, _LEAST))
    if shorter >= 5 and _edits(n, a, b, 2):
        return float(max(_SLIPPED_TWICE - _TWO_SLIPS + rarity, _LEAST))
    return 0.0


@kernel
def _run_together(n: WordNames, a: int, b: int) -> bool:
    """Whether the letters are the same but for where words end, and whether the surname is first or last."""
    if n.joined[a, 0] < 0:
        return False
    for k in range(3):
        if n.joined[a, 0] == n.joined[b, k] or n.joined[a, k] == n.joined[b, 0]:
            return True
    return False


@kernel
def _whole(n: WordNames, a: int) -> tuple[float, float]:
    """What a whole name says for one person and for a family, against strangers."""
    same = 0.0
    family = 0.0
    for place, i in enumerate(range(n.starts[a], n.starts[a + 1])):
        nats = _word_nats(n, n.words[i], n.words[i])
        same += nats
        family += nats if place == n.surname[a] else 0.0
    return same, max(family, same + _NAMED_AFTER)


@kernel
def _compare_names(n: WordNames, a: int, b: int) -> tuple[int, float, float]:
    begin, other_begin = n.starts[a], n.starts[b]
    size, other_size = n.starts[a + 1] - begin, n.starts[b + 1] - other_begin
    if size == 0 or other_size == 0:
        return Words.UNKNOWN, 0.0, 0.0
    apart = n.generation[a] and n.generation[b] and n.generation[a] != n.generation[b]
    if _run_together(n, a, b) and not apart:
        same, family = _whole(n, a)
        return Words.SAME, same, family
    nats = np.zeros((_MOST_WORDS, _MOST_WORDS))
    for i in range(size):
        for j in range(other_size):
            nats[i, j] = _word_nats(n, n.words[begin + i], n.words[other_begin + j])
    found, other_found = np.zeros(_MOST_WORDS, np.bool_), np.zeros(_MOST_WORDS, np.bool_)
    same = 0.0
    family = 0.0
    pairs = 0
    exact = True
    surname = False
    given = False
    while True:
        best = 0.0
        at, other_at = -1, -1
        for i in range(size):
            for j in range(other_size):
                if not found[i] and not other_found[j] and nats[i, j] > best:
                    best, at, other_at = nats[i, j], i, j
        if at < 0:
            break
        found[at], other_found[other_at] = True, True
        same += best
        pairs += 1
        exact &= n.words[begin + at] == n.words[other_begin + other_at]
        if at == n.surname[a] or other_at == n.surname[b]:
            surname = True
            family += best
        else:
            given = True
            family += best + _NAMED_AFTER
    if pairs == 0:
        return Words.OTHER, _OTHER_GIVEN + _OTHER_SURNAME, _MARRIED
    missing, other_missing = size - pairs, other_size - pairs
    conflicts = min(missing, other_missing)
    same += _LEFT_OUT * (max(missing, other_missing) - conflicts)
    family += 0.0 if surname else _MARRIED
    level = Words.SAME if exact and conflicts == 0 and pairs > 1 else Words.VARIANT
    if conflicts and not given:
        same += _OTHER_GIVEN + _OTHER_WORD * (conflicts - 1)
        level = Words.SURNAME
    elif conflicts and not surname:
        same += _OTHER_SURNAME + _OTHER_WORD * (conflicts - 1)
        level = Words.RENAMED
    else:
        same += _OTHER_WORD * conflicts
    if apart:
        same += _OTHER_GENERATION
        level = Words.SURNAME
    return level, same, family


@kernel
def _compare(n: WordNames, left: Ints, right: Ints, level: Nodes, same: Floats, family: Floats) -> None:
    for row in range(len(left)):
        a, b = left[row], right[row]
        if n.order[a] > n.order[b]:  # what is equally near is matched in the same order from either side
            a, b = b, a
        level[row], same[row], family[row] = _compare_names(n, a, b)


def compare_words(names: WordNames, left: Ints, right: Ints) -> tuple[Nodes, Floats, Floats]:
    """Per pair of rows of `names`: int8, a `Words`; and nats for one person, and for two of a family, both
    against two strangers."""
    level = np.zeros(len(left), np.int8)
    same, family = np.zeros(len(left)), np.zeros(len(left))
    _compare(names, left, right, level, same, family)
    return level, same, family
