"""Which firm names of a register are worth comparing: those that share a key, in blocks of bounded size."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl
from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import cdist

from graph.jit import kernel
from graph.matching.name_keys import Int32s, KeyKind, name_keys
from graph.normalise.codepoints import encode
from graph.normalise.name_split import Names
from graph.normalise.names import read_names, tidy
from graph.normalise.pinyin import syllables
from graph.normalise.text import fold

Int64s = npt.NDArray[np.int64]
SMALL = 30  # names: in a block up to this size every pair is a candidate
LARGE = 500  # names: in a block up to this size all pairs are scored, and the near ones are candidates
NEAR = 2  # edits between two texts of brand and trade
NEXT = 5  # names of a larger block that each is paired with, in the order of texts


@dataclass(frozen=True)
class Candidates:
    """Pairs of rows, each once, the lower row at the left; and the blocks that were cut."""

    left: Int32s
    right: Int32s
    capped: pl.DataFrame  # kind, name (one of the block's), size: blocks of more than LARGE names


@kernel
def _all_pairs(begins: Int64s, sizes: Int64s, rows: Int32s, reach: int, out: Int64s) -> int:
    """Every row of every block with the next `reach` behind it, as left * 2^32 + right."""
    at = 0
    for block in range(len(begins)):
        for i in range(begins[block], begins[block] + sizes[block]):
            for j in range(i + 1, min(i + 1 + reach, begins[block] + sizes[block])):
                low, high = min(rows[i], rows[j]), max(rows[i], rows[j])
                if low < high:
                    out[at] = (np.int64(low) << 32) | np.int64(high)
                    at += 1
    return at


def _paired(begins: Int64s, sizes: Int64s, rows: Int32s, reach: int) -> Int64s:
    most = int(np.minimum(sizes * (sizes - 1) // 2, sizes * reach).sum())
    out: Int64s = np.empty(most, np.int64)
    return np.unique(out[: _all_pairs(begins, sizes, rows, reach, out)])


def near_pairs(left: list[str], right: list[str], at_most: int = NEAR) -> tuple[Int64s, Int64s]:
    """Places in both lists of texts that are at most so many edits apart; scored in bulk."""
    edits = cdist(left, right, scorer=Levenshtein.distance, score_cutoff=at_most, dtype=np.uint8, workers=-1)
    i, j = np.nonzero(edits <= at_most)
    return i, j


def _scored(begins: Int64s, sizes: Int64s, rows: Int32s, cores: pl.Series) -> Int64s:
    found = [np.empty(0, np.int64)]
    for begin, size in zip(begins.tolist(), sizes.tolist(), strict=True):
        block = rows[begin : begin + size]
        texts = cores.gather(block).to_list()
        i, j = near_pairs(texts, texts)
        a, b = block[i].astype(np.int64), block[j].astype(np.int64)
        found.append((a[a < b] << 32) | b[a < b])
    return np.concatenate(found)


def _cores(names: Names) -> pl.Series:
    """Brand and trade of each name as one text; empty where there is neither."""
    begin = np.where(names.brand[:, 0] >= 0, names.brand[:, 0], names.trade[:, 0])
    end = np.where(names.trade[:, 0] >= 0, names.trade[:, 1], names.brand[:, 1])
    return encode(names.text, begin, end).fill_null("")


def candidate_pairs(names: pl.Series) -> Candidates:
    """Pairs of rows of a column of distinct firm names that may be one firm.

    Work and result are linear in the column: a block of more than SMALL names gives only its near pairs,
    one of more than LARGE only neighbours in the order of texts, and is reported with its true size.
    """
    tidied = tidy(fold(names.cast(pl.String)))
    read = read_names(tidied, np.zeros(len(names), np.int32))
    keys, rows, kinds = name_keys(read, syllables())
    cores = _cores(read)
    rank = np.empty(len(names), np.int64)
    rank[tidied.arg_sort().to_numpy()] = np.arange(len(names))
    order = np.lexsort((rank[rows], keys))
    keys, rows, kinds = keys[order], rows[order], kinds[order]
    begins = np.flatnonzero(np.r_[True, keys[1:] != keys[:-1]]) if len(keys) else np.empty(0, np.int64)
    sizes = np.diff(np.r_[begins, len(keys)])
    small, large = sizes <= SMALL, sizes > LARGE
    pairs = np.unique(
        np.concatenate(
            [
                _paired(begins[small], sizes[small], rows, SMALL),
                _scored(begins[~small & ~large], sizes[~small & ~large], rows, cores),
                _paired(begins[large], sizes[large], rows, NEXT),
            ]
        )
    )
    capped = pl.DataFrame(
        {
            "kind": [KeyKind(int(kind)).name.lower() for kind in kinds[begins[large]]],
            "name": names.gather(rows[begins[large]]),
            "size": sizes[large],
        }
    ).sort("size", "kind", "name", descending=[True, False, False])
    return Candidates((pairs >> 32).astype(np.int32), (pairs & 0xFFFFFFFF).astype(np.int32), capped)
