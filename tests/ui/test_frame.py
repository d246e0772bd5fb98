from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QColor
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QComboBox,
    QScrollBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

from digitizer.errors import NotAllowedError
from digitizer.jobs import Progress
from digitizer.model.officer import Officer, Role
from tests.ui import desk_office
from tests.ui.desk_office import DeskOffice
from ui import keys, theme
from ui.main_window import MainWindow
from ui.remaining import Remaining, in_words
from ui.screen import Desk, Screen
from ui.seats import seats
from ui.tasks import Handle, Lane, Tasks
from ui.theme import Theme
from ui.widgets.notices import NoticeCard
from ui.widgets.work_strip import WorkRow


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


def everybody(officer: Officer) -> Officer:
    return replace(officer, roles=frozenset(Role))


def nameless(root: QWidget) -> list[str]:
    """Return the widgets that take the focus but that a reader could not name."""
    found = []
    for widget in root.findChildren(QWidget):
        if widget.focusPolicy() == Qt.FocusPolicy.NoFocus or isinstance(widget, QScrollBar):
            continue
        area = widget.parent()
        if isinstance(area, QWidget) and isinstance(area.parent(), QComboBox):
            continue
        if isinstance(area, QAbstractScrollArea) and widget is area.viewport():
            continue
        reader = QAccessible.queryAccessibleInterface(widget)
        if reader is None or not reader.text(QAccessible.Text.Name).strip():
            found.append(f"{type(widget).__name__} in {type(widget.parent()).__name__}")
    return found


def test_an_officer_sees_the_seats_of_their_roles_only(
    qtbot: QtBot, window: MainWindow, tasks: Tasks, office: DeskOffice
) -> None:
    window.seat(Desk(office.station, office.clerk, tasks), seats())
    settled(qtbot, tasks)
    shown = [b.text() for b in window.findChildren(QAbstractButton) if b.isCheckable()]
    assert "Tiếp nhận" in shown
    assert "Kiểm tra" not in shown
    assert type(window.screen_shown).__name__ == "ClerkScreen"


def test_every_screen_opens_in_vietnamese_and_every_widget_has_a_name(
    qtbot: QtBot, window: MainWindow, tasks: Tasks, office: DeskOffice
) -> None:
    desk_office.returned_dossier(office, "Trang 1 bị mờ")
    desk_office.verified_dossier(office)
    window.seat(Desk(office.station, everybody(office.clerk), tasks), seats())
    settled(qtbot, tasks)
    seen = []
    for key in [seat.key for seat in seats()]:
        window.take_seat(key)
        settled(qtbot, tasks)
        assert [one.data() for one in window._seat_actions if one.isChecked()] == [key]
        screen = window.screen_shown
        assert screen is not None
        seen.append(type(screen).__name__)
        assert nameless(screen) == []
        assert {action.text() for action in screen.actions()} & _english() == set()
    assert seen[:2] == ["ClerkScreen", "VerificationScreen"]
    assert {"MassScreen", "RecordsScreen", "OfficersScreen"} <= set(seen)
    assert nameless(window) == []


def _english() -> set[str]:
    from tools import translations

    same = {e.source for e in translations.entries() if e.source == e.translation}
    return {entry.source for entry in translations.entries()} - same


def test_no_two_keys_of_a_screen_are_the_same(
    qtbot: QtBot, window: MainWindow, tasks: Tasks, office: DeskOffice
) -> None:
    window.seat(Desk(office.station, everybody(office.clerk), tasks), seats())
    settled(qtbot, tasks)
    for key in [seat.key for seat in seats()]:
        window.take_seat(key)
        settled(qtbot, tasks)
        screen = window.screen_shown
        assert screen is not None
        used = [
            key.toString()
            for action in [*screen.actions(), *window.actions()]
            for key in action.shortcuts()
        ]
        assert len(used) == len(set(used)), sorted(used)


def test_a_click_on_the_seat_already_taken_leaves_it_marked(
    window: MainWindow, office: DeskOffice, qtbot: QtBot, tasks: Tasks
) -> None:
    window.seat(Desk(office.station, office.clerk, tasks), seats())
    settled(qtbot, tasks)
    intake, *_more = (
        one for one in window._rail.findChildren(QAbstractButton) if one.isCheckable()
    )
    assert intake.isChecked()
    intake.click()
    settled(qtbot, tasks)
    assert intake.isChecked()


def test_a_seat_is_taken_by_its_key(
    qtbot: QtBot, window: MainWindow, tasks: Tasks, office: DeskOffice
) -> None:
    window.seat(Desk(office.station, everybody(office.clerk), tasks), seats())
    qtbot.waitUntil(window.isActiveWindow)
    settled(qtbot, tasks)
    qtbot.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    settled(qtbot, tasks)
    assert type(window.screen_shown).__name__ == "VerificationScreen"


