"""A whole ordinary dossier at the clerk's counter without a mouse: only keys are pressed here."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QMimeData, Qt, QUrl
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from digitizer.model.dossier import DossierState
from digitizer.office import practice
from tests.ui import field_office
from tests.ui.field_office import Office
from ui.main_window import MainWindow
from ui.screen import Desk
from ui.screens.clerk import ClerkScreen
from ui.screens.clerk.dialogs import NewDossierDialog
from ui.seats import seats
from ui.tasks import Tasks
from ui.theme import Theme

pytestmark = [pytest.mark.engine, pytest.mark.slow]
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    found = field_office.open_office(tmp_path_factory.mktemp("office") / "data")
    yield found
    found.station.close()


class Keys:
    """Somebody who has only a keyboard."""

    def __init__(self, qtbot: QtBot) -> None:
        self.qtbot = qtbot

    def press(
        self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> None:
        self.qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
        focused = QApplication.focusWidget()
        assert focused is not None
        self.qtbot.keyClick(focused, key, modifier)

    def type(self, text: str) -> None:
        for letter in text:
            focused = QApplication.focusWidget()
            assert focused is not None
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                event = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter)
                QApplication.sendEvent(focused, event)

    def dialog(self, kind: type) -> object:
        self.qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), kind))
        return QApplication.activeModalWidget()


def came_back(qtbot: QtBot, window: MainWindow) -> None:
    """Do what a window manager does when a dialog closes; the offscreen platform has none."""
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)


def test_from_the_card_to_the_supervisor_by_keys_alone(
    qtbot: QtBot, tasks: Tasks, theme: Theme, vietnamese: None, office: Office
) -> None:
    keys = Keys(qtbot)
    window = MainWindow(tasks, theme)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.seat(Desk(office.station, office.clerk, tasks), seats())
    qtbot.waitUntil(lambda: not tasks.running)
    screen = window.screen_shown
    assert isinstance(screen, ClerkScreen)
    with practice.sample_dossiers() as samples:
        sample = next(one for one in samples if one.name.startswith("03"))
        # a new dossier: the procedure by a few letters, then Enter
        keys.press(Qt.Key.Key_N, CONTROL)
        asked = keys.dialog(NewDossierDialog)
        assert isinstance(asked, NewDossierDialog)
        qtbot.waitUntil(asked.isActiveWindow)
        keys.type(sample.procedure)
        assert asked.search.text() == sample.procedure
        keys.press(Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: screen.dossier_code is not None, timeout=10_000)
        code = screen.dossier_code
        assert code is not None
        qtbot.waitUntil(lambda: screen.pane.is_open and not tasks.running, timeout=10_000)
        came_back(qtbot, window)
        # the papers, copied where they lie: Ctrl+V
        copied = QMimeData()
        copied.setUrls([QUrl.fromLocalFile(str(one)) for one in sample.files])
        QApplication.clipboard().setMimeData(copied)
        keys.press(Qt.Key.Key_V, CONTROL)
        store = office.station.store
        qtbot.waitUntil(lambda: len(store.dossiers.pages(code)) > 0, timeout=20_000)
        qtbot.waitUntil(
            lambda: not tasks.running and not screen.work.is_reading(code), timeout=120_000
        )
    came_back(qtbot, window)
    # handed over with Ctrl+Enter
    keys.press(Qt.Key.Key_Return, CONTROL)
    qtbot.waitUntil(
        lambda: store.dossiers.get(code).state is DossierState.VERIFYING, timeout=20_000
    )
    QApplication.clipboard().clear()
    window.unseat()
