"""Vietnamese typed by Telex, VNI and VIQR: nothing fires while composing, and NFC is what stays."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QInputMethodEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from digitizer.catalogue.listing import Entry
from ui import input_methods
from ui.composing import CompositionGuard
from ui.theme import Theme
from ui.widgets.field_editor import FieldEditor
from ui.widgets.look_up import LookUp
from ui.widgets.palette import Palette
from ui.widgets.search_line import SearchLine

# what the input methods show after each key, and what they commit in the end
TELEX = ("N", "Ng", "Ngu", "Nguy", "Nguye", "Nguyê", "Nguyên", "Nguyễn")
VNI = ("Đ", "Đu", "Đư", "Đươ", "Đươn", "Đương", "Đường")
VIQR = ("H", "Hu", "Hu+", "Hươ", "Hươn", "Hương", "Hường")


def compose(widget: QWidget, preedit: str, commit: str = "", replaced: int = 0) -> None:
    event = QInputMethodEvent(preedit, [])
    if commit or replaced:
        event.setCommitString(commit, -replaced, replaced)
    QApplication.sendEvent(widget, event)


class Form(QWidget):
    """A field with a key of the screen around it."""

    def __init__(self) -> None:
        super().__init__()
        self.fired: list[str] = []
        self.editor = FieldEditor()
        QVBoxLayout(self).addWidget(self.editor)
        for key in ("Ctrl+U", "Alt+T", "F3", "Ctrl+Return", "Escape"):
            action = QAction(key, self)
            action.setShortcut(key)
            action.triggered.connect(lambda _checked=False, key=key: self.fired.append(key))
            self.addAction(action)
        self.editor.accepted.connect(lambda: self.fired.append("accepted"))


@pytest.fixture
def form(qtbot: QtBot, qapp: QApplication, theme: Theme) -> Iterator[Form]:
    guard = CompositionGuard(qapp)
    made = Form()
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.editor.setFocus()
    yield made
    guard._on_focus_changed(None)
    guard.deleteLater()


@pytest.mark.parametrize("steps", [TELEX, VNI, VIQR], ids=["telex", "vni", "viqr"])
def test_no_key_of_the_screen_fires_while_a_syllable_is_composed(
    qtbot: QtBot, form: Form, steps: tuple[str, ...]
) -> None:
    for step in steps:
        compose(form.editor, step)
        assert form.editor.composing
        assert form.editor.text() == ""
        qtbot.keyClick(form.editor, Qt.Key.Key_U, Qt.KeyboardModifier.ControlModifier)
        qtbot.keyClick(form.editor, Qt.Key.Key_T, Qt.KeyboardModifier.AltModifier)
        qtbot.keyClick(form.editor, Qt.Key.Key_F3)
    assert form.fired == []
    compose(form.editor, "", commit=steps[-1])
    assert form.editor.value == steps[-1]
    qtbot.keyClick(form.editor, Qt.Key.Key_U, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(form.editor, Qt.Key.Key_Return)
    assert form.fired == ["Ctrl+U", "accepted"]


@pytest.mark.parametrize("steps", [TELEX, VNI, VIQR], ids=["telex", "vni", "viqr"])
def test_enter_while_composing_commits_and_does_not_accept(
    qtbot: QtBot, form: Form, steps: tuple[str, ...]
) -> None:
    compose(form.editor, steps[-1])
    qtbot.keyClick(form.editor, Qt.Key.Key_Return)
    assert form.fired == []


def test_input_methods_that_take_letters_back_are_understood(form: Form) -> None:
    # Unikey without preedit: each tone key takes letters back and commits others in their place
    for text, replaced in (("Nguyen", 0), ("ên", 2), ("ễn", 2)):
        compose(form.editor, "", commit=text, replaced=replaced)
    assert form.editor.value == "Nguyễn"


@pytest.mark.parametrize("word", ["Nguyễn", "Đường", "Hường", "Ỷ", "thuở"])
def test_what_is_committed_in_parts_becomes_one_letter_each(form: Form, word: str) -> None:
    compose(form.editor, "", commit=unicodedata.normalize("NFD", word))
    assert form.editor.text() == unicodedata.normalize("NFC", word)


def test_a_search_line_tells_what_is_seen_while_composing(qtbot: QtBot) -> None:
    line = SearchLine("Phùng ")
    qtbot.addWidget(line)
    told: list[str] = []
    line.typed.connect(told.append)
    line.end(False)
    for step in ("M", "Mi", "Min"):
        compose(line, step)
    compose(line, "", commit="Minh")
    assert told[:3] == ["Phùng M", "Phùng Mi", "Phùng Min"]
    assert told[-1] == "Phùng Minh"
    assert not line.composing


def test_the_palette_finds_while_a_word_is_composed(qtbot: QtBot, theme: Theme) -> None:
    owner = QWidget()
    qtbot.addWidget(owner)
    actions = [QAction(text, owner) for text in ("Đăng xuất", "Tìm hồ sơ", "Phím tắt")]
    palette = Palette(actions, owner)
    qtbot.addWidget(palette)
    compose(palette.line, "đăn")
    assert [card.title for card in palette.model.cards] == ["Đăng xuất"]
    compose(palette.line, "", commit="hồ")
    assert [card.title for card in palette.model.cards] == ["Tìm hồ sơ"]


def test_looking_up_asks_while_a_word_is_composed(qtbot: QtBot, theme: Theme) -> None:
    dialog = LookUp("Nơi cư trú", "")
    qtbot.addWidget(dialog)
    with qtbot.waitSignal(dialog.asked) as asked:
        compose(dialog.line, "cẩm")
    assert asked.args == ["cẩm"]
    dialog.show_found("cẩm", [Entry("phường Cẩm Thành")])
    assert [card.title for card in dialog.model.cards] == ["phường Cẩm Thành"]


@pytest.mark.parametrize(
    ("environment", "missing"),
    [
        ({}, ""),
        ({"QT_IM_MODULE": "ibus"}, ""),
        ({"QT_IM_MODULE": "fcitx"}, "fcitx"),
        ({"QT_IM_MODULE": "fcitx", "QT_IM_MODULES": "wayland;fcitx;ibus"}, ""),
        ({"QT_IM_MODULES": "wayland;fcitx"}, "fcitx"),
        ({"QT_IM_MODULES": "wayland;fcitx", "WAYLAND_DISPLAY": "wayland-0"}, ""),
        ({"QT_IM_MODULE": "uim"}, "uim"),
    ],
)
def test_an_input_method_that_qt_cannot_speak_is_named(
    monkeypatch: pytest.MonkeyPatch, environment: Mapping[str, str], missing: str
) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    assert "ibus" in input_methods.plug_ins()
    assert input_methods.missing(environment) == missing


def test_other_systems_bring_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "win32")
    assert input_methods.missing({"QT_IM_MODULE": "fcitx"}) == ""
