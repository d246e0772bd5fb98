"""A real dossier, read by the real recogniser, verified in the window by keyboard alone."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from digitizer.exchange.keyrings import KeyringSecrets
from digitizer.exchange.transport import pin_of
from digitizer.model.dossier import Dossier, DossierState
from digitizer.model.message import Neighbour
from digitizer.model.officer import Role
from digitizer.office import practice
from tests.digitizer.exchange import state
from tests.digitizer.exchange.at_the_command import Ring
from tests.digitizer.exchange.certificates import Authority
from tests.digitizer.exchange.state import People
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


def test_the_population_database_is_asked_by_one_key_and_stands_beside_the_card(
    vietnamese: None, seat: Seat, office: Office, tmp_path: Path
) -> None:
    seat.qtbot.waitUntil(lambda: not seat.tasks.running, timeout=20_000)
    card, values = next(
        (document_id, {row.value.name: row.value for row in rows})
        for document_id, rows in seat.screen.all_rows.items()
        if {"personal_id", "full_name", "birth_date"} <= {row.value.name for row in rows}
    )
    seat.screen.show_document(card, value_id=values["birth_date"].id)
    seat.screen.ask_population()
    seat.qtbot.waitUntil(lambda: bool(seat.notices), timeout=10_000)
    assert "chưa kết nối" in seat.notices[-1].text
    authority = Authority.make()
    context, certificate = authority.server(tmp_path)
    people = People(context)
    people.number = values["personal_id"].value
    people.name, people.born = values["full_name"].value.upper(), "19010101"
    before = keyring.get_keyring()
    keyring.set_keyring(Ring())
    secrets = KeyringSecrets(office.station.store.folder)
    for name, secret in (("password", state.PASSWORD), ("secret", state.SECRET)):
        secrets.put("dan-cu", name, secret)
    try:
        with people.running():
            settings = {
                "pins": [pin_of(certificate)],
                "roots": authority.pem,
                "settings": {"username": state.USER, "integration": "TH01"},
                "officers": {office.supervisor.login: "CB01"},
            }
            administrator = next(
                one
                for one in office.station.store.officers.all()
                if Role.ADMINISTRATOR in one.roles
            )
            office.station.store.outbox.set_up(
                administrator, [Neighbour("dan-cu", "population", people.address, settings)]
            )
            seat.screen.ask_population()
            view = seat.screen.form.view(seat.screen.form.current)
            seat.qtbot.waitUntil(
                lambda: view.witnesses.population.text().startswith("≠ khác"), timeout=20_000
            )
    finally:
        keyring.set_keyring(before)
    assert "khác với thẻ" in seat.notices[-1].text
    seat.screen.show_document(card, value_id=values["full_name"].id)
    view = seat.screen.form.view(seat.screen.form.current)
    assert view.witnesses.population.text().startswith("khớp")
    assert people.complaints == []


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
