"""Notices in the corner of the window."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget
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


def test_a_notice_never_covers_the_buttons_of_two_rows_nor_the_work_that_begins_under_it(
    qtbot: QtBot, theme: Theme
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    column.addStretch(1)
    buttons, strip = QFrame(), QFrame()
    for bar, height in ((buttons, 90), (strip, 40)):
        bar.setProperty("role", "bar")
        bar.setFixedHeight(height)
        column.addWidget(bar)
    strip.hide()
    notices = Notices(window)
    notices.follow(strip)
    window.resize(800, 600)
    window.show()
    notices.add(Notice("Mọi thứ đã được lưu.", Tone.WARNING))

    def clear() -> bool:
        return notices.geometry().bottom() < buttons.geometry().top()

    qtbot.waitUntil(lambda: notices.isVisible() and clear())
    strip.show()
    qtbot.waitUntil(lambda: buttons.geometry().bottom() < 600 - 40)
    qtbot.waitUntil(clear)
