"""One finding with its records."""

from fastapi import APIRouter

from api.dependencies import Seen, View
from api.schemas.base import stamp
from api.schemas.findings import Finding
from graph.errors import NotFound

router = APIRouter(tags=["findings"])


@router.get("/findings/{finding_id}")
def finding(finding_id: str, view: View, seen: Seen) -> Finding:
    """What a detector found: the records, the statistic, what is usual, and what would clear it."""
    profile = view.finding(finding_id)
    if profile is None:
        raise NotFound(
            "This sweep has no finding with this id; take ids from a firm or a ring.",
            "本次结果中没有该编号的线索；请从企业或团伙页面取得编号。",
        )
    seen("finding", finding_id)
    more = {"firms": profile.row.firms, "members": profile.firms}
    return Finding.of(profile.row, profile, **stamp(view.info) | more)
