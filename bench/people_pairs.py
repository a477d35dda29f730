"""Pairs of mentions of people made by rules; each rule is a kind with a name, so that rates are per kind.

Kinds of one person spoil or drop what is said of them; kinds of two people give them something in common.
Run it: `python -m bench.people_pairs` (names of one half of the register; `--held` takes the other half).
"""

from collections.abc import Callable

import polars as pl
from pypinyin import Style, lazy_pinyin

from bench.people_drawing import MINORITY, TO_TRADITIONAL, Draw, Row, world

COLUMNS = ("name", "birth_date", "gender", "id", "region", "phone", "firm", "role")
TELLING = ("birth_date", "id", "phone", "firm")
MISSING = 0.4  # how often a mention does not say a column, where a kind leaves that to chance
COMMON = (
    "王伟 张伟 李娜 王芳 李伟 张敏 刘洋 王静 张丽 李强 王军 张勇 李军 王磊 刘伟 陈静 王勇 李杰 张涛 王超"
).split()

Kind = Callable[[Draw], tuple[Row, Row]]
SAME: dict[str, Kind] = {}
OTHER: dict[str, Kind] = {}


def one_person(kind: Kind) -> Kind:
    SAME[kind.__name__] = kind
    return kind


def two_people(kind: Kind) -> Kind:
    OTHER[kind.__name__] = kind
    return kind


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


@one_person
def all_known(d: Draw) -> tuple[Row, Row]:
    p = d.chinese()
    return p, again(d, p)


@one_person
def gaps(d: Draw) -> tuple[Row, Row]:
    p = d.chinese()
    return both_thinned(d, p, again(d, p))


@one_person
def common_name_gaps(d: Draw) -> tuple[Row, Row]:
    p = d.chinese(name=d.rng.choice(COMMON))
    return both_thinned(d, p, again(d, p))


@one_person
def birthday_beside_name(d: Draw) -> tuple[Row, Row]:
    p = d.chinese()
    return only(p, "name", "birth_date"), only(p, "name", "birth_date", "role")


@one_person
def birth_month_and_county(d: Draw) -> tuple[Row, Row]:
    p = d.chinese()
    p["birth_date"] = p["birth_date"][:7]
    return only(p, "name", "birth_date", "region"), only(p, "name", "birth_date", "region", "gender")


@one_person
def phone_beside_name(d: Draw) -> tuple[Row, Row]:
    p = d.chinese()
    return only(p, "name", "phone"), only(p, "name", "phone", "role", "firm")


@one_person
def one_firm(d: Draw) -> tuple[Row, Row]:
    p = d.chinese()
    written = p["firm"].replace("有限公司", "有限责任公司")
    return only(p, "name", "firm", "role"), p | {"firm": written, "phone": d.phone()}


@one_person
def slip_in_name_sounding_alike(d: Draw) -> tuple[Row, Row]:
    p = d.chinese()
    return both_thinned(d, p, again(d, p) | {"name": d.homophone(p["name"])})


@one_person
def slip_in_name_any_character(d: Draw) -> tuple[Row, Row]:
    p = d.chinese()
    at = d.rng.randrange(1, len(p["name"]))
    name = p["name"][:at] + d.rng.choice(d.world.given)[0] + p["name"][at + 1 :]
    return but(p, "phone"), but(again(d, p) | {"name": name}, "phone")


@one_person
def character_left_out(d: Draw) -> tuple[Row, Row]:
    p = d.chinese()
    while len(p["name"]) < 3:
        p = d.chinese()
    return p, but(again(d, p) | {"name": p["name"][0] + p["name"][2]}, "phone")


@one_person
def traditional(d: Draw) -> tuple[Row, Row]:
    p = d.chinese()
    return p, again(d, p) | {"name": p["name"].translate(TO_TRADITIONAL)}


@one_person
def middle_dot(d: Draw) -> tuple[Row, Row]:
    a, b = d.rng.sample(MINORITY, 2)
    p = d.chinese(name=f"{a}·{b}")
    return p, both_thinned(d, p, again(d, p) | {"name": a + d.rng.choice("•.．‧ ・") + b})[1]


@one_person
def pinyin(d: Draw) -> tuple[Row, Row]:
    p = d.chinese()
    sounds = [s.capitalize() for s in lazy_pinyin(p["name"], style=Style.NORMAL)]
    given = "".join(sounds[1:]).capitalize()
    name = d.rng.choice((f"{sounds[0]} {given}", f"{given} {sounds[0]}", f"{sounds[0].upper()}, {given}"))
    return p, but(again(d, p) | {"name": name}, "id")


