"""Rings as tables: their case in words, members, evidence between members, discounted hubs."""

from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray

from detectors.detector import ASK_FOR_THE_MANDATE, CALL_THE_PERSON, COMPARE_FILINGS, VISIT, Family
from detectors.evidence import FAMILY_CAP
from detectors.judge import Judgement
from detectors.results.names import Names
from detectors.results.wording import Reason, dump, reason, sentences
from detectors.rings.features import Feature
from detectors.rings.hypotheses import HYPOTHESES
from detectors.rings.hypothesis import Claim, Hypothesis
from detectors.rings.identity import ring_ids
from detectors.rings.naming import possible
from detectors.rings.peers import RAREST, TEST_OF
from detectors.rings.ring import FAMILY_OF, Rings
from detectors.scoring import GRADES, grades
from detectors.words import (
    CALIBRATED,
    FEATURES,
    compared,
    counted,
    counted_against,
    counted_unlike,
    day,
)
from graph.published import RING_EDGES, RINGS
from graph.slice import FOREVER, NO_DAY, Groups, RegisterSlice
from graph.words import Text

ONE_HAND = "one_hand"  # code of a reason that speaks for one hand, honest or not
SPEAKS = 0.2  # nats below which a feature is not worth a sentence
NEXT_STEPS = {
    Family.PERSON: CALL_THE_PERSON,
    Family.CONTACT: CALL_THE_PERSON,
    Family.PLACE: VISIT,
    Family.DEVICE: ASK_FOR_THE_MANDATE,
    Family.TIME: COMPARE_FILINGS,
    Family.NAME: COMPARE_FILINGS,
    Family.BEHAVIOUR: COMPARE_FILINGS,
}


def _family(feature: Feature) -> str:
    return FAMILY_OF.get(feature, Family.BEHAVIOUR).label


def _reasons(rings: Rings, i: int) -> tuple[list[Reason], list[Reason]]:
    """What speaks for and against the ring, the weightiest first: for its being false, then for one hand."""
    speaks: list[Reason] = []
    against: list[Reason] = []
    nats = rings.by_feature[i]
    for f in np.argsort(-np.abs(nats), kind="stable"):
        if abs(nats[f]) < SPEAKS:
            break
        feature = Feature(int(f))
        expected = HYPOTHESES[int(rings.honest[i])].predicts.get(feature, 0.0)
        few = rings.hits[i, f] < min(0.5, expected) * rings.of[i, f]
        unlike = few and expected >= 0.3
        if nats[f] > 0:
            tell, side = (counted_unlike if unlike else counted), speaks
        else:
            tell, side = counted_against, against
        words = tell(feature, rings.hits[i, f], rings.of[i, f])
        test = TEST_OF.get(feature)
        if test is not None and nats[f] > 0 and rings.one_in[i, test] > 0:
            words = compared(words, test, rings.one_in[i, test], more=rings.one_in[i, test] >= RAREST)
        side.append(reason(_family(feature), words, float(nats[f])))
    # What ties the members together, where it does not already speak for false ones.
    for f in np.argsort(-rings.hand[i], kind="stable"):
        if rings.hand[i, f] < SPEAKS:
            break
        if nats[f] < SPEAKS:
            words = counted(Feature(int(f)), rings.hits[i, f], rings.of[i, f])
            speaks.append(reason(_family(Feature(int(f))), words, float(rings.hand[i, f]), ONE_HAND))
    honest = HYPOTHESES[int(rings.honest[i])]
    words = Text(
        f"最合理的正当解释：{honest.title.zh}。", f"The best honest explanation: {honest.title.en.lower()}."
    )
    rest = float(rings.rest[i])
    against.append(reason("explanation", words, min(rest, 0.0), honest.look_alike))
    if rest > 0:
        size = Text(
            "其规模更像此类团伙而非正当解释。", "Its size fits this kind of ring better than the honest one."
        )
        speaks.append(reason("size", size, rest))
    taught = float(rings.taught[i])
    if abs(taught) >= SPEAKS:
        (speaks if taught > 0 else against).append(reason("calibration", CALIBRATED, taught))
    return speaks, against


def _clears(honest: Hypothesis, rings: Rings, i: int) -> list[Text]:
    """What would clear the ring: the honest explanation proved, or its weightiest facts explained."""
    gain = rings.by_feature[i]
    facts = [FEATURES[Feature(int(f))] for f in np.argsort(-gain, kind="stable")[:2] if gain[f] > SPEAKS]
    proved = Text(f"能证明属于：{honest.title.zh}。", f"Proof that it is: {honest.title.en.lower()}.")
    explained = [
        Text(f"对下列事实有合理解释：{t.zh}。", f"A good reason why the firms {t.en}.") for t in facts
    ]
    return [proved, *explained]


def _looks_like(rings: Rings, i: int, h: Hypothesis) -> Text:
    """What the ring looks like: of false rings whose kind cannot be told, every kind that it may be."""
    among = [HYPOTHESES[k].title for k in possible(rings.kinds[i])]
    if h.claim != Claim.FALSE or len(among) < 2:
        return h.title
    said = [title.en[0].lower() + title.en[1:] for title in among]
    return Text(
        f"类型未定（{'、'.join(title.zh for title in among[:-1])}或{among[-1].zh}）",
        f"Kind not certain ({', '.join(said[:-1])} or {said[-1]})",
    )


