"""The registration desk's pre-check: one firm or application against the published register.

A firm of the register gets what the sweep said of it, computed again from its neighbourhood by the same
detectors. An application is read by the same code as a register and laid beside the firms it shares
something with; the sweep is asked for what only the whole register can tell.
"""

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import polars as pl

from bootstrap.application import read_application
from bootstrap.desk_answer import (
    DEADLINE,
    Answer,
    Told,
    hub_reasons,
    once,
    reasons,
    told_by_sweep,
    told_locally,
)
from bootstrap.desk_ring import nearest_ring, ring_case
from bootstrap.model import published
from bootstrap.newcomer import Joined, join
from detectors import coverage
from detectors.accepted import lead_of
from detectors.catalogue import DETECTORS
from detectors.counterfactual import in_words
from detectors.desk import (
    Found,
    RingCase,
    about,
    judge_one,
    known,
    local_findings,
    looked_up,
    ties_to,
)
from detectors.detector import Family, Lead, Scope
from detectors.evidence import same_hand
from detectors.findings import SubjectKind
from detectors.results.names import Names
from detectors.results.rings import NEXT_STEPS
from detectors.results.verdicts import DECISIONS
from detectors.scoring import GRADES, PRIOR, finding_nats
from graph.errors import InputError, NotFound, StoreError
from graph.model import HubKind, KeyKind
from graph.slice import Ints, RegisterSlice
from graph.store.port import GraphStore, GraphView
from graph.store.records import FindingProfile, KeyHandle, KeyRef, Neighbourhood, RingRow

MOST_TIES = 10  # ties to a ring's members that are told
FORMAL_REVIEW = "R19"


def precheck(store: GraphStore, application: Mapping[str, Any], *, today: date, id_key: bytes) -> Answer:
    """Check `{"firm_id": …}`, a firm of the register, or a new application (bootstrap.application).

    `today` is the application's day where it names none. Raises InputError naming the field that is wrong,
    NotFound for an unknown firm_id, NotPublished before the first sweep.
    """
    view = store.view()
    firm_id = application.get("firm_id")
    if firm_id is not None:
        if not isinstance(firm_id, str) or application.get("firm") is not None:
            raise InputError(
                "The application's field firm_id must be one id and stand without firm; send one of the two.",
                "申请中的字段 firm_id 必须是单个编号，且不能与 firm 同时提交；请只提交其中之一。",
                field="firm_id",
            )
        return _answer(view, _registered(view, firm_id))
    snapshot = read_application(application, today=today, id_key=id_key)
    own_id = str(snapshot.firms["firm_id"][0])
    if view.neighbourhood([own_id]).firm_ids:
        raise InputError(
            "The application's field firm.firm_id names a firm of the register; send firm_id alone.",
            "申请中的字段 firm.firm_id 已在登记库中；请只提交 firm_id。",
            field="firm.firm_id",
        )
    return _answer(view, _applied(view, join(view, snapshot), own_id))


def warm(store: GraphStore) -> None:
    """Do everything once that the first request would otherwise wait for: kernels, word lists, baselines."""
    someone = {"person_name": "测试", "role": "legal_representative", "person_id": "0"}
    application = {
        "firm": {
            "name": "福州测试贸易有限公司",
            "address": "福建省福州市鼓楼区东街1号101室",
            "scope": "销售。",
        },
        "roles": [someone],
        "holdings": [{"holder_type": "person", "holder_name": "测试", "share": 1}],
        "contacts": [{"kind": kind, "value": "0591-83300000"} for kind in ("phone", "device")],
    }
    try:
        precheck(store, application, today=date(2024, 1, 2), id_key=bytes(16))
    except StoreError:  # nothing published yet, or nothing that can be read: the request will say so
        read_application(application, today=date(2024, 1, 2), id_key=bytes(16))


