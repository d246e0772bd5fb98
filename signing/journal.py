"""What is known of each document of a batch, written down before the next step is taken.

A batch that was cut off goes on from here: a document with a signature is never signed again, and
one without is untouched.
"""

from __future__ import annotations

import dataclasses
import json
import os
import threading
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from signing.errors import JournalUnreadableError, OutputFailedError, SigningError
from signing.model import Appearance, CertificateInfo, Level
from signing.waiting import PART, PlainFile, SealedFile, Sealing

LARGEST_JOURNAL = 200_000_000


class Stage(StrEnum):
    """How far a document has come; each is reached only after the one before is on the disk."""

    PREPARED = "prepared"
    """Field and appearance are ready in memory; nothing is written yet."""
    SIGNED = "signed"
    """The signature is in the waiting file."""
    TIMESTAMPED = "timestamped"
    LONG_TERM = "long-term"
    """The revocation data is in the waiting file."""
    ARCHIVED = "archived"
    """The document timestamp is in the waiting file."""
    DONE = "done"
    """The file stands under its final name, at the level asked for."""
    FAILED = "failed"
    """It was not signed; ``code`` says why, and nothing is left of the attempt."""


KEPT = (Stage.SIGNED, Stage.TIMESTAMPED, Stage.LONG_TERM, Stage.ARCHIVED)
"""Stages from which a document goes on without the token, in their order."""


@dataclass(frozen=True, slots=True)
class Job:
    """One document of a batch."""

    name: str
    """What it is called in the journal; once in a batch."""
    source: Path | bytes
    target: Path
    """Where the signed file goes; while it waits it stands beside, with ``.part`` behind."""
    field: str
    appearance: Appearance | None = None
    reason: str = ""
    location: str = ""
    needs: tuple[str, ...] = ()
    """Fields that must have been signed before, such as ``person`` before ``agency``."""

    sealing: Sealing | None = None
    """What encrypts the file wherever it lies; None leaves it plain, as files are handed out."""

    @property
    def waiting(self) -> Path:
        """Return where the file stands until it is finished."""
        return self.target.with_name(self.target.name + PART)

    @property
    def held(self) -> PlainFile:
        """Return the file that waits."""
        return self._file(self.waiting)

    @property
    def finished(self) -> PlainFile:
        """Return the file under its final name."""
        return self._file(self.target)

    def _file(self, path: Path) -> PlainFile:
        return PlainFile(path) if self.sealing is None else SealedFile(path, self.sealing)


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the journal: a document and the stage it has reached. Times are UTC."""

    name: str
    stage: Stage
    at: datetime
    size: int = 0
    """Bytes of the waiting file that are whole; what stands behind them is cut off."""
    covered: int = 0
    """Bytes the signature covers, its gap aside; what stands behind was added later."""
    start: int = 0
    """Where in the file the signature's gap begins; ``end`` is behind it."""
    end: int = 0
    container: str = ""
    """The signature in base64: it outlives a file that was torn while a timestamp was put in."""
    signed_at: datetime | None = None
    timestamp_at: datetime | None = None
    sha256: str = ""
    """Of the finished file."""
    code: str = ""
    """Why it failed, or why it waits; empty otherwise."""
    details: Mapping[str, object] = dataclasses.field(default_factory=dict)

    def to_json(self) -> str:
        """Return the entry as one line."""
        facts = asdict(self).items()
        plain = {key: value for key, value in facts if value not in ("", 0, None, {})}
        return json.dumps(plain, ensure_ascii=False, default=_plain)

    @classmethod
    def from_json(cls, line: str) -> Entry:
        """Return the entry of one line. Raises ValueError, KeyError or TypeError."""
        data = json.loads(line)
        data["stage"] = Stage(data["stage"])
        for key in ("at", "signed_at", "timestamp_at"):
            if data.get(key):
                data[key] = datetime.fromisoformat(data[key])
        return cls(**data)


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


class Journal(Protocol):
    """Where entries are kept. Called by one thread at a time, but not always by the same."""

    def record(self, entry: Entry, begun: Entry | None = None) -> None:
        """Keep an entry, durably, before returning; ``begun`` is the step before it."""

    def latest(self) -> Mapping[str, Entry]:
        """Return each document's last entry, by name."""


