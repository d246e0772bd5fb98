"""The results of a queue as a table with ticks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from typing_extensions import override

from digitizer.results.signing_values import QueueItem
from ui import theme, wording
from ui.screen import Tone

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
NUMBER, OWNER, DUE, STATE = range(4)


class QueueModel(QAbstractTableModel):
    """One row a result; a tick says that it is to be signed."""

    ticked = Signal()
    """Which rows are ticked has changed."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._items: list[QueueItem] = []
        self._ticks: set[int] = set()
        self._seen: set[int] = set()
        self._stages: dict[int, str] = {}

    @property
    def items(self) -> tuple[QueueItem, ...]:
        """All rows in order."""
        return tuple(self._items)

    @property
    def chosen(self) -> tuple[QueueItem, ...]:
        """The rows that are ticked."""
        return tuple(one for one in self._items if one.result.id in self._ticks)

    def show(self, items: Sequence[QueueItem]) -> None:
        """Show these rows; ticks stay with their results."""
        self.beginResetModel()
        self._items = list(items)
        self._ticks &= {one.result.id for one in items if not one.blocks}
        self._stages.clear()
        self.endResetModel()
        self.ticked.emit()

    def tick(self, row: int, *, on: bool) -> None:
        """Tick a row or take its tick away; what is blocked takes none."""
        item = self._items[row]
        if item.blocks:
            return
        (self._ticks.add if on else self._ticks.discard)(item.result.id)
        self._changed(row)
        self.ticked.emit()

    def tick_all(self) -> None:
        """Tick everything that may be signed, or nothing when all of it is ticked."""
        may = {one.result.id for one in self._items if not one.blocks}
        self._ticks = set() if may <= self._ticks else may
        if self._items:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._items) - 1, STATE))
        self.ticked.emit()

    def note_seen(self, row: int) -> None:
        """Note that a person has looked at a row's document."""
        self._seen.add(self._items[row].result.id)
        self._changed(row)

    def set_stage(self, result_id: int, stage: str) -> None:
        """Show how far a document has come while it is being signed."""
        self._stages[result_id] = stage
        for row, item in enumerate(self._items):
            if item.result.id == result_id:
                self._changed(row)

    @override
    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._items)

    @override
    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else STATE + 1

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        if role != Qt.ItemDataRole.DisplayRole or orientation != Qt.Orientation.Horizontal:
            return None
        translate = QCoreApplication.translate
        return (
            translate("signing", "No."),
            translate("signing", "Owner of the dossier"),
            translate("signing", "Due"),
            translate("signing", "State"),
        )[section]

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if index.column() == NUMBER and not self._items[index.row()].blocks:
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags

    @override
    def data(self, index: Index, role: int = 0) -> Any:
        item = self._items[index.row()]
        text, tone = self._state(item)
        if role == Qt.ItemDataRole.DisplayRole:
            return (item.result.number, item.owner, wording.day(item.due_at), text)[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return text if index.column() == STATE else item.owner
        if role == Qt.ItemDataRole.CheckStateRole and index.column() == NUMBER:
            on = item.result.id in self._ticks
            return Qt.CheckState.Checked if on else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.ForegroundRole and index.column() == STATE:
            return theme.tone(tone.value)
        if role == Qt.ItemDataRole.AccessibleTextRole and index.column() == NUMBER:
            return f"{item.result.number}. {item.owner}. {text}"
        return None

    @override
    def setData(self, index: Index, value: Any, role: int = 0) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole or index.column() != NUMBER:
            return False
        self.tick(index.row(), on=Qt.CheckState(value) == Qt.CheckState.Checked)
        return True

    def _changed(self, row: int) -> None:
        self.dataChanged.emit(self.index(row, 0), self.index(row, STATE))

    def _state(self, item: QueueItem) -> tuple[str, Tone]:
        translate = QCoreApplication.translate
        stage = self._stages.get(item.result.id, "")
        if stage:
            return stage_word(stage), Tone.ERROR if stage == "failed" else Tone.INFO
        if item.blocks:
            return wording.sentence(item.blocks[0]), Tone.ERROR
        if item.waits:
            return translate("signing", "Signed, waits for its timestamp"), Tone.WARNING
        if item.result.id in self._seen:
            return translate("signing", "Looked at"), Tone.GOOD
        return translate("signing", "Ready to be signed"), Tone.NEUTRAL


def stage_word(stage: str) -> str:
    """Return how far a signature has come, in a word."""
    translate = QCoreApplication.translate
    return {
        "prepared": translate("signing", "Prepared"),
        "signed": translate("signing", "Signed"),
        "timestamped": translate("signing", "Timestamp is in"),
        "long-term": translate("signing", "Proof of validity is in"),
        "archived": translate("signing", "Archive timestamp is in"),
        "done": translate("signing", "Finished"),
        "failed": translate("signing", "Not signed"),
    }.get(stage, stage)
