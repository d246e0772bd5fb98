"""Accounts in the window: seats, passwords, in and out, and one's own password."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from digitizer.errors import WrongPasswordError
from digitizer.model.officer import Role
from digitizer.store.officers import FREE_FAILURES, Officers
from tests.ui.whole_window import close, settle
from ui.application import Controller
from ui.screens.accounts import SeatsDialog
from ui.screens.officers import OfficersScreen
from ui.widgets.password_change import PasswordChange

pytestmark = pytest.mark.usefixtures("vietnamese")
FIRST, SECOND = "con đường khác", "con đường thứ ba"


def officers_of(administered: Controller) -> Officers:
    assert administered.opened is not None
    return administered.opened.workstation.store.officers


def test_an_administrator_gives_seats_and_passwords_disables_and_ends_waits(
    qtbot: QtBot,
    administered: Controller,
) -> None:
    officers = officers_of(administered)
    (quan,) = officers.all()
    lan = officers.create(quan, login="lan", name="Lan", roles={Role.CLERK}, password=FIRST)
    screen = administered.window.screen_shown
    assert isinstance(screen, OfficersScreen)

    def shown() -> None:
        screen.refresh()
        settle(qtbot, administered)
        screen.officers.setCurrentIndex(screen._model.index(1))

    shown()
    assert not screen.wait_action.isEnabled()
    screen.seats_action.trigger()
    (seats,) = screen.findChildren(SeatsDialog)
    seats.boxes[Role.CLERK].setChecked(False)
    assert not seats.act.isEnabled()
    seats.boxes[Role.SUPERVISOR].setChecked(True)
    seats.act.click()
    settle(qtbot, administered)
    assert officers.sign_in("lan", FIRST).roles == {Role.SUPERVISOR}

    shown()
    screen.password_action.trigger()
    (dialog,) = screen.findChildren(PasswordChange)
    dialog.new.setText("12345678")
    dialog.again.setText(SECOND)
    dialog.act.click()
    assert "không giống nhau" in dialog.banner.label.text()
    # what anybody would guess is refused by the core and said in the dialog
    dialog.again.setText("12345678")
    dialog.act.click()
    settle(qtbot, administered)
    assert dialog.isVisible()
    for line in (dialog.new, dialog.again):
        line.setText(SECOND)
    dialog.act.click()
    settle(qtbot, administered)
    assert officers.sign_in("lan", SECOND).id == lan.id

    for _ in range(FREE_FAILURES + 1):
        with pytest.raises(WrongPasswordError):
            officers.sign_in("lan", "sai")
    shown()
    assert screen.wait_action.isEnabled()
    screen.wait_action.trigger()
    settle(qtbot, administered)
    assert officers.sign_in("lan", SECOND).id == lan.id

    shown()
    screen.out_action.trigger()
    box = screen.findChild(QMessageBox)
    assert box is not None
    next(one for one in box.buttons() if box.buttonRole(one) is box.ButtonRole.AcceptRole).click()
    settle(qtbot, administered)
    assert lan.id not in [one.id for one in officers.all()]
    shown()
    assert screen.officers.current_value() is not None
    screen.out_action.trigger()
    settle(qtbot, administered)
    assert lan.id in [one.id for one in officers.all()]
    # the last administrator stays one, and the dialog says so
    screen.officers.setCurrentIndex(screen._model.index(0))
    screen.seats_action.trigger()
    mine = next(one for one in screen.findChildren(SeatsDialog) if one.isVisible())
    mine.boxes[Role.CLERK].setChecked(True)
    mine.boxes[Role.ADMINISTRATOR].setChecked(False)
    mine.act.click()
    settle(qtbot, administered)
    assert mine.banner.label.text()
    mine.reject()
    close(administered)


def test_everybody_changes_their_own_password_with_the_present_one(
    qtbot: QtBot,
    administered: Controller,
) -> None:
    officers = officers_of(administered)
    administered.window._on_own_password()
    dialog = administered.window.findChild(PasswordChange)
    assert dialog is not None
    for line in (dialog.new, dialog.again):
        line.setText(FIRST)
    dialog.present.setText("không đúng")
    dialog.act.click()
    settle(qtbot, administered)
    assert dialog.banner.label.text()
    with pytest.raises(WrongPasswordError):
        officers.sign_in("quan", FIRST)
    dialog.present.setText("con đường làng")
    dialog.act.click()
    settle(qtbot, administered)
    assert officers.sign_in("quan", FIRST).login == "quan"
    close(administered)


def test_the_form_takes_one_officer_after_another_without_the_mouse(
    qtbot: QtBot, administered: Controller
) -> None:
    screen = administered.window.screen_shown
    assert isinstance(screen, OfficersScreen)
    settle(qtbot, administered)
    # nobody else works here yet: the form is what has to be done
    assert screen.name.hasFocus()
    for login in ("lan", "minh"):
        screen.name.setText(login.title())
        screen.login.setText(login)
        screen.password.setText("ngắn")
        screen.boxes[Role.CLERK].setChecked(True)
        screen.boxes[Role.CLERK].setFocus()
        screen.add_action.trigger()
        assert screen.password.hasFocus()
        screen.password.setText(FIRST)
        screen.boxes[Role.CLERK].setFocus()
        screen.add_action.trigger()
        settle(qtbot, administered)
        assert officers_of(administered).sign_in(login, FIRST).name == login.title()
        assert screen.name.hasFocus()


def test_a_screen_one_comes_back_to_has_the_focus_where_it_was_left(
    qtbot: QtBot, administered: Controller
) -> None:
    window = administered.window
    screen = window.screen_shown
    assert isinstance(screen, OfficersScreen)
    settle(qtbot, administered)
    screen.login.setFocus()
    for _ in range(2):
        window.take_seat("journal-administrator")
        settle(qtbot, administered)
        window.take_seat(Role.ADMINISTRATOR.value)
        settle(qtbot, administered)
        assert screen.login.hasFocus()
