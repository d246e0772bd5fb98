"""The store's key: where it is kept and what it protects.

One random 256-bit data key per store. From it come, by HKDF, the key of the database (SQLCipher)
and the key of the vault's files (AES-256-GCM). It is kept in the system's keyring when there is a
real one: then the folder alone, a stolen disk or a copy on a memory stick shows nothing. Without
a keyring it is a file beside the folder, readable by this user only: then a copy of the folder
alone shows nothing, but who takes the whole disk has both, so the disk itself has to be encrypted.
Neither protects against a program running as the same user. Losing the key loses the store; a key
that is there is never overwritten.
"""

from __future__ import annotations

import json
import logging
import secrets
import stat
import sys
import uuid
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from digitizer.errors import StoreDamagedError, WrongKeyError
from digitizer.store.files import disk_errors, write_new, write_whole

KEY_BYTES = 32
_SERVICE = "digitizer"
_log = logging.getLogger(__name__)


def derive(key: bytes, purpose: bytes, salt: bytes = b"") -> bytes:
    """Return the 256-bit key for one purpose."""
    return HKDF(hashes.SHA256(), KEY_BYTES, salt or None, b"digitizer " + purpose).derive(key)


@dataclass(frozen=True, slots=True)
class Identity:
    """What tells one store from another: its id, and a check that a key is the right one."""

    id: str
    check: str

    @classmethod
    def read(cls, folder: Path) -> Identity | None:
        """Return the identity written in the folder, or None in a folder that has none."""
        path = folder / "store.json"
        with disk_errors(path):
            if not path.exists():
                return None
            text = path.read_bytes()
        try:
            content = json.loads(text)
            return cls(id=str(content["id"]), check=str(content["check"]))
        except (ValueError, KeyError, TypeError) as error:
            raise StoreDamagedError(path=str(path)) from error

    def write(self, folder: Path) -> None:
        """Write the identity into the folder."""
        content = json.dumps({"id": self.id, "check": self.check})
        write_whole(folder / "store.json", [content.encode()])

    def fits(self, key: bytes) -> bool:
        """Return whether the key is this store's."""
        return secrets.compare_digest(self.check, _check(key))


def key_file(folder: Path) -> Path:
    """Return where the key of a folder stands when there is no keyring: beside it, not in it."""
    resolved = folder.resolve()
    return resolved.with_name(f"{resolved.name}.key")


def open_key(folder: Path, key: bytes | None) -> bytes:
    """Return the key of the store in a folder; a folder without a store gets a fresh one."""
    if key is not None and len(key) != KEY_BYTES:
        raise WrongKeyError(folder=str(folder))
    identity = Identity.read(folder)
    if identity is None:
        if (folder / "store.db").exists():
            raise StoreDamagedError(path=str(folder / "store.json"))
        return _begin(folder, key)
    found = key or _read_file(folder) or _read_keyring(identity.id)
    if found is None or not identity.fits(found):
        raise WrongKeyError(folder=str(folder))
    return found


def _begin(folder: Path, key: bytes | None) -> bytes:
    name = uuid.uuid4().hex
    # a key file left by an earlier start, or put back before the folder, is used, not replaced
    found = key or _read_file(folder)
    if found is None:
        found = secrets.token_bytes(KEY_BYTES)
        if not _write_keyring(name, found):
            with disk_errors(key_file(folder)):
                write_new(key_file(folder), found.hex().encode())
    Identity(name, _check(found)).write(folder)
    return found


def _check(key: bytes) -> str:
    return derive(key, b"check 1")[:8].hex()


def _read_file(folder: Path) -> bytes | None:
    path = key_file(folder)
    with disk_errors(path):
        if not path.exists():
            return None
        if sys.platform != "win32" and stat.S_IMODE(path.stat().st_mode) & 0o077:
            _log.warning("key file was readable by others; made private")
            path.chmod(0o600)
        text = path.read_bytes()
    return _parsed(text, folder)


def _parsed(text: bytes, folder: Path) -> bytes:
    try:
        found = bytes.fromhex(text.decode().strip())
    except ValueError as error:
        raise WrongKeyError(folder=str(folder)) from error
    if len(found) != KEY_BYTES:
        raise WrongKeyError(folder=str(folder))
    return found


def _read_keyring(name: str) -> bytes | None:
    import keyring
    from keyring.errors import KeyringError

    try:
        text = keyring.get_password(_SERVICE, name)
    except KeyringError:
        return None
    return None if text is None else _parsed(text.encode(), Path(name))


def _write_keyring(name: str, key: bytes) -> bool:
    import keyring
    from keyring.errors import KeyringError

    try:
        keyring.set_password(_SERVICE, name, key.hex())
        # some backends accept a password and keep nothing
        return keyring.get_password(_SERVICE, name) == key.hex()
    except KeyringError:
        return False
