"""The whole program in a test: it is let come to rest, signed in to, and closed."""

from __future__ import annotations

from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from ui.application import Controller


def settle(qtbot: QtBot, controller: Controller) -> None:
    """Wait until nothing is under way."""
    qtbot.waitUntil(lambda: not controller.tasks.running, timeout=20_000)


def sign_in(qtbot: QtBot, controller: Controller, login: str, password: str) -> None:
    """Type login and password, and wait for the seat."""
    controller.sign_in.login.setText(login)
    controller.sign_in.password.setText(password)
    controller.sign_in._on_wanted()
    settle(qtbot, controller)


def close(controller: Controller) -> None:
    """Sign out and close the records."""
    controller.window.unseat()
    controller.close()
    controller.guard._on_focus_changed(None)


def chosen(parent: QWidget, path: str) -> None:
    """Choose a file or folder in the dialog that is open."""
    dialog = next(one for one in parent.findChildren(QFileDialog) if one.isVisible())
    dialog.fileSelected.emit(path)
    dialog.close()
