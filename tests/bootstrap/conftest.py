import os

import pytest


@pytest.fixture(autouse=True)
def _no_settings_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests see the defaults, whatever the machine they run on has set."""
    for name in [*os.environ]:
        if name.startswith(("RINGWATCH_", "LC_")) or name == "LANG":
            monkeypatch.delenv(name)
