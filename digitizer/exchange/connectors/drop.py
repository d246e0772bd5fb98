"""A drop: one ZIP a message, put into a folder on a share, over SFTP, or into an S3 store.

For offices without any other system. A file is there whole or not at all, its name rests on the
message's key, so a message told again replaces itself. What others leave in the folder ``in`` is
fetched: a ZIP with ``dossier.json`` and the files it names.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import unquote, urlsplit

from typing_extensions import override

from digitizer.errors import (
    DefinitionError,
    DigitizerError,
    DiskFullError,
    NotFoundError,
    StoreUnreachableError,
)
from digitizer.exchange import national, safe_zip
from digitizer.exchange.arriving import dossier_of
from digitizer.exchange.connector import (
    Base,
    Collected,
    Health,
    Offer,
    Surroundings,
    Unsound,
    sha256,
)
from digitizer.exchange.errors import (
    NeighbourDeniedError,
    NeighbourError,
    NeighbourFaultError,
    NeighbourUnreachableError,
    NeighbourUntrustedError,
    UnsoundError,
)
from digitizer.exchange.sftp import SftpPlace
from digitizer.exchange.transport import pinned_context
from digitizer.model.message import Message, MessageKind, Receipt
from digitizer.objects import Access, ObjectStore
from digitizer.objects import Place as ObjectPlace

LARGEST = 500_000_000
MOST_AT_ONCE = 50
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._\-]{0,150}\.zip")
_NO_SPACE = 28


class Place(Protocol):
    """Where files are dropped; every call raises NeighbourError."""

    def put(self, name: str, data: bytes) -> None:
        """Keep a file, whole, in place of one of the same name."""
        ...

    def get(self, name: str, limit: int) -> bytes:
        """Return a file of at most so many bytes."""
        ...

    def names(self, folder: str) -> list[str]:
        """Return the names of files in a folder, in order."""
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

    def names(self, folder: str) -> list[str]:
        """Return the names of files in a folder, in order."""
        with self._explained():
            self._require_there()
            found = self._folder / folder
            return sorted(one.name for one in found.iterdir()) if found.is_dir() else []

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

    def names(self, folder: str) -> list[str]:
        """Return the names of files in a folder, in order."""
        with self._explained():
            found = [
                one.name.removeprefix(f"{folder}/") for one in self._store.entries(f"{folder}/")
            ]
        return sorted(found)

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


class _Drop(Base):
    """What the three drops share; they differ in their place."""

    kinds = (
        MessageKind.STATE,
        MessageKind.COMPONENTS,
        MessageKind.RESULT,
        MessageKind.NOTICE,
        MessageKind.REQUEST,
    )

    def __init__(self, around: Surroundings) -> None:
        super().__init__(around)
        self._opened: Place | None = None
        self._require_settings()

    def _require_settings(self) -> None:
        """Raise DefinitionError for an address or settings that cannot be right."""

    def _open(self) -> Place:
        raise NotImplementedError

    @property
    def _place(self) -> Place:
        if self._opened is None:
            self._opened = self._open()
        return self._opened

    @override
    def close(self) -> None:
        if self._opened is not None:
            self._opened.close()
            self._opened = None

    @override
    def send(self, message: Message) -> Receipt:
        """Put the message with its files as one ZIP."""
        found = self._files(message)
        whole = {
            "key": message.key,
            "kind": message.kind.value,
            "record": national.record(self._around, message),
            "result_data": message.content.get("result", {}).get("data", {})
            if message.kind is MessageKind.RESULT
            else {},
            "request": message.content.get("request", {}),
            "files": {name: sha256(data) for name, data in found.items()},
        }
        body = json.dumps(whole, ensure_ascii=False, sort_keys=True, indent=1).encode()
        packed = safe_zip.packed({"message.json": body, **found})
        name = f"{message.id:010}-{message.kind.value}-{message.key[:12]}.zip"
        self._place.put(f"out/{message.dossier_code}/{name}", packed)
        return Receipt(name, sha256(packed))

    @override
    def collect(self, place: str) -> Collected:
        names = [one for one in self._place.names("in") if _NAME.fullmatch(one) and one > place]
        offers: list[Offer] = []
        unsound: list[Unsound] = []
        for name in names[:MOST_AT_ONCE]:
            data = self._place.get(f"in/{name}", LARGEST + 1)
            try:
                offers.append(self._offer(data))
            except UnsoundError as error:
                problem = f"delivery-unsound: {error.details['reason']}"[:200]
                unsound.append(Unsound(name, sha256(data), problem))
        following = names[:MOST_AT_ONCE][-1] if names else place
        return Collected(tuple(offers), tuple(unsound), following, len(names) > MOST_AT_ONCE)

    def check(self) -> Health:
        """Look into the folder, without leaving anything there."""
        self._place.names("in")
        return Health(well=True)

    def _files(self, message: Message) -> dict[str, bytes]:
        found = {}
        if message.kind is MessageKind.COMPONENTS:
            for paper in message.content["papers"]:
                if paper["pages"] and not paper["reused_from"]:
                    name = national.file_name(
                        message.dossier_code, f"{paper['component'] or 'giay-to'}-{paper['id']}"
                    )
                    found[name] = self._around.files.paper(paper["id"], paper["signed_copy"])
        result = message.content.get("result") or {}
        if message.kind is MessageKind.RESULT and result.get("file"):
            name = national.file_name(message.dossier_code, "ket-qua")
            found[name] = self._around.files.stored(result["file"])
        return found

    def _offer(self, data: bytes) -> Offer:
        name = self._around.neighbour.name
        if len(data) > LARGEST:
            raise UnsoundError(neighbour=name, reason="too large")
        try:
            inside = safe_zip.unpacked(data)
            told: Any = json.loads(inside.pop("dossier.json"))
        except safe_zip.UnsoundZipError as error:
            raise UnsoundError(neighbour=name, reason=str(error)) from error
        except (KeyError, ValueError, RecursionError) as error:
            raise UnsoundError(neighbour=name, reason="dossier.json") from error

        def fetch(path: str) -> bytes:
            found = inside.get(path.removeprefix("/"))
            if found is None:
                raise UnsoundError(neighbour=name, reason="file missing")
            return found

        return dossier_of(self._around, told, fetch)


class FolderDrop(_Drop):
    """A folder on a share; its address is ``file:///…``."""

    @override
    def _require_settings(self) -> None:
        _folder(self._around)

    @override
    def _open(self) -> Place:
        return FolderPlace(self._around.neighbour.name, _folder(self._around))


class SftpDrop(_Drop):
    """A folder of an SFTP server; its address is ``sftp://user@host[:port]/folder``."""

    @override
    def _require_settings(self) -> None:
        SftpPlace.require_settings(self._around)

    @override
    def _open(self) -> Place:
        return SftpPlace(self._around)


class ObjectsDrop(_Drop):
    """A bucket of an S3 store; its address is ``s3://host[:port]/bucket[/prefix]``."""

    @override
    def _require_settings(self) -> None:
        ObjectPlace.parsed(self._around.neighbour.address)
        self._around.required("key")

    @override
    def _open(self) -> Place:
        return ObjectsPlace(self._around)


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
