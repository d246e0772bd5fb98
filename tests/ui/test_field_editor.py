from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QMimeData, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QTextCursor
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from digitizer.model.field import Evidence, FieldValue, Method
from digitizer.vietnamese.tones import next_tone
from ocr.model import Box, Character, Word
from ui.models.doubts import doubtful_places
from ui.models.field_rows import FieldRow
from ui.widgets.field_editor import FieldEditor, entries
from ui.widgets.field_row import FieldRowView

CONTROL = Qt.KeyboardModifier.ControlModifier


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
    qtbot.waitUntil(shown.isVisible)
    return shown


def test_vietnamese_letters_are_typed(editor: FieldEditor) -> None:
    type_text(editor, "Đỗ Thị Phượng")
    assert editor.value == "Đỗ Thị Phượng"


def test_the_tone_of_the_syllable_at_the_cursor_turns_and_can_be_undone(
    editor: FieldEditor,
) -> None:
    editor.setText("Cấm Thành")
    cursor = editor.textCursor()
    cursor.setPosition(2)
    editor.setTextCursor(cursor)
    editor.turn_syllable(next_tone)
    assert editor.value == "Cẩm Thành"
    assert editor.textCursor().position() == 2
    editor.undo()
    assert editor.value == "Cấm Thành"


def test_the_rows_of_a_table_are_walked_and_typing_replaces_one(editor: FieldEditor) -> None:
    editor.setPlainText("Bán lẻ gạo;  Bán lẻ vải ; Sửa xe")
    editor.moveCursor(QTextCursor.MoveOperation.Start)
    chosen = []
    for step in (1, 1, 1, 1, -1):
        editor.choose_entry(step)
        chosen.append(editor.textCursor().selectedText())
    assert chosen == ["Bán lẻ gạo", "Bán lẻ vải", "Sửa xe", "Sửa xe", "Bán lẻ vải"]
    type_text(editor, "Bán lẻ áo")
    assert editor.toPlainText() == "Bán lẻ gạo;  Bán lẻ áo ; Sửa xe"
    editor.setPlainText("")
    editor.choose_entry(1)
    assert not editor.textCursor().hasSelection()


@given(st.text(alphabet="aế; ", max_size=40))
def test_entries_hold_all_letters_and_no_semicolon(text: str) -> None:
    found = [text[start:end] for start, end in entries(text)]
    assert found == [part.strip() for part in text.split(";")]


def test_doubtful_letters_are_gone_through_and_typing_over_one_takes_its_mark_away(
    editor: FieldEditor,
) -> None:
    editor.setText("Cấm Thành")
    editor.show_doubts((1, 6))
    editor.select_from_end()
    assert editor.select_doubt(1)
    assert editor.textCursor().selectedText() == "ấ"
    type_text(editor, "ẩ")
    assert editor.value == "Cẩm Thành"
    assert editor.doubts() == (6,)
    assert editor.select_doubt(1)
    assert editor.textCursor().selectedText() == "à"
    assert not editor.select_doubt(1)
    assert not editor.select_doubt(-1)


def test_doubts_are_laid_onto_the_text_as_people_write_it() -> None:
    def word(text: str, *scores: float) -> Word:
        characters = tuple(Character(a, b) for a, b in zip(text, scores, strict=True))
        return Word(text, Box(0, 0, 9, 9), 0.9, 0, characters=characters)

    name = (word("CẤM", 0.99, 0.4, 0.99), word("ANH", 0.9, 0.9, 0.9))
    assert doubtful_places("Cấm Anh", name) == (1,)
    assert doubtful_places("Anh", name) == ()
    assert doubtful_places("Anh", ()) == ()
    assert doubtful_places("06/01", (word("06-01", 0.9, 0.3, 0.1, 0.9, 0.9),)) == (1,)


def test_no_tone_turns_in_a_box_that_is_only_looked_at(editor: FieldEditor) -> None:
    editor.setText("Cấm")
    editor.setReadOnly(True)
    editor.turn_syllable(next_tone)
    assert editor.value == "Cấm"


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
    editor.insertPlainText("Nguye\u0302\u0303n")
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


ADDRESS = "Số 208 đường Hùng Vương, tổ dân phố số 7, phường Cẩm Thành, tỉnh Quảng Ngãi, Việt Nam"


def test_a_long_value_is_seen_whole(editor: FieldEditor, qtbot: QtBot) -> None:
    editor.resize(320, editor.height())
    editor.show_value("Kinh")
    qtbot.waitUntil(lambda: editor.line_count == 1)
    low = editor.height()
    editor.show_value(ADDRESS)
    qtbot.waitUntil(lambda: editor.height() > low)
    assert editor.line_count > 1
    assert editor.verticalScrollBar().maximum() == 0
    editor.resize(1600, editor.height())
    qtbot.waitUntil(lambda: editor.height() == low)


def test_a_very_long_value_scrolls_and_does_not_fill_the_pane(
    editor: FieldEditor, qtbot: QtBot
) -> None:
    editor.resize(320, editor.height())
    editor.show_value(ADDRESS * 6)
    qtbot.waitUntil(lambda: editor.line_count > 4)
    assert editor.height() < 6 * editor.fontMetrics().lineSpacing()
    assert editor.verticalScrollBar().maximum() > 0


@pytest.mark.parametrize("modifier", [Qt.KeyboardModifier.ShiftModifier, CONTROL])
def test_no_key_types_a_line_break(
    editor: FieldEditor, qtbot: QtBot, modifier: Qt.KeyboardModifier
) -> None:
    editor.setText("Kinh")
    with qtbot.assertNotEmitted(editor.accepted):
        qtbot.keyClick(editor, Qt.Key.Key_Return, modifier)
    assert editor.text() == "Kinh"


def test_lines_that_are_pasted_or_committed_become_one(editor: FieldEditor) -> None:
    pasted = QMimeData()
    pasted.setText("Số 208\r\n  đường Hu\u0300ng Vương\n")
    editor.insertFromMimeData(pasted)
    assert editor.text() == "Số 208 đường Hùng Vương"
    editor.clear()
    compose(editor, "", "phường\nCẩm Thành")
    assert editor.text() == "phường Cẩm Thành"


def test_tab_moves_on_and_leaves_nothing_selected(qtbot: QtBot) -> None:
    pane = QWidget()
    column = QVBoxLayout(pane)
    first, second = FieldEditor(), FieldEditor()
    for one in (first, second):
        one.setText(ADDRESS)
        column.addWidget(one)
    qtbot.addWidget(pane)
    pane.show()
    qtbot.waitUntil(pane.isActiveWindow)
    second.setFocus()
    first.setFocus(Qt.FocusReason.TabFocusReason)
    assert first.textCursor().selectedText() == ADDRESS
    qtbot.keyClick(first, Qt.Key.Key_Tab)
    assert second.hasFocus()
    assert first.text() == ADDRESS
    assert not first.textCursor().hasSelection()
