"""Asking for the password of a file that wants one, while the file is being taken in."""

from __future__ import annotations

import time
from concurrent.futures import Future
from concurrent.futures import TimeoutError as NotYet
from dataclasses import dataclass, field

from PySide6.QtWidgets import QDialog, QLineEdit, QVBoxLayout, QWidget

from digitizer.jobs import CancelToken
from ui.widgets.dialog import Dialog
from ui.widgets.parts import answers, label, plain_button

_GLANCE = 0.2
_PATIENCE = 900.0
"""Seconds after which nobody is expected to answer any more."""


@dataclass(frozen=True, slots=True)
class PasswordWish:
    """A file that asks for a password, put by the thread that takes it in."""

    name: str
    wrong: bool
    """Whether a password that was given before did not fit."""
    answer: Future[str | None] = field(default_factory=Future)

    def wait(self, cancel: CancelToken) -> str | None:
        """Wait for the person's answer; None leaves the file out."""
        until = time.monotonic() + _PATIENCE
        while time.monotonic() < until:
            cancel.check()
            try:
                return self.answer.result(_GLANCE)
            except NotYet:
                continue
        return None


class PasswordDialog(Dialog):
    """Asks for one file's password and answers the wish, however it is closed."""

    def __init__(self, wish: PasswordWish, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Password of the file"))
        self._wish = wish
        text = self.tr("The file “{name}” asks for a password. Its sender knows it.")
        if wish.wrong:
            text = self.tr("That password does not open “{name}”. Type it once more.")
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setAccessibleName(self.tr("Password of the file"))
        self.open_button = plain_button(self.tr("Open the file"), self.accept, role="primary")
        self.open_button.setDefault(True)
        self.open_button.setEnabled(False)
        self.password.textChanged.connect(lambda typed: self.open_button.setEnabled(bool(typed)))
        buttons = answers(
            plain_button(self.tr("Leave the file out"), self.reject), self.open_button
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(10)
        column.addWidget(label(text.format(name=wish.name), wrap=True))
        column.addWidget(self.password)
        column.addLayout(buttons)
        self.setMinimumWidth(420)
        self.finished.connect(self._on_finished)

    def _on_finished(self, code: int) -> None:
        accepted = code == QDialog.DialogCode.Accepted
        self._wish.answer.set_result(self.password.text() if accepted else None)
