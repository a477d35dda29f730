import re
from pathlib import Path

import pytest
from pydantic import ValidationError

from bootstrap.language import locale_language
from bootstrap.settings import Settings, language, load_settings
from graph.errors import InputError, UsageError

DOCUMENT = Path(__file__).parents[2] / "docs" / "settings.md"


def documented() -> dict[str, list[str]]:
    rows = [
        line.split("|")[1:-1] for line in DOCUMENT.read_text(encoding="utf-8").splitlines() if "|" in line
    ]
    cells = [[cell.strip() for cell in row] for row in rows]
    return {row[0].strip("`"): row for row in cells if row[0].startswith("`")}


def test_every_setting_is_documented_with_its_default_and_meaning() -> None:
    expected = {
        name: [
            f"`{name}`",
            f"`RINGWATCH_{name.upper()}`",
            "none" if field.default is None else f"`{field.default}`",
            field.description,
        ]
        for name, field in Settings.model_fields.items()
    }
    assert documented() == expected


def test_the_command_line_wins_over_environment_over_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "ringwatch.toml").write_text('port = 1001\nhost = "10.0.0.1"\nprior = 0.01\n')
    monkeypatch.setenv("RINGWATCH_PORT", "1002")
    monkeypatch.setenv("RINGWATCH_HOST", "10.0.0.2")
    monkeypatch.setenv("RINGWATCH_WORKSPACE", str(tmp_path))
    settings = load_settings(port=1003, lang=None)
    assert (settings.port, settings.host, settings.prior, settings.lang) == (1003, "10.0.0.2", 0.01, "auto")


def test_a_named_file_replaces_the_one_in_the_workspace(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "ringwatch.toml").write_text("port = 1001\n")
    (tmp_path / "other.toml").write_text("threads = 3\n")
    monkeypatch.setenv("RINGWATCH_CONFIG", str(tmp_path / "other.toml"))
    settings = load_settings(workspace=tmp_path)
    assert (settings.port, settings.threads) == (8000, 3)


def test_a_named_file_that_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RINGWATCH_CONFIG", str(tmp_path / "gone.toml"))
    with pytest.raises(UsageError, match=r"RINGWATCH_CONFIG names .*gone\.toml"):
        load_settings()


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("port = 70000", "port"),
        ('id_key = "short"', "at least 16 characters"),
        ("priro = 0.01", "priro"),
        ("prior = 0", "prior"),
        ('lang = "fr"', "lang"),
        ('store = "postgres://host"', "a Neo4j address"),
        ('store = "neo4j://"', "a Neo4j address"),
        ('store = "neo4j://ann:secret@host"', "without user and password"),
        ('store = "neo4j://host:7687\\n"', "a Neo4j address"),
        ('neo4j_password = "a"\nneo4j_password_file = "b"', "give one of them"),
        ('neo4j_admin = "neo4j-admin"', "give all three or none"),
        ('neo4j_start = "service neo4j start"', "give all three or none"),
        ("neo4j_timeout = 0", "neo4j_timeout"),
    ],
)
def test_a_wrong_setting_is_named_in_both_languages(tmp_path: Path, line: str, said: str) -> None:
    (tmp_path / "ringwatch.toml").write_text(line)
    with pytest.raises(UsageError) as bad:
        load_settings(workspace=tmp_path)
    assert said in bad.value.in_("en")
    assert "有误（" in bad.value.in_("zh")
    assert not re.search("[a-z]+ [a-z]+ [a-z]+", bad.value.in_("zh"))  # no English sentence in it
    assert "设置项" in bad.value.in_("zh")
    assert "secret" not in bad.value.in_("en") + bad.value.in_("zh")
    assert bad.value.exit_code == 2


def test_a_file_that_is_not_toml_is_bad_input(tmp_path: Path) -> None:
    (tmp_path / "ringwatch.toml").write_text("port = = 3")
    with pytest.raises(InputError, match="line 1"):
        load_settings(workspace=tmp_path)


def test_settings_do_not_change_after_start() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        load_settings().port = 1  # type: ignore[misc]


@pytest.mark.parametrize(
    "address",
    [
        "sqlite",
        "neo4j://graph.example:7687",
        "neo4j+s://graph.example",
        "neo4j+ssc://10.0.0.1/",
        "bolt://[::1]:7687",
        "bolt+s://graph_1",
        "bolt+ssc://localhost:7687",
    ],
)
def test_stores_that_may_be_named(address: str) -> None:
    assert load_settings(store=address).store == address


@pytest.mark.parametrize("name", ["id_key", "neo4j_password"])
def test_a_secret_does_not_show_itself(name: str) -> None:
    assert "a-long-enough-secret" not in repr(load_settings(**{name: "a-long-enough-secret"}))


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C.UTF-8"}, "en"),
        ({"LANG": "en_GB.UTF-8", "LC_MESSAGES": "zh_CN.UTF-8"}, "zh"),
    ],
)
def test_the_language_follows_the_locale(
    variables: dict[str, str], expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert locale_language() == expected
    assert language(load_settings()) == expected
    assert language(load_settings(lang="zh")) == "zh"
