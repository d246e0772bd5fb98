"""Warnings need a reason; a value large; the fields' side; the next dossier; the page as it lay."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from digitizer.errors import NotAllowedError, UndecidedFieldsError
from digitizer.model import rights
from digitizer.model.dossier import Dossier, DossierState
from digitizer.model.field import Absence
from digitizer.model.officer import Role
from digitizer.model.rights import Action
from digitizer.paper.verification import needs_person
from tests.ui import field_office
from tests.ui.field_office import Office
from tests.ui.verification_seat import Seat
from ui.screens.verification.large_value import LargeValue

DIVIDED = "xã Hòa Liên, huyện Hòa Vang, thành phố Đà Nẵng"
SHIFT = Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    found = field_office.open_office(tmp_path_factory.mktemp("office") / "data")
    yield found
    found.station.close()


@pytest.fixture
def dossier(office: Office) -> Dossier:
    return field_office.submit_dossier(office)


@pytest.fixture
def seat(qtbot: QtBot, office: Office, dossier: Dossier) -> Iterator[Seat]:
    taken = Seat(qtbot, office.station, office.supervisor)
    taken.open(dossier.code)
    yield taken
    taken.settle()
    taken.tasks.close()


def focus(seat: Seat, name: str) -> int:
    place = next(n for n, row in enumerate(seat.screen.rows) if row.value.name == name)
    seat.screen.form.focus_row(place)
    return place


def warned(seat: Seat, name: str) -> int:
    """Type an address of a commune that was divided, and come back to it."""
    focus(seat, name)
    seat.type(DIVIDED)
    seat.press(Qt.Key.Key_Return)
    seat.settle()
    return focus(seat, name)


def test_a_value_a_check_warns_of_stands_only_with_a_reason_that_is_kept(
    seat: Seat, dossier: Dossier
) -> None:
    place = warned(seat, "requester_residence")
    row = seat.screen.rows[place]
    assert row.open
    assert row.warned
    assert seat.station.paper.summaries(seat.officer)[0].open_count >= 1
    seat.press(Qt.Key.Key_Return)
    panel = seat.screen.pane.why
    assert panel.isVisible()
    assert panel.reasons.count() > 3
    panel.words.setText("Đã hỏi người nộp")
    panel.words.setFocus()
    seat.press(Qt.Key.Key_Return)
    seat.settle()
    kept = seat.value("requester_residence")
    assert kept.reason.endswith("Đã hỏi người nộp")
    assert kept.decided_by == seat.officer.id
    assert not seat.screen.rows[place].open
    assert not panel.isVisible()
    assert seat.screen.form.current != place
    journal = seat.station.store.journal.rows(limit=50)
    assert any("Đã hỏi người nộp" in str(row.after) for row in journal)


def test_escape_from_the_reason_leads_back_to_the_value(seat: Seat) -> None:
    place = warned(seat, "requester_residence")
    seat.press(Qt.Key.Key_Return)
    seat.press(Qt.Key.Key_Escape)
    assert seat.screen.form.current == place
    assert seat.value("requester_residence").reason == ""
    assert seat.screen.rows[place].open


def test_the_core_verifies_no_dossier_with_a_warning_nobody_explained(
    office: Office, dossier: Dossier
) -> None:
    paper, by = office.station.paper, office.supervisor
    values = {one.name: one for one in paper.view(by, dossier.code).values}
    one = values["requester_residence"]
    paper.decide(by, one.id, one.version, value=DIVIDED)
    view = paper.view(by, dossier.code)
    for value in view.values:
        if value.id != one.id and needs_person(value, view.findings):
            absence = None if value.value else Absence.BLANK
            paper.decide(by, value.id, value.version, absence=absence)
    with pytest.raises(UndecidedFieldsError) as raised:
        paper.verify(by, dossier.code)
    assert raised.value.details["values"] == (one.id,)
    again = office.station.store.dossiers.value(one.id)
    paper.decide(by, one.id, again.version, reason="Giấy tờ ghi như vậy")
    assert paper.verify(by, dossier.code).state is DossierState.VERIFIED


def test_f2_shows_the_value_large_and_enter_takes_what_is_typed(seat: Seat) -> None:
    seat.qtbot.waitUntil(lambda: seat.screen.form.view(0).snippet.image is not None)
    seat.press(Qt.Key.Key_F2)
    dialog = seat.screen.findChild(LargeValue)
    assert dialog is not None
    seat.qtbot.waitUntil(lambda: dialog.snippet.image is not None)
    small = seat.screen.form.view(0).snippet.image
    assert small is not None
    assert dialog.snippet.image is not None
    assert dialog.snippet.image.height() > 1.5 * small.height()
    dialog.editor.setText("PHÙNG MINH VŨ")
    seat.qtbot.keyClick(dialog.editor, Qt.Key.Key_Return)
    seat.qtbot.waitUntil(lambda: seat.screen.findChild(LargeValue) is None)
    assert seat.screen.form.current == 0
    assert seat.screen.form.view(0).editor.value == "PHÙNG MINH VŨ"
    assert seat.value("requester_name").decided_by is None
    seat.screen.activateWindow()
    seat.qtbot.waitUntil(seat.screen.form.view(0).editor.hasFocus)
    seat.press(Qt.Key.Key_Return)
    seat.settle()
    assert seat.value("requester_name").value == "PHÙNG MINH VŨ"


def test_the_fields_change_sides_and_stay_there(qtbot: QtBot, office: Office, seat: Seat) -> None:
    def left_of_page(one: Seat) -> bool:
        return one.screen.pane.x() < one.screen.page_pane.x()

    assert left_of_page(seat)
    seat.press(Qt.Key.Key_F6, CONTROL | SHIFT)
    assert not left_of_page(seat)
    again = Seat(qtbot, office.station, office.supervisor)
    assert not left_of_page(again)
    again.tasks.close()
    again.screen.close()
    seat.screen.activateWindow()
    qtbot.waitUntil(seat.screen.isActiveWindow)
    seat.screen.focus_current()
    seat.press(Qt.Key.Key_F6, CONTROL | SHIFT)
    assert left_of_page(seat)


def test_the_next_dossier_comes_by_itself_only_if_wished(seat: Seat, office: Office) -> None:
    field_office.submit_dossier(office)
    seat.screen.refresh()
    seat.qtbot.waitUntil(lambda: len(seat.screen.lists.waiting) >= 2)
    seat.press(Qt.Key.Key_N, CONTROL | SHIFT)
    assert not seat.screen.habits.next_by_itself
    seat.press(Qt.Key.Key_F8)
    seat.press(Qt.Key.Key_Tab)
    seat.press(Qt.Key.Key_Return)
    seat.qtbot.waitUntil(lambda: seat.screen.dossier is None)
    seat.qtbot.wait(100)
    assert seat.screen.dossier is None
    assert seat.screen.lists.queue.hasFocus()
    seat.screen.habits.next_by_itself = True


def test_what_was_done_today_is_counted(seat: Seat) -> None:
    seat.press(Qt.Key.Key_Return)
    seat.settle()
    tally = seat.station.verifying.tally(seat.officer)
    assert tally.values >= 1
    assert tally.waiting >= 1
    seat.screen.refresh()
    seat.qtbot.waitUntil(lambda: str(tally.values) in seat.screen.lists.tally.text())


def test_a_dossier_opens_again_at_the_field_and_with_the_page_as_it_lay(
    seat: Seat, dossier: Dossier, office: Office
) -> None:
    other = field_office.submit_dossier(office)
    place = focus(seat, "person_residence")
    seat.control(Qt.Key.Key_Plus)
    seat.control(Qt.Key.Key_Plus)
    lay = seat.screen.page_view.pose()
    seat.screen.open_dossier(other.code)
    seat.qtbot.waitUntil(lambda: seat.screen.keying.code == other.code)
    seat.qtbot.waitUntil(lambda: seat.screen.page_pane.page_id is not None)
    seat.screen.open_dossier(dossier.code)
    seat.qtbot.waitUntil(lambda: seat.screen.keying.code == dossier.code)
    seat.qtbot.waitUntil(lambda: seat.screen.page_pane.page_id is not None)
    QApplication.processEvents()
    assert seat.screen.form.current == place
    assert seat.screen.page_view.pose() == pytest.approx(lay, abs=2)
    assert seat.screen.page_view.zoom == pytest.approx(lay[0])


def test_who_may_not_see_sensitive_data_sees_neither_value_nor_pixels(
    qtbot: QtBot, office: Office, dossier: Dossier, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper, officer = office.station.paper, office.supervisor
    page = office.station.store.dossiers.pages(dossier.code)[0].id
    whole, words = paper.page_image(officer, page), paper.page_text(officer, page)
    without = {**rights.allowed(), Action.VIEW_SENSITIVE: frozenset({Role.RECORDS})}
    monkeypatch.setattr(rights, "allowed", lambda: without)
    values = {one.name: one for one in paper.view(officer, dossier.code).values}
    kept = values["person_ethnicity"]
    assert (kept.hidden, kept.value, kept.raw) == (True, "", "")
    assert not values["person_name"].hidden
    assert paper.page_image(officer, page) != whole
    left = paper.page_text(officer, page)
    assert words is not None
    assert left is not None
    assert "Kinh" in [one.text for one in words.words]
    assert "Kinh" not in [one.text for one in left.words]
    with pytest.raises(NotAllowedError):
        paper.decide(officer, kept.id, kept.version, value="Tày")
    with pytest.raises(NotAllowedError):
        paper.waiting_values(officer, field_office.TYPE, "person_ethnicity")
    seat = Seat(qtbot, office.station, officer)
    seat.open(dossier.code)
    place = focus(seat, "person_ethnicity")
    view = seat.screen.form.view(place)
    assert view.editor.isReadOnly()
    assert view.editor.value == ""
    assert "Kinh" not in view.editor.accessibleDescription()
    assert view.editor.placeholderText()
    seat.settle()
    seat.tasks.close()
