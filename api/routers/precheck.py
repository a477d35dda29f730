"""The registration desk's question: is this application one to look at more closely?"""

from typing import Annotated

from fastapi import APIRouter, Body, Request

from api.dependencies import Store, now, today
from api.desk import ask
from api.schemas.application import Application
from api.schemas.precheck import DeskAnswer

router = APIRouter(tags=["precheck"])


@router.post("/precheck")
def precheck(store: Store, request: Request, application: Annotated[Application, Body()]) -> DeskAnswer:
    """PASS, ENHANCED_CHECK or SUPERVISOR_REVIEW with reasons a clerk can read out; never a refusal."""
    return ask(store, application, today=today(), at=now(), settings=request.app.state.settings)