@one_person
def slip_in_birthday(d: Draw) -> tuple[Row, Row]:
    p = d.chinese()
    q = again(d, p) | {"birth_date": d.slipped_day(p["birth_date"]), "phone": p["phone"]}
    return but(p, "id"), but(q, "id")


@one_person
def day_and_month_swapped(d: Draw) -> tuple[Row, Row]:
    p = d.chinese()
    while p["birth_date"][8:] > "12" or p["birth_date"][8:] == p["birth_date"][5:7]:
        p = d.chinese()
    year, month, day = p["birth_date"].split("-")
    return but(p, "id", "phone"), but(again(d, p) | {"birth_date": f"{year}-{day}-{month}"}, "id", "phone")


@one_person
def birth_year_only(d: Draw) -> tuple[Row, Row]:
    p = d.chinese()
    q = again(d, p) | {"birth_date": p["birth_date"][:4], "phone": p["phone"]}
    return but(p, "id"), but(q, "id")


@one_person
def birthday_in_id_only(d: Draw) -> tuple[Row, Row]:
    p = d.chinese()
    return only(p, "name", "id"), only(p, "name", "birth_date", "region")


@one_person
def fifteen_digit_id(d: Draw) -> tuple[Row, Row]:
    p = d.chinese(birth_date=d.born().replace("20", "19", 1))
    return only(p, "name", "id"), only(p, "name", "phone", "role") | {"id": p["id"][:6] + p["id"][8:17]}


@one_person
def masked_id(d: Draw) -> tuple[Row, Row]:
    p = d.chinese()
    hidden = d.rng.choice((p["id"][:6] + "*" * 8 + p["id"][14:], p["id"][:4] + "*" * 10 + p["id"][14:]))
    return only(p, "name", "id", "role"), only(p, "name", "region", "birth_date") | {"id": hidden}


@one_person
def slip_in_id(d: Draw) -> tuple[Row, Row]:
    p = d.chinese()
    return p, again(d, p) | {"id": d.other_digit(p["id"], range(14, 17)), "phone": p["phone"]}


@one_person
def one_id_name_slipped(d: Draw) -> tuple[Row, Row]:
    p = d.chinese()
    return only(p, "name", "id"), only(p, "id", "role") | {"name": d.homophone(p["name"])}


@one_person
def moved_home(d: Draw) -> tuple[Row, Row]:
    p = d.chinese()
    q = again(d, p) | {"region": d.chinese()["region"]}
    return but(p, "id", "phone"), but(q, "id", "phone")


@one_person
def region_abbreviated(d: Draw) -> tuple[Row, Row]:
    p = d.chinese()
    code, province, city, county = next(c for c in d.world.counties if c[0] == p["code"])
    coarse = d.rng.choice((code, county, city or province, province.rstrip("省市") + city.rstrip("市")))
    return only(p, "name", "birth_date", "region"), only(p, "name", "birth_date") | {"region": coarse}


@one_person
def english_swapped(d: Draw) -> tuple[Row, Row]:
    p = d.english()
    name = d.rng.choice((f"{p['surname']}, {p['given']}", f"{p['surname'].upper()} {p['given']}"))
    return but(p, "id"), but(p | {"name": name, "phone": "", "firm": ""}, "id")


@one_person
def english_short_form(d: Draw) -> tuple[Row, Row]:
    p = d.english()
    return but(p, "id"), but(p | {"name": f"{p['short']} {p['surname']}", "phone": "", "firm": ""}, "id")


@one_person
def english_initial(d: Draw) -> tuple[Row, Row]:
    p = d.english()
    return but(p, "id"), but(p | {"name": f"{p['given'][0]}. {p['surname']}", "phone": ""}, "id", "firm")


@one_person
def english_middle_name(d: Draw) -> tuple[Row, Row]:
    p = d.english()
    middle = d.english(gender=p["gender"])["given"] if p["gender"] in "男女" else d.rng.choice("ABCDEFG")
    name = f"Mr {p['given']} {middle} {p['surname']}"
    return only(p, "name", "birth_date"), only(p | {"name": name}, "name", "birth_date", "role")


@one_person
def english_married(d: Draw) -> tuple[Row, Row]:
    p = d.english()
    name = f"{p['given']} {d.english()['surname']}"
    return but(p, "id"), but(p | {"name": name, "firm": ""}, "id")


@one_person
def english_typing_slip(d: Draw) -> tuple[Row, Row]:
    p = d.english()
    at = d.rng.randrange(1, len(p["name"]) - 1)
    name = p["name"][:at] + d.rng.choice(("", d.rng.choice("aeionrst"))) + p["name"][at + 1 :]
    return but(p, "id"), but(p | {"name": name, "phone": ""}, "id")


