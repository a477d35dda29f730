"""The Compose file and the image, checked as far as that goes without a Docker daemon."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML
from typer.main import get_command

from bootstrap.settings import CONFIG_VARIABLE, PREFIX, Settings, load_settings
from cli import app
from graph.errors import StoreError
from graph.store.neo4j.local_server import LocalServer
from tests.neo4j_server import installation
from tests.quick_java import QUICK

HOUSE = Path(__file__).parents[1]
INTO = "pip --python /opt/ringwatch/bin/python install --compile"
RETRIES = 30
NEO4J_OWN = {"NEO4J_AUTH_FILE"}  # read by the image itself; every other NEO4J_ variable is a server setting


def text(name: str) -> str:
    return (HOUSE / name).read_text(encoding="utf-8")


def compose() -> dict[str, Any]:
    loaded: dict[str, Any] = YAML(typ="safe").load(text("docker-compose.yml"))
    return loaded


def services() -> dict[str, Any]:
    found: dict[str, Any] = compose()["services"]
    return found


def ours() -> dict[str, Any]:
    return {name: service for name, service in services().items() if "build" in service}


def stages() -> list[list[tuple[str, str]]]:
    """The Dockerfile's stages: their instructions as (word, rest), continued lines joined."""
    joined = re.sub(r"\\\n\s*", "", text("Dockerfile"))
    lines = [line.split(" ", 1) for line in joined.splitlines() if line and not line.startswith("#")]
    found: list[list[tuple[str, str]]] = []
    for word, rest in lines:
        if word == "FROM":
            found.append([])
        found[-1].append((word, rest))
    return found


def instructions(word: str, stage: int = -1) -> list[str]:
    return [rest for name, rest in stages()[stage] if name == word]


def image_variables() -> dict[str, str]:
    return dict(pair.split("=", 1) for line in instructions("ENV") for pair in line.split())


def defaults(value: str) -> str:
    """What Compose puts in where nothing is set: `${NAME:-default}` is its default."""
    return re.sub(r"\$\{\w+:-([^}]*)\}", r"\1", value)


def test_the_file_follows_the_compose_schema() -> None:
    checked = subprocess.run(
        [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec",
         str(HOUSE / "docker-compose.yml")],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert checked.returncode == 0, checked.stdout


def test_every_secret_and_volume_is_declared_and_used() -> None:
    secrets = {name for service in services().values() for name in service.get("secrets", ())}
    assert secrets == set(compose()["secrets"])
    named = {
        volume.split(":")[0]
        for service in services().values()
        for volume in service["volumes"]
        if isinstance(volume, str)
    }
    assert named == set(compose()["volumes"])


def test_every_file_of_a_variable_is_a_secret_of_that_service() -> None:
    for service in services().values():
        files = {value for name, value in service["environment"].items() if name.endswith("_FILE")}
        assert files == {f"/run/secrets/{name}" for name in service["secrets"]}


def test_no_password_stands_anywhere() -> None:
    for service in services().values():
        for name in service["environment"]:
            assert name.endswith("_FILE") or not re.search("AUTH|PASS|SECRET|KEY|TOKEN", name), name
    folders = {secret["file"].rpartition("/")[0] for secret in compose()["secrets"].values()}
    assert folders == {"./secrets"}
    assert "/secrets/" in text(".gitignore").splitlines()


def test_every_variable_of_ours_is_a_setting_with_a_value_that_holds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in [*os.environ]:
        if name.startswith(PREFIX):
            monkeypatch.delenv(name)
    known = {PREFIX + name.upper() for name in Settings.model_fields} | {CONFIG_VARIABLE}
    for service in ours().values():
        given = {**image_variables(), **service["environment"]}
        set_here = {name: value for name, value in given.items() if name.startswith(PREFIX)}
        assert set(set_here) <= known
        for name, value in set_here.items():
            monkeypatch.setenv(name, value)
        settings = load_settings()
        assert settings.store == f"neo4j://{server_name()}:7687"
        assert settings.neo4j_password_file == Path("/run/secrets/neo4j_password")


def server_name() -> str:
    """The service that is the Neo4j server; everything of ours waits until it is healthy."""
    (name,) = set(services()) - set(ours())
    for service in ours().values():
        assert service["depends_on"] == {name: {"condition": "service_healthy"}}
    return name


def test_the_server_takes_every_setting_it_is_given(tmp_path: Path) -> None:
    installed = installation()
    given = services()[server_name()]["environment"]
    settings = {
        # As the image turns variables into settings: two underscores are one, one is a dot.
        name.removeprefix("NEO4J_").replace("__", "\0").replace("_", ".").replace("\0", "_"): defaults(value)
        for name, value in given.items()
        if name not in NEO4J_OWN
    }
    assert settings
    memory = {name: "64m" for name in settings if name.startswith("server.memory.")}
    strict = {"server.config.strict_validation.enabled": "true"}
    with LocalServer.start(
        tmp_path,
        "only-for-this-test",
        heap="256m",
        options=QUICK,
        installation=installed,
        config={**settings, **memory, **strict},
    ):
        assert (tmp_path / "data").is_dir()
    with pytest.raises(StoreError, match="did not start"):
        LocalServer.start(
            tmp_path / "no",
            "only-for-this-test",
            heap="256m",
            options=QUICK,
            installation=installed,
            config={**strict, "db.no.such": "1"},
        )


def test_nobody_runs_as_root_and_nothing_can_become_root() -> None:
    for service in services().values():
        user, group = service["user"].split(":")
        assert int(user) > 0
        assert int(group) > 0
        assert service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]
    assert {service["user"] for service in ours().values()} == {instructions("USER")[-1]}