@dataclass(frozen=True)
class _Case:
    """A firm of a slice with all that is to be judged of it; `handles` name the slice's keys in the view,
    None those that the register has not; `ids` are the ids of its firms."""

    register: RegisterSlice
    firm: int
    ids: tuple[str, ...]
    handles: tuple[KeyHandle | None, ...]
    rings: Ints  # a number for each firm's ring, -1 none
    local: Found
    looked_up: tuple[FindingProfile, ...]
    ring: RingRow | None
    case: RingCase | None
    ties: tuple[dict[str, Any], ...] = ()


def _numbered(ring_ids: Sequence[str | None]) -> Ints:
    numbers = {ring: number for number, ring in enumerate(sorted({r for r in ring_ids if r}))}
    return np.array([numbers[ring] if ring else -1 for ring in ring_ids], np.int32)


def _registered(view: GraphView, firm_id: str) -> _Case:
    judged = view.judged(firm_id)
    if judged is None:
        raise NotFound(
            f"The register of sweep {view.info.sweep_id} has no firm with this firm_id; check it, or send "
            "the application as firm.",
            f"扫描 {view.info.sweep_id} 的登记库中没有该 firm_id 的企业；请核对编号，或以 firm 提交申请。",
        )
    near = view.neighbourhood([firm_id])
    firm = near.firm_ids.index(firm_id)
    return _Case(
        near.register,
        firm,
        near.firm_ids,
        near.key_handles,
        _numbered(near.ring_ids),
        local_findings(near.register, view.baselines(), firm),
        tuple(f for f in judged.findings if f.scope == Scope.GLOBAL),
        judged.ring,
        ring_case(view, judged.ring, judged.verdict.strength or 0.0, judged.verdict.one_hand or 0.0)
        if judged.ring is not None
        else None,
    )


def _applied(view: GraphView, joined: Joined, own_id: str) -> _Case:
    register, normal, near = joined.register, view.baselines(), joined.near
    other, nats = ties_to(same_hand(about(register, joined.firm), normal), joined.firm)
    ties = {near.firm_ids[firm]: row for firm, row in zip(other.tolist(), nats, strict=True)}
    ring, case = nearest_ring(view, joined, ties)
    return _Case(
        register,
        joined.firm,
        (*near.firm_ids, own_id),
        joined.key_handles,
        _numbered((*near.ring_ids, None)),
        local_findings(register, normal, joined.firm),
        _of_agents_and_hosts(view, joined),
        ring,
        case,
        _told_ties(near, ring, other, nats) if ring is not None else (),
    )


def _told_ties(
    near: Neighbourhood, ring: RingRow, other: Ints, nats: np.ndarray[Any, np.dtype[np.float64]]
) -> tuple[dict[str, Any], ...]:
    """The strongest same-hand evidence to the ring's members."""
    weight = nats.sum(axis=1)
    order = sorted(range(len(other)), key=lambda i: (-weight[i], near.firm_ids[other[i]]))
    mine = [i for i in order if near.ring_ids[other[i]] == ring.ring_id][:MOST_TIES]
    return tuple(
        {
            "ring_id": ring.ring_id,
            "firm_id": near.firm_ids[other[i]],
            "nats": {f.label: round(float(nats[i, f]), 3) for f in Family if nats[i, f] > 0},
        }
        for i in mine
    )


def _of_agents_and_hosts(view: GraphView, joined: Joined) -> tuple[FindingProfile, ...]:
    """What the sweep found of the application's agents and of the host it moves to, read from one of their
    clients."""
    register = joined.register
    keys = np.unique(register.links.key[register.links.firm == joined.firm])
    kinds, hubs = register.keys.kind[keys], register.keys.hub[keys]
    places = np.isin(kinds, (KeyKind.ROOM, KeyKind.BUILDING))
    hosted = bool(np.isin(hubs[places], (HubKind.HOSTING_ADDRESS, HubKind.INCUBATOR)).any())
    asked = keys[(kinds == KeyKind.AGENT) | (places & hosted)]
    out: list[FindingProfile] = []
    for key in view.keys(_known(joined.key_handles, asked)):
        profile = view.key(key.id, limit=1)
        client = view.judged(profile.firms[0].firm_id) if profile is not None and profile.firms else None
        if client is not None:
            out += [f for f in client.findings if f.scope == Scope.GLOBAL and f.row.subject_id == key.id]
    return tuple(out)


