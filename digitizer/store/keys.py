"""The store's key: where it is kept and what it protects.

One random 256-bit data key per store. From it come, by HKDF, the key of the database (SQLCipher)
and the key of the vault's files (AES-256-GCM). It is kept in the system's keyring when there is a
real one: then the folder alone, a stolen disk or a copy on a memory stick shows nothing. Without
a keyring it is a file beside the folder, readable by this user only: then a copy of the folder
alone shows nothing, but who takes the whole disk has both, so the disk itself has to be encrypted
or the key put under a passphrase (``wrapping``): then the whole disk shows nothing either.
None of them protects against a program running as the same user. Losing the key loses the store;
a key that is there is never overwritten, and while it is changed both keys are kept.
"""

from __future__ import annotations

import json
import logging
import secrets
import stat
import sys
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from digitizer.errors import StoreDamagedError, WrongKeyError
from digitizer.store import wrapping
from digitizer.store.files import disk_errors, write_new, write_whole
from digitizer.store.wrapping import KEY_BYTES

_SERVICE = "digitizer"
_NEXT = ".next"
_log = logging.getLogger(__name__)


def derive(key: bytes, purpose: bytes, salt: bytes = b"") -> bytes:
    """Return the 256-bit key for one purpose."""
    return HKDF(hashes.SHA256(), KEY_BYTES, salt or None, b"digitizer " + purpose).derive(key)


class Place(StrEnum):
    """Where a store's key is kept."""

    KEYRING = "keyring"
    FILE = "file"
    PASSPHRASE = "passphrase"  # noqa: S105 - the name of a place


@dataclass(frozen=True, slots=True)
class Identity:
    """What tells one store from another: its id, and a check that a key is the right one."""

    id: str
    check: str
    retired: str = ""
    """The former data key, sealed under the present one, while old vault files remain."""
    office: bool = False
    """Of an office's database: its data key seals the vault's files itself."""

    @classmethod
    def of_office(cls, name: str, key: bytes, former: bytes | None) -> Identity:
        """Return the identity of an office whose database keeps the key."""
        plain = cls(name, _check(key), office=True)
        return plain if former is None else plain.succeeded_by(key, former)

    def vault_key(self, key: bytes) -> bytes:
        """Return what the vault's files are sealed with under a data key."""
        return key if self.office else derive(key, b"vault 1")

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
            return cls(
                id=str(content["id"]),
                check=str(content["check"]),
                retired=str(content.get("retired", "")),
                office=bool(content.get("office", False)),
            )
        except (ValueError, KeyError, TypeError) as error:
            raise StoreDamagedError(path=str(path)) from error

    def write(self, folder: Path) -> None:
        """Write the identity into the folder."""
        content: dict[str, object] = {"id": self.id, "check": self.check}
        if self.retired:
            content["retired"] = self.retired
        if self.office:
            content["office"] = True
        write_whole(folder / "store.json", [json.dumps(content).encode()])

    def fits(self, key: bytes) -> bool:
        """Return whether the key is this store's."""
        return secrets.compare_digest(self.check, _check(key))

    def succeeded_by(self, new: bytes, old: bytes) -> Identity:
        """Return the identity with another key, which also opens what the old one sealed."""
        nonce = secrets.token_bytes(12)
        sealed = AESGCM(derive(new, b"retired 1")).encrypt(nonce, old, self.id.encode())
        return Identity(self.id, _check(new), (nonce + sealed).hex(), self.office)

    def former(self, key: bytes) -> bytes | None:
        """Return the former data key, if files under it may still be there."""
        if not self.retired:
            return None
        sealed = bytes.fromhex(self.retired)
        try:
            return AESGCM(derive(key, b"retired 1")).decrypt(
                sealed[:12], sealed[12:], self.id.encode()
            )
        except InvalidTag as error:
            raise StoreDamagedError(path="store.json") from error

    def without_former(self) -> Identity:
        """Return the identity once nothing is under the former key any more."""
        return replace(self, retired="")


def key_file(folder: Path) -> Path:
    """Return where the key of a folder stands when there is no keyring: beside it, not in it."""
    resolved = folder.resolve()
    return resolved.with_name(f"{resolved.name}.key")