def test_versions_are_exact_and_the_ones_that_are_tested() -> None:
    project = tomllib.loads(text("pyproject.toml"))["project"]
    server = re.search(r"<neo4j.version>(.+)</neo4j.version>", text("graph/store/neo4j/server/pom.xml"))
    assert server is not None
    assert services()[server_name()]["image"] == f"neo4j:{server[1]}-community"
    assert {service["image"] for service in ours().values()} == {f"ringwatch:{project['version']}"}
    bases = {instructions("FROM", stage)[0].split()[0] for stage in range(len(stages()))}
    (base,) = bases
    assert re.fullmatch(r"python:3\.11\.\d+-slim-bookworm", base)


def test_only_this_machine_reaches_the_ports() -> None:
    ports = [port for service in services().values() for port in service.get("ports", ())]
    assert len(ports) == 3
    assert all(re.fullmatch(r"127\.0\.0\.1:(\d+):\1", port) for port in ports)


def test_everything_has_limits_and_its_logs_too() -> None:
    for service in services().values():
        assert {"mem_limit", "cpus", "pids_limit", "logging", "restart", "healthcheck"} <= set(service)
        assert {"max-size", "max-file"} <= set(service["logging"]["options"])


def test_the_sweep_runs_on_request_and_cannot_write_the_register() -> None:
    sweep = services()["sweep"]
    assert sweep["profiles"] == ["sweep"]
    assert sweep["restart"] == "no"
    (register,) = [volume for volume in sweep["volumes"] if isinstance(volume, dict)]
    assert register["read_only"] is True
    assert sweep["command"] == ["sweep", register["target"]]
    assert set(services()) - {"sweep"} == {
        name for name, service in services().items() if "profiles" not in service
    }


def test_commands_exist() -> None:
    commands = getattr(get_command(app), "commands")  # noqa: B009
    assert instructions("ENTRYPOINT") == ['["ringwatch"]']
    for command in [service["command"][0] for service in ours().values()]:
        assert command in commands


def test_what_has_to_be_written_lies_in_a_volume() -> None:
    variables = image_variables()
    (volume,) = instructions("VOLUME")
    for name in ("NUMBA_CACHE_DIR", "RINGWATCH_WORKSPACE"):
        assert Path(variables[name]).is_relative_to(volume)
    for service in ours().values():
        assert service["read_only"] is True
        assert any(str(mounted).endswith(f":{volume}") for mounted in service["volumes"])


