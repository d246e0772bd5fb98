"""The documents of a dossier with their pages, each with the mark of its worst field."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from typing_extensions import override

from ui.models.field_rows import FieldMark, mark_name

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_TOP = 0
"""Internal id of a document's index; a page's is its document's row plus one."""


@dataclass(frozen=True, slots=True)
class PageNode:
    """One page below its document."""

    page_id: int
    text: str
    mark: FieldMark | None = None


@dataclass(frozen=True, slots=True)
class DocumentNode:
    """One document of the dossier."""

    document_id: int
    text: str
    note: str = ""
    mark: FieldMark | None = None
    pages: tuple[PageNode, ...] = ()


Node = DocumentNode | PageNode


class TreeRole(IntEnum):
    """What the tree's painter and the screen ask of a node beyond Qt's own roles."""

    NODE = Qt.ItemDataRole.UserRole + 1
    MARK = Qt.ItemDataRole.UserRole + 2


class DocumentTreeModel(QAbstractItemModel):
    """Shows documents and their pages."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._documents: tuple[DocumentNode, ...] = ()

    def show(self, documents: Sequence[DocumentNode]) -> None:
        """Show these documents; the same tree keeps what is open and chosen."""
        new = tuple(documents)
        if _shape(new) != _shape(self._documents):
            self.beginResetModel()
            self._documents = new
            self.endResetModel()
            return
        self._documents = new
        for row, document in enumerate(new):
            index = self.index(row, 0)
            self.dataChanged.emit(index, index)
            if document.pages:
                last = self.index(len(document.pages) - 1, 0, index)
                self.dataChanged.emit(self.index(0, 0, index), last)

    def node(self, index: Index) -> Node | None:
        """Return what an index stands for."""
        if not index.isValid():
            return None
        if index.internalId() == _TOP:
            return self._documents[index.row()]
        return self._documents[index.internalId() - 1].pages[index.row()]

    def document_of(self, index: Index) -> DocumentNode | None:
        """Return the document an index is or lies in."""
        if not index.isValid():
            return None
        row = index.row() if index.internalId() == _TOP else index.internalId() - 1
        return self._documents[row]

    def index_of(self, document_id: int, page_id: int | None = None) -> QModelIndex:
        """Return the index of a document or of one of its pages."""
        for row, document in enumerate(self._documents):
            if document.document_id != document_id:
                continue
            top = self.index(row, 0)
            for place, page in enumerate(document.pages):
                if page.page_id == page_id:
                    return self.index(place, 0, top)
            return top
        return QModelIndex()

    @override
    def index(self, row: int, column: int, parent: Index = _ROOT) -> QModelIndex:
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        return self.createIndex(row, column, parent.row() + 1 if parent.isValid() else _TOP)

    @override
    def parent(self, child: Index = _ROOT) -> QModelIndex:  # type: ignore[override]
        if not child.isValid() or child.internalId() == _TOP:
            return QModelIndex()
        return self.createIndex(child.internalId() - 1, 0, _TOP)

    @override
    def rowCount(self, parent: Index = _ROOT) -> int:
        if not parent.isValid():
            return len(self._documents)
        if parent.internalId() != _TOP or parent.column() != 0:
            return 0
        return len(self._documents[parent.row()].pages)

    @override
    def columnCount(self, parent: Index = _ROOT) -> int:
        return 1

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        node = self.node(index)
        answer = _ANSWERS.get(role)
        return None if node is None or answer is None else answer(node)


def _shape(documents: tuple[DocumentNode, ...]) -> list[tuple[int, tuple[int, ...]]]:
    return [(one.document_id, tuple(page.page_id for page in one.pages)) for one in documents]


def _spoken(node: Node) -> str:
    parts = [node.text]
    if isinstance(node, DocumentNode) and node.note:
        parts.append(node.note)
    if node.mark is not None:
        parts.append(mark_name(node.mark))
    return ". ".join(parts)


_ANSWERS: dict[int, Callable[[Node], object]] = {
    int(Qt.ItemDataRole.DisplayRole): lambda node: node.text,
    int(Qt.ItemDataRole.ToolTipRole): _spoken,
    int(Qt.ItemDataRole.AccessibleTextRole): _spoken,
    int(TreeRole.NODE): lambda node: node,
    int(TreeRole.MARK): lambda node: node.mark,
}
