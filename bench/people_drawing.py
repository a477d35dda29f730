"""People drawn at random, and what register clerks make of one on two occasions.

Chinese names and firms come from a real register where one lies beside the repository, so that their
frequencies are real; ids, dates, phones and who is who are drawn. Nothing here is the matcher's code.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import polars as pl
from pypinyin import Style, lazy_pinyin

HOUSE = Path(__file__).parents[1]
WORDS = HOUSE / "fixtures" / "words"
REGIONS = HOUSE / "graph" / "normalise" / "lexicons" / "regions.txt"
MUNICIPALITIES = ("11", "12", "31", "50")
ROLES = "法定代表人 董事 监事 经理 财务负责人 联络员 执行董事 总经理".split()
ENGLISH = {
    "男": "James:Jim John:Jack Robert:Bob William:Bill Richard:Dick Thomas:Tom Edward:Ted Michael:Mike "
    "David:Dave Joseph:Joe Daniel:Dan Anthony:Tony Charles:Charlie Christopher:Chris Peter:Pete",
    "女": "Elizabeth:Liz Margaret:Peggy Katherine:Kate Susan:Sue Patricia:Pat Jennifer:Jenny Rebecca:Becky "
    "Deborah:Debbie Victoria:Vicky Alexandra:Sandra Christine:Chris Barbara:Barb Dorothy:Dot Helen:Nell",
}
SURNAMES = (
    "Smith Jones Taylor Brown Williams Wilson Johnson Davies Patel Wright Robinson Thompson Evans Walker "
    "White Roberts Green Hall Wood Harris Clarke Ashworth Pemberton Whitlock Fairweather Hollingsworth "
    "Kowalczyk O'Connor MacGregor Featherstone Blackwood Thackeray Ravenscroft Müller García Sørensen Nwosu"
).split()
TOWNS = "London Leeds Bristol Cardiff Glasgow Manchester Norwich Exeter Durham Lincoln York Bath".split()
MINORITY = "阿布都 买买提 艾力 吐尔逊 古丽 热合曼 努尔 玉素甫 阿依古丽 依明 木合塔尔 沙吾提".split()
SIMPLE, FULL = (
    "张陈杨赵刘吴郑冯韩许邓谢苏卢贾钟谭陆华国伟军丽红兰云龙凤东庆荣贵义卫",
    ("張陳楊趙劉吳鄭馮韓許鄧謝蘇盧賈鍾譚陸華國偉軍麗紅蘭雲龍鳳東慶榮貴義衛"),
)
TO_TRADITIONAL = str.maketrans(SIMPLE, FULL)

Row = dict[str, str]


@dataclass(frozen=True)
class World:
    """What names, firms and counties are drawn from; `counties` has code, province, city, county."""

    surnames: list[str]
    given: list[str]
    firms: list[str]
    counties: list[tuple[str, str, str, str]]
    sounding: dict[str, list[str]]  # characters of given names by how they sound


def shared_data() -> Path:
    """The evaluation data in a folder `shared/data` beside the repository or above; it may not be there."""
    places = [parent / "shared" / "data" for parent in HOUSE.parents]
    return next((place for place in places if place.is_dir()), places[0])


def _lines(path: Path) -> list[list[str]]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line.split() for line in lines if line and line[0] not in "#;"]


def _counties() -> list[tuple[str, str, str, str]]:
    names = dict(_lines(REGIONS))
    return [
        (code, names[code[:2] + "0000"], names.get(code[:4] + "00", ""), name)
        for code, name in names.items()
        if code[4:] != "00" and (code[:4] + "00" in names or code[:2] in MUNICIPALITIES)
    ]


def world(half: str) -> World:
    """Names and firms of one half of the register ("dev" or "held"), or word lists where there is none."""
    files = sorted((shared_data() / "cn_register").glob("*/*.csv"))
    if files:
        rows = pl.concat(
            pl.read_csv(f, infer_schema_length=0).select("企业名称", "法人代表") for f in files
        ).filter(pl.col("法人代表").str.contains(r"^\p{Han}{2,3}$"))
        own = rows.filter(pl.col("企业名称").hash(7) % 2 == (half == "held"))
        surnames = own["法人代表"].str.slice(0, 1).to_list()
        given = own["法人代表"].str.slice(1).to_list()
        firms = own["企业名称"].unique().sort().to_list()
    else:
        surnames = [s for s, n in _lines(WORDS / "surnames.txt") for _ in range(int(n))]
        given = [g for _, *names in _lines(WORDS / "given.txt") for g in names]
        firms = [f"福州{g}{h}贸易有限公司" for g in given[:60] for h in given[60:90]]
    sounding: dict[str, list[str]] = {}
    for character in sorted({c for name in given for c in name}):
        sounding.setdefault(lazy_pinyin(character, style=Style.NORMAL)[0], []).append(character)
    return World(surnames, given, firms, _counties(), sounding)


def check_digit(first17: str) -> str:
    """The last character of a resident id (GB 11643)."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return "10X98765432"[sum(int(d) * w for d, w in zip(first17, weights, strict=True)) % 11]