def open_key(folder: Path, key: bytes | None, passphrase: str | None = None) -> bytes:
    """Return the key of the store in a folder; a folder without a store gets a fresh one.

    Raises WrongKeyError, and PassphraseNeededError when the key is under a passphrase.
    """
    if key is not None and len(key) != KEY_BYTES:
        raise WrongKeyError(folder=str(folder))
    identity = Identity.read(folder)
    if identity is None:
        if (folder / "store.db").exists():
            raise StoreDamagedError(path=str(folder / "store.json"))
        return _begin(folder, key, passphrase)
    candidates = [key] if key is not None else kept_keys(folder, identity.id, passphrase)
    for candidate in candidates:
        if identity.fits(candidate):
            return candidate
    raise WrongKeyError(folder=str(folder))


def place_of(folder: Path) -> Place:
    """Return where the key of a folder is kept."""
    path = key_file(folder)
    with disk_errors(path):
        if not path.exists():
            return Place.KEYRING
        return Place.PASSPHRASE if wrapping.is_wrapped(path.read_bytes()) else Place.FILE


def kept_keys(folder: Path, name: str, passphrase: str | None) -> list[bytes]:
    """Return the keys kept for a store: one, or two while the key is being changed."""
    found = _read_file(folder, passphrase)
    if found:
        return found
    rings = (_read_keyring(name), _read_keyring(name + _NEXT))
    return [key for key in rings if key is not None]


def keep(
    folder: Path, name: str, keys: Sequence[bytes], place: Place, passphrase: str | None = None
) -> None:
    """Keep one key, or the present and the next, at a place, and remove them elsewhere."""
    if place is Place.KEYRING:
        if not all(
            _write_keyring(name + end, key) for end, key in zip(("", _NEXT), keys, strict=False)
        ):
            raise WrongKeyError(folder=str(folder), reason="keyring")
        if len(keys) == 1:
            _forget_keyring(name + _NEXT)
        with disk_errors(key_file(folder)):
            key_file(folder).unlink(missing_ok=True)
        return
    if place is Place.PASSPHRASE:
        text = wrapping.wrap(keys, passphrase or "")
    else:
        text = "\n".join(key.hex() for key in keys).encode()
    write_whole(key_file(folder), [text])
    _forget_keyring(name)
    _forget_keyring(name + _NEXT)


def forget(folder: Path, name: str) -> None:
    """Keep the key of a store nowhere any more."""
    with disk_errors(key_file(folder)):
        key_file(folder).unlink(missing_ok=True)
    _forget_keyring(name)
    _forget_keyring(name + _NEXT)


def _begin(folder: Path, key: bytes | None, passphrase: str | None) -> bytes:
    name = uuid.uuid4().hex
    # a key file left by an earlier start, or put back before the folder, is used, not replaced
    left = _read_file(folder, passphrase)
    found = key or (left[0] if left else None)
    if found is None:
        found = secrets.token_bytes(KEY_BYTES)
        if not _write_keyring(name, found):
            with disk_errors(key_file(folder)):
                write_new(key_file(folder), found.hex().encode())
    Identity(name, _check(found)).write(folder)
    return found


def _check(key: bytes) -> str:
    return derive(key, b"check 1")[:8].hex()


def _read_file(folder: Path, passphrase: str | None) -> list[bytes]:
    path = key_file(folder)
    with disk_errors(path):
        if not path.exists():
            return []
        if sys.platform != "win32" and stat.S_IMODE(path.stat().st_mode) & 0o077:
            _log.warning("key file was readable by others; made private")
            path.chmod(0o600)
        text = path.read_bytes()
    if wrapping.is_wrapped(text):
        return wrapping.unwrap(text, passphrase)
    lines = text.split() or [b""]
    return [_parsed(line, folder) for line in lines]


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


def _forget_keyring(name: str) -> None:
    import keyring
    from keyring.errors import KeyringError

    try:
        if keyring.get_password(_SERVICE, name) is not None:
            keyring.delete_password(_SERVICE, name)
    except KeyringError:
        _log.info("the keyring keeps no key of this store")
