"""Which mentions of a person are the same person; never on the name alone.

Four levels, each joining the clusters of the one before:

1. the same source id;
2. the same name within one firm;
3. the same name and something that corroborates it: a contact or room that few firms share, the date of
   birth, or the county of origin. Whether two clusters that meet so are one is judged as any
   comparison of two people is (graph.matching.people_coded), by how rare the name is in this register;
4. the same name in the same place, where the name is so rare that chance would hardly put a second bearer
   there: for a comparison these two are possibly one, and they are joined at half the strength.

At every level a cluster in which two ids, dates of birth or home regions contradict each other falls
back to what it was before that level.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import numpy.typing as npt
import polars as pl

from graph.matching.comparison import Verdict
from graph.matching.people_coded import Mentions, judge_namesakes
from graph.matching.people_weights import POPULATION, Phone
from graph.normalise.person_names import nameable
from graph.resolve_names import chances
from graph.union_find import Int32s, components

Int64s = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Identities = npt.NDArray[np.int8]
Edges = tuple[Int32s, Int32s]

# More firms than this on one phone or room, and it tells no more of a namesake than an agent's own does.
MAX_SHARING = 50
# Strangers of the same name expected in the place by chance, at most.
MAX_EXPECTED = 0.05
# An extract is a sample: a place is taken to hold at least so many people, however few are in it.
MIN_POPULATION = 10_000
# An id under more names than this is a placeholder, not a person.
MAX_NAMES_PER_ID = 5

# What is known of a mention and must not contradict: the id and its ends, where it may be masked; year, month
# and day of birth, each with the coarser parts; the county of origin.
FACTS = ("id", "front", "back", "year", "month", "day", "region")
_TELLING = tuple(FACTS.index(name) for name in ("day", "month", "year", "region"))
_NOBODY = np.int32(-1)
_TOP = np.int32(2**31 - 1)


class Identity(IntEnum):
    """How a person's mentions were found to be one: the weakest step that was needed."""

    WITHIN_FIRM = 0
    RARE_NAME = 1
    CORROBORATED = 2
    BY_ID = 3


STRENGTH = {
    Identity.WITHIN_FIRM: 1.0,
    Identity.RARE_NAME: 0.5,
    Identity.CORROBORATED: 0.9,
    Identity.BY_ID: 1.0,
}


@dataclass(frozen=True)
class Resolution:
    """`person[i]` is the first mention of the person of mention i; `identity[i]` an `Identity`."""

    person: Int32s
    identity: Identities


@dataclass(frozen=True)
class _Groups:
    """Mentions (`rows`) sorted into groups; `starts` are the first positions, `of` the group of each."""

    rows: Int32s
    starts: Int64s
    of: Int64s

    @classmethod
    def by(cls, key: npt.NDArray[np.integer], rows: Int32s) -> "_Groups":
        order = np.argsort(key, kind="stable")
        sorted_key = key[order]
        first = np.ones(len(key), dtype=np.bool_)
        first[1:] = sorted_key[1:] != sorted_key[:-1]
        return cls(rows[order], np.flatnonzero(first), np.cumsum(first) - 1)

    def extremes(self, fact: Int32s) -> tuple[Int32s, Int32s]:
        """Lowest and highest known value in each group; where none is known the lowest is above."""
        values = fact[self.rows]
        known = np.where(values < 0, _TOP, values)
        return np.minimum.reduceat(known, self.starts), np.maximum.reduceat(values, self.starts)

    def contradicted(self, facts: list[Int32s]) -> Flags:
        """bool per group: it holds two different known values of one fact."""
        bad = np.zeros(len(self.starts), dtype=np.bool_)
        for fact in facts:
            lowest, highest = self.extremes(fact)
            bad |= highest > lowest
        return bad

    def pooled(self, fact: Int32s) -> Int32s:
        """For each of `rows` the fact of its whole group, unknown where its members contradict each other."""
        lowest, highest = self.extremes(fact)
        return np.where(lowest == highest, highest, _NOBODY)[self.of]

    def chains(self, facts: list[Int32s]) -> Edges:
        """Edges that join each group without contradictions, as one chain."""
        inside = self.of[1:] == self.of[:-1]
        inside &= ~self.contradicted(facts)[self.of[1:]]
        return self.rows[:-1][inside], self.rows[1:][inside]

    def stars(self, facts: list[Int32s]) -> Edges:
        """Edges from the member of each group without contradictions of whom most is known to the others."""
        known = np.zeros(len(self.rows), np.int64)
        for fact in facts:
            known += fact[self.rows] >= 0
        best = np.maximum.reduceat(known, self.starts)[self.of] == known
        # The first of the best-known, as a position.
        at = np.where(best, np.arange(len(self.rows)), len(self.rows))
        centre = np.minimum.reduceat(at, self.starts)[self.of]
        out = (centre != np.arange(len(self.rows))) & ~self.contradicted(facts)[self.of]
        return self.rows[centre[out]], self.rows[out]