def test_signing_out_takes_the_screens_away(
    qtbot: QtBot, window: MainWindow, tasks: Tasks, office: DeskOffice
) -> None:
    window.seat(Desk(office.station, office.clerk, tasks), seats())
    settled(qtbot, tasks)
    qtbot.waitUntil(window.isActiveWindow)
    with qtbot.waitSignal(window.signed_out):
        qtbot.keyClick(
            window,
            Qt.Key.Key_O,
            Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
        )
    assert window.screen_shown is None
    assert window.officer() is None


def test_what_comes_back_after_signing_out_is_dropped(
    qtbot: QtBot, window: MainWindow, tasks: Tasks, office: DeskOffice
) -> None:
    window.seat(Desk(office.station, office.clerk, tasks), seats())
    screen = window.screen_shown
    assert screen is not None
    heard: list[object] = []
    screen.run(Lane.DEVICES, lambda _handle: "late", heard.append)
    window.unseat()
    del screen
    QApplication.sendPostedEvents(None, 52)  # QEvent.DeferredDelete
    settled(qtbot, tasks)
    assert heard == []


def test_a_failure_is_said_in_the_corner_and_stays(
    qtbot: QtBot, window: MainWindow, tasks: Tasks, office: DeskOffice
) -> None:
    def work(_handle: Handle) -> None:
        raise NotAllowedError(officer="Trần Thị Tiếp Nhận", action="verify")

    window.seat(Desk(office.station, office.clerk, tasks), seats())
    screen = window.screen_shown
    assert screen is not None
    screen.run(Lane.RECORDS, work)
    settled(qtbot, tasks)
    cards = window.findChildren(NoticeCard)
    assert len(cards) == 1
    assert cards[0].accessibleName().startswith("Trần Thị Tiếp Nhận chưa được phân quyền")


def test_running_work_is_shown_with_its_progress_and_can_be_stopped(
    qtbot: QtBot, window: MainWindow, tasks: Tasks
) -> None:
    def work(handle: Handle) -> None:
        handle.report(Progress(3, 8, "trang 3"))
        while True:
            handle.cancel.check()

    job = tasks.run(Lane.DEVICES, work, title="Đang đọc")
    row = window.findChild(WorkRow)
    assert row is not None
    qtbot.waitUntil(lambda: job.progress == Progress(3, 8, "trang 3"))
    assert row._count.text() == "3/8"
    row._stop.click()
    settled(qtbot, tasks)
    QApplication.sendPostedEvents(None, 52)
    assert window.findChildren(WorkRow) == []


def test_the_time_left_is_guessed_from_what_was_finished(vietnamese: None) -> None:
    now = 100.0
    remaining = Remaining(lambda: now)
    assert remaining.seconds(0, 40) is None
    now += 2
    assert remaining.seconds(8, 40) is None, "too early to say"
    now += 2
    assert remaining.seconds(8, 40) == 16
    assert in_words(16) == "còn chưa đến 1 phút"
    now += 56
    assert in_words(remaining.seconds(10, 40)) == "còn khoảng 3 phút"
    remaining.rest()
    assert in_words(remaining.seconds(20, 40)) == ""
    assert remaining.seconds(40, 40) is None
    assert in_words(3 * 3600) == "còn khoảng 3 giờ"


def test_the_sheet_of_keys_lists_the_screen_s_and_the_window_s_keys(
    qtbot: QtBot, window: MainWindow, tasks: Tasks, office: DeskOffice
) -> None:
    from PySide6.QtWidgets import QLabel

    window.seat(Desk(office.station, office.clerk, tasks), seats())
    settled(qtbot, tasks)
    sheet = window.show_keys()
    texts = {label.text() for label in sheet.findChildren(QLabel)}
    assert {"Chuyển kiểm tra", "Ctrl+Return", "Phím tắt dùng được ở đây", "Đăng xuất"} <= texts
    sheet.close()


def test_f6_walks_the_panes(
    qtbot: QtBot, window: MainWindow, tasks: Tasks, office: DeskOffice
) -> None:
    desk_office.returned_dossier(office, "Trang 1 bị mờ")
    window.seat(Desk(office.station, office.clerk, tasks), seats())
    qtbot.waitUntil(window.isActiveWindow)
    settled(qtbot, tasks)
    from ui.screens.clerk import ClerkScreen

    screen = window.screen_shown
    assert isinstance(screen, ClerkScreen)
    assert screen.queue.list.hasFocus()
    qtbot.keyClick(screen.queue.list, Qt.Key.Key_Down)
    settled(qtbot, tasks)
    focused = []
    for _step in range(4):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_F6)
        focused.append(QApplication.focusWidget())
    assert screen.pane.thumbs in focused
    assert screen.pane.components in focused
    assert screen.pane.documents in focused
    assert len(set(focused)) == 4


