"""A table of rows: the room it takes, and which rows are chosen."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QItemSelectionModel
from pytestqt.qtbot import QtBot

from ui.models.table import TableModel
from ui.widgets.rows_table import RowsTable

HEADS = ("Số", "Hồ sơ", "Vì sao")


@pytest.mark.parametrize("rows", [(), ((1, "HS-1", ""), (2, "HS-2", "mất mạng"))])
def test_the_columns_take_all_the_room_in_a_table_that_is_shown_already(
    qtbot: QtBot, rows: tuple[tuple[object, ...], ...]
) -> None:
    model = TableModel()
    table = RowsTable("Bảng", model)
    qtbot.addWidget(table)
    table.resize(800, 300)
    table.show()
    qtbot.waitExposed(table)
    model.show(HEADS, rows)
    table.fit_columns()
    assert table.horizontalHeader().length() == table.viewport().width()


def test_the_rows_chosen_come_from_top_to_bottom(qtbot: QtBot) -> None:
    model = TableModel()
    table = RowsTable("Bảng", model)
    qtbot.addWidget(table)
    model.show(HEADS, [(number, "HS", "") for number in range(4)])
    for row in (3, 1):
        table.selectionModel().select(
            model.index(row, 0),
            QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows,
        )
    assert table.chosen_rows() == [1, 3]
