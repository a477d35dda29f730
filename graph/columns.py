"""From a snapshot's tables to the columns that detectors see."""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from graph import library
from graph.flags import add_flags
from graph.model import BRITISH, EVENT_KINDS, Country, KeyKind, LinkRole
from graph.normalise.series import series
from graph.order import order_by
from graph.parents import parents
from graph.slice import FOREVER, NO_DAY, Events, Firms, Floats, Ints, Keys, Links, RegisterSlice
from graph.snapshot_tables import Snapshot
from graph.whole_columns import whole_of

_CODE_KINDS = {"firm": 1, "sole_trader": 2, "cooperative": 3}
_NATS_STEP = 2.0**20  # a character's nats are whole 2**-20s, so that they add up alike in any order
STRAY_DAYS = 366  # days past nearly all others from which a date is a slip
_LOSS = ("abnormal_listed", "serious_violation", "revoked")


@dataclass(frozen=True)
class Vocabulary:
    """What the codes of a slice stand for: `texts[column][code]`, and the brand characters' rarity."""

    texts: dict[str, list[str]]
    character_nats: dict[str, float]

    def nats_of(self, brand: str) -> float:
        """Mean -ln frequency of a brand's characters; a character never seen counts as the rarest."""
        if not brand:
            return float("nan")
        rarest = max(self.character_nats.values(), default=0.0)
        return float(np.mean([self.character_nats.get(c, rarest) for c in brand]))


def _days(values: pl.Series, missing: np.int32) -> Ints:
    return values.to_physical().cast(pl.Int32).fill_null(int(missing)).to_numpy()


def _codes(values: pl.Series) -> tuple[Ints, list[str]]:
    """Dense codes in the texts' sorted order; -1 for null or empty."""
    known = values.replace("", None)
    texts = known.drop_nulls().unique().sort()
    if len(texts) == 0:
        return np.full(len(values), -1, np.int32), []
    as_enum = known.cast(pl.Enum(texts))
    return as_enum.to_physical().cast(pl.Int32).fill_null(-1).to_numpy(), texts.to_list()


def _floats(values: pl.Series) -> Floats:
    return values.cast(pl.Float64).fill_null(float("nan")).to_numpy()


def _character_nats(brands: list[str]) -> dict[str, float]:
    """-ln share of each character among the distinct brands' characters."""
    counts = (
        pl.Series("brand", brands, dtype=pl.String)
        .str.split("")
        .explode()
        .drop_nulls()
        .value_counts()
        .filter(pl.col("brand") != "")
        .sort("brand")
    )
    total = max(int(counts["count"].sum()), 1)
    return {c: round(float(-np.log(n / total)) * _NATS_STEP) / _NATS_STEP for c, n in counts.iter_rows()}


def _brand_nats(codes: Ints, brands: list[str], nats: dict[str, float]) -> Floats:
    if not brands:
        return np.full(len(codes), np.nan)
    parts = pl.DataFrame({"brand": pl.Series(brands, dtype=pl.String)}).with_row_index("code")
    parts = parts.with_columns(pl.col("brand").str.split("")).explode("brand").drop_nulls()
    parts = parts.filter(pl.col("brand") != "")
    table = pl.DataFrame(
        {"brand": list(nats), "nats": list(nats.values())}, schema={"brand": pl.String, "nats": pl.Float64}
    )
    means = parts.join(table, on="brand", how="left").group_by("code").agg(pl.col("nats").mean()).sort("code")
    per_code = np.full(len(brands), np.nan)
    per_code[means["code"].to_numpy()] = means["nats"].to_numpy()
    return np.where(codes >= 0, per_code[codes], np.nan)


def _mark(n: int, rows: pl.Series | NDArray[np.int32]) -> NDArray[np.bool_]:
    out = np.zeros(n, np.bool_)
    out[np.asarray(rows)] = True
    return out


def representatives(links: Links, n: int) -> Ints:
    """The key of each firm's earliest legal representative (the smaller key at a tie), -1 none."""
    rows = np.flatnonzero(links.role == LinkRole.LEGAL_REPRESENTATIVE)
    rows = rows[np.lexsort((links.key[rows], links.since[rows], links.firm[rows]))]
    firms, first = np.unique(links.firm[rows], return_index=True)
    out = np.full(n, -1, np.int32)
    out[firms] = links.key[rows[first]]
    return out


