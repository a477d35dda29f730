import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bootstrap.identity import KEY_FILE, identity_key
from bootstrap.settings import load_settings
from graph.errors import InputError


def test_the_key_is_made_once_and_only_for_its_owner(tmp_path: Path) -> None:
    settings = load_settings(workspace=tmp_path / "new" / "workspace")
    first = identity_key(settings)
    file = settings.workspace / KEY_FILE
    assert len(first) == 32
    assert identity_key(settings) == first
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert os.listdir(settings.workspace) == [KEY_FILE]


def test_two_workspaces_have_different_keys(tmp_path: Path) -> None:
    keys = {identity_key(load_settings(workspace=tmp_path / name)) for name in "ab"}
    assert len(keys) == 2


def test_runs_that_start_together_agree_on_one_key(tmp_path: Path) -> None:
    settings = load_settings(workspace=tmp_path)
    with ThreadPoolExecutor(16) as pool:
        keys = list(pool.map(lambda _: identity_key(settings), range(64)))
    assert set(keys) == {identity_key(settings)}


def test_a_key_from_the_settings_leaves_no_file(tmp_path: Path) -> None:
    settings = load_settings(workspace=tmp_path, id_key="sixteen letters.")
    assert identity_key(settings) == b"sixteen letters."
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("content", [b"", b"abcd", b"z" * 64, "密钥".encode(), b"ab" * 31])
def test_a_damaged_key_is_never_replaced_in_silence(tmp_path: Path, content: bytes) -> None:
    (tmp_path / KEY_FILE).write_bytes(content)
    with pytest.raises(InputError, match=r"identity\.key is not an identity key"):
        identity_key(load_settings(workspace=tmp_path))
    assert (tmp_path / KEY_FILE).read_bytes() == content
