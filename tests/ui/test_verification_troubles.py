"""The verification screen when something is wrong: with the papers, the disk or the page."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from digitizer.errors import DiskFullError
from digitizer.model.dossier import DossierState
from tests.ui import field_office
from tests.ui.field_office import TYPE, Office
from tests.ui.verification_seat import Seat
from ui.models.field_rows import FieldMark
from ui.screens.verification import work
from ui.screens.verification.work import Saved
from ui.widgets.levels import PictureUnreadableError

BOTH = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    found = field_office.open_office(tmp_path_factory.mktemp("office") / "data")
    yield found
    found.station.close()


@pytest.fixture
def seat(qtbot: QtBot, office: Office) -> Iterator[Seat]:
    taken = Seat(qtbot, office.station, office.supervisor)
    yield taken
    taken.settle()
    taken.tasks.close()


def focus(seat: Seat, name: str) -> None:
    names = [row.value.name for row in seat.screen.rows]
    seat.screen.form.focus_row(names.index(name))


def test_a_checks_objection_is_said_below_and_blocks(seat: Seat, office: Office) -> None:
    dossier = field_office.submit_dossier(office)
    seat.open(dossier.code)
    focus(seat, "person_personal_id")
    seat.type("123")
    seat.press(Qt.Key.Key_Return)
    seat.settle()
    focus(seat, "person_personal_id")
    row = seat.screen.rows[seat.screen.form.current]
    assert row.mark is FieldMark.FINDING
    assert "123" in seat.screen.pane.note
    seat.press(Qt.Key.Key_Return, BOTH)
    seat.settle()
    seat.qtbot.waitUntil(lambda: not seat.tasks.running)
    assert seat.state(dossier.code) is DossierState.VERIFYING


def test_the_next_paper_comes_when_one_is_accepted(seat: Seat, office: Office) -> None:
    dossier = field_office.submit_dossier(office, types=(TYPE, TYPE))
    seat.open(dossier.code)
    first = seat.screen.rows[0].value.document_id
    seat.press(Qt.Key.Key_Return)
    seat.press(Qt.Key.Key_Return)
    seat.control(Qt.Key.Key_Return)
    assert seat.screen.rows[0].value.document_id != first
    assert seat.field == "requester_name"
    seat.settle()
    assert all(row.mark is FieldMark.DECIDED for row in seat.screen.all_rows[first])


def test_page_down_leads_to_the_next_page_that_needs_a_person(seat: Seat, office: Office) -> None:
    dossier = field_office.submit_dossier(office, types=(TYPE, TYPE))
    seat.open(dossier.code)
    before = seat.screen.pages.page_id
    seat.press(Qt.Key.Key_PageDown)
    assert seat.screen.pages.page_id != before
    assert seat.field == "requester_name"
    seat.press(Qt.Key.Key_PageUp)
    assert seat.screen.pages.page_id == before


def test_a_paper_of_unknown_type_shows_its_page_and_what_to_do(seat: Seat, office: Office) -> None:
    dossier = field_office.submit_dossier(office, types=(None,))
    seat.open(dossier.code)
    assert seat.screen.rows == ()
    assert "F9" in seat.screen.pane.banner.label.text()


def test_what_could_not_be_saved_stays_in_its_field(
    seat: Seat, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full_disk(*_arguments: object) -> Saved:
        raise DiskFullError

    dossier = field_office.submit_dossier(office)
    seat.open(dossier.code)
    with monkeypatch.context() as patched:
        patched.setattr(work, "carry_out", full_disk)
        seat.type("Phùng Minh Vũ")
        seat.press(Qt.Key.Key_Tab)
        seat.settle()
    assert seat.screen.pane.note
    assert seat.screen.form.view(0).editor.value == "Phùng Minh Vũ"
    focus(seat, "requester_name")
    seat.press(Qt.Key.Key_Return)
    seat.settle()
    assert seat.value("requester_name").value.casefold() == "phùng minh vũ"


def test_a_page_that_cannot_be_shown_leaves_its_fields(
    seat: Seat, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def damaged(_data: bytes) -> None:
        raise PictureUnreadableError

    dossier = field_office.submit_dossier(office)
    monkeypatch.setattr(work, "build_picture", damaged)
    seat.wait_for(dossier.code)
    seat.screen.open_dossier(dossier.code)
    seat.qtbot.waitUntil(lambda: bool(seat.screen.page_pane.complaint))
    assert seat.field == "requester_name"
    seat.press(Qt.Key.Key_Return)
    seat.settle()
    assert seat.value("requester_name").decided_by == office.supervisor.id


def test_what_is_typed_when_the_window_closes_is_kept(qtbot: QtBot, office: Office) -> None:
    dossier = field_office.submit_dossier(office)
    seat = Seat(qtbot, office.station, office.supervisor)
    seat.open(dossier.code)
    code = seat.screen.keying.code
    seat.type("Một")
    seat.press(Qt.Key.Key_Tab)
    seat.type("Hai")
    seat.press(Qt.Key.Key_Tab)
    seat.type("Ba")
    seat.screen.leave()
    seat.tasks.close()
    texts = [one.value.casefold() for one in office.station.store.dossiers.values(code)]
    assert texts[:3] == ["một", "hai", "ba"]


def test_the_pages_keys_work_while_a_value_is_typed(seat: Seat, office: Office) -> None:
    dossier = field_office.submit_dossier(office)
    seat.open(dossier.code)
    view = seat.screen.page_view
    before = view.zoom
    seat.control(Qt.Key.Key_Plus)
    assert view.zoom > before
    for _ in range(4):
        seat.control(Qt.Key.Key_Plus)
    place = view.horizontalScrollBar().value()
    seat.control(Qt.Key.Key_Right)
    assert view.horizontalScrollBar().value() > place
    seat.control(Qt.Key.Key_R)
    assert view.turned == 90
    assert seat.field == "requester_name"
