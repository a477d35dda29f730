"""What may be set, from the environment (RINGWATCH_*) or a TOML file.

Where a value comes from, strongest first: the command line, the environment, the TOML file, the default here.
The TOML file is the one named by RINGWATCH_CONFIG, else `ringwatch.toml` in the workspace.
"""

import os
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from bootstrap.language import locale_language
from graph.errors import InputError, UsageError
from graph.words import Lang

PREFIX = "RINGWATCH_"
CONFIG_VARIABLE = "RINGWATCH_CONFIG"
CONFIG_NAME = "ringwatch.toml"


class Settings(BaseSettings):
    """Everything that may be set; nothing changes after start. Each field is a row of docs/settings.md."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="forbid", env_ignore_empty=True)

    workspace: Path = Field(
        Path(".ringwatch/workspace"),
        description="Folder of all state: snapshots, the published graph, what people add, the identity key.",
    )
    store: Literal["sqlite"] = Field(
        "sqlite", description="Graph store: sqlite (embedded, in the workspace)."
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


def load_settings(**given: Any) -> Settings:
    """Settings from command line values (None is "not given"), the environment and the TOML file.

    Raises UsageError naming the first setting that is wrong, and where it may have been set.
    """
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as bad:
        first = bad.errors(include_url=False, include_input=False)[0]
        name = ".".join(str(part) for part in first["loc"])
        raise UsageError(
            f"Setting {name} is wrong ({first['msg']}); correct {PREFIX}{name.upper()} in the environment "
            f"or {name} in the TOML file, see docs/settings.md.",
            f"设置项 {name} 有误（{first['msg']}）；请改正环境变量 {PREFIX}{name.upper()} "
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
