"""T28: a host whose clients are lost far more often than those of other hosts of its kind."""

import numpy as np

from detectors.chance import group_surprise, wilson_lower
from detectors.detector import VISIT, Detector, DetectorParams, Family, Scope, threshold
from detectors.findings import Findings
from detectors.lookalikes import explained, of_one_head, stalls, tempered
from graph.baselines import Baselines
from graph.columns import HOSTING, INCUBATOR
from graph.data import Data
from graph.model import HubKind, KeyKind, LinkRole
from graph.slice import Floats, Groups, Ints, RegisterSlice
from graph.words import Text

HOSTS = (HubKind.HOSTING_ADDRESS, HubKind.INCUBATOR)
INSPECT_THE_HOST = Text(
    "约谈托管机构，抽查其客户的联系情况和托管协议。",
    "Summon the host; check a sample of its clients and their contracts.",
)


class Params(DetectorParams):
    min_clients: int = threshold(50, unit="firms", source="domain T28")
    times_median: float = threshold(
        2.0, unit="times the hosts' median share of lost firms", source="domain T28"
    )
    min_hosts: int = threshold(
        3, unit="hosts of one kind, without which there is no median", source="estimate"
    )
    z: float = threshold(1.96, unit="normal quantile (95 % interval)", source="Wilson 1927")


def _hosts(register: RegisterSlice) -> tuple[Groups, Ints]:
    """The clients of each host, which is one house, or one room where the house is unknown; and of each
    firm what kind of host it lives at.

    A host's clients sit at a key that is typed as one, or whose address says so: one too bad to pass for a
    legitimate hub is a host all the same.
    """
    keys, links = register.keys, register.links
    place = (keys.kind == KeyKind.ROOM) | (keys.kind == KeyKind.BUILDING)
    says_so = np.where(keys.flag & HOSTING != 0, HubKind.HOSTING_ADDRESS, HubKind.NONE)
    says_so = np.where((keys.flag & INCUBATOR != 0) & (says_so == HubKind.NONE), HubKind.INCUBATOR, says_so)
    # an office tower behaves like a host, but its tenants have rooms of their own
    typed = (keys.kind == KeyKind.ROOM) | keys.declared
    host = np.where(typed & (keys.hub != HubKind.NONE), keys.hub, says_so)
    host = np.where(place & np.isin(host, HOSTS), host, HubKind.NONE).astype(np.int32)
    at = np.flatnonzero(links.role == LinkRole.ADDRESS)
    kind, where = np.zeros(len(register.firms), np.int32), np.full(len(register.firms), -1, np.int32)
    np.maximum.at(kind, links.firm[at], host[links.key[at]])
    np.maximum.at(where, links.firm[at], links.key[at])  # a building's number is above every room's
    firm = np.flatnonzero(kind != HubKind.NONE).astype(np.int32)
    return Groups.sets(register, where[firm], firm), kind


def _usual(share: Floats, kind: Ints, least: float, p: Params) -> Floats:
    """The median share of lost firms among the hosts of each one's kind; 1 where there are too few."""
    usual = np.ones(len(share))
    for hub in HOSTS:
        alike = kind == hub
        if alike.sum() >= p.min_hosts:
            usual[alike] = max(float(np.median(share[alike])), least)
    return usual


def run(register: RegisterSlice, normal: Baselines, p: Params) -> Findings:
    hosts, kind_of = _hosts(register)
    host = hosts.sized(p.min_clients, len(register.firms))
    lost, (kind, _) = host.total(register.firms.lost[host.firm]), host.commonest(kind_of[host.firm])
    usual = _usual(lost / np.maximum(host.sizes, 1), kind, normal.lost_rate, p)
    bad = (lost >= p.times_median * usual * host.sizes) & (wilson_lower(lost, host.sizes, p.z) > usual)
    host, lost, usual = host.where(bad), lost[bad], usual[bad]
    mask = of_one_head(host) | explained(stalls(host), "N3")
    return Findings.of(
        host,
        statistic=lost,
        expected=np.asarray(host.sizes * usual, np.float64),
        surprise=group_surprise(lost, host.sizes, usual),
        confidence=tempered(0.7, mask),
        excuses=mask,
        lost=lost.astype(np.int64),
    )


UNMANAGED_HOST = Detector(
    name="unmanaged_host",
    typologies=("T28",),
    family=Family.PLACE,
    severity=3,
    scope=Scope.GLOBAL,
    title=Text("失管的托管地址", "A host that lost its clients"),
    reason=Text(
        "该托管地址的 {n} 户企业中 {lost} 户列入异常、严重违法或被吊销；按同类托管地址的中位数"
        "（不低于全市水平）预期 {expected:.1f} 户。",
        "Of the host's {n} clients {lost} are listed as abnormal, in serious violation or revoked; the "
        "median of such hosts, or the register's share if that is higher, would give {expected:.1f}.",
    ),
    mistaken_for=("N1", "N2", "N3", "N5", "N18"),
    cleared_by=Text(
        "托管机构已逐户恢复联系，或异常企业系其接手前入驻。",
        "The host reached its clients again, or those lost came before it took over.",
    ),
    basis=("R11", "R40"),
    next_steps=(INSPECT_THE_HOST, VISIT),
    params=Params,
    run=run,
    weight=0.0,
    needs=(Data.HOSTS, Data.OUTCOMES),
)
