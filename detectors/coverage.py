"""What a register could not be asked: detectors that need data it has none of. That clears nobody."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from detectors.catalogue import DETECTORS
from detectors.words import DATA
from graph.baselines import Baselines
from graph.data import Data
from graph.words import Text

NOT_ASSESSED = Text("未评估：缺少{data}", "not assessed: no {data}")
LINE = Text("未评估（缺少{data}）：{detectors}", "Not assessed, no {data}: {detectors}")


@dataclass(frozen=True)
class NotAssessed:
    """A detector that could not run on a register, and why; `typologies` are those it would have found."""

    detector: str
    typologies: tuple[str, ...]
    title: Text
    lacks: tuple[str, ...]  # names of graph.data.Data, in lower case
    words: Text


def not_assessed(normal: Baselines) -> dict[str, list[str]]:
    """What each detector that cannot run lacks, by its name: names of `Data` in lower case."""
    lacking = ((detector.name, detector.lacks(normal)) for detector in DETECTORS)
    return {name: [kind.name.lower() for kind in kinds] for name, kinds in lacking if kinds}


def told(lacking: Mapping[str, Sequence[str]]) -> tuple[NotAssessed, ...]:
    """The same in words; detectors or data that another version of this program knew are left out."""
    out = []
    for detector in DETECTORS:
        lacks = _known(lacking.get(detector.name, ()))
        if lacks:
            out.append(
                NotAssessed(
                    detector.name,
                    detector.typologies,
                    detector.title,
                    tuple(kind.name.lower() for kind in lacks),
                    NOT_ASSESSED.format_text(data=_listed(lacks)),
                )
            )
    return tuple(out)


def lines(lacking: Mapping[str, Sequence[str]]) -> list[Text]:
    """One line for each set of data that is not there, with the detectors that need it."""
    by_lack: dict[tuple[Data, ...], list[str]] = {}
    for one in told(lacking):
        named = f"{one.detector} ({', '.join(one.typologies)})"
        by_lack.setdefault(_known(one.lacks), []).append(named)
    return [
        LINE.format_text(data=_listed(lacks), detectors=Text("、".join(names), ", ".join(names)))
        for lacks, names in by_lack.items()
    ]


def _known(names: Iterable[str]) -> tuple[Data, ...]:
    by_name = {kind.name.lower(): kind for kind in Data}
    return tuple(by_name[name] for name in names if name in by_name)


def _listed(kinds: Sequence[Data]) -> Text:
    words = [DATA[kind] for kind in kinds]
    return Text("、".join(w.zh for w in words), ", no ".join(w.en for w in words))
