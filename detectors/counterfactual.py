"""What would clear a firm: the fewest kinds of fact that, explained, bring its score down.

The score is a sum (scoring.py), so without a family's term it is the same sum less that term, and the
weightiest terms make the smallest set. Everything else is left as it is.
"""

from dataclasses import dataclass

import numpy as np

from detectors.detector import Family
from detectors.scoring import GRADE_C, Scores
from graph.slice import Bools, Floats, Ints
from graph.words import Text

CLEAR_BELOW = 0.1  # the score that counts as cleared: well under what is flagged
HARD = len(Family)  # the column of hard facts, behind those of the families

# What would have to be true instead.
INSTEAD = {
    Family.PERSON: Text("所涉人员只是同名", "the people are others of the same name"),
    Family.PLACE: Text("住所是已备案的托管地址", "the address is a registered host's"),
    Family.CONTACT: Text("电话、邮箱属于代理人", "the phone and e-mail are the agent's"),
    Family.DEVICE: Text("代理人和设备服务于众多企业", "the agent and device serve many firms"),
    Family.TIME: Text("申请只是碰巧相邻受理", "the filings stand side by side by chance"),
    Family.NAME: Text("相近的名称属于连锁或集团", "the alike names are those of a chain or a group"),
    Family.BEHAVIOUR: Text("登记后的情况有正当理由", "what came after registration has a good reason"),
}
INSTEAD_OF_HARD = Text("确定性事实有误", "the hard fact proves wrong")


@dataclass(frozen=True)
class Counterfactuals:
    """A row for each flagged firm that facts can clear: `firm`, what has to be explained `(m, families + 1)`
    (the last column: hard facts), and the `score` that is left."""

    firm: Ints
    explained: Bools
    score: Floats


def what_would_clear(scores: Scores) -> Counterfactuals:
    """For every firm of grade C or worse; those that no explanation clears, since somebody confirmed them,
    are left out."""
    firm = np.flatnonzero(scores.score >= GRADE_C)
    nats = np.column_stack([scores.terms[firm], scores.hard[firm]])
    # Before the limits on what a sum may say: what lies beyond them has to be explained as well.
    said = scores.prior + nats.sum(axis=1) + scores.label[firm]
    said = np.maximum(said, scores.log_odds[firm])
    order = np.argsort(-nats, axis=1, kind="stable")
    left = said[:, None] - np.cumsum(np.take_along_axis(nats, order, axis=1), axis=1)
    clear = left < np.log(CLEAR_BELOW / (1.0 - CLEAR_BELOW))
    count = clear.argmax(axis=1)
    explained = np.zeros(nats.shape, np.bool_)
    np.put_along_axis(explained, order, np.arange(nats.shape[1]) <= count[:, None], axis=1)
    can = clear.any(axis=1)
    rest = left[np.arange(len(firm)), count]
    return Counterfactuals(firm[can].astype(np.int32), explained[can], 1.0 / (1.0 + np.exp(-rest[can])))


def counterfactuals(scores: Scores) -> list[tuple[int, Text]]:
    """Each flagged firm that facts can clear, and the sentence a clerk can read out."""
    found = what_would_clear(scores)
    rows = zip(found.firm.tolist(), found.explained, found.score.tolist(), strict=True)
    return [(firm, _in_words(explained, score)) for firm, explained, score in rows]


def _in_words(explained: Bools, score: float) -> Text:
    facts = [INSTEAD[family] for family in Family if explained[family]]
    if explained[HARD]:
        facts.append(INSTEAD_OF_HARD)
    return Text(
        f"如果{'，且'.join(fact.zh for fact in facts)}，概率降至 {score:.2f}。",
        f"If {' and '.join(fact.en for fact in facts)}: {score:.2f}.",
    )
