"""A batch of signatures that a stop cut off: the window says what it has come to."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from digitizer.model.result import SignerRole
from digitizer.results import broken_off
from tests.ui.desk_office import DeskOffice
from tests.ui.test_signing import Seat, compose
from ui.tasks import Tasks
from ui.theme import Theme


def test_a_batch_that_a_stop_cut_off_is_said_once_and_its_rest_is_ticked(
    qtbot: QtBot, office: DeskOffice, tasks: Tasks, theme: Theme, vietnamese: None
) -> None:
    store, queues = office.station.store, office.station.results.queues
    ids = [compose(office) for _ in range(3)]
    # as a killed program leaves it: begun by another run, the last two still waiting
    with broken_off.noted(store, office.records, SignerRole.PERSON, [*ids[1:], 999]):
        assert queues.broken_off(office.records) == ()
        kept = store.folder / broken_off.FOLDER
        (file,) = kept.iterdir()
        data = file.read_bytes()
    assert not file.exists()
    file.write_bytes(data)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(broken_off, "_RUN", "the next start")
        seat = Seat(qtbot, office, tasks)
        assert [one.result.id for one in seat.screen.model.chosen] == ids[1:]
        said = seat.screen.interrupted
        assert said.isVisible()
        assert "đã ký 1 trên 3 kết quả" in said.label.text()
        assert "2 kết quả còn lại" in said.label.text()
        seat.refresh()
        assert Seat(qtbot, office, tasks).screen.interrupted.label.text() == ""


def test_a_list_of_a_batch_that_does_not_read_stops_nobody(office: DeskOffice) -> None:
    store, queues = office.station.store, office.station.results.queues
    with broken_off.noted(store, office.records, SignerRole.PERSON, [1]):
        (file,) = (store.folder / broken_off.FOLDER).iterdir()
    file.write_bytes(b"\x00" * 60)
    assert queues.broken_off(office.records) == ()
    assert not file.exists()
