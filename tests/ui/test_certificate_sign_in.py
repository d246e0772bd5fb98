"""Signing in by a token from the sign-in screen, with a real SoftHSM."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from digitizer import token_sign_in
from digitizer.model.officer import Officer
from tests.digitizer.test_token_sign_in import (  # noqa: F401
    Desk,
    desk,
    hsm,
    on,
    pki,
)
from tests.signing.hsm import PIN, SoftHsm
from ui import certificate_sign_in
from ui.opening import Opened
from ui.screens.sign_in import SignInScreen
from ui.tasks import Tasks
from ui.theme import Theme


def test_the_token_s_officer_is_signed_in_and_a_wrong_pin_is_said_and_asked_anew(
    qtbot: QtBot,
    tasks: Tasks,
    theme: Theme,
    vietnamese: None,
    desk: Desk,  # noqa: F811
    hsm: SoftHsm,  # noqa: F811
) -> None:
    token_sign_in.bind(desk.station, desk.lan, on(hsm, "lan"))
    screen = SignInScreen()
    qtbot.addWidget(screen)
    screen.show_office("Phường Mẫu", (), practice=False)
    with qtbot.waitSignal(screen.certificate_wanted):
        screen.by_certificate.click()
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    who: list[Officer] = []
    dialog = certificate_sign_in.ask(window, tasks, Opened(desk.station, ()), who.append)
    qtbot.waitUntil(lambda: dialog.key.count() > 1, timeout=20_000)
    # another token bears a forged certificate of the same name; which comes first is chance
    place = next(n for n in range(dialog.key.count()) if dialog.key.itemText(n).endswith(" lan"))
    dialog.key.setCurrentIndex(place)
    dialog.pin.setText("000000")
    dialog.sign.click()
    qtbot.waitUntil(lambda: bool(dialog.info.label.text()) and dialog.isEnabled(), timeout=20_000)
    assert not who
    assert dialog.pin.text() == ""
    dialog.pin.setText(PIN)
    dialog.sign.click()
    qtbot.waitUntil(lambda: bool(who), timeout=20_000)
    assert who == [desk.lan]
