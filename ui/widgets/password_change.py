"""Choosing a password: one's own, with the present one, or another officer's."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QFormLayout, QLineEdit, QVBoxLayout, QWidget

from ui import composing, wording
from ui.screen import Tone
from ui.widgets.dialog import Dialog
from ui.widgets.parts import Banner, answers, label, plain_button


class PasswordChange(Dialog):
    """Asks for a new password twice, and for the present one where it is one's own."""

    def __init__(
        self,
        text: str,
        wanted: Callable[[str, str], object],
        *,
        own: bool,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._wanted = wanted
        self.setWindowTitle(self.tr("Password"))
        self.present, self.new, self.again = QLineEdit(), QLineEdit(), QLineEdit()
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(10)
        for line in (self.present, self.new, self.again):
            line.setEchoMode(QLineEdit.EchoMode.Password)
        if own:
            form.addRow(self.tr("&Present password"), self.present)
        form.addRow(self.tr("&New password (at least 8 characters)"), self.new)
        form.addRow(self.tr("New password &again"), self.again)
        self.banner = Banner()
        self.act = plain_button(self.tr("Change the password"), self._on_wanted, role="primary")
        self.act.setDefault(True)
        buttons = answers(plain_button(self.tr("Cancel"), self.reject), self.act)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(12)
        column.addWidget(label(text, wrap=True))
        column.addLayout(form)
        column.addWidget(self.banner)
        column.addLayout(buttons)
        self.setMinimumWidth(480)

    def show_problem(self, error: BaseException) -> None:
        """Say why the password was not changed."""
        self.setEnabled(True)
        self.banner.say(wording.sentence(error), Tone.ERROR)

    def _on_wanted(self) -> None:
        composing.commit()
        if self.new.text() != self.again.text():
            self.banner.say(
                self.tr("The two passwords differ. Please type them again."), Tone.ERROR
            )
            return
        self.setEnabled(False)
        self._wanted(self.present.text(), self.new.text())
