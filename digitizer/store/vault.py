"""The vault: files by the SHA-256 of their content, encrypted, written once.

A vault file is a 5-byte mark, a 16-byte salt and chunks of 1 MiB under AES-256-GCM. Each file has
its own key (HKDF of the vault's key, the salt and the digest); a chunk's nonce is its number and
whether it is the last one, so a chunk that is cut off, dropped, swapped or altered is refused.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import time
from collections.abc import Collection, Iterator
from datetime import timedelta
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from digitizer.errors import NotFoundError, StoreDamagedError
from digitizer.store.files import TEMPORARY, disk_errors, make_folder, sync_folder, write_whole
from digitizer.store.keys import derive

CHUNK = 1 << 20
_MARK = b"DGV1\n"
_SALT = 16
_TAG = 16
_DIGEST = re.compile(r"[0-9a-f]{64}")


class Vault:
    """Keeps originals, page images, recognised texts and results by content."""

    def __init__(self, folder: Path, key: bytes, former: bytes | None = None) -> None:
        self._folder = folder
        self._incoming = folder / "incoming"
        self._key = key
        # while the key is being changed, files not yet sealed anew open with the former one
        self._former = former
        make_folder(self._incoming)

    def put(self, data: bytes) -> str:
        """Keep the data for good and return its SHA-256; the same data is kept once."""
        digest = hashlib.sha256(data).hexdigest()
        target = self._path(digest)
        if self._already(digest, target):
            return digest
        make_folder(target.parent)
        with disk_errors(self._folder):
            # each time: whoever made the folder may have died, or be about to, before syncing it
            sync_folder(self._folder)
        write_whole(target, self._seal(digest, data), temporary=self._incoming)
        return digest

    def get(self, digest: str) -> bytes:
        """Return the data with this SHA-256, or raise StoreDamagedError if it does not read."""
        path = self._path(digest)
        try:
            sealed = path.read_bytes()
        except OSError as error:
            self._require_there()
            raise StoreDamagedError(digest=digest) from error
        return self._unseal(digest, sealed)

    def _require_there(self) -> None:
        """Tell a share that is away from a file that is missing in it."""
        with disk_errors(self._folder):
            self._incoming.stat()

    def digests(self) -> Iterator[str]:
        """Give the SHA-256 of every file, in no order of time."""
        return (digest for digest, _ in self._files())

    def sealed(self, digest: str) -> bytes:
        """Return a file as it lies on the disk, encrypted, for a backup."""
        try:
            return self._path(digest).read_bytes()
        except OSError as error:
            raise StoreDamagedError(digest=digest) from error

    def seal_of(self, digest: str) -> bytes:
        """Return what tells one sealing of a file from another, or nothing if it is not there."""
        try:
            with self._path(digest).open("rb") as file:
                return file.read(len(_MARK) + _SALT)
        except OSError:
            return b""

    def put_sealed(self, digest: str, sealed: bytes) -> None:
        """Keep a file that another vault of the same key sealed; raises StoreDamagedError."""
        self._unseal(digest, sealed)
        target = self._path(digest)
        make_folder(target.parent)
        write_whole(target, [sealed], temporary=self._incoming)
        self.get(digest)

    def seal_anew(self) -> int:
        """Seal every file under the present key that is still under the former; return how many."""
        changed = 0
        for digest, path in self._files():
            sealed = self.sealed(digest)
            try:
                self._open(self._key, digest, sealed)
            except StoreDamagedError:
                data = self._unseal(digest, sealed)
                write_whole(path, self._seal(digest, data), temporary=self._incoming)
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
        with disk_errors(self._folder):
            self._path(digest).unlink(missing_ok=True)
            sync_folder(self._folder)

    def contains(self, digest: str) -> bool:
        """Return whether the vault has a file for this SHA-256."""
        return self._path(digest).is_file()

    def verify(self, expected: Collection[str] = ()) -> tuple[str, ...]:
        """Read everything and return the digests that are damaged, or expected and missing."""
        present = dict(self._files())
        bad = {digest for digest in expected if digest not in present}
        bad |= {digest for digest in present if not self._reads_back(digest)}
        return tuple(sorted(bad))

    def collect(self, referenced: Collection[str], older_than: timedelta) -> int:
        """Remove files nothing refers to, and stale temporaries, past an age; return how many.

        The age keeps what is being taken in: a file is written before the row that names it.
        """
        before = time.time() - older_than.total_seconds()
        kept = frozenset(referenced)
        orphans = [path for digest, path in self._files() if digest not in kept]
        removed = 0
        with disk_errors(self._folder):
            for path in [*orphans, *self._incoming.glob(f"*{TEMPORARY}")]:
                if path.stat().st_mtime < before:
                    path.unlink()
                    removed += 1
        return removed

    def _path(self, digest: str) -> Path:
        if not _DIGEST.fullmatch(digest):
            raise NotFoundError(digest=digest)
        return self._folder / digest[:2] / digest

    def _files(self) -> Iterator[tuple[str, Path]]:
        for folder in sorted(self._folder.iterdir()):
            if len(folder.name) == 2 and folder.is_dir():
                yield from ((path.name, path) for path in sorted(folder.iterdir()))

    def _already(self, digest: str, target: Path) -> bool:
        if not target.is_file() or not self._reads_back(digest):
            return False
        with disk_errors(target):
            # young again, so that no collection takes it before its new row is written;
            # synced again, because whoever wrote it may have died before syncing the folder
            os.utime(target)
            sync_folder(target.parent)
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
