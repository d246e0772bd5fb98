"""A table of rows says which of them are chosen."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel
from pytestqt.qtbot import QtBot

from ui.models.table import TableModel
from ui.widgets.rows_table import RowsTable

HEADS = ("Số", "Hồ sơ", "Vì sao")


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
