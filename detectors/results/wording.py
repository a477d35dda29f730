"""JSON of reasons and sentences, as the published tables hold them."""

import json
from collections.abc import Iterable

from detectors.findings import excused
from detectors.words import LOOK_ALIKES
from graph.words import Text

Reason = dict[str, str | float]


def reason(family: str, words: Text, contribution: float, code: str = "", finding_id: str = "") -> Reason:
    """One reason; empty code or finding is left out."""
    out: Reason = {
        "family": family,
        "zh": words.zh,
        "en": words.en,
        "contribution": round(contribution, 3),
    }
    if code:
        out["code"] = code
    if finding_id:
        out["finding_id"] = finding_id
    return out


def dump(items: Iterable[Reason]) -> str:
    """JSON with the text as it reads."""
    return json.dumps(list(items), ensure_ascii=False)


def sentences(texts: Iterable[Text]) -> str:
    """JSON of sentences in both languages, each once, in the order given."""
    return json.dumps([{"zh": t.zh, "en": t.en} for t in dict.fromkeys(texts)], ensure_ascii=False)


def excuses(mask: int, family: str) -> list[Reason]:
    """The look-alikes of a mask as counter-evidence; what they take away is already in the confidence."""
    return [reason(family, LOOK_ALIKES[code], 0.0, code) for code in excused(mask)]
