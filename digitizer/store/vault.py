"""The vault: files by the SHA-256 of their content, encrypted, written once.

A vault file is a 5-byte mark, a 16-byte salt and chunks of 1 MiB under AES-256-GCM. Each file has
its own key (HKDF of the vault's key, the salt and the digest); a chunk's nonce is its number and
whether it is the last one, so a chunk that is cut off, dropped, swapped or altered is refused.
"""

from __future__ import annotations

import hashlib
import re
import secrets
import time
from collections.abc import Collection, Iterator
from datetime import timedelta
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from digitizer.errors import NotFoundError, StoreDamagedError
from digitizer.store.keys import derive
from digitizer.store.shelves import FolderShelf, Shelf

CHUNK = 1 << 20
_MARK = b"DGV1\n"
_SALT = 16
_TAG = 16
_DIGEST = re.compile(r"[0-9a-f]{64}")


class Vault:
    """Keeps originals, page images, recognised texts and results by content."""

    def __init__(self, place: Path | Shelf, key: bytes, former: bytes | None = None) -> None:
        self._shelf = FolderShelf(place) if isinstance(place, Path) else place
        self._key = key
        # while the key is being changed, files not yet sealed anew open with the former one
        self._former = former

    def change_key(self, key: bytes, former: bytes | None) -> None:
        """Seal under another key from now on; what the former one sealed still opens."""
        # in this order: a reader in between finds both
        self._former = former
        self._key = key

    def put(self, data: bytes) -> str:
        """Keep the data for good and return its SHA-256; the same data is kept once."""
        digest = hashlib.sha256(data).hexdigest()
        if not self._already(digest):
            self._shelf.write(digest, self._seal(digest, data))
        return digest

    def get(self, digest: str) -> bytes:
        """Return the data with this SHA-256, or raise StoreDamagedError if it does not read."""
        return self._unseal(digest, self._shelf.read(_checked(digest)))

    def digests(self) -> Iterator[str]:
        """Give the SHA-256 of every file, in no order of time."""
        return self._shelf.digests()

    def sealed(self, digest: str) -> bytes:
        """Return a file as it lies on the disk, encrypted, for a backup."""
        return self._shelf.read(_checked(digest))

    def seal_of(self, digest: str) -> bytes:
        """Return what tells one sealing of a file from another, or nothing if it is not there."""
        return self._shelf.beginning(_checked(digest), len(_MARK) + _SALT)

    def put_sealed(self, digest: str, sealed: bytes) -> None:
        """Keep a file that another vault of the same key sealed; raises StoreDamagedError."""
        self._unseal(_checked(digest), sealed)
        self._shelf.write(digest, [sealed])
        self.get(digest)

    def seal_anew(self) -> int:
        """Seal every file under the present key that is still under the former; return how many."""
        changed = 0
        for digest in self._shelf.digests():
            sealed = self.sealed(digest)
            try:
                self._open(self._key, digest, sealed)
            except StoreDamagedError:
                data = self._unseal(digest, sealed)
                self._shelf.write(digest, self._seal(digest, data))
                changed += 1
        return changed

    def seal_apart(self, name: str, data: bytes) -> bytes:
        """Return data encrypted for a file that lies outside the vault, bound to its name."""
        return b"".join(self._sealed(_apart(name), data))

    def unseal_apart(self, name: str, sealed: bytes) -> bytes:
        """Return what ``seal_apart`` encrypted under this name. Raises StoreDamagedError."""
        return self._opened(_apart(name), sealed, name)

    def remove(self, digest: str) -> None:
        """Remove a file for good; one that is not there is no error."""
        self._shelf.remove(_checked(digest))

    def contains(self, digest: str) -> bool:
        """Return whether the vault has a file for this SHA-256."""
        return self._shelf.has(_checked(digest))

    def verify(self, expected: Collection[str] = ()) -> tuple[str, ...]:
        """Read everything and return the digests that are damaged, or expected and missing."""
        present = frozenset(self._shelf.digests())
        bad = {digest for digest in expected if digest not in present}
        bad |= {digest for digest in present if not self._reads_back(digest)}
        return tuple(sorted(bad))

    def collect(self, referenced: Collection[str], older_than: timedelta) -> int:
        """Remove files nothing refers to, and stale temporaries, past an age; return how many.

        The age keeps what is being taken in: a file is written before the row that names it.
        """
        before = time.time() - older_than.total_seconds()
        return self._shelf.sweep(frozenset(referenced), before)

    def _already(self, digest: str) -> bool:
        if not self._shelf.has(digest):
            return False
        try:
            sealed = self._shelf.read(digest)
            self._unseal(digest, sealed)
        except StoreDamagedError:
            return False
        # young again, so that no collection takes it before its new row is written
        self._shelf.refresh(digest, sealed)
        return True

    def _reads_back(self, digest: str) -> bool:
        try:
            self.get(digest)
        except (StoreDamagedError, NotFoundError):
            return False
        return True

    def _seal(self, digest: str, data: bytes) -> Iterator[bytes]:
        return self._sealed(_purpose(digest), data)

    def _sealed(self, purpose: bytes, data: bytes) -> Iterator[bytes]:
        salt = secrets.token_bytes(_SALT)
        cipher = _cipher(self._key, purpose, salt)
        yield _MARK + salt
        view = memoryview(data)
        last = max(0, (len(data) - 1) // CHUNK)
        for number in range(last + 1):
            chunk = view[number * CHUNK : (number + 1) * CHUNK]
            yield cipher.encrypt(_nonce(number, last=number == last), chunk, None)

    def _unseal(self, digest: str, sealed: bytes) -> bytes:
        return _demand(digest, self._opened(_purpose(digest), sealed, digest))

    def _open(self, key: bytes, digest: str, sealed: bytes) -> bytes:
        return _demand(digest, _decrypted(key, _purpose(digest), sealed, digest))

    def _opened(self, purpose: bytes, sealed: bytes, name: str) -> bytes:
        try:
            return _decrypted(self._key, purpose, sealed, name)
        except StoreDamagedError:
            if self._former is None:
                raise
            return _decrypted(self._former, purpose, sealed, name)


def _decrypted(key: bytes, purpose: bytes, sealed: bytes, name: str) -> bytes:
    start, step = len(_MARK) + _SALT, CHUNK + _TAG
    if not sealed.startswith(_MARK) or len(sealed) < start + _TAG:
        raise StoreDamagedError(digest=name)
    cipher = _cipher(key, purpose, sealed[len(_MARK) : start])
    view = memoryview(sealed)[start:]
    last = (len(view) - 1) // step
    try:
        return b"".join(
            cipher.decrypt(
                _nonce(number, last=number == last),
                view[number * step : (number + 1) * step],
                None,
            )
            for number in range(last + 1)
        )
    except InvalidTag as error:
        raise StoreDamagedError(digest=name) from error


def _checked(digest: str) -> str:
    if not _DIGEST.fullmatch(digest):
        raise NotFoundError(digest=digest)
    return digest


def _demand(digest: str, data: bytes) -> bytes:
    if hashlib.sha256(data).hexdigest() != digest:
        raise StoreDamagedError(digest=digest)
    return data


def _purpose(digest: str) -> bytes:
    return b"file 1 " + bytes.fromhex(digest)


def _apart(name: str) -> bytes:
    return b"apart 1 " + name.encode()


def _cipher(key: bytes, purpose: bytes, salt: bytes) -> AESGCM:
    return AESGCM(derive(key, purpose, salt))


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])
