"""What may be set, from the environment (RINGWATCH_*) or a TOML file.

Where a value comes from, strongest first: the command line, the environment, the TOML file, the default here.
The TOML file is the one named by RINGWATCH_CONFIG, else `ringwatch.toml` in the workspace.
"""

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from bootstrap.language import locale_language
from bootstrap.validation_words import words
from graph.errors import InputError, UsageError
from graph.words import Lang, Text

EMBEDDED = "sqlite"
PREFIX = "RINGWATCH_"
CONFIG_VARIABLE = "RINGWATCH_CONFIG"
CONFIG_NAME = "ringwatch.toml"
# Scheme, host (a name, an IPv4 address, or IPv6 in brackets) and perhaps a port. No "@": a password in an
# address ends up in logs.
_NEO4J_ADDRESS = re.compile(
    r"(?:neo4j|bolt)(?:\+s|\+ssc)?://(?:[\w.-]+|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?/?", re.ASCII
)


class Settings(BaseSettings):
    """Everything that may be set; nothing changes after start. Each field is a row of docs/settings.md."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="forbid", env_ignore_empty=True)

    workspace: Path = Field(
        Path(".ringwatch/workspace"),
        description="Folder of all state: snapshots, the published graph, what people add, the identity key.",
    )
    store: str = Field(
        "sqlite",
        description="Graph store: sqlite (embedded, in the workspace) or the address of a Neo4j server, e.g. "
        "neo4j://host:7687 (neo4j, neo4j+s, neo4j+ssc, bolt, bolt+s, bolt+ssc).",
    )
    neo4j_user: str = Field("neo4j", description="User at the Neo4j server.")
    neo4j_password: SecretStr | None = Field(None, description="Password of that user.")
    neo4j_password_file: Path | None = Field(
        None, description="File whose first line is that password, instead of `neo4j_password`."
    )
    neo4j_database: str = Field("neo4j", description="Database on the Neo4j server.")
    neo4j_timeout: float = Field(
        10.0,
        gt=0,
        le=3600,
        description="Seconds after which a question to the Neo4j server, or reaching it, is given up.",
    )
    neo4j_admin: str | None = Field(
        None,
        description="Command that runs `neo4j-admin` where the server's files are, for whoever owns the "
        "server: a first load is then an offline import. Given with `neo4j_stop` and `neo4j_start`.",
    )
    neo4j_stop: str | None = Field(None, description="Command that stops the Neo4j server.")
    neo4j_start: str | None = Field(
        None, validate_default=True, description="Command that starts the Neo4j server."
    )
    lang: Literal["auto", "zh", "en"] = Field(
        "auto", description="Language of words on the command line; auto follows LC_ALL, LC_MESSAGES, LANG."
    )
    log_format: Literal["auto", "json", "plain"] = Field(
        "auto", description="Form of log lines; auto is plain on a terminal, JSON elsewhere."
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="Least level of a log line that is written."
    )
    id_key: SecretStr | None = Field(
        None,
        description="Key of the keyed BLAKE2b (a keyed hash, as HMAC) of resident ids, at least 16 "
        "characters; without it a random key is made once in the workspace, file identity.key.",
    )
    host: str = Field("127.0.0.1", description="Address that `serve` listens on.")
    port: int = Field(
        8000, ge=0, le=65535, description="TCP port that `serve` listens on; 0 takes a free one."
    )
    prior: float = Field(
        0.005,
        gt=0,
        lt=1,
        description="Share of firms taken to be falsely registered before any evidence, 0-1 "
        "(domain estimate 0.003-0.010).",
    )
    threads: int = Field(
        0, ge=0, le=1024, description="Threads of the sweep, count; 0 takes all cores of the machine."
    )

    @field_validator("id_key")
    @classmethod
    def _long_enough(cls, key: SecretStr | None) -> SecretStr | None:
        if key is not None and len(key.get_secret_value()) < 16:
            raise ValueError("needs at least 16 characters")
        return key

    @field_validator("store")
    @classmethod
    def _a_store(cls, store: str) -> str:
        if store != EMBEDDED and not _NEO4J_ADDRESS.fullmatch(store):
            raise ValueError(
                "must be sqlite or a Neo4j address such as neo4j://host:7687, without user and password"
            )
        return store

    @field_validator("neo4j_password_file")
    @classmethod
    def _one_password(cls, file: Path | None, info: ValidationInfo) -> Path | None:
        if file is not None and info.data.get("neo4j_password") is not None:
            raise ValueError("is given beside neo4j_password; give one of them")
        return file

    @field_validator("neo4j_start")
    @classmethod
    def _all_commands(cls, start: str | None, info: ValidationInfo) -> str | None:
        if len({start is None, *(info.data.get(f"neo4j_{name}") is None for name in ("admin", "stop"))}) > 1:
            raise ValueError("goes with neo4j_admin and neo4j_stop; give all three or none")
        return start

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 (the base class fixes the names)
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The command line before the environment before the TOML file."""
        given = {**env_settings(), **init_settings()}
        file = config_file(Path(given.get("workspace", cls.model_fields["workspace"].default)))
        layers: tuple[PydanticBaseSettingsSource, ...] = (init_settings, env_settings)
        return (*layers, TomlConfigSettingsSource(settings_cls, file)) if file else layers


