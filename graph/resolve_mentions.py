"""Mentions of people in roles and holdings, as the numbers that `resolve` works on."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import polars as pl

from graph.matching.people_ids import telling, visible_ends
from graph.model import ROLES, LinkRole
from graph.normalise.dates import partial_dates
from graph.normalise.distinct import numbered, ranked
from graph.normalise.ids import canonical, read_and_key
from graph.normalise.person_names import person_names
from graph.normalise.regions import hint_codes
from graph.resolve import MAX_NAMES_PER_ID
from graph.union_find import Int32s

ROLE_NUMBERS = {role: int(LinkRole[role.upper()]) for role in ROLES}
_FIRST_REGION = 110_000


@dataclass(frozen=True)
class Mentions:
    """Every mention of a person, one row each, in an order that depends on their content alone.

    `table`: what `resolve` wants (firm, name, agent, id, year, month, day, region, front and back of the id
    as far as it is visible), and role, birth (as fine as known: 1980, 198005 or 19800503), home (region,
    also of whole cities), nation, since, until, holding (row of holdings, -1 for a role); -1 is unknown.
    `names`: name, surname and whether it is in Latin script, by code; `nations`: nationality by code; `ids`:
    the keyed form by id code. `placeholder_ids`: how many ids stood under too many names to be anyone's.
    """

    table: pl.DataFrame
    names: pl.DataFrame
    nations: pl.Series
    ids: pl.Series
    placeholder_ids: int


class _Dictionary:
    """The texts of one column, numbered across the tables that have it."""

    def __init__(self) -> None:
        self._codes: list[Int32s] = []
        self._texts: list[pl.Series] = []

    def add(self, texts: pl.Series) -> None:
        codes, distinct = numbered(texts)
        self._codes.append(codes)
        self._texts.append(distinct.alias("text"))

    def done(self) -> tuple[Int32s, pl.Series]:
        """int32 per row (-1 for null), and the distinct texts that they number."""
        number, texts = numbered(pl.concat(self._texts))
        starts = np.cumsum([0, *(len(t) for t in self._texts)])
        parts = zip(self._codes, starts[:-1], strict=True)
        return np.concatenate([_looked_up(number[start:], codes) for codes, start in parts]), texts


def _looked_up(values: Int32s, codes: Int32s) -> Int32s:
    """`values[codes]`, -1 where the code is."""
    return np.append(values, np.int32(-1))[np.where(codes < 0, len(values), codes)]


def _numbers(values: pl.Series) -> Int32s:
    """int32 of a column of numbers, -1 for null."""
    return values.cast(pl.Int32).fill_null(-1).to_numpy()


def _names(texts: pl.Series) -> tuple[pl.DataFrame, Int32s]:
    """Distinct names (name, surname, latin; sorted), and for each text its name's row, -1 if it is none."""
    parsed = person_names(texts)
    codes, distinct = ranked(parsed["name"])
    surnames = parsed.select(pl.Series("code", codes), "surname", "latin").filter(pl.col("code") >= 0)
    least = surnames.group_by("code").agg(pl.col("surname", "latin").min()).sort("code")
    return pl.DataFrame([distinct.alias("name"), least["surname"], least["latin"]]), codes


def _births(texts: pl.Series) -> Int32s:
    """Dates of birth as numbers, as fine as they are known."""
    return _numbers(partial_dates(texts)["value"].str.replace_all("-", "", literal=True))


def _homes(texts: pl.Series) -> Int32s:
    """Regions as numbers of six digits, be they written so or by name."""
    codes = hint_codes(texts.str.strip_chars(), len(texts))
    return np.where(codes >= _FIRST_REGION, codes, -1).astype(np.int32)


def _by_text(texts: pl.Series, read: Callable[[pl.Series], Int32s]) -> Int32s:
    """What `read` makes of each row's text; every text is read once."""
    codes, distinct = numbered(texts)
    return _looked_up(read(distinct), codes)


def _without_placeholders(ids: pl.Series, names: pl.Series) -> tuple[pl.Series, int]:
    """Ids that stand under many names are taken for none."""
    id_, name = ids.to_numpy().astype(np.int64), names.to_numpy()
    pairs = pl.Series(id_ << 32 | name).filter(pl.Series(id_ >= 0)).unique().to_numpy()
    busy = np.flatnonzero(np.bincount(pairs >> 32) > MAX_NAMES_PER_ID)
    return (ids.set(ids.is_in(busy.tolist()), -1) if len(busy) else ids), len(busy)


