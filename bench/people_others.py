"""Pairs of mentions of two people who have something in common, and of who knows whom, a kind each."""

from pypinyin import Style, lazy_pinyin

from bench.people_drawing import Draw, Row
from bench.people_kinds import COMMON, Kind, but, noisy, only, thinned

OTHER: dict[str, Kind] = {}
# Nothing but the name, and what can never be enough beside it: one person or two, nobody could say.
NAME_ALONE: dict[str, Kind] = {}


def two_people(kind: Kind) -> Kind:
    OTHER[kind.__name__] = kind
    return kind


def name_alone(kind: Kind) -> Kind:
    NAME_ALONE[kind.__name__] = kind
    return kind


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
