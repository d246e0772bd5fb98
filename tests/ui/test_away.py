"""The window locks when nobody is there, and what was open stays open."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from digitizer.model.officer import Role
from digitizer.settings import load
from tests.digitizer.store.office import DATABASE, PASSWORD, empty
from tests.postgres import Server
from tests.ui.whole_window import close, settle, sign_in
from ui.application import Controller
from ui.crash import CrashHooks
from ui.idle import IdleWatch
from ui.screens.clerk import ClerkScreen
from ui.screens.officers import OfficersScreen

pytestmark = pytest.mark.usefixtures("vietnamese")


def test_who_was_away_goes_on_with_the_password_and_nothing_else_is_in_reach(
    qtbot: QtBot, administered: Controller
) -> None:
    screen = administered.window.screen_shown
    assert isinstance(screen, OfficersScreen)
    screen.name.setText("Trần Thị L")
    administered.idle.idle.emit()
    assert administered.sign_in.isVisible()
    assert not screen.isVisible()
    assert administered.sign_in.login.text() == "quan"
    assert not any(action.isEnabled() for action in administered.window._seat_actions)
    assert not administered.window._rail.isVisible()
    sign_in(qtbot, administered, "quan", "không đúng")
    assert not screen.isVisible()
    sign_in(qtbot, administered, "quan", "con đường làng")
    assert administered.window.screen_shown is screen
    assert screen.isVisible()
    assert screen.name.text() == "Trần Thị L"
    assert all(action.isEnabled() for action in administered.window._seat_actions)
    close(administered)


def test_another_officer_at_the_locked_desk_gets_their_own_seat(
    qtbot: QtBot, administered: Controller
) -> None:
    assert administered.opened is not None
    officers = administered.opened.workstation.store.officers
    (quan,) = officers.all()
    officers.create(quan, login="lan", name="Lan", roles={Role.CLERK}, password="con đường khác")
    administered.idle.idle.emit()
    sign_in(qtbot, administered, "lan", "con đường khác")
    assert isinstance(administered.window.screen_shown, ClerkScreen)
    officer = administered.window.officer()
    assert officer is not None
    assert officer.login == "lan"
    close(administered)


def test_a_key_puts_the_lock_off_and_silence_brings_it(qtbot: QtBot, qapp: QApplication) -> None:
    line = QLineEdit()
    qtbot.addWidget(line)
    line.show()
    watch = IdleWatch(qapp, 0.3 / 60)
    try:
        with qtbot.waitSignal(watch.idle, timeout=5000):
            pass
        watch.wait(1 / 60)
        with qtbot.assertNotEmitted(watch.idle, wait=0):
            for _ in range(5):
                qtbot.wait(250)
                qtbot.keyClick(line, Qt.Key.Key_A)
        watch.wait(0)
        with qtbot.assertNotEmitted(watch.idle, wait=400):
            pass
    finally:
        qapp.removeEventFilter(watch)


def test_an_office_on_postgresql_opens_at_sign_in_and_shows_what_other_desks_do(
    qtbot: QtBot,
    qapp: QApplication,
    hooks: CrashHooks,
    tmp_path: Path,
    office_server: Server,
) -> None:
    from tests.digitizer.store.office import Office

    empty(office_server)
    folder = tmp_path / "desk"
    folder.mkdir()
    url = office_server.url(DATABASE).set(username=None, password=None).render_as_string()
    (folder / "site.toml").write_text(f'database = "{url}"\nvault = "{tmp_path / "vault"}"\n')
    made = Controller(qapp, folder, load(folder), hooks)
    qtbot.addWidget(made.window)
    made.start()
    settle(qtbot, made)
    assert made.sign_in.isVisible()
    sign_in(qtbot, made, "clerk", "không đúng")
    assert made.window.screen_shown is None
    sign_in(qtbot, made, "clerk", PASSWORD)
    screen = made.window.screen_shown
    assert isinstance(screen, ClerkScreen)
    other = Office.on(office_server, tmp_path)
    with qtbot.waitSignal(made.neighbours.changed, timeout=10_000):
        other.dossier("HS-1", by="clerk2")
    settle(qtbot, made)
    other.store.close()
    made.window._on_sign_out()
    settle(qtbot, made)
    assert made.opened is None
    sign_in(qtbot, made, "records", PASSWORD)
    officer = made.window.officer()
    assert officer is not None
    assert officer.login == "records"
    close(made)
