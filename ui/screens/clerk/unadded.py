"""Files chosen but not added when the program stopped: add them, leave them out, or later."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout

from digitizer.files import printable
from ui.screen import Screen
from ui.tasks import Handle, Lane
from ui.widgets.dialog import Dialog
from ui.widgets.parts import label, plain_button

if TYPE_CHECKING:
    from digitizer.store.chosen import Chosen

GoOn = Callable[[Sequence["Chosen"]], object]
"""Hears of the lists whose files are to be added now."""


class UnaddedDialog(Dialog):
    """Names the files by dossier and asks what is to become of them."""

    def __init__(self, screen: Screen, found: Sequence[Chosen], go_on: GoOn) -> None:
        super().__init__(screen)
        self.setWindowTitle(self.tr("Files that were not added yet"))
        self._screen = screen
        self._found = tuple(found)
        self._go_on = go_on
        self.files = QListWidget()
        self.files.setAccessibleName(self.tr("Files that were not added yet"))
        self.files.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        for one in self._found:
            for path in one.paths:
                item = QListWidgetItem(f"{one.dossier_code}: {printable(path.name)}")
                item.setToolTip(printable(str(path)))
                self.files.addItem(item)
        text = self.tr(
            "The program stopped while files were being added. What was added is safe;"
            " these {count} files are not in their dossiers yet."
        )
        self.add_button = plain_button(self.tr("Add them now"), self._on_add, role="primary")
        self.add_button.setDefault(True)
        self.leave_button = plain_button(self.tr("Do not add them"), self._on_leave)
        buttons = QHBoxLayout()
        buttons.setSpacing(12)
        buttons.addWidget(self.leave_button)
        buttons.addStretch(1)
        buttons.addWidget(plain_button(self.tr("Later"), self.reject))
        buttons.addWidget(self.add_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(10)
        column.addWidget(label(text.format(count=self.files.count()), wrap=True))
        column.addWidget(self.files, 1)
        column.addLayout(buttons)
        self.resize(560, 380)

    def _on_add(self) -> None:
        self._go_on(self._found)
        self.accept()

    def _on_leave(self) -> None:
        officer, intake = self._screen.desk.officer, self._screen.desk.workstation.intake
        found = self._found

        def work(_handle: Handle) -> None:
            for one in found:
                intake.give_up(officer, one)

        self._screen.run(Lane.RECORDS, work, keep=True)
        self.accept()


def look_for_unadded(screen: Screen, go_on: GoOn) -> None:
    """Ask which chosen files a stop left out and show them, if there are any."""
    officer, intake = screen.desk.officer, screen.desk.workstation.intake

    def show(found: Sequence[Chosen]) -> None:
        if found:
            UnaddedDialog(screen, found, go_on).open()

    screen.run(Lane.RECORDS, lambda _handle: intake.not_taken_in(officer), show)
