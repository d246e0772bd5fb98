"""Scanning and editing pages at the clerk's seat."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from digitizer.model.document import AsideReason, CopyKind
from digitizer.model.officer import Role
from digitizer.model.scan import Profile
from digitizer.paper.scanner import escl
from digitizer.store.records import NewDocument
from digitizer.store.scan_spool import ScanSpool
from tests.digitizer.paper.scanner import escl_device
from tests.digitizer.paper.scanner.escl_device import EsclDevice
from tests.ui import desk_office, field_office
from tests.ui.desk_office import DeskOffice
from tests.ui.test_clerk import CTRL, Seat
from ui.screen import Desk
from ui.screens.clerk import ClerkScreen
from ui.screens.clerk.bin_dialog import BinDialog
from ui.screens.clerk.crop_dialog import CropDialog
from ui.screens.clerk.left_over import LeftOverDialog
from ui.screens.clerk.placing import MoveDialog
from ui.screens.clerk.split_dialog import SplitDialog
from ui.tasks import Tasks
from ui.theme import Theme
from ui.widgets.card_list import CardList

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


def test_sheets_are_scanned_in_before_a_page(seat: Seat, device: EsclDevice) -> None:
    scan(seat)
    before = numbers(seat)
    device.sheets = 2
    choose(seat, 1)
    seat.press(Qt.Key.Key_Insert)
    after = numbers(seat)
    assert len(after) == 5
    assert [after[0], *after[3:]] == before


def test_what_was_fed_before_a_jam_lies_where_it_belongs(seat: Seat, device: EsclDevice) -> None:
    scan(seat)
    before = numbers(seat)
    device.sheets, device.jam_after = 3, device.fed + 1
    choose(seat, 0)
    seat.press(Qt.Key.Key_Insert)
    after = numbers(seat)
    assert len(after) == 4
    assert after[1:] == before


def test_files_are_put_in_before_a_page(seat: Seat, tmp_path: Path) -> None:
    scan(seat)
    before = numbers(seat)
    (tmp_path / "a.jpg").write_bytes(escl_device.picture(9))
    page = seat.screen.pane.pages.pages[1]
    seat.screen.placing.files_chosen.emit((tmp_path / "a.jpg",), page)
    seat.settle()
    after = numbers(seat)
    assert [after[0], *after[2:]] == before


def test_a_double_page_is_split_where_the_fold_is(seat: Seat, office: DeskOffice) -> None:
    scan(seat)
    choose(seat, 0)
    seat.press(Qt.Key.Key_D, CTRL, ALT)
    dialog = seat.screen.findChild(SplitDialog)
    assert dialog is not None
    place = dialog.view.page()
    seat.qtbot.mouseClick(
        dialog.view,
        Qt.MouseButton.LeftButton,
        pos=QPoint(place.left() + round(place.width() * 0.3), place.center().y()),
    )
    assert dialog.at.value() == 30
    dialog.split_button.click()
    seat.settle()
    left, right = numbers(seat)[:2]
    store = office.station.store.dossiers
    assert (store.page(left).width, store.page(right).width) == (186, 434)
    seat.press(Qt.Key.Key_Z, CTRL)
    assert store.page(left).width == 620


def test_a_page_goes_into_another_paper_by_key_and_by_drop(seat: Seat, office: DeskOffice) -> None:
    scan(seat)
    one, two, three = numbers(seat)
    store = office.station.store.dossiers
    code = seat.screen.dossier_code or ""
    # nothing is read in these tests: two papers are made by hand
    store.save_documents(
        code,
        [
            NewDocument(None, 0.0, None, CopyKind.ORIGINAL, (one, two)),
            NewDocument(None, 0.0, None, CopyKind.ORIGINAL, (three,)),
        ],
    )
    seat.open(code)
    first, second = store.documents(code)
    choose(seat, 1)
    seat.press(Qt.Key.Key_L, CTRL)
    dialog = seat.screen.findChild(MoveDialog)
    assert dialog is not None
    dialog.targets.setCurrentRow(1)
    dialog.move_button.click()
    seat.settle()
    assert store.document(second.id).pages == (three, two)
    documents = seat.screen.pane.documents
    row = [card.value.id for card in seat.cards("documents")].index(first.id)
    drop(documents, row, (three,))
    seat.settle()
    assert store.document(first.id).pages == (one, three)


def drop(target: CardList, row: int, page_ids: tuple[int, ...]) -> None:
    data = QMimeData()
    data.setData("application/x-digitizer-pages", b" ".join(b"%d" % one for one in page_ids))
    place = target.visualRect(target.model().index(row, 0)).center()
    how = (Qt.DropAction.MoveAction, data, Qt.MouseButton.LeftButton)
    for event in (
        QDragEnterEvent(place, *how, Qt.KeyboardModifier.NoModifier),
        QDropEvent(QPointF(place), *how, Qt.KeyboardModifier.NoModifier),
    ):
        QApplication.sendEvent(target.viewport(), event)


def test_pages_that_want_a_look_stand_above_all_else(seat: Seat, office: DeskOffice) -> None:
    scan(seat)
    page = numbers(seat)[2]
    store = office.station.store
    store.dossiers.page_read(page, store.vault.put(b"{}"), ("blurred", "cut-off"))
    seat.screen.pane.show_dossier(
        office.station.paper.view(office.clerk, seat.screen.dossier_code or ""), (), reading=False
    )
    card = seat.cards("findings")[0]
    assert card.title == (
        "Trang 3: bị mờ, mất mép. Chữ bị nhòe nét. Chữ chạy ra ngoài mép ảnh."
        " Nhấn Ctrl+F9 để quét lại."
    )
    seat.screen.pane.findings.chosen.emit(card.value)
    current = seat.screen.pane.thumbs.current_page()
    assert current is not None
    assert current.id == page


def test_sheets_from_before_a_stop_are_shown_and_taken_in(
    seat: Seat, office: DeskOffice, tasks: Tasks, qtbot: QtBot
) -> None:
    intake, clerk = office.station.intake, office.clerk
    code = seat.screen.dossier_code or ""
    profile = Profile("stack", "Stack", dpi=300)
    batch = intake.open_batch(clerk, code, device="test", profile=profile)
    spool = ScanSpool.of(office.station.store, batch.id)
    for number in (1, 2):
        spool.keep(number, escl_device.picture(number))
    screen = ClerkScreen(Desk(office.station, clerk, tasks))
    qtbot.addWidget(screen)
    screen.show()
    seat.settle()
    dialog = screen.findChild(LeftOverDialog)
    assert dialog is not None
    assert dialog.sheets.count() == 2
    assert not dialog.sheets.item(1).icon().isNull()
    first, second = (dialog.sheets.visualItemRect(dialog.sheets.item(row)) for row in (0, 1))
    assert not first.intersects(second)
    assert first.height() >= dialog.sheets.iconSize().height()
    dialog.take_button.click()
    seat.settle()
    assert screen.dossier_code == code
    assert len(screen.pane.pages.pages) == 2
    assert intake.left_over(clerk) == ()


def test_whoever_sits_down_next_takes_in_what_another_left(
    seat: Seat, office: DeskOffice, tasks: Tasks, qtbot: QtBot
) -> None:
    store, intake = office.station.store, office.station.intake
    code = seat.screen.dossier_code or ""
    profile = Profile("stack", "Stack", dpi=300)
    batch = intake.open_batch(office.clerk, code, device="test", profile=profile)
    ScanSpool.of(store, batch.id).keep(1, escl_device.picture(1))
    second = store.officers.create(
        office.administrator,
        login="second",
        name="Nguyễn Thị Hai",
        roles=frozenset({Role.CLERK}),
        password=desk_office.password(),
    )
    screen = ClerkScreen(Desk(office.station, second, tasks))
    qtbot.addWidget(screen)
    screen.show()
    seat.settle()
    dialog = screen.findChild(LeftOverDialog)
    assert dialog is not None
    assert code in dialog.sheets.item(0).text()
    dialog.take_button.click()
    seat.settle()
    assert screen.dossier_code == code
    (page,) = screen.pane.pages.pages
    assert page.original_name == f"scan-{batch.id}-0001"
    assert store.dossiers.get(code).opened_by == office.clerk.id
    seen = [row for row in store.journal.rows(50) if row.action == "image-viewed"]
    assert f"{code}/batch/{batch.id}" in {
        row.subject for row in seen if second.login in row.officer
    }


def test_a_paper_with_a_sticky_note_gives_two_images_side_by_side(
    seat: Seat, device: EsclDevice
) -> None:
    scan(seat)
    before = numbers(seat)
    device.sheets = 1
    choose(seat, 0)
    seat.press(Qt.Key.Key_Insert, ALT)
    after = numbers(seat)
    assert len(after) == 4
    assert [after[0], *after[2:]] == before