@one_person
def american_date(d: Draw) -> tuple[Row, Row]:
    p = d.english()
    year, month, day = p["birth_date"].split("-")
    return but(p, "id"), only(p, "name", "region") | {"birth_date": f"{int(month)}/{int(day)}/{year}"}


@two_people
def strangers(d: Draw) -> tuple[Row, Row]:
    return d.chinese(), d.chinese()


@two_people
def strangers_gaps(d: Draw) -> tuple[Row, Row]:
    return thinned(d, d.chinese()), thinned(d, d.chinese())


@two_people
def namesakes(d: Draw) -> tuple[Row, Row]:
    name = d.chinese()["name"]
    return d.chinese(name=name), d.chinese(name=name)


@two_people
def namesakes_gaps(d: Draw) -> tuple[Row, Row]:
    name = d.chinese()["name"]
    return thinned(d, d.chinese(name=name)), thinned(d, d.chinese(name=name))


@two_people
def common_namesakes_gaps(d: Draw) -> tuple[Row, Row]:
    name = d.rng.choice(COMMON)
    return thinned(d, d.chinese(name=name)), thinned(d, d.chinese(name=name))


@two_people
def common_namesakes_of_one_county(d: Draw) -> tuple[Row, Row]:
    p = d.chinese(name=d.rng.choice(COMMON))
    q = d.chinese(name=p["name"], code=p["code"], region=p["region"], gender=p["gender"])
    return but(p, "birth_date", "id", "phone"), but(q, "birth_date", "id", "phone")


@two_people
def common_namesakes_of_one_year(d: Draw) -> tuple[Row, Row]:
    p = d.chinese(name=d.rng.choice(COMMON))
    q = d.chinese(name=p["name"], gender=p["gender"])
    year = {"birth_date": p["birth_date"][:4]}
    return but(p | year, "id", "phone", "region"), but(q | year, "id", "phone", "region")


@two_people
def namesakes_other_birthday(d: Draw) -> tuple[Row, Row]:
    p = d.chinese()
    q = d.chinese(name=p["name"], code=p["code"], region=p["region"], gender=p["gender"])
    return but(p, "id", "phone"), but(q, "id", "phone")


@two_people
def namesakes_on_an_agents_phone(d: Draw) -> tuple[Row, Row]:
    p = d.chinese(name=d.rng.choice(COMMON))
    q = d.chinese(name=p["name"], phone=p["phone"])
    return but(p, "id"), but(q, "id")


@two_people
def namesakes_two_ids(d: Draw) -> tuple[Row, Row]:
    p = d.chinese()
    q = p | {"id": d.id_of(p["code"], p["birth_date"], p["gender"])}
    return (p, q) if p["id"] != q["id"] else namesakes_two_ids(d)


@two_people
def namesakes_masked_ids(d: Draw) -> tuple[Row, Row]:
    p = d.chinese()
    q = d.chinese(name=p["name"], code=p["code"])
    p["id"], q["id"] = (r["id"][:6] + "*" * 8 + r["id"][14:] for r in (p, q))
    return only(p, "name", "id", "role", "gender"), only(q, "name", "id", "role", "gender")


@two_people
def twins(d: Draw) -> tuple[Row, Row]:
    p = d.chinese()
    q = d.chinese(**but(p, "id", "role", "firm") | {"name": d.sibling(p["name"])})
    return but(p, "id"), but(q, "id", "phone" if d.rng.random() < 0.5 else "role")


@two_people
def siblings_in_one_firm(d: Draw) -> tuple[Row, Row]:
    p = d.chinese()
    q = d.chinese(**but(p, "id", "role", "birth_date") | {"name": d.sibling(p["name"])})
    drop = ("id", "birth_date") if d.rng.random() < 0.5 else ("id",)
    return but(p, *drop), but(q, *drop)


@two_people
def father_and_son(d: Draw) -> tuple[Row, Row]:
    p = d.chinese()
    year = str(int(p["birth_date"][:4]) - d.rng.randrange(21, 35))
    q = d.chinese(
        **but(p, "id", "role") | {"name": d.sibling(p["name"]), "birth_date": year + p["birth_date"][4:]}
    )
    return but(p, "id"), but(q, "id")


@two_people
def spouses(d: Draw) -> tuple[Row, Row]:
    p = d.chinese()
    return p, d.chinese(phone=p["phone"], firm=p["firm"], region=p["region"])


@two_people
def clients_of_one_agent(d: Draw) -> tuple[Row, Row]:
    p = d.chinese()
    return thinned(d, p) | {"phone": p["phone"]}, thinned(d, d.chinese()) | {"phone": p["phone"]}


