from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from digitizer.model.field import Evidence, FieldValue, Method
from ui.models.field_rows import FieldRow
from ui.widgets.field_editor import FieldEditor
from ui.widgets.field_row import FieldRowView


def type_text(editor: FieldEditor, text: str) -> None:
    """Send letters as key events: QTest takes Latin-1 only and aborts on the rest."""
    for letter in text:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(
                editor, QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter)
            )


def compose(editor: FieldEditor, preedit: str, commit: str = "", back: int = 0) -> None:
    event = QInputMethodEvent(preedit, [])
    event.setCommitString(commit, -back, back)
    QApplication.sendEvent(editor, event)


@pytest.fixture
def editor(qtbot: QtBot) -> FieldEditor:
    shown = FieldEditor()
    qtbot.addWidget(shown)
    shown.show()
    qtbot.waitExposed(shown)
    return shown


def test_vietnamese_letters_are_typed(editor: FieldEditor) -> None:
    type_text(editor, "Đỗ Thị Phượng")
    assert editor.value == "Đỗ Thị Phượng"


def test_enter_accepts_and_escape_restores(editor: FieldEditor, qtbot: QtBot) -> None:
    with qtbot.waitSignal(editor.accepted):
        qtbot.keyClick(editor, Qt.Key.Key_Return)
    with qtbot.waitSignal(editor.restore_wished):
        qtbot.keyClick(editor, Qt.Key.Key_Escape)


def test_no_key_acts_while_text_is_being_composed(editor: FieldEditor, qtbot: QtBot) -> None:
    compose(editor, "Nguyê")
    assert editor.composing
    with qtbot.assertNotEmitted(editor.accepted), qtbot.assertNotEmitted(editor.restore_wished):
        qtbot.keyClick(editor, Qt.Key.Key_Return)
        qtbot.keyClick(editor, Qt.Key.Key_Escape)
    override = QKeyEvent(
        QEvent.Type.ShortcutOverride, Qt.Key.Key_U, Qt.KeyboardModifier.ControlModifier
    )
    override.ignore()
    QApplication.sendEvent(editor, override)
    assert override.isAccepted()


def test_enter_acts_again_after_the_commit(editor: FieldEditor, qtbot: QtBot) -> None:
    compose(editor, "Nguyê")
    compose(editor, "", "Nguyễn")
    assert editor.value == "Nguyễn"
    with qtbot.waitSignal(editor.accepted):
        qtbot.keyClick(editor, Qt.Key.Key_Return)


def test_unikeys_way_of_mending_a_word_is_taken(editor: FieldEditor) -> None:
    type_text(editor, "Nguyen")
    compose(editor, "", "Nguyễn", back=6)
    assert editor.value == "Nguyễn"


def test_pasted_decomposed_letters_are_composed(editor: FieldEditor) -> None:
    editor.insert("Nguye\u0302\u0303n")
    editor.textEdited.emit(editor.text())
    assert editor.text() == "Nguyễn"
    assert len(editor.text()) == 6


@pytest.mark.parametrize("key", [Qt.Key.Key_U, Qt.Key.Key_Left, Qt.Key.Key_Up])
def test_keys_of_the_page_are_left_to_the_screen(editor: FieldEditor, key: Qt.Key) -> None:
    event = QKeyEvent(QEvent.Type.ShortcutOverride, key, Qt.KeyboardModifier.ControlModifier)
    event.ignore()
    QApplication.sendEvent(editor, event)
    assert not event.isAccepted()


@pytest.fixture
def view(qtbot: QtBot) -> FieldRowView:
    shown = FieldRowView()
    qtbot.addWidget(shown)
    value = FieldValue(
        1, 7, "name", "Do Thi", "Do Thi", 0.4, False, Method.OCR, "b", alternatives=("Đỗ Thị",)
    )
    shown.show_row(FieldRow(value, "Họ tên"))
    return shown


def test_a_row_names_its_editor_for_readers(view: FieldRowView) -> None:
    assert view.editor.accessibleName() == "Họ tên"
    assert "Needs a person" in view.editor.accessibleDescription()
    assert view.mark.accessibleName() == "Needs a person"


def test_text_from_the_page_brings_its_place(view: FieldRowView) -> None:
    view.put("Đỗ", Evidence(3, 10, 10, 20, 20))
    view.put("Thị", Evidence(3, 25, 10, 40, 22), add=True)
    assert view.editor.value == "Đỗ Thị"
    assert view.evidence == Evidence(3, 10, 10, 40, 22)
    assert view.dirty
    view.revert()
    assert not view.dirty
    assert view.editor.value == "Do Thi"


def test_what_is_being_typed_stays_when_the_row_is_shown_anew(view: FieldRowView) -> None:
    assert view.row is not None
    view.editor.setText("Đỗ Thị Ph")
    view.show_row(view.row)
    assert view.editor.text() == "Đỗ Thị Ph"


def test_a_conflict_shows_both_values(view: FieldRowView) -> None:
    view.show_conflict("Đỗ Thị Phương", "Đỗ Thị Phượng")
    assert view.in_conflict
    view.end_conflict()
    assert not view.in_conflict
