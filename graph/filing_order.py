"""Which stream a register's codes were issued in, and whether it is orderly at all (domain.md section 4).

Organisation codes that start MA carry a counter. Most provinces draw from one counter; elsewhere offices get
blocks of it; and a register may number in no order at all. So it is measured: read by number, how many steps
from one code to the next do not go back in time? `order` is that share between what shuffled days would give
(0) and never going back (1). It bears gaps, so a tenth of a register shows it as well as the whole, and it
bears blocks, within which numbers stand in order. A stream that is not orderly is none: its codes are no
evidence of filing side by side.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass

import polars as pl

from graph.words import Text

ORDERLY = 0.5  # order from which a stream's numbers tell who filed after whom [E]
FEWEST = 10.0  # steps back that shuffled days would make, from which fewer of them say anything [E]
_NOTE = "filing_order"
_LINE = Text(
    "编号顺序（省级代码 {province}）：{codes:,} 个编号，有序程度 {order:.0%}"
    "（日期打乱为 0%，从不倒退为 100%），{used}。",
    "Filing order, province {province}: {codes:,} codes, {order:.0%} in order "
    "(shuffled days 0 %, never back in time 100 %); {used}.",
)
_USED = {
    "province": Text("按全省一个编号流使用", "taken for one stream of the province"),
    "office": Text("按各登记机关自己的编号流使用", "taken for a stream of each office"),
    "none": Text("无序，不作为证据", "not orderly, so no evidence"),
}


@dataclass(frozen=True)
class Stream:
    """What was measured of one province's codes: in per mille, `by_province` the order of its whole stream,
    `by_office` that of its offices' own, -1 where there are too few to tell."""

    province: str
    codes: int
    by_province: int
    by_office: int

    @property
    def followed(self) -> str:
        """Whose counter the codes follow: the province's (also where untold), the office's, or none's."""
        if self.by_province < 0 or self.by_province >= 1000 * ORDERLY:
            return "province"
        return "office" if self.by_office >= 1000 * ORDERLY else "none"

    @property
    def words(self) -> Text:
        """What was measured, and how the codes are used."""
        order = max(self.by_office if self.followed == "office" else self.by_province, 0) / 1000.0
        used = _USED[self.followed]
        zh, en = (
            template.format(province=self.province, codes=self.codes, order=order, used=word)
            for template, word in ((_LINE.zh, used.zh), (_LINE.en, used.en))
        )
        return Text(zh, en)

    def told(self) -> dict[str, str | int]:
        """As a sweep's outcome has it."""
        return asdict(self) | {"followed": self.followed}


def measured(firms: pl.DataFrame) -> list[Stream]:
    """The streams of firms, by province. Columns: stream (the issuing province), office, filing_no,
    registered_on."""
    known = firms.select(
        pl.col("stream", "office").cast(pl.Int64, strict=False),
        "filing_no",
        day=pl.col("registered_on").to_physical().cast(pl.Int64),
    ).drop_nulls()
    whole, apart = _steps(known, "stream"), _steps(known, "office")
    of_offices = apart.group_by(pl.col("stream") // _OFFICES).agg(pl.col("codes", "back", "by_chance").sum())
    told = whole.join(of_offices, on="stream", suffix="_office").sort("stream")
    told = told.select(
        pl.format("{}", pl.col("stream")).str.zfill(2),
        "codes",
        _order(""),
        _order("_office").alias("by_office"),
    )
    return [Stream(*row) for row in told.iter_rows()]


_COUNTERS = 31**6
_OFFICES = 10_000  # an office's six digits begin with its province's two


def _steps(known: pl.DataFrame, stream: str) -> pl.DataFrame:
    """Of each stream its codes, how many steps between them go back, and how many would if days were
    shuffled: of two days drawn without replacement, half of those that differ."""
    of, day, n = pl.col("stream"), pl.col("day"), pl.col("codes")
    # one number that sorts as the pair does, several times as fast: counters have six digits to base 31
    by_number = pl.col(stream) * _COUNTERS + pl.col("filing_no")
    in_order = (
        known.select(by_number.alias("at"), "day").sort("at").with_columns(of=pl.col("at") // _COUNTERS)
    )
    in_order = in_order.select(pl.col("of").alias("stream"), "day")
    back = (of == of.shift()) & (day < day.shift())
    by_day = (
        in_order.with_columns(back=back).group_by("stream", "day").agg(n=pl.len(), back=pl.col("back").sum())
    )
    return (
        by_day.group_by("stream")
        .agg(
            codes=pl.col("n").sum(),
            back=pl.col("back").sum(),
            alike=(pl.col("n") * (pl.col("n") - 1.0)).sum(),
        )
        .with_columns(by_chance=((n - 1.0) - pl.col("alike") / n) / 2.0)
    )


def _order(suffix: str) -> pl.Expr:
    """Per mille; -1 where chance would not go back often enough to tell."""
    by_chance = pl.col(f"by_chance{suffix}")
    order = 1000.0 * (1.0 - pl.col(f"back{suffix}") / by_chance)
    told = pl.when(by_chance >= FEWEST).then(order.clip(0.0).round()).otherwise(-1.0)
    return told.cast(pl.Int64).alias("by_province")


def streams(firms: pl.DataFrame, found: Iterable[Stream]) -> pl.Series:
    """The stream of each firm's code as measured: its province, its office, or null where numbers tell
    nothing."""
    followed = {one.province: one.followed for one in found}
    whose = pl.col("stream").replace_strict(followed, default="province", return_dtype=pl.String)
    stream = pl.when(whose == "province").then("stream").when(whose == "office").then("office")
    return firms.select(stream.alias("stream")).to_series()


def as_notes(found: Iterable[Stream]) -> dict[str, int]:
    """Streams as notes of a snapshot, which are counts by name."""
    return {
        f"{_NOTE}/{one.province}/{name}": getattr(one, name)
        for one in found
        for name in ("codes", "by_province", "by_office")
    }


def from_notes(notes: Mapping[str, int]) -> list[Stream]:
    """Streams from a snapshot's notes, by province."""
    told: dict[str, dict[str, int]] = {}
    for note, n in notes.items():
        kind, _, rest = note.partition("/")
        province, _, name = rest.partition("/")
        if kind == _NOTE:
            told.setdefault(province, {})[name] = n
    return [Stream(province, **told[province]) for province in sorted(told)]