def scopes(links: Links, kinds: NDArray[np.int8], n: int) -> Ints:
    """The key of each firm's scope text (the largest of several), -1 none; `kinds` of the keys."""
    out = np.full(n, -1, np.int32)
    rows = np.flatnonzero(kinds[links.key] == KeyKind.SCOPE)
    np.maximum.at(out, links.firm[rows], links.key[rows])
    return out


def _place_faults(snapshot: Snapshot) -> NDArray[np.int8]:
    """1 where the address library refutes the firm's place, -1 where it confirms it, else 0."""
    verdict = library.of_keys(snapshot.places, len(snapshot.keys))
    room, building = snapshot.firms["room"].to_numpy(), snapshot.firms["building"].to_numpy()
    # -1 is the spare last entry
    return library.of_firms(verdict[room], verdict[building], room >= 0)


def _unverified(holdings: pl.DataFrame, n: int) -> NDArray[np.int8]:
    """Of each firm 1 where a holder has not proved its identity, -1 where all have, 0 where nobody says."""
    checked = holdings.filter(pl.col("verified").is_not_null()).group_by("firm").agg(pl.col("verified").all())
    out = np.zeros(n, np.int8)
    out[checked["firm"].to_numpy()] = np.where(checked["verified"].to_numpy(), -1, 1)
    return out


def _held_by_firms(snapshot: Snapshot) -> pl.DataFrame:
    held = snapshot.holdings.filter(pl.col("holder_key") >= 0)
    return held.filter(snapshot.keys["kind"].gather(held["holder_key"]) == KeyKind.OWNER)


def _kinds(firms: pl.DataFrame) -> NDArray[np.int8]:
    """What a firm is by its code; a British LLP by its form, its number or what the register calls it."""
    llp = (
        (pl.col("form") == "LLP")
        | pl.col("firm_type").str.contains("(?i)llp|limited liability partnership")
        | pl.col("firm_id").str.contains("^(OC|SO|NC)[0-9]{6}$")
    ) & pl.col("country").is_in(BRITISH)
    by_code = pl.col("code_kind").replace_strict(_CODE_KINDS, default=0, return_dtype=pl.Int8).fill_null(0)
    kind = pl.when(llp.fill_null(False)).then(pl.lit(4, pl.Int8)).otherwise(by_code).alias("kind")
    return firms.select(kind).to_series().to_numpy()


def _countries(firms: pl.DataFrame) -> NDArray[np.int8]:
    codes = {"CN": Country.CHINA} | dict.fromkeys(BRITISH, Country.UNITED_KINGDOM)
    told = firms["country"].replace_strict(codes, default=0, return_dtype=pl.Int8).fill_null(0)
    return told.to_numpy()


def _labels(labels: pl.DataFrame, loss: pl.DataFrame, n: int) -> NDArray[np.int8]:
    """The last decision on each of n firms. A register's rows have no order: one without a day counts after
    those with one, and of one day, or of none, a confirmation outweighs. A clearance answers for what was
    known on its day: it lapses when the firm is listed, found in violation or revoked after it (`loss`)."""
    rows = labels.select(
        "firm",
        "decided_on",
        true=pl.col("label") == "confirmed_fake",
        latest=pl.col("decided_on").max().over("firm"),
    )
    last = rows.sort("firm", "decided_on", "true", nulls_last=True).unique(
        "firm", keep="last", maintain_order=True
    )
    since = loss.group_by("firm").agg(pl.col("on").max().alias("lost_on"))
    lapsed = ~pl.col("true") & (pl.col("lost_on") > pl.col("latest")).fill_null(False)
    last = last.join(since, on="firm", how="left", maintain_order="left").filter(~lapsed)
    label = np.zeros(n, np.int8)
    label[last["firm"].to_numpy()] = np.where(last["true"].to_numpy(), 1, -1)
    return label


