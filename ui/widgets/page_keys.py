"""The keys of the page view, as one table for the view itself and for the screens around it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QKeyEvent, QKeySequence

if TYPE_CHECKING:
    from ui.widgets.page_view import PageView

Wish = Callable[["PageView"], None]

_PAN = 0.25

_WISHES: dict[str, Wish] = {
    "Ctrl+Left": lambda view: view.pan(-_PAN, 0),
    "Ctrl+Right": lambda view: view.pan(_PAN, 0),
    "Ctrl+Up": lambda view: view.pan(0, -_PAN),
    "Ctrl+Down": lambda view: view.pan(0, _PAN),
    "Ctrl++": lambda view: view.zoom_in(),
    "Ctrl+=": lambda view: view.zoom_in(),
    "Ctrl+-": lambda view: view.zoom_out(),
    "Ctrl+0": lambda view: view.fit_width(),
    "Ctrl+9": lambda view: view.fit_page(),
    "Ctrl+R": lambda view: view.turn(),
    "Ctrl+G": lambda view: view.recentre(),
    "Alt+H": lambda view: view.hide_boxes_while_held(),
}


def wish_of(event: QKeyEvent) -> Wish | None:
    """Return what a key press asks of the page view."""
    pressed = QKeySequence(event.keyCombination()).toString(
        QKeySequence.SequenceFormat.PortableText
    )
    return _WISHES.get(pressed.replace("Ctrl+Shift++", "Ctrl++").replace("Ctrl+Num+", "Ctrl+"))


def page_keys() -> tuple[tuple[str, str, Wish], ...]:
    """Return title, key and wish of each key, for the actions of a screen."""
    translate = QCoreApplication.translate
    titles = {
        "Ctrl+Left": translate("page_keys", "Move the page view left"),
        "Ctrl+Right": translate("page_keys", "Move the page view right"),
        "Ctrl+Up": translate("page_keys", "Move the page view up"),
        "Ctrl+Down": translate("page_keys", "Move the page view down"),
        "Ctrl++": translate("page_keys", "Enlarge the page"),
        "Ctrl+-": translate("page_keys", "Make the page smaller"),
        "Ctrl+0": translate("page_keys", "Fit the page's width"),
        "Ctrl+9": translate("page_keys", "Show the whole page"),
        "Ctrl+R": translate("page_keys", "Turn the view a quarter"),
        "Ctrl+G": translate("page_keys", "Back to the field's place on the page"),
        "Alt+H": translate("page_keys", "Hide the boxes while held"),
    }
    return tuple((title, key, _WISHES[key]) for key, title in titles.items())