def test_both_schemes_name_the_same_colours_and_all_are_colours() -> None:
    light, dark = theme.colours("light"), theme.colours("dark")
    for part in ("palette", "disabled", "tones"):
        one, other = getattr(light, part), getattr(dark, part)
        assert one.keys() == other.keys()
        assert all(QColor.isValidColorName(value) for value in (*one.values(), *other.values()))


@pytest.mark.parametrize("scheme", ["light", "dark", "contrast"])
@pytest.mark.parametrize("tone", ["neutral", "info", "good", "warning", "error"])
def test_words_stand_out_from_their_ground(scheme: str, tone: str) -> None:
    tones = theme.colours(scheme).tones
    for ground in (f"{tone}_back", "surface"):
        assert _contrast(QColor(tones[tone]), QColor(tones[ground])) >= 4.5


def _contrast(one: QColor, other: QColor) -> float:
    first, second = sorted((_light(one), _light(other)), reverse=True)
    return (first + 0.05) / (second + 0.05)


def _light(colour: QColor) -> float:
    parts = [
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4
        for part in (colour.redF(), colour.greenF(), colour.blueF())
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def test_the_theme_can_be_held_to_dark_and_back(qtbot: QtBot, theme: Theme) -> None:
    with qtbot.waitSignal(theme.changed):
        theme.choose("dark")
    assert theme.name == "dark"
    with qtbot.waitSignal(theme.changed):
        theme.choose("light")
    assert theme.name == "light"


def test_every_icon_named_in_the_source_exists() -> None:
    import re

    folder = files("resources").joinpath("icons")
    there = {entry.name.removesuffix(".svg") for entry in folder.iterdir()}
    named = set()
    for source in Path("ui").rglob("*.py"):
        named |= set(re.findall(r'icon="([a-z-]+)"', source.read_text(encoding="utf-8")))
    assert named
    assert named <= there


def test_no_two_window_keys_are_the_same() -> None:
    shared = [keys.HELP, keys.KEY_SHEET, keys.KEY_SHEET_TOO]
    shared += [keys.REFRESH, keys.NEXT_PANE, keys.PREVIOUS_PANE, keys.SIGN_OUT]
    shared += [keys.THEME, keys.CLOSE_NOTICES, *keys.SEATS]
    assert len(shared) == len(set(shared))


def test_starting_the_window_loads_no_engine() -> None:
    code = (
        "import sys, ui.application;"
        "heavy = {'cv2', 'pytesseract', 'pdfplumber', 'pikepdf', 'pyhanko', 'typst',"
        " 'pypdfium2', 'sqlalchemy'};"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    assert done.stdout.strip() == "[]"


def test_a_screen_s_key_is_in_its_tooltip(qtbot: QtBot, tasks: Tasks, office: DeskOffice) -> None:
    screen = Screen(Desk(office.station, office.clerk, tasks))
    qtbot.addWidget(screen)
    action = screen.add_key("Sign", "Ctrl+K", lambda: None)
    assert action.toolTip() == "Sign (Ctrl+K)"
    assert action in screen.actions()


def test_every_widget_of_the_dialogs_has_a_name(
    qtbot: QtBot, theme: Theme, vietnamese: None, office: DeskOffice
) -> None:
    from digitizer.model.dossier import Owner
    from digitizer.model.result import SignerRole
    from ui.screens.clerk.dialogs import NewDossierDialog, OwnerDialog, RefusalDialog
    from ui.screens.first_start import FirstStartScreen
    from ui.screens.sign_in import SignInScreen
    from ui.screens.signing.pictures_dialog import PicturesDialog
    from ui.screens.signing.sign_dialog import SignDialog
    from ui.screens.signing.upkeep_dialog import UpkeepDialog
    from ui.widgets.page_window import PageWindow
    from ui.widgets.secret_dialog import SecretDialog

    procedures = list(office.station.catalogue.procedures.values())
    for dialog in (
        NewDossierDialog(procedures),
        OwnerDialog(Owner()),
        RefusalDialog(),
        SignDialog(SignerRole.PERSON, ()),
        PicturesDialog(),
        UpkeepDialog(),
        PageWindow("Trang 1"),
        FirstStartScreen(),
        SecretDialog("Câu mật khẩu", "Hãy gõ", "Câu mật khẩu", "Mở", lambda _typed: None),
        SignInScreen(),
    ):
        qtbot.addWidget(dialog)
        dialog.show()
        assert nameless(dialog) == [], type(dialog).__name__
