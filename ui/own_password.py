"""Changing one's own password from any seat."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from ui.screen import Desk, Notice, Tone
from ui.tasks import Lane
from ui.widgets.password_change import PasswordChange

translate = QCoreApplication.translate


def ask(parent: QWidget, desk: Desk, say: Callable[[Notice], object]) -> PasswordChange | None:
    """Ask for the present and the new password; the practice office's are fixed."""
    if desk.workstation.settings.practice:
        text = translate("own_password", "In the practice office nobody has a password to change.")
        say(Notice(text, Tone.INFO))
        return None
    officers, officer = desk.workstation.store.officers, desk.officer

    def change(present: str, new: str) -> None:
        job = desk.tasks.run(
            Lane.RECORDS, lambda _handle: officers.change_password(officer, present, new)
        )
        job.succeeded.connect(dialog.while_open(lambda _none: done()))
        job.failed.connect(dialog.while_open(dialog.show_problem))

    def done() -> None:
        dialog.accept()
        say(Notice(translate("own_password", "Your password is changed."), Tone.GOOD))

    text = translate("own_password", "{name}, choose a password that nobody else knows.")
    dialog = PasswordChange(text.format(name=officer.name), change, own=True, parent=parent)
    dialog.open()
    return dialog
