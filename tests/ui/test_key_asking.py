"""Signing with a key that was asked for over a screen: what came of it is told."""

from __future__ import annotations

import threading

import pytest
import shiboken6
from pytestqt.qtbot import QtBot

from digitizer.errors import DiskFullError
from digitizer.results.keys import KeyChoice
from tests.ui.desk_office import DeskOffice
from ui.key_asking import ask_key
from ui.screen import Desk, Notice, Screen, Tone
from ui.tasks import Tasks
from ui.theme import Theme
from ui.widgets.key_dialog import KeyDialog


@pytest.mark.parametrize("fails", [True, False])
@pytest.mark.parametrize("closed", [True, False])
def test_what_came_of_signing_is_told_though_the_dialog_was_closed_meanwhile(
    qtbot: QtBot,
    office: DeskOffice,
    tasks: Tasks,
    theme: Theme,
    vietnamese: None,
    fails: bool,
    closed: bool,
) -> None:
    screen = Screen(Desk(office.station, office.records, tasks))
    qtbot.addWidget(screen)
    notices: list[Notice] = []
    screen.noticed.connect(notices.append)
    dialog = KeyDialog("Ký", "Ký", test_owner="Lan", parent=screen)
    dialog.show_list([], "", 1)
    go_on = threading.Event()
    done: list[str] = []

    def work(_choice: KeyChoice) -> str:
        assert go_on.wait(20)
        if fails:
            raise DiskFullError(folder="/đĩa")
        return "đã ký"

    ask_key(screen, dialog, work, done.append)
    qtbot.waitUntil(lambda: not tasks.running)
    dialog.key.setCurrentIndex(dialog.key.count() - 1)
    dialog.sign.click()
    if closed:
        dialog.close()
        qtbot.waitUntil(lambda: not shiboken6.isValid(dialog))
    go_on.set()
    qtbot.waitUntil(lambda: not tasks.running)
    assert done == ([] if fails else ["đã ký"])
    assert [one.tone for one in notices] == ([Tone.ERROR] if fails and closed else [])
    if fails and not closed:
        assert dialog.info.label.text()
        assert dialog.isEnabled()
    elif not closed:
        qtbot.waitUntil(lambda: not shiboken6.isValid(dialog))
