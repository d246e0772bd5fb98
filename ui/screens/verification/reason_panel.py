"""Why a dossier leaves, or a value stands though a check warns: a list, own words, no dialog."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QFrame, QLineEdit, QVBoxLayout, QWidget
from typing_extensions import override

from ui.widgets.parts import answers, label, plain_button


class Purpose(Enum):
    """What the reason is for."""

    RETURN = "return"
    POSTPONE = "postpone"
    ESCALATE = "escalate"
    LET_STAND = "let-stand"
    """One value stays as it is although a check warns."""


@dataclass(frozen=True, slots=True)
class _Words:
    """What the panel says for a purpose; the last reason is the one to be said in words."""

    title: str
    reasons: tuple[str, ...]
    hint: str
    missing: str
    do: str
    leave: str


def _words(purpose: Purpose) -> _Words:
    translate = QCoreApplication.translate
    other = translate("reason_panel", "Another reason (say which)")
    match purpose:
        case Purpose.RETURN:
            return _Words(
                translate("reason_panel", "Reason for returning"),
                (
                    translate("reason_panel", "A page is missing or cut off"),
                    translate("reason_panel", "A page cannot be read; scan it again"),
                    translate("reason_panel", "A paper belongs to another dossier"),
                    translate("reason_panel", "The type of a paper is wrong"),
                    translate("reason_panel", "The papers contradict each other"),
                    other,
                ),
                translate("reason_panel", "What should the clerk do?"),
                translate("reason_panel", "Say in a few words why the dossier goes back."),
                translate("reason_panel", "Return the dossier"),
                translate("reason_panel", "Do not return"),
            )
        case Purpose.POSTPONE:
            return _Words(
                translate("reason_panel", "Reason for postponing"),
                (
                    translate("reason_panel", "Waiting for the citizen's answer"),
                    translate("reason_panel", "Waiting for another office's answer"),
                    translate("reason_panel", "Waiting for a record to be looked up"),
                    other,
                ),
                translate("reason_panel", "What is waited for?"),
                translate("reason_panel", "Say in a few words why the dossier waits."),
                translate("reason_panel", "Postpone the dossier"),
                translate("reason_panel", "Do not postpone"),
            )
        case Purpose.ESCALATE:
            return _Words(
                translate("reason_panel", "Reason for escalating"),
                (
                    translate("reason_panel", "I cannot tell whether the paper is genuine"),
                    translate("reason_panel", "I cannot read a value with certainty"),
                    translate("reason_panel", "The rules do not say what to do here"),
                    translate("reason_panel", "I know the person and stand back"),
                    other,
                ),
                translate("reason_panel", "What should be decided?"),
                translate("reason_panel", "Say in a few words what another has to decide."),
                translate("reason_panel", "Escalate the dossier"),
                translate("reason_panel", "Do not escalate"),
            )

        case Purpose.LET_STAND:
            return _Words(
                translate("reason_panel", "Why the value stands"),
                (
                    translate("reason_panel", "The paper says so, compared with the image"),
                    translate("reason_panel", "Another paper confirms it"),
                    translate("reason_panel", "Looked up in the database"),
                    translate("reason_panel", "The citizen has confirmed it"),
                    translate("reason_panel", "The rule does not fit this case"),
                    other,
                ),
                translate("reason_panel", "What makes it right?"),
                translate("reason_panel", "Say in a few words why the value stands."),
                translate("reason_panel", "Let it stand"),
                translate("reason_panel", "Look at it again"),
            )


class ReasonPanel(QFrame):
    """Asks why a dossier is returned or laid aside, or why a value stands."""

    confirmed = Signal(object, str)
    """Purpose, and the whole reason, never empty."""
    dismissed = Signal()
    """The dossier stays here after all."""
    asking = Signal(bool)
    """Whether the panel is in use."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.purpose = Purpose.RETURN
        self.reasons = QComboBox()
        self.words = QLineEdit()
        self.problem = label(role="subtle", wrap=True)
        self.problem.setProperty("tone", "error")
        self.problem.hide()
        self._title = label(role="heading")
        self._do = plain_button("", self.confirm, role="primary")
        self._leave = plain_button("", self.dismiss)
        self._build()
        self._show_words()

    def _build(self) -> None:
        self.setProperty("role", "bar")
        self._title.setBuddy(self.reasons)
        # a long reason must not widen the pane
        self.reasons.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        buttons = answers(self._leave, self._do)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 12, 10)
        for widget in (self._title, self.reasons, self.words, self.problem):
            column.addWidget(widget)
        column.addLayout(buttons)
        self.words.returnPressed.connect(self.confirm)
        self.hide()

    def _show_words(self) -> None:
        said = _words(self.purpose)
        self._title.setText(said.title)
        self.reasons.setAccessibleName(said.title)
        self.reasons.clear()
        self.reasons.addItems(list(said.reasons))
        self.words.setPlaceholderText(said.hint)
        self.words.setAccessibleName(said.hint)
        self._do.setText(said.do)
        self._leave.setText(said.leave)

    def ask(self, purpose: Purpose) -> None:
        """Show the panel for a purpose and put the cursor into it."""
        if purpose is not self.purpose:
            self.purpose = purpose
            self._show_words()
            self.words.clear()
        self.problem.hide()
        self.show()
        self.asking.emit(True)
        self.reasons.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @property
    def reason(self) -> str:
        """The reason as it is sent, or empty when the other reason is not said."""
        words = self.words.text().strip()
        if self.reasons.currentIndex() == self.reasons.count() - 1:
            return words
        chosen = self.reasons.currentText()
        return f"{chosen}. {words}" if words else chosen

    def confirm(self) -> None:
        """Send the reason, or ask for it."""
        if not self.reason:
            self.problem.setText(_words(self.purpose).missing)
            self.problem.show()
            self.words.setFocus()
            return
        self.confirmed.emit(self.purpose, self.reason)

    def dismiss(self) -> None:
        """Leave the dossier here."""
        self.hide()
        self.asking.emit(False)
        self.dismissed.emit()

    def clear(self) -> None:
        """Forget what was asked for the dossier before."""
        self.reasons.setCurrentIndex(0)
        self.words.clear()
        self.hide()
        self.asking.emit(False)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        else:
            super().keyPressEvent(event)
