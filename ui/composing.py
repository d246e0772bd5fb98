"""Keeps keys with the input method while Vietnamese is being composed."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtWidgets import QApplication
from typing_extensions import override


class CompositionGuard(QObject):
    """Holds back every shortcut while the focused widget shows text that is not yet committed.

    It watches only the object with the focus: a Python filter on the whole application would be
    called for each event of each widget.
    """

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self._watched: QObject | None = None
        self._composing = False
        application.focusObjectChanged.connect(self._on_focus_changed)

    @property
    def composing(self) -> bool:
        """Whether text is being composed right now."""
        return self._composing

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.InputMethod and isinstance(event, QInputMethodEvent):
            self._composing = bool(event.preeditString())
        elif event.type() == QEvent.Type.ShortcutOverride and self._composing:
            # accepted: the key goes to the widget as text and never becomes a shortcut
            event.accept()
            return True
        return False

    def _on_focus_changed(self, focus: QObject | None) -> None:
        if self._watched is not None and shiboken6.isValid(self._watched):
            self._watched.removeEventFilter(self)
        self._watched = focus
        self._composing = False
        if focus is not None:
            focus.installEventFilter(self)


def commit() -> None:
    """Put what is being composed into its field, before Enter or a button acts on the field."""
    method = QGuiApplication.inputMethod()
    if method is not None:
        method.commit()
