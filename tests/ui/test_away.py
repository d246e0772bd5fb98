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
from tests.ui.test_application import hooks, settle  # noqa: F401
from ui.application import Controller
from ui.crash import CrashHooks
from ui.idle import IdleWatch
from ui.screens.clerk import ClerkScreen
from ui.screens.officers import OfficersScreen

pytestmark = pytest.mark.usefixtures("vietnamese")


def sign_in(qtbot: QtBot, controller: Controller, login: str, password: str) -> None:
    controller.sign_in.login.setText(login)
    controller.sign_in.password.setText(password)
    controller.sign_in._on_wanted()
    settle(qtbot, controller)


@pytest.fixture
def controller(
    qtbot: QtBot,
    qapp: QApplication,
    hooks: CrashHooks,  # noqa: F811
    tmp_path: Path,
) -> Controller:
    made = Controller(qapp, tmp_path / "data", load(None), hooks)
    qtbot.addWidget(made.window)
    made.start()
    settle(qtbot, made)
    first = made.first_start
    first.office_button.click()
    for line, text in {
        first.office: "UBND phường Mẫu",
        first.name: "Nguyễn Quản",
        first.login: "quan",
        first.password: "con đường làng",
        first.again: "con đường làng",
    }.items():
        line.setText(text)
    first.set_up.click()
    settle(qtbot, made)
    sign_in(qtbot, made, "quan", "con đường làng")
    made.window.take_seat(Role.ADMINISTRATOR.value)
    settle(qtbot, made)
    return made


def close(controller: Controller) -> None:
    controller.window.unseat()
    controller.close()
    controller.guard._on_focus_changed(None)


def test_who_was_away_goes_on_with_the_password_and_nothing_else_is_in_reach(
    qtbot: QtBot, controller: Controller
) -> None:
    screen = controller.window.screen_shown
    assert isinstance(screen, OfficersScreen)
    screen.name.setText("Trần Thị L")
    controller.idle.idle.emit()
    assert controller.sign_in.isVisible()
    assert not screen.isVisible()
    assert controller.sign_in.login.text() == "quan"
    assert not any(action.isEnabled() for action in controller.window._seat_actions)
    assert not controller.window._rail.isVisible()
    sign_in(qtbot, controller, "quan", "không đúng")
    assert not screen.isVisible()
    sign_in(qtbot, controller, "quan", "con đường làng")
    assert controller.window.screen_shown is screen
    assert screen.isVisible()
    assert screen.name.text() == "Trần Thị L"
    assert all(action.isEnabled() for action in controller.window._seat_actions)
    close(controller)


def test_another_officer_at_the_locked_desk_gets_their_own_seat(
    qtbot: QtBot, controller: Controller
) -> None:
    assert controller.opened is not None
    officers = controller.opened.workstation.store.officers
    (quan,) = officers.all()
    officers.create(quan, login="lan", name="Lan", roles={Role.CLERK}, password="con đường khác")
    controller.idle.idle.emit()
    sign_in(qtbot, controller, "lan", "con đường khác")
    assert isinstance(controller.window.screen_shown, ClerkScreen)
    officer = controller.window.officer()
    assert officer is not None
    assert officer.login == "lan"
    close(controller)


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
    hooks: CrashHooks,  # noqa: F811
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