def config_file(workspace: Path) -> Path | None:
    """The TOML file that applies to a workspace, or None.

    Raises UsageError when RINGWATCH_CONFIG names a file that is not there.
    """
    named = os.environ.get(CONFIG_VARIABLE)
    if named:
        if not Path(named).is_file():
            raise UsageError(
                f"{CONFIG_VARIABLE} names {named}, which is not a file; correct the path or unset it.",
                f"{CONFIG_VARIABLE} 指向的 {named} 不是文件；请改正路径或取消该变量。",
            )
        return Path(named)
    beside = workspace / CONFIG_NAME
    return beside if beside.is_file() else None


# What the validators above raise.
_OURS = {
    "needs at least 16 characters": "至少 16 个字符",
    "must be sqlite or a Neo4j address such as neo4j://host:7687, without user and password": (
        "应为 sqlite 或 Neo4j 地址，如 neo4j://host:7687，不含用户名和密码"
    ),
    "is given beside neo4j_password; give one of them": "与 neo4j_password 同时给出；只能给其中之一",
    "goes with neo4j_admin and neo4j_stop; give all three or none": (
        "须与 neo4j_admin、neo4j_stop 同时给出，或都不给"
    ),
}


def _complaint(kind: str, said: str, context: Mapping[str, Any]) -> Text:
    if kind == "value_error":
        en = said.removeprefix("Value error, ")
        return Text(_OURS[en], en)
    told = words(kind, context)
    return Text(told.zh.rstrip("。"), told.en.rstrip("."))


def load_settings(**given: Any) -> Settings:
    """Settings from command line values (None is "not given"), the environment and the TOML file.

    Raises UsageError naming the first setting that is wrong, and where it may have been set.
    """
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as bad:
        first = bad.errors(include_url=False, include_input=False)[0]
        name = ".".join(str(part) for part in first["loc"])
        wrong = _complaint(first["type"], first["msg"], first.get("ctx", {}))
        if given.get(name) is not None:
            raise UsageError(
                f"--{name} is wrong ({wrong.en}); correct it on the command line.",
                f"--{name} 有误（{wrong.zh}）；请在命令行改正。",
            ) from None
        raise UsageError(
            f"Setting {name} is wrong ({wrong.en}); correct {PREFIX}{name.upper()} in the environment "
            f"or {name} in the TOML file, see docs/settings.md.",
            f"设置项 {name} 有误（{wrong.zh}）；请改正环境变量 {PREFIX}{name.upper()} "
            f"或 TOML 文件中的 {name}，见 docs/settings.md。",
        ) from None
    except ValueError as bad:  # a TOML file that cannot be parsed, with line and column in its message
        raise InputError(
            f"The settings file cannot be read as TOML ({bad}); correct it at that place.",
            f"设置文件不是有效的 TOML（{bad}）；请改正该处。",
        ) from None


def language(settings: Settings) -> Lang:
    """The language of words on the command line: what is set, else the user's locale."""
    return locale_language() if settings.lang == "auto" else settings.lang
