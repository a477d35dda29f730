"""The kinds of pairs of mentions of people: where each is kept, and what most of them are made with."""

from collections.abc import Callable

from bench.people_drawing import TO_TRADITIONAL, Draw, Row

COLUMNS = ("name", "birth_date", "gender", "id", "region", "phone", "firm", "role")
TELLING = ("birth_date", "id", "phone", "firm")
MISSING = 0.4  # how often a mention does not say a column, where a kind leaves that to chance
COMMON = (
    "王伟 张伟 李娜 王芳 李伟 张敏 刘洋 王静 张丽 李强 王军 张勇 李军 王磊 刘伟 陈静 王勇 李杰 张涛 王超"
).split()

Kind = Callable[[Draw], tuple[Row, Row]]


def only(row: Row, *columns: str) -> Row:
    return {column: row[column] for column in columns}


def but(row: Row, *columns: str) -> Row:
    return {column: value for column, value in row.items() if column not in columns}


def thinned(d: Draw, row: Row) -> Row:
    """The name and what chance leaves of the rest."""
    return {c: v for c, v in row.items() if c == "name" or d.rng.random() > MISSING}


def again(d: Draw, row: Row) -> Row:
    """The same person in another firm, at another time: another phone half the time."""
    return row | {
        "firm": d.rng.choice(d.world.firms),
        "role": d.chinese()["role"],
        "phone": row["phone"] if d.rng.random() < 0.5 else d.phone(),
    }


def both_thinned(d: Draw, left: Row, right: Row) -> tuple[Row, Row]:
    """Both with gaps, but something telling said on both sides that is the same."""
    while True:
        a, b = thinned(d, left), thinned(d, right)
        if any(c in a and a[c] == b.get(c) for c in TELLING):
            return a, b


def noisy(d: Draw, row: Row) -> Row:
    """Each column is left out, spoiled or kept, whatever the others are."""
    rng, out = d.rng, dict(row)
    if rng.random() < 0.15:
        spoil = rng.choice((d.homophone, lambda n: n.translate(TO_TRADITIONAL), " ".join))
        out["name"] = spoil(row["name"])
    if rng.random() < 0.25:
        born = row["birth_date"]
        out["birth_date"] = rng.choice((d.slipped_day(born), born[:7], born[:4], born.replace("-", "/")))
    if rng.random() < 0.4:
        an_id = row["id"]
        out["id"] = rng.choice((an_id[:6] + "********" + an_id[14:], an_id[:3] + "***********" + an_id[14:]))
    if rng.random() < 0.5:
        out["region"] = rng.choice(("", row["code"], row["code"][:4] + "00"))
    for column in ("birth_date", "gender", "id", "region", "phone", "firm", "role"):
        if rng.random() < 0.45:
            out[column] = ""
    return out
