from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.composing import CompositionGuard
from ui.screen import add_key


class Desk(QWidget):
    """A line to type in and a key that counts."""

    def __init__(self) -> None:
        super().__init__()
        self.fired = 0
        self.line = QLineEdit()
        QVBoxLayout(self).addWidget(self.line)
        add_key(self, "Count", "Ctrl+Return", self._count)

    def _count(self) -> None:
        self.fired += 1


@pytest.fixture
def guard(qapp: QApplication) -> Iterator[CompositionGuard]:
    made = CompositionGuard(qapp)
    yield made
    qapp.focusObjectChanged.disconnect(made._on_focus_changed)
    made._on_focus_changed(None)
    made.deleteLater()


@pytest.fixture
def desk(qtbot: QtBot, guard: CompositionGuard) -> Desk:
    made = Desk()
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(made.isActiveWindow)
    made.line.setFocus()
    qtbot.waitUntil(made.line.hasFocus)
    return made


def press(qtbot: QtBot, desk: Desk) -> None:
    qtbot.keyClick(desk.line, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def test_a_key_fires_when_nothing_is_composed(qtbot: QtBot, desk: Desk) -> None:
    press(qtbot, desk)
    assert desk.fired == 1


def test_no_key_fires_while_a_word_is_composed(
    qtbot: QtBot, desk: Desk, guard: CompositionGuard
) -> None:
    QApplication.sendEvent(desk.line, QInputMethodEvent("Nguyê", []))
    assert guard.composing
    press(qtbot, desk)
    assert desk.fired == 0


def test_keys_fire_again_once_the_word_is_committed(
    qtbot: QtBot, desk: Desk, guard: CompositionGuard
) -> None:
    QApplication.sendEvent(desk.line, QInputMethodEvent("Nguyê", []))
    commit = QInputMethodEvent()
    commit.setCommitString("Nguyễn")
    QApplication.sendEvent(desk.line, commit)
    assert not guard.composing
    press(qtbot, desk)
    assert desk.fired == 1
    assert desk.line.text() == "Nguyễn"


def test_unikey_may_replace_what_is_before_the_cursor(desk: Desk) -> None:
    desk.line.setText("Nguyen")
    fix = QInputMethodEvent()
    fix.setCommitString("ễn", -2, 2)
    QApplication.sendEvent(desk.line, fix)
    assert desk.line.text() == "Nguyễn"


def test_leaving_the_field_ends_composing(
    qtbot: QtBot, desk: Desk, guard: CompositionGuard
) -> None:
    QApplication.sendEvent(desk.line, QInputMethodEvent("Nguyê", []))
    desk.line.clearFocus()
    qtbot.waitUntil(lambda: not guard.composing)
