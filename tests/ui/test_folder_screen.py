"""The watched folder in the window: each file with what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtPrintSupport import QPrinter
from pytestqt.qtbot import QtBot

from digitizer.paper import watching
from digitizer.paper.watching import Patience
from tests.digitizer.paper.scanner import escl_device
from tests.ui import field_office
from tests.ui.desk_office import DeskOffice
from tests.ui.test_clerk import Seat
from ui.screen import Desk
from ui.screens.clerk.separator_dialog import OF_DOSSIER, OF_PATCHES, SeparatorDialog
from ui.screens.folder import FolderScreen
from ui.tasks import Tasks
from ui.theme import Theme


@dataclass
class Watcher:
    """A clerk before the watched folder."""

    qtbot: QtBot
    screen: FolderScreen
    share: Path

    def until(self, states: dict[str, str]) -> None:
        def shown() -> bool:
            return {one.name: one.state for one in self.screen.rows} == states

        self.qtbot.waitUntil(shown, timeout=20_000)


@pytest.fixture
def share(tmp_path: Path, office: DeskOffice) -> Path:
    folder = tmp_path / "share"
    folder.mkdir()
    written = (
        f'[mfp]\nname = "Máy tầng 1"\npath = "{folder}"\nprocedure = "{field_office.PROCEDURE}"\n'
    )
    place = office.folder / "office"
    place.mkdir(exist_ok=True)
    (place / "folders.toml").write_text(written, "utf-8")
    return folder


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "Patience", lambda: Patience(settle=0.05, give_up=0.5))
    monkeypatch.setattr("ui.screens.folder.screen._EVERY", 50)


@pytest.fixture
def watcher(
    qtbot: QtBot,
    office: DeskOffice,
    tasks: Tasks,
    theme: Theme,
    vietnamese: None,
    share: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Watcher:
    # what is read is another test's matter
    monkeypatch.setattr(FolderScreen, "_read", lambda *_given: None)
    screen = FolderScreen(Desk(office.station, office.clerk, tasks))
    screen._timer.setInterval(50)
    qtbot.addWidget(screen)
    screen.show()
    qtbot.waitUntil(lambda: screen.folders.count() > 0)
    return Watcher(qtbot, screen, share)


def test_each_file_is_shown_taken_in_or_set_aside_with_its_reason(
    watcher: Watcher, office: DeskOffice
) -> None:
    screen, share = watcher.screen, watcher.share
    assert screen.folders.currentText().startswith("Máy tầng 1")
    assert screen.procedures.currentData() == field_office.PROCEDURE
    (share / "tot.jpg").write_bytes(escl_device.picture(8101))
    (share / "hong.jpg").write_bytes(b"no picture")
    screen.start_action.trigger()
    watcher.until({"tot.jpg": "taken", "hong.jpg": "set-aside"})
    rows = {one.name: one for one in screen.rows}
    assert rows["hong.jpg"].reason.startswith("Nội dung tệp không phải ảnh")
    code = rows["tot.jpg"].dossier
    assert len(office.station.store.dossiers.pages(code)) == 1
    assert rows["tot.jpg"].pages == 1
    assert "1 tệp đã nhận" in screen.summary.label.text()
    assert not (share / "tot.jpg").exists()
    # its dossier is asked for at the counter
    wanted: list[str] = []
    screen.dossier_wanted.connect(wanted.append)
    screen.table.selectRow([one.name for one in screen.rows].index("tot.jpg"))
    screen.open_action.trigger()
    assert wanted == [code]
    screen.stop_action.trigger()
    assert not screen.is_watching


def test_a_file_set_aside_is_tried_again(watcher: Watcher) -> None:
    screen, share = watcher.screen, watcher.share
    (share / "hong.jpg").write_bytes(b"no picture")
    screen.start_action.trigger()
    watcher.until({"hong.jpg": "set-aside"})
    (share / watching.SET_ASIDE / "hong.jpg").write_bytes(escl_device.picture(8102))
    screen.table.selectRow(0)
    assert screen.again_action.isEnabled()
    screen.again_action.trigger()
    watcher.until({"hong.jpg": "taken"})
    assert list((share / watching.SET_ASIDE).iterdir()) == []


def test_a_folder_that_is_gone_is_said_and_comes_back(watcher: Watcher) -> None:
    screen, share = watcher.screen, watcher.share
    screen.start_action.trigger()
    watcher.qtbot.waitUntil(lambda: "0 tệp đã nhận" in screen.summary.label.text())
    share.rename(share.with_name("away"))
    watcher.qtbot.waitUntil(lambda: "Không vào được" in screen.summary.label.text())
    share.with_name("away").rename(share)
    (share / "a.jpg").write_bytes(escl_device.picture(8103))
    watcher.until({"a.jpg": "taken"})


def test_a_folder_in_the_list_of_scanners_fills_the_dossier_that_is_open(
    qtbot: QtBot,
    office: DeskOffice,
    tasks: Tasks,
    theme: Theme,
    vietnamese: None,
    share: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("ui.screens.clerk.work.DossierWork._read", lambda *_given: None)
    monkeypatch.setattr("ui.screens.clerk.scanning._LOOK_AGAIN", 0.1)
    seat = Seat(qtbot, office, tasks)
    dossier = office.station.paper.open_dossier(office.clerk, field_office.PROCEDURE)
    seat.open(dossier.code)
    panel = seat.screen.scanning.panel
    (folder,) = (one.device for one in office.station.intake.folders())
    panel.show_devices([folder], searching=False)
    assert not panel.profiles.isEnabled()
    (share / "mot.jpg").write_bytes(escl_device.picture(8104))
    (share / "hai.jpg").write_bytes(escl_device.picture(8105))
    seat.screen.scanning.start()
    seat.settle()
    assert len(seat.screen.pane.pages.pages) == 2
    assert panel._count.text() == "Tệp đã nhận: 2; để riêng: 0; chưa ghi xong: 0."
    # one sheet cannot be scanned again by a folder, and that is said
    seat.screen.scanning.again(seat.screen.pane.pages.pages[0])
    assert "Thư mục không quét được" in panel.trouble.label.text()


def test_separator_sheets_are_saved_and_printed(
    qtbot: QtBot, office: DeskOffice, tasks: Tasks, theme: Theme, vietnamese: None, tmp_path: Path
) -> None:
    seat = Seat(qtbot, office, tasks)
    dossier = office.station.paper.open_dossier(office.clerk, field_office.PROCEDURE)
    seat.open(dossier.code)
    components = office.station.catalogue.procedure(field_office.PROCEDURE).components
    for kind, sheets in ((OF_DOSSIER, len(components) + 1), (OF_PATCHES, 6)):
        seat.screen.scanning.separators_action.trigger()
        dialog = seat.screen.findChild(SeparatorDialog)
        assert dialog is not None
        dialog.choose(kind)
        dialog.save(tmp_path / f"{kind}.pdf")
        seat.settle()
        made = pypdfium2.PdfDocument((tmp_path / f"{kind}.pdf").read_bytes())
        assert len(made) == sheets
        made.close()
        qtbot.waitUntil(lambda: seat.screen.findChild(SeparatorDialog) is None)
    seat.screen.scanning.separators_action.trigger()
    dialog = seat.screen.findChild(SeparatorDialog)
    assert dialog is not None
    dialog.choose(OF_PATCHES)
    printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    dialog.print_on(printer)
    seat.settle()
    assert "6 trang" in seat.notices[-1].text
