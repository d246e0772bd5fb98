"""The administrator's screen of neighbours, and the courier that sends behind the window."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from digitizer.exchange import desk as exchange
from digitizer.exchange.connector import Health
from digitizer.exchange.errors import NeighbourRefusedError, NeighbourUnreachableError
from digitizer.model.dossier import Channel, Owner
from digitizer.model.message import Message, MessageState, Receipt
from tests.ui import desk_office
from tests.ui.desk_office import DeskOffice
from ui.courier import Courier
from ui.screen import Desk, Notice
from ui.screens.exchange import ExchangeScreen
from ui.tasks import Tasks
from ui.theme import Theme

NEIGHBOURS = """
[tinh]
connector = "province-json"
address = "https://tinh.example"
settings = { username = "donvi" }
"""


class Line:
    """A neighbour that takes, refuses or does not answer, as the test says."""

    at_once = 1
    trouble: Exception | None = None
    told: list[Message] = []  # noqa: RUF012 - one for the test

    def __init__(self, _around: Any) -> None:
        """Take anything."""

    def send(self, message: Message) -> Receipt:
        if Line.trouble is not None:
            raise Line.trouble
        Line.told.append(message)
        return Receipt("TN-1", "a" * 64)

    def acknowledge(self, key: str, *, taken: bool) -> None:
        """Hear what became of an offer."""

    def check(self) -> Health:
        if Line.trouble is not None:
            raise Line.trouble
        return Health(well=True)

    def collect(self, place: str) -> Any:
        raise NeighbourUnreachableError(neighbour="tinh", reason=place)

    def close(self) -> None:
        """Hold nothing."""


@pytest.fixture(scope="module")
def founded(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[DeskOffice]:
    found = desk_office.open_office(tmp_path_factory.mktemp("exchange") / "data")
    yield found
    found.station.close()


@pytest.fixture
def office(founded: DeskOffice, monkeypatch: pytest.MonkeyPatch) -> DeskOffice:
    monkeypatch.setattr(exchange, "class_of", lambda _name: Line)
    Line.trouble, Line.told = None, []
    outbox = founded.station.store.outbox
    for state in (MessageState.WAITING, MessageState.DEAD):
        for one in outbox.messages(founded.administrator, states=[state]):
            outbox.drop(founded.administrator, one.id, "of an earlier test")
    return founded


@pytest.fixture
def screen(
    qtbot: QtBot, tasks: Tasks, theme: Theme, vietnamese: None, office: DeskOffice, tmp_path: Path
) -> ExchangeScreen:
    made = ExchangeScreen(Desk(office.station, office.administrator, tasks))
    qtbot.addWidget(made)
    made.show()
    made.refresh()
    qtbot.waitUntil(lambda: made.shown is not None)
    path = tmp_path / "lien-thong.toml"
    path.write_text(NEIGHBOURS, encoding="utf-8")
    made.set_up_from(path)
    # the notice, and the refresh after it
    qtbot.waitUntil(lambda: not tasks.running and len(made.neighbours.cards) == 2)
    return made


def opened(office: DeskOffice, name: str = "Đỗ Thị Đào") -> str:
    paper = office.station.paper
    owner = Owner(name, "001203004567")
    return paper.open_dossier(office.clerk, "1.004873", owner, Channel.COUNTER).code


def cells(screen: ExchangeScreen, column: int) -> list[str]:
    return [screen.model.index(row, column).data() for row in range(screen.model.rowCount())]


def test_what_is_set_aside_stands_with_its_reason_and_is_sent_again_by_a_key(
    qtbot: QtBot, screen: ExchangeScreen, office: DeskOffice
) -> None:
    code = opened(office)
    Line.trouble = NeighbourRefusedError(neighbour="tinh", reason="HTTP 422")
    office.station.exchange.send(office.clerk)
    screen.refresh()
    qtbot.waitUntil(lambda: screen.model.rowCount() == 1)
    assert cells(screen, 1) == [code]
    assert cells(screen, 2) == ["Để riêng"]
    assert "HTTP 422" in cells(screen, 3)[0]
    assert "Đào" not in "".join(cells(screen, column)[0] for column in range(8))
    assert screen.neighbours.cards[1].lines[0] == "0 chờ, 1 để riêng"
    screen.table.selectRow(0)
    assert "HTTP 422" in screen.banner.label.text()
    assert screen.retry_action.isEnabled()
    screen.retry_action.trigger()
    qtbot.waitUntil(lambda: cells(screen, 2) == ["Đang chờ"])
    Line.trouble = None
    office.station.exchange.send(office.clerk)
    screen.refresh()
    qtbot.waitUntil(lambda: screen.model.rowCount() == 0)
    assert screen.neighbours.cards[1].chip == "Tốt"
    screen.choice.setCurrentIndex(2)
    qtbot.waitUntil(lambda: cells(screen, 3) == ["TN-1"])


def test_a_message_is_dropped_only_with_a_reason(
    qtbot: QtBot, screen: ExchangeScreen, office: DeskOffice
) -> None:
    opened(office)
    screen.refresh()
    qtbot.waitUntil(lambda: screen.model.rowCount() == 1)
    screen.table.selectRow(0)
    said: list[Notice] = []
    screen.noticed.connect(said.append)
    screen.drop_action.trigger()
    assert said[0].text == "Hãy ghi lý do bỏ tin."
    screen.reason.setText("Tỉnh đã nhập tay")
    screen.drop_action.trigger()
    qtbot.waitUntil(lambda: screen.model.rowCount() == 0)
    dropped = office.station.store.outbox.messages(
        office.administrator, states=[MessageState.DROPPED]
    )
    assert dropped[-1].attempts == 0


def test_a_check_says_what_is_wrong_in_the_offices_words(
    qtbot: QtBot, screen: ExchangeScreen, office: DeskOffice
) -> None:
    assert screen.list.choose("tinh")
    said: list[Notice] = []
    screen.noticed.connect(said.append)
    screen.check_action.trigger()
    qtbot.waitUntil(lambda: len(said) == 1, timeout=10_000)
    assert said[0].text == "tinh trả lời bình thường."
    Line.trouble = NeighbourUnreachableError(neighbour="tinh", reason="timeout")
    screen.check_action.trigger()
    qtbot.waitUntil(lambda: len(said) == 2)
    assert said[1].text.startswith("Không liên lạc được với tinh")


def test_everything_on_the_screen_has_a_key_and_a_name(screen: ExchangeScreen) -> None:
    for action in screen.actions():
        assert action.shortcut().toString(), action.text()
    for widget in (screen.list, screen.table, screen.choice, screen.reason):
        assert widget.accessibleName()
        assert widget.focusPolicy() & Qt.FocusPolicy.TabFocus


def test_the_courier_sends_for_a_clerk_and_never_for_an_administrator(
    qtbot: QtBot, screen: ExchangeScreen, office: DeskOffice, tasks: Tasks
) -> None:
    opened(office)
    courier = Courier(tasks)
    courier.serve(office.station, office.administrator)
    courier.run()
    qtbot.waitUntil(lambda: not tasks.running)
    assert Line.told == []
    courier.serve(office.station, office.clerk)
    qtbot.waitUntil(lambda: len(Line.told) == 1)
    courier.stop()
    opened(office, "Lê Thị B")
    courier.run()
    qtbot.waitUntil(lambda: not tasks.running)
    assert len(Line.told) == 1
