"""The clerk's scanning: looking for devices, feeding paper, going on after a jam."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from digitizer.model.document import Page
from digitizer.model.scan import Batch, Device, DeviceKind, Profile
from ui import keys, wording
from ui.screen import Screen, Tone
from ui.screens.clerk.scan_panel import ScanPanel
from ui.screens.clerk.separator_dialog import SeparatorDialog
from ui.tasks import Handle, Job, Lane, Work

if TYPE_CHECKING:
    from digitizer.paper.profiles import Profiles
    from digitizer.paper.scanner.discovery import Found
    from digitizer.paper.watching import Seen

_CHANGING = "file-changing"
_LOOK_AGAIN = 0.5
"""Seconds between two looks into a folder."""


@dataclass(frozen=True, slots=True)
class _Wish:
    """What the clerk asked for when the feed began."""

    code: str
    device: Device
    profile: Profile
    given: int | None
    wait: bool
    again: Page | None = None
    """The page this feed is to replace."""
    before: Page | None = None
    """The page before which what is fed comes; None: at the end."""
    apart: bool = False
    """A feed of its own: no stack that broke off goes on with it."""


@dataclass(frozen=True, slots=True)
class _FromFolder:
    """What came of the files of a folder."""

    taken: int = 0
    aside: tuple[Seen, ...] = ()
    waiting: int = 0
    gone: bool = False

    def with_look(self, seen: Sequence[Seen]) -> _FromFolder:
        states = [one.state.value for one in seen]
        fresh = tuple(one for one in seen if one.state.value == "set-aside")
        return replace(
            self,
            taken=self.taken + states.count("taken"),
            aside=(*self.aside, *fresh),
            waiting=states.count("waiting"),
        )


class Scanning(QObject):
    """Runs feeds for a screen; the panel shows how they stand."""

    page_scanned = Signal(str, object)
    """Dossier code and Page: it is safe on disk."""
    ended = Signal(str)
    """Code of the dossier whose feed ended, in whatever way."""

    def __init__(self, screen: Screen) -> None:
        super().__init__(screen)
        self._screen = screen
        self._intake = screen.desk.workstation.intake
        self._officer = screen.desk.officer
        self._job: Job | None = None
        self._searched = False
        self._code: str | None = None
        self._open = False
        self._wish: _Wish | None = None
        self.scan_action = screen.add_key(self.tr("Scan"), keys.SCAN, self.start)
        self.stop_action = screen.add_key(self.tr("Stop scanning"), keys.STOP_SCAN, self.stop)
        self.again_action = screen.add_key(
            self.tr("Scan the page again"), keys.SCAN_AGAIN, lambda: None
        )
        self.search_action = screen.add_key(
            self.tr("Look for scanners"), keys.FIND_SCANNERS, self.search
        )
        self.separators_action = screen.add_key(
            self.tr("Separator sheets"), keys.SEPARATORS, self._on_separators
        )
        self.panel = ScanPanel(
            self.scan_action, self.stop_action, self.search_action, self.separators_action
        )
        self.panel.preferred = screen.desk.workstation.settings.scanner
        self.panel.changed.connect(self._show_state)
        self._offer_profiles()

    @property
    def is_feeding(self) -> bool:
        """Whether paper is being fed now."""
        return self._job is not None

    def show_for(self, code: str | None, procedure: str, *, is_open: bool) -> None:
        """Scan into this dossier from now on."""
        if code != self._code:
            self.panel.say("")
            first = self._profiles.first_for(procedure)
            self.panel.show_profiles(self._profiles.all, first)
        self._code, self._open = code, is_open
        self.panel.setVisible(is_open)
        if is_open and not self._searched:
            self.search()
        self._show_state()

    def search(self) -> None:
        """Look for scanners; takes seconds, during which the last ones stay usable."""
        self._searched = True
        if self.panel.device is None:
            self.panel.show_devices((), searching=True)

        def found(answer: Found) -> None:
            self.panel.show_devices(answer.devices, searching=False)
            for failure in answer.failures:
                self._screen.show_failure(failure)

        self._screen.run(Lane.DEVICES, lambda _handle: self._intake.devices(), found)

    def start(self) -> None:
        """Feed paper, or go on with the stack that broke off."""
        self._begin(None)

    def again(self, page: Page) -> None:
        """Scan one sheet in place of a page."""
        self._begin(page)

    def insert(self, page: Page | None, *, sheets: int | None = None) -> None:
        """Scan sheets in before a page, or behind the last; ``sheets`` says how many."""
        self._begin(None, before=page, sheets=sheets)

    def stop(self) -> None:
        """Stop feeding; what was fed stays."""
        if self._job is not None:
            self._job.cancel()

    # ---- within --------------------------------------------------------------------------------

    def _on_separators(self) -> None:
        SeparatorDialog(self._screen, self._code).open()

    def _take_from_folder(self, device: Device) -> None:
        """Take in what lies in a folder until nothing waits there any more, or told to stop."""
        code, intake, officer = self._code, self._intake, self._officer
        if code is None:
            return

        def work(handle: Handle) -> _FromFolder:
            watch = intake.watch(officer, Path(device.address), dossier_code=code)
            total = _FromFolder()
            while not handle.cancel.cancelled:
                seen = watch.look(handle.cancel)
                for one in seen:
                    for page in one.pages:
                        handle.tell(page)
                total = total.with_look(seen)
                # what is refused as it is waits for its writer, not for this feed
                if watch.folder.gone or not any(one.code == _CHANGING for one in seen):
                    break
                time.sleep(_LOOK_AGAIN)
            return replace(total, gone=watch.folder.gone)

        self._run(code, work, self._on_folder_done)

    def _on_folder_done(self, found: _FromFolder) -> None:
        for one in found.aside:
            self._screen.say(wording.sentence(one), Tone.ERROR)
        if found.gone:
            self.panel.say(self.tr("The folder cannot be reached."), Tone.ERROR)
            return
        text = self.tr("Files taken in: {taken}; set aside: {aside}; not whole yet: {waiting}.")
        told = text.format(taken=found.taken, aside=len(found.aside), waiting=found.waiting)
        self.panel.say(told, Tone.WARNING if found.aside or found.waiting else Tone.NEUTRAL)

    def _offer_profiles(self) -> None:
        # small files of text, read once while the screen is built
        self._profiles: Profiles = self._intake.profiles()
        for profile in self._profiles.all:
            if profile.key and profile.key != keys.SCAN:
                text = self.tr("Scan: {name}").format(name=profile.name)
                self._screen.add_key(text, profile.key, partial(self._start_with, profile.code))
        self.panel.show_profiles(self._profiles.all, self._profiles.all[0])

    def _start_with(self, code: str) -> None:
        self.panel.choose(code)
        self.start()

    def _begin(
        self, again: Page | None, before: Page | None = None, sheets: int | None = None
    ) -> None:
        device, profile = self.panel.device, self.panel.profile
        if self._code is None or not self._open or device is None or profile is None:
            return
        if self._job is not None:
            return
        if device.kind is DeviceKind.FOLDER:
            if again is None and before is None:
                self._take_from_folder(device)
            else:
                text = self.tr("A folder cannot scan a sheet: choose a scanner, or add files.")
                self.panel.say(text, Tone.WARNING)
            return
        given = None if again is not None else sheets or self.panel.sheets_given
        wait = self.panel.wait.isChecked() and again is None
        wish = self._wish = _Wish(
            self._code, device, profile, given, wait, again, before, sheets is not None
        )
        intake, officer = self._intake, self._officer

        def work(handle: Handle) -> Batch:
            batch = _batch(intake.open_batches(officer), wish) or intake.open_batch(
                officer,
                wish.code,
                device=wish.device.id,
                profile=wish.profile,
                sheets_given=wish.given,
            )
            told: list[Page] = []

            def on_page(page: Page) -> None:
                told.append(page)
                handle.tell(page)

            until = batch.sheets + 1 if wish.again is not None else wish.given
            try:
                intake.feed(
                    officer,
                    batch,
                    intake.open_scanner(wish.device),
                    cancel=handle.cancel,
                    on_page=on_page,
                    until_sheets=until,
                    wait=wish.wait,
                )
            finally:
                # a jam keeps what was fed before it, and keeps it where it belongs
                if wish.before is not None and told:
                    ids, place = [page.id for page in told], wish.before.id
                    intake.edit(officer, wish.code, lambda editor: editor.move(ids, place))
            if wish.again is not None and told:
                old, new = wish.again.id, told[0].id
                intake.edit(officer, wish.code, lambda editor: editor.replace(old, new))
            after = intake.batch(officer, batch.id)
            if wish.again is not None or wish.given in (None, after.sheets):
                after = intake.end_batch(officer, after)
            return after

        self.panel.say(self.tr("Feeding paper…"))
        self._run(wish.code, work, self._on_fed)

    def _run(self, code: str, work: Work, then: Callable[[Any], object]) -> None:
        job = self._screen.run(Lane.DEVICES, work, then, failed=self._on_failed)
        self._job = job
        self._pages = 0
        job.told.connect(self._screen.while_alive(self._on_page))
        job.ended.connect(self._screen.while_alive(lambda _outcome: self._on_ended(code)))
        self._show_state()

    def _on_page(self, page: Page) -> None:
        self._pages += 1
        text = self.tr("Pages scanned and saved: {count}")
        self.panel.say(text.format(count=self._pages))
        self.page_scanned.emit(page.dossier_code, page)

    def _on_fed(self, batch: Batch) -> None:
        if batch.ended_at is None and batch.sheets_given is not None:
            text = self.tr("{given} sheets were given, {sheets} are scanned. Put in the rest.")
            self.panel.say(text.format(given=batch.sheets_given, sheets=batch.sheets), Tone.WARNING)
            return
        text = self.tr("Scanned: {sheets} sheets, {images} pages. All are saved.")
        self.panel.say(text.format(sheets=batch.sheets, images=batch.images))
        self.panel.sheets.setValue(0)

    def _on_failed(self, error: BaseException) -> None:
        self.panel.say(wording.sentence(error), Tone.ERROR)

    def _on_ended(self, code: str) -> None:
        self._job = None
        self._show_state()
        self.ended.emit(code)

    def _show_state(self) -> None:
        ready = self._open and self.panel.device is not None and self.panel.profile is not None
        self.scan_action.setEnabled(ready and self._job is None)
        self.again_action.setEnabled(ready and self._job is None)
        self.stop_action.setEnabled(self._job is not None)
        self.stop_action.setVisible(self._job is not None)
        self.scan_action.setVisible(self._job is None)


def _batch(batches: list[Batch], wish: _Wish) -> Batch | None:
    """Return the batch of this dossier and device that broke off, if there is one."""
    if wish.again is not None or wish.apart:
        return None
    fitting = (
        one
        for one in batches
        if one.dossier_code == wish.code
        and one.device == wish.device.id
        and one.profile == wish.profile
    )
    return next(fitting, None)