def _known(handles: Sequence[KeyHandle | None], keys: Ints) -> list[KeyHandle]:
    """The handles of those of the slice's keys that the register has."""
    return [handle for key in keys if (handle := handles[key]) is not None]


def _answer(view: GraphView, case: _Case) -> Answer:
    info, register, firm, ring = view.info, case.register, case.firm, case.ring
    by_name: dict[str, Lead] = {detector.name: detector for detector in DETECTORS}
    found = list(case.local)
    told: list[Told] = []
    for profile in case.looked_up:
        detector = lead_of(profile.row.detector) or by_name[profile.row.detector]
        surprise, confidence = np.array([profile.row.surprise]), np.array([profile.row.confidence])
        found.append(looked_up(detector, surprise, confidence, firm))
        told.append(told_by_sweep(detector, profile, float(finding_nats(*found[-1])[0])))
    prior, calibration = _prior(info.configuration), published(info.configuration).calibration
    judged = judge_one(register, firm, found, case.case, prior, calibration)
    scores = judged.scores
    hubs, names = _hubs(view, case), _names(view, case)
    for detector, findings in case.local:
        told += told_locally(detector, findings, case.rings, names)
    told.sort(key=lambda t: (-t.nats, t.typology, str(t.evidence["subject_id"])))
    speaks, against = reasons(scores, judged.beyond, firm, told, ring)
    grade = int(scores.grade[firm])
    passed = DECISIONS[grade] == DECISIONS[0]
    steps = [step for t in told for step in t.detector.next_steps]
    steps += [NEXT_STEPS[f] for f in Family if ring is not None and f.label in ring.families]
    hand = float(scores.one_hand[firm])
    return Answer(
        request_id="P" + secrets.token_hex(8),
        decision=DECISIONS[grade],
        score=float(scores.score[firm]),
        one_hand=None if np.isnan(hand) else hand,
        grade=GRADES[grade],
        confidence=known(register, firm),
        reasons=speaks,
        counter_evidence=(*against, *once(e for t in told for e in t.excuses), *hub_reasons(hubs)),
        evidence=(*(t.evidence for t in told), *case.ties),
        legal_basis=once([FORMAL_REVIEW, *(basis for t in told for basis in t.detector.basis)]),
        next_steps=() if passed else once(steps),
        deadline=DEADLINE,
        as_of=info.as_of,
        sweep_id=info.sweep_id,
        version=info.version,
        discounted_hubs=hubs,
        not_assessed=coverage.told(info.not_assessed),
        near_ring=ring.ring_id if ring else None,
        cleared_by=tuple(text for at, text in in_words(judged.clears) if at == firm),
    )


def _prior(configuration: str) -> float:
    """The prior that the sweep was told; the usual one where it does not say."""
    try:
        return float(json.loads(configuration)["prior"])
    except (ValueError, LookupError, TypeError):
        return PRIOR


def _hubs(view: GraphView, case: _Case) -> tuple[KeyRef, ...]:
    """The typed hubs that the firm is linked to, the largest first."""
    links, keys = case.register.links, case.register.keys
    own = np.unique(links.key[links.firm == case.firm])
    hubs = _known(case.handles, own[keys.hub[own] != HubKind.NONE])
    return tuple(sorted(view.keys(hubs), key=lambda key: (-key.firms, key.id)))


def _names(view: GraphView, case: _Case) -> Names:
    """The names that the local findings need."""
    about_keys = [f.subject for _, f in case.local if f.subject_kind == SubjectKind.KEY]
    subjects = np.unique(np.concatenate([np.empty(0, np.int32), *about_keys]))
    id_of = {key.handle: key.id for key in view.keys(_known(case.handles, subjects))}
    key_ids = [id_of.get(handle, "") if handle is not None else "" for handle in case.handles]
    kinds = pl.Series(case.register.keys.kind)
    return Names(pl.Series(case.ids, dtype=pl.String), pl.Series(key_ids, dtype=pl.String), kinds, {})
