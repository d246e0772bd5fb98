"""The handbook beside the work: parts on the left, the part of this place on the right."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QImage, QTextDocument
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from digitizer.vietnamese import fold
from ui import help as handbook
from ui.widgets.dialog import Dialog
from ui.widgets.parts import plain_button

_LIST_WIDTH = 290
_MARGIN = 40
_CHAPTER = 2


class HelpWindow(Dialog):
    """Shows the handbook; work goes on behind it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Handbook"))
        self.resize(980, 680)
        self.words = QLineEdit()
        self.words.setPlaceholderText(self.tr("Find in the handbook"))
        self.words.setAccessibleName(self.words.placeholderText())
        self.words.setClearButtonEnabled(True)
        self.words.textChanged.connect(self._fill)
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Parts of the handbook"))
        self.list.setWordWrap(True)
        self.list.currentItemChanged.connect(self._on_chosen)
        self.page = _Page()
        self.page.setAccessibleName(self.tr("Page of the handbook"))
        self.page.anchorClicked.connect(self._on_link)
        left = QVBoxLayout()
        left.addWidget(self.words)
        left.addWidget(self.list, 1)
        side = QWidget()
        side.setFixedWidth(_LIST_WIDTH)
        left.setContentsMargins(0, 0, 0, 0)
        side.setLayout(left)
        middle = QHBoxLayout()
        middle.addWidget(side)
        middle.addWidget(self.page, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 12)
        column.addLayout(middle, 1)
        column.addWidget(plain_button(self.tr("Close"), self.close), 0, Qt.AlignmentFlag.AlignRight)
        self._fill("")

    def open_at(self, title: str) -> None:
        """Show the part with this title."""
        for row in range(self.list.count()):
            if self.list.item(row).data(Qt.ItemDataRole.UserRole) == title:
                self.list.setCurrentRow(row)
                self.list.scrollToItem(self.list.item(row))
                return

    def _fill(self, words: str) -> None:
        wanted = fold(words).split()
        self.list.clear()
        for part in handbook.parts():
            text = fold(part.text)
            if all(word in text for word in wanted):
                indent = "" if part.level == _CHAPTER else "     "
                item = QListWidgetItem(indent + part.title)
                item.setData(Qt.ItemDataRole.UserRole, part.title)
                item.setData(Qt.ItemDataRole.AccessibleTextRole, part.title)
                if part.level == _CHAPTER:
                    font = item.font()
                    font.setBold(True)
                    item.setFont(font)
                self.list.addItem(item)
        if wanted and self.list.count():
            self.list.setCurrentRow(0)

    def _on_chosen(self, item: QListWidgetItem | None) -> None:
        if item is None:
            return
        title = item.data(Qt.ItemDataRole.UserRole)
        part = next(one for one in handbook.parts() if one.title == title)
        self.page.show_text(part.text)

    def _on_link(self, url: QUrl) -> None:
        wanted = url.fragment()
        for part in handbook.parts():
            if handbook.anchor(part.title) == wanted:
                self.words.clear()
                self.open_at(part.title)
                return


class _Page(QTextBrowser):
    """A page whose pictures are never wider than it is."""

    def __init__(self) -> None:
        super().__init__()
        # links of the handbook lead within it; nothing is ever fetched from outside
        self.setOpenLinks(False)

    def show_text(self, text: str) -> None:
        self.document().clear()
        self.setMarkdown(text)
        self.moveCursor(self.textCursor().MoveOperation.Start)

    @override
    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        path = name.path() if isinstance(name, QUrl) else name
        if kind != QTextDocument.ResourceType.ImageResource.value and not path.endswith(".png"):
            return None
        pictures = (handbook.folder() / "pictures").resolve()
        file = (handbook.folder() / path).resolve()
        if file.parent != pictures:
            return None
        image = QImage(str(file))
        wide = max(self.viewport().width() - _MARGIN, 200)
        smooth = Qt.TransformationMode.SmoothTransformation
        return image.scaledToWidth(wide, smooth) if image.width() > wide else image
