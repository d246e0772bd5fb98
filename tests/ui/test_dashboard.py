"""The supervisor's dashboard."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui import desk_office
from tests.ui.desk_office import DeskOffice
from ui.models.table import TableModel, written
from ui.screen import Desk
from ui.screens.dashboard import DashboardScreen
from ui.tasks import Tasks
from ui.theme import Theme


@pytest.fixture
def office(qapp: QApplication, tmp_path: Path) -> Iterator[DeskOffice]:
    found = desk_office.open_office(tmp_path / "data")
    desk_office.returned_dossier(found, "Trang 1 bị mờ")
    yield found
    found.station.close()


def test_figures_stand_in_charts_and_in_tables_and_are_saved_as_a_workbook(
    qtbot: QtBot, tasks: Tasks, theme: Theme, vietnamese: None, office: DeskOffice, tmp_path: Path
) -> None:
    screen = DashboardScreen(Desk(office.station, office.supervisor, tasks))
    qtbot.addWidget(screen)
    screen.show()
    screen.refresh()
    qtbot.waitUntil(lambda: screen.shown is not None, timeout=10_000)
    assert "4.2" in screen.indicators.accessibleDescription()
    assert "Bị trả lại: 1" in screen.progress.accessibleDescription()
    screen.choice.setCurrentIndex(4)
    reasons = [screen.model.index(row, 3).data() for row in range(screen.model.rowCount())]
    assert "chưa có kết quả điện tử được ký" in reasons
    target = tmp_path / "thong-ke.xlsx"
    screen.save_to(str(target))
    qtbot.waitUntil(target.exists, timeout=10_000)
    with zipfile.ZipFile(target) as book:
        assert len([name for name in book.namelist() if "worksheets/sheet" in name]) == 6


def test_the_table_model_keeps_the_rules_and_writes_as_the_office_does(qapp: object) -> None:
    model = TableModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show(("A", "B"), [("x", 1.5), (None, 2)])
    assert [model.index(0, 1).data(), model.index(1, 0).data()] == ["1,50", "–"]
    assert written(None) == "–"
    del tester
