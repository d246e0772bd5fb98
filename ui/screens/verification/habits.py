"""How an officer likes this screen: the fields' side, and whether the next dossier comes by itself.

Kept per officer on this machine, beside the window's place on the screen.
"""

from __future__ import annotations

from PySide6.QtCore import QSettings
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QSplitter, QWidget


class Habits:
    """Keeps two choices and carries out the one about the panes."""

    def __init__(self, officer_id: int, split: QSplitter, fields: QWidget, page: QWidget) -> None:
        self._keep = f"verification/{officer_id}"
        self._split, self._fields, self._page = split, fields, page
        self.next_by_itself = _chosen(f"{self._keep}/next_by_itself", otherwise=True)
        if _chosen(f"{self._keep}/fields_right", otherwise=False):
            self.swap()

    @property
    def fields_right(self) -> bool:
        """Whether the fields stand right of the page."""
        return self._split.indexOf(self._fields) > self._split.indexOf(self._page)

    def swap(self) -> None:
        """Put the fields on the other side of the page."""
        left, middle, right = self._split.sizes()
        self._split.insertWidget(1, self._fields if self.fields_right else self._page)
        self._split.setSizes([left, right, middle])
        QSettings().setValue(f"{self._keep}/fields_right", self.fields_right)

    def show_on(self, toggle: QAction) -> None:
        """Let an action say and change whether the next dossier comes by itself."""
        toggle.setCheckable(True)
        toggle.setChecked(self.next_by_itself)
        toggle.toggled.connect(self._on_toggled)

    def _on_toggled(self, on: bool) -> None:
        self.next_by_itself = on
        QSettings().setValue(f"{self._keep}/next_by_itself", on)


def _chosen(key: str, *, otherwise: bool) -> bool:
    return bool(QSettings().value(key, otherwise, type=bool))
