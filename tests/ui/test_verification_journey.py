"""A real dossier, read by the real recogniser, verified in the window by keyboard alone."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from digitizer.model.dossier import Dossier, DossierState
from digitizer.office import practice
from tests.ui import field_office
from tests.ui.field_office import Office
from tests.ui.verification_seat import Seat

pytestmark = [pytest.mark.engine, pytest.mark.slow]

BOTH = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
MOST_KEYS = 200


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    found = field_office.open_office(tmp_path_factory.mktemp("office") / "data")
    yield found
    found.station.close()


@pytest.fixture(scope="module")
def dossier(office: Office) -> Dossier:
    paper = office.station.paper
    with practice.sample_dossiers() as samples:
        sample = next(one for one in samples if one.name.startswith("03"))
        opened = paper.open_dossier(office.clerk, sample.procedure, sample.owner)
        paper.take_in(office.clerk, opened.code, sample.files)
    paper.read(office.clerk, opened.code)
    return paper.submit(office.clerk, opened.code)


@pytest.fixture
def seat(qtbot: QtBot, office: Office, dossier: Dossier) -> Iterator[Seat]:
    taken = Seat(qtbot, office.station, office.supervisor)
    taken.open(dossier.code)
    yield taken
    taken.settle()
    taken.tasks.close()


def test_the_witnesses_of_a_card_stand_beside_the_field(seat: Seat) -> None:
    seat.qtbot.waitUntil(lambda: not seat.tasks.running, timeout=20_000)
    numbers = [
        (document_id, row.value.id)
        for document_id, rows in seat.screen.all_rows.items()
        for row in rows
        if row.value.name == "personal_id"
    ]
    assert numbers
    seat.screen.show_document(numbers[0][0], value_id=numbers[0][1])
    view = seat.screen.form.view(seat.screen.form.current)
    assert view.witnesses.isVisible()
    assert view.witnesses.verdict.text()
    other = (seat.screen.form.current + 1) % len(seat.screen.rows)
    seat.screen.form.focus_row(other)
    assert not view.witnesses.isVisible()


@pytest.mark.alone
def test_the_next_field_of_a_real_page_is_there_within_fifty_milliseconds(seat: Seat) -> None:
    seat.qtbot.waitUntil(lambda: not seat.tasks.running)
    times = []
    for _ in range(12):
        began = time.perf_counter()
        seat.press(Qt.Key.Key_Tab)
        seat.paint()
        times.append(time.perf_counter() - began)
    typical = sorted(times)[len(times) // 2]
    print(f"300 dpi page: Tab to the next field, page centred: {typical * 1000:.1f} ms")
    assert typical < 0.05


def test_a_real_dossier_is_verified_by_keyboard_alone(seat: Seat, dossier: Dossier) -> None:
    keys = 0
    while any(row.open for rows in seat.screen.all_rows.values() for row in rows):
        keys += 1
        assert keys < MOST_KEYS, seat.screen.pane.note
        if seat.screen.rows[seat.screen.form.current].open and not seat.editor.value:
            seat.control(Qt.Key.Key_B)
        else:
            seat.press(Qt.Key.Key_Return)
        seat.settle()
    for _document in seat.screen.all_rows:
        seat.control(Qt.Key.Key_Return)
        seat.settle()
    seat.press(Qt.Key.Key_Return, BOTH)
    seat.qtbot.waitUntil(lambda: seat.state(dossier.code) is DossierState.VERIFIED, timeout=10_000)
    view = seat.station.paper.view(seat.officer, dossier.code)
    # papers of which the machine is wholly sure are not shown, only stood for with the dossier
    left = [one for one in view.values if one.decided_by != seat.officer.id and not one.sure]
    assert left == []
    assert seat.station.store.people.rows()
