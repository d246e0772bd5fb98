"""A supervisor at the verification screen, who has only a keyboard and a mouse."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from digitizer.model.dossier import DossierState
from digitizer.model.field import FieldValue
from digitizer.model.officer import Officer
from digitizer.workstation import Workstation
from ui.screen import Desk, Notice
from ui.screens.verification import VerificationScreen
from ui.tasks import Tasks
from ui.widgets.field_editor import FieldEditor


class Seat:
    """A supervisor at the screen, who has only a keyboard and a mouse."""

    def __init__(self, qtbot: QtBot, station: Workstation, officer: Officer) -> None:
        self.qtbot = qtbot
        self.station = station
        self.officer = officer
        self.tasks = Tasks()
        self.screen = VerificationScreen(Desk(station, officer, self.tasks))
        self.notices: list[Notice] = []
        self.screen.noticed.connect(self.notices.append)
        qtbot.addWidget(self.screen)
        self.screen.resize(1200, 740)
        self.screen.show()
        self.screen.activateWindow()
        qtbot.waitUntil(self.screen.isActiveWindow)
        self.screen.refresh()

    def wait_for(self, code: str) -> None:
        """Look into the queue until the dossier is there."""
        self.screen.refresh()
        self.qtbot.waitUntil(lambda: self.screen.queue.row_of(code) >= 0)

    def open(self, code: str) -> None:
        self.wait_for(code)
        self.screen.lists.queue.setFocus()
        self.screen.lists.queue.choose(code)
        self.press(Qt.Key.Key_Return)
        self.qtbot.waitUntil(lambda: self.screen.dossier is not None)
        self.qtbot.waitUntil(lambda: self.screen.page_pane.page_id is not None)

    def press(
        self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> None:
        focused = QApplication.focusWidget()
        assert focused is not None
        self.qtbot.keyClick(focused, key, modifier)

    def control(self, key: Qt.Key) -> None:
        self.press(key, Qt.KeyboardModifier.ControlModifier)

    def type(self, text: str) -> None:
        editor = self.editor
        editor.selectAll()
        event = QInputMethodEvent("", [])
        event.setCommitString(text)
        QApplication.sendEvent(editor, event)

    @property
    def editor(self) -> FieldEditor:
        focused = QApplication.focusWidget()
        assert isinstance(focused, FieldEditor)
        return focused

    @property
    def field(self) -> str:
        return self.screen.rows[self.screen.form.current].value.name

    def value(self, name: str) -> FieldValue:
        code = self.screen.keying.code
        values = self.station.store.dossiers.values(code)
        return next(one for one in values if one.name == name)

    def paint(self) -> None:
        """Draw now what the event loop would draw next."""
        QApplication.processEvents()
        self.screen.form.viewport().repaint()
        self.screen.page_view.viewport().repaint()

    def settle(self) -> None:
        self.qtbot.waitUntil(lambda: self.screen.decisions.idle)

    def state(self, code: str) -> DossierState:
        return self.station.store.dossiers.get(code).state
