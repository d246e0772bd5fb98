"""Notices in the corner of the window."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from ui.screen import Notice, Tone
from ui.theme import Theme
from ui.widgets.notices import NoticeCard, Notices


def test_the_oldest_notices_make_room_and_no_error_goes_unread(qtbot: QtBot, theme: Theme) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    notices = Notices(window)
    notices.add(Notice("Saved", Tone.GOOD))
    for number in range(7):
        notices.add(Notice(f"Notice {number}", Tone.ERROR))
    cards = window.findChildren(NoticeCard)
    assert [card.label.text() for card in cards] == [
        "Notice 0\nNotice 1\nNotice 2\nNotice 3",
        "Notice 4",
        "Notice 5",
        "Notice 6",
    ]
    assert cards[0].accessibleName() == cards[0].label.text()
