"""F1 opens the handbook at the place one is in, from the shipped text alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QTextDocument
from pytestqt.qtbot import QtBot

from ui import help as handbook
from ui.seats import seats
from ui.widgets.help_window import HelpWindow

pytestmark = pytest.mark.usefixtures("vietnamese")


def screens() -> set[str]:
    """Return the names of the classes of all screens that seats show."""
    found = set()
    for seat in seats():
        found |= {name for name in seat.make.__code__.co_names if name.endswith("Screen")}
    return found


def test_every_screen_has_its_part_of_the_handbook() -> None:
    titles = {part.title for part in handbook.parts()}
    assert len(screens()) >= 12
    assert screens() <= set(handbook.PLACES)
    assert set(handbook.PLACES.values()) <= titles


def test_the_handbook_is_cut_into_tasks_and_nothing_is_lost() -> None:
    text = handbook.folder().joinpath("handbook.md").read_text(encoding="utf-8")
    joined = "".join(part.text for part in handbook.parts())
    first = text.index("## ")
    assert joined.split() == text[first:].split()
    assert len({part.title for part in handbook.parts()}) == len(handbook.parts())
    assert all(part.chapter for part in handbook.parts())


def test_help_opens_at_its_place_and_finds_words_without_marks(qtbot: QtBot) -> None:
    window = HelpWindow()
    qtbot.addWidget(window)
    window.open_at("Quét giấy")
    assert window.page.toPlainText().startswith("Quét giấy")
    window.words.setText("ket giay mo nap")
    assert [window.list.item(row).text().strip() for row in range(window.list.count())] == [
        "Quét giấy"
    ]
    window._on_link(QUrl("#dùng-lại-giấy-tờ"))
    assert window.page.toPlainText().startswith("Dùng lại giấy tờ")


def test_a_page_shows_the_handbooks_own_pictures_and_nothing_else(
    qtbot: QtBot, tmp_path: Path
) -> None:
    window = HelpWindow()
    qtbot.addWidget(window)
    image = QTextDocument.ResourceType.ImageResource.value
    shown = window.page.loadResource(image, QUrl("pictures/scan-jam.png"))
    assert 0 < shown.width() <= window.page.viewport().width()
    (tmp_path / "x.png").write_bytes(b"")
    for outside in (str(tmp_path / "x.png"), "pictures/../../icons/add.svg", "http://x/y.png"):
        assert window.page.loadResource(image, QUrl(outside)) is None
