"""The application: routes, errors, protection and the page, put together."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version
from pathlib import Path

from fastapi import FastAPI
from fastapi.responses import FileResponse
from fastapi.staticfiles import StaticFiles
from starlette.middleware.gzip import GZipMiddleware

from api import openapi, problems
from api.protection import AnswerFailures, LimitBody, ProtectAnswers
from api.routers import findings, firms, health, precheck, rings, search, sweeps
from bootstrap.compose import open_store
from bootstrap.desk import warm
from bootstrap.identity import key_of
from bootstrap.settings import Settings
from graph.errors import StoreError, WrongKey
from graph.store.port import GraphStore

PAGE = Path(__file__).parent / "web"


def _check_key(store: GraphStore, settings: Settings) -> None:
    """Raises WrongKey where what is published was made with another identity key than the one here."""
    try:
        key_of(settings, store.view().info.key_check)
    except WrongKey:
        raise
    except StoreError:  # nothing there that can be read yet: every request says so
        return


def create_app(settings: Settings) -> FastAPI:
    """The HTTP service on the store of these settings. It starts before anything is published.

    Raises WrongKey where what is published was made with another identity key than the one here.
    """
    store = open_store(settings)
    _check_key(store, settings)

    @asynccontextmanager
    async def life(_app: FastAPI) -> AsyncIterator[None]:
        warm(store)  # so that no request waits for a compiler
        yield
        store.close()

    app = FastAPI(
        title="ringwatch",
        version=version("ringwatch"),
        openapi_url="/v1/openapi.json",
        docs_url=None,  # its page loads scripts from elsewhere
        redoc_url=None,
        lifespan=life,
    )
    app.state.store = store
    app.state.workspace = settings.workspace
    app.state.settings = settings
    for routes in (firms, rings, findings, search, precheck, sweeps):
        app.include_router(routes.router, prefix="/v1")
    app.include_router(health.router)
    app.mount("/web", StaticFiles(directory=PAGE), name="web")

    @app.get("/", include_in_schema=False)
    def page() -> FileResponse:
        return FileResponse(PAGE / "index.html")

    problems.install(app)
    # The last one added is the outermost.
    app.add_middleware(LimitBody)
    app.add_middleware(AnswerFailures)
    app.add_middleware(ProtectAnswers)
    app.add_middleware(GZipMiddleware, minimum_size=1000)
    app.openapi = lambda: openapi.describe(app)  # type: ignore[method-assign]
    return app
