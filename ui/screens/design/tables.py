"""The two tables below the page: what a draft gives on every paper, and what it would change."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont
from typing_extensions import override

from digitizer.model.doctype import DocumentType
from digitizer.paper.designing import Try
from digitizer.paper.reextracting import Change, Lock

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class TryModel(QAbstractTableModel):
    """One row a stored paper, one column a field."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._kind: DocumentType | None = None
        self.tries: tuple[Try, ...] = ()

    def show(self, kind: DocumentType, tries: Sequence[Try]) -> None:
        """Show what a draft gives."""
        self.beginResetModel()
        self._kind, self.tries = kind, tuple(tries)
        self.endResetModel()

    @override
    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.tries)

    @override
    def columnCount(self, parent: Index = _ROOT) -> int:
        if parent.isValid() or self._kind is None:
            return 0
        return 1 + len(self._kind.fields)

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role != Qt.ItemDataRole.DisplayRole or self._kind is None:
            return None
        if orientation == Qt.Orientation.Vertical:
            return str(section + 1)
        return self.tr("Dossier") if section == 0 else self._kind.fields[section - 1].title

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        one = self.tries[index.row()]
        if index.column() == 0:
            return one.dossier_code if role == Qt.ItemDataRole.DisplayRole else None
        if index.column() > len(one.readings):
            return None
        reading = one.readings[index.column() - 1]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return reading.value or "–"
            case Qt.ItemDataRole.ToolTipRole:
                return reading.raw or self.tr("Nothing was found.")
            case Qt.ItemDataRole.FontRole:
                font = QFont()
                font.setBold(reading.sure)
                return font
            case Qt.ItemDataRole.AccessibleTextRole:
                title = self._kind.fields[index.column() - 1].title if self._kind else ""
                return f"{one.dossier_code}, {title}: {reading.value or '–'}"
            case _:
                return None

    def found(self, place: int) -> int:
        """Return on how many papers a field was found."""
        return sum(
            bool(one.readings[place].value) for one in self.tries if len(one.readings) > place
        )


class ChangeModel(QAbstractTableModel):
    """One row a value that would be another."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._titles: dict[str, str] = {}
        self.changes: tuple[Change, ...] = ()

    def show(self, kind: DocumentType, changes: Sequence[Change]) -> None:
        """Show what would change."""
        self.beginResetModel()
        self._titles = {rule.name: rule.title for rule in kind.fields}
        self.changes = tuple(changes)
        self.endResetModel()

    @override
    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.changes)

    @override
    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else 5

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role != Qt.ItemDataRole.DisplayRole or orientation == Qt.Orientation.Vertical:
            return None
        return (
            self.tr("Dossier"),
            self.tr("Field"),
            self.tr("Stored now"),
            self.tr("By this definition"),
            self.tr("Note"),
        )[section]

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        one = self.changes[index.row()]
        return (
            one.dossier_code,
            self._titles.get(one.field, one.field),
            one.before or "–",
            one.after or "–",
            self._note(one),
        )[index.column()]

    def _note(self, one: Change) -> str:
        match one.lock:
            case Lock.PERSON:
                return self.tr("Stays: a person decided it")
            case Lock.HANDED_ON:
                return self.tr("Stays: the dossier was handed on")
            case _:
                return self.tr("Will change")
