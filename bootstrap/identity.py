"""The secret under which resident ids are kept: a keyed BLAKE2b, the same only with the same key."""

import secrets
from pathlib import Path

from bootstrap.secret_files import make_once
from bootstrap.settings import PREFIX, Settings
from graph.errors import InputError, WrongKey
from graph.key_check import key_check
from graph.system_words import system_words

KEY_FILE = "identity.key"
KEY_BYTES = 32


def identity_key(settings: Settings) -> bytes:
    """The key of this workspace, made in its file `identity.key` where there is none yet.

    For who reads a register; whoever asks about one that was read uses `key_of`. The file is made once,
    readable by its owner only (mode 0600). Two processes that start together agree on one key. Raises
    InputError when the file is there but not a key.
    """
    if settings.id_key is None:
        make_once(settings.workspace / KEY_FILE, secrets.token_hex(KEY_BYTES))
    key = held_key(settings)
    assert key is not None
    return key


def held_key(settings: Settings) -> bytes | None:
    """RINGWATCH_ID_KEY, else the key in the workspace's file `identity.key`; None where there is neither.

    Raises InputError when the file is there but not a key.
    """
    if settings.id_key is not None:
        return settings.id_key.get_secret_value().encode()
    file = settings.workspace / KEY_FILE
    try:
        key = bytes.fromhex(file.read_text(encoding="ascii").strip())
    except FileNotFoundError:
        return None
    except OSError as bad:
        raise InputError(
            f"The identity key {file} cannot be read ({system_words(bad).en}); correct who may read it.",
            f"身份密钥 {file} 无法读取（{system_words(bad).zh}）；请更正其读取权限。",
            field="id_key",
        ) from None
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise InputError(
            f"{file} is not an identity key ({KEY_BYTES} bytes as hex); restore it from a backup, "
            "or remove it and ingest again (persons then get new ids).",
            f"{file} 不是身份密钥（{KEY_BYTES} 字节的十六进制）；"
            "请从备份恢复，或删除后重新导入（人员将获得新的标识）。",
            field="id_key",
        )
    return key


def key_of(settings: Settings, check: str) -> bytes:
    """The key that a register was read with, by the check value that is kept beside it.

    With another one nobody in it would be recognised, and every answer would be a false all-clear. Makes no
    key. Raises WrongKey where there is none here or another one.
    """
    key = held_key(settings)
    if key is None:
        raise _missing(settings.workspace)
    if key_check(key) != check:
        raise _another(settings)
    return key


def _missing(workspace: Path) -> WrongKey:
    file = workspace / KEY_FILE
    return WrongKey(
        f"The identity key of the register is missing ({file}): without it nobody in the register is "
        f"recognised; restore the file from a backup or set {PREFIX}ID_KEY, or sweep the register itself "
        "again.",
        f"缺少登记数据所用的身份密钥（{file}），无法识别其中的人员；请从备份恢复该文件或设置 "
        f"{PREFIX}ID_KEY，否则请重新扫描原始登记数据。",
    )


def _another(settings: Settings) -> WrongKey:
    where = f"{PREFIX}ID_KEY" if settings.id_key is not None else str(settings.workspace / KEY_FILE)
    return WrongKey(
        f"The identity key in {where} is not the one that the register was read with: nobody in it would be "
        "recognised; restore that key, or sweep the register itself again with this one.",
        f"{where} 中的身份密钥与读入登记数据时所用的不同，无法识别其中的人员；"
        "请恢复原来的密钥，或用现在的密钥重新扫描原始登记数据。",
    )
