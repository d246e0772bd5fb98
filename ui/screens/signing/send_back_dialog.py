"""Why a result is not signed: a sentence for whoever composes it again."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from digitizer.model.result import Result, ResultState
from ui import wording
from ui.screen import Screen, Tone
from ui.tasks import Lane
from ui.widgets.dialog import Dialog
from ui.widgets.parts import Banner, answers, label, plain_button

LONGEST = 1000
translate = QCoreApplication.translate


class SendBackDialog(Dialog):
    """Asks for the reason; without one nothing is sent back."""

    wanted = Signal(str)
    """The reason, as it was typed."""

    def __init__(self, result: Result, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Send back, do not sign"))
        self.resize(560, 240)
        what = self.tr(
            "Result No. {number} goes back to the results to be composed again; it keeps its "
            "number. If a verified value is wrong, have it corrected in the warehouse first."
        )
        if result.state is ResultState.SIGNED:
            what += " " + self.tr("The person's signature on it no longer counts.")
        self.problem = Banner()
        self.reason = QLineEdit()
        self.reason.setMaxLength(LONGEST)
        self.reason.setAccessibleName(self.tr("Reason"))
        self.reason.setPlaceholderText(self.tr("What must be put right?"))
        self.reason.returnPressed.connect(self._on_send)
        buttons = answers(plain_button(self.tr("Do not send back"), self.reject))
        self.send = plain_button(self.tr("Send back"), self._on_send, role="primary")
        buttons.addWidget(self.send)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(12)
        column.addWidget(label(what.format(number=result.number), wrap=True))
        column.addWidget(self.problem)
        column.addWidget(self.reason)
        column.addStretch()
        column.addLayout(buttons)
        self.reason.setFocus()

    def show_problem(self, sentence: str) -> None:
        """Say why it was not sent back."""
        self.problem.say(sentence, Tone.ERROR)

    def _on_send(self) -> None:
        reason = self.reason.text().strip()
        if reason:
            self.wanted.emit(reason)
        else:
            self.show_problem(self.tr("Say in a few words why it is not signed."))
            self.reason.setFocus()


def send_back(screen: Screen, result: Result, then: Callable[[], object]) -> None:
    """Ask why a result is not to be signed, and send it back."""
    officer, queues = screen.desk.officer, screen.desk.workstation.results.queues
    dialog = SendBackDialog(result, screen)

    def done(_outcome: object) -> None:
        dialog.end()
        text = translate("signing", "Result No. {number} was sent back.")
        screen.say(text.format(number=result.number), Tone.GOOD)
        then()

    def failed(error: BaseException) -> None:
        dialog.while_open(dialog.show_problem)(wording.sentence(error))

    def send(reason: str) -> None:
        screen.run(
            Lane.RECORDS,
            lambda _handle: queues.send_back(officer, result, reason),
            done,
            failed=failed,
        )

    dialog.wanted.connect(send)
    dialog.open()
