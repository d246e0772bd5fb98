from __future__ import annotations

import time

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPoint, QPointF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ocr.model import Box, Word
from ui.widgets.levels import PagePicture, PictureUnreadableError, build_picture, crop
from ui.widgets.page_items import PageBox
from ui.widgets.page_view import PageView

WIDTH, HEIGHT = 1240, 1754


def encoded(image: QImage, kind: str = "PNG") -> bytes:
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, kind)
    return bytes(data.data())


def page_image(width: int = WIDTH, height: int = HEIGHT) -> QImage:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    return image


def words(count: int) -> tuple[Word, ...]:
    return tuple(
        Word(
            f"chữ{number}",
            Box(
                20 + 60 * (number % 20),
                20 + 40 * (number // 20),
                70 + 60 * (number % 20),
                50 + 40 * (number // 20),
            ),
            0.9,
            number // 20,
        )
        for number in range(count)
    )


@pytest.fixture
def picture(qapp: QApplication) -> PagePicture:
    return build_picture(encoded(page_image()))


@pytest.fixture
def view(qtbot: QtBot, picture: PagePicture) -> PageView:
    shown = PageView()
    qtbot.addWidget(shown)
    shown.resize(700, 600)
    shown.show_page(picture, words=words(400))
    shown.show()
    qtbot.waitUntil(shown.isVisible)
    return shown


def middle(view: PageView) -> QPointF:
    return view.mapToScene(view.viewport().rect().center())


def press(view: PageView, box: Box) -> QPoint:
    return view.mapFromScene(QPointF((box.left + box.right) / 2, (box.top + box.bottom) / 2))


def test_a_thin_bar_survives_being_shrunk(qapp: QApplication) -> None:
    image = page_image(1200, 1200)
    painter = QPainter(image)
    # the bar of a Đ at 300 dpi is about three pixels high
    painter.fillRect(100, 301, 1000, 3, QColor("black"))
    painter.end()
    picture = build_picture(encoded(image))
    smallest = picture.levels[-1]
    assert smallest.width() <= 600
    rows = [
        QColor(smallest.pixel(smallest.width() // 2, y)).lightness()
        for y in range(smallest.height())
    ]
    share = 1200 / smallest.height()
    assert sum(255 - row for row in rows) == pytest.approx(3 * 255 / share, rel=0.1)


def test_each_level_is_half_the_one_before(picture: PagePicture) -> None:
    sizes = [level.width() for level in picture.levels]
    assert sizes == [1240, 620, 310]
    assert picture.level(0.45).width() == 620
    assert picture.level(0.51).width() == 1240
    assert picture.level(2.0).width() == 1240


def test_an_image_that_cannot_be_decoded_is_named(qapp: QApplication) -> None:
    with pytest.raises(PictureUnreadableError):
        build_picture(b"not an image")


def test_a_cut_out_is_upright_when_the_page_lies_on_its_side(picture: PagePicture) -> None:
    lying = Box(600, 200, 640, 800)
    image = crop(picture, lying, rotation=90, scale=0.4, largest=QSize(900, 84))
    assert image.width() > 3 * image.height()


def test_a_cut_out_at_the_edge_stays_on_the_page(picture: PagePicture) -> None:
    image = crop(picture, Box(0, 0, WIDTH, 40), rotation=0, scale=0.4, largest=QSize(900, 84))
    assert image.width() == pytest.approx(WIDTH * 0.4, abs=2)


def test_a_focused_box_comes_to_the_middle_and_fills_a_good_part(view: PageView) -> None:
    box = Box(300, 900, 900, 950)
    view.focus_box(box)
    assert (middle(view) - QPointF(600, 925)).manhattanLength() < 6
    share = box.width * view.zoom / view.viewport().width()
    assert 0.5 < share < 0.7


def test_the_focused_box_comes_to_the_middle_of_a_turned_page(
    view: PageView, picture: PagePicture
) -> None:
    view.show_page(picture, rotation=90)
    assert view.turned == 90
    view.focus_box(Box(600, 500, 640, 900))
    assert (middle(view) - QPointF(620, 700)).manhattanLength() < 6


def test_turning_the_view_keeps_boxes_in_pixels_of_the_image(view: PageView, qtbot: QtBot) -> None:
    word = words(400)[205]
    view.turn()
    view.focus_box(word.box)
    with qtbot.waitSignal(view.word_chosen) as heard:
        qtbot.mouseClick(
            view.viewport(),
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.ControlModifier,
            press(view, word.box),
        )
    assert heard.args == [word, False]


def test_a_click_on_a_box_says_its_key(view: PageView, qtbot: QtBot) -> None:
    boxes = [PageBox("wide", Box(0, 0, 500, 500)), PageBox("small", Box(100, 100, 200, 150))]
    view.show_boxes(boxes)
    with qtbot.waitSignal(view.box_chosen) as heard:
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=press(view, boxes[1].box))
    assert heard.args == ["small"]


def test_ctrl_and_drag_draw_an_area_in_pixels_of_the_image(view: PageView, qtbot: QtBot) -> None:
    start, end = view.mapFromScene(QPointF(100, 100)), view.mapFromScene(QPointF(400, 200))
    control = Qt.KeyboardModifier.ControlModifier
    with qtbot.waitSignal(view.area_chosen) as heard:
        qtbot.mousePress(view.viewport(), Qt.MouseButton.LeftButton, control, start)
        move(view, end, control)
        qtbot.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, control, end)
    box, adds = heard.args or (None, None)
    assert isinstance(box, Box)
    assert adds is False
    assert abs(box.left - 100) < 4
    assert abs(box.bottom - 200) < 4


def test_a_plain_drag_moves_the_page_and_chooses_nothing(view: PageView, qtbot: QtBot) -> None:
    view.focus_box(Box(500, 800, 560, 830))
    before = middle(view)
    none = Qt.KeyboardModifier.NoModifier
    with qtbot.assertNotEmitted(view.area_chosen), qtbot.assertNotEmitted(view.box_chosen):
        qtbot.mousePress(view.viewport(), Qt.MouseButton.LeftButton, none, QPoint(300, 300))
        move(view, QPoint(240, 240), none)
        qtbot.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, none, QPoint(240, 240))
    assert middle(view).x() > before.x()
    assert middle(view).y() > before.y()


def move(view: PageView, to: QPoint, modifiers: Qt.KeyboardModifier) -> None:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QMouseEvent

    event = QMouseEvent(
        QEvent.Type.MouseMove,
        QPointF(to),
        QPointF(view.viewport().mapToGlobal(to)),
        Qt.MouseButton.NoButton,
        Qt.MouseButton.LeftButton,
        modifiers,
    )
    QApplication.sendEvent(view.viewport(), event)


def test_keys_move_and_scale_the_page(view: PageView, qtbot: QtBot) -> None:
    control = Qt.KeyboardModifier.ControlModifier
    before = view.zoom
    qtbot.keyClick(view, Qt.Key.Key_Plus, control)
    assert view.zoom > before
    qtbot.keyClick(view, Qt.Key.Key_Minus, control)
    assert view.zoom == pytest.approx(before)
    view.focus_box(Box(600, 900, 640, 920))
    place = middle(view)
    qtbot.keyClick(view, Qt.Key.Key_Down, control)
    assert middle(view).y() > place.y()
    qtbot.keyClick(view, Qt.Key.Key_G, control)
    assert (middle(view) - place).manhattanLength() < 6
    qtbot.keyClick(view, Qt.Key.Key_0, control)
    assert view.zoom == pytest.approx(before, rel=0.05)
    qtbot.keyClick(view, Qt.Key.Key_R, control)
    assert view.turned == 90


def test_boxes_are_hidden_only_while_the_key_is_held(view: PageView, qtbot: QtBot) -> None:
    qtbot.keyPress(view, Qt.Key.Key_H, Qt.KeyboardModifier.AltModifier)
    assert view.boxes_hidden
    qtbot.keyRelease(view, Qt.Key.Key_H, Qt.KeyboardModifier.AltModifier)
    assert not view.boxes_hidden


@pytest.mark.alone
def test_eight_hundred_boxes_stay_fluid(view: PageView, picture: PagePicture) -> None:
    many = words(800)
    view.show_page(picture, words=many)
    view.show_boxes([PageBox(place, word.box) for place, word in enumerate(many)])
    QApplication.processEvents()
    times = []
    for place in range(20):
        began = time.perf_counter()
        view.focus_box(many[place * 37 % 800].box)
        view.viewport().repaint()
        times.append(time.perf_counter() - began)
    typical = sorted(times)[len(times) // 2]
    print(f"800 boxes: focus one and repaint: {typical * 1000:.1f} ms")
    assert typical < 0.05
