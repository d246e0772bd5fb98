"""Signing in by a token from the sign-in screen, with a real SoftHSM."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from digitizer import token_sign_in
from digitizer.model.officer import Officer
from digitizer.settings import load
from digitizer.workstation import Workstation
from tests.digitizer.store.office import PASSWORD
from tests.digitizer.tokens import TokenDesk, office_desk, on, token_desk
from tests.postgres import Server
from tests.signing.hsm import PIN, SoftHsm
from tests.ui.whole_window import close, settle
from tools.pki import Authority
from ui import certificate_sign_in, opening
from ui.application import Controller
from ui.crash import CrashHooks
from ui.opening import Opened
from ui.screens.sign_in import SignInScreen
from ui.tasks import Tasks
from ui.theme import Theme
from ui.widgets.key_choice import TokenCertificate
from ui.widgets.key_dialog import KeyDialog


@pytest.fixture
def desk(tmp_path: Path, pki: Authority) -> Iterator[TokenDesk]:
    with token_desk(tmp_path / "data", pki) as made:
        yield made


@pytest.fixture
def office_folder(office_server: Server, tmp_path: Path, pki: Authority) -> Iterator[Path]:
    with office_desk(office_server, tmp_path / "desk", pki) as folder:
        yield folder


def test_the_token_s_officer_is_signed_in_and_a_wrong_pin_is_said_and_asked_anew(
    qtbot: QtBot,
    tasks: Tasks,
    theme: Theme,
    vietnamese: None,
    desk: TokenDesk,
    officer_tokens: SoftHsm,
) -> None:
    token_sign_in.bind(desk.station, desk.lan, on(officer_tokens, "lan"))
    screen = SignInScreen()
    qtbot.addWidget(screen)
    screen.show_office("Phường Mẫu", (), practice=False)
    with qtbot.waitSignal(screen.certificate_wanted):
        screen.by_certificate.click()
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    who: list[Officer] = []
    opened = Opened(desk.station, ())
    dialog = certificate_sign_in.ask(
        window, tasks, lambda given: opening.sign_in_by_token(opened, given), who.append
    )
    qtbot.waitUntil(lambda: dialog.key.count() > 1, timeout=20_000)
    # another token bears a forged certificate of the same name; which comes first is chance
    place = place_of(dialog, "lan")
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


def place_of(dialog: KeyDialog, label: str) -> int:
    held = [dialog.key.itemData(place) for place in range(dialog.key.count())]
    return next(
        place
        for place, one in enumerate(held)
        if isinstance(one, TokenCertificate) and one.token.label == label
    )


def by_token(qtbot: QtBot, controller: Controller, label: str) -> None:
    controller.sign_in.by_certificate.click()
    dialog = next(one for one in controller.window.findChildren(KeyDialog) if one.isVisible())
    qtbot.waitUntil(lambda: dialog.key.count() > 1, timeout=20_000)
    place = place_of(dialog, label)
    dialog.key.setCurrentIndex(place)
    dialog.pin.setText(PIN)
    dialog.sign.click()
    # the dialog stays with what was refused, and is gone after what was not
    qtbot.waitUntil(
        lambda: not shiboken6.isValid(dialog) or bool(dialog.info.label.text()), timeout=20_000
    )
    if shiboken6.isValid(dialog):
        dialog.reject()
    settle(qtbot, controller)


def test_in_an_office_the_token_opens_the_database_and_the_desk_that_was_locked(
    qtbot: QtBot,
    qapp: QApplication,
    vietnamese: None,
    hooks: CrashHooks,
    office_folder: Path,
    officer_tokens: SoftHsm,
) -> None:
    made = Controller(qapp, office_folder, load(office_folder), hooks)
    qtbot.addWidget(made.window)
    made.start()
    settle(qtbot, made)
    # nobody bound a token on this desk: it is not offered
    assert not made.sign_in.by_certificate.isVisible()
    with Workstation.open(office_folder, login=("clerk2", PASSWORD)) as station:
        officer = station.store.officers.sign_in("clerk2", PASSWORD)
        token_sign_in.bind(station, officer, on(officer_tokens, "lan"), password=PASSWORD)
    made._show_sign_in()
    assert made.sign_in.by_certificate.isVisible()
    by_token(qtbot, made, "minh")
    assert made.window.officer() is None
    by_token(qtbot, made, "lan")
    present = made.window.officer()
    assert present is not None
    assert present.login == "clerk2"
    screen, opened = made.window.screen_shown, made.opened
    made.idle.idle.emit()
    assert screen is not None
    assert not screen.isVisible()
    by_token(qtbot, made, "lan")
    assert made.window.screen_shown is screen
    assert screen.isVisible()
    assert made.opened is opened
    close(made)