class Draw:
    """Draws people and spoils what is written of them, the same for the same seed."""

    def __init__(self, world: World, seed: int) -> None:
        self.world, self.rng = world, random.Random(seed)

    def born(self) -> str:
        return str(date(1950, 1, 1) + timedelta(days=self.rng.randrange(54 * 365)))

    def id_of(self, county: str, born: str, gender: str) -> str:
        order = self.rng.randrange(100) * 10 + self.rng.randrange(5) * 2 + (gender == "男")
        first17 = f"{county}{born.replace('-', '')}{order:03}"
        return first17 + check_digit(first17)

    def phone(self) -> str:
        return self.rng.choice(("13", "15", "17", "18")) + f"{self.rng.randrange(10**9):09}"

    def chinese(self, **fixed: str) -> Row:
        """A Chinese person of whom everything is known."""
        rng = self.rng
        code, province, city, county = rng.choice(self.world.counties)
        gender, born = rng.choice("男男女"), self.born()
        row = {
            "name": rng.choice(self.world.surnames) + rng.choice(self.world.given),
            "birth_date": born,
            "gender": gender,
            "region": rng.choice((code, province + city + county)),
            "phone": self.phone(),
            "firm": rng.choice(self.world.firms),
            "role": rng.choice(ROLES),
            "code": code,
        } | fixed
        row["id"] = fixed.get("id", self.id_of(row["code"], row["birth_date"], row["gender"]))
        return row

    def english(self, **fixed: str) -> Row:
        """A British person; `short` is the usual short form of the given name."""
        rng = self.rng
        gender = rng.choice("男女")
        given, short = rng.choice(ENGLISH[gender].split()).split(":")
        surname = fixed.get("surname", rng.choice(SURNAMES))
        return {
            "name": f"{given} {surname}",
            "given": given,
            "short": short,
            "surname": surname,
            "birth_date": self.born(),
            "gender": rng.choice(("male", "M")) if gender == "男" else rng.choice(("female", "F")),
            "id": f"{rng.randrange(10**9):09}",
            "region": rng.choice(TOWNS),
            "phone": f"+44 7{rng.randrange(10**9):09}",
            "firm": f"{rng.choice(SURNAMES)} {rng.choice(('Trading', 'Foods', 'Design'))} Limited",
            "role": rng.choice(("director", "secretary", "manager")),
        } | fixed

    def other_digit(self, text: str, among: Sequence[int]) -> str:
        """The text with one digit changed, at one of the given places."""
        at = self.rng.choice(among)
        return text[:at] + self.rng.choice([d for d in "0123456789" if d != text[at]]) + text[at + 1 :]

    def slipped_day(self, born: str) -> str:
        """A date of birth in which one digit went wrong, still a date."""
        while True:
            slipped = self.other_digit(born, (2, 3, 6, 8, 9))
            try:
                date.fromisoformat(slipped)
            except ValueError:
                continue
            return slipped

    def homophone(self, name: str) -> str:
        """One character of the given name as another that sounds the same, where there is one."""
        places = list(range(1, len(name)))
        self.rng.shuffle(places)
        for at in places:
            sound = lazy_pinyin(name[at], style=Style.NORMAL)[0]
            others = [c for c in self.world.sounding.get(sound, ()) if c != name[at]]
            if others:
                return name[:at] + self.rng.choice(others) + name[at + 1 :]
        return name

    def sibling(self, name: str) -> str:
        """Another given name of the same family: one character of it in common where it has two."""
        given = self.rng.choice(self.world.given)
        while given in name or len(given) != len(name) - 1:
            given = self.rng.choice(self.world.given)
        return name[:2] + given[1:] if len(name) == 3 else name[0] + given
