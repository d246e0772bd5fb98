"""An area onto which files may be dropped."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QWidget
from typing_extensions import override

from ui import theme


class DropArea(QFrame):
    """Takes dropped files and shows that it would."""

    dropped = Signal(object)
    """Tuple of paths; folders stand for the files in them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._open = True
        self.setAcceptDrops(True)

    def set_open(self, takes_files: bool) -> None:
        """Take files from now on, or not."""
        self._open = takes_files

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self._open and dropped_files(event.mimeData()):
            event.acceptProposedAction()
            theme.set_role(self, active="true")

    @override
    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        theme.set_role(self, active="false")
        super().dragLeaveEvent(event)

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        theme.set_role(self, active="false")
        paths = dropped_files(event.mimeData())
        if self._open and paths:
            event.acceptProposedAction()
            self.dropped.emit(paths)


def dropped_files(data: QMimeData) -> tuple[Path, ...]:
    """Return the files among what was dropped or copied; a folder stands for the files in it."""
    found: list[Path] = []
    for url in data.urls():
        if url.isLocalFile():
            path = Path(url.toLocalFile())
            found += sorted(p for p in path.iterdir() if p.is_file()) if path.is_dir() else [path]
    return tuple(found)
