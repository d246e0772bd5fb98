"""Files that wait on this machine for their next signature or timestamp, encrypted as the vault is.

Each is bound to its folder and name: one put in another's place is refused.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from digitizer.errors import StoreDamagedError
from digitizer.store.files import TEMPORARY, disk_errors, make_folder, write_whole
from digitizer.store.vault import Vault

if TYPE_CHECKING:
    from digitizer.store.store import Store

FOLDER = "signing"
PICTURES = "office/pictures"
"""Where the pictures of signatures and seal are kept, in the data folder."""
ENDING = ".sealed"
_PLAIN = (".pdf", ".pdf" + TEMPORARY)


@dataclass(frozen=True, slots=True)
class Spool:
    """One folder of waiting files."""

    folder: Path
    vault: Vault

    @classmethod
    def of(cls, store: Store, kind: str) -> Spool:
        """Return a store's waiting files of one kind; the folder is made where it is not there."""
        return cls.at(store, f"{FOLDER}/{kind}")

    @classmethod
    def at(cls, store: Store, place: str) -> Spool:
        """Return the encrypted files of a folder inside the data folder, which is made."""
        folder = store.folder / place
        make_folder(folder)
        return cls(folder, store.vault)

    def path(self, name: str) -> Path:
        """Return where the file of this name lies once it is finished."""
        return self.folder / f"{name}{ENDING}"

    def seal(self, name: str, data: bytes) -> bytes:
        """Return the data as it may lie in the folder under a file's name."""
        return self.vault.seal_apart(f"{self.folder.name}/{name}", data)

    def unseal(self, name: str, sealed: bytes) -> bytes:
        """Return what a file holds. Raises StoreDamagedError."""
        return self.vault.unseal_apart(f"{self.folder.name}/{name}", sealed)

    def read(self, name: str) -> bytes:
        """Return what the finished file of this name holds.

        Raises FileUnreadableError, StoreDamagedError.
        """
        path = self.path(name)
        with disk_errors(path):
            return self.unseal(path.name, path.read_bytes())

    def remove(self, name: str) -> None:
        """Remove the finished file of this name."""
        path = self.path(name)
        with disk_errors(path):
            path.unlink(missing_ok=True)

    def sweep(self, kept: Collection[str]) -> None:
        """Remove what belongs to none of these names, and seal what an older version left plain."""
        for path in self._files():
            if path.name.partition(".")[0] not in kept or path.suffix == ".new":
                with disk_errors(path):
                    path.unlink(missing_ok=True)
            elif path.name.endswith(_PLAIN):
                self._seal_plain(path)

    def seal_anew(self) -> int:
        """Seal every file under the vault's present key; return how many.

        One that does not read is removed: its document is signed anew then.
        """
        changed = 0
        for path in self._files():
            name = path.name.removesuffix(TEMPORARY)
            if not name.endswith(ENDING):
                continue
            with disk_errors(path):
                sealed = path.read_bytes()
            try:
                write_whole(path, [self.seal(name, self.unseal(name, sealed))])
                changed += 1
            except StoreDamagedError:
                with disk_errors(path):
                    path.unlink()
        return changed

    def _seal_plain(self, path: Path) -> None:
        name = path.name.partition(".")[0] + ENDING
        waits = TEMPORARY if path.name.endswith(TEMPORARY) else ""
        with disk_errors(path):
            data = path.read_bytes()
        write_whole(self.folder / (name + waits), [self.seal(name, data)])
        with disk_errors(path):
            path.unlink()

    def _files(self) -> Iterator[Path]:
        with disk_errors(self.folder):
            yield from sorted(self.folder.iterdir())


def seal_anew(store: Store) -> int:
    """Seal all waiting files of a store under its present key; return how many."""
    place = store.folder / FOLDER
    kinds = [one.name for one in place.iterdir() if one.is_dir()] if place.is_dir() else []
    places = [f"{FOLDER}/{kind}" for kind in kinds]
    if (store.folder / PICTURES).is_dir():
        places.append(PICTURES)
    return sum(Spool.at(store, one).seal_anew() for one in places)