def _with_facts(rows: pl.DataFrame) -> pl.DataFrame:
    """Adds what must not contradict: year (1980), month (198005), day (19800503) and region, the county."""
    birth, home = pl.col("birth"), pl.col("home")
    return (
        rows.with_columns(
            pl.when(birth >= 10_000_000).then(birth).otherwise(-1).alias("day"),
            # A whole city or province contradicts no county in it.
            pl.when(home % 100 != 0).then(home).otherwise(-1).alias("region"),
        )
        .with_columns(
            pl.when(pl.col("day") > 0)
            .then(pl.col("day") // 100)
            .when(birth >= 100_000)
            .then(birth)
            .otherwise(-1)
            .alias("month")
        )
        .with_columns(
            pl.when(pl.col("month") > 0).then(pl.col("month") // 100).otherwise(birth).alias("year")
        )
    )


def _in_order(rows: pl.DataFrame, ids_as_written: pl.Series) -> pl.DataFrame:
    """Rows by firm, role, name, and where these are equal by all that tells people apart.

    `written_id` numbers `ids_as_written`: their texts order the rows, since numbers follow the input.
    Mentions that are equal in that too are one person, so their order does not matter.
    """
    firm, role, name = (rows[c].to_numpy().astype(np.int64) for c in ("firm", "role", "name"))
    at = firm << 36 | role << 32 | name
    order = np.argsort(at, kind="stable").astype(np.int32)
    at = at[order]
    same = at[1:] == at[:-1]
    tied = np.zeros(len(at), np.bool_)
    tied[1:] |= same
    tied[:-1] |= same
    if tied.any():
        # They stay within the block of equals, so the rows around them stay where they are.
        block = order[tied]
        by_text, _ = ranked(ids_as_written.gather(rows["written_id"].gather(block).replace(-1, None)))
        home, birth = (rows[c].to_numpy()[block] for c in ("home", "birth"))
        order[tied] = block[np.lexsort((home, birth, by_text, at[tied]))]
    return rows.drop("written_id")[order]


class Gathering:
    """Mentions from the valid roles and holdings, each with a `firm` index in place of the firm id.

    Raw ids end here: what is handed on is a code, and the keyed form it stands for.
    """

    def __init__(self, id_key: bytes) -> None:
        self._id_key = id_key
        self._rows: list[pl.DataFrame] = []
        self._names, self._ids, self._nations = _Dictionary(), _Dictionary(), _Dictionary()

    def add_roles(self, roles: pl.DataFrame) -> None:
        """Take the mentions of the layout's `roles`."""
        self._names.add(roles["person_name"])
        self._ids.add(roles["person_id"])
        self._nations.add(roles["nationality"])
        self._rows.append(
            roles.select(
                "firm",
                pl.col("role").cast(pl.String).replace_strict(ROLE_NUMBERS, return_dtype=pl.Int8),
                "since",
                "until",
                pl.Series("birth", _by_text(roles["birth_date"], _births)),
                pl.Series("home", _by_text(roles["home_region"], _homes)),
                pl.lit(-1, dtype=pl.Int32).alias("holding"),
            )
        )

    def add_holders(self, holdings: pl.DataFrame) -> None:
        """Take the holders who are people from the layout's `holdings`."""
        held = holdings.with_row_index("holding").filter(pl.col("holder_type") == "person")
        self._names.add(held["holder_name"])
        self._ids.add(held["holder_id"])
        self._nations.add(pl.repeat(None, len(held), dtype=pl.String, eager=True))
        unknown = pl.lit(-1, dtype=pl.Int32)
        self._rows.append(
            held.select(
                "firm",
                pl.lit(LinkRole.SHAREHOLDER, dtype=pl.Int8).alias("role"),
                "since",
                "until",
                unknown.alias("birth"),
                unknown.alias("home"),
                pl.col("holding").cast(pl.Int32),
            )
        )

    def done(self) -> Mentions:
        """What was taken, in its canonical order; nothing is kept here."""
        rows = pl.concat(self._rows)
        self._rows.clear()
        of_name, texts = self._names.done()
        names, codes = _names(texts)
        written, ids_as_written = self._ids.done()
        said, ids = _people_by_id(ids_as_written, self._id_key)
        id_, born, home_of_id, front, back = (_looked_up(_numbers(said[c]), written) for c in said.columns)
        nation, nations = self._nations.done()
        rank, nations = ranked(nations)
        birth, home = rows["birth"].to_numpy(), rows["home"].to_numpy()
        rows = rows.with_columns(
            pl.Series("name", _looked_up(codes, of_name)),
            pl.Series("id", id_),
            pl.Series("front", front),
            pl.Series("back", back),
            pl.Series("written_id", written),
            # A checked id knows the date better than what was typed beside it; a region is asked the other
            # way, since an id keeps the place where it was first issued.
            pl.Series("birth", np.where(born >= 0, born, birth)),
            pl.Series("home", np.where(home >= 0, home, home_of_id)),
            (pl.col("role") == LinkRole.AGENT).cast(pl.Int32).alias("agent"),
            pl.Series("nation", _looked_up(rank, nation)),
        ).filter(pl.col("name") >= 0)
        kept, placeholders = _without_placeholders(rows["id"], rows["name"])
        rows = _with_facts(_in_order(rows.with_columns(kept.alias("id")), ids_as_written))
        return Mentions(rows, names, nations, ids, placeholders)


def _people_by_id(texts: pl.Series, id_key: bytes) -> tuple[pl.DataFrame, pl.Series]:
    """What each distinct id as written says (id, born, home_of_id, front, back), and keyed ids by code.

    What fills a field (000000) is no id, and of a masked one only its visible ends say anything.
    """
    texts = texts.set(telling(canonical(texts)).is_null(), None)
    said, secret = read_and_key(texts, id_key)
    ends = visible_ends(canonical(texts))
    born = said["birth_date"].dt
    codes, ids = numbered(secret)
    people = pl.DataFrame(
        {
            "id": codes,
            "born": born.year() * 10_000 + born.month().cast(pl.Int32) * 100 + born.day(),
            "home_of_id": said["home_region"].cast(pl.Int32),
            "front": numbered(ends["front"])[0],
            "back": numbered(ends["back"])[0],
        }
    )
    return people, ids
