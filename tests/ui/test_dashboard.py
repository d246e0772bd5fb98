"""The supervisor's dashboard."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from digitizer.model.review import Effort
from tests.ui import desk_office, field_office
from tests.ui.desk_office import DeskOffice
from ui.models.table import TableModel, written
from ui.screen import Desk
from ui.screens.dashboard import DashboardScreen, checking_tables
from ui.screens.dashboard.reports_dialog import ReportsDialog
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
    screen.choice.setCurrentIndex(screen.choice.findText("Hồ sơ chưa được tính"))
    reasons = [screen.model.index(row, 3).data() for row in range(screen.model.rowCount())]
    assert "chưa có kết quả điện tử được ký" in reasons
    target = tmp_path / "thong-ke.xlsx"
    screen.save_to(target)
    qtbot.waitUntil(target.exists, timeout=10_000)
    with zipfile.ZipFile(target) as book:
        assert len([name for name in book.namelist() if "worksheets/sheet" in name]) == 12


def test_who_decided_what_and_why_dossiers_went_back_is_charted_and_goes_on_paper(
    qtbot: QtBot, tasks: Tasks, theme: Theme, vietnamese: None, office: DeskOffice, tmp_path: Path
) -> None:
    dossier = field_office.submit_dossier(office.fields)
    value = office.station.store.dossiers.values(dossier.code)[0]
    effort = Effort(2500, 14)
    office.station.paper.decide(office.supervisor, value.id, value.version, effort=effort)
    office.station.verifying.postpone(office.supervisor, dossier.code, "Chờ <b>trả lời</b>")
    screen = DashboardScreen(Desk(office.station, office.supervisor, tasks))
    qtbot.addWidget(screen)
    screen.show()
    screen.refresh()
    qtbot.waitUntil(lambda: screen.shown is not None, timeout=10_000)
    assert "1 · 2,5 giây mỗi lần" in screen.people.accessibleDescription()
    assert "Trang 1 bị mờ: 1" in screen.returned.accessibleDescription()
    target = tmp_path / "thong-ke.pdf"
    screen.save_paper_to(target)
    qtbot.waitUntil(target.exists, timeout=10_000)
    with pdfium.PdfDocument(target) as book:
        text = " ".join(page.get_textpage().get_text_range() for page in book)
    assert "Tạm gác và xin ý kiến" in text
    # what an officer typed is text, not markup
    assert "<b>trả lời</b>" in text
    assert office.supervisor.name in text


@pytest.mark.parametrize(
    ("wrong", "seen", "least", "most"), [(0, 100, 0.02, 0.03), (5, 100, 0.09, 0.11)]
)
def test_a_small_sample_promises_no_more_than_it_can(
    wrong: int, seen: int, least: float, most: float
) -> None:
    assert least < checking_tables.upper_bound(wrong, seen) < most


def test_the_table_model_keeps_the_rules_and_writes_as_the_office_does(qapp: object) -> None:
    model = TableModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show(("A", "B"), [("x", 1.5), (None, 2)])
    assert [model.index(0, 1).data(), model.index(1, 0).data()] == ["1,50", "–"]
    assert written(None) == "–"
    del tester


def test_a_report_is_set_up_made_at_once_and_stopped_in_the_window(
    qtbot: QtBot, tasks: Tasks, theme: Theme, vietnamese: None, office: DeskOffice, tmp_path: Path
) -> None:
    screen = DashboardScreen(Desk(office.station, office.supervisor, tasks))
    qtbot.addWidget(screen)
    screen.show()
    screen.reports_action.trigger()
    dialog = screen.findChild(ReportsDialog)
    qtbot.waitUntil(lambda: dialog.planned is not None, timeout=10_000)
    assert not dialog.stop_button.isEnabled()
    dialog.add_button.click()
    qtbot.waitUntil(lambda: "cần có tên" in dialog.info.label.text(), timeout=10_000)
    folder = tmp_path / "báo cáo"
    folder.mkdir()
    dialog.name.setText("Báo cáo tuần")
    dialog.folder.setText(str(folder))
    dialog.add_button.click()
    qtbot.waitUntil(lambda: bool(dialog.planned.last), timeout=20_000)
    assert sorted(one.suffix for one in folder.iterdir()) == [".pdf", ".xlsx"]
    (card,) = dialog.list.model().cards
    assert (card.title, card.chip) == ("Báo cáo tuần", "Đã có tại nơi để")
    dialog.list.setCurrentIndex(dialog.list.model().index(0, 0))
    dialog.stop_button.click()
    qtbot.waitUntil(lambda: dialog.planned.plans == (), timeout=10_000)
