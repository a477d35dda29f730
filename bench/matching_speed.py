"""How fast the commands are, from file to file, and what other libraries need for as many pairs.

All figures are rows per second of processor time (of all threads together), so they hold for one core.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import polars as pl

from bench.matching_baselines.apart import parts_of_names, places
from bench.matching_baselines.beside import BESIDE
from bench.matching_baselines.environments import NotInstalled, ask_each
from bench.matching_table import OURS, Measure, Part, absent
from bench.tables import HOUSE
from graph.words import Text

COMMAND = "import sys; from cli import main; sys.argv = ['ringwatch', *sys.argv[1:]]; main()"
PAIRS, ASKED = 1_000_000, 5_000
BAR_NAMES, BAR_ADDRESSES = 50_000, 30_000
_SYLLABLES = (
    "鑫源达通盛华宏伟佳美天成金龙瑞丰泰和顺安康宁福海江山林云飞腾跃新中大兴旺隆昌明辉光亮晨曦阳星辰宇"
)
_CITIES = "福州 厦门市 泉州 漳州市 莆田 三明市 南平 宁德市".split()
_TRADES = "贸易 科技 建筑工程 餐饮管理 信息咨询 电子商务 物流 文化传播 机械设备 服装".split()
_FORMS = "有限公司 有限责任公司 股份有限公司 合伙企业(有限合伙)".split()
_DISTRICTS = "鼓楼区 台江区 仓山区 晋安区 马尾区 长乐区".split()
_PARKS = "花园 广场 大厦 科技园 小区 公寓".split()


class _Draw:
    def __init__(self, n: int) -> None:
        self.n, self.rng = n, np.random.default_rng(1)

    def of(self, words: str | list[str]) -> pl.Series:
        return pl.Series(list(words)).gather(self.rng.integers(0, len(words), self.n))

    def number(self, least: int, most: int) -> pl.Series:
        return pl.Series(self.rng.integers(least, most, self.n)).cast(pl.String)

    def brand(self) -> pl.Series:
        return self.of(_SYLLABLES) + self.of(_SYLLABLES) + self.of(_SYLLABLES)


def _table(left: pl.Series, right: pl.Series) -> pl.DataFrame:
    numbers = pl.int_range(len(left), eager=True).cast(pl.String)
    return pl.DataFrame({"id": numbers, "left": left, "right": right})


def names(n: int) -> pl.DataFrame:
    """Pairs of firm names, hardly two alike; the region moves into brackets."""
    d = _Draw(n)
    city, brand, trade = d.of(_CITIES), d.brand(), d.of(_TRADES)
    return _table(city + brand + trade + d.of(_FORMS), brand + "(" + city + ")" + trade + "有限公司")


def addresses(n: int) -> pl.DataFrame:
    """Pairs of addresses, no two alike; province, units and room are spelled in two ways."""
    d = _Draw(n)
    street = d.of(_DISTRICTS) + d.brand() + "路" + d.number(1, 999) + "号" + d.brand() + d.of(_PARKS)
    building, room = d.number(1, 30), d.number(101, 3009)
    left = "福建省福州市" + street + building + "号楼" + room + "室"
    return _table(left, "福州市" + street + building + "幢" + room)


def _used(who: int) -> float:
    used = resource.getrusage(who)
    return used.ru_utime + used.ru_stime


def command(kind: str, table: pl.DataFrame, folder: Path) -> float:
    """Processor seconds of `ringwatch compare`, its start included."""
    table.write_csv(folder / "pairs.csv")
    arguments = ["compare", kind, str(folder / "pairs.csv"), "--out", str(folder / "out.csv"), "--json"]
    before = _used(resource.RUSAGE_CHILDREN)
    call = [sys.executable, "-c", COMMAND, *arguments]
    done = subprocess.run(call, check=True, stdout=subprocess.PIPE, text=True, cwd=HOUSE)
    assert json.loads(done.stdout)["table"]["rows"] == len(table)
    return _used(resource.RUSAGE_CHILDREN) - before


def _timed(work: Callable[[], object]) -> float:
    """Processor seconds of work in this process, on texts that it has not seen."""
    before = time.process_time()
    work()
    return time.process_time() - before


def part() -> Part:
    """Our commands on PAIRS pairs, the others on ASKED."""
    rates: dict[str, dict[str, float]] = {"name": {}, "address": {}}
    missing = set()
    for kind, made in (("name", names), ("address", addresses)):
        with tempfile.TemporaryDirectory() as folder:
            command(kind, made(1_000), Path(folder))  # kernels compiled
            rates[kind][f"{OURS} compare"] = PAIRS / command(kind, made(PAIRS), Path(folder))
        few = made(ASKED)
        left, right = few["left"], few["right"]
        for name, scorer in BESIDE.items():
            rates[kind][name] = ASKED / _timed(lambda s=scorer, a=left, b=right: s(a, b))  # type: ignore[misc]
        asked: dict[str, Callable[[pl.DataFrame], float]] = {
            "nomenklatura, two algorithms": lambda t, k=kind: _nomenklatura(t, k),  # type: ignore[misc]
            **(_OF_NAMES if kind == "name" else _OF_ADDRESSES),
        }
        for name, seconds in asked.items():
            try:
                rates[kind][name] = ASKED / seconds(few)
            except NotInstalled:
                missing.add(name)
    methods = dict.fromkeys([*rates["name"], *rates["address"]])
    rows = [
        [m, *(f"{rates[kind][m]:,.0f}" if m in rates[kind] else "–" for kind in ("name", "address"))]
        for m in methods
    ]
    ours = f"{OURS} compare"
    return Part(
        "matching-speed",
        ("method", "pairs of names a second", "pairs of addresses a second"),
        [*rows, *(absent(name, 3) for name in sorted(missing))],
        [
            Measure(
                words, bar, rates[kind][ours],
                {m: r for m, r in rates[kind].items() if m != ours and m not in BESIDE}, places=0,
            )
            for words, bar, kind in (
                (Text("每核每秒名称对", "pairs of names a second and core"), BAR_NAMES, "name"),
                (Text("每核每秒地址对", "pairs of addresses a second and core"), BAR_ADDRESSES, "address"),
            )
        ],
        f"From file to file: read, parsed, compared, explained and written, {PAIRS:,} pairs of texts that do "
        f"not repeat; the others score {ASKED:,} and write nothing. Rows per second of processor time.",
    )  # fmt: skip


def _nomenklatura(pairs: pl.DataFrame, kind: str) -> float:
    schema, prop = ("Company", "name") if kind == "name" else ("Address", "full")
    asked = pairs.rename({"left": f"left_{prop}", "right": f"right_{prop}"})
    return ask_each("nomenklatura", "nomenklatura_pairs.py", asked, schema).seconds


def _both(pairs: pl.DataFrame) -> pl.Series:
    return pl.concat([pairs["left"], pairs["right"]])


_OF_NAMES: dict[str, Callable[[pl.DataFrame], float]] = {
    "companynameparser (parses)": lambda pairs: parts_of_names(_both(pairs)).seconds,
}
_OF_ADDRESSES: dict[str, Callable[[pl.DataFrame], float]] = {
    "cpca (parses)": lambda pairs: places(_both(pairs), "cpca").seconds,
    "jionlp (parses)": lambda pairs: places(_both(pairs), "jionlp").seconds,
}
