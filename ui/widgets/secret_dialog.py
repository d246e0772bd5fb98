"""Asking for one secret: a passphrase, or what stands on a recovery sheet."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from ui import composing
from ui.screen import Tone
from ui.widgets.dialog import Dialog
from ui.widgets.parts import Banner, answers, label, plain_button


class SecretDialog(Dialog):
    """Asks for one secret, which is shown nowhere and kept nowhere."""

    def __init__(
        self,
        title: str,
        text: str,
        name: str,
        act: str,
        then: Callable[[str], object],
        *,
        problem: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._then = then
        self.setWindowTitle(title)
        self.secret = QLineEdit()
        self.secret.setEchoMode(QLineEdit.EchoMode.Password)
        self.secret.setAccessibleName(name)
        self.banner = Banner()
        self.banner.say(problem, Tone.ERROR)
        self.act = plain_button(act, self._on_wanted, role="primary")
        self.act.setDefault(True)
        self.act.setEnabled(False)
        self.secret.textChanged.connect(lambda typed: self.act.setEnabled(bool(typed.strip())))
        buttons = answers(plain_button(self.tr("Cancel"), self.reject), self.act)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(10)
        column.addWidget(label(text, wrap=True))
        column.addWidget(self.banner)
        column.addWidget(self.secret)
        column.addLayout(buttons)
        self.setMinimumWidth(520)
        self.secret.setFocus()

    def _on_wanted(self) -> None:
        composing.commit()
        typed = self.secret.text()
        self.accept()
        self._then(typed)
