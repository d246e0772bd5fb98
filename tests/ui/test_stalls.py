"""Nothing a supervisor does keeps the window from answering for a tenth of a second."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.ui import field_office
from tests.ui.field_office import Office
from tests.ui.stall_watch import LIMIT, StallWatch
from tests.ui.verification_seat import Seat
from ui.screen import Desk
from ui.screens.blind import BlindScreen
from ui.screens.dashboard import DashboardScreen
from ui.screens.mass import MassScreen
from ui.theme import Theme


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    found = field_office.open_office(tmp_path_factory.mktemp("office") / "data")
    yield found
    found.station.close()


@pytest.fixture
def watch(qtbot: QtBot) -> Iterator[StallWatch]:
    made = StallWatch()
    yield made
    if made._running:
        made.stop()


def test_the_watch_sees_a_stall_and_says_where(qtbot: QtBot, watch: StallWatch) -> None:
    watch.start()
    qtbot.wait(30)
    end = time.thread_time() + 3 * LIMIT
    while time.thread_time() < end:
        pass
    qtbot.wait(30)
    watch.stop()
    assert any(one.computed > LIMIT for one in watch.stalls)
    assert "test_the_watch_sees_a_stall" in "".join(one.where for one in watch.stalls)


@pytest.mark.alone
def test_a_session_at_the_supervisors_screens_never_stalls(
    qtbot: QtBot, theme: Theme, vietnamese: None, office: Office, watch: StallWatch
) -> None:
    dossier = field_office.submit_dossier(office, types=(field_office.TYPE,) * 3)
    for _ in range(3):
        field_office.submit_dossier(office)
    seat = Seat(qtbot, office.station, office.supervisor)
    seat.open(dossier.code)
    qtbot.waitUntil(lambda: not seat.tasks.running)
    watch.start()
    for _ in range(12):
        seat.press(Qt.Key.Key_Tab)
        qtbot.wait(2)
    for document_id in list(seat.screen.all_rows):
        seat.screen.show_document(document_id)
        qtbot.wait(20)
        seat.press(Qt.Key.Key_Return)
    seat.settle()
    desk = Desk(office.station, office.supervisor, seat.tasks)
    for kind in (MassScreen, BlindScreen, DashboardScreen):
        screen = kind(desk)
        qtbot.addWidget(screen)
        screen.show()
        screen.refresh()
        qtbot.waitUntil(lambda: not seat.tasks.running, timeout=10_000)
        qtbot.wait(20)
    watch.stop()
    seat.tasks.close()
    long = [one for one in watch.stalls if one.computed > LIMIT]
    assert long == [], "\n".join(one.where for one in long)