def _title(looks: Text, size: int, first: date | None, last: date | None, district: str | None) -> Text:
    dates = Text(f"，{first} 至 {last}", f", {first} to {last}") if first else Text("", "")
    return Text(
        f"{looks.zh}：{size} 户{dates.zh}" + (f"，{district}" if district else ""),
        f"{looks.en}: {size} firms{dates.en}" + (f", {district}" if district else ""),
    )


def _hypothesis(rings: Rings, i: int) -> Hypothesis:
    """What the ring is taken for: a kind of ring where that is likelier than not, else the honest hand."""
    if rings.log_odds[i] >= 0 or HYPOTHESES[int(rings.honest[i])].claim == Claim.STRANGERS:
        return HYPOTHESES[int(rings.best[i])]
    return HYPOTHESES[int(rings.honest[i])]


def ring_tables(judged: Judgement, names: Names, previous: pl.DataFrame | None) -> dict[str, pl.DataFrame]:
    """The tables rings, ring_members, ring_edges and ring_hubs."""
    rings, register = judged.rings, judged.register
    groups = rings.groups
    members = pl.DataFrame(
        {"ring": groups.group.astype(np.int32), "firm_id": names.firm_ids.gather(groups.firm)},
        schema={"ring": pl.Int32, "firm_id": pl.String},
    )
    anchors = names.firm_ids.gather(groups.firm[groups.start[:-1]]).to_list()
    ids = ring_ids(members, anchors, previous)
    born = register.firms.registered[groups.firm]
    dated = np.where(born == NO_DAY, FOREVER, born)
    last = groups.most(born)
    first = np.where(last == NO_DAY, NO_DAY, groups.least(dated))
    district, _ = groups.commonest(register.firms.district[groups.firm])
    bad = groups.share(register.firms.lost[groups.firm] | (register.firms.place_fault[groups.firm] == 1)) > 0
    grade = grades(rings.false, bad)
    rows: list[dict[str, object]] = []
    for i in range(len(rings)):
        speaks, against = _reasons(rings, i)
        kind = _hypothesis(rings, i)
        other = next(
            h
            for h in (HYPOTHESES[int(rings.runner_up[i])], HYPOTHESES[int(rings.honest[i])], *HYPOTHESES)
            if h != kind
        )
        where = names.texts["district"][district[i]] if district[i] >= 0 else None
        looks = _looks_like(rings, i, kind)
        title = _title(looks, int(groups.sizes[i]), day(int(first[i])), day(int(last[i])), where)
        families = [f for f in Family if rings.families[i, f]]
        rows.append(
            {
                "ring_id": ids.ids[i],
                "rank": i + 1,
                "score": float(rings.false[i]),
                "one_hand": float(rings.one_hand[i]),
                "grade": GRADES[int(grade[i])],
                "size": int(groups.sizes[i]),
                "first_on": day(int(first[i])),
                "last_on": day(int(last[i])),
                "district": where,
                "families": [f.label for f in families],
                "title_zh": title.zh,
                "title_en": title.en,
                "hypothesis": kind.name,
                "hypothesis_zh": looks.zh,
                "hypothesis_en": looks.en,
                "runner_up": other.name,
                "runner_up_zh": other.title.zh,
                "runner_up_en": other.title.en,
                "reasons": dump(speaks),
                "counter_evidence": dump(against),
                "cleared_by": sentences(_clears(HYPOTHESES[int(rings.honest[i])], rings, i)),
                "next_steps": sentences(NEXT_STEPS[f] for f in families),
                "came_from": list(ids.came_from[i]),
            }
        )
    return {
        "rings": pl.DataFrame(rows, schema=RINGS),
        "ring_members": pl.DataFrame(
            {
                "ring": groups.group.astype(np.int32),
                "firm": groups.firm,
                "strength": rings.strength.astype(np.float32),
            }
        ),
        "ring_edges": _edges(judged),
        "ring_hubs": _hubs(register, groups),
    }


def _edges(judged: Judgement) -> pl.DataFrame:
    rings, pairs = judged.rings, judged.pairs
    part = pairs.by_family[rings.edges] > 0
    bits = part @ (1 << np.arange(len(FAMILY_CAP)))
    words = [[f.label for f in Family if mask >> f & 1] for mask in range(1 << len(Family))]
    return pl.DataFrame(
        {
            "ring": rings.ring_of_edge,
            "a": pairs.a[rings.edges],
            "b": pairs.b[rings.edges],
            "weight": pairs.weight[rings.edges],
            "kinds": [words[int(b)] for b in bits],
            "minimal": rings.minimal,
        },
        schema=RING_EDGES,
    ).sort("ring", "a", "b")


def _hubs(register: RegisterSlice, groups: Groups) -> pl.DataFrame:
    """Typed hubs that at least two members of a ring share."""
    links, hubbed = register.links, register.keys.hub[register.links.key] != 0
    ring = np.full(len(register.firms), -1, np.int64)
    ring[groups.firm] = groups.group
    rows: NDArray[np.int64] = np.flatnonzero(hubbed & (ring[links.firm] >= 0))
    table = pl.DataFrame({"ring": ring[links.firm[rows]], "key": links.key[rows], "firm": links.firm[rows]})
    return (
        table.group_by("ring", "key")
        .agg(pl.col("firm").n_unique().alias("members"))
        .filter(pl.col("members") >= 2)
        .sort("ring", "key")
    )
