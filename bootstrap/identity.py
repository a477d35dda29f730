"""The secret under which resident ids are kept: a keyed BLAKE2b, the same only with the same key."""

import secrets

from bootstrap.secret_files import make_once
from bootstrap.settings import Settings
from graph.errors import InputError

KEY_FILE = "identity.key"
KEY_BYTES = 32


def identity_key(settings: Settings) -> bytes:
    """The key of this workspace: RINGWATCH_ID_KEY, else the random one in its file `identity.key`.

    The file is made once, readable by its owner only (mode 0600). Two processes that start together agree
    on one key. Raises InputError when the file is there but not a key.
    """
    if settings.id_key is not None:
        return settings.id_key.get_secret_value().encode()
    file = settings.workspace / KEY_FILE
    make_once(file, secrets.token_hex(KEY_BYTES))
    try:
        key = bytes.fromhex(file.read_text(encoding="ascii").strip())
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
