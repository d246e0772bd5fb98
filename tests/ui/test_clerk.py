from __future__ import annotations

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QComboBox, QPushButton
from pytestqt.qtbot import QtBot

from digitizer.model.document import PageState
from digitizer.model.dossier import DossierState, Owner
from digitizer.model.reuse import Offer
from tests.ui import desk_office, field_office
from tests.ui.desk_office import DeskOffice
from ui.models.cards import Card
from ui.screen import Desk, Notice, Tone
from ui.screens.clerk import ClerkScreen
from ui.screens.clerk.dialogs import NewDossierDialog, OwnerDialog
from ui.screens.clerk.samples import sample_menu
from ui.tasks import Lane, Tasks
from ui.theme import Theme


class Seat:
    """A clerk at the screen."""

    def __init__(self, qtbot: QtBot, office: DeskOffice, tasks: Tasks) -> None:
        self.qtbot, self.office, self.tasks = qtbot, office, tasks
        self.screen = ClerkScreen(Desk(office.station, office.clerk, tasks))
        self.notices: list[Notice] = []
        self.screen.noticed.connect(self.notices.append)
        qtbot.addWidget(self.screen)
        self.screen.resize(1170, 700)
        self.screen.show()
        qtbot.waitUntil(self.screen.isActiveWindow)
        self.screen.refresh()
        self.settle()

    def settle(self, timeout: int = 60_000) -> None:
        self.qtbot.waitUntil(lambda: not self.tasks.running, timeout=timeout)

    def open(self, code: str) -> None:
        self.screen.show_dossier(code)
        self.settle()

    def press(self, key: Qt.Key, *modifiers: Qt.KeyboardModifier) -> None:
        held = Qt.KeyboardModifier.NoModifier
        for modifier in modifiers:
            held |= modifier
        # a dialog that was just closed gives the activity back in a later turn
        self.screen.activateWindow()
        self.qtbot.waitUntil(self.screen.isActiveWindow)
        self.qtbot.keyClick(QApplication.focusWidget() or self.screen, key, held)
        self.settle()

    def cards(self, name: str) -> list[Card]:
        return list(getattr(self.screen.pane, name).cards.cards)


CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def seat(qtbot: QtBot, office: DeskOffice, tasks: Tasks, theme: Theme, vietnamese: None) -> Seat:
    return Seat(qtbot, office, tasks)


def test_the_queue_holds_my_dossiers_returned_ones_first(seat: Seat, office: DeskOffice) -> None:
    other = field_office.submit_dossier(office.fields, office.fields.both)
    office.station.paper.open_dossier(office.clerk, field_office.PROCEDURE)
    returned = desk_office.returned_dossier(office, "Thiếu trang 2")
    seat.screen.refresh()
    seat.settle()
    cards = seat.screen.queue.cards
    assert cards[0].key == returned.code
    assert cards[0].chip == "Bị trả lại"
    assert other.code not in {card.key for card in cards}


def test_the_queue_is_searched_without_marks(seat: Seat, office: DeskOffice) -> None:
    office.station.paper.open_dossier(office.clerk, field_office.PROCEDURE, Owner("Đỗ Thị Đào"))
    seat.screen.refresh()
    seat.settle()
    seat.screen.queue.search.setText("do thi dao")
    model = seat.screen.queue.list.model()
    assert [model.index(row, 0).data() for row in range(model.rowCount())] == ["Đỗ Thị Đào"]


def test_a_returned_dossier_says_why_and_may_be_changed(seat: Seat, office: DeskOffice) -> None:
    seat.open(desk_office.returned_dossier(office, "Trang 1 bị mờ").code)
    pane = seat.screen.pane
    assert pane.returned.isVisible()
    assert pane.returned.label.text() == "Người kiểm tra trả lại: Trang 1 bị mờ"
    assert seat.screen.submit_action.isEnabled()


def test_a_submitted_dossier_is_shown_but_may_not_be_changed(
    seat: Seat, office: DeskOffice
) -> None:
    seat.open(field_office.submit_dossier(office.fields).code)
    for action in (
        seat.screen.add_action,
        seat.screen.submit_action,
        seat.screen.owner_action,
        seat.screen.type_action,
        seat.screen.remove_action,
    ):
        assert not action.isEnabled()


