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
    stops = _stops(root)
    if not stops:
        return
    at = _held(stops)
    if at is None:
        at = -1 if step > 0 else 0
    _enter(stops[(at + step) % len(stops)])


def stay(root: QWidget) -> None:
    """Leave the focus in the pane of a screen that has it; else put it into the first."""
    stops = _stops(root)
    if stops and _held(stops) is None:
        _enter(stops[0])


def begin(root: QWidget) -> None:
    """Put the focus into the first pane of a screen."""
    stops = _stops(root)
    if stops:
        _enter(stops[0])


def _stops(root: QWidget) -> list[QWidget]:
    return [
        widget
        for widget in root.findChildren(QWidget)
        if widget.property(_PANE) and widget.isVisible() and widget.isEnabled()
    ]


def _held(stops: list[QWidget]) -> int | None:
    focused = QApplication.focusWidget()
    if focused is None:
        return None
    holds = (at for at, stop in enumerate(stops) if stop is focused or stop.isAncestorOf(focused))
    return next(holds, None)


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
