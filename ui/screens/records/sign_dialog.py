"""Signing with a PKCS#12 key: the file, its password, whose it is, then the signature."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from signing.model import CertificateInfo
from ui import composing
from ui.screen import Tone
from ui.screens.records.cards import certificate_text, practice_notice
from ui.widgets.dialog import Dialog
from ui.widgets.parts import Banner, label, plain_button


class SignDialog(Dialog):
    """Asks for the key; it is looked at before it signs, and its password is never kept."""

    key_given = Signal(object, str)
    """Path and password of a key to look at."""
    sign_wanted = Signal(object, str)
    """Path and password of the key to sign with."""
    test_wanted = Signal()
    """Sign with a throwaway test key."""

    def __init__(self, *, practice: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Sign the result"))
        self.setMinimumWidth(560)
        self.file = QLineEdit()
        self.file.setPlaceholderText(self.tr("Key file (*.p12, *.pfx)"))
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.info = Banner()
        self.look = plain_button(self.tr("Open the key"), self._on_look)
        self.sign = plain_button(self.tr("Sign"), self._on_sign, role="primary")
        self.sign.setEnabled(False)
        self._build(practice=practice)
        self.file.textChanged.connect(self._on_edited)
        self.password.textChanged.connect(self._on_edited)
        self.password.returnPressed.connect(self._on_look)

    def show_key(self, info: CertificateInfo) -> None:
        """Show whose key it is; it may sign now."""
        self.info.say(certificate_text(info), Tone.WARNING if info.test else Tone.GOOD, "key")
        self.sign.setEnabled(True)
        self.sign.setDefault(True)
        self.sign.setFocus()

    def show_problem(self, text: str) -> None:
        """Say why the key does not open or the result was not signed."""
        self.setEnabled(True)
        self.info.say(text, Tone.ERROR)
        self.sign.setEnabled(False)
        self.password.selectAll()
        self.password.setFocus()

    def _build(self, *, practice: bool) -> None:
        browse = plain_button(self.tr("Choose a file…"), self._on_browse)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.file, 1)
        row.addWidget(browse)
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(10)
        file_label = label(self.tr("&Key file"))
        file_label.setBuddy(self.file)
        form.addRow(file_label, row)
        form.addRow(self.tr("Pass&word of the key"), self.password)
        buttons = QHBoxLayout()
        buttons.addWidget(plain_button(self.tr("Cancel"), self.reject))
        buttons.addStretch()
        buttons.addWidget(self.look)
        buttons.addWidget(self.sign)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(14)
        if practice:
            column.addWidget(self._practice_part())
        column.addLayout(form)
        column.addWidget(self.info)
        column.addLayout(buttons)

    def _practice_part(self) -> QWidget:
        part = Banner()
        part.say(practice_notice(), Tone.WARNING, "practice")
        self.test = plain_button(self.tr("Sign with a test key"), self._on_test, role="primary")
        part.row.addWidget(self.test)
        return part

    def _on_edited(self) -> None:
        self.sign.setEnabled(False)
        self.info.say("", Tone.INFO)

    def _on_browse(self) -> None:
        dialog = QFileDialog(self, self.tr("Choose the key file"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([self.tr("Key files (*.p12 *.pfx)"), self.tr("All files (*)")])
        dialog.fileSelected.connect(self.file.setText)
        dialog.fileSelected.connect(lambda _name: self.password.setFocus())
        dialog.open()

    def _on_look(self) -> None:
        composing.commit()
        if self.file.text().strip():
            self.key_given.emit(Path(self.file.text().strip()), self.password.text())
        else:
            self.info.say(self.tr("Please choose the key file first."), Tone.WARNING)

    def _on_sign(self) -> None:
        self.setEnabled(False)
        self.sign_wanted.emit(Path(self.file.text().strip()), self.password.text())

    def _on_test(self) -> None:
        self.setEnabled(False)
        self.test_wanted.emit()
