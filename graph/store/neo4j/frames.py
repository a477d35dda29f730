"""A publication's register as nodes and relationships: one frame per label and type, row numbers as ends.

`firm` is a row of `firms`, `key` a row of `keys`, `region` one of `regions`; ids take their place when a row
is written. The properties are those of `graph.property_graph`; what is null is not written.
"""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import polars as pl

from graph.model import HubKind, KeyKind, LinkRole
from graph.neighbourhood import NEIGHBOURHOOD_CAP
from graph.order import firsts, offsets
from graph.property_graph import HOLDS_SHARES, HUB, KEY, LABEL_OF, SEARCHED, TIE_TYPES, link_type
from graph.published import Publication
from graph.store.neo4j.contents import contents, hanging, spread
from graph.store.neo4j.located import located_in, regions
from graph.store.neo4j.packed import firm_packs, key_packs
from graph.store.neo4j.searched import searched_column
from graph.store.records import FirmFacts

TIE_PROPERTIES: Final = ("on", "until", "amount", "ref", "place")
_FACTS = [name for name in FirmFacts.__annotations__ if name != "firm_id"]
_IN_KEY_PACKS = ("id", "kind", "own_label", "value", "firms", "hub", "identity")
_STRENGTH_DIGITS = 6  # what a 32-bit number tells apart


@dataclass(frozen=True)
class RegisterFrames:
    """The register of publication `number`.

    `firms`: id, digest and the other properties of a FirmVersion but for from_sweep and until_sweep.
    `keys`: id, digest and the other properties of a Key, and its label in `own_label`.
    `links[type]`: firm, key and the properties of the links of a type, and of the shareholdings.
    `ties[type]`: from, to (rows of firms) and the properties.
    `regions`: id, name, level and `parent` (a row; null for the widest). `located_in`: firm, region.
    `part_of`: room, building (rows of keys), each room once.
    """

    number: int
    firms: pl.DataFrame
    keys: pl.DataFrame
    links: dict[str, pl.DataFrame]
    ties: dict[str, pl.DataFrame]
    regions: pl.DataFrame
    located_in: pl.DataFrame
    part_of: pl.DataFrame


def register_frames(publication: Publication, number: int) -> RegisterFrames:
    """The register of a checked publication as nodes and relationships."""
    firms, keys, part_of = _firms(publication), _keys(publication), _part_of(publication)
    lies_in = spread(part_of["room"], keys["id"].gather(part_of["building"]), len(keys))
    places = regions(publication.snapshot.firms)
    frames = RegisterFrames(
        number=number,
        firms=firms,
        keys=keys.with_columns(
            contents(keys.drop(_IN_KEY_PACKS, SEARCHED).with_columns(lies_in.alias("lies_in")))
        ),
        links={**_links(publication), HOLDS_SHARES: _holdings(publication)},
        ties=_ties(publication),
        regions=places,
        located_in=located_in(publication.snapshot.firms, places),
        part_of=part_of,
    )
    return replace(frames, firms=firms.with_columns(contents(_with_all_that_hangs_on(frames))))


def _with_all_that_hangs_on(frames: RegisterFrames) -> pl.DataFrame:
    """The firms with texts of their shareholdings, ties and places; the links are in the packs."""
    n, ids, key_ids = len(frames.firms), frames.firms["id"], frames.keys["id"]
    ties = [
        pl.DataFrame([frame[own].alias("firm"), ids.gather(frame[other]).alias("other")]).with_columns(
            pl.lit(f"{own} {type_}").alias("type"), *(frame[name] for name in TIE_PROPERTIES)
        )
        for type_, frame in frames.ties.items()
        for own, other in (("from", "to"), ("to", "from"))
    ]
    holdings = frames.links[HOLDS_SHARES]
    holdings = holdings.with_columns(key_ids.gather(holdings["key"]).alias("key"))
    return frames.firms.with_columns(
        hanging(holdings, n).alias("holdings"),
        hanging(pl.concat(ties), n).alias("ties"),
        spread(frames.located_in["firm"], frames.regions["id"].gather(frames.located_in["region"]), n).alias(
            "lies_in"
        ),
    )


def is_hub(keys: pl.DataFrame) -> pl.Series:
    """Which keys carry the label Hub: those of a kind of hub, and those too wide to walk."""
    none = HubKind.NONE.name.lower()
    return keys.select((pl.col("hub") != none) | (pl.col("firms") > NEIGHBOURHOOD_CAP)).to_series()


def key_labels(own_label: str, *, hub: bool) -> tuple[str, ...]:
    """The labels of a key."""
    return (KEY, own_label, HUB) if hub else (KEY, own_label)


def _firms(publication: Publication) -> pl.DataFrame:
    snapshot = publication.snapshot
    held = snapshot.links.select("firm", "key").unique()["firm"].to_numpy()
    return snapshot.firms.select(
        pl.col("firm_id").alias("id"),
        *(pl.col(name) for name in _FACTS if name != "status"),
        pl.col("status").cast(pl.String),
        pl.Series("keys", np.bincount(held, minlength=len(snapshot.firms)), pl.Int32),
        _events(publication),
        searched_column(snapshot.firms["name"]).alias(SEARCHED),
        firm_packs(publication).alias("packed"),
    )


def _events(publication: Publication) -> pl.Series:
    """Per firm a JSON list of its events, of each what is known; null without any."""
    events = publication.snapshot.events.with_columns(pl.col("kind").cast(pl.String))
    told = (
        pl.when(pl.col(name).is_not_null()).then(
            pl.struct(name).struct.json_encode().str.strip_prefix("{").str.strip_suffix("}")
        )
        for name in events.columns
        if name != "firm"
    )
    texts = events.select(
        "firm",
        pl.concat_str(pl.lit("{"), pl.concat_str(*told, separator=",", ignore_nulls=True), pl.lit("}")).alias(
            "event"
        ),
    )
    lists = texts.group_by("firm", maintain_order=True).agg(pl.col("event").str.join(","))
    return spread(
        lists["firm"],
        lists.select(pl.format("[{}]", "event")).to_series(),
        len(publication.snapshot.firms),
    ).alias("events")


