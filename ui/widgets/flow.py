"""Widgets in a row that go on in the next one where the width ends; no word is ever cut off."""

from __future__ import annotations

from PySide6.QtCore import QMargins, QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget
from typing_extensions import override


class Flow(QLayout):
    """Lays widgets out from left to right and then below."""

    def __init__(self, spacing: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._end = -1
        self.setSpacing(spacing)

    def at_the_end(self) -> None:
        """Put what is added from now on at the end of its row."""
        self._end = len(self._items)

    @override
    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    @override
    def count(self) -> int:
        return len(self._items)

    @override
    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    @override
    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    @override
    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        return self._laid(QRect(0, 0, width, 0), place=False)

    @override
    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._laid(rect, place=True)

    @override
    def sizeHint(self) -> QSize:
        """Return the room of all in one row."""
        sizes = [item.sizeHint() for item in self._shown()]
        margins: QMargins = self.contentsMargins()
        wide = sum(size.width() for size in sizes) + self.spacing() * max(len(sizes) - 1, 0)
        high = max((size.height() for size in sizes), default=0)
        return QSize(
            wide + margins.left() + margins.right(), high + margins.top() + margins.bottom()
        )

    @override
    def minimumSize(self) -> QSize:
        margins = self.contentsMargins()
        sizes = [item.minimumSize().expandedTo(item.sizeHint()) for item in self._shown()]
        return QSize(
            max((size.width() for size in sizes), default=0) + margins.left() + margins.right(),
            max((size.height() for size in sizes), default=0) + margins.top() + margins.bottom(),
        )

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _laid(self, rect: QRect, *, place: bool) -> int:
        """Put the items into the rectangle, or only say how high they are together."""
        area = rect.marginsRemoved(self.contentsMargins())
        rows: list[list[QLayoutItem]] = [[]]
        wide = 0
        for item in self._shown():
            size = item.sizeHint().width()
            if rows[-1] and wide + size > area.width():
                rows.append([])
                wide = 0
            rows[-1].append(item)
            wide += size + self.spacing()
        top = area.top()
        for row in rows:
            high = max((item.sizeHint().height() for item in row), default=0)
            if place:
                self._place(row, area, top, high)
            top += high + self.spacing()
        margins = self.contentsMargins()
        return top - self.spacing() - area.top() + margins.top() + margins.bottom()

    def _place(self, row: list[QLayoutItem], area: QRect, top: int, high: int) -> None:
        used = sum(item.sizeHint().width() for item in row) + self.spacing() * (len(row) - 1)
        left, spare = area.left(), max(area.width() - used, 0)
        for item in row:
            if 0 <= self._end <= self._items.index(item) and spare:
                left, spare = left + spare, 0
            size = item.sizeHint()
            width = min(size.width(), area.width())
            item.setGeometry(QRect(QPoint(left, top), QSize(width, high)))
            left += width + self.spacing()
