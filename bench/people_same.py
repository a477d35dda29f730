"""Pairs of mentions of one person, spoiled or with gaps, a kind each."""

from pypinyin import Style, lazy_pinyin

from bench.people_drawing import MINORITY, TO_TRADITIONAL, Draw, Row
from bench.people_kinds import COMMON, Kind, again, both_thinned, but, noisy, only

SAME: dict[str, Kind] = {}


def one_person(kind: Kind) -> Kind:
    SAME[kind.__name__] = kind
    return kind


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


@one_person
def noise_in_everything(d: Draw) -> tuple[Row, Row]:
    p = d.chinese(name=d.rng.choice((d.chinese()["name"], d.rng.choice(COMMON))))
    return noisy(d, p), noisy(d, again(d, p))