def _keys(publication: Publication) -> pl.DataFrame:
    frame, register, n = publication.snapshot.keys, publication.register, len(publication.snapshot.keys)
    persons, hubs = publication.snapshot.persons, publication.results["hubs"]
    identities = publication.snapshot.identities
    people, typed = persons["key"], hubs["key"]
    label = frame["label"].fill_null(frame["value"])
    kind = frame["kind"].cast(pl.Int8)
    words = {int(k): k.name.lower() for k in KeyKind}
    hub_words = {int(k): k.name.lower() for k in HubKind}
    names = persons["name"].fill_null(label.gather(persons["key"]))
    return pl.DataFrame(
        [
            frame["public_id"].alias("id"),
            kind.replace_strict(words, return_dtype=pl.String).alias("kind"),
            kind.replace_strict({int(k): v for k, v in LABEL_OF.items()}, return_dtype=pl.String).alias(
                "own_label"
            ),
            frame["value"],
            label.alias("label"),
            pl.Series("firms", register.keys.degree),
            pl.Series(register.keys.hub).replace_strict(hub_words, return_dtype=pl.String).alias("hub"),
            key_packs(publication).alias("packed"),
            _searched_keys(kind, label, people, names).alias(SEARCHED),
            spread(people, names, n).alias("name"),
            spread(people, persons["birth_date"], n).alias("birth_date"),
            spread(people, persons["home_region"], n).alias("home_region"),
            spread(people, persons["identity"], n).alias("identity"),
            spread(identities["key"], identities["id"], n).alias("keyed_id"),
            frame["public_id"].gather(frame["same_as"].replace(-1, None)).alias("same_as"),
            spread(typed, hubs["declared"], n).alias("declared"),
            spread(typed, hubs["why_zh"], n).alias("why_zh"),
            spread(typed, hubs["why_en"], n).alias("why_en"),
            _first_firms(publication),
        ]
    )


def _searched_keys(kind: pl.Series, label: pl.Series, people: pl.Series, names: pl.Series) -> pl.Series:
    """What is searched of places, their labels, and of people, their names; null for other keys."""
    places = kind.is_in([int(KeyKind.ROOM), int(KeyKind.BUILDING)]).arg_true()
    rows = pl.concat([places.cast(pl.Int32), people])
    texts = searched_column(pl.concat([label.gather(places), names]))
    return spread(rows, texts, len(kind))


def _first_firms(publication: Publication) -> pl.Series:
    """The ids of the first firms in filing order on each key that is too wide to walk, else null."""
    links, n = publication.register.links, len(publication.register.keys)
    wide = publication.register.keys.degree > NEIGHBOURHOOD_CAP
    on_wide = np.flatnonzero(wide[links.key])
    firm, key = links.firm[on_wide], links.key[on_wide]
    once = firsts(key, firm)  # a firm's links to one key are neighbours
    firm, key = firm[once], key[once]
    place = np.arange(len(key)) - offsets(key, n)[key]
    first = place < NEIGHBOURHOOD_CAP
    ids = publication.snapshot.firms["firm_id"].gather(firm[first])
    lists = (
        pl.DataFrame({"key": key[first], "id": ids}).group_by("key", maintain_order=True).agg(pl.col("id"))
    )
    return spread(lists["key"], lists["id"], n).alias("first_firms")


def _links(publication: Publication) -> dict[str, pl.DataFrame]:
    frame = publication.snapshot.links
    types = frame["role"].replace_strict(
        {int(role): link_type(role) for role in LinkRole}, return_dtype=pl.String
    )
    roles = pl.Enum([role.name.lower() for role in LinkRole])
    words = {int(role): role.name.lower() for role in LinkRole}
    told = frame.select(
        "firm",
        "key",
        pl.col("role").replace_strict(words, return_dtype=roles),
        "since",
        "until",
        pl.col("strength").cast(pl.Float64).round(_STRENGTH_DIGITS),
    )
    return {name: told.filter(types == name) for name in sorted(set(map(link_type, LinkRole)))}


def _holdings(publication: Publication) -> pl.DataFrame:
    holdings = publication.snapshot.holdings
    ids = publication.snapshot.firms["firm_id"]
    holder = holdings["holder_firm"]
    return holdings.select(
        "firm",
        pl.col("holder_key").alias("key"),
        "share",
        "subscribed",
        "verified",
        "since",
        "until",
        pl.int_range(pl.len(), dtype=pl.Int32).over("firm").alias("place"),
        ids.gather(holder.set(holder < 0, None)).alias("holder_firm"),
    )


def _ties(publication: Publication) -> dict[str, pl.DataFrame]:
    ties = publication.snapshot.ties.select(
        pl.col("from_firm").alias("from"),
        pl.col("to_firm").alias("to"),
        "kind",
        "on",
        "until",
        "amount",
        "ref",
        # The order of a profile's ties: by the other firm, then this.
        pl.int_range(pl.len(), dtype=pl.Int32).over("from_firm", "to_firm").alias("place"),
    )
    return {name: ties.filter(pl.col("kind") == kind).drop("kind") for kind, name in TIE_TYPES.items()}


def _part_of(publication: Publication) -> pl.DataFrame:
    both = publication.snapshot.firms.select("room", "building").filter(
        (pl.col("room") >= 0) & (pl.col("building") >= 0)
    )
    return both.group_by("room").agg(pl.col("building").min()).sort("room")
