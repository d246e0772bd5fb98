"""F6 walks the panes of a screen: each pane is one stop, whatever it holds."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QWidget

_PANE = "pane"


def mark(*widgets: QWidget) -> None:
    """Make these widgets stops of F6, in this order within their screen."""
    for widget in widgets:
        widget.setProperty(_PANE, True)


def walk(root: QWidget, step: int) -> None:
    """Put the focus into the next pane of a screen, or the previous one."""
    stops = [
        widget
        for widget in root.findChildren(QWidget)
        if widget.property(_PANE) and widget.isVisible() and widget.isEnabled()
    ]
    if not stops:
        return
    focused = QApplication.focusWidget()
    at = next(
        (
            place
            for place, stop in enumerate(stops)
            if focused is not None and (stop is focused or stop.isAncestorOf(focused))
        ),
        -1 if step > 0 else 0,
    )
    _enter(stops[(at + step) % len(stops)])


def _enter(pane: QWidget) -> None:
    reason = Qt.FocusReason.TabFocusReason
    if pane.focusPolicy() != Qt.FocusPolicy.NoFocus and not _is_page(pane):
        pane.setFocus(reason)
        return
    for child in pane.findChildren(QWidget):
        if child.focusPolicy() & Qt.FocusPolicy.TabFocus and child.isVisibleTo(pane):
            child.setFocus(reason)
            return


def _is_page(pane: QWidget) -> bool:
    return type(pane).__name__ == "QScrollArea" and isinstance(pane, QAbstractScrollArea)
