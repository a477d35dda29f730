"""Firm names: pairs made by rules, all methods on each."""

from pathlib import Path

from bench.matching_addresses import methods
from bench.matching_baselines.apart import OF_NAMES
from bench.matching_baselines.beside import BESIDE
from bench.matching_pairs import HEADER, measure
from bench.matching_table import Measure, Part
from bench.name_pairs import make_pairs, read_register
from graph.matching.names import compare_names
from graph.words import Text

REGISTER = Path("cn_register")
PER_KIND = 150
BAR_AP, BAR_F1, BAR_RECALL, BAR_WORST = 0.99, 0.975, 0.93, 0.03


def part(data: Path) -> Part:
    """Pairs made of the names of a real register; nobody is measured on the half to learn from."""
    dev, test = (
        make_pairs(read_register(data / REGISTER, half), PER_KIND, seed).drop_nulls("same")
        for half, seed in ((0, 1), (1, 2))
    )
    compared = compare_names(test["left"], test["right"])
    found = measure(test, dev, compared, methods({**BESIDE, **OF_NAMES}))
    ours = found.ours
    return Part(
        "matching-names",
        HEADER,
        found.rows,
        [
            Measure(
                Text("名称，平均精度", "names, average precision"),
                BAR_AP, ours.average_precision, found.of_others(lambda q: q.average_precision),
            ),
            Measure(Text("名称，F1", "names, F1"), BAR_F1, ours.f1, found.of_others(lambda q: q.f1)),
            Measure(
                Text("名称，精确率 0.99 时的召回", "names, recall at precision 0.99"),
                BAR_RECALL, ours.recall_at_99, found.of_others(lambda q: q.recall_at_99),
            ),
            Measure(
                Text("名称，最易误判的一类被判相同", "names, worst kind of different pair called the same"),
                BAR_WORST, ours.worst[1], found.of_others(lambda q: q.worst[1]), least=False,
            ),
        ],
        f"{len(test):,} pairs made of real firm names: another spelling of the same firm, or another firm.",
    )  # fmt: skip