class _Clusters:
    """The clusters so far: a label per mention, and what is known of each mention's whole cluster."""

    def __init__(self, facts: list[Int32s]) -> None:
        self.facts = [fact.copy() for fact in facts]
        self.all = np.arange(len(facts[0]), dtype=np.int32)
        self.label = self.all

    @property
    def roots(self) -> Int32s:
        """One mention per cluster."""
        first: Int32s = self.all[self.label == self.all]
        return first

    def join(self, *edges: Edges, trusted: bool = False) -> None:
        """Join along edges. Clusters with contradictions fall back, unless the edges are `trusted`."""
        left = np.concatenate([e[0] for e in edges])
        right = np.concatenate([e[1] for e in edges])
        joined = components(len(self.all), left, right, start=self.label)
        grown = np.zeros(len(self.all), dtype=np.bool_)
        grown[joined[joined != self.label]] = True
        rows = self.all[grown[joined]]  # the rest is as it was
        groups = _Groups.by(joined[rows], rows)
        disputed = np.zeros(len(rows), dtype=np.bool_)
        if not trusted:
            disputed = groups.contradicted(self.facts)[groups.of]
        back, agreed = groups.rows[disputed], groups.rows[~disputed]
        joined[back] = self.label[back]
        for fact in self.facts:
            fact[agreed] = groups.pooled(fact)[~disputed]
        self.label = joined


def resolve(mentions: pl.DataFrame, names: pl.DataFrame, tokens: pl.DataFrame, place: Int32s) -> Resolution:
    """Find the persons behind the mentions.

    `mentions`, in canonical order, all int32 with -1 for unknown: firm, name (row of `names`), agent
    (0 or 1: agents are never joined with other roles), and what must not contradict (`FACTS`). `names`:
    name, surname, latin. `tokens`: what firms share besides people: firm, token, degree (firms), of_agent
    (used by the firm's agent). `place[firm]` is the city of each firm. Every group of namesakes is joined
    as a chain, so the work is linear.
    """
    column = {name: mentions[name].to_numpy() for name in mentions.columns}
    if mentions.is_empty():
        return Resolution(np.empty(0, dtype=np.int32), np.empty(0, dtype=np.int8))
    name, agent, firm = (column[c].astype(np.int64) for c in ("name", "agent", "firm"))
    who = name * 2 + agent
    clusters = _Clusters([column[c] for c in FACTS])

    with_id = np.flatnonzero(column["id"] >= 0).astype(np.int32)
    clusters.join(
        _Groups.by(column["id"][with_id].astype(np.int64) * 2 + agent[with_id], with_id).chains([]),
        trusted=True,
    )
    at_home = _Groups.by(firm * (2 * len(names)) + who, clusters.all)
    clusters.join(at_home.chains(clusters.facts), _alike(mentions, at_home, clusters.facts))
    within = clusters.label

    bearers = np.bincount(name[clusters.roots], minlength=len(names))
    chance = chances(names, bearers)[name]
    chance[~nameable(names["name"]).to_numpy()[name]] = np.inf
    met = _meeting(who, clusters)
    few, agents = _shared(mentions, tokens, who, clusters, met)
    alike = _each_once(_on_one(clusters, who, met, fact) for fact in _TELLING)
    # The strangers that either may be are those of the city, not only of its extract.
    namesakes = _Namesakes(clusters, chance, max(POPULATION, int(bearers.sum())))
    clusters.join(
        namesakes.judged(alike, Phone.UNKNOWN),
        namesakes.judged(few, Phone.SAME),
        namesakes.judged(agents, Phone.AGENTS),
    )
    corroborated = clusters.label
    clusters.join(_neighbours(who, place[column["firm"]], chance, clusters))
    return Resolution(clusters.label, _identities(column["id"], within, corroborated, clusters.label))


def _alike(mentions: pl.DataFrame, at_home: _Groups, facts: list[Int32s]) -> Edges:
    """Among namesakes of one firm who contradict each other: those who agree in all that is said."""
    rows = np.sort(at_home.rows[at_home.contradicted(facts)[at_home.of]])
    said = mentions.select("firm", "name", "agent", *FACTS)[rows]
    same = said.select(pl.struct(pl.all()).rank("dense").cast(pl.Int64)).to_series().to_numpy()
    return _Groups.by(same, rows).chains([])


