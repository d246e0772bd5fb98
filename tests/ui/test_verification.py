from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QAction, QInputMethodEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from digitizer.model.dossier import Dossier, DossierState
from digitizer.model.field import Absence
from tests.ui import field_office
from tests.ui.field_office import Office
from tests.ui.verification_seat import Seat
from ui.models.field_rows import FieldMark, FieldModel
from ui.screens.verification.fields_pane import FieldsPane
from ui.theme import Theme


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


def test_opening_a_dossier_focuses_the_first_field_that_needs_a_person(seat: Seat) -> None:
    assert seat.field == "requester_name"
    assert seat.editor.value == "PHÙNG MINH VỸ"
    assert seat.screen.rows[0].mark is FieldMark.DOUBT
    place = field_office.place_of("requester_name")
    focused = seat.screen.page_view.focused_box
    assert focused is not None
    assert focused.left < place.left < place.right < focused.right


def test_enter_accepts_and_skips_what_the_machine_is_sure_of(seat: Seat) -> None:
    seat.press(Qt.Key.Key_Return)
    assert seat.field == "person_birth_date"
    seat.settle()
    decided = seat.value("requester_name")
    assert decided.decided_by == seat.officer.id
    assert decided.value == "PHÙNG MINH VỸ"
    assert seat.screen.rows[0].mark is FieldMark.DECIDED


def test_a_date_is_typed_day_first_and_stored_in_iso(seat: Seat) -> None:
    seat.press(Qt.Key.Key_Return)
    assert seat.editor.value == "06/01/1998"
    seat.type("16/1/1998")
    seat.press(Qt.Key.Key_Return)
    seat.settle()
    assert seat.value("person_birth_date").value == "1998-01-16"
    place = seat.screen.fields.row_of(seat.value("person_birth_date").id)
    assert seat.screen.form.view(place).editor.value == "16/01/1998"


