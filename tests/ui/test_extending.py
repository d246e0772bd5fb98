"""The worked examples of docs/extending.md do what the page says."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from digitizer.catalogue import Catalogue
from digitizer.jobs import CancelledError, CancelToken
from digitizer.model.scan import Profile
from digitizer.paper import completeness
from digitizer.paper.extraction import extract
from digitizer.paper.scanner.errors import FeederEmptyError
from digitizer.paper.scanner.protocol import Scanner, ScanRequest
from tests.digitizer.paper import pages
from tests.ui.desk_office import DeskOffice
from tests.worked_examples import defined, example
from ui.screen import Desk
from ui.tasks import Tasks

CARD = (
    *pages.MOTTO,
    "THẺ THƯ VIỆN",
    "Số thẻ: TV-0012",
    "Họ và tên: Trần Thị Mẫu",
    "Số định danh cá nhân: 051195007434",
    "Có giá trị đến: 31/12/2030",
)


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    for kind, name in (("document_types", "document type"), ("procedures", "procedure")):
        folder = tmp_path / kind
        folder.mkdir()
        folder.joinpath("own.toml").write_text(example(name), encoding="utf-8")
    return Catalogue.load(tmp_path)


def test_the_document_type_is_recognised_and_read(catalogue: Catalogue) -> None:
    page = pages.page_text(CARD)
    kind = catalogue.document_type("library_card")
    values = {one.name: one.value for one in extract(kind, [(1, page)])}
    assert values == {
        "card_number": "TV-0012",
        "holder_name": "Trần Thị Mẫu",
        "personal_id": "051195007434",
        "expiry_date": "2030-12-31",
    }


def test_the_procedure_asks_for_the_paper(catalogue: Catalogue) -> None:
    procedure = catalogue.procedure("9.000001")
    assert completeness.component_for(procedure, "library_card") == "old_card"
    assert procedure.effective_from == date(2026, 1, 1)
    (component,) = completeness.components_of(procedure, ())
    assert component.required


def test_the_driver_keeps_the_contract() -> None:
    make = defined("driver")["TrayScanner"]
    profile = Profile("feeder", "Feeder")
    scanner: Scanner = make([b"1", b"2", b"3"])
    first = list(scanner.scan(ScanRequest(profile, first=37, most_images=2), CancelToken()))
    assert [(one.number, one.data) for one in first] == [(37, b"1"), (38, b"2")]
    assert [one.data for one in scanner.scan(ScanRequest(profile), CancelToken())] == [b"3"]
    with pytest.raises(FeederEmptyError):
        list(scanner.scan(ScanRequest(profile), CancelToken()))
    stopped = CancelToken()
    stopped.cancel()
    full = make([b"1"])
    with pytest.raises(CancelledError):
        list(full.scan(ScanRequest(profile), stopped))
    assert full.tray == [b"1"]


def test_the_screen_counts_off_the_windows_thread(
    qtbot: QtBot, office: DeskOffice, tasks: Tasks
) -> None:
    screen = defined("screen")["CountScreen"](Desk(office.station, office.clerk, tasks))
    qtbot.addWidget(screen)
    screen.refresh()
    assert screen.count.text() == ""
    qtbot.waitUntil(lambda: screen.count.text() != "")
    count = len(office.station.paper.summaries(office.clerk))
    assert screen.count.text() == f"{count} hồ sơ"
