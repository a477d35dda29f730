"""Phones, firms, roles and genders as two mentions give them."""

import numpy as np
import numpy.typing as npt
import polars as pl

from graph.jit import kernel
from graph.matching.people_columns import both, looked_up
from graph.matching.people_weights import Firm, Gender, Levels, Phone, Role
from graph.normalise.distinct import numbered
from graph.normalise.names import firm_names
from graph.normalise.phones import phones
from graph.normalise.text import bare

Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]

_MALE = ("M", "MALE", "男", "男性", "先生", "MR")
_FEMALE = ("F", "FEMALE", "女", "女性", "女士", "小姐", "MS", "MRS", "MISS")
_AGENT = r"代理|经办|代办|\bAGENT\b|NOMINEE"
_INDEPENDENT = r"独立(?:非执行)?董事|INDEPENDENT"
_ROLES = (
    r"法人|代表|董事|监事|经理|财务|联络|股东|出资|投资人|合伙|受益|负责人|秘书|总裁|主席|经营者|高管"
    r"|DIRECTOR|SECRETARY|MANAGER|REPRESENTATIVE|SUPERVISOR|LIAISON|FINANCE|SHAREHOLDER|OWNER|PARTNER|OFFICER"
    r"|CHAIR|\bCEO\b|\bCFO\b|PRESIDENT|MEMBER|AGENT"
)
_LATIN_FORMS = (
    r"(?i)[\s,]+(?:LIMITED|LTD|LLC|LLP|INC|INCORPORATED|PLC|CO|CORP|CORPORATION|COMPANY|GMBH|SA|PTE|PTY)\.?$"
)
_ABROAD = r"^\s*(?:\+|00)\s*[1-79]|^\s*(?:\+|00)\s*8[0-57-9]"
_EXTENSION = r"(?i)(?:转|分机|ext|x|#).*$|[,;/、|].*$"
_LEAST_DIGITS, _MOST_DIGITS = 7, 15


def compare_genders(
    left: pl.Series, right: pl.Series, from_id: tuple[Ints, Ints]
) -> tuple[Levels, npt.NDArray[np.bool_]]:
    """int8 per pair, a `Gender`, and whether one of the two is known to be male; what a valid id says
    (1 male, 0 female, -1 unknown) goes before what is written."""
    texts, *codes = both(left, right)
    written = texts.str.to_uppercase().str.strip_chars(".")
    read = pl.select(
        pl.when(written.is_in(list(_MALE))).then(1).when(written.is_in(list(_FEMALE))).then(0).otherwise(-1)
    ).to_series()
    a, b = (
        np.where(by_id >= 0, by_id, looked_up(read.cast(pl.Int32).to_numpy(), code, -1))
        for code, by_id in zip(codes, from_id, strict=True)
    )
    level = np.where(a == b, Gender.SAME, Gender.OTHER)
    return np.where((a < 0) | (b < 0), Gender.UNKNOWN, level).astype(np.int8), (a == 1) | (b == 1)


@kernel
def _phones(left: Longs, right: Longs, agents: npt.NDArray[np.bool_], out: Levels) -> None:
    for row in range(len(out)):
        a, b = max(left[row], right[row]), min(left[row], right[row])
        if b < 0:
            out[row] = Phone.UNKNOWN
            continue
        size = 1
        while size <= b:
            size *= 10
        if a % size == b:  # one may leave out the country or the area
            out[row] = Phone.AGENTS if agents[row] else Phone.SAME
            continue
        differing = 0
        while a and b:
            differing += a % 10 != b % 10
            a //= 10
            b //= 10
        out[row] = Phone.SLIP if differing == 1 and a == b else Phone.OTHER


