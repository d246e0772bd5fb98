"""A picture may be drawn after the dialog that wanted it was closed."""

from __future__ import annotations

import importlib
import threading
from collections.abc import Callable

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from tests.ui import desk_office
from tests.ui.desk_office import DeskOffice
from tests.ui.test_clerk import Seat
from ui.screens.clerk.bin_dialog import BinDialog
from ui.screens.clerk.crop_dialog import CropDialog
from ui.screens.clerk.split_dialog import SplitDialog
from ui.tasks import Tasks
from ui.theme import Theme
from ui.widgets.page_window import PageWindow


@pytest.mark.parametrize("kind", [BinDialog, CropDialog, SplitDialog, PageWindow])
def test_a_page_that_is_drawn_after_its_dialog_was_closed_reaches_nobody(
    qtbot: QtBot,
    office: DeskOffice,
    tasks: Tasks,
    theme: Theme,
    vietnamese: None,
    kind: type[QDialog],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seat = Seat(qtbot, office, tasks)
    seat.open(desk_office.returned_dossier(office, "Xem lại").code)
    thumbs = seat.screen.pane.thumbs
    thumbs.setFocus()
    thumbs.setCurrentIndex(seat.screen.pane.pages.index(0))
    if kind is BinDialog:
        seat.press(Qt.Key.Key_Delete)
    closed = threading.Event()
    for name in ("ui.pictures.small", "ui.widgets.page_window.build_picture"):
        monkeypatch.setattr(name, after(closed, name))
    opening = {
        BinDialog: seat.screen.bin_action,
        CropDialog: seat.screen.crop_action,
        SplitDialog: seat.screen.placing.split_at,
        PageWindow: seat.screen.enlarge_action,
    }
    opening[kind].trigger()
    dialog = seat.screen.findChild(kind)
    assert dialog is not None
    if isinstance(dialog, BinDialog):
        seat.qtbot.waitUntil(lambda: bool(dialog.thumbs.pages()))
    dialog.close()
    seat.qtbot.waitUntil(lambda: not shiboken6.isValid(dialog))
    closed.set()
    with seat.qtbot.captureExceptions() as raised:
        seat.settle()
    assert raised == []


def after(event: threading.Event, name: str) -> Callable[..., object]:
    """Return a function that does its work only when something has happened."""
    module, _dot, attribute = name.rpartition(".")
    real = getattr(importlib.import_module(module), attribute)

    def wait(*given: object, **named: object) -> object:
        assert event.wait(20)
        return real(*given, **named)

    return wait
