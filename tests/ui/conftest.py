"""What every test of the window needs: no screen, Vietnamese words, the theme, a small office."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import QSettings, Qt, QTranslator
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from digitizer.model.officer import Role
from digitizer.paper.scanner import discovery
from digitizer.settings import load
from tests.ui import desk_office
from tests.ui.desk_office import DeskOffice
from tests.ui.whole_window import settle, sign_in
from tools import translations
from ui import wording
from ui.application import Controller
from ui.crash import CrashHooks
from ui.tasks import Tasks
from ui.theme import Theme


@pytest.fixture(scope="session")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("translations")
    assert translations.compile_all(folder) == 0
    return folder


@pytest.fixture
def vietnamese(qapp: QApplication, compiled: Path) -> Iterator[None]:
    installed = []
    for name in ("qt_vi.qm", "digitizer_vi.qm"):
        translator = QTranslator()
        assert translator.load(str(compiled / name))
        qapp.installTranslator(translator)
        installed.append(translator)
    wording.use_language("vi")
    yield
    for translator in installed:
        qapp.removeTranslator(translator)


@pytest.fixture(scope="session")
def theme(qapp: QApplication) -> Theme:
    return Theme(qapp)


@pytest.fixture(autouse=True)
def _usual_letters(theme: Theme) -> Iterator[None]:
    """A test that enlarges the letters leaves them as they were for the next one."""
    yield
    if theme.scale != 100:
        theme.choose_scale(100)


@pytest.fixture(autouse=True)
def _own_window_settings(tmp_path: Path) -> None:
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    for form in (QSettings.Format.NativeFormat, QSettings.Format.IniFormat):
        QSettings.setPath(form, QSettings.Scope.UserScope, str(tmp_path))


@pytest.fixture(autouse=True)
def _no_search_for_scanners(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look for no device on the network: a test that scans names its own."""
    monkeypatch.setattr(discovery, "find", lambda *_given, **_named: discovery.Found(()))


@pytest.fixture
def tasks(qapp: QApplication) -> Iterator[Tasks]:
    made = Tasks()
    yield made
    made.close()
    # the last outcomes are queued; they are announced before the test ends
    for _turn in range(3):
        qapp.processEvents()
        qapp.sendPostedEvents(None, 0)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DeskOffice]:
    found = desk_office.open_office(tmp_path_factory.mktemp("desk") / "data")
    yield found
    found.station.close()


@pytest.fixture
def hooks(qapp: QApplication, tmp_path: Path) -> Iterator[CrashHooks]:
    """What catches the unforeseen; logging is as it was afterwards."""
    logger = logging.getLogger()
    before, level = list(logger.handlers), logger.level
    made = CrashHooks(tmp_path / "logs")
    yield made
    made.restore()
    for handler in set(logger.handlers) - set(before):
        logger.removeHandler(handler)
        handler.close()
    logger.setLevel(level)


@pytest.fixture
def controller(
    qtbot: QtBot, qapp: QApplication, hooks: CrashHooks, tmp_path: Path
) -> Iterator[Controller]:
    """The whole program, started on a folder that holds nothing yet."""
    made = Controller(qapp, tmp_path / "dữ liệu", load(None), hooks)
    qtbot.addWidget(made.window)
    made.start()
    settle(qtbot, made)
    yield made
    made.window.unseat()
    made.close()
    made.guard._on_focus_changed(None)


@pytest.fixture
def administered(qtbot: QtBot, controller: Controller) -> Controller:
    """The program in an office of its own, whose administrator sits before the officers."""
    first = controller.first_start
    first.office_button.click()
    for line, text in {
        first.office: "UBND phường Mẫu",
        first.name: "Nguyễn Quản",
        first.login: "quan",
        first.password: "con đường làng",
        first.again: "con đường làng",
    }.items():
        line.setText(text)
    first.set_up.click()
    settle(qtbot, controller)
    sign_in(qtbot, controller, "quan", "con đường làng")
    controller.window.take_seat(Role.ADMINISTRATOR.value)
    settle(qtbot, controller)
    return controller


@pytest.fixture(autouse=True)
def _no_key_held(qapp: QApplication) -> None:
    """Let go of the keys: Qt goes on holding a simulated Ctrl or Shift, and selects with it."""
    QTest.keyRelease(QWidget(), Qt.Key.Key_Shift)
    assert QApplication.keyboardModifiers() == Qt.KeyboardModifier.NoModifier