def _firms(snapshot: Snapshot, links: Links) -> tuple[Firms, Vocabulary]:
    frame, n = snapshot.firms, len(snapshot.firms)
    codes: dict[str, Ints] = {}
    texts: dict[str, list[str]] = {}
    for column in ("office", "stream", "district", "marker", "brand", "trade"):
        codes[column], texts[column] = _codes(frame[column])
    if not texts["district"]:  # an extract without usable addresses may still name regions
        codes["district"], texts["district"] = _codes(frame["region"])
    codes["stem"], texts["stem"] = _codes(frame["brand"].str.slice(0, 2))
    codes["series"], texts["series"] = _codes(series(frame["brand"]))
    nats = _character_nats(texts["brand"])
    loss = snapshot.events.filter(pl.col("kind").is_in(list(_LOSS)))
    status = frame["status"].cast(pl.String).fill_null("unknown")
    firms = Firms(
        registered=_days(frame["registered_on"], NO_DAY),
        dissolved=_days(frame["dissolved_on"], NO_DAY),
        ended=(status.is_in(["dissolved", "revoked"]) | frame["dissolved_on"].is_not_null()).to_numpy(),
        lost=(status.is_in(["abnormal", "revoked"])).to_numpy() | _mark(n, loss["firm"]),
        kind=_kinds(frame),
        country=_countries(frame),
        capital=_floats(frame["capital"]),
        paid_in=_floats(frame["paid_in"]),
        office=codes["office"],
        stream=codes["stream"],
        filing_no=frame["filing_no"].fill_null(-1).to_numpy(),
        district=codes["district"],
        granularity=frame["granularity"].fill_null(0).to_numpy(),
        marker=codes["marker"],
        brand=codes["brand"],
        stem=codes["stem"],
        series=codes["series"],
        trade=codes["trade"],
        scope=scopes(links, snapshot.keys["kind"].to_numpy(), n),
        representative=representatives(links, n),
        brand_nats=_brand_nats(codes["brand"], texts["brand"], nats),
        label=_labels(snapshot.labels, loss, n),
        place_fault=_place_faults(snapshot),
        unverified=_unverified(snapshot.holdings, n),
        unproved_owner=_unverified(_held_by_firms(snapshot), n),
        parent=parents(snapshot),
    )
    return firms, Vocabulary(texts, nats)


# What an address says of itself. Bits of Keys.flag for ROOM and BUILDING keys.
HOSTING, COLLECTIVE, MARKET, INCUBATOR = 2, 4, 8, 16
_PLACE_WORDS = {
    HOSTING: "托管|集群注册|商务秘书|集群企业|集中登记",
    COLLECTIVE: "村委会|村民委员会|居委会|大学|学院|中学|小学|合作社|村集体",
    MARKET: "市场|摊位|档口|商城|集贸|批发城",
    INCUBATOR: "孵化|众创|创业园|创业基地|创客|产业园|科技园|软件园|工位|园区",
}


def _flags(snapshot: Snapshot) -> NDArray[np.int8]:
    """Virtual numbers from the snapshot; for places, what the address text or marker says of itself."""
    flags = snapshot.keys["flag"].fill_null(0).to_numpy().copy()
    lo, hi = np.searchsorted(snapshot.keys["kind"].to_numpy(), [KeyKind.ROOM, KeyKind.BUILDING + 1])
    labels = snapshot.keys["label"][int(lo) : int(hi)]
    for bit, words in _PLACE_WORDS.items():
        named = labels.str.contains(words).fill_null(False).to_numpy()
        flags[lo:hi] |= np.where(named, bit, 0).astype(np.int8)
    marked = snapshot.firms.filter(pl.col("marker").str.contains(_PLACE_WORDS[HOSTING]).fill_null(False))
    for column in ("room", "building"):
        count = np.bincount(marked[column].to_numpy() + 1, minlength=len(flags) + 1)[1:]
        often = count * 2 > snapshot.keys["degree"].to_numpy()
        flags[often] |= HOSTING
    add_flags(snapshot, flags)
    return flags


def _files(snapshot: Snapshot) -> NDArray[np.int8]:
    """Of each person, the firms (up to 127) that the same person by id files for as agent."""
    agents = pl.col("kind") == KeyKind.AGENT
    ids = snapshot.identities.with_columns(
        snapshot.keys["kind"].gather(snapshot.identities["key"]),
        snapshot.keys["degree"].gather(snapshot.identities["key"]),
    )
    both = ids.filter(~agents).join(ids.filter(agents).select("id", files="degree"), on="id")
    out = np.zeros(len(snapshot.keys), np.int8)
    out[both["key"].to_numpy()] = np.minimum(both["files"].to_numpy(), 127)
    return out