def compare_phones(left: pl.Series, right: pl.Series, agents: npt.NDArray[np.bool_]) -> Levels:
    """int8 per pair, a `Phone`; `agents`: just one of the two has the role of an agent."""
    texts, *codes = both(left, right)
    # Numbers from abroad are compared by their last digits alone, which needs no number plan.
    read = phones(texts.set(texts.str.contains(_ABROAD), None))
    digits = (
        read["phone"]
        .fill_null(texts.str.replace(_EXTENSION, ""))
        .str.replace_all(r"\D", "")
        .str.strip_chars_start("0")
    )
    said = digits.str.len_chars().is_between(_LEAST_DIGITS, _MOST_DIGITS) & ~read["dummy"].fill_null(
        value=False
    )
    numbers = digits.set(~said.fill_null(value=False), None).cast(pl.Int64).fill_null(-1).to_numpy()
    out: Levels = np.empty(len(left), np.int8)
    _phones(looked_up(numbers, codes[0], -1), looked_up(numbers, codes[1], -1), agents, out)
    return out


def compare_firms(left: pl.Series, right: pl.Series) -> Levels:
    """int8 per pair, a `Firm`: by region, brand, trade and branch, whatever the legal form."""
    texts, *codes = both(left, right)
    plain = texts.str.replace(_LATIN_FORMS, "").str.replace(_LATIN_FORMS, "")
    read = firm_names(plain)
    chinese = read["folded"].str.contains(r"\p{Han}").fill_null(value=False)
    brand = pl.select(pl.when(chinese).then(read["brand"]).otherwise(bare(plain))).to_series()
    columns = [
        brand.set(brand == "", None),
        *(read[c].set(~chinese, None) for c in ("region", "trade", "branch")),
    ]
    whole, _ = numbered(bare(plain).set(bare(plain) == "", None))
    parts = [numbered(column)[0] for column in columns]
    a, b = ([looked_up(part, code, -1) for part in (whole, *parts)] for code in codes)
    same = a[1] == b[1]
    for one, other in zip(a[2:4], b[2:4], strict=True):
        same &= (one == other) | (one < 0) | (other < 0)
    same &= a[4] == b[4]
    level = np.where((a[1] == b[1]) & (a[1] >= 0), Firm.ALIKE, Firm.OTHER)
    level = np.where((a[0] == b[0]) | (same & (a[1] >= 0)), Firm.SAME, level)
    return np.where((a[0] < 0) | (b[0] < 0), Firm.UNKNOWN, level).astype(np.int8)


def compare_roles(left: pl.Series, right: pl.Series) -> tuple[Levels, npt.NDArray[np.bool_]]:
    """int8 per pair, a `Role`; and whether just one of the two is an agent's."""
    texts, *codes = both(left, right)
    written = texts.str.to_uppercase()
    kinds = written.str.contains(_ROLES).fill_null(value=False).to_numpy()
    agents = written.str.contains(_AGENT).fill_null(value=False).to_numpy()
    independent = written.str.contains(_INDEPENDENT).fill_null(value=False).to_numpy()
    text, _ = numbered(written)
    facts = np.array([text, kinds, agents, independent], np.int32)
    a, b = (_alllooked_up(facts, code) for code in codes)
    level = np.where(a[0] == b[0], Role.SAME, Role.OTHER)
    level[(a[1] != b[1])] = Role.UNKNOWN
    occupations = (a[1] == 0) & (b[1] == 0)
    level[occupations] = np.where(a[0] == b[0], Role.SAME_OCCUPATION, Role.OTHER_OCCUPATION)[occupations]
    level[(a[3] == 1) & (b[3] == 1)] = Role.BOTH_INDEPENDENT
    level[a[2] != b[2]] = Role.AGENT_AND_OTHER
    level[(a[0] < 0) | (b[0] < 0)] = Role.UNKNOWN
    return level.astype(np.int8), (a[2] == 1) != (b[2] == 1)


def _alllooked_up(facts: Ints, codes: Ints) -> Ints:
    padded = np.concatenate([facts, np.full((len(facts), 1), -1, np.int32)], axis=1)
    return padded[:, codes]
