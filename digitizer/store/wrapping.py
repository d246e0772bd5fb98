"""The data key as it may be kept or printed: under a passphrase, or as a recovery text on paper.

A passphrase becomes a key by argon2id (RFC 9106, second recommended choice: 64 MiB, 3 passes);
the data key is sealed under it with AES-256-GCM. The recovery text is the key itself in hex with a
checksum, for a sheet that is locked away.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import string
from collections.abc import Sequence

from argon2.exceptions import HashingError
from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from digitizer.errors import (
    PassphraseNeededError,
    RecoveryTextError,
    WrongKeyError,
    WrongPassphraseError,
)
from digitizer.model.passwords import normal

KEY_BYTES = 32
_NONCE, _SALT, _CHECK = 12, 16, 2
_COST = {"time": 3, "memory": 65_536, "parallelism": 4}
_LABEL = b"digitizer data key 1"
# a forged file must not keep the machine busy
_MOST_MEMORY = 1_048_576
_MOST_PASSES = 64


def wrap(keys: Sequence[bytes], passphrase: str) -> bytes:
    """Return a text that gives the keys back to whoever knows the passphrase."""
    salt = secrets.token_bytes(_SALT)
    cipher = AESGCM(_from_passphrase(passphrase, salt, _COST))
    sealed = []
    for key in keys:
        nonce = secrets.token_bytes(_NONCE)
        sealed.append((nonce + cipher.encrypt(nonce, key, _LABEL)).hex())
    content = {"format": 1, "kdf": "argon2id", **_COST, "salt": salt.hex(), "keys": sealed}
    return json.dumps(content).encode()


def is_wrapped(text: bytes) -> bool:
    """Return whether a key file's content is under a passphrase."""
    return text.lstrip().startswith(b"{")


def unwrap(text: bytes, passphrase: str | None) -> list[bytes]:
    """Return the wrapped keys.

    Raises PassphraseNeededError without a passphrase, WrongPassphraseError when it is another one,
    or WrongKeyError when the text is damaged.
    """
    if not passphrase:
        raise PassphraseNeededError
    try:
        content = json.loads(text)
        salt = bytes.fromhex(content["salt"])
        cost = {name: int(content[name]) for name in _COST}
        if content["format"] != 1 or cost["memory"] > _MOST_MEMORY or cost["time"] > _MOST_PASSES:
            raise WrongKeyError(reason="format")
        cipher = AESGCM(_from_passphrase(passphrase, salt, cost))
        sealed = [bytes.fromhex(one) for one in content["keys"]]
        return [cipher.decrypt(one[:_NONCE], one[_NONCE:], _LABEL) for one in sealed]
    except InvalidTag as error:
        raise WrongPassphraseError from error
    except (ValueError, KeyError, TypeError, HashingError) as error:
        raise WrongKeyError(reason="passphrase") from error


def recovery_text(key: bytes) -> str:
    """Return the key as groups of four hex digits, the last group a checksum."""
    text = (key + hashlib.sha256(_LABEL + key).digest()[:_CHECK]).hex().upper()
    return " ".join(text[place : place + 4] for place in range(0, len(text), 4))


def from_recovery_text(text: str) -> bytes:
    """Return the key a person typed from a recovery sheet; raises RecoveryTextError on a slip."""
    typed = "".join(text.split()).replace("-", "")
    other = "".join(sorted(set(typed) - set(string.hexdigits)))
    wanted = 2 * (KEY_BYTES + _CHECK)
    slip = RecoveryTextError(digits=len(typed), wanted=wanted, other=other)
    if other or len(typed) != wanted:
        raise slip
    plain = bytes.fromhex(typed)
    key, check = plain[:KEY_BYTES], plain[KEY_BYTES:]
    if check != hashlib.sha256(_LABEL + key).digest()[:_CHECK]:
        raise slip
    return key


def _from_passphrase(passphrase: str, salt: bytes, cost: dict[str, int]) -> bytes:
    return hash_secret_raw(
        normal(passphrase).encode(),
        salt,
        time_cost=cost["time"],
        memory_cost=cost["memory"],
        parallelism=cost["parallelism"],
        hash_len=KEY_BYTES,
        type=Type.ID,
    )
