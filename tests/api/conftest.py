"""A tiny town, published by the store itself and served over real HTTP."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
import uvicorn
from fastapi import FastAPI

from api.app import create_app
from bootstrap.settings import Settings
from sweeps.publish import publish
from tests.api import town


@contextmanager
def serving(app: FastAPI) -> Iterator[str]:
    """The address of the application on a free port, in a thread of its own."""
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="warning"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the server did not start"
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the town is served; tests only read it."""
    folder = tmp_path_factory.mktemp("town")
    publish(Settings(workspace=folder / "workspace"), town.publication(folder / "register"))
    with serving(create_app(town.settings(folder / "workspace"))) as base:
        yield base


@pytest.fixture
def http(address: str) -> Iterator[httpx.Client]:
    """A client of the town."""
    with httpx.Client(base_url=address, timeout=30) as client:
        yield client


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[httpx.Client]:
    """A client of a service that has nothing published."""
    app = create_app(town.settings(tmp_path))
    with serving(app) as base, httpx.Client(base_url=base, timeout=30) as client:
        yield client
