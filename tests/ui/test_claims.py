"""Two supervisors and one dossier: one works, the other looks, and takes over only by saying so."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from digitizer.errors import ClaimedError
from digitizer.model.officer import Officer, Role
from digitizer.office import practice
from tests.ui import field_office
from tests.ui.field_office import Office
from ui.screen import Desk
from ui.screens.verification import VerificationScreen
from ui.tasks import Tasks
from ui.theme import Theme


@pytest.fixture
def office(qapp: QApplication, tmp_path: Path) -> Iterator[Office]:
    found = field_office.open_office(tmp_path / "data")
    yield found
    found.station.close()


@pytest.fixture
def other(office: Office) -> Officer:
    everybody = office.station.store.officers
    administrator = next(one for one in everybody.all() if Role.ADMINISTRATOR in one.roles)
    return everybody.create(
        administrator,
        login="kiemtra2",
        name="Ngô Kiểm Tra (mẫu)",
        roles=frozenset({Role.SUPERVISOR}),
        password=practice.PASSWORD,
    )


def screen_of(qtbot: QtBot, office: Office, officer: Officer, tasks: Tasks) -> VerificationScreen:
    made = VerificationScreen(Desk(office.station, officer, tasks))
    qtbot.addWidget(made)
    made.show()
    return made


def settled(qtbot: QtBot, tasks: Tasks) -> None:
    qtbot.waitUntil(lambda: not tasks.running, timeout=10_000)
    qtbot.wait(10)


def test_what_one_works_on_the_other_only_looks_at_until_taking_it_over(
    qtbot: QtBot, tasks: Tasks, theme: Theme, vietnamese: None, office: Office, other: Officer
) -> None:
    dossier = field_office.submit_dossier(office)
    first = screen_of(qtbot, office, office.supervisor, tasks)
    first.open_dossier(dossier.code)
    settled(qtbot, tasks)
    assert not first.keying.read_only

    second = screen_of(qtbot, office, other, tasks)
    second.open_dossier(dossier.code)
    settled(qtbot, tasks)
    assert second.keying.read_only
    assert office.supervisor.name in second.pane.banner.label.text()
    assert second.actions_here.taking_over.isEnabled()

    second.take_over()
    settled(qtbot, tasks)
    assert not second.keying.read_only
    first.claiming.renew()
    settled(qtbot, tasks)
    assert first.keying.read_only
    actions = [row.action for row in office.station.store.journal.rows(20)]
    assert "dossier-taken-over" in actions


def test_a_dossier_that_is_left_is_free_at_once(
    qtbot: QtBot, tasks: Tasks, theme: Theme, vietnamese: None, office: Office, other: Officer
) -> None:
    dossier = field_office.submit_dossier(office)
    first = screen_of(qtbot, office, office.supervisor, tasks)
    first.open_dossier(dossier.code)
    settled(qtbot, tasks)
    with pytest.raises(ClaimedError):
        office.station.paper.claim(other, dossier.code)
    first.leave()
    settled(qtbot, tasks)
    assert office.station.paper.claim(other, dossier.code).officer.id == other.id
    # coming back to the screen finds it taken, and says so
    first.refresh()
    settled(qtbot, tasks)
    assert first.keying.read_only
