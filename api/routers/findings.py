"""One finding with its records."""

from fastapi import APIRouter, Depends

from api.dependencies import View, look_up
from api.schemas.base import stamp
from api.schemas.findings import Finding
from graph.errors import NotFound

router = APIRouter(tags=["findings"])


@router.get("/findings/{finding_id}", dependencies=[Depends(look_up("finding", "finding_id"))])
def finding(finding_id: str, view: View) -> Finding:
    """What a detector found: the records, the statistic, what is usual, and what would clear it."""
    profile = view.finding(finding_id)
    if profile is None:
        raise NotFound(
            f"This sweep has no finding {finding_id}; take ids from a firm or a ring.",
            f"本次结果中没有线索 {finding_id}；请从企业或团伙页面取得编号。",
        )
    more = {"firms": profile.row.firms, "members": profile.firms}
    return Finding.of(profile.row, profile, **stamp(view.info) | more)
