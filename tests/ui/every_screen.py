"""Finds words that are cut off on a screen, and what a screen reader would not understand."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QStyle,
    QStyleOptionComboBox,
    QToolButton,
    QWidget,
)

from ui.widgets.parts import ElidedLabel

_SLACK = 1
"""Pixels by which Qt's own hints are rounded."""


def cut_off(root: QWidget) -> list[str]:
    """Return what is shown with less room than its words need."""
    return sorted({found for widget in _visible(root) for found in _complaints(widget)})


def _visible(root: QWidget) -> Iterator[QWidget]:
    yield from (one for one in root.findChildren(QWidget) if one.isVisible())


def _complaints(widget: QWidget) -> Iterator[str]:
    if isinstance(widget, ElidedLabel):
        if widget.text() and widget.fontMetrics().horizontalAdvance(widget.text()) > widget.width():
            yield f"elided: {widget.text()}"
    elif isinstance(widget, QLabel) and widget.text():
        yield from _label(widget)
    elif isinstance(widget, QAbstractButton) and widget.text() and not _icon_only(widget):
        needed = widget.sizeHint()
        if needed.width() > widget.width() + _SLACK or needed.height() > widget.height() + _SLACK:
            yield f"button: {widget.text()} ({needed.width()} in {widget.width()})"
    elif isinstance(widget, QComboBox) and widget.currentText():
        option = QStyleOptionComboBox()
        widget.initStyleOption(option)
        room = widget.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox,
            option,
            QStyle.SubControl.SC_ComboBoxEditField,
            widget,
        )
        needed_width = widget.fontMetrics().horizontalAdvance(widget.currentText())
        if needed_width > room.width() + _SLACK:
            yield f"choice: {widget.currentText()} ({needed_width} in {room.width()})"
    elif isinstance(widget, QLineEdit) and not widget.text() and widget.placeholderText():
        needed_width = widget.fontMetrics().horizontalAdvance(widget.placeholderText())
        if needed_width > widget.width() - 8:
            yield f"hint: {widget.placeholderText()} ({needed_width} in {widget.width()})"


def _label(label: QLabel) -> Iterator[str]:
    if label.wordWrap():
        needed = label.heightForWidth(label.width())
        if needed > label.height() + _SLACK:
            yield f"label: {label.text()} ({needed} high in {label.height()})"
    else:
        wide = label.sizeHint().width()
        if wide > label.width() + _SLACK:
            yield f"label: {label.text()} ({wide} in {label.width()})"


def _icon_only(button: QAbstractButton) -> bool:
    return (
        isinstance(button, QToolButton)
        and button.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonIconOnly
    )


def outside(root: QWidget) -> list[str]:
    """Return widgets with words that reach out of what their parent shows."""
    found = []
    for widget in _visible(root):
        parent = widget.parentWidget()
        words = isinstance(widget, QLabel | QAbstractButton | QComboBox) and not isinstance(
            parent, QAbstractItemView | QHeaderView | QPlainTextEdit
        )
        if words and _text(widget) and parent is not None and widget.width() > 0:
            room = QRect(0, 0, parent.width() + _SLACK, parent.height() + _SLACK)
            if not room.contains(widget.geometry()):
                found.append(f"{type(widget).__name__} {_text(widget)!r} {widget.geometry()}")
    return sorted(set(found))


def _text(widget: QWidget) -> str:
    if isinstance(widget, QLabel | QAbstractButton):
        return widget.text()
    return widget.currentText() if isinstance(widget, QComboBox) else ""


def silent(root: QWidget) -> list[str]:
    """Return widgets of Qt's accessibility tree that take the focus and say no name or role."""
    found = []
    for widget in _visible(root):
        reader = QAccessible.queryAccessibleInterface(widget)
        if reader is None or widget.focusPolicy() == Qt.FocusPolicy.NoFocus:
            continue
        area = widget.parent()
        if isinstance(area, QAbstractScrollArea) and widget is area.viewport():
            continue
        name = reader.text(QAccessible.Text.Name).strip()
        if not name or reader.role() in (QAccessible.Role.NoRole,):
            parents = f"{type(widget.parent()).__name__}"
            found.append(f"{type(widget).__name__} in {parents}: {name!r} {reader.role()}")
    return found
