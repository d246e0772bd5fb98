"""A folder that machines push into: each file is taken in, set aside with a reason, or waits.

A file's way: it stands still, nobody writes it, its end is an end, all of it decodes → it is
claimed by a rename (of several seats on one share exactly one wins) → taken in → and removed only
when its bytes read back from the vault. A file that does not become whole is set aside, with its
reason beside it; nothing is ever deleted unread. Polling, no events: on a share nobody else's
writing gives any.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from digitizer import messages
from digitizer.errors import (
    DigitizerError,
    DiskFullError,
    FileUnreadableError,
    StoreBusyError,
    StoreUnreachableError,
)
from digitizer.files import read_file
from digitizer.jobs import CancelToken
from digitizer.model.document import Page
from digitizer.model.officer import Officer
from digitizer.model.view import IntakeOutcome, ItemFailure
from digitizer.paper import settling
from digitizer.store import Store
from digitizer.store.files import sync_folder, write_whole
from ocr.errors import OcrError
from ocr.reader import Reader

CLAIMED, SET_ASIDE, TAKEN = "_claimed", "_set_aside", "_taken"
_UNFINISHED = (".part", ".tmp", ".filepart", ".crdownload", ".partial", ".!ut")
_HIDDEN = (".", "~", "_")
HELD_UP = (DiskFullError, StoreBusyError, StoreUnreachableError)
"""No fault of a file: it waits where it is claimed until they are over."""


class FileState(StrEnum):
    """What became of a file in the folder."""

    WAITING = "waiting"
    TAKEN = "taken"
    SET_ASIDE = "set-aside"


@dataclass(frozen=True, slots=True)
class Seen:
    """One file and how it stands; ``code`` says why it waits or was set aside."""

    name: str
    state: FileState
    code: str = ""
    dossier: str = ""
    details: dict[str, object] = field(default_factory=dict)
    pages: tuple[Page, ...] = ()
    """What a file that was taken in became."""


@dataclass(frozen=True, slots=True)
class Aside:
    """A file that lies set aside, and why, in Vietnamese and English."""

    name: str
    reasons: tuple[str, str]


class TakeIn(Protocol):
    """Takes a claimed file in for good."""

    def __call__(self, path: Path, dossier: str | None, /) -> tuple[str, IntakeOutcome]:
        """Return the dossier and what came of it; ``dossier`` is set when a crash cut it short."""
        ...


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a folder's files are waited for, in seconds."""

    settle: float = 2.0
    """A file must not change for so long."""
    give_up: float = 600.0
    """A file that is not whole after so long without a change is set aside."""


@dataclass(slots=True)
class _Watched:
    size: int
    changed: int
    since: float
    """When it was first seen as it is now."""
    refused: str = ""
    """Why it was not taken as it is now; not tried again until it changes."""
    details: dict[str, object] = field(default_factory=dict)


