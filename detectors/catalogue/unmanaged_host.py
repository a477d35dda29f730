"""T28: a host of many firms whose clients are lost far more often than those of other hosts."""

import numpy as np

from detectors.chance import group_surprise, wilson_lower
from detectors.detector import VISIT, Detector, DetectorParams, Family, Scope, threshold
from detectors.findings import Findings
from detectors.lookalikes import explained, of_one_head, stalls, tempered
from graph.baselines import Baselines
from graph.columns import HOSTING, INCUBATOR
from graph.data import Data
from graph.model import HubKind, KeyKind, LinkRole
from graph.slice import Groups, Ints, RegisterSlice
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
    min_hosts: int = threshold(3, unit="hosts, without which there is no median", source="estimate")
    z: float = threshold(1.96, unit="normal quantile (95 % interval)", source="Wilson 1927")


def _hosts(register: RegisterSlice) -> Groups:
    """The clients of each host: of one house, or of one room where the house is unknown.

    A host's clients sit at a key that is typed as one, or whose address says so: one too bad to pass for a
    legitimate hub is a host all the same.
    """
    keys, links = register.keys, register.links
    says_so = (keys.flag & (HOSTING | INCUBATOR) != 0) & (keys.hub == HubKind.NONE)
    place = (keys.kind == KeyKind.ROOM) | (keys.kind == KeyKind.BUILDING)
    hosting = place & (np.isin(keys.hub, HOSTS) | says_so)
    at = np.flatnonzero(links.role == LinkRole.ADDRESS)
    hosted = np.zeros(len(register.firms), np.bool_)
    hosted[links.firm[at][hosting[links.key[at]]]] = True
    where: Ints = np.full(len(register.firms), -1, np.int32)
    np.maximum.at(where, links.firm[at], links.key[at])  # a building's number is above every room's
    firm = np.flatnonzero(hosted).astype(np.int32)
    return Groups.sets(register, where[firm], firm)


def run(register: RegisterSlice, normal: Baselines, p: Params) -> Findings:
    host = _hosts(register).sized(p.min_clients, len(register.firms))
    if len(host) < p.min_hosts:
        return Findings.none()
    lost = host.total(register.firms.lost[host.firm])
    usual = max(float(np.median(lost / host.sizes)), normal.lost_rate)
    bad = (lost >= p.times_median * usual * host.sizes) & (wilson_lower(lost, host.sizes, p.z) > usual)
    host, lost = host.where(bad), lost[bad]
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
        "该托管地址的 {n} 户企业中 {lost} 户列入异常、严重违法或被吊销；按各托管地址的中位数"
        "（不低于全市水平）预期 {expected:.1f} 户。",
        "Of the host's {n} clients {lost} are listed as abnormal, in serious violation or revoked; the "
        "hosts' median, or the register's share if that is higher, would give {expected:.1f}.",
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
