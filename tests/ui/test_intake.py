"""Scanning and editing pages at the clerk's seat."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from digitizer.model.document import AsideReason
from digitizer.paper.scanner import escl
from tests.digitizer.paper.scanner import escl_device
from tests.digitizer.paper.scanner.escl_device import EsclDevice
from tests.ui import field_office
from tests.ui.desk_office import DeskOffice
from tests.ui.test_clerk import CTRL, Seat
from ui.screens.clerk.bin_dialog import BinDialog
from ui.screens.clerk.crop_dialog import CropDialog
from ui.tasks import Tasks
from ui.theme import Theme

ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def device() -> Iterator[EsclDevice]:
    with escl_device.running(EsclDevice(sheets=3)) as running:
        yield running


@pytest.fixture
def seat(
    qtbot: QtBot,
    office: DeskOffice,
    tasks: Tasks,
    theme: Theme,
    vietnamese: None,
    device: EsclDevice,
    monkeypatch: pytest.MonkeyPatch,
) -> Seat:
    """A clerk with a new dossier and a scanner; what is read is another test's matter."""
    monkeypatch.setattr("ui.screens.clerk.work.DossierWork._read", lambda *_given: None)
    made = Seat(qtbot, office, tasks)
    dossier = office.station.paper.open_dossier(office.clerk, field_office.PROCEDURE)
    made.open(dossier.code)
    found = escl.device_at(device.address, "Loopback MFP")
    made.screen.scanning.panel.show_devices([found], searching=False)
    return made


def scan(seat: Seat) -> None:
    seat.screen.pane.thumbs.setFocus()
    seat.press(Qt.Key.Key_F9)


def numbers(seat: Seat) -> list[int]:
    return [page.id for page in seat.screen.pane.pages.pages]


def choose(seat: Seat, row: int) -> None:
    seat.screen.pane.thumbs.setFocus()
    seat.screen.pane.thumbs.setCurrentIndex(seat.screen.pane.pages.index(row))


def test_one_key_scans_the_stack_and_its_pages_appear(seat: Seat) -> None:
    scan(seat)
    assert len(numbers(seat)) == 3
    text = seat.screen.scanning.panel._count.text()
    assert text == "Đã quét 3 tờ, 3 trang. Tất cả đã được lưu."


def test_a_jam_says_which_sheet_to_put_back_and_the_same_key_goes_on(
    seat: Seat, device: EsclDevice
) -> None:
    device.jam_after = 2
    scan(seat)
    trouble = seat.screen.scanning.panel.trouble
    assert trouble.isVisible()
    assert "Đã giữ 2 tờ" in trouble.label.text()
    assert "từ tờ thứ 3" in trouble.label.text()
    device.jam_after = None
    scan(seat)
    assert not trouble.isVisible()
    assert len(numbers(seat)) == 3


def test_sheets_that_are_missing_are_said(seat: Seat) -> None:
    seat.screen.scanning.panel.sheets.setValue(5)
    scan(seat)
    text = seat.screen.scanning.panel.trouble.label.text()
    assert text == "Đã giao 5 tờ, mới quét 3 tờ. Hãy cho phần còn lại vào máy."


def test_a_removed_page_comes_back_from_the_bin(seat: Seat) -> None:
    scan(seat)
    before = numbers(seat)
    choose(seat, 1)
    seat.press(Qt.Key.Key_Delete)
    assert numbers(seat) == [before[0], before[2]]
    seat.press(Qt.Key.Key_B, CTRL)
    dialog = seat.screen.findChild(BinDialog)
    assert dialog is not None
    assert [page.id for page in dialog.thumbs.pages()] == [before[1]]
    dialog.back_button.click()
    seat.settle()
    assert numbers(seat) == before


def test_deleting_is_undone_and_redone_by_key(seat: Seat) -> None:
    scan(seat)
    before = numbers(seat)
    choose(seat, 0)
    seat.press(Qt.Key.Key_Delete)
    seat.press(Qt.Key.Key_Z, CTRL)
    assert numbers(seat) == before
    seat.press(Qt.Key.Key_Y, CTRL)
    assert numbers(seat) == before[1:]


def test_pages_are_moved_and_turned_by_key(seat: Seat, office: DeskOffice) -> None:
    scan(seat)
    one, two, three = numbers(seat)
    choose(seat, 2)
    seat.press(Qt.Key.Key_Left, ALT)
    assert numbers(seat) == [one, three, two]
    current = seat.screen.pane.thumbs.current_page()
    assert current is not None
    assert current.id == three
    seat.press(Qt.Key.Key_Right, CTRL)
    page = office.station.store.dossiers.page(three)
    assert page.width > page.height


def test_a_drag_puts_pages_elsewhere(seat: Seat) -> None:
    scan(seat)
    one, two, three = numbers(seat)
    seat.screen.pane.thumbs.moved.emit((three,), one)
    seat.settle()
    assert numbers(seat) == [three, one, two]


def test_a_page_is_scanned_again_in_its_place(
    seat: Seat, office: DeskOffice, device: EsclDevice
) -> None:
    scan(seat)
    before = seat.screen.pane.pages.pages
    device.sheets = 1
    choose(seat, 1)
    seat.press(Qt.Key.Key_F9, CTRL)
    after = seat.screen.pane.pages.pages
    assert [page.id for page in after] == [page.id for page in before]
    assert after[1].image_hash != before[1].image_hash
    assert after[0].image_hash == before[0].image_hash


def test_a_page_is_cropped_by_drawing(seat: Seat, office: DeskOffice) -> None:
    scan(seat)
    choose(seat, 0)
    seat.press(Qt.Key.Key_C, CTRL, Qt.KeyboardModifier.ShiftModifier)
    dialog = seat.screen.findChild(CropDialog)
    assert dialog is not None
    dialog.view.drawn.emit((0, 0, 50, 100))
    dialog.crop_button.click()
    seat.settle()
    assert office.station.store.dossiers.page(numbers(seat)[0]).width == 310


def test_blank_pages_lie_in_the_bin_with_their_reason(seat: Seat, office: DeskOffice) -> None:
    scan(seat)
    from digitizer.paper.editing import PageEditor

    code = seat.screen.dossier_code or ""
    editor = PageEditor(office.station.store, office.clerk, code)
    editor.remove(numbers(seat)[:1], AsideReason.BLANK)
    seat.press(Qt.Key.Key_B, CTRL)
    dialog = seat.screen.findChild(BinDialog)
    assert dialog is not None
    assert dialog._model.state_of(dialog.thumbs.pages()[0]).text == "Trang trắng"
    dialog.reject()


def test_pages_are_read_while_they_are_fed_and_papers_made_at_the_end(
    seat: Seat, monkeypatch: pytest.MonkeyPatch
) -> None:
    wishes: list[bool] = []
    monkeypatch.setattr(
        "ui.screens.clerk.work.DossierWork._read", lambda _work, wish: wishes.append(wish.whole)
    )
    scan(seat)
    assert wishes[:4] == [False, False, False, True]
    assert all(wishes[3:])
