"""Scanned images between device and page: sealed as the vault is, so no clear page lies on a disk.

An image is here from the moment the device has given it until its page is committed. Each file is
bound to its batch and number: one put in another's place is refused.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from digitizer.errors import StoreDamagedError
from digitizer.store.files import disk_errors, make_folder, write_whole
from digitizer.store.vault import Vault

if TYPE_CHECKING:
    from digitizer.store.store import Store

FOLDER = "spool"
ENDING = ".sealed"


@dataclass(frozen=True, slots=True)
class ScanSpool:
    """The waiting images of one batch, by their numbers."""

    folder: Path
    vault: Vault

    @classmethod
    def of(cls, store: Store, batch_id: int) -> ScanSpool:
        """Return the waiting images of a batch; nobody else can look into their folder."""
        folder = store.folder / FOLDER / str(batch_id)
        make_folder(folder)
        return cls(folder, store.vault)

    def keep(self, number: int, data: bytes) -> None:
        """Write an image so that it survives a power cut."""
        path = self._path(number)
        write_whole(path, [self.vault.seal_apart(self._name(path), data)])

    def numbers(self) -> tuple[int, ...]:
        """Return the numbers of the images that are whole, in order."""
        with disk_errors(self.folder):
            stems = [path.stem for path in self.folder.glob(f"*{ENDING}")]
        return tuple(sorted(int(stem) for stem in stems if stem.isdigit()))

    def read(self, number: int) -> bytes:
        """Return an image. Raises FileUnreadableError, StoreDamagedError."""
        path = self._path(number)
        with disk_errors(path):
            sealed = path.read_bytes()
        return self.vault.unseal_apart(self._name(path), sealed)

    def drop(self, number: int) -> None:
        """Remove an image whose page is committed."""
        path = self._path(number)
        with disk_errors(path):
            path.unlink(missing_ok=True)

    def clear(self) -> None:
        """Remove every image, and what was left half written."""
        with disk_errors(self.folder):
            for path in self.folder.iterdir():
                path.unlink(missing_ok=True)

    def forget(self) -> None:
        """Remove the folder: its batch has ended."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def seal_anew(self) -> int:
        """Seal every image under the vault's present key; return how many."""
        changed = 0
        for number in self.numbers():
            try:
                self.keep(number, self.read(number))
                changed += 1
            except StoreDamagedError:
                # its sheet is fed once more
                self.drop(number)
        return changed

    def _path(self, number: int) -> Path:
        return self.folder / f"{number:06d}{ENDING}"

    def _name(self, path: Path) -> str:
        return f"{FOLDER}/{self.folder.name}/{path.name}"


def waiting_batches(store: Store) -> dict[int, int]:
    """Return, by batch, how many images a stop has left waiting."""
    place = store.folder / FOLDER
    folders = [one for one in place.iterdir() if one.name.isdigit()] if place.is_dir() else []
    found = {int(one.name): len(ScanSpool(one, store.vault).numbers()) for one in folders}
    return {batch: count for batch, count in found.items() if count}


def seal_anew(store: Store) -> int:
    """Seal all waiting images of a store under its present key; return how many."""
    return sum(ScanSpool.of(store, batch).seal_anew() for batch in waiting_batches(store))
