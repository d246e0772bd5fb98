"""A dossier's owner without a card is found by name and birth date, and no other's number stays."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from digitizer.catalogue import Catalogue
from digitizer.errors import DigitizerError, NotAllowedError
from digitizer.model.dossier import Owner
from tests.ui import field_office
from tests.ui.desk_office import DeskOffice
from tests.ui.test_clerk import Seat
from ui import wording
from ui.screens.clerk.dialogs import NewDossierDialog, OwnerDialog, OwnerForm
from ui.tasks import Tasks
from ui.theme import Theme

DAO = Owner("Đỗ Thị Đào", "001183004567")
OTHER = Owner("Đỗ Thị Đạo", "001183004568")
NOBODY = "Kho không có ai mang họ tên và ngày sinh này."


class Records:
    """Answers what it is told to, when it is told to."""

    def __init__(self) -> None:
        self.held: Sequence[Owner] = ()
        self.asked: list[tuple[str, date]] = []
        self.waiting: list[Callable[[], object]] = []
        self.at_once = True

    def find(
        self,
        name: str,
        day: date,
        then: Callable[[Sequence[Owner]], object],
        _failed: Callable[[BaseException], object],
    ) -> None:
        self.asked.append((name, day))
        held = self.held
        self.waiting.append(lambda: then(held))
        if self.at_once:
            self.answer()

    def answer(self) -> None:
        self.waiting.pop(0)()


@pytest.fixture
def records() -> Records:
    return Records()


@pytest.fixture
def dialog(qtbot: QtBot, theme: Theme, vietnamese: None, records: Records) -> NewDossierDialog:
    made = NewDossierDialog(tuple(Catalogue.load().procedures.values()), find=records.find)
    qtbot.addWidget(made)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    made.show()
    return made


@pytest.fixture
def form(dialog: NewDossierDialog) -> OwnerForm:
    return dialog.owner_form


def test_one_person_is_filled_in_to_be_compared_and_several_are_not(
    form: OwnerForm, records: Records
) -> None:
    form.name.setText("do thi dao")
    assert not form.finder.isEnabled()
    form.birth_date.setText("2/1/1983")
    form.finder.click()
    assert records.asked == [("do thi dao", date(1983, 1, 2))]
    assert form.note.text() == NOBODY
    records.held = (DAO, OTHER)
    form.finder.click()
    assert form.note.text().startswith("Có 2 người trùng")
    assert form.number.text() == ""
    records.held = (DAO,)
    form.finder.click()
    assert form.owner() == DAO
    assert "đối chiếu với thẻ" in form.note.text()


@pytest.mark.parametrize("held", [(), (DAO, OTHER)])
def test_a_number_found_for_another_name_or_day_does_not_stay(
    form: OwnerForm, records: Records, held: Sequence[Owner]
) -> None:
    records.held = (DAO,)
    form.name.setText("do thi dao")
    form.birth_date.setText("2/1/1983")
    form.finder.click()
    assert form.number.text() == DAO.personal_id
    form.birth_date.setText("3/1/1983")
    assert form.number.text() == ""
    form.birth_date.setText("2/1/1983")
    form.finder.click()
    form.name.setText("Đỗ Văn Đào")
    assert form.number.text() == ""
    # the records changed meanwhile: the same question has another answer
    form.name.setText("do thi dao")
    form.finder.click()
    records.held = held
    form.finder.click()
    assert form.number.text() == ""


def test_a_number_typed_or_read_from_a_card_stays(form: OwnerForm, records: Records) -> None:
    form.number.setText("040195007434")
    form.name.setText("do thi dao")
    form.birth_date.setText("2/1/1983")
    form.finder.click()
    form.birth_date.setText("3/1/1983")
    assert form.number.text() == "040195007434"


def test_an_answer_about_somebody_typed_before_is_nobodys(
    form: OwnerForm, records: Records
) -> None:
    records.at_once, records.held = False, (DAO,)
    form.name.setText("do thi dao")
    form.birth_date.setText("2/1/1983")
    form.finder.click()
    form.birth_date.setText("3/1/1983")
    records.answer()
    assert form.owner() == Owner("do thi dao", "")


@pytest.mark.parametrize("text", ["30/02/2000", "31/6/1995", "1995", "1/1/2090", "32131995"])
def test_a_day_that_is_none_is_said_and_nothing_is_asked_or_opened(
    qtbot: QtBot, dialog: NewDossierDialog, form: OwnerForm, records: Records, text: str
) -> None:
    opened: list[object] = []
    dialog.chosen.connect(lambda *given: opened.append(given))
    form.name.setText("do thi dao")
    form.birth_date.setText(text)
    qtbot.keyClick(form.birth_date, Qt.Key.Key_Return)
    assert form.note.text().startswith("Ngày sinh này không đúng")
    assert (records.asked, opened) == ([], [])


def test_enter_behind_the_birth_date_looks_for_the_number(
    qtbot: QtBot, dialog: NewDossierDialog, form: OwnerForm, records: Records
) -> None:
    opened: list[object] = []
    dialog.chosen.connect(lambda *given: opened.append(given))
    records.held = (DAO,)
    form.name.setText("do thi dao")
    qtbot.keyClicks(form.birth_date, "02011983")
    qtbot.keyClick(form.birth_date, Qt.Key.Key_Return)
    assert form.owner() == DAO
    assert (records.asked, opened) == ([("do thi dao", date(1983, 1, 2))], [])


def test_the_clerks_screen_asks_the_records_in_the_clerks_name_and_says_a_refusal(
    qtbot: QtBot,
    tasks: Tasks,
    theme: Theme,
    vietnamese: None,
    office: DeskOffice,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[object] = []
    refusal: list[DigitizerError] = []

    def people_born(_warehouse: object, *given: object) -> tuple[Owner, ...]:
        asked.append(given)
        if refusal:
            raise refusal[0]
        return (DAO,) * (12 if len(asked) > 2 else 1)

    monkeypatch.setattr(type(office.station.warehouse), "people_born", people_born)
    seat = Seat(qtbot, office, tasks)
    seat.open(office.station.paper.open_dossier(office.clerk, field_office.PROCEDURE).code)
    seat.press(Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    dialog = seat.screen.findChild(OwnerDialog)
    assert dialog is not None
    form = dialog.form
    form.name.setText("do thi dao")
    form.birth_date.setText("2/1/1983")
    form.finder.click()
    seat.settle()
    assert asked == [(office.clerk, "do thi dao", date(1983, 1, 2))]
    assert form.owner() == DAO
    refusal.append(NotAllowedError(action="view"))
    form.finder.click()
    seat.settle()
    assert form.note.text() == wording.sentence(refusal[0])
    assert form.finder.isEnabled(), "it can be tried again"
    refusal.clear()
    form.finder.click()
    seat.settle()
    assert form.note.text().startswith("Có hơn 10 người")
