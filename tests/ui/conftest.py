"""What every test of the window needs: no screen, Vietnamese words, the theme, a small office."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import QSettings, QTranslator
from PySide6.QtWidgets import QApplication

from digitizer.paper.scanner import discovery
from tests.ui import desk_office
from tests.ui.desk_office import DeskOffice
from tools import translations
from ui import wording
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
