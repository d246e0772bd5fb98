"""Asks for what stands on the office's results."""

from __future__ import annotations

import unicodedata

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QLineEdit, QVBoxLayout, QWidget

from digitizer.settings import Settings
from ui import composing
from ui.widgets.dialog import Dialog
from ui.widgets.parts import answers, label, plain_button


class OfficeDialog(Dialog):
    """One line each for the office's details; locked ones cannot be changed here."""

    wanted = Signal(object)
    """A dict of setting and text: what was changed."""

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("The office's details"))
        self._settings = settings
        self.lines: dict[str, QLineEdit] = {}
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(10)
        for name, text in (
            ("office_name", self.tr("&Name of the office")),
            ("office_parent", self.tr("Name of the &superior agency")),
            ("office_code", self.tr("&Code of the office (such as H26.19.12)")),
            ("office_short", self.tr("&Abbreviation in numbers of results (such as UBND)")),
            ("place", self.tr("&Place printed before dates")),
            ("signer_title", self.tr("P&osition of who signs")),
            ("signer_name", self.tr("Full name of &who signs")),
        ):
            line = QLineEdit(getattr(settings, name))
            line.setCursorPosition(0)
            line.setEnabled(name not in settings.locked)
            self.lines[name] = line
            form.addRow(text, line)
        self.keep = plain_button(self.tr("Keep the details"), self._on_keep, role="primary")
        self.keep.setDefault(True)
        buttons = answers(plain_button(self.tr("Leave as they are"), self.reject), self.keep)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(12)
        column.addWidget(
            label(self.tr("These stand on every result and in the codes of dossiers."), wrap=True)
        )
        column.addLayout(form)
        column.addLayout(buttons)
        self.setMinimumWidth(560)

    def _on_keep(self) -> None:
        composing.commit()
        changed = {}
        for name, line in self.lines.items():
            text = unicodedata.normalize("NFC", " ".join(line.text().split()))
            if line.isEnabled() and text != getattr(self._settings, name):
                changed[name] = text
        if changed:
            self.wanted.emit(changed)
        self.accept()