@two_people
def colleagues(d: Draw) -> tuple[Row, Row]:
    p = d.chinese()
    return but(p, "id"), but(d.chinese(firm=p["firm"], name=p["name"][0] + d.chinese()["name"][1:]), "id")


@two_people
def born_the_same_day(d: Draw) -> tuple[Row, Row]:
    p = d.chinese()
    q = d.chinese(birth_date=p["birth_date"], gender=p["gender"], region=p["region"])
    return thinned(d, but(p, "id")) | only(p, "birth_date"), but(q, "id")


@two_people
def namesakes_in_pinyin(d: Draw) -> tuple[Row, Row]:
    p = d.chinese()
    name = " ".join(s.capitalize() for s in lazy_pinyin(p["name"], style=Style.NORMAL))
    return but(p, "id", "phone"), but(d.chinese(name=name, region=p["region"]), "id", "phone")


@two_people
def english_namesakes(d: Draw) -> tuple[Row, Row]:
    p = d.english()
    q = d.english(name=p["name"], gender=p["gender"], region=p["region"])
    return but(p, "id"), but(q, "id")


@two_people
def english_father_and_son(d: Draw) -> tuple[Row, Row]:
    p = d.english()
    q = d.english(**but(p, "id", "birth_date", "role"))
    return but(p, "id"), but(q, "id")


@two_people
def english_siblings(d: Draw) -> tuple[Row, Row]:
    p = d.english()
    other = d.english()
    while other["given"] == p["given"]:
        other = d.english()
    q = other | only(p, "region", "phone") | {"name": f"{other['given']} {p['surname']}"}
    return but(p, "id"), but(q, "id")


@two_people
def english_spouses_one_birthday_year(d: Draw) -> tuple[Row, Row]:
    p, q = d.english(), d.english()
    year = {"birth_date": p["birth_date"][:4]}
    return but(p, "id") | year, but(q | only(p, "surname", "region", "phone", "firm"), "id") | year


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


@one_person
def noise_in_everything(d: Draw) -> tuple[Row, Row]:
    p = d.chinese(name=d.rng.choice((d.chinese()["name"], d.rng.choice(COMMON))))
    return noisy(d, p), noisy(d, again(d, p))


@two_people
def noisy_namesakes(d: Draw) -> tuple[Row, Row]:
    p = d.chinese(name=d.rng.choice((d.chinese()["name"], d.rng.choice(COMMON))))
    shared = [c for c in ("gender", "region", "phone", "firm") if d.rng.random() < 0.12]
    code = {"code": p["code"]} if "region" in shared else {}
    return noisy(d, p), noisy(d, d.chinese(**only(p, "name", *shared), **code))


@two_people
def noisy_relatives(d: Draw) -> tuple[Row, Row]:
    p = d.chinese()
    shared = [c for c in ("birth_date", "phone", "firm") if d.rng.random() < 0.3]
    q = d.chinese(**only(p, "region", "code", *shared), name=d.sibling(p["name"]))
    return noisy(d, p), noisy(d, q)


# Nothing but the name, and what can never be enough beside it: one person or two, nobody could say.
NAME_ALONE: dict[str, Kind] = {}


def name_alone(kind: Kind) -> Kind:
    NAME_ALONE[kind.__name__] = kind
    return kind


@name_alone
def name_only(d: Draw) -> tuple[Row, Row]:
    name = d.rng.choice((d.chinese()["name"], d.english()["name"], "欧阳" + d.chinese()["name"][1:]))
    return {"name": name}, {"name": name}


@name_alone
def name_and_gender_and_role(d: Draw) -> tuple[Row, Row]:
    p = d.chinese()
    return only(p, "name", "gender", "role"), only(p, "name", "gender", "role") | {
        "firm": d.chinese()["firm"]
    }


def generated(each: int, half: str = "dev", seed: int = 1) -> pl.DataFrame:
    """`each` pairs of every kind: id, kind, same (null where nobody could say), left_… and right_…."""
    d = Draw(world(half), seed)
    rows: list[dict[str, str | bool | None]] = []
    for kinds, same in ((SAME, True), (OTHER, False), (NAME_ALONE, None)):
        for kind, make in kinds.items():
            for i in range(each):
                left, right = make(d)
                row: dict[str, str | bool | None] = {"id": f"{kind}-{i}", "kind": kind, "same": same}
                for side, person in (("left", left), ("right", right)):
                    row |= {f"{side}_{column}": person.get(column) or None for column in COLUMNS}
                rows.append(row)
    texts = [f"{side}_{column}" for side in ("left", "right") for column in COLUMNS]
    columns = ["id", "kind", "same", *texts]
    schema = {name: pl.Boolean if name == "same" else pl.String for name in columns}
    return pl.DataFrame(rows, schema=schema)
