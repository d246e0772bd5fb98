"""The clerk's inbox in the window: what came in is shown and opened once."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Barrier

import pytest
from PIL import Image
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from digitizer.errors import ReplyTooEarlyError, WrongStateError
from digitizer.files import Held
from digitizer.model.dossier import Channel, DossierState, Owner
from digitizer.model.message import (
    DeliveryKind,
    DeliveryState,
    MessageKind,
    Neighbour,
    Received,
)
from digitizer.model.officer import Officer
from tests.ui import desk_office
from tests.ui.desk_office import DeskOffice
from ui.screen import Desk, Notice
from ui.screens.inbox import InboxScreen
from ui.tasks import Tasks
from ui.theme import Theme


@pytest.fixture
def office(qapp: QApplication, tmp_path: Path) -> Iterator[DeskOffice]:
    found = desk_office.open_office(tmp_path / "data")
    store = found.station.store
    neighbour = Neighbour(
        "tinh",
        "province-json",
        "https://tinh.example",
        {"settings": {"username": "x"}},
        (MessageKind.STATE,),
    )
    store.outbox.set_up(found.administrator, [neighbour])
    page = io.BytesIO()
    Image.new("RGB", (300, 400), "white").save(page, "PDF", resolution=100)
    received = Received(
        key="DVC-1:1",
        kind="dossier",
        subject="DVC-1",
        version="1",
        content={
            "procedure": "1.004873",
            "owner": "Đỗ Thị Đào",
            "personal_id": "001203004567",
            "submitted_at": "2026-03-02T08:00:00+07:00",
        },
        digest="d",
        files={"to-khai.pdf": store.vault.put(page.getvalue())},
    )
    store.inbox.add(found.clerk, "tinh", received)
    yield found
    found.station.close()


def test_a_dossier_that_came_in_is_shown_and_opened_by_one_key_once(
    qtbot: QtBot, tasks: Tasks, theme: Theme, vietnamese: None, office: DeskOffice
) -> None:
    screen = InboxScreen(Desk(office.station, office.clerk, tasks))
    qtbot.addWidget(screen)
    screen.show()
    screen.refresh()
    qtbot.waitUntil(lambda: bool(screen.model.cards), timeout=10_000)
    assert screen.model.cards[0].title == "Đỗ Thị Đào"
    assert screen.open_action.isEnabled()
    said: list[Notice] = []
    screen.noticed.connect(said.append)
    screen.open_action.trigger()
    assert not screen.open_action.isEnabled()
    qtbot.waitUntil(lambda: not screen.model.cards and bool(said), timeout=60_000)
    (summary,) = office.station.paper.summaries(office.clerk)
    assert (summary.dossier.channel, summary.page_count) == (Channel.ONLINE, 1)
    assert summary.dossier.code in said[0].text
    assert screen.empty.isVisibleTo(screen)
    looks = [one.action for one in office.station.store.journal.rows(100)]
    assert looks.count("delivery-viewed") == 1
    # neighbours are told the code that the dossier came with
    (message,) = office.station.store.outbox.due(office.clerk, "tinh", 10)
    assert message.content["online"] == {"neighbour": "tinh", "code": "DVC-1", "vneid": "0"}


def test_a_dossier_whose_papers_a_stop_kept_out_is_gone_on_with(
    qtbot: QtBot, tasks: Tasks, theme: Theme, vietnamese: None, office: DeskOffice
) -> None:
    (item,) = office.station.store.inbox.items(office.clerk)
    # what a program killed right after the dossier was opened leaves behind
    begun = office.station.paper.open_dossier(
        office.clerk, "1.004873", Owner("Đỗ Thị Đào"), Channel.ONLINE, item.id
    )
    screen = InboxScreen(Desk(office.station, office.clerk, tasks))
    qtbot.addWidget(screen)
    screen.show()
    screen.refresh()
    qtbot.waitUntil(lambda: bool(screen.model.cards), timeout=10_000)
    screen.open_action.trigger()
    qtbot.waitUntil(lambda: not screen.model.cards, timeout=60_000)
    (summary,) = office.station.paper.summaries(office.clerk)
    assert (summary.dossier.code, summary.page_count) == (begun.code, 1)
    with pytest.raises(WrongStateError):
        office.station.exchange.open_received(office.clerk, item.id)


def test_what_a_stop_left_of_several_papers_is_gone_on_with_and_no_page_comes_twice(
    office: DeskOffice,
) -> None:
    store, exchange = office.station.store, office.station.exchange
    item = store.inbox.add(office.clerk, "tinh", of_two_papers(office))
    begun = office.station.paper.open_dossier(
        office.clerk, "1.004873", Owner("Đỗ Thị Đào"), Channel.ONLINE, item.id
    )
    first, second = item.received.files
    held = Held(first, store.vault.get(item.received.files[first]))
    office.station.paper.take_in(office.clerk, begun.code, [held])
    # something newer about it does not take away what is begun
    newer = replace(item.received, key="DVC-2:2", version="2", digest="e")
    store.inbox.add(office.clerk, "tinh", newer)
    dossier, outcome = exchange.open_received(office.clerk, item.id)
    assert (dossier.code, outcome.failures) == (begun.code, ())
    names = [page.original_name for page in store.dossiers.pages(begun.code)]
    assert names == [first, second]
    with pytest.raises(WrongStateError):
        exchange.open_received(office.clerk, item.id)


def test_two_who_open_a_delivery_at_the_same_moment_open_one_dossier_with_each_page_once(
    office: DeskOffice,
) -> None:
    store, exchange = office.station.store, office.station.exchange
    item = store.inbox.add(office.clerk, "tinh", of_two_papers(office))
    both = Barrier(2)

    def opened() -> str:
        both.wait(timeout=10)
        try:
            return exchange.open_received(office.clerk, item.id)[0].code
        except WrongStateError:
            return ""

    with ThreadPoolExecutor(2) as pool:
        waited = [pool.submit(opened) for _ in range(2)]
        codes = {one.result(timeout=60) for one in waited} - {""}
    (summary,) = office.station.paper.summaries(office.clerk)
    assert codes == {summary.dossier.code}
    assert summary.page_count == 2
    assert store.inbox.get(office.clerk, item.id).state is DeliveryState.DONE


def test_a_dossier_the_clerk_went_on_with_takes_its_delivery_off_the_list(
    office: DeskOffice,
) -> None:
    store, exchange = office.station.store, office.station.exchange
    (item,) = store.inbox.items(office.clerk)
    begun = office.station.paper.open_dossier(
        office.clerk, "1.004873", Owner("Đỗ Thị Đào"), Channel.ONLINE, item.id
    )
    store.dossiers.move(office.clerk, begun.code, DossierState.VERIFYING)
    dossier, outcome = exchange.open_received(office.clerk, item.id)
    assert (dossier.code, outcome.pages) == (begun.code, ())
    assert store.inbox.get(office.clerk, item.id).state is DeliveryState.DONE


def test_a_reply_without_papers_comes_to_a_dossier_wherever_it_stands(office: DeskOffice) -> None:
    store, exchange = office.station.store, office.station.exchange
    code = office.station.paper.open_dossier(office.clerk, "1.004873").code
    request = store.outbox.ask(office.clerk, "tinh", code, {})
    asked = next(one for one in store.outbox.messages(office.administrator) if one.id == request)
    store.dossiers.move(office.clerk, code, DossierState.VERIFYING)
    said = Received(asked.key, "reply", asked.key, "1", {"words": "Không có án tích"}, "d3")
    item = store.inbox.add(office.clerk, "tinh", said)
    dossier, outcome = exchange.open_received(office.clerk, item.id)
    assert (dossier.code, outcome.pages) == (code, ())
    assert store.inbox.get(office.clerk, item.id).state is DeliveryState.DONE


def a_reply_with_papers(office: DeskOffice) -> tuple[str, int]:
    """Return a dossier and the number of a reply that brings a paper to it."""
    store = office.station.store
    code = office.station.paper.open_dossier(office.clerk, "1.004873").code
    request = store.outbox.ask(office.clerk, "tinh", code, {})
    asked = next(one for one in store.outbox.messages(office.administrator) if one.id == request)
    files = {"ly-lich.pdf": store.vault.put(b"%PDF-1.7 a reply")}
    said = Received(asked.key, DeliveryKind.REPLY, asked.key, "1", {"words": ""}, "d4", files)
    return code, store.inbox.add(office.clerk, "tinh", said).id


def findings_of(office: DeskOffice, officer: Officer, code: str) -> list[str]:
    return [one.code for one in office.station.paper.view(officer, code).findings]


def test_papers_for_a_dossier_under_verification_wait_and_whoever_looks_at_it_is_told(
    office: DeskOffice,
) -> None:
    store, exchange = office.station.store, office.station.exchange
    code, number = a_reply_with_papers(office)
    assert "reply-waits" in findings_of(office, office.clerk, code)
    store.dossiers.move(office.clerk, code, DossierState.VERIFYING)
    with pytest.raises(ReplyTooEarlyError):
        exchange.open_received(office.clerk, number)
    assert store.inbox.get(office.clerk, number).state is DeliveryState.WAITING
    assert "reply-waits" in findings_of(office, office.supervisor, code)


def test_papers_that_come_after_verification_are_kept_beside_the_dossier_and_can_be_taken_out(
    office: DeskOffice,
) -> None:
    store, exchange = office.station.store, office.station.exchange
    code, number = a_reply_with_papers(office)
    store.dossiers.move(office.clerk, code, DossierState.VERIFYING)
    store.dossiers.move(office.supervisor, code, DossierState.VERIFIED)
    dossier, outcome = exchange.open_received(office.clerk, number)
    assert (dossier.state, outcome.pages) == (DossierState.VERIFIED, ())
    assert store.inbox.get(office.clerk, number).beside
    (finding,) = office.station.paper.view(office.records, code).findings
    assert (finding.code, finding.details["files"]) == ("reply-beside", "ly-lich.pdf")
    assert exchange.files_of(office.records, number) == {"ly-lich.pdf": b"%PDF-1.7 a reply"}
    actions = {row.action: row.subject for row in store.journal.rows(100)}
    assert actions["reply-kept-beside"] == f"{code}/inbox/{number}"
    assert actions["delivery-exported"] == f"{code}/inbox/{number}"
    # once: what is kept beside is not opened again
    with pytest.raises(WrongStateError):
        exchange.open_received(office.clerk, number)


def test_what_is_kept_beside_a_dossier_stays_on_the_list_and_its_files_can_be_saved(
    qtbot: QtBot,
    tasks: Tasks,
    theme: Theme,
    vietnamese: None,
    office: DeskOffice,
    tmp_path: Path,
) -> None:
    store = office.station.store
    code, number = a_reply_with_papers(office)
    store.dossiers.move(office.clerk, code, DossierState.VERIFYING)
    store.dossiers.move(office.supervisor, code, DossierState.VERIFIED)
    screen = InboxScreen(Desk(office.station, office.clerk, tasks))
    qtbot.addWidget(screen)
    screen.show()
    screen.refresh()
    qtbot.waitUntil(lambda: len(screen.model.cards) == 2, timeout=10_000)
    said: list[Notice] = []
    screen.noticed.connect(said.append)
    screen.list.setCurrentIndex(screen.model.index(1))
    screen.open_action.trigger()
    qtbot.waitUntil(lambda: bool(said) and code in said[0].text, timeout=60_000)
    qtbot.waitUntil(lambda: code in screen.model.cards[1].lines, timeout=10_000)
    screen.list.setCurrentIndex(screen.model.index(1))
    assert not screen.open_action.isEnabled()
    assert screen.save_action.isEnabled()
    screen.save(number, tmp_path / "out")
    qtbot.waitUntil((tmp_path / "out" / "ly-lich.pdf").is_file, timeout=10_000)


def of_two_papers(office: DeskOffice) -> Received:
    """Return a delivery with two papers, which differ."""
    files = {}
    for name, colour in (("a.pdf", "white"), ("b.pdf", "silver")):
        page = io.BytesIO()
        Image.new("RGB", (300, 400), colour).save(page, "PDF", resolution=100)
        files[name] = office.station.store.vault.put(page.getvalue())
    content = {"procedure": "1.004873", "owner": "Đỗ Thị Đào", "personal_id": "001203004567"}
    return Received("DVC-2:1", "dossier", "DVC-2", "1", content, "d2", files)


def test_papers_that_came_in_lie_nowhere_in_the_clear_while_they_become_pages(
    office: DeskOffice,
) -> None:
    written: list[str] = []
    looking = True

    def listen(event: str, given: tuple[object, ...]) -> None:
        if looking and event == "open" and isinstance(given[2], int):
            path, _mode, flags = given
            if flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
                written.append(str(path))

    # a hook of the interpreter cannot be taken away again, only told to be silent
    sys.addaudithook(listen)
    try:
        (item,) = office.station.store.inbox.items(office.clerk)
        office.station.exchange.open_received(office.clerk, item.id)
    finally:
        looking = False
    folders = (str(office.folder), "/dev/shm", "/dev/null", "/proc")  # noqa: S108
    assert any(path.startswith(folders[0]) for path in written)
    assert [path for path in written if not path.startswith(folders) and "/" in path] == []
