"""Templates are written with the page beside them; a wrong line is named, marked and found."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from tests.ui.desk_office import DeskOffice
from ui.screen import Desk, Notice
from ui.screens.templates import TemplatesScreen
from ui.tasks import Tasks
from ui.theme import Theme

CODE = "marital_status_confirmation"
CTRL = Qt.KeyboardModifier.ControlModifier


class Seat:
    """An officer who writes templates."""

    def __init__(self, qtbot: QtBot, office: DeskOffice, tasks: Tasks) -> None:
        self.qtbot, self.office, self.tasks = qtbot, office, tasks
        self.screen = TemplatesScreen(Desk(office.station, office.administrator, tasks))
        self.notices: list[Notice] = []
        self.screen.noticed.connect(self.notices.append)
        qtbot.addWidget(self.screen)
        self.screen.resize(1170, 700)
        self.screen.show()
        qtbot.waitUntil(self.screen.isActiveWindow)
        self.screen.refresh()
        self.settle()
        self.screen.open_template(CODE)
        self.settle()

    def settle(self) -> None:
        self.qtbot.waitUntil(
            lambda: not self.tasks.running and not self.screen._timer.isActive(), timeout=60_000
        )
        self.qtbot.waitUntil(lambda: not self.tasks.running, timeout=60_000)

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = CTRL) -> None:
        self.screen.activateWindow()
        self.qtbot.waitUntil(self.screen.isActiveWindow)
        self.qtbot.keyClick(QApplication.focusWidget() or self.screen, key, held)
        self.settle()


@pytest.fixture
def seat(qtbot: QtBot, office: DeskOffice, tasks: Tasks, theme: Theme, vietnamese: None) -> Seat:
    return Seat(qtbot, office, tasks)


def test_a_template_is_changed_seen_saved_and_taken_back(seat: Seat, office: DeskOffice) -> None:
    screen = seat.screen
    assert screen.kind.count() >= 10
    assert screen.pdf.total == 1
    before = screen.pages.data
    assert not screen.save_action.isEnabled()
    layout = screen.layout_text.toPlainText()
    screen.layout_text.setPlainText(layout.replace("06 tháng", "09 tháng"))
    seat.settle()
    assert screen.pages.data != before
    assert "chưa lưu" in screen.state.text().casefold()
    seat.press(Qt.Key.Key_S)
    own = office.folder / "office" / "result_templates" / CODE / "template.typ"
    assert "09 tháng" in Path(own).read_text(encoding="utf-8")
    assert office.station.results.templates[CODE].layout == own
    assert not screen.changed
    screen.restore_action.trigger()
    box = screen.findChildren(QMessageBox)[-1]
    next(one for one in box.buttons() if "xuất xưởng" in one.text()).click()
    seat.settle()
    assert not own.exists()
    assert screen.layout_text.toPlainText() == layout


def test_a_wrong_line_is_named_marked_and_gone_to_by_a_key(seat: Seat) -> None:
    screen = seat.screen
    lines = screen.layout_text.toPlainText().splitlines()
    lines.insert(6, "#khong-co-ham-nay()")
    screen.layout_text.setPlainText("\n".join(lines))
    seat.settle()
    assert "dòng 7" in screen.info.label.text()
    assert not screen.save_action.isEnabled()
    assert len(screen.layout_text.extraSelections()) == 1
    screen.tabs.setCurrentIndex(2)
    seat.press(Qt.Key.Key_F8, Qt.KeyboardModifier.NoModifier)
    assert screen.tabs.currentWidget() is screen.layout_text
    assert screen.layout_text.textCursor().blockNumber() == 6
    lines.pop(6)
    screen.layout_text.setPlainText("\n".join(lines))
    seat.settle()
    assert not screen.info.isVisible()
    assert screen.layout_text.extraSelections() == []


def test_wrong_fields_and_wrong_data_are_sentences(seat: Seat) -> None:
    screen = seat.screen
    good = screen.definition.toPlainText()
    screen.definition.setPlainText(good.replace('shown_as = "date"', 'shown_as = "dat"'))
    seat.settle()
    assert "«date»" in screen.info.label.text()
    screen.definition.setPlainText(good)
    screen.data.setPlainText("{")
    seat.settle()
    assert "JSON" in screen.info.label.text()
    screen.data.setPlainText("{}")
    seat.settle()
    assert "thiếu" in screen.info.label.text()


def test_what_is_not_saved_is_not_left_unasked(seat: Seat) -> None:
    screen = seat.screen
    screen.layout_text.appendPlainText("// ghi chú")
    seat.settle()
    other = screen.kind.findData("birth_certificate")
    screen.kind.setCurrentIndex(other)
    screen._on_kind(other)
    box = screen.findChildren(QMessageBox)[-1]
    seat.qtbot.waitUntil(box.isVisible)
    seat.qtbot.keyClick(box, Qt.Key.Key_Escape)
    assert screen.text is not None
    assert screen.text.code == CODE
    assert screen.kind.currentData() == CODE