class WatchedFolder:
    """Looks at a folder again and again; each look moves what is ready."""

    def __init__(
        self,
        folder: Path,
        store: Store,
        reader: Reader,
        officer: Officer,
        *,
        station: str,
        patience: Patience | None = None,
        keep: bool = False,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._folder = folder
        self._store = store
        self._reader = reader
        self._officer = officer
        self._patience = patience or Patience()
        self._keep = keep
        self._clock = clock
        self._claimed = folder / CLAIMED / station
        self._watched: dict[str, _Watched] = {}
        self.gone = False
        """Whether the folder could not be looked into at the last look (share gone)."""

    @property
    def path(self) -> Path:
        """The folder itself."""
        return self._folder

    def look(self, take_in: TakeIn, cancel: CancelToken) -> list[Seen]:
        """Look once: take in what is ready, set aside what will never be, tell what waits."""
        try:
            entries = sorted(os.scandir(self._folder), key=lambda one: one.name)
            left_over = sorted(self._claimed.iterdir()) if self._claimed.is_dir() else []
        except OSError:
            self.gone = True
            return []
        self.gone = False
        seen = []
        for path in left_over:
            cancel.check()
            if path.suffix != ".json":
                seen.append(self._take(path, take_in))
        for entry in entries:
            cancel.check()
            if entry.name.startswith(_HIDDEN) or entry.name.lower().endswith(_UNFINISHED):
                continue
            try:
                if (found := self._look_at(Path(entry.path), take_in)) is not None:
                    seen.append(found)
            except OSError as error:
                # gone, or locked, between the listing and now: looked at again next time
                details: dict[str, object] = {"reason": error.strerror or ""}
                seen.append(Seen(entry.name, FileState.WAITING, "file-locked", details=details))
        present = {entry.name for entry in entries}
        self._watched = {name: one for name, one in self._watched.items() if name in present}
        return seen

    # ---- one file ------------------------------------------------------------------------------

    def _look_at(self, path: Path, take_in: TakeIn) -> Seen | None:
        status = path.lstat()
        if stat.S_ISDIR(status.st_mode):
            return None
        if not stat.S_ISREG(status.st_mode):
            return self._set_aside(path, "file-not-regular", {})
        watched = self._watched.get(path.name)
        if watched is None or (watched.size, watched.changed) != _state(status):
            watched = _Watched(*_state(status), since=self._clock())
            self._watched[path.name] = watched
        quiet = self._clock() - watched.since
        if not watched.refused and quiet >= self._patience.settle:
            watched.refused, watched.details = self._objection(path)
            if not watched.refused:
                claimed = self._claim(path, _state(status))
                if claimed is None:
                    return Seen(path.name, FileState.WAITING, "file-changing")
                return self._take(claimed, take_in)
        if quiet >= self._patience.give_up:
            return self._set_aside(path, watched.refused or "file-changing", watched.details)
        if watched.refused == "file-changing":
            # a writer may end without changing anything: asked again at the next look
            watched.refused = ""
        return Seen(
            path.name, FileState.WAITING, watched.refused or "file-changing", "", watched.details
        )

    def _objection(self, path: Path) -> tuple[str, dict[str, object]]:
        """Return why the file is not complete, as a code, or nothing."""
        if settling.is_being_written(path) or path.stat().st_size == 0:
            return "file-changing", {}
        if not settling.ends_well(path):
            return "file-damaged", {"reason": "end"}
        try:
            data = read_file(path, self._reader.limits.max_bytes)
            info = self._reader.inspect(data)
            for page in self._reader.pages(data, info):
                if isinstance(page, OcrError):
                    return page.code, page.details
        except (OcrError, FileUnreadableError) as error:
            return error.code, error.details
        return "", {}

    def _claim(self, path: Path, state: tuple[int, int]) -> Path | None:
        """Move the file where only this seat looks; None when somebody was quicker."""
        self._claimed.mkdir(mode=0o700, parents=True, exist_ok=True)
        target = _free(self._claimed / path.name)
        try:
            path.rename(target)
        except FileNotFoundError:
            return None
        if _state(target.lstat()) != state:
            # a writer kept it open through the rename: it goes back to where he expects it
            target.rename(path)
            return None
        sync_folder(self._claimed)
        return target

    def _take(self, path: Path, take_in: TakeIn) -> Seen:
        note = path.with_name(path.name + ".json")
        name = path.name
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        dossier = None
        if note.exists():
            dossier = str(json.loads(note.read_text("utf-8"))["dossier"])
        elif known := self._store.dossiers.dossier_with(digest):
            return self._set_aside(path, "file-known", {"dossier": known})
        try:
            dossier, outcome = take_in(path, dossier)
        except HELD_UP as error:
            # it stays claimed, with its note: the next look goes on in the same dossier
            return Seen(name, FileState.WAITING, error.code, details=dict(error.details))
        except (DigitizerError, OcrError) as error:
            # before the file: a note left behind would send the next file of this name there
            note.unlink(missing_ok=True)
            return self._set_aside(path, error.code, dict(error.details))
        if outcome.failures:
            failure = outcome.failures[0]
            note.unlink(missing_ok=True)
            return self._set_aside(path, failure.code, dict(failure.details))
        # the one moment in which a citizen's file is removed: it has to read back first
        if hashlib.sha256(self._store.vault.get(digest)).hexdigest() != digest:
            raise FileUnreadableError(name=name)
        if self._keep:
            kept = self._folder / TAKEN
            kept.mkdir(exist_ok=True)
            path.rename(_free(kept / name))
        else:
            path.unlink()
        note.unlink(missing_ok=True)
        return Seen(name, FileState.TAKEN, dossier=dossier, pages=outcome.pages)

    def set_aside(self) -> list[Aside]:
        """Return the files that lie set aside, with their reasons; raises nothing when gone."""
        folder = self._folder / SET_ASIDE
        try:
            names = sorted(one.name for one in os.scandir(folder) if one.name.endswith(".txt"))
        except OSError:
            return []
        found = []
        for name in names:
            kept = folder / name.removesuffix(".txt")
            if os.path.lexists(kept):
                found.append(Aside(kept.name, _sentences(folder / name)))
        return found

    def try_again(self, name: str) -> None:
        """Put a file that was set aside back into the folder, to be looked at anew.

        Raises FileUnreadableError.
        """
        kept = self._folder / SET_ASIDE / Path(name).name
        try:
            kept.rename(_free(self._folder / kept.name))
            kept.with_name(kept.name + ".txt").unlink(missing_ok=True)
        except OSError as error:
            raise FileUnreadableError(name=name, reason=error.strerror or "") from error
        self._store.journal.add(self._officer, "file-tried-again", kept.name)

    def note_dossier(self, path: Path, dossier: str) -> None:
        """Remember, before anything is taken in, which dossier a claimed file goes into."""
        note = path.with_name(path.name + ".json")
        write_whole(note, [json.dumps({"dossier": dossier}).encode()])

    def _set_aside(self, path: Path, code: str, details: dict[str, object]) -> Seen:
        name = path.name
        folder = self._folder / SET_ASIDE
        folder.mkdir(exist_ok=True)
        target = _free(folder / name)
        path.rename(target)
        failure = ItemFailure(name, code, {"name": name, **details})
        sentences = [messages.sentence(failure, language) for language in ("vi", "en")]
        write_whole(target.with_name(target.name + ".txt"), ["\n".join(sentences).encode() + b"\n"])
        self._watched.pop(path.name, None)
        self._store.journal.add(self._officer, "file-set-aside", name, after=code)
        return Seen(name, FileState.SET_ASIDE, code, details=failure.details)


def _sentences(path: Path) -> tuple[str, str]:
    try:
        lines = path.read_text("utf-8", errors="replace").splitlines()
    except OSError:
        lines = []
    return (lines[0] if lines else "", lines[1] if len(lines) > 1 else "")


def _state(status: os.stat_result) -> tuple[int, int]:
    return status.st_size, status.st_mtime_ns


def _free(path: Path) -> Path:
    """Return a name nothing has yet: the same name may come twice."""
    return next(one for one in _names(path) if not os.path.lexists(one))


def _names(path: Path) -> Iterator[Path]:
    yield path
    number = 2
    while True:
        yield path.with_name(f"{path.stem}~{number}{path.suffix}")
        number += 1
