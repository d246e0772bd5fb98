"""The sheet of keys that are valid here and now."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QFormLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from ui.widgets.dialog import Dialog
from ui.widgets.parts import label, plain_button


class KeySheet(Dialog):
    """Lists actions by group with their keys; work goes on behind it."""

    def __init__(
        self, groups: Sequence[tuple[str, Sequence[QAction]]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keys valid here"))
        page = QWidget()
        page.setProperty("role", "page")
        form = QFormLayout(page)
        form.setHorizontalSpacing(32)
        form.setVerticalSpacing(7)
        for title, actions in groups:
            form.addRow(label(title, role="heading"))
            for action in actions:
                self._add(form, action)
        area = QScrollArea()
        area.setWidget(page)
        area.setWidgetResizable(True)
        area.setAccessibleName(self.windowTitle())
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 12)
        column.addWidget(area)
        column.addWidget(plain_button(self.tr("Close"), self.close), 0, Qt.AlignmentFlag.AlignRight)
        self.resize(520, 560)

    def _add(self, form: QFormLayout, action: QAction) -> None:
        keys = [key.toString(QKeySequence.SequenceFormat.NativeText) for key in action.shortcuts()]
        if keys:
            shown = QLabel("  ·  ".join(keys))
            shown.setProperty("role", "heading")
            form.addRow(shown, label(action.text(), wrap=True))
