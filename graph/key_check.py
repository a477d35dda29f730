"""Which secret people's ids are keyed with, told without giving it away."""

import hmac


def key_check(key: bytes) -> str:
    """32 hex digits that are the same for the same key. No id is ever keyed to them: ids hold no words."""
    return hmac.digest(key, b"ringwatch: which identity key", "sha256").hex()[:32]
