"""A card under the hand scanner fills in its person at once, and opens nothing by itself."""

from __future__ import annotations

import time

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from digitizer.catalogue import Catalogue
from tests.digitizer.paper.pages import CARD_QR
from tests.digitizer.paper.test_witnesses import with_check_digits
from ui.screens.clerk.dialogs import NewDossierDialog
from ui.theme import Theme


@pytest.fixture
def dialog(qtbot: QtBot, theme: Theme, vietnamese: None) -> NewDossierDialog:
    made = NewDossierDialog(tuple(Catalogue.load().procedures.values()))
    qtbot.addWidget(made)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    made.show()
    return made


def scan(line: QWidget, text: str, *, enter: bool = True) -> None:
    """Type as a hand scanner does: every letter, then Enter."""
    for letter in text:
        key = QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, letter)
        QApplication.sendEvent(line, key)
    if enter:
        code = Qt.Key.Key_Return.value
        QApplication.sendEvent(
            line, QKeyEvent(QEvent.Type.KeyPress, code, Qt.KeyboardModifier.NoModifier, "\r")
        )


@pytest.mark.alone
@pytest.mark.parametrize("place", ["search", "name", "number"])
@pytest.mark.parametrize("enter", [True, False])
def test_a_qr_code_fills_name_and_number_from_whatever_line_it_was_read_into(
    qtbot: QtBot, dialog: NewDossierDialog, place: str, enter: bool
) -> None:
    chosen: list[object] = []
    dialog.chosen.connect(lambda *given: chosen.append(given))
    form = dialog.owner_form
    lines: dict[str, QLineEdit] = {
        "search": dialog.search,
        "name": form.name,
        "number": form.number,
    }
    began = time.perf_counter()
    scan(lines[place], CARD_QR, enter=enter)
    parts = CARD_QR.split("|")
    qtbot.waitUntil(lambda: form.number.text() == parts[0], timeout=1000)
    assert time.perf_counter() - began < 1
    assert form.owner().name == parts[2]
    assert dialog.search.text() == ""
    assert chosen == []
    assert dialog.isVisible()


def test_lines_for_machines_fill_the_number_and_keep_a_name_that_has_its_marks(
    dialog: NewDossierDialog,
) -> None:
    form = dialog.owner_form
    form.name.setText("Đỗ Thị Đào")
    for line in with_check_digits("051195007434", "950602", "F", "350602"):
        scan(form.number, line)
    assert form.owner().personal_id == "051195007434"
    assert form.owner().name == "Đỗ Thị Đào"
    assert dialog.isVisible()


def test_what_is_no_card_stays_as_typed(qtbot: QtBot, dialog: NewDossierDialog) -> None:
    scan(dialog.owner_form.name, "a|b|c|d|e|f|g", enter=False)
    silence = dialog.owner_form.cards._silence
    assert silence.isActive()
    qtbot.waitUntil(lambda: not silence.isActive())
    assert dialog.owner_form.name.text() == "a|b|c|d|e|f|g"
    assert dialog.owner_form.owner().personal_id == ""
