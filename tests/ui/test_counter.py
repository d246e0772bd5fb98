"""What the clerk tells the citizen who stands there, and the paper that goes with it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPlainTextEdit
from pytestqt.qtbot import QtBot

from digitizer.model.document import CopyKind
from digitizer.store.records import NewDocument
from tests.ui import desk_office, field_office
from tests.ui.desk_office import DeskOffice
from tests.ui.test_clerk import CTRL, SHIFT, Seat
from ui.tasks import Tasks
from ui.theme import Theme
from ui.widgets.form_dialog import FormDialog


@pytest.fixture
def seat(qtbot: QtBot, office: DeskOffice, tasks: Tasks, theme: Theme, vietnamese: None) -> Seat:
    return Seat(qtbot, office, tasks)


def shown_form(seat: Seat) -> FormDialog:
    dialogs = [one for one in seat.screen.findChildren(FormDialog) if one.isVisible()]
    assert len(dialogs) == 1
    return dialogs[0]


def test_what_is_missing_is_said_and_asked_for_by_one_key(seat: Seat, office: DeskOffice) -> None:
    dossier = field_office.submit_dossier(office.fields, types=(None,))
    office.station.paper.return_to_clerk(office.supervisor, dossier.code, "Chưa rõ giấy gì")
    pages = office.station.paper.view(office.supervisor, dossier.code).documents[0].pages
    found = NewDocument(None, 0.0, None, CopyKind.ORIGINAL, pages)
    office.station.store.dossiers.save_documents(dossier.code, [found])
    seat.open(dossier.code)
    missing = office.station.paper.view(office.clerk, dossier.code).missing
    counter = seat.screen.counter
    assert counter.part.isVisible()
    assert missing
    for one in missing:
        assert one.name in counter.banner.label.text()
    assert "Giấy tờ chưa rõ loại: 1" in counter.banner.label.text()
    shown = {one.text() for one in counter._buttons.values() if one.isVisible()}
    assert shown == {"Yêu cầu bổ sung", "Từ chối tiếp nhận"}

    seat.press(Qt.Key.Key_Y, CTRL, SHIFT)
    dialog = shown_form(seat)
    assert dialog.kind.currentText() == "Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ"
    wanted = dialog.fields.editors["wanted"]
    assert isinstance(wanted, QPlainTextEdit)
    assert missing[0].name in wanted.toPlainText()
    dialog._timer.stop()
    dialog._ask_preview()
    seat.settle()
    dialog.issue.click()
    seat.settle()
    assert dialog.form is not None
    assert missing[0].name in str(dialog.form.data["wanted"])


def test_a_dossier_that_is_whole_offers_the_receipt(seat: Seat, office: DeskOffice) -> None:
    seat.open(desk_office.returned_dossier(office, "Trang 1 bị mờ").code)
    counter = seat.screen.counter
    view = seat.screen.pane.view
    assert view is not None
    assert not view.missing
    assert counter.banner.label.text().startswith("Hồ sơ đủ thành phần")
    assert [one.text() for one in counter._buttons.values() if one.isVisible()] == [
        "Giấy tiếp nhận"
    ]
    seat.press(Qt.Key.Key_P, CTRL)
    assert shown_form(seat).kind.currentText() == "Giấy tiếp nhận hồ sơ và hẹn trả kết quả"


def test_a_refusal_begins_where_its_reason_is_written(seat: Seat, office: DeskOffice) -> None:
    seat.open(desk_office.returned_dossier(office, "Thiếu chữ ký").code)
    seat.press(Qt.Key.Key_U, CTRL, SHIFT)
    dialog = shown_form(seat)
    assert dialog.kind.currentText() == "Phiếu từ chối tiếp nhận giải quyết hồ sơ"
    assert dialog.focusWidget() in dialog.fields.editors.values()


def test_what_was_handed_over_needs_no_verdict(seat: Seat, office: DeskOffice) -> None:
    seat.open(field_office.submit_dossier(office.fields).code)
    assert not seat.screen.counter.part.isVisible()


def test_a_request_asks_for_what_its_own_dossier_lacks(seat: Seat, office: DeskOffice) -> None:
    lacking = field_office.submit_dossier(office.fields, types=(None,))
    office.station.paper.return_to_clerk(office.supervisor, lacking.code, "Chưa rõ giấy gì")
    pages = office.station.paper.view(office.supervisor, lacking.code).documents[0].pages
    found = NewDocument(None, 0.0, None, CopyKind.ORIGINAL, pages)
    office.station.store.dossiers.save_documents(lacking.code, [found])
    seat.open(lacking.code)
    assert office.station.paper.view(office.clerk, lacking.code).missing
    # one that was handed over since shows no verdict, but its papers can still be written
    seat.open(field_office.submit_dossier(office.fields).code)
    seat.press(Qt.Key.Key_Y, CTRL, SHIFT)
    wanted = shown_form(seat).fields.editors["wanted"]
    assert isinstance(wanted, QPlainTextEdit)
    assert wanted.toPlainText() == ""