class MemoryJournal:
    """A journal for a single document, or for trying out: it does not outlive the program."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []

    def record(self, entry: Entry, begun: Entry | None = None) -> None:
        """Keep an entry, and the step before it."""
        self.entries += [one for one in (begun, entry) if one is not None]

    def latest(self) -> Mapping[str, Entry]:
        """Return each document's last entry."""
        return {entry.name: entry for entry in self.entries}


class FileJournal:
    """A journal in a file, one line an entry, synced to the disk with each.

    Raises JournalUnreadableError; a last line that was cut off by a crash is dropped.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._latest: dict[str, Entry] = {}
        try:
            if path.exists():
                os.truncate(path, self._read())
        except OSError as error:
            raise JournalUnreadableError(reason=error.strerror or "") from error

    def record(self, entry: Entry, begun: Entry | None = None) -> None:
        """Keep an entry and the step before it, durably. Raises OutputFailedError."""
        try:
            with self._path.open("ab") as stream:
                for one in (begun, entry):
                    if one is not None:
                        stream.write(one.to_json().encode() + b"\n")
                stream.flush()
                os.fsync(stream.fileno())
        except OSError as error:
            reason = error.strerror or ""
            raise OutputFailedError(path=str(self._path), reason=reason) from error
        self._latest[entry.name] = entry

    def latest(self) -> Mapping[str, Entry]:
        """Return each document's last entry."""
        return dict(self._latest)

    def _read(self) -> int:
        """Read the entries and return how many bytes of the file are whole."""
        if self._path.stat().st_size > LARGEST_JOURNAL:
            raise JournalUnreadableError(reason="too large")
        data = self._path.read_bytes()
        whole = data.rfind(b"\n") + 1
        for line in data[:whole].splitlines():
            try:
                entry = Entry.from_json(line.decode())
            except (ValueError, KeyError, TypeError) as error:
                raise JournalUnreadableError(reason="damaged") from error
            self._latest[entry.name] = entry
        return whole


class Outcome(StrEnum):
    """What became of a document when the batch ended."""

    DONE = "done"
    WAITING = "waiting"
    """Signed, but not at the level asked for yet; it goes on without the token."""
    FAILED = "failed"
    UNTOUCHED = "untouched"


@dataclass(frozen=True, slots=True)
class DocumentReport:
    """What became of one document."""

    name: str
    target: Path
    field: str
    outcome: Outcome
    stage: Stage | None
    code: str = ""
    details: Mapping[str, object] = dataclasses.field(default_factory=dict)
    signed_at: datetime | None = None
    timestamp_at: datetime | None = None
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class BatchReport:
    """What became of a whole batch."""

    documents: tuple[DocumentReport, ...]
    level: Level
    signer: CertificateInfo | None
    """None when the batch only finished what had been signed before."""
    started_at: datetime
    ended_at: datetime
    stopped_by: SigningError | None = None
    """What ended it early, such as the token being pulled out; None when it ran to its end."""
    stopped: bool = False
    """Somebody stopped it."""

    def count(self, outcome: Outcome) -> int:
        """Return how many documents ended so."""
        return sum(one.outcome is outcome for one in self.documents)


class Control:
    """Pauses, continues or stops a batch from another thread, between two signatures."""

    def __init__(self) -> None:
        self._go = threading.Event()
        self._go.set()
        self.stopping = threading.Event()

    def pause(self) -> None:
        """Let the batch wait before its next signature; what is signed goes on."""
        self._go.clear()

    def resume(self) -> None:
        """Let a paused batch go on."""
        self._go.set()

    def stop(self) -> None:
        """End the batch after the signature that is being made; what is signed is kept."""
        self.stopping.set()
        self._go.set()

    @property
    def paused(self) -> bool:
        """Return whether the batch waits."""
        return not self._go.is_set()

    def may_go_on(self) -> bool:
        """Wait while paused; return whether the batch is to go on."""
        self._go.wait()
        return not self.stopping.is_set()


def advanced(before: Entry, stage: Stage) -> Entry:
    """Return a document's next entry; what is known of it is carried on."""
    return replace(before, stage=stage, at=datetime.now(UTC), code="", details={})


def troubled(before: Entry, error: SigningError) -> Entry:
    """Return the entry of a document that waits at its stage because of an error."""
    return replace(before, at=datetime.now(UTC), code=error.code, details=dict(error.details))
