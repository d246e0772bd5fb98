"""The self-test: each thing a day's work needs is tried, and what is wrong says what to do."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from digitizer import readiness
from digitizer.office.selftest import Check
from ui import backup, keys, panes, wording
from ui.models.cards import Card, CardModel
from ui.screen import Desk, Screen, Tone
from ui.tasks import Job, Lane
from ui.widgets.card_list import CardList
from ui.widgets.parts import Banner, button
from ui.widgets.seat_parts import fill_with_list

translate = QCoreApplication.translate


def title_of(check: str) -> str:
    """Return a check's name in the office's words."""
    return {
        "recogniser": translate("selftest", "Recogniser and its languages"),
        "definitions": translate("selftest", "Document types and procedures"),
        "fonts": translate("selftest", "Fonts of results"),
        "signing": translate("selftest", "Signing and checking signatures"),
        "store": translate("selftest", "Writing and reading the disk"),
        "disk": translate("selftest", "Room on the disk"),
        "token": translate("selftest", "Signing tokens"),
        "records": translate("selftest", "Records, journal and clock"),
        "key": translate("selftest", "Key of the records"),
        "backup": translate("selftest", "Age of the backup"),
        "scanner": translate("selftest", "Scanner"),
        "timestamps": translate("selftest", "Timestamp service"),
        "database": translate("selftest", "Office's database"),
        "share": translate("selftest", "Office's files"),
    }.get(check, check)


class SelfTestScreen(Screen):
    """Runs the self-test beside the work and shows each outcome as it is known."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.checks: list[Check] = []
        self._job: Job | None = None
        self.model = CardModel(self)
        self.list = CardList(self.tr("What was tried"), self.model)
        self.list.setProperty("role", "framed")
        self.summary = Banner()
        self.again_action = self.add_key(
            self.tr("Try everything again"), keys.SUBMIT, self.start, icon="refresh"
        )
        self.backup_action = self.add_key(
            self.tr("Back the records up…"), keys.BACK_UP, self._on_back_up, icon="save"
        )
        self.sheet_action = self.add_key(
            self.tr("Recovery sheet…"), keys.RECOVERY_SHEET, self._on_sheet, icon="file"
        )
        # an office's database is backed up by who maintains it: no officer's login reads it all
        alone = not desk.workstation.store.is_shared
        for action in (self.backup_action, self.sheet_action):
            action.setVisible(alone)
            action.setEnabled(alone)
        keeping = (self.backup_action, self.sheet_action) if alone else ()
        fill_with_list(
            self,
            self.tr("Is this desk ready?"),
            self.summary,
            self.list,
            tuple(button(action) for action in keeping),
            (button(self.again_action, role="primary"),),
        )
        panes.mark(self.list)

    @override
    def refresh(self) -> None:
        if not self.checks:
            self.start()

    @override
    def refresh_quietly(self) -> None:
        return

    def start(self) -> None:
        """Try everything again."""
        if self._job is not None:
            return
        self.checks = []
        self.model.show([])
        self.again_action.setEnabled(False)
        self.summary.say(self.tr("Trying one thing after the other…"), Tone.INFO)
        folder = self.desk.workstation.store.folder
        self._job = self.run(
            Lane.DEVICES,
            lambda handle: readiness.everything(folder, handle.tell),
            self._on_done,
            failed=self._on_failed,
            title=self.tr("Self-test"),
        )
        self._job.told.connect(self.while_alive(self._on_told))
        self._job.crashed.connect(self.while_alive(lambda _error: self._end()))

    def _on_back_up(self) -> None:
        backup.back_up(self, self.start)

    def _on_sheet(self) -> None:
        backup.save_sheet(self)

    def _on_told(self, check: Check) -> None:
        self.checks.append(check)
        self.model.show([_card(one) for one in self.checks])

    def _on_done(self, checks: list[Check]) -> None:
        self._end()
        # what is wrong first, then what should be better
        rank = sorted(checks, key=lambda one: (one.error is None, one.advice))
        self.checks = rank
        self.model.show([])
        self.model.show([_card(one) for one in rank])
        wrong = sum(one.error is not None and not one.advice for one in checks)
        better = sum(one.error is not None and one.advice for one in checks)
        if wrong:
            text = self.tr("Not ready: {count} of {total} need somebody.")
            self.summary.say(text.format(count=wrong, total=len(checks)), Tone.ERROR)
        elif better:
            text = self.tr("Ready; {count} of {total} should be better.")
            self.summary.say(text.format(count=better, total=len(checks)), Tone.WARNING)
        else:
            text = self.tr("Ready: all {total} are in order.")
            self.summary.say(text.format(total=len(checks)), Tone.GOOD)

    def _on_failed(self, error: BaseException) -> None:
        self._end()
        self.summary.say(wording.sentence(error), Tone.ERROR)

    def _end(self) -> None:
        self._job = None
        self.again_action.setEnabled(True)


def _card(check: Check) -> Card:
    if check.error is None:
        return Card(
            key=check.name,
            title=title_of(check.name),
            chip=translate("selftest", "In order"),
            tone=Tone.GOOD,
            icon="good",
        )
    return Card(
        key=check.name,
        title=title_of(check.name),
        lines=(wording.sentence(check.error),),
        chip=translate("selftest", "Should be better")
        if check.advice
        else translate("selftest", "Not in order"),
        tone=Tone.WARNING if check.advice else Tone.ERROR,
        icon="warning" if check.advice else "error",
        wraps=True,
    )
