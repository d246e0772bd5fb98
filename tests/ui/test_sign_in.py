"""The page on which people sign in, at the desk's size."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from digitizer.model.officer import Officer, Role
from ui.screens.sign_in import SignInScreen
from ui.theme import Theme

pytestmark = pytest.mark.usefixtures("vietnamese")


@pytest.mark.parametrize("scale", [100, 150])
def test_no_line_is_squeezed_when_a_locked_window_says_a_password_is_wrong(
    qtbot: QtBot, theme: Theme, scale: int
) -> None:
    theme.choose_scale(scale)
    page = SignInScreen()
    qtbot.addWidget(page)
    page.resize(1366, 747)
    page.show()
    page.show_locked(Officer(1, "quan tri", "Nguyễn Quản Trị", frozenset({Role.ADMINISTRATOR})))
    page.show_problem("Tên đăng nhập hoặc mật khẩu không đúng. Hãy nhập lại.")
    qtbot.wait(50)
    for kind in (QPushButton, QLineEdit):
        for one in page.findChildren(kind):
            if one.isVisible():
                assert one.height() >= one.sizeHint().height(), one
