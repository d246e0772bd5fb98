"""Neighbours are told and asked about a dossier from the clerk's and the supervisor's seats."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from digitizer.exchange import desk as exchange
from digitizer.exchange.connector import Offer, Question
from digitizer.model.dossier import Channel, Owner
from digitizer.model.message import DeliveryKind, MessageKind, Neighbour, Received
from tests.ui import desk_office, every_screen
from tests.ui.desk_office import DeskOffice
from ui.screen import Desk, Notice, Screen
from ui.screens.clerk import ClerkScreen
from ui.tasks import Tasks
from ui.telling import open_telling
from ui.theme import Theme
from ui.widgets.telling_dialog import TellingDialog

OWNER = Owner("Đỗ Thị Đào", "001203004567")


class People:
    """A population database that knows one person."""

    questions: list[Question] = []  # noqa: RUF012 - one for the test

    def __init__(self, _around: Any) -> None:
        """Take anything."""

    def ask(self, question: Question) -> Offer:
        People.questions.append(question)
        same = question.values["birth_date"] == "2003-05-06"
        content = {"found": True, "agrees": {"number": True, "birth_date": same}}
        return Offer(Received(question.key, DeliveryKind.PAPER, "", "", content, "d" * 64))

    def close(self) -> None:
        """Hold nothing."""


@pytest.fixture
def office(
    qapp: QApplication, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Iterator[DeskOffice]:
    found = desk_office.open_office(tmp_path_factory.mktemp("telling") / "data")
    monkeypatch.setattr(exchange, "class_of", lambda _name: People)
    People.questions = []
    yield found
    found.station.close()


def connect(office: DeskOffice) -> None:
    province = (MessageKind.STATE, MessageKind.REQUEST)
    office.station.store.outbox.set_up(
        office.administrator,
        [
            Neighbour("tinh", "province-json", "https://tinh.example", {}, province),
            Neighbour("dan-cu", "population", "https://dancu.example", {}, ()),
        ],
    )


def opened(qtbot: QtBot, screen: Screen, code: str, tasks: Tasks) -> TellingDialog:
    open_telling(screen, code, OWNER)
    qtbot.waitUntil(lambda: not tasks.running and bool(screen.findChildren(TellingDialog)))
    return screen.findChildren(TellingDialog)[0]


def test_a_withdrawal_is_told_and_a_criminal_record_and_the_population_are_asked_for(
    qtbot: QtBot, tasks: Tasks, theme: Theme, vietnamese: None, office: DeskOffice
) -> None:
    connect(office)
    code = office.station.paper.open_dossier(office.clerk, "1.004873", OWNER, Channel.COUNTER).code
    screen = Screen(Desk(office.station, office.clerk, tasks))
    qtbot.addWidget(screen)
    screen.show()
    dialog = opened(qtbot, screen, code, tasks)
    assert not [*every_screen.cut_off(dialog), *every_screen.silent(dialog)]

    def send() -> str:
        dialog.send_button.click()
        qtbot.waitUntil(lambda: not tasks.running and dialog.send_button.isEnabled())
        return dialog.info.label.text()

    dialog.choose("withdrawn")
    assert dialog.reason.isVisible()
    assert not dialog.number.isVisible()
    dialog.reason.setText("Công dân đề nghị rút")
    assert send() == "1 hệ thống sẽ nhận tin."
    dialog.choose("criminal-record")
    # what it needs is asked for before anything is sent
    assert send() == "Hãy điền: Ngày sinh."
    assert dialog.birth.hasFocus()
    dialog.birth.setText("6/5/2003")
    assert send().startswith("Yêu cầu số ")
    assert not [*every_screen.cut_off(dialog), *every_screen.silent(dialog)]
    told = office.station.store.outbox.messages(office.supervisor, dossier_code=code)
    whole = [one for one in told if one.kind in (MessageKind.STATE, MessageKind.REQUEST)]
    assert [one.kind for one in whole][-2:] == [MessageKind.STATE, MessageKind.REQUEST]
    dialog.choose("dan-cu")
    assert send() == "Đã tìm thấy và khớp với điều đã hỏi."
    dialog.birth.setText("07/05/2003")
    assert send() == "Đã tìm thấy; 1 thông tin khác với điều đã hỏi."
    (question, _other) = People.questions
    assert (question.dossier_code, question.officer) == (code, office.clerk.login)
    assert question.values == {
        "number": OWNER.personal_id,
        "name": OWNER.name,
        "birth_date": "2003-05-06",
    }
    actions = [row.action for row in office.station.store.journal.rows(20, code)]
    assert actions.count("state-told") == 1
    assert actions.count("database-asked") == 2


def test_an_answer_that_comes_after_the_dialog_was_closed_is_said_all_the_same(
    qtbot: QtBot, tasks: Tasks, theme: Theme, vietnamese: None, office: DeskOffice
) -> None:
    connect(office)
    code = office.station.paper.open_dossier(office.clerk, "1.004873", OWNER, Channel.COUNTER).code
    screen = Screen(Desk(office.station, office.clerk, tasks))
    qtbot.addWidget(screen)
    screen.show()
    said: list[Notice] = []
    screen.noticed.connect(said.append)
    dialog = opened(qtbot, screen, code, tasks)
    dialog.choose("dan-cu")
    dialog.birth.setText("6/5/2003")
    dialog.send_button.click()
    dialog.close()
    qtbot.waitUntil(lambda: bool(said) and not tasks.running, timeout=10_000)
    assert said[0].text == "Đã tìm thấy và khớp với điều đã hỏi."


def test_the_clerk_opens_it_by_a_key_and_hears_where_nobody_is_connected(
    qtbot: QtBot, tasks: Tasks, theme: Theme, vietnamese: None, office: DeskOffice
) -> None:
    code = office.station.paper.open_dossier(office.clerk, "1.004873", OWNER, Channel.COUNTER).code
    screen = ClerkScreen(Desk(office.station, office.clerk, tasks))
    qtbot.addWidget(screen)
    screen.show()
    assert not screen.tell_action.isEnabled()
    screen.show_dossier(code)
    qtbot.waitUntil(screen.tell_action.isEnabled, timeout=10_000)
    notices: list[Notice] = []
    screen.noticed.connect(notices.append)
    screen.tell_action.trigger()
    qtbot.waitUntil(lambda: bool(notices), timeout=10_000)
    assert "chưa kết nối" in notices[0].text
    connect(office)
    screen.tell_action.trigger()
    qtbot.waitUntil(lambda: bool(screen.findChildren(TellingDialog)), timeout=10_000)
    assert screen.findChildren(TellingDialog)[0].owner_name.text() == OWNER.name
