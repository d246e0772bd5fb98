"""A drop: one ZIP a message, put into a folder on a share, over SFTP, or into an S3 store.

For offices without any other system. A file is there whole or not at all, its name rests on the
message's key, so a message told again replaces itself. What others leave in the folder ``in`` is
fetched: a ZIP with ``dossier.json`` and the files it names.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from typing_extensions import override

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
    UnsoundError,
)
from digitizer.exchange.places import Place, open_place, require_place
from digitizer.model.message import Message, MessageKind, Receipt

LARGEST = 500_000_000
MOST_AT_ONCE = 50
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._\-]{0,150}\.zip")
_HALF = "?"
"""Before the mark of a file that was damaged when it was seen first."""


class Drop(Base):
    """One drop; its address says of which kind."""

    kinds = (
        MessageKind.STATE,
        MessageKind.COMPONENTS,
        MessageKind.RESULT,
        MessageKind.NOTICE,
        MessageKind.REQUEST,
    )

    def __init__(self, around: Surroundings) -> None:
        super().__init__(around)
        require_place(around)
        self._opened: Place | None = None

    @property
    def _place(self) -> Place:
        if self._opened is None:
            self._opened = open_place(self._around)
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
    def deposit(self, name: str, data: bytes) -> None:
        """Put a file that belongs to no dossier, in place of one of the same name."""
        self._place.put(f"reports/{name}", data)

    @override
    def collect(self, place: str) -> Collected:
        """Fetch what was not seen yet, or was put there anew under the same name.

        ``place`` holds the mark of every file seen that still lies there. A damaged archive may be
        one that is being copied: it is refused when it lies there unchanged the next time.
        """
        seen = _seen(place)
        there = {n: mark for n, mark in self._place.listed("in").items() if _NAME.fullmatch(n)}
        seen = {name: mark for name, mark in seen.items() if name in there}
        new = [name for name, mark in there.items() if seen.get(name) not in (mark, _HALF + mark)]
        half = [name for name, mark in there.items() if seen.get(name) == _HALF + mark]

        def fetched() -> Iterator[Offer | Unsound]:
            for name in [*half, *new[:MOST_AT_ONCE]]:
                data = self._place.get(f"in/{name}", LARGEST + 1)
                seen[name] = there[name]
                try:
                    yield self._offer(data)
                except UnsoundError as error:
                    if name in new and error.details["reason"] == safe_zip.DAMAGED:
                        seen[name] = _HALF + there[name]
                    else:
                        yield Unsound.because(error, name, sha256(data))

        def following() -> str:
            return json.dumps(seen, separators=(",", ":"))

        return Collected(fetched(), following, len(new) > MOST_AT_ONCE)

    def check(self) -> Health:
        """Look into the folder, without leaving anything there."""
        self._place.listed("in")
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


def _seen(place: str) -> dict[str, str]:
    """Return the marks of the files seen; what an older version kept there is no such list."""
    if not place.startswith("{"):
        return {}
    found = json.loads(place)
    return {str(name): str(mark) for name, mark in found.items()}
