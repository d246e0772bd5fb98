"""Queues longer than a page: they go on where the list ends; a search looks beyond it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from digitizer.model.dossier import Channel, Owner
from tests.ui import desk_office, field_office
from tests.ui.desk_office import DeskOffice
from ui.screen import Desk
from ui.screens.clerk import ClerkScreen
from ui.screens.records import RecordsScreen
from ui.tasks import Tasks
from ui.widgets import queue_pane
from ui.widgets.queue_pane import QueuePane

FAILS = QAbstractItemModelTester.FailureReportingMode.Fatal
SHORT_PAGE = 10
COUNT = 26
LAST = "Ngô Thị Sau Cùng"


@pytest.fixture(scope="module")
def long_office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DeskOffice]:
    found = desk_office.open_office(tmp_path_factory.mktemp("long") / "data")
    store, begin = found.station.store, datetime(2026, 11, 2, 8, tzinfo=UTC)
    for number in range(COUNT):
        last = number == COUNT - 1
        store.dossiers.create(
            found.clerk,
            code=f"H00.01.01-261102-{number + 1:04}",
            procedure=field_office.PROCEDURE,
            owner=Owner(LAST if last else f"Nguyễn Văn {number}", "046098029716" if last else ""),
            channel=Channel.COUNTER,
            received_at=begin,
            due_at=begin + timedelta(hours=number),
        )
    yield found
    found.station.close()


@pytest.fixture(autouse=True)
def short_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue_pane, "PAGE", SHORT_PAGE)
    monkeypatch.setattr("ui.screens.clerk.screen.PAGE", SHORT_PAGE)
    monkeypatch.setattr("ui.screens.records.screen.PAGE", SHORT_PAGE)


def scrolled_to_the_end(qtbot: QtBot, queue: QueuePane) -> None:
    # the tester of models asks for more by itself too
    for expected in (2 * SHORT_PAGE, COUNT):
        queue.list.scrollToBottom()
        queue.list.model().fetchMore(queue.list.rootIndex())
        qtbot.waitUntil(lambda wanted=expected: len(queue.cards) >= wanted)


def test_a_clerks_queue_goes_on_where_it_ends(
    qtbot: QtBot, tasks: Tasks, vietnamese: None, long_office: DeskOffice
) -> None:
    screen = ClerkScreen(Desk(long_office.station, long_office.clerk, tasks))
    qtbot.addWidget(screen)
    testers = [
        QAbstractItemModelTester(one, FAILS)
        for one in (screen.queue.list.cards, screen.queue.list.model())
    ]
    screen.refresh()
    qtbot.waitUntil(lambda: len(screen.queue.cards) >= SHORT_PAGE)
    scrolled_to_the_end(qtbot, screen.queue)
    assert len({card.key for card in screen.queue.cards}) == COUNT
    assert not screen.queue.list.model().canFetchMore(screen.queue.list.rootIndex())
    # asked again, the list stays as long as it was scrolled to
    screen.refresh()
    qtbot.waitUntil(lambda: not tasks.running)
    assert len(screen.queue.cards) == COUNT
    assert testers


@pytest.mark.parametrize("words", ["ngo thi sau", "046098029716"])
def test_a_search_finds_a_dossier_that_was_not_scrolled_to(
    qtbot: QtBot, tasks: Tasks, vietnamese: None, long_office: DeskOffice, words: str
) -> None:
    screen = ClerkScreen(Desk(long_office.station, long_office.clerk, tasks))
    qtbot.addWidget(screen)
    screen.refresh()
    qtbot.waitUntil(lambda: len(screen.queue.cards) == SHORT_PAGE)
    screen.queue.search.setText(words)
    model = screen.queue.list.model()
    qtbot.waitUntil(lambda: model.rowCount() == 1)
    assert model.index(0, 0).data() == LAST
    screen.queue.search.clear()
    assert model.rowCount() == SHORT_PAGE


def test_other_officers_dossiers_never_push_the_own_ones_out(
    long_office: DeskOffice,
) -> None:
    other = long_office.fields.both
    field_office.submit_dossier(long_office.fields, by=other)
    paper = long_office.station.paper
    mine = paper.own_summaries(long_office.clerk, COUNT)
    assert len(mine) == COUNT
    assert {one.dossier.opened_by for one in mine} == {long_office.clerk.id}
    (theirs,) = paper.own_summaries(other)
    assert theirs.dossier.opened_by == other.id


def test_the_records_queue_goes_on_too(
    qtbot: QtBot, tasks: Tasks, vietnamese: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    office = desk_office.open_office(tmp_path_factory.mktemp("records") / "data")
    for _ in range(SHORT_PAGE + 2):
        desk_office.verified_dossier(office)
    screen = RecordsScreen(Desk(office.station, office.records, tasks))
    qtbot.addWidget(screen)
    tester = QAbstractItemModelTester(screen.queue.list.model(), FAILS)
    screen.refresh()
    qtbot.waitUntil(lambda: len(screen.queue.cards) >= SHORT_PAGE)
    screen.queue.list.model().fetchMore(screen.queue.list.rootIndex())
    qtbot.waitUntil(lambda: len(screen.queue.cards) == SHORT_PAGE + 2)
    code = str(screen.queue.cards[-1].value)
    screen.show_dossier(code)
    qtbot.waitUntil(screen.compose_action.isEnabled)
    assert tester
    qtbot.waitUntil(lambda: not tasks.running)
    office.station.close()
