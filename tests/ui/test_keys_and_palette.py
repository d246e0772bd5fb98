"""What an officer does to the frame: other keys, larger letters, and the palette."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QFontInfo, QKeySequence
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from digitizer.model.dossier import Dossier
from tests.ui import desk_office
from tests.ui.desk_office import DeskOffice
from ui import keymap
from ui.keymap import Keymap
from ui.main_window import MainWindow
from ui.screen import Desk
from ui.seats import seats
from ui.tasks import Tasks
from ui.theme import Theme
from ui.widgets.key_editor import KeyEditor, KeyGroup
from ui.widgets.palette import Kind, Palette


@pytest.fixture
def window(qtbot: QtBot, tasks: Tasks, theme: Theme, vietnamese: None) -> Iterator[MainWindow]:
    made = MainWindow(tasks, theme)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(made.isVisible)
    yield made
    made.unseat()


def settled(qtbot: QtBot, tasks: Tasks) -> None:
    qtbot.waitUntil(lambda: not tasks.running, timeout=10_000)


def made(text: str, key: str) -> QAction:
    action = QAction(text)
    action.setShortcut(QKeySequence(key))
    return action


def test_an_officer_keeps_their_keys_and_others_do_not_get_them(tmp_path: Path) -> None:
    changed = Keymap().with_keys("ClerkScreen", {"Ctrl+O": "Ctrl+Alt+O", "Ctrl+N": "Ctrl+N"})
    assert changed.changed == {"ClerkScreen": {"Ctrl+O": "Ctrl+Alt+O"}}
    keymap.save(tmp_path, 7, changed)
    assert keymap.load(tmp_path, 7) == changed
    assert keymap.load(tmp_path, 8) == Keymap()


def test_an_officers_key_wins_over_the_offices(tmp_path: Path) -> None:
    (tmp_path / keymap.OFFICE_FILE).write_text(
        '{"ClerkScreen": {"Ctrl+O": "F7", "Ctrl+N": "F4"}}', encoding="utf-8"
    )
    keymap.save(tmp_path, 7, Keymap({"ClerkScreen": {"Ctrl+O": "F9"}}))
    assert keymap.load(tmp_path, 7).changed == {"ClerkScreen": {"Ctrl+O": "F9", "Ctrl+N": "F4"}}


@given(st.text(max_size=60) | st.just('{"A": {"Ctrl+O": "B", "X": 3}, "C": []}'))
def test_a_file_that_is_no_keymap_changes_no_key(tmp_path_factory: object, text: str) -> None:
    assert isinstance(tmp_path_factory, pytest.TempPathFactory)
    folder = tmp_path_factory.mktemp("keys")
    (folder / keymap.OFFICE_FILE).write_text(text, encoding="utf-8", errors="replace")
    assert all(not keys for keys in keymap.load(folder, 1).changed.values())


def test_keys_are_applied_and_taken_back(qapp: QApplication) -> None:
    action = made("Add files", "Ctrl+O")
    Keymap({"Screen": {"Ctrl+O": "F7"}}).apply("Screen", [action])
    assert action.shortcut().toString() == "F7"
    assert action.toolTip() == "Add files (F7)"
    Keymap().apply("Screen", [action])
    assert action.shortcut().toString() == "Ctrl+O"


@pytest.mark.parametrize(
    ("key", "said"), [("A", "“A”"), ("Ctrl+N", "Add"), ("Shift+B", "B"), ("Ctrl+B", "")]
)
def test_a_key_that_types_or_is_taken_is_refused(qtbot: QtBot, key: str, said: str) -> None:
    groups = [KeyGroup("Screen", "Here", [made("Add", "Ctrl+O"), made("New", "Ctrl+N")])]
    editor = KeyEditor(groups, Keymap())
    qtbot.addWidget(editor)
    editor.boxes["Screen", "Ctrl+O"].setKeySequence(QKeySequence(key))
    assert editor.save_button.isEnabled() is (not said)
    assert said in editor._banner.label.text()


def test_a_changed_key_works_in_the_window_and_is_there_after_signing_in_again(
    qtbot: QtBot, window: MainWindow, tasks: Tasks, office: DeskOffice
) -> None:
    desk = Desk(office.station, office.clerk, tasks)
    window.seat(desk, seats())
    settled(qtbot, tasks)
    editor = window.change_keys()
    assert editor is not None
    editor.boxes["ClerkScreen", "Ctrl+N"].setKeySequence(QKeySequence("F4"))
    editor._on_save()
    settled(qtbot, tasks)
    window.unseat()
    window.seat(desk, seats())
    settled(qtbot, tasks)
    screen = window.screen_shown
    assert screen is not None
    new = next(one for one in screen.actions() if one.text() == "Hồ sơ mới")
    assert new.shortcut().toString() == "F4"
    keymap.save(office.folder, office.clerk.id, Keymap())


def test_the_palette_does_what_is_typed_without_marks(
    qtbot: QtBot, window: MainWindow, tasks: Tasks, office: DeskOffice
) -> None:
    window.seat(Desk(office.station, office.clerk, tasks), seats())
    settled(qtbot, tasks)
    palette = window.show_palette()
    palette.line.setText("nen sang")
    assert [card.title for card in palette.model.cards] == ["Nền sáng, nền tối hoặc tương phản cao"]
    with qtbot.waitSignal(window.theme_wanted):
        qtbot.keyClick(palette.line, Qt.Key.Key_Return)


def searching(
    qtbot: QtBot, window: MainWindow, tasks: Tasks, office: DeskOffice
) -> tuple[Dossier, Palette]:
    """Return a dossier of the clerk's, and the palette over the clerk's seat."""
    dossier = desk_office.returned_dossier(office, "Trang 1 bị mờ")
    window.seat(Desk(office.station, office.clerk, tasks), seats())
    settled(qtbot, tasks)
    return dossier, window.show_palette()


def test_the_palette_finds_a_dossier_by_part_of_its_owners_name_and_opens_it(
    qtbot: QtBot, window: MainWindow, tasks: Tasks, office: DeskOffice
) -> None:
    dossier, palette = searching(qtbot, window, tasks, office)
    with qtbot.waitSignal(palette.searched):
        palette.line.setText(dossier.code.split("-")[-1])
    qtbot.waitUntil(lambda: bool(palette.model.cards), timeout=5_000)
    assert any(dossier.code in card.lines[0] for card in palette.model.cards)
    place = next(
        row for row, card in enumerate(palette.model.cards) if dossier.code in card.lines[0]
    )
    palette.list.setCurrentIndex(palette.model.index(place))
    qtbot.keyClick(palette.line, Qt.Key.Key_Return)
    settled(qtbot, tasks)
    screen = window.screen_shown
    assert screen is not None
    assert dossier.code == getattr(screen, "_code", None)


def test_the_palette_finds_words_printed_on_a_page_and_opens_its_dossier(
    qtbot: QtBot, window: MainWindow, tasks: Tasks, office: DeskOffice
) -> None:
    dossier, palette = searching(qtbot, window, tasks, office)
    palette.line.setText("duong hung vuong")

    def rows() -> list[int]:
        cards = palette.model.cards
        return [place for place, card in enumerate(cards) if dossier.code in card.lines[0]]

    qtbot.waitUntil(lambda: bool(rows()), timeout=10_000)
    found = palette.model.cards[rows()[0]]
    assert "đường Hùng Vương" in found.title
    palette.list.setCurrentIndex(palette.model.index(rows()[0]))
    qtbot.keyClick(palette.line, Qt.Key.Key_Return)
    settled(qtbot, tasks)
    assert dossier.code == getattr(window.screen_shown, "_code", None)


def test_the_palette_is_narrowed_to_one_kind_by_a_key_while_words_are_typed(
    qtbot: QtBot, window: MainWindow, tasks: Tasks, office: DeskOffice
) -> None:
    dossier, palette = searching(qtbot, window, tasks, office)
    palette.line.setText("phung minh")

    def kinds() -> set[object]:
        return {getattr(card.value, "kind", "action") for card in palette.model.cards}

    qtbot.waitUntil(lambda: {Kind.DOSSIERS, Kind.PAGES} <= kinds(), timeout=10_000)
    alt = Qt.KeyboardModifier.AltModifier
    qtbot.waitUntil(palette.isActiveWindow)
    for key, only in ((Qt.Key.Key_3, Kind.DOSSIERS), (Qt.Key.Key_4, Kind.PAGES)):
        qtbot.keyClick(palette.line, key, alt)
        assert kinds() == {only}
        assert palette.kinds.checkedButton().text()
    assert any(dossier.code in card.lines[0] for card in palette.model.cards)
    qtbot.keyClick(palette.line, Qt.Key.Key_2, alt)
    assert not palette.model.cards
    qtbot.keyClick(palette.line, Qt.Key.Key_1, alt)
    assert {Kind.DOSSIERS, Kind.PAGES} <= kinds()
    assert palette.line.hasFocus()


def test_letters_grow_to_twice_their_size_and_the_rail_leaves_room(
    qtbot: QtBot, window: MainWindow, theme: Theme
) -> None:
    window.resize(1366, 768)
    before = QFontInfo(QApplication.font()).pixelSize()
    named = window._rail.minimumWidth()
    theme.choose_scale(200)
    try:
        assert QFontInfo(QApplication.font()).pixelSize() == before * 2
        assert window._rail.minimumWidth() < named
    finally:
        theme.choose_scale(100)
    assert window._rail.minimumWidth() == named
