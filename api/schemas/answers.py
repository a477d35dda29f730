"""The answer for a record, the same over HTTP and on the command line."""

from api.schemas.base import Answer, stamp
from api.schemas.findings import Finding, Paths
from api.schemas.firms import Firm
from api.schemas.rings import Ring, RingRoles
from bootstrap import ring_roles
from detectors.rings.identity import told
from graph.store import records
from graph.store.records import FindingProfile, FirmProfile, RingProfile, SweepInfo


def answer_of(found: RingProfile | FirmProfile | FindingProfile, info: SweepInfo) -> Answer:
    """A ring, firm or finding of one sweep."""
    if isinstance(found, RingProfile):
        return ring_of(found, info)
    if isinstance(found, FirmProfile):
        return Firm.of(found, **stamp(info))
    more = {"firms": found.row.firms, "members": found.firms}
    return Finding.of(found.row, found, **stamp(info) | more)


def ring_of(found: RingProfile, info: SweepInfo) -> Ring:
    """A ring of one sweep, with where it comes from in words."""
    history = told(found.row.ring_id, found.came_from)
    return Ring.of(found.row, found, history=history, **stamp(info))


def paths_of(found: records.Paths, info: SweepInfo) -> Paths:
    """The ways between two firms of one sweep."""
    return Paths.of(items=found.found, truncated=found.truncated, **stamp(info))


def roles_of(found: ring_roles.RingRoles, info: SweepInfo) -> RingRoles:
    """Who is who in a ring of one sweep."""
    people = [
        {"key": p.key, "members": p.members, "role": p.role.value, "words": ring_roles.ROLE_WORDS[p.role]}
        for p in found.people
    ]
    return RingRoles.of(found, people=people, **stamp(info))
