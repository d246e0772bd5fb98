"""Where there is nothing yet, the sentence and its button stay whole in little room."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ui.models.table import TableModel
from ui.theme import Theme
from ui.widgets.parts import Empty, plain_button
from ui.widgets.rows_table import RowsTable


@pytest.mark.parametrize(
    ("height", "picture", "title"), [(300, True, True), (170, False, True), (110, False, False)]
)
def test_the_picture_goes_first_and_the_button_stays_whole(
    qtbot: QtBot, theme: Theme, height: int, picture: bool, title: bool
) -> None:
    area = QWidget()
    area.resize(420, height)
    empty = Empty("intake", "Chưa có trang nào", "Thả ảnh hoặc tệp PDF vào đây.", area)
    button = plain_button("Thêm tệp", lambda: None)
    empty.add(button)
    qtbot.addWidget(area)
    empty.setGeometry(area.rect())
    area.show()
    qtbot.waitUntil(button.isVisible)
    QApplication.processEvents()
    assert (empty.picture.isVisible(), empty.title.isVisible()) == (picture, title)
    shown = [one for one in (empty.picture, empty.title, empty.text, button) if one.isVisible()]
    places = [one.geometry() for one in shown]
    for above, below in pairwise(places):
        assert above.bottom() < below.top()
    assert empty.mapTo(area, QPoint(0, places[-1].bottom())).y() <= height


def test_the_heads_of_a_table_without_rows_fill_it(qtbot: QtBot, theme: Theme) -> None:
    model = TableModel()
    table = RowsTable("Việc", model)
    qtbot.addWidget(table)
    table.resize(900, 300)
    table.show()
    qtbot.waitUntil(table.isVisible)
    model.show(("Việc", "Số", "Vì sao"), [])
    table.fit_columns()
    assert table.horizontalHeader().length() == table.viewport().width()
