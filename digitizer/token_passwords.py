"""An officer's password for the office's server, sealed on a desk under their token.

The seal's key is made of the token's signature over words and a salt that stand in the file:
RSASSA-PKCS1-v1_5 (RFC 8017 8.2) gives the same signature for the same words every time, and nobody
without the token and its PIN can make it. The file alone opens nothing, nor does another token.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from digitizer.errors import CertificateRefusedError, TokenNotBoundError
from digitizer.store.files import make_folder, write_whole

if TYPE_CHECKING:
    from signing.keys import SigningKey

FOLDER = "tokens"
"""Inside the data folder: one file for each certificate that was bound on this desk."""
_WORDS = b"digitizer: opens the password for the office's server, and signs nothing\0"
_INFO = b"digitizer token password 1"
_SALT, _NONCE = 32, 12


@dataclass(frozen=True, slots=True)
class Sealed:
    """What opens with one token alone."""

    fingerprint: str
    content: bytes


def seal(database: str, key: SigningKey, login: tuple[str, str]) -> Sealed:
    """Return an officer's login and password for this database, sealed under their token.

    Raises CertificateRefusedError for a token that never signs the same words the same way.
    """
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    salt, nonce = secrets.token_bytes(_SALT), secrets.token_bytes(_NONCE)
    secret = _secret(key, salt)
    if secret != _secret(key, salt):
        raise CertificateRefusedError(reason="ECDSA")
    fingerprint = _fingerprint(key)
    sealed = AESGCM(secret).encrypt(
        nonce, json.dumps(login).encode(), _bound(database, fingerprint)
    )
    made = {"login": login[0], "salt": salt.hex(), "nonce": nonce.hex(), "sealed": sealed.hex()}
    return Sealed(fingerprint, json.dumps(made).encode())


def keep(folder: Path, sealed: Sealed) -> None:
    """Keep on this desk what was sealed, in place of what its certificate sealed before."""
    make_folder(folder / FOLDER)
    write_whole(_path(folder, sealed.fingerprint), [sealed.content])


def unsealed(folder: Path, database: str, key: SigningKey) -> tuple[str, str]:
    """Return login and password that this token was bound to on this desk.

    Raises TokenNotBoundError.
    """
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    fingerprint = _fingerprint(key)
    try:
        kept: dict[str, Any] = json.loads(_path(folder, fingerprint).read_bytes())
        salt, nonce, sealed = (bytes.fromhex(kept[name]) for name in ("salt", "nonce", "sealed"))
        # another office's file, or another key under a copied certificate, does not open
        plain = AESGCM(_secret(key, salt)).decrypt(nonce, sealed, _bound(database, fingerprint))
        login, password = json.loads(plain)
    except (OSError, ValueError, KeyError, TypeError, InvalidTag) as error:
        raise TokenNotBoundError from error
    return str(login), str(password)


def forget(folder: Path, login: str) -> None:
    """Remove what was sealed for an officer on this desk."""
    for path in (folder / FOLDER).glob("*.json"):
        if f'"login": {json.dumps(login)}' in path.read_text(encoding="utf-8"):
            path.unlink()


def _secret(key: SigningKey, salt: bytes) -> bytes:
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    signature = key.sign_message(_WORDS + salt)
    return HKDF(SHA256(), 32, salt, _INFO).derive(signature)


def _bound(database: str, fingerprint: str) -> bytes:
    return f"{database}\n{fingerprint}".encode()


def _fingerprint(key: SigningKey) -> str:
    from cryptography.hazmat.primitives.hashes import SHA256

    return key.certificate.fingerprint(SHA256()).hex()


def _path(folder: Path, fingerprint: str) -> Path:
    return folder / FOLDER / f"{fingerprint}.json"