def test_what_is_missing_is_seen_at_once(seat: Seat, office: DeskOffice) -> None:
    dossier = office.station.paper.open_dossier(office.clerk, field_office.PROCEDURE)
    seat.open(dossier.code)
    chips = {card.chip for card in seat.cards("components")}
    assert "Còn thiếu" in chips
    assert seat.screen.pane._component_count.text().endswith("còn thiếu 1 giấy tờ bắt buộc")


def test_a_procedure_is_found_as_it_is_typed_and_opened_with_enter(
    seat: Seat, office: DeskOffice
) -> None:
    seat.press(Qt.Key.Key_N, CTRL)
    dialog = seat.screen.findChild(NewDossierDialog)
    assert dialog is not None
    dialog.search.setText("ho kinh doanh")
    assert dialog.procedures.current_value() is not None
    dialog.owner_form.name.setText("Nguyễn Thị  Hường")
    dialog.owner_form.number.setText("046 172 022 680")
    seat.qtbot.keyClick(dialog.search, Qt.Key.Key_Return)
    seat.settle()
    view = seat.screen.pane.view
    assert view is not None
    assert view.dossier.owner == Owner("Nguyễn Thị Hường", "046172022680")
    assert "hộ kinh doanh" in office.station.catalogue.procedures[view.dossier.procedure].name


def test_a_search_that_finds_nothing_opens_nothing(seat: Seat) -> None:
    seat.press(Qt.Key.Key_N, CTRL)
    dialog = seat.screen.findChild(NewDossierDialog)
    assert dialog is not None
    dialog.search.setText("khong co thu tuc nay")
    assert not dialog.open_button.isEnabled()
    dialog.reject()


def test_arrow_keys_choose_while_typing(seat: Seat) -> None:
    seat.press(Qt.Key.Key_N, CTRL)
    dialog = seat.screen.findChild(NewDossierDialog)
    assert dialog is not None
    first = dialog.procedures.current_value()
    seat.qtbot.keyClick(dialog.search, Qt.Key.Key_Down)
    assert dialog.procedures.current_value() != first
    seat.qtbot.keyClick(dialog.search, Qt.Key.Key_Up)
    assert dialog.procedures.current_value() == first
    dialog.reject()


def test_the_owner_is_corrected(seat: Seat, office: DeskOffice) -> None:
    dossier = office.station.paper.open_dossier(office.clerk, field_office.PROCEDURE)
    seat.open(dossier.code)
    seat.press(Qt.Key.Key_I, CTRL)
    dialog = seat.screen.findChild(OwnerDialog)
    assert dialog is not None
    dialog.form.name.setText("Lê Văn Tám")
    dialog._on_save()
    seat.settle()
    assert office.station.store.dossiers.get(dossier.code).owner.name == "Lê Văn Tám"
    assert seat.screen.pane.header.title.text() == "Lê Văn Tám"


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_the_kind_of_a_paper_is_corrected_by_the_combo(seat: Seat, office: DeskOffice) -> None:
    dossier = desk_office.returned_dossier(office, "Sai loại giấy tờ")
    seat.open(dossier.code)
    seat.screen.pane.documents.setFocus()
    seat.press(Qt.Key.Key_F2)
    combo = seat.screen.pane.documents.findChild(QComboBox)
    assert combo is not None
    row = combo.findData("administrative_document")
    assert row >= 0
    combo.setCurrentIndex(row)
    combo.activated.emit(row)
    seat.settle()
    documents = office.station.store.dossiers.documents(dossier.code)
    assert documents[0].type == "administrative_document"
    assert documents[0].type_decided_by == office.clerk.id
    assert seat.cards("documents")[0].chip == "Cán bộ chọn"


def test_handing_over_moves_the_dossier_and_says_so(seat: Seat, office: DeskOffice) -> None:
    dossier = desk_office.returned_dossier(office, "Xem lại")
    seat.open(dossier.code)
    seat.press(Qt.Key.Key_Return, CTRL)
    assert office.station.store.dossiers.get(dossier.code).state is DossierState.VERIFYING
    assert seat.notices[-1] == Notice("Hồ sơ đã được chuyển kiểm tra.", Tone.GOOD)


