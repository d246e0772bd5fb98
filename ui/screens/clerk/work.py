"""Long work on the clerk's dossiers: taking files in, reading them, drawing their pages small."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from digitizer.files import Held
from digitizer.model.document import Page, PageState
from digitizer.model.view import DossierView, IntakeOutcome, ReadingOutcome
from ui import pictures
from ui.screen import Screen
from ui.screens.clerk.password_dialog import PasswordDialog, PasswordWish
from ui.tasks import Handle, Job, Lane
from ui.widgets.page_thumbs import PICTURE

if TYPE_CHECKING:
    from digitizer.store.chosen import Chosen


@dataclass(frozen=True, slots=True)
class _Reading:
    """A wish to read a dossier: all of it, or what a feed has brought so far."""

    code: str
    title: str
    whole: bool


class DossierWork(QObject):
    """Starts long work for a screen and tells what comes of it, dossier by dossier."""

    page_changed = Signal(str, object)
    """Dossier code and Page: it was stored, or its state changed."""
    picture_drawn = Signal(object)
    """Picture of a page."""
    taken_in = Signal(str, object)
    """Dossier code and IntakeOutcome."""
    stopped = Signal(str, int)
    """Dossier code and how many files the clerk's stop left out of it."""
    read = Signal(str, object)
    """Dossier code and ReadingOutcome."""
    reading_changed = Signal(str)
    """Reading of this dossier began or ended, in whatever way."""

    def __init__(self, screen: Screen) -> None:
        super().__init__(screen)
        self._screen = screen
        self._paper = screen.desk.workstation.paper
        self._intake = screen.desk.workstation.intake
        self._officer = screen.desk.officer
        self._reading: dict[str, Job] = {}
        self._again: dict[str, _Reading] = {}
        self._tried: set[str] = set()
        self._drawing: set[int] = set()

    def is_reading(self, code: str) -> bool:
        """Return whether a dossier is being read now."""
        return code in self._reading

    def was_tried(self, code: str) -> bool:
        """Return whether reading this dossier was started since signing in."""
        return code in self._tried

    def take_in(self, code: str, paths: Sequence[Path | Held], title: str) -> None:
        """Take files into a dossier; each page is told as soon as it is safe on disk.

        Which files were chosen is on disk before the first of them is read.
        """
        files = tuple(paths)
        # kept: a window closed in the next moment says after its restart what was chosen
        self._screen.run(
            Lane.RECORDS,
            lambda _handle: self._intake.choose(self._officer, code, files),
            lambda noted: self.go_on(noted, files, title),
            keep=True,
        )

    def go_on(self, noted: Chosen, files: Sequence[Path | Held], title: str) -> None:
        """Take the files of a list into its dossier: just chosen, or left by a stop."""
        code = noted.dossier_code

        def work(handle: Handle) -> IntakeOutcome:
            def ask(name: str, wrong: bool) -> str | None:
                wish = PasswordWish(name, wrong)
                handle.tell(wish)
                return wish.wait(handle.cancel)

            return self._intake.take_in_chosen(
                self._officer,
                noted,
                files,
                report=handle.report,
                cancel=handle.cancel,
                on_page=handle.tell,
                ask=ask,
            )

        job = self._screen.run(
            Lane.DEVICES, work, lambda outcome: self.taken_in.emit(code, outcome), title=title
        )
        self._tell_pages(job, code)
        # stopped on the way: what was stored is shown, and read like the rest
        shown = self._screen.while_alive(lambda _outcome: self.reading_changed.emit(code))
        job.cancelled.connect(lambda: shown(None))
        stopped = self._screen.while_alive(lambda _outcome: self._on_stopped(noted))
        job.cancelled.connect(lambda: stopped(None))

    def _on_stopped(self, noted: Chosen) -> None:
        """Let go of what the clerk wants no more; a window that closes does not come here."""

        def given_up(left: Sequence[Path]) -> None:
            if left:
                self.stopped.emit(noted.dossier_code, len(left))

        self._screen.run(
            Lane.RECORDS, lambda _handle: self._intake.give_up(self._officer, noted), given_up
        )

    def read_pages(self, code: str, title: str) -> None:
        """Read what is unread in a dossier, or once more when that is under way already."""
        self._read(_Reading(code, title, whole=True))

    def read_behind(self, code: str, title: str) -> None:
        """Read what has been fed so far; papers are made of it when the feed has ended."""
        self._read(_Reading(code, title, whole=False))

    def _read(self, wish: _Reading) -> None:
        code = wish.code
        self._tried.add(code)
        if code in self._reading:
            waiting = self._again.get(code, wish)
            self._again[code] = waiting if waiting.whole else wish
            return
        read = self._paper.read if wish.whole else self._paper.read_behind

        def work(handle: Handle) -> ReadingOutcome:
            return read(
                self._officer, code, report=handle.report, cancel=handle.cancel, on_page=handle.tell
            )

        def done(outcome: ReadingOutcome) -> None:
            if wish.whole:
                self.read.emit(code, outcome)

        job = self._screen.run(Lane.DEVICES, work, done, title=wish.title)
        self._reading[code] = job
        self._tell_pages(job, code)
        job.ended.connect(self._screen.while_alive(lambda _outcome: self._on_ended(code)))
        self.reading_changed.emit(code)

    def draw(self, page_ids: Sequence[int]) -> None:
        """Draw pages small, unless that is under way already."""
        wanted = tuple(page_id for page_id in page_ids if page_id not in self._drawing)
        if not wanted:
            return
        self._drawing.update(wanted)
        ratio = self._screen.devicePixelRatioF()

        def work(handle: Handle) -> None:
            for page_id in wanted:
                handle.cancel.check()
                data = self._paper.page_image(self._officer, page_id)
                handle.tell(pictures.Picture(page_id, pictures.small(data, PICTURE, ratio)))

        job = self._screen.run(Lane.DEVICES, work)
        job.told.connect(self._screen.while_alive(self.picture_drawn.emit))
        job.ended.connect(
            self._screen.while_alive(lambda _outcome: self._drawing.difference_update(wanted))
        )

    def _tell_pages(self, job: Job, code: str) -> None:
        def hear(told: Page | PasswordWish) -> None:
            if isinstance(told, PasswordWish):
                PasswordDialog(told, self._screen).open()
            else:
                self.page_changed.emit(code, told)

        job.told.connect(self._screen.while_alive(hear))

    def _on_ended(self, code: str) -> None:
        self._reading.pop(code, None)
        again = self._again.pop(code, None)
        if again is not None:
            self._read(again)
        self.reading_changed.emit(code)


def waits(view: DossierView) -> bool:
    """Return whether a page is not read yet, or is read but belongs to no paper yet."""
    loose = (page for page in view.pages if page.document_id is None)
    return any(page.state is PageState.STORED for page in view.pages) or any(
        page.state is PageState.READ for page in loose
    )