def test_tab_goes_to_the_next_field_and_keeps_what_was_typed(seat: Seat) -> None:
    seat.type("Phùng Minh Vũ")
    seat.press(Qt.Key.Key_Tab)
    assert seat.screen.form.current == 1
    seat.settle()
    assert seat.value("requester_name").value.casefold() == "phùng minh vũ"
    seat.press(Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert seat.screen.form.current == 0


def test_nothing_fires_while_a_word_is_being_composed(seat: Seat) -> None:
    event = QInputMethodEvent("Vỹ", [])
    QApplication.sendEvent(seat.editor, event)
    seat.control(Qt.Key.Key_U)
    seat.press(Qt.Key.Key_Return)
    assert seat.field == "requester_name"
    assert seat.value("requester_name").decided_by is None
    QApplication.sendEvent(seat.editor, QInputMethodEvent("", []))


@pytest.mark.parametrize(
    ("key", "absence"),
    [
        (Qt.Key.Key_B, Absence.BLANK),
        (Qt.Key.Key_U, Absence.UNREADABLE),
        (Qt.Key.Key_N, Absence.NOT_APPLICABLE),
    ],
)
def test_three_keys_state_three_kinds_of_absence(seat: Seat, key: Qt.Key, absence: Absence) -> None:
    seat.control(key)
    assert seat.field == "person_birth_date"
    seat.settle()
    assert seat.value("requester_name").absence is absence
    assert seat.screen.form.view(0).editor.value == ""
    assert seat.screen.form.view(0).editor.placeholderText()


def test_an_empty_line_is_no_answer(seat: Seat) -> None:
    seat.editor.clear()
    seat.press(Qt.Key.Key_Return)
    assert seat.field == "requester_name"
    assert "Ctrl+B" in seat.screen.pane.note
    seat.settle()
    assert seat.value("requester_name").decided_by is None


def test_another_reading_is_taken_by_its_number(seat: Seat) -> None:
    seat.press(Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    assert seat.editor.value == "PHÙNG MINH VĨ"
    seat.press(Qt.Key.Key_Return)
    seat.settle()
    assert seat.value("requester_name").value.casefold() == "phùng minh vĩ"


def test_escape_undoes_typing_and_then_brings_the_machines_value_back(seat: Seat) -> None:
    seat.type("Sai")
    seat.press(Qt.Key.Key_Escape)
    assert seat.editor.value == "PHÙNG MINH VỸ"
    seat.type("Phùng Minh Vũ")
    seat.press(Qt.Key.Key_Return)
    seat.settle()
    seat.screen.form.focus_row(0)
    seat.press(Qt.Key.Key_Escape)
    seat.settle()
    restored = seat.value("requester_name")
    assert restored.decided_by is None
    assert restored.value == "PHÙNG MINH VỸ"
    assert seat.editor.value == "PHÙNG MINH VỸ"


def test_two_decisions_on_one_field_are_not_stale(seat: Seat) -> None:
    seat.type("Một")
    seat.screen.form.focus_row(1)
    seat.screen.form.focus_row(0)
    seat.type("Hai")
    seat.screen.form.focus_row(1)
    seat.settle()
    assert seat.value("requester_name").value.casefold() == "hai"
    assert not seat.screen.form.view(0).in_conflict


def decide_elsewhere(seat: Seat, name: str, text: str) -> None:
    value = seat.value(name)
    seat.station.paper.decide(seat.officer, value.id, value.version, value=text)


def test_a_conflict_shows_both_values_and_enter_keeps_ones_own(seat: Seat) -> None:
    decide_elsewhere(seat, "requester_name", "Người Khác")
    seat.type("Của Tôi")
    seat.press(Qt.Key.Key_Return)
    seat.settle()
    view = seat.screen.form.view(0)
    assert view.in_conflict
    assert seat.value("requester_name").value.casefold() == "người khác"
    seat.screen.form.focus_row(0)
    seat.press(Qt.Key.Key_Return)
    seat.settle()
    assert seat.value("requester_name").value.casefold() == "của tôi"
    assert not view.in_conflict


def test_after_a_conflict_escape_takes_the_other_value(seat: Seat) -> None:
    decide_elsewhere(seat, "requester_name", "Người Khác")
    seat.type("Của Tôi")
    seat.press(Qt.Key.Key_Return)
    seat.settle()
    seat.screen.form.focus_row(0)
    seat.press(Qt.Key.Key_Escape)
    assert seat.editor.value.casefold() == "người khác"
    assert seat.value("requester_name").value.casefold() == "người khác"


def test_a_word_of_the_page_comes_with_its_place(seat: Seat) -> None:
    seat.screen.page_view.fit_page()
    box = field_office.place_of("person_ethnicity")
    point = seat.screen.page_view.mapFromScene(QPointF(box.left + 10, (box.top + box.bottom) / 2))
    seat.qtbot.mouseClick(
        seat.screen.page_view.viewport(),
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.ControlModifier,
        point,
    )
    assert seat.editor.value == "Kinh"
    assert seat.value("requester_name").decided_by is None
    highlighted = seat.screen.page_view.focused_box
    assert highlighted is not None
    assert highlighted.left < box.left < box.right < highlighted.right
    seat.press(Qt.Key.Key_Return)
    seat.settle()
    decided = seat.value("requester_name")
    assert decided.evidence[0].top == box.top
    assert decided.value.casefold() == "kinh"


def test_an_area_brings_its_words_in_reading_order(seat: Seat) -> None:
    seat.screen.page_view.area_chosen.emit(field_office.place_of("purpose"), False)
    assert seat.editor.value == "Để đăng ký kết hôn"
    seat.press(Qt.Key.Key_Escape)


def test_a_box_on_the_page_leads_to_its_field(seat: Seat) -> None:
    value = seat.value("purpose")
    seat.screen.page_view.box_chosen.emit(value.id)
    assert seat.field == "purpose"


def test_every_field_shows_its_own_pixels(seat: Seat) -> None:
    def cut_out() -> bool:
        views = zip(seat.screen.form.views, seat.screen.rows, strict=True)
        return all((v.snippet.image is not None) == (r.evidence is not None) for v, r in views)

    seat.qtbot.waitUntil(cut_out)
    assert seat.screen.form.view(0).snippet.image is not None


def test_a_paper_with_doubtful_fields_is_not_accepted(seat: Seat) -> None:
    seat.screen.form.focus_row(6)
    seat.control(Qt.Key.Key_Return)
    assert seat.field == "requester_name"
    assert "2" in seat.screen.pane.note
    seat.settle()
    assert seat.value("person_sex").decided_by is None


def test_a_dossier_is_verified_by_keyboard_alone(seat: Seat, dossier: Dossier) -> None:
    seat.press(Qt.Key.Key_Return)
    seat.press(Qt.Key.Key_Return)
    assert "Enter" in seat.screen.pane.note
    seat.editor.entered.emit()  # the window comes back to the front
    seat.press(Qt.Key.Key_Return)
    seat.settle()
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    seat.press(Qt.Key.Key_Return, both)
    seat.qtbot.waitUntil(lambda: seat.screen.dossier is None)
    assert seat.state(dossier.code) is DossierState.VERIFIED
    values = seat.station.store.dossiers.values(dossier.code)
    assert all(one.decided_by == seat.officer.id for one in values)
    assert seat.notices[-1].text.startswith(dossier.code)


def test_finishing_too_early_says_why_and_leads_to_the_field(seat: Seat, dossier: Dossier) -> None:
    seat.screen.form.focus_row(5)
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    seat.press(Qt.Key.Key_Return, both)
    seat.qtbot.waitUntil(lambda: "2" in seat.screen.pane.note)
    assert seat.field == "requester_name"
    assert seat.state(dossier.code) is DossierState.VERIFYING


def test_a_dossier_goes_back_with_a_reason(seat: Seat, dossier: Dossier) -> None:
    seat.press(Qt.Key.Key_F9)
    panel = seat.screen.pane.why
    assert panel.isVisible()
    panel.reasons.setCurrentIndex(panel.reasons.count() - 1)
    panel.confirm()
    assert panel.problem.isVisible()
    panel.words.setText("Thiếu chữ ký")
    seat.press(Qt.Key.Key_Return)
    seat.qtbot.waitUntil(lambda: seat.state(dossier.code) is DossierState.RETURNED)
    assert seat.station.store.dossiers.get(dossier.code).return_reason == "Thiếu chữ ký"
    seat.qtbot.waitUntil(lambda: seat.screen.dossier is None)


def test_the_dossier_stays_when_the_return_is_called_off(seat: Seat, dossier: Dossier) -> None:
    seat.press(Qt.Key.Key_F9)
    seat.press(Qt.Key.Key_Escape)
    assert not seat.screen.pane.why.isVisible()
    assert seat.field == "requester_name"
    assert seat.state(dossier.code) is DossierState.VERIFYING


def test_who_has_keyed_may_look_but_not_verify(qtbot: QtBot, office: Office) -> None:
    own = field_office.submit_dossier(office, office.both)
    seat = Seat(qtbot, office.station, office.both)
    seat.open(own.code)
    assert seat.editor.isReadOnly()
    assert office.both.name in seat.screen.pane.banner.label.text()
    seat.press(Qt.Key.Key_Return)
    seat.control(Qt.Key.Key_B)
    seat.settle()
    assert all(one.decided_by is None for one in office.station.store.dossiers.values(own.code))
    seat.tasks.close()


def test_going_back_to_a_dossier_returns_to_the_same_field(seat: Seat, office: Office) -> None:
    other = field_office.submit_dossier(office)
    code = seat.screen.keying.code
    seat.screen.form.focus_row(7)
    seat.screen.refresh()
    seat.open(other.code)
    seat.qtbot.waitUntil(lambda: seat.screen.keying.code == other.code)
    seat.open(code)
    seat.qtbot.waitUntil(lambda: seat.screen.keying.code == code)
    assert seat.screen.form.current == 7


@pytest.mark.alone
def test_the_next_field_is_there_within_fifty_milliseconds(seat: Seat) -> None:
    QApplication.processEvents()
    times = []
    for _ in range(10):
        began = time.perf_counter()
        seat.press(Qt.Key.Key_Tab)
        seat.paint()
        times.append(time.perf_counter() - began)
    typical = sorted(times)[len(times) // 2]
    print(f"Tab to the next field, page centred: {typical * 1000:.1f} ms")
    assert typical < 0.05


def test_no_button_is_cut_in_a_narrow_window(qtbot: QtBot, theme: Theme) -> None:
    from PySide6.QtWidgets import QPushButton

    pane = FieldsPane(FieldModel(), [QAction("Hoàn tất kiểm tra") for _ in range(3)])
    qtbot.addWidget(pane)
    pane.show_document("Tờ khai", "1 trường")
    pane.show()
    pane.resize(10, 500)
    shown = [one for one in pane.findChildren(QPushButton) if one.isVisible()]
    assert len(shown) == 3
    assert all(one.width() >= one.sizeHint().width() for one in shown)


def test_every_widget_that_takes_the_focus_has_a_name(seat: Seat) -> None:
    from PySide6.QtWidgets import QWidget

    nameless = [
        widget
        for widget in seat.screen.findChildren(QWidget)
        if widget.isVisible()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.focusProxy() is None
        and not widget.accessibleName()
        and not getattr(widget, "text", lambda: "")()
    ]
    assert nameless == []


def test_the_units_are_read_before_the_first_dossier_asks_for_them(
    qtbot: QtBot, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    catalogue = office.station.catalogue
    kept = catalogue.units
    # as when the program has just begun
    monkeypatch.delitem(vars(catalogue), "units")
    for name in ("load_units", "shipped_units"):
        monkeypatch.setattr(f"digitizer.catalogue.catalogue.{name}", lambda *_given: kept)
    taken = Seat(qtbot, office.station, office.supervisor)
    taken.settle()
    assert vars(catalogue)["units"] is kept
    taken.tasks.close()
