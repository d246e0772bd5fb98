"""Mass verification: one field over many dossiers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from digitizer.errors import NotAllowedError
from digitizer.model.view import WaitingKind
from digitizer.vietnamese.lookalikes import lookalikes
from tests.ui import desk_office, field_office
from tests.ui.desk_office import DeskOffice
from ui.models.value_cards import ValueCardModel, ValueCardOrder
from ui.screen import Desk
from ui.screens.mass import MassScreen
from ui.screens.mass.grid import LOOKED_AT, fits
from ui.tasks import Tasks
from ui.theme import Theme

KIND = WaitingKind(field_office.TYPE, "requester_name", 3)


@pytest.fixture
def small(qapp: QApplication, tmp_path: Path) -> Iterator[DeskOffice]:
    found = desk_office.open_office(tmp_path / "data")
    for _ in range(3):
        field_office.submit_dossier(found.fields)
    yield found
    found.station.close()


@pytest.fixture
def screen(
    qtbot: QtBot, tasks: Tasks, theme: Theme, vietnamese: None, small: DeskOffice
) -> MassScreen:
    made = MassScreen(Desk(small.station, small.supervisor, tasks))
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    made.refresh()
    qtbot.waitUntil(lambda: len(made.cards.cards) == 3, timeout=10_000)
    made._on_kind_chosen(KIND)
    settled(qtbot, tasks)
    return made


def settled(qtbot: QtBot, tasks: Tasks) -> None:
    qtbot.waitUntil(lambda: not tasks.running, timeout=10_000)
    qtbot.wait(20)


def test_the_fields_that_wait_are_counted_over_all_dossiers(small: DeskOffice) -> None:
    kinds = small.station.paper.waiting_kinds(small.supervisor)
    assert KIND in kinds
    assert {one.field for one in kinds} == {"requester_name", "person_birth_date"}


def test_who_keyed_on_a_dossier_is_not_shown_its_values(small: DeskOffice) -> None:
    office = small.fields
    field_office.submit_dossier(office, office.both)
    before = small.station.paper.waiting_values(small.supervisor, KIND.document_type, KIND.field)
    own = small.station.paper.waiting_values(office.both, KIND.document_type, KIND.field)
    assert (len(before), len(own)) == (4, 3)


def test_a_clerk_may_not_ask(small: DeskOffice) -> None:
    with pytest.raises(NotAllowedError):
        small.station.paper.waiting_kinds(small.clerk)


def test_enter_accepts_a_row_and_leaves_what_was_marked_wrong(
    qtbot: QtBot, tasks: Tasks, screen: MassScreen, small: DeskOffice
) -> None:
    screen.grid.setCurrentIndex(screen.order.index(1, 0))
    qtbot.keyClick(screen.grid, Qt.Key.Key_Space)
    wrong = screen.grid.current_card()
    assert wrong is not None
    assert wrong.wrong
    qtbot.keyClick(screen.grid, Qt.Key.Key_Return)
    settled(qtbot, tasks)
    assert [card.value_id for card in screen.cards.cards] == [wrong.value_id]
    left = small.station.paper.waiting_values(small.supervisor, KIND.document_type, KIND.field)
    assert [one.value.id for one in left] == [wrong.value_id]


def test_a_page_is_accepted_only_when_all_of_it_was_looked_at(
    qtbot: QtBot, tasks: Tasks, screen: MassScreen
) -> None:
    screen._on_page_accepted()
    settled(qtbot, tasks)
    assert len(screen.cards.cards) == 3
    assert "vừa mới hiện" in screen.banner.label.text()
    for card in screen.cards.cards:
        screen.grid._seen[card.value_id] = LOOKED_AT
    screen._on_page_accepted()
    settled(qtbot, tasks)
    assert all(card.waiting.value.name != KIND.field for card in screen.cards.cards)


def test_typing_puts_a_value_right_and_a_person_stands_for_it(
    qtbot: QtBot, tasks: Tasks, screen: MassScreen, small: DeskOffice
) -> None:
    screen.grid.setCurrentIndex(screen.order.index(0, 0))
    card = screen.grid.current_card()
    assert card is not None
    screen.edit_action.trigger()
    screen.editor.setText("PHÙNG MINH VŨ")
    qtbot.keyClick(screen.editor, Qt.Key.Key_Return)
    qtbot.keyClick(screen.grid, Qt.Key.Key_Return)
    settled(qtbot, tasks)
    kept = small.station.store.dossiers.value(card.value_id)
    assert (kept.value, kept.decided_by) == ("PHÙNG MINH VŨ", small.supervisor.id)


def test_a_value_too_long_to_be_seen_whole_is_not_accepted(screen: MassScreen) -> None:
    assert fits("PHÙNG MINH VỸ", screen.grid.font())
    assert not fits("Số 208 đường Hùng Vương, " * 8, screen.grid.font())


def test_the_model_keeps_the_rules_of_models(small: DeskOffice) -> None:
    from ui.models.value_cards import ValueCard

    model = ValueCardModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    order = ValueCardOrder(model)
    found = small.station.paper.waiting_values(small.supervisor, KIND.document_type, KIND.field)
    cards = [ValueCard(one, text) for one, text in zip(found, ("Cẩm", "An", "Cấm"), strict=True)]
    model.show(cards)
    shown = [order.index(row, 0).data() for row in range(order.rowCount())]
    assert shown == ["An", "Cấm", "Cẩm"]
    order.look_for("cam")
    assert order.rowCount() == 2
    model.remove({cards[0].value_id})
    assert order.rowCount() == 1
    del tester


def test_the_rare_form_of_a_syllable_stands_first() -> None:
    groups = lookalikes(["Lê Cẩm"] * 9 + ["Lê Cấm", "Lệ Hà"])
    assert [(group.base, group.variants) for group in groups] == [
        ("le", (("lệ", 1), ("lê", 10))),
        ("cam", (("cấm", 1), ("cẩm", 9))),
    ]
