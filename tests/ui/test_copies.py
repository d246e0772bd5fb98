"""The clerk signs the copies of a dossier's papers where the rule asks for it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from digitizer.errors import CopiesUnsignedError
from digitizer.model.result import CopyRole
from digitizer.results.policies import SigningPolicies
from tests.ui import desk_office
from tests.ui.desk_office import DeskOffice
from ui.copies import sign_copies
from ui.screen import Desk, Notice, Screen
from ui.screens.clerk import ClerkScreen
from ui.tasks import Tasks
from ui.widgets.key_dialog import KeyDialog


@pytest.mark.usefixtures("theme", "vietnamese")
def test_copies_are_signed_once_with_a_key_and_then_say_so(
    qtbot: QtBot, office: DeskOffice, tasks: Tasks
) -> None:
    def settle() -> None:
        qtbot.waitUntil(lambda: not tasks.running, timeout=60_000)

    dossier = desk_office.returned_dossier(office, "Trang 1 bị mờ")
    screen = Screen(Desk(office.station, office.clerk, tasks))
    notices: list[Notice] = []
    screen.noticed.connect(notices.append)
    qtbot.addWidget(screen)
    screen.show()
    sign_copies(screen, dossier.code, CopyRole.CLERK)
    settle()
    settle()
    dialog = screen.findChildren(KeyDialog)[-1]
    count = len(office.station.copies.unsigned(dossier.code))
    assert count > 0
    assert str(count) in dialog.sign.text()
    dialog.key.setCurrentIndex(dialog.key.findData("test"))
    dialog.sign.click()
    settle()
    assert notices[-1].text == f"Đã ký và kiểm tra {count} bản sao."
    assert office.station.copies.unsigned(dossier.code) == ()
    sign_copies(screen, dossier.code, CopyRole.CLERK)
    settle()
    assert notices[-1].text == "Mọi giấy tờ đã có chữ ký này."


@pytest.mark.usefixtures("theme", "vietnamese")
def test_the_key_to_sign_copies_is_there_only_where_the_rule_asks(
    qtbot: QtBot, office: DeskOffice, tasks: Tasks, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = ClerkScreen(Desk(office.station, office.clerk, tasks))
    qtbot.addWidget(screen)
    screen._show_actions()
    assert not screen.copies_action.isVisible()
    rule = SigningPolicies(clerk_signs="before-extraction")
    asked = replace(office.station.copies, policies=rule)
    monkeypatch.setattr(office.station, "copies", asked)
    screen._show_actions()
    assert screen.copies_action.isVisible()
    dossier = desk_office.returned_dossier(office, "Trang 1 bị mờ")
    journey = replace(office.station.paper, copies_signed=asked.require_signed)
    with pytest.raises(CopiesUnsignedError):
        journey.submit(office.clerk, dossier.code)
    assert office.station.paper.submit(office.clerk, dossier.code).code == dossier.code
