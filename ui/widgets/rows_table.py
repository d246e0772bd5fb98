"""A table whose rows are read and chosen; nothing in it is typed."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel
from PySide6.QtWidgets import QTableView, QWidget


class RowsTable(QTableView):
    """Shows a model's rows; Tab leaves it, and the last column takes the room that is left."""

    def __init__(
        self,
        name: str,
        model: QAbstractItemModel,
        *,
        single: bool = False,
        framed: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setAccessibleName(name)
        if framed:
            self.setProperty("role", "framed")
        self.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        if single:
            self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.setAlternatingRowColors(True)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.horizontalHeader().setStretchLastSection(True)

    def chosen_rows(self) -> list[int]:
        """Return the rows chosen, from top to bottom."""
        return sorted({index.row() for index in self.selectionModel().selectedRows()})

    def fit_columns(self) -> None:
        """Give each column its cells' width and the last one the rest, with or without rows."""
        self.resizeColumnsToContents()
        header = self.horizontalHeader()
        # without a row Qt leaves the last column as narrow as its head
        header.setStretchLastSection(False)
        header.setStretchLastSection(True)
