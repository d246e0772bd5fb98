"""Prints or saves the sheets that are laid between the papers of a stack."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout

from ui import files, printing
from ui.screen import Screen
from ui.widgets.dialog import Dialog
from ui.widgets.parts import answers, label, plain_button

OF_DOSSIER, OF_ANY, OF_PATCHES = "dossier", "any", "patches"


class SeparatorDialog(Dialog):
    """Asks which sheets are wanted, and prints or saves them."""

    def __init__(self, screen: Screen, code: str | None) -> None:
        super().__init__(screen)
        self.setWindowTitle(self.tr("Separator sheets"))
        self._screen = screen
        self._code = code
        self.kinds = QListWidget()
        self.kinds.setAccessibleName(self.tr("Which sheets"))
        self.kinds.setWordWrap(True)
        if code is not None:
            text = self.tr("For dossier {code}: one sheet for each of its components")
            self._add(text.format(code=code), OF_DOSSIER)
        self._add(self.tr("For any dossier: one sheet that begins a new paper"), OF_ANY)
        self._add(
            self.tr("Patch codes 1, 2, 3, 4, 6 and T, for machines that read no QR code"),
            OF_PATCHES,
        )
        self.kinds.setCurrentRow(0)
        self.save_button = plain_button(self.tr("&Save as PDF"), self._on_save)
        self.print_button = plain_button(self.tr("&Print"), self._on_print, role="primary")
        self.print_button.setDefault(True)
        buttons = answers(
            plain_button(self.tr("Close"), self.reject), self.save_button, self.print_button
        )
        text = self.tr(
            "Lay a sheet before each paper of the stack. The program finds the sheets, begins a new"
            " paper behind each of them and lays them into the bin."
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(10)
        column.addWidget(label(text, wrap=True))
        column.addWidget(self.kinds, 1)
        column.addLayout(buttons)
        self.resize(560, 320)
        self.kinds.setFocus()

    def choose(self, kind: str) -> None:
        """Choose the sheets of this kind."""
        for row in range(self.kinds.count()):
            if self.kinds.item(row).data(Qt.ItemDataRole.UserRole) == kind:
                self.kinds.setCurrentRow(row)

    def save(self, path: Path) -> None:
        """Write the sheets chosen to a file."""
        files.save(self._screen, path, self._making())
        self.accept()

    def print_on(self, printer: QPrinter) -> None:
        """Print the sheets chosen."""
        printing.print_pages(self._screen, printer, self._making())
        self.accept()

    def _add(self, text: str, kind: str) -> None:
        item = QListWidgetItem(text)
        item.setData(Qt.ItemDataRole.UserRole, kind)
        self.kinds.addItem(item)

    def _making(self) -> Callable[[], bytes]:
        kind = str(self.kinds.currentItem().data(Qt.ItemDataRole.UserRole))
        intake, officer = self._screen.desk.workstation.intake, self._screen.desk.officer
        if kind == OF_PATCHES:
            return lambda: intake.patch_sheets(officer)
        code = self._code if kind == OF_DOSSIER else None
        return lambda: intake.separators(officer, code)

    def _on_save(self) -> None:
        files.ask_target(
            self,
            self.tr("Save the sheets as"),
            self.tr("separators") + ".pdf",
            files.pdf_kind(),
            self.save,
        )

    def _on_print(self) -> None:
        printing.ask_printer(self._screen, self, self.print_on)