def test_pages_are_drawn_small_behind_the_screen(seat: Seat, office: DeskOffice) -> None:
    seat.open(desk_office.returned_dossier(office, "Xem lại").code)
    assert seat.screen.pane.pages.without_picture() == ()


def test_a_page_is_shown_large_removed_and_brought_back(seat: Seat, office: DeskOffice) -> None:
    from ui.widgets.page_window import PageWindow

    dossier = desk_office.returned_dossier(office, "Xem lại")
    seat.open(dossier.code)
    thumbs = seat.screen.pane.thumbs
    thumbs.setFocus()
    thumbs.setCurrentIndex(seat.screen.pane.pages.index(0))
    seat.press(Qt.Key.Key_Space)
    window = seat.screen.findChild(PageWindow)
    assert window is not None
    assert window.windowTitle() == "Trang 1"
    window.close()
    thumbs.setFocus()
    seat.press(Qt.Key.Key_Delete)
    # no question: what is removed lies in the bin, and one key brings it back
    assert office.station.store.dossiers.pages(dossier.code) == ()
    seat.press(Qt.Key.Key_Z, CTRL)
    assert len(office.station.store.dossiers.pages(dossier.code)) == 1


def test_a_paper_the_records_hold_is_reused_by_one_key(
    seat: Seat, office: DeskOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    dossier = office.station.paper.open_dossier(office.clerk, field_office.PROCEDURE)
    offer = an_offer()
    accepted: list[object] = []
    kind = type(office.station.paper)
    monkeypatch.setattr(kind, "offers", lambda *_given: () if accepted else (offer,))
    monkeypatch.setattr(kind, "accept_offer", lambda *given: accepted.append(given[-1]))
    seat.open(dossier.code)
    text = seat.screen.pane.offered.label.text()
    assert text.startswith("Giấy tờ đã có trong kho: ")
    assert "Lê Văn Kiểm Tra" in text
    seat.press(Qt.Key.Key_E, CTRL)
    assert accepted == [offer]
    assert not seat.screen.pane.offered.isVisible()
    assert seat.notices[-1].tone is Tone.GOOD


def test_refusing_an_offer_asks_for_the_reason(
    seat: Seat, office: DeskOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ui.screens.clerk.dialogs import RefusalDialog

    dossier = office.station.paper.open_dossier(office.clerk, field_office.PROCEDURE)
    offer = an_offer()
    refused: list[object] = []
    kind = type(office.station.paper)
    monkeypatch.setattr(kind, "offers", lambda *_given: () if refused else (offer,))
    monkeypatch.setattr(kind, "refuse_offer", lambda *given: refused.append(given[-2:]))
    seat.open(dossier.code)
    seat.press(Qt.Key.Key_E, CTRL, SHIFT)
    dialog = seat.screen.findChild(RefusalDialog)
    assert dialog is not None
    dialog.reasons.setEditText("  ")
    assert not dialog.refuse.isEnabled()
    dialog.reasons.setEditText("Giấy tờ hết hiệu lực")
    dialog.refuse.click()
    seat.settle()
    assert refused == [(offer, "Giấy tờ hết hiệu lực")]


def an_offer() -> Offer:
    from datetime import UTC, datetime

    return Offer(
        document_id=7,
        document_type="cccd_front",
        component="identity",
        from_dossier="H00-0001",
        personal_id="046098029716",
        verified_by="Lê Văn Kiểm Tra",
        verified_at=datetime(2026, 3, 12, tzinfo=UTC),
        valid_to=None,
        fields={},
    )


def test_dropped_files_are_taken_and_a_bad_one_is_explained(
    seat: Seat, office: DeskOffice, tmp_path: Path
) -> None:
    dossier = office.station.paper.open_dossier(office.clerk, field_office.PROCEDURE)
    seat.open(dossier.code)
    empty = tmp_path / "tệp rỗng.jpg"
    empty.write_bytes(b"")
    drop(seat, empty)
    seat.settle()
    assert office.station.store.dossiers.pages(dossier.code) == ()
    assert seat.notices[-1].tone is Tone.ERROR
    assert "tệp rỗng.jpg" in seat.notices[-1].text


@pytest.mark.engine
@pytest.mark.slow
def test_pages_appear_stored_then_read(seat: Seat, office: DeskOffice, tmp_path: Path) -> None:
    dossier = office.station.paper.open_dossier(office.clerk, field_office.PROCEDURE)
    seat.open(dossier.code)
    paper = tmp_path / "tờ khai.png"
    paper.write_bytes(field_office.page_bytes())
    states: list[PageState] = []
    seat.screen.work.page_changed.connect(lambda _code, page: states.append(page.state))
    drop(seat, paper)
    seat.settle(120_000)
    assert states[0] is PageState.STORED
    failures = [one.failure for one in seat.screen.pane.pages.pages]
    assert states[-1] is PageState.READ, failures
    assert [one.state for one in seat.screen.pane.pages.pages] == [PageState.READ]
    assert not seat.screen.work.is_reading(dossier.code)


def drop(seat: Seat, *paths: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    event = QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    # sent through the application it would need the platform's own drag before it
    seat.screen.pane.drop.dropEvent(event)
    assert event.isAccepted()


def test_work_that_is_stopped_after_signing_out_troubles_nobody(
    qtbot: QtBot, office: DeskOffice, tasks: Tasks, tmp_path: Path, vietnamese: None
) -> None:
    dossier = office.station.paper.open_dossier(office.clerk, field_office.PROCEDURE)
    screen = ClerkScreen(Desk(office.station, office.clerk, tasks))
    files = [tmp_path / f"{number}.jpg" for number in range(3)]
    go_on = threading.Event()
    for _ in range(Lane.DEVICES.value):
        tasks.run(Lane.DEVICES, lambda _handle: go_on.wait(20))
    screen.work.take_in(dossier.code, files, "Taking in")
    qtbot.waitUntil(lambda: any(one.title for one in tasks.running))
    job = next(one for one in tasks.running if one.title)
    screen.deleteLater()
    QApplication.sendPostedEvents(None, 52)  # QEvent.DeferredDelete
    job.cancel()
    go_on.set()
    qtbot.waitUntil(lambda: not tasks.running)
    # nobody was there to be told: whoever signs in next is asked about the files
    (left,) = office.station.intake.not_taken_in(office.clerk)
    assert left.paths == tuple(files)
    office.station.intake.give_up(office.clerk, left)


def test_pages_read_before_a_stop_become_papers_when_the_dossier_is_opened(
    seat: Seat, office: DeskOffice
) -> None:
    dossier = office.station.paper.open_dossier(office.clerk, field_office.PROCEDURE)
    field_office._add_page(office.fields, office.clerk, dossier.code, 1)
    assert office.station.store.dossiers.documents(dossier.code) == ()
    seat.open(dossier.code)
    seat.settle()
    assert len(office.station.store.dossiers.documents(dossier.code)) == 1
    assert len(seat.cards("documents")) == 1
    assert seat.screen.submit_action.isEnabled()


def test_sample_dossiers_are_offered_by_their_procedures_with_a_key_each(seat: Seat) -> None:
    menu = sample_menu(seat.screen.desk.workstation.catalogue, lambda _sample: None, seat.screen)
    texts = [action.text() for action in menu.actions()]
    assert texts[0] == "&1. Đăng ký khai sinh"
    assert texts[3] == "&4. Cấp Giấy xác nhận tình trạng hôn nhân (lần 2)"


def test_enter_on_a_button_does_what_space_does(seat: Seat) -> None:
    opened: list[bool] = []
    seat.screen.new_action.triggered.connect(lambda: opened.append(True))
    (new,) = (
        one
        for one in seat.screen.queue.findChildren(QPushButton)
        if one.text() == seat.screen.new_action.text()
    )
    new.setFocus()
    seat.press(Qt.Key.Key_Return)
    assert opened == [True]
