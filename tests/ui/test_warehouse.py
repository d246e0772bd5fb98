"""The warehouse at the supervisor's seat: find a person, see the facts, put one right by two."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from digitizer.model.field import Absence
from digitizer.paper.verification import needs_person
from tests.ui import field_office
from tests.ui.desk_office import DeskOffice
from ui.provenance import ProvenanceDialog
from ui.screen import Desk
from ui.screens.warehouse import WarehouseScreen
from ui.tasks import Tasks

pytestmark = pytest.mark.usefixtures("vietnamese")
PERSON = "046098029716"


@pytest.fixture
def screen(qtbot: QtBot, office: DeskOffice, tasks: Tasks) -> WarehouseScreen:
    paper = office.station.paper
    dossier = field_office.submit_dossier(office.fields)
    view = paper.view(office.supervisor, dossier.code)
    for value in view.values:
        if value.name == "person_personal_id":
            paper.decide(office.supervisor, value.id, value.version, value=PERSON, reason="xem ảnh")
        elif needs_person(value, view.findings):
            absence = None if value.value else Absence.BLANK
            paper.decide(
                office.supervisor, value.id, value.version, absence=absence, reason="xem ảnh"
            )
    paper.verify(office.supervisor, dossier.code)
    made = WarehouseScreen(Desk(office.station, office.supervisor, tasks))
    qtbot.addWidget(made)
    made.resize(1200, 700)
    made.show()
    return made


def choose_field(screen: WarehouseScreen, name: str) -> None:
    assert screen.held is not None
    place = next(n for n, one in enumerate(screen.held.facts) if one.field == name and one.stands)
    screen.table.selectRow(place)


def look_up(qtbot: QtBot, screen: WarehouseScreen, words: str) -> None:
    screen.held = None
    screen.words.setText(words)
    qtbot.keyClick(screen.words, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: screen.held is not None)


def test_a_number_shows_the_persons_facts_and_the_look_is_journaled(
    qtbot: QtBot, screen: WarehouseScreen, office: DeskOffice
) -> None:
    look_up(qtbot, screen, PERSON)
    assert screen.held is not None
    assert screen.held.facts == office.station.store.people.rows(PERSON)
    assert screen.model.rowCount() == len(screen.held.facts)
    (row, *_) = office.station.store.journal.rows(5, f"person/{PERSON}")
    assert (row.action, row.officer) == ("person-viewed", office.supervisor.login)


def test_days_are_shown_and_taken_as_the_office_writes_them(
    qtbot: QtBot, screen: WarehouseScreen, office: DeskOffice
) -> None:
    look_up(qtbot, screen, PERSON)
    choose_field(screen, "person_birth_date")
    assert screen.value.text() == "06/01/1998"
    screen.reason.setText("Nhập sai ngày.")
    assert not screen.propose_action.isEnabled(), "the same day is no correction"
    screen.value.setText("07/01/1998")
    screen.propose_action.trigger()
    waiting = office.station.store.corrections.waiting
    qtbot.waitUntil(lambda: "1998-01-07" in [one.value for one in waiting()])
    for one in waiting():
        office.station.store.corrections.refuse(office.fields.both, one.id, "Chỉ là thử.")


def test_a_name_nobody_has_says_so(qtbot: QtBot, screen: WarehouseScreen) -> None:
    screen.words.setText("Không Ai Cả")
    qtbot.keyClick(screen.words, Qt.Key.Key_Return)
    qtbot.waitUntil(screen.banner.isVisible)


def test_what_one_proposes_another_approves_and_the_dossier_is_settled(
    qtbot: QtBot, screen: WarehouseScreen, office: DeskOffice
) -> None:
    look_up(qtbot, screen, PERSON)
    choose_field(screen, "person_name")
    assert not screen.propose_action.isEnabled(), "neither another value nor a reason"
    screen.value.setText("Trần Văn Mẫu")
    screen.reason.setText("Bản chính ghi khác.")
    screen.propose_action.trigger()
    qtbot.waitUntil(lambda: len(screen.waiting) == 1)
    correction = screen.waiting[0]
    screen.list.choose(("correction", correction.id))
    screen._on_chosen(correction)
    assert not screen.approve_action.isEnabled(), "who proposed does not approve"

    clerk_said = office.station.store.corrections
    clerk_said.refuse(office.fields.both, correction.id, "Đề nghị lại từ quầy.")
    fact = next(
        one for one in office.station.store.people.rows(PERSON) if one.field == "person_name"
    )
    number = clerk_said.propose(office.clerk, fact.number, "Trần Văn Mẫu", "Bản chính ghi khác.")
    screen.refresh()
    qtbot.waitUntil(lambda: [one.id for one in screen.waiting] == [number])
    screen.list.choose(("correction", number))
    screen._on_chosen(screen.waiting[0])
    assert screen.approve_action.isEnabled()
    screen.approve_action.trigger()
    qtbot.waitUntil(lambda: not screen.waiting and screen.cards.rowCount() == 2)
    stale = office.station.store.corrections.stale_uses()
    assert [one.new_value for one in stale] == ["Trần Văn Mẫu"]
    screen.list.choose(("stale", stale[0].dossier_code, stale[0].fact_id))
    screen.reason.setText("Đã báo công dân.")
    assert screen.settle_action.isEnabled()
    screen.settle_action.trigger()
    qtbot.waitUntil(lambda: office.station.store.corrections.stale_uses() == ())


def test_a_fact_leads_to_its_pixels_also_after_it_was_put_right(
    qtbot: QtBot, screen: WarehouseScreen, office: DeskOffice
) -> None:
    look_up(qtbot, screen, PERSON)
    choose_field(screen, "person_name")
    fact = screen._fact()
    assert fact is not None
    if fact.corrects is None:
        corrections = office.station.store.corrections
        number = corrections.propose(office.clerk, fact.number, "Trần Văn Đúng", "Nhập sai.")
        corrections.approve(office.supervisor, number)
        look_up(qtbot, screen, PERSON)
        choose_field(screen, "person_name")
    screen.trace_action.trigger()
    # closed before its page is drawn: the answer reaches nobody and breaks nothing
    screen.findChildren(ProvenanceDialog)[0].close()
    screen.trace_action.trigger()
    dialog = next(one for one in screen.findChildren(ProvenanceDialog) if one.isVisible())
    fact = screen._fact()
    assert fact is not None
    qtbot.waitUntil(lambda: fact.value in dialog.title.text())
    dialog.close()