def test_the_image_holds_what_is_locked_and_nothing_that_builds() -> None:
    steps = [step.strip() for line in instructions("RUN", 0) for step in line.split("&&")]
    assert [step.removeprefix("python -m ") for step in steps if "pip" in step] == [
        "venv --without-pip /opt/ringwatch",
        "pip install --require-hashes -r requirements/build.txt",
        f"{INTO} --require-hashes -r requirements/run.txt",
        f"{INTO} --no-deps --no-index /dist/*.whl",
    ]
    assert not any(re.search("pip|apt|gcc|curl", line) for line in instructions("RUN"))
    assert instructions("COPY") == ["--from=build /opt/ringwatch /opt/ringwatch"]


def test_what_builds_the_image_is_locked_as_it_was_tested() -> None:
    entries = re.split(r"\n(?=\S)", text("requirements/build.txt").strip())
    tested = text("requirements/dev.txt")
    for entry in entries:
        assert "--hash=sha256:" in entry
        assert entry.split("    # via")[0] in tested
    assert entries[0].startswith("hatchling==")


@pytest.fixture(scope="module")
def context(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files that the builder is sent: those that .dockerignore lets through."""
    folder = tmp_path_factory.mktemp("context")
    lines = text(".dockerignore").splitlines()
    rules = [line for line in lines if line and not line.startswith("#")]
    assert rules[0] == "*"
    for rule in rules:
        source = HOUSE / rule.removeprefix("!")
        if not rule.startswith("!"):
            continue
        if source.is_dir():
            kept = shutil.ignore_patterns(*(r.removeprefix("**/") for r in rules if r.startswith("**/")))
            shutil.copytree(source, folder / source.name, ignore=kept)
        else:
            to = folder / rule.removeprefix("!")
            to.parent.mkdir(exist_ok=True)
            shutil.copy(source, to)
    return folder


def test_the_wheel_is_built_of_the_context_and_is_whole(context: Path, tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=context, check=True, capture_output=True,
    )  # fmt: skip
    (wheel,) = tmp_path.glob("*.whl")
    held = set(zipfile.ZipFile(wheel).namelist())
    packages = tomllib.loads(text("pyproject.toml"))["tool"]["hatch"]["build"]["targets"]["wheel"]
    for name in packages["only-include"]:
        kept = {path.relative_to(HOUSE).as_posix() for path in (HOUSE / name).rglob("*") if path.is_file()}
        kept = {path for path in kept if "__pycache__" not in path and not re.search(r"\.nb[ic]$", path)}
        assert kept <= held
    assert any(name.endswith(".cypher") for name in held)
    assert "api/web/index.html" in held


@pytest.fixture
def serving(tmp_path: Path) -> Iterator[str]:
    """The address of a service that has nothing to show yet."""
    script = "import sys; from cli import main; sys.argv = ['ringwatch', *sys.argv[1:]]; main()"
    asked = ["serve", "--workspace", str(tmp_path), "--port", "0", "--lang", "en"]
    environment = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    with subprocess.Popen(
        [sys.executable, "-c", script, *asked], stdout=subprocess.PIPE, text=True, env=environment
    ) as process:
        assert process.stdout is not None
        yield process.stdout.readline().split()[2].removeprefix("http://")
        process.kill()


def health_check(address: str) -> int:
    """The exit code of the API's health check, asked at another address."""
    _, _, option, script = services()["api"]["healthcheck"]["test"]
    assert script in "".join(rest for _, rest in stages()[-1])  # the image's own is the same
    assert "127.0.0.1:8000" in script
    asked = [sys.executable, option, script.replace("127.0.0.1:8000", address)]
    return subprocess.run(asked, check=False, stderr=subprocess.DEVNULL).returncode


def test_the_health_check_knows_a_service_from_none(serving: str) -> None:
    assert any(health_check(serving) == 0 for _ in range(RETRIES))  # it may still be starting
    assert health_check("127.0.0.1:1") != 0