def _keys(snapshot: Snapshot) -> tuple[Keys, dict[str, list[str]]]:
    frame, n = snapshot.keys, len(snapshot.keys)
    persons = snapshot.persons
    at = persons["key"].to_numpy()

    def spread(values: NDArray[np.generic], missing: int, kind: type[np.generic]) -> NDArray[np.generic]:
        out = np.full(n, missing, kind)
        out[at] = values
        return out

    surname, surnames = _codes(persons["surname"])
    home, homes = _codes(persons["home_region"])
    year = persons["birth_date"].str.slice(0, 4).cast(pl.Int32, strict=False).fill_null(-1).to_numpy()
    hub, declared = np.zeros(n, np.int8), np.zeros(n, np.bool_)
    found = snapshot.declared_hubs.filter(pl.col("key") >= 0)
    hub[found["key"].to_numpy()] = found["hub_kind"].to_numpy()
    declared[found["key"].to_numpy()] = True
    keys = Keys(
        kind=frame["kind"].to_numpy(),
        degree=frame["degree"].to_numpy(),
        hub=hub,
        declared=declared,
        flag=_flags(snapshot),
        surname=spread(surname, -1, np.int32).astype(np.int32),
        birth_year=spread(year, -1, np.int32).astype(np.int32),
        home=spread(home, -1, np.int32).astype(np.int32),
        identity=spread(persons["identity"].to_numpy(), 0, np.int8).astype(np.int8),
        files=_files(snapshot),
        complete=np.ones(n, np.bool_),
    )
    return keys, {"surname": surnames, "home": homes}


def _links(snapshot: Snapshot, registered: Ints) -> Links:
    frame = snapshot.links
    firm, key = frame["firm"].to_numpy(), frame["key"].to_numpy()
    role = frame["role"].to_numpy()
    filing = snapshot.firms["filing_no"].fill_null(-1).to_numpy()
    # The slice's filing rank, needed before the slice exists.
    order = np.lexsort((np.arange(len(registered)), filing, registered))
    rank = np.empty(len(order), np.int32)
    rank[order] = np.arange(len(order), dtype=np.int32)
    # One number per link: key, rank and role in 31, 28 and 4 bits. No two are alike.
    order = np.argsort(key.astype(np.int64) << 32 | rank[firm].astype(np.int64) << 4 | role)
    since = _days(frame["since"], NO_DAY)
    until = _days(frame["until"], FOREVER)
    return Links(
        firm[order], key[order], role[order], since[order], until[order], frame["strength"].to_numpy()[order]
    )


def _as_of(days: Ints) -> int:
    """The last day the register speaks of. A few rows dated into the future (at most one in a thousand,
    more than a year past all others) are slips and do not make the whole register old."""
    days = np.sort(days[days != NO_DAY]).astype(np.int64)
    if len(days) == 0:
        return int(NO_DAY)
    settled = int(days[int(0.999 * (len(days) - 1))])
    return int(days[np.searchsorted(days, settled + STRAY_DAYS, side="right") - 1])


def slice_of(snapshot: Snapshot) -> tuple[RegisterSlice, Vocabulary]:
    """The whole register as a slice, declared hubs typed, and what its codes stand for."""
    registered = _days(snapshot.firms["registered_on"], NO_DAY)
    links = _links(snapshot, registered)
    firms, vocabulary = _firms(snapshot, links)
    keys, more = _keys(snapshot)
    kinds = pl.Enum(list(EVENT_KINDS))
    events = snapshot.events
    on = _days(events["on"], NO_DAY)
    order = order_by(events["firm"].to_numpy(), on)
    as_of = _as_of(np.concatenate([registered, on]))
    register = RegisterSlice(
        firms,
        keys,
        links,
        Events(
            events["firm"].to_numpy()[order],
            events["kind"].cast(kinds).to_physical().cast(pl.Int8).to_numpy()[order],
            on[order],
            events["unreachable"].fill_null(False).to_numpy()[order],
        ),
        as_of,
        whole_of(snapshot),
    )
    return register, Vocabulary({**vocabulary.texts, **more}, vocabulary.character_nats)
