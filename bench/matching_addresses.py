"""Addresses down to the room, and British ones: pairs made by rules, all methods on each."""

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from bench import uk_address_pairs, uk_pairs
from bench.address_pairs import HALVES, addresses_of, pairs
from bench.matching_baselines.apart import OF_ADDRESSES
from bench.matching_baselines.beside import BESIDE, Scorer
from bench.matching_measures import f1
from bench.matching_pairs import HEADER, Measured, Method, measure
from bench.matching_table import Measure, Part
from graph.matching.addresses import compare_addresses
from graph.words import Text

REGISTER = Path("cn_register")
PER_KIND, PER_KIND_DEV, PER_UK_KIND = 100, 40, 200
BAR_AP, BAR_F1, BAR_PRECISION, BAR_BUILDING, BAR_UK = 0.985, 0.97, 0.995, 0.98, 0.998


def methods(scorers: Mapping[str, Scorer]) -> dict[str, Method]:
    """Scorers of two columns as methods on pairs."""

    def of(scorer: Scorer) -> Method:
        return lambda pairs: scorer(pairs["left"], pairs["right"])

    return {name: of(scorer) for name, scorer in scorers.items()}


def rooms(data: Path) -> Part:
    """Pairs made of the addresses of a real register; nobody is measured on the half to learn from."""
    dev, test = (
        pairs(addresses_of(data / REGISTER, half), n)
        for half, n in zip(HALVES, (PER_KIND_DEV, PER_KIND), strict=True)
    )
    compared = compare_addresses(test["left"], test["right"])
    found = measure(test, dev, compared, methods({**BESIDE, **OF_ADDRESSES}))
    known = test["same_building"].is_not_null()
    building = compared["same_building"].fill_null(value=False)
    of_building, *_ = f1(test["same_building"].filter(known).to_numpy(), building.filter(known).to_numpy())
    ours = found.ours
    return Part(
        "matching-addresses",
        HEADER,
        found.rows,
        [
            Measure(
                Text("地址（到室），平均精度", "addresses to the room, average precision"),
                BAR_AP, ours.average_precision, found.of_others(lambda q: q.average_precision),
            ),
            Measure(
                Text("地址（到室），F1", "addresses to the room, F1"),
                BAR_F1, ours.f1, found.of_others(lambda q: q.f1),
            ),
            Measure(
                Text("地址（到室），精确率", "addresses to the room, precision"),
                BAR_PRECISION, ours.precision, found.of_others(lambda q: q.precision),
            ),
            Measure(Text("同一楼栋，F1", "same building, F1"), BAR_BUILDING, of_building),
        ],
        f"{len(test):,} pairs made of real addresses: another spelling of the same place, or a small change. "
        f"Of the pairs that show their building, same_building is told with F1 {of_building:.3f}.",
    )  # fmt: skip


def british() -> Part:
    """British addresses by two sets of rules; the bar is held to the one our code was not made with."""
    plain = {name: scorer for name, scorer in BESIDE.items() if "pinyin" not in name}
    apart = {name: scorer for name, scorer in OF_ADDRESSES.items() if name.startswith("nomenklatura")}
    others = methods({**plain, **apart})

    def measured(test: pl.DataFrame, dev: pl.DataFrame) -> Measured:
        return measure(test, dev, compare_addresses(test["left"], test["right"]), others)

    of = [uk_address_pairs.pairs(PER_UK_KIND, seed) for seed in (12, 11)]
    independent = [uk_pairs.generated(PER_UK_KIND, seed) for seed in (2, 1)]
    sets = {"as registers write them": measured(*of), "by rules not worked with": measured(*independent)}
    bound = sets["by rules not worked with"]
    words = Text("英国地址，平均精度", "British addresses, average precision")
    best = bound.of_others(lambda q: q.average_precision)
    return Part(
        "matching-british",
        ("pairs", *HEADER),
        [[name, *row] for name, found in sets.items() for row in found.rows],
        [Measure(words, BAR_UK, bound.ours.average_precision, best)],
        f"{len(of[0]):,} and {len(independent[0]):,} pairs of British addresses, drawn from word lists.",
    )
