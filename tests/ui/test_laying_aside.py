"""Postponing, escalating, copying, looking up and undoing, with the keyboard alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from digitizer.model.doctype import Reads
from digitizer.model.dossier import DeferralKind, Dossier
from tests.ui import field_office
from tests.ui.field_office import Office
from tests.ui.verification_seat import Seat
from ui.widgets.look_up import LookUp

SHIFT = Qt.KeyboardModifier.ShiftModifier
BOTH = Qt.KeyboardModifier.ControlModifier | SHIFT


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    found = field_office.open_office(tmp_path_factory.mktemp("office") / "data")
    yield found
    found.station.close()


@pytest.fixture
def dossier(office: Office) -> Dossier:
    return field_office.submit_dossier(office)


@pytest.fixture
def seat(qtbot: QtBot, office: Office, dossier: Dossier) -> Iterator[Seat]:
    taken = Seat(qtbot, office.station, office.supervisor)
    taken.open(dossier.code)
    yield taken
    taken.settle()
    taken.tasks.close()


def go_to(seat: Seat, dossier: Dossier) -> None:
    seat.open(dossier.code)
    seat.qtbot.waitUntil(lambda: seat.screen.keying.code == dossier.code)
    seat.screen.form.focus_row(0)


@pytest.mark.parametrize(
    ("modifier", "kind"),
    [
        (Qt.KeyboardModifier.NoModifier, DeferralKind.POSTPONED),
        (SHIFT, DeferralKind.ESCALATED),
    ],
)
def test_a_dossier_is_laid_aside_with_a_reason_and_taken_up_again(
    seat: Seat, dossier: Dossier, modifier: Qt.KeyboardModifier, kind: DeferralKind
) -> None:
    seat.press(Qt.Key.Key_F8, modifier)
    panel = seat.screen.pane.why
    assert panel.isVisible()
    panel.words.setFocus()
    panel.words.setText("giấy xác nhận")
    seat.press(Qt.Key.Key_Return)

    def standing() -> list[str]:
        return [one.dossier_code for one in seat.station.verifying.deferrals(seat.officer)]

    seat.qtbot.waitUntil(lambda: dossier.code in standing())
    seat.qtbot.waitUntil(lambda: seat.screen.queue.row_of(dossier.code) < 0)
    seat.screen.open_dossier(dossier.code)
    seat.qtbot.waitUntil(lambda: "giấy xác nhận" in seat.screen.pane.banner.label.text())
    assert seat.officer.name in seat.screen.pane.banner.label.text()
    (found,) = [
        one
        for one in seat.station.verifying.deferrals(seat.officer)
        if one.dossier_code == dossier.code
    ]
    assert found.kind is kind
    seat.qtbot.waitUntil(lambda: seat.screen.lists.choice.currentIndex() > 0)
    assert seat.screen.queue.row_of(dossier.code) >= 0

    seat.press(Qt.Key.Key_W, BOTH)
    seat.qtbot.waitUntil(lambda: dossier.code not in standing())
    seat.qtbot.waitUntil(lambda: not seat.screen.pane.banner.isVisible())


def test_a_field_is_copied_from_the_paper_of_the_type_before(seat: Seat, office: Office) -> None:
    seat.type("PHÙNG MINH VƯƠNG")
    seat.press(Qt.Key.Key_Return)
    seat.settle()
    other = field_office.submit_dossier(office, not_found=("requester_name", "purpose"))
    go_to(seat, other)
    assert seat.editor.value == ""
    seat.control(Qt.Key.Key_D)
    seat.qtbot.waitUntil(lambda: seat.editor.value == "PHÙNG MINH VƯƠNG")
    seat.settle()
    # copied is not accepted, not even by going elsewhere
    seat.press(Qt.Key.Key_Tab)
    seat.press(Qt.Key.Key_Backtab, SHIFT)
    seat.settle()
    assert seat.editor.value == "PHÙNG MINH VƯƠNG"
    assert seat.value("requester_name").decided_by is None
    seat.press(Qt.Key.Key_Return)
    seat.settle()
    assert seat.value("requester_name").value == "PHÙNG MINH VƯƠNG"


def test_all_empty_fields_are_copied_at_once_and_full_ones_stay(seat: Seat, office: Office) -> None:
    seat.type("PHÙNG MINH VƯƠNG")
    seat.press(Qt.Key.Key_Return)
    seat.settle()
    other = field_office.submit_dossier(office, not_found=("requester_name", "purpose"))
    go_to(seat, other)
    seat.press(Qt.Key.Key_D, BOTH)
    purpose = next(
        place for place, row in enumerate(seat.screen.rows) if row.value.name == "purpose"
    )
    seat.qtbot.waitUntil(
        lambda: seat.screen.form.view(purpose).editor.value == "Để đăng ký kết hôn"
    )
    birth = next(
        place for place, row in enumerate(seat.screen.rows) if row.value.name == "person_birth_date"
    )
    assert not seat.screen.form.view(birth).dirty


def test_a_place_is_looked_up_without_marks_and_replaces_its_part(
    seat: Seat, vietnamese: None
) -> None:
    place = next(
        place
        for place, row in enumerate(seat.screen.rows)
        if row.value.name == "requester_residence"
    )
    assert seat.screen.rows[place].reads in (Reads.ADDRESS, Reads.TEXT)
    seat.screen.form.focus_row(place)
    editor = seat.editor
    cursor = editor.textCursor()
    cursor.setPosition(len(editor.text()))
    editor.setTextCursor(cursor)
    seat.control(Qt.Key.Key_L)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, LookUp)
    assert dialog.line.text() == "phường Cẩm Thành"
    dialog.line.setText("cam thanh quang ngai")
    seat.qtbot.waitUntil(
        lambda: any("Cẩm Thành" in one.title for one in dialog.model.cards), timeout=15_000
    )
    assert dialog.model.cards[0].title == "phường Cẩm Thành, tỉnh Quảng Ngãi"
    seat.qtbot.keyClick(dialog.line, Qt.Key.Key_Return)
    assert editor.value == "Số 208 đường Hùng Vương, phường Cẩm Thành, tỉnh Quảng Ngãi"


def test_ctrl_z_takes_back_typing_first_and_then_decisions_one_by_one(seat: Seat) -> None:
    for text in ("PHÙNG MINH VŨ", "PHÙNG MINH VĨ"):
        seat.screen.form.focus_row(0)
        seat.type(text)
        seat.press(Qt.Key.Key_Return)
        seat.settle()
    seat.screen.form.focus_row(0)
    seat.type("xx")
    seat.control(Qt.Key.Key_Z)
    assert seat.editor.value == "PHÙNG MINH VĨ"
    seat.control(Qt.Key.Key_Z)
    seat.settle()
    assert seat.value("requester_name").value == "PHÙNG MINH VŨ"
    seat.qtbot.waitUntil(lambda: seat.editor.value == "PHÙNG MINH VŨ")
    seat.control(Qt.Key.Key_Z)
    seat.settle()
    undone = seat.value("requester_name")
    assert (undone.value, undone.decided_by) == ("PHÙNG MINH VỸ", None)
    seat.control(Qt.Key.Key_Z)
    assert seat.value("requester_name").version == undone.version
