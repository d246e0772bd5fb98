"""What an administrator does to one account: seats, password, in or out, the end of a wait."""

from __future__ import annotations

from collections.abc import Callable, Collection

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from digitizer.model.officer import OfficerRecord, Role
from ui import roles, wording
from ui.screen import Screen, Tone
from ui.tasks import Lane
from ui.widgets.dialog import Dialog, Question, ask
from ui.widgets.parts import Banner, answers, label, plain_button
from ui.widgets.password_change import PasswordChange

translate = QCoreApplication.translate


class SeatsDialog(Dialog):
    """Chooses the seats of one officer."""

    def __init__(
        self,
        record: OfficerRecord,
        wanted: Callable[[Collection[Role]], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._wanted = wanted
        self.setWindowTitle(self.tr("Seats"))
        self.boxes = {role: QCheckBox(roles.name(role)) for role in Role}
        self.banner = Banner()
        self.act = plain_button(self.tr("Give these seats"), self._on_wanted, role="primary")
        buttons = answers(plain_button(self.tr("Cancel"), self.reject), self.act)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(10)
        text = self.tr("Seats of {name}, from their next action on.")
        column.addWidget(label(text.format(name=record.officer.name), wrap=True))
        for role, box in self.boxes.items():
            box.setChecked(role in record.officer.roles)
            box.toggled.connect(self._show_enabled)
            column.addWidget(box)
        column.addWidget(self.banner)
        column.addLayout(buttons)
        self.setMinimumWidth(420)

    def show_problem(self, error: BaseException) -> None:
        """Say why the seats stay as they are."""
        self.banner.say(wording.sentence(error), Tone.ERROR)

    def _show_enabled(self) -> None:
        self.act.setEnabled(any(box.isChecked() for box in self.boxes.values()))

    def _on_wanted(self) -> None:
        self._wanted([role for role, box in self.boxes.items() if box.isChecked()])


def change_seats(screen: Screen, record: OfficerRecord, done: Callable[[], object]) -> SeatsDialog:
    """Ask for an officer's seats and give them."""
    officers, by = screen.desk.workstation.store.officers, screen.desk.officer

    def give(held: Collection[Role]) -> None:
        screen.run(
            Lane.RECORDS,
            lambda _handle: officers.set_roles(by, record.officer.login, held),
            dialog.while_open(lambda _none: _close(dialog, done)),
            failed=dialog.while_open(dialog.show_problem),
        )

    dialog = SeatsDialog(record, give, screen)
    dialog.open()
    return dialog


def give_password(
    screen: Screen, record: OfficerRecord, done: Callable[[], object]
) -> PasswordChange:
    """Give an officer another password, which also ends their waiting time."""
    officers, by = screen.desk.workstation.store.officers, screen.desk.officer

    def give(_present: str, new: str) -> None:
        screen.run(
            Lane.RECORDS,
            lambda _handle: officers.reset_password(by, record.officer.login, new),
            dialog.while_open(lambda _none: _close(dialog, done)),
            failed=dialog.while_open(dialog.show_problem),
        )

    text = translate("accounts", "Another password for {name}, who should change it at once.")
    dialog = PasswordChange(text.format(name=record.officer.name), give, own=False, parent=screen)
    dialog.open()
    return dialog


def _close(dialog: Dialog, done: Callable[[], object]) -> None:
    dialog.accept()
    done()


def let_in_or_out(screen: Screen, record: OfficerRecord, done: Callable[[], object]) -> None:
    """Let an officer sign in no more, after a question, or again."""
    officers, by = screen.desk.workstation.store.officers, screen.desk.officer
    login = record.officer.login
    if record.disabled_at is not None:
        screen.run(Lane.RECORDS, lambda _handle: officers.enable(by, login), lambda _none: done())
        return
    text = translate(
        "accounts", "{name} will sign in and act no more. What they did keeps their name."
    )
    ask(
        screen,
        Question(
            translate("accounts", "Let nobody sign in by this account"),
            text.format(name=record.officer.name),
            translate("accounts", "Disable the account"),
            translate("accounts", "Leave it as it is"),
        ),
        lambda: screen.run(
            Lane.RECORDS, lambda _handle: officers.disable(by, login), lambda _none: done()
        ),
    )


def end_waiting(screen: Screen, record: OfficerRecord, done: Callable[[], object]) -> None:
    """End the waiting time after wrong passwords."""
    officers, by = screen.desk.workstation.store.officers, screen.desk.officer
    screen.run(
        Lane.RECORDS,
        lambda _handle: officers.unlock(by, record.officer.login),
        lambda _none: done(),
    )