@dataclass(frozen=True)
class _Namesakes:
    """What it takes to judge pairs of clusters of one name."""

    clusters: _Clusters
    chance: Floats
    population: int

    def judged(self, edges: Edges, phone: Phone) -> Edges:
        """The edges between mentions whose clusters a comparison takes for one person; `phone` says what they
        share."""
        left, right = edges
        label = self.clusters.label
        open_ = np.isfinite(self.chance[left]) & (label[left] != label[right])
        left, right = left[open_], right[open_]
        told = self._told()
        verdict = judge_namesakes(
            told.at(left),
            told.at(right),
            self.chance[left],
            np.full(len(left), phone, np.int8),
            self.population,
        )
        return left[verdict == Verdict.SAME], right[verdict == Verdict.SAME]

    def _told(self) -> Mentions:
        fact = dict(zip(FACTS, self.clusters.facts, strict=True))
        birth = np.maximum(np.maximum(fact["year"], fact["month"]), fact["day"])  # the finest is the largest
        return Mentions(birth, fact["region"], fact["id"], fact["front"], fact["back"])


def _meeting(who: Int64s, clusters: _Clusters) -> Int32s:
    """The first mention of each cluster under each name that several clusters bear: of its others the same
    is known, so that whoever meets the first has met them all."""
    own = _Groups.by(who * len(who) + clusters.label, clusters.all)
    first = np.sort(own.rows[own.starts])
    return first[np.bincount(who[first])[who[first]] > 1]


def _on_one(clusters: _Clusters, who: Int64s, rows: Int32s, fact: int) -> Edges:
    """Namesakes among `rows` of whom the same is known."""
    rows = rows[clusters.facts[fact][rows] >= 0]
    return _Groups.by(who[rows] * 100_000_000 + clusters.facts[fact][rows], rows).stars(clusters.facts)


def _each_once(edges: Iterable[Edges]) -> Edges:
    """The edges of all, without those that several have: who agree in the day agree in the month as well."""
    packed = np.unique(np.concatenate([left.astype(np.int64) << 32 | right for left, right in edges]))
    return (packed >> 32).astype(np.int32), packed.astype(np.int32)


def _shared(
    mentions: pl.DataFrame, tokens: pl.DataFrame, who: Int64s, clusters: _Clusters, met: Int32s
) -> tuple[Edges, Edges]:
    """Namesakes of `met` in firms that share a contact or room with few others; agents on an agent's own
    contact."""
    borne = np.zeros(who.max() + 1, np.bool_)
    borne[who[met]] = True
    rows = clusters.all[borne[who]]
    shared = (
        mentions.select("firm", "agent")[rows]
        .with_columns(pl.Series("row", rows))
        .join(tokens.filter(pl.col("degree") > 1), on="firm", maintain_order="left")
        .with_columns((pl.col("degree") <= MAX_SHARING).alias("few"))
    )

    def stars(rows: pl.DataFrame) -> Edges:
        row, token = rows["row"].to_numpy(), rows["token"].to_numpy().astype(np.int64)
        return _Groups.by(who[row] * (token.max(initial=0) + 1) + token, row).stars(clusters.facts)

    agents = pl.col("of_agent") & (pl.col("agent") == 1)
    return stars(shared.filter("few")), stars(shared.filter(~pl.col("few") & agents))


def _neighbours(who: Int64s, place: Int32s, chance: Floats, clusters: _Clusters) -> Edges:
    """Namesakes of one place whose name is too rare for two people there: possibly one person."""
    # A city may have no person of its own: all in it are counted where they were met first.
    residents = np.bincount(place[clusters.roots] + 1, minlength=int(place.max(initial=-1)) + 2)
    expected = chance * np.maximum(residents, MIN_POPULATION)[place + 1]
    rows = np.flatnonzero((place >= 0) & (expected <= MAX_EXPECTED)).astype(np.int32)
    return _Groups.by(who[rows] * len(residents) + place[rows], rows).chains(clusters.facts)


def _identities(id_: Int32s, within: Int32s, corroborated: Int32s, person: Int32s) -> Identities:
    """int8 per mention: the weakest step that its person's cluster needed."""
    steps = (
        (Identity.BY_ID, id_ >= 0),
        (Identity.CORROBORATED, corroborated != within),
        (Identity.RARE_NAME, person != corroborated),
    )
    by_person = np.full(len(person), Identity.WITHIN_FIRM, dtype=np.int8)
    for identity, needed in steps:
        by_person[person[needed]] = identity
    return by_person[person]
