"""Places where files are put down: a folder on a share, an SFTP server, a bucket of an S3 store."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from digitizer.errors import (
    DefinitionError,
    DigitizerError,
    DiskFullError,
    NotFoundError,
    StoreUnreachableError,
)
from digitizer.exchange.connector import Surroundings
from digitizer.exchange.errors import (
    NeighbourDeniedError,
    NeighbourError,
    NeighbourFaultError,
    NeighbourUnreachableError,
    NeighbourUntrustedError,
)
from digitizer.exchange.sftp import SftpPlace
from digitizer.exchange.transport import pinned_context
from digitizer.objects import SCHEMES, Access, ObjectStore
from digitizer.objects import Place as ObjectPlace

_NO_SPACE = 28


class Place(Protocol):
    """Where files are dropped; every call raises NeighbourError."""

    def put(self, name: str, data: bytes) -> None:
        """Keep a file, whole, in place of one of the same name."""
        ...

    def get(self, name: str, limit: int) -> bytes:
        """Return a file of at most so many bytes."""
        ...

    def listed(self, folder: str) -> dict[str, str]:
        """Return the files in a folder, in order: name and a mark that changes with the file."""
        ...

    def close(self) -> None:
        """Let go of it."""
        ...


class FolderPlace:
    """A folder, mostly on a share."""

    def __init__(self, neighbour: str, folder: Path) -> None:
        self._neighbour, self._folder = neighbour, folder

    def put(self, name: str, data: bytes) -> None:
        """Write beside, flush, rename."""
        with self._explained():
            self._require_there()
            target = self._folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            part = target.with_name(target.name + ".part")
            with part.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            part.replace(target)

    def get(self, name: str, limit: int) -> bytes:
        """Return a file."""
        with self._explained(), (self._folder / name).open("rb") as file:
            return file.read(limit)

    def listed(self, folder: str) -> dict[str, str]:
        """Return the files in a folder, each with its size and when it was changed."""
        with self._explained():
            self._require_there()
            found = self._folder / folder
            if not found.is_dir():
                return {}
            seen = {one.name: one.stat() for one in sorted(found.iterdir())}
            return {name: f"{one.st_size}-{one.st_mtime_ns}" for name, one in seen.items()}

    def close(self) -> None:
        """Hold nothing open."""

    def _require_there(self) -> None:
        # a share that is not mounted must not be mistaken for an empty folder and made anew
        if not self._folder.is_dir():
            raise NeighbourUnreachableError(neighbour=self._neighbour, reason="folder")

    @contextlib.contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except PermissionError as error:
            raise NeighbourDeniedError(neighbour=self._neighbour, reason="folder") from error
        except OSError as error:
            reason = "disk full" if error.errno == _NO_SPACE else type(error).__name__
            raise NeighbourUnreachableError(neighbour=self._neighbour, reason=reason) from error


class ObjectsPlace:
    """A bucket of an S3 store."""

    def __init__(self, around: Surroundings) -> None:
        self._neighbour = around.neighbour.name
        settings = around.neighbour.settings
        place = ObjectPlace.parsed(around.neighbour.address)
        access = Access(around.required("key"), around.secret("secret"))
        self._store = ObjectStore(
            place,
            access,
            context=pinned_context(
                self._neighbour, str(settings.get("roots", "")), settings.get("pins", ())
            )
            if place.secure
            else None,
            seconds=float(settings.get("seconds", 30.0)),
            tries=0,
        )

    def put(self, name: str, data: bytes) -> None:
        """Put in one request."""
        with self._explained():
            self._store.put(name, data)

    def get(self, name: str, limit: int) -> bytes:
        """Return a file."""
        with self._explained():
            return self._store.get(name, limit=limit)

    def listed(self, folder: str) -> dict[str, str]:
        """Return the files in a folder, each with its size and when it was changed."""
        with self._explained():
            found = {
                one.name.removeprefix(f"{folder}/"): f"{one.size}-{one.modified.isoformat()}"
                for one in self._store.entries(f"{folder}/")
            }
        return dict(sorted(found.items()))

    def close(self) -> None:
        """Hold nothing open."""

    @contextlib.contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except NeighbourError:
            raise
        except (StoreUnreachableError, DiskFullError) as error:
            raise self._away(error) from error
        except NotFoundError as error:
            raise NeighbourFaultError(neighbour=self._neighbour, reason="gone") from error
        except DigitizerError as error:
            reason = str(error.details.get("reason", error.code))
            raise NeighbourDeniedError(neighbour=self._neighbour, reason=reason) from error

    def _away(self, error: DigitizerError) -> NeighbourError:
        # what lies under the library's “tried too often”
        cause = getattr(error.__cause__, "reason", error.__cause__)
        name = type(cause).__name__
        if name == "SSLError":
            return NeighbourUntrustedError(neighbour=self._neighbour, reason="certificate")
        reason = "timeout" if "Timeout" in name else str(error.details.get("reason", name))
        return NeighbourUnreachableError(neighbour=self._neighbour, reason=reason)


def require_place(around: Surroundings) -> None:
    """Raise DefinitionError for an address or settings that cannot be right; reach for nothing."""
    scheme = urlsplit(around.neighbour.address).scheme
    if scheme == "sftp":
        SftpPlace.require_settings(around)
    elif scheme in SCHEMES:
        ObjectPlace.parsed(around.neighbour.address)
        around.required("key")
    else:
        _folder(around)


def open_place(around: Surroundings) -> Place:
    """Return the place that a neighbour's address names."""
    scheme = urlsplit(around.neighbour.address).scheme
    if scheme == "sftp":
        return SftpPlace(around)
    if scheme in SCHEMES:
        return ObjectsPlace(around)
    return FolderPlace(around.neighbour.name, _folder(around))


def _folder(around: Surroundings) -> Path:
    parts = urlsplit(around.neighbour.address)
    folder = Path(unquote(parts.path))
    if parts.scheme != "file" or parts.netloc or not folder.is_absolute():
        raise DefinitionError(
            file=f"neighbours/{around.neighbour.name}",
            key="address",
            nearest="file:///mnt/lien-thong",
            problem="address",
        )
    return folder
