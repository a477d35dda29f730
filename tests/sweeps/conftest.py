"""A small synthetic city, and what one sweep makes of it, shared by the tests of the whole way."""

from pathlib import Path

import pytest

from fixtures.city import write_city
from tests.sweeps.whole_way import Swept, swept


@pytest.fixture(scope="session")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A register of 800 firms with several rings, all nine tables."""
    folder = tmp_path_factory.mktemp("city")
    write_city(folder, firms=800, seed=3, prevalence=0.05)
    return folder


@pytest.fixture(scope="session")
def night(city: Path, tmp_path_factory: pytest.TempPathFactory) -> Swept:
    """The city swept once; tests read it and leave it as it is."""
    return swept(city, tmp_path_factory.mktemp("night"))
