from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from digitizer.model.document import Page, PageState
from ui import wording
from ui.models.cards import Card, CardFilter, CardModel, CardRole
from ui.models.pages import PageRole, PagesModel
from ui.widgets.card_list import CardList

CARDS = [
    Card(key=1, title="Đỗ Thị Đào", lines=("Đăng ký khai sinh",), chip="Mới", value="one"),
    Card(key=2, title="Nguyễn Văn An", lines=("Hộ kinh doanh",), value="two"),
]
Watch = Callable[[QAbstractItemModel], None]


@pytest.fixture
def watch() -> Watch:
    kept: list[QAbstractItemModelTester] = []

    def start(model: QAbstractItemModel) -> None:
        mode = QAbstractItemModelTester.FailureReportingMode.Fatal
        kept.append(QAbstractItemModelTester(model, mode))

    return start


def page(number: int, state: PageState = PageState.STORED) -> Page:
    return Page(
        id=number,
        dossier_code="D",
        document_id=None,
        number=number,
        original_hash="a",
        original_name="giấy tờ.jpg",
        original_page=1,
        image_hash="b",
        width=10,
        height=14,
        dpi=300,
        state=state,
    )


def titles(model: QAbstractItemModel) -> list[str]:
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def test_cards_are_shown_in_order_and_said_whole(qtbot: QtBot, watch: Watch) -> None:
    model = CardModel()
    watch(model)
    model.show(CARDS)
    index = model.index(0)
    assert titles(model) == ["Đỗ Thị Đào", "Nguyễn Văn An"]
    said = index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == "Đỗ Thị Đào. Mới. Đăng ký khai sinh"
    assert index.data(int(CardRole.VALUE)) == "one"


def test_cards_appended_or_changed_do_not_reset_the_list(qtbot: QtBot, watch: Watch) -> None:
    model = CardModel()
    watch(model)
    model.show(CARDS)
    with qtbot.assertNotEmitted(model.modelReset), qtbot.waitSignal(model.dataChanged):
        model.show([replace(CARDS[0], chip="Cũ"), CARDS[1], replace(CARDS[0], key=3)])
    assert model.rowCount() == 3


def test_cards_taken_away_reset_the_list(qtbot: QtBot, watch: Watch) -> None:
    model = CardModel()
    watch(model)
    model.show(CARDS)
    with qtbot.waitSignal(model.modelReset):
        model.show(CARDS[1:])
    assert model.row_of(2) == 0
    assert model.row_of(1) == -1


def test_the_current_card_stays_current_when_the_list_is_shown_anew(qtbot: QtBot) -> None:
    model = CardModel()
    view = CardList("Cards", model)
    qtbot.addWidget(view)
    model.show(CARDS)
    assert view.choose(2)
    model.show(list(reversed(CARDS)))
    assert view.current_value() == "two"


def test_only_a_person_choosing_a_card_is_told(qtbot: QtBot) -> None:
    model = CardModel()
    view = CardList("Cards", model)
    qtbot.addWidget(view)
    model.show(CARDS)
    heard: list[object] = []
    view.chosen.connect(heard.append)
    view.choose(1)
    assert heard == []
    view.show()
    qtbot.keyClick(view, Qt.Key.Key_Down)
    assert heard == ["two"]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("", ["Đỗ Thị Đào", "Nguyễn Văn An"]),
        ("do dao", ["Đỗ Thị Đào"]),
        ("ĐÀO", ["Đỗ Thị Đào"]),
        ("kinh an", ["Nguyễn Văn An"]),
        ("khong co", []),
    ],
)
def test_cards_are_found_with_or_without_marks(watch: Watch, typed: str, found: list[str]) -> None:
    model = CardModel()
    narrowed = CardFilter(model)
    watch(narrowed)
    model.show(CARDS)
    narrowed.look_for(typed)
    assert titles(narrowed) == found


def test_pages_appear_one_by_one_and_change_in_place(qtbot: QtBot, watch: Watch) -> None:
    model = PagesModel()
    watch(model)
    with qtbot.assertNotEmitted(model.modelReset):
        model.put(page(1))
        model.put(page(2))
        model.put(page(1, PageState.READ))
    states = [one.state for one in model.pages]
    assert states == [PageState.READ, PageState.STORED]


def test_a_picture_comes_when_it_is_drawn(qtbot: QtBot, watch: Watch) -> None:
    model = PagesModel()
    watch(model)
    model.show([page(1), page(2)])
    assert model.without_picture() == (1, 2)
    picture = QImage(4, 4, QImage.Format.Format_RGB32)
    with qtbot.waitSignal(model.dataChanged):
        model.put_picture(1, picture)
    assert model.without_picture() == (2,)
    assert model.index(0).data(int(PageRole.PICTURE)) == picture
    model.show([page(2)])
    model.forget_pictures()
    model.show([page(1)])
    assert model.without_picture() == (1,)


def test_every_state_of_a_page_is_said(vietnamese: None) -> None:
    model = PagesModel()
    model.show([page(1)])
    assert model.state_of(page(1)).text == "Đã lưu"
    model.set_reading(True)
    assert model.state_of(page(1)).text == "Đang đọc"
    assert model.state_of(page(1, PageState.READ)).text == "Đã đọc"


def test_a_failed_page_says_why(vietnamese: None) -> None:
    model = PagesModel()
    failed = replace(page(1, PageState.FAILED), failure="page-timeout")
    text = model.state_of(failed).text
    assert text.startswith("Lỗi: ")
    assert wording.sentence(type("S", (), {"code": "page-timeout", "details": {}})())[:12] in text


def test_a_long_list_asks_for_more_once_at_its_end_and_keeps_what_it_shows() -> None:
    model = CardModel()
    wanted: list[int] = []
    model.wanted.connect(wanted.append)
    root = QModelIndex()
    model.show([Card(key=number, title=str(number)) for number in range(200)], more=True)
    assert model.canFetchMore(root)
    model.fetchMore(root)
    model.fetchMore(root)
    assert wanted == [200]
    kept = QPersistentModelIndex(model.index(150))
    model.show([Card(key=number, title=str(number)) for number in range(260)])
    assert kept.isValid()
    assert kept.row() == 150
    assert not model.canFetchMore(root)


def test_enter_opens_the_card_on_top_of_a_list_that_was_filled_after_it_got_the_focus(
    qtbot: QtBot,
) -> None:
    model = CardModel()
    shown = CardList("Hồ sơ", model)
    qtbot.addWidget(shown)
    shown.show()
    shown.setFocus()
    opened: list[object] = []
    shown.opened.connect(opened.append)
    qtbot.keyClick(shown, Qt.Key.Key_Return)
    assert opened == []
    model.show(CARDS)
    qtbot.keyClick(shown, Qt.Key.Key_Return)
    assert opened == ["one"]
    assert shown.currentIndex().row() == 0
