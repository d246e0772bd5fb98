"""The designer: a definition is made by pointing, tried at once on stored papers, and saved."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from digitizer.jobs import Progress
from digitizer.model.doctype import Place
from digitizer.model.document import CopyKind
from digitizer.model.rights import Action
from digitizer.store import NewDocument
from ocr.model import Box
from tests.digitizer.paper import pages
from tests.digitizer.paper.design_office import DesignOffice
from ui.screen import Desk
from ui.screens.design import DesignScreen, draft
from ui.tasks import Job, Tasks
from ui.theme import Theme

KIND = "birth_registration_declaration"


@pytest.fixture
def office(qapp: QApplication, tmp_path: Path) -> Iterator[DesignOffice]:
    found = DesignOffice.open(tmp_path / "data")
    buffer = io.BytesIO()
    Image.new("L", (pages.WIDTH, pages.HEIGHT), 255).save(buffer, "PNG")
    for number in range(3):
        code = found.dossier(f"HS-{number}")
        text = pages.page_text([*pages.BIRTH_DECLARATION, f"Trang {number}"])
        found.papers(code, [(KIND, found.page(code, text, buffer.getvalue()))])
    yield found
    found.station.close()


@pytest.fixture
def screen(
    qtbot: QtBot, tasks: Tasks, theme: Theme, vietnamese: None, office: DesignOffice
) -> DesignScreen:
    made = DesignScreen(Desk(office.station, office.administrator, tasks))
    qtbot.addWidget(made)
    made.resize(1366, 740)
    made.show()
    made.refresh()
    settled(qtbot, tasks)
    choose(qtbot, tasks, made, KIND)
    return made


def settled(qtbot: QtBot, tasks: Tasks) -> None:
    qtbot.wait(20)
    qtbot.waitUntil(lambda: not tasks.running, timeout=20_000)
    qtbot.wait(20)


def choose(qtbot: QtBot, tasks: Tasks, screen: DesignScreen, code: str) -> None:
    place = screen.kind_box.findData(code)
    screen.kind_box.setCurrentIndex(place)
    screen.kind_box.activated.emit(place)
    settled(qtbot, tasks)


def tried(qtbot: QtBot, tasks: Tasks, screen: DesignScreen) -> None:
    """Wait out the pause after the last change, and the try."""
    qtbot.waitUntil(lambda: not screen._timer.isActive(), timeout=5_000)
    settled(qtbot, tasks)


def field(screen: DesignScreen, name: str) -> int:
    assert screen._kind is not None
    return next(n for n, one in enumerate(screen._kind.fields) if one.name == name)


def point(screen: DesignScreen, word: str) -> None:
    """Click a printed word with the mouse, as a person does."""
    assert screen._page is not None
    assert screen._page.text is not None
    found = next(one for one in screen._page.text.words if one.text.startswith(word))
    middle = (
        (found.box.left + found.box.right) / 2,
        (found.box.top + found.box.bottom) / 2,
    )
    where = screen.view.mapFromScene(*middle)
    QApplication.processEvents()
    QTest.mouseClick(screen.view.viewport(), Qt.MouseButton.LeftButton, pos=where)


def test_a_type_is_shown_with_its_fields_and_what_they_give_on_every_stored_paper(
    screen: DesignScreen,
) -> None:
    QAbstractItemModelTester(screen.tries)
    QAbstractItemModelTester(screen.changes)
    assert screen.tries.rowCount() == 3
    column = 1 + field(screen, "child_name")
    values = {screen.tries.data(screen.tries.index(row, column)) for row in range(3)}
    assert values == {"LÊ MẪU AN"}
    assert screen.field_list.count() == screen.tries.columnCount() - 1
    assert screen.view.focused_box is not None
    assert not screen.save_action.isEnabled()


def test_a_click_on_a_label_takes_its_words_and_the_papers_answer_at_once(
    qtbot: QtBot, tasks: Tasks, screen: DesignScreen
) -> None:
    screen.add_action.trigger()
    place = screen.field_list.currentRow()
    point(screen, "Kính")
    tried(qtbot, tasks, screen)
    assert screen._kind is not None
    assert screen._kind.fields[place].labels == ("Kính gửi",)
    column = place + 1
    values = {screen.tries.data(screen.tries.index(row, column)) for row in range(3)}
    assert values == {"Ủy ban nhân dân phường Mẫu"}
    assert "3/3" in screen.where.text()


def test_a_drawn_box_reads_what_stands_in_it(
    qtbot: QtBot, tasks: Tasks, screen: DesignScreen
) -> None:
    screen.add_action.trigger()
    place = screen.field_list.currentRow()
    assert screen._page is not None
    assert screen._page.text is not None
    title = [one for one in screen._page.text.words if one.line == 3]
    box = Box(title[0].box.left, title[0].box.top, title[-1].box.right, title[-1].box.bottom)
    screen.view.area_chosen.emit(box, False)
    tried(qtbot, tasks, screen)
    assert screen._kind is not None
    assert screen._kind.fields[place].place is Place.ZONE
    value = screen.tries.data(screen.tries.index(0, place + 1))
    assert value == "TỜ KHAI ĐĂNG KÝ KHAI SINH"
    screen.part.drop_zone.click()
    assert screen._kind.fields[place].zone is None


def test_a_box_drawn_on_the_second_page_is_read_there(
    qtbot: QtBot, tasks: Tasks, office: DesignOffice, screen: DesignScreen
) -> None:
    buffer = io.BytesIO()
    Image.new("L", (pages.WIDTH, pages.HEIGHT), 255).save(buffer, "PNG")
    code = office.dossier("HS-long")
    first = office.page(code, pages.page_text(pages.BIRTH_DECLARATION), buffer.getvalue())
    second = office.page(code, pages.page_text(["Trang hai", "Vào sổ số 17"]), buffer.getvalue())
    (document,) = office.station.store.dossiers.save_documents(
        code, [NewDocument(KIND, 0.9, None, CopyKind.ORIGINAL, (first, second))]
    )
    office.machine.extract(document)
    choose(qtbot, tasks, screen, KIND)
    screen.add_action.trigger()
    place = screen.field_list.currentRow()
    at = next(n for n, one in enumerate(screen._samples) if len(one.document.pages) == 2)
    screen._show_sample(at)
    settled(qtbot, tasks)
    screen.next_action.trigger()
    settled(qtbot, tasks)
    assert screen._page is not None
    assert screen._page.page_id == second
    assert screen._page.text is not None
    words = [one for one in screen._page.text.words if one.line == 1]
    box = Box(words[0].box.left, words[0].box.top, words[-1].box.right, words[-1].box.bottom)
    screen.view.area_chosen.emit(box, False)
    tried(qtbot, tasks, screen)
    assert screen._kind is not None
    assert screen._kind.fields[place].zone_page == 2
    values = [screen.tries.data(screen.tries.index(row, place + 1)) for row in range(4)]
    assert sorted(values) == ["Vào sổ số 17", "–", "–", "–"]


def test_what_does_not_hold_is_said_with_the_nearest_word_and_is_not_saved(
    qtbot: QtBot, tasks: Tasks, screen: DesignScreen, office: DesignOffice
) -> None:
    screen.part.checks.setText("not-in-futur")
    screen.part.checks.textEdited.emit("not-in-futur")
    tried(qtbot, tasks, screen)
    assert screen.banner.isVisible()
    assert "not-in-future" in screen.banner.label.text()
    screen.save_action.trigger()
    settled(qtbot, tasks)
    folder = office.station.catalogue.office_folder
    assert folder is not None
    assert not (folder / "document_types").exists()


def test_saving_previewing_and_reading_again_go_through_the_keys(
    qtbot: QtBot, tasks: Tasks, screen: DesignScreen, office: DesignOffice
) -> None:
    dossiers = office.station.store.dossiers
    (second,) = dossiers.documents("HS-1")
    value = next(v for v in dossiers.values_of(second.id) if v.name == "requester_relation")
    dossiers.decide(office.clerk, value.id, value.version, action=Action.KEY, value="Bà nội")
    screen.field_list.setCurrentRow(field(screen, "requester_relation"))
    screen.part.labels.setPlainText("Kính gửi")
    screen.part.section.setText("")
    screen.part.section.textEdited.emit("")
    tried(qtbot, tasks, screen)
    qtbot.keyClick(screen, Qt.Key.Key_F9)
    settled(qtbot, tasks)
    assert screen.changes.rowCount() == 3
    notes = {screen.changes.data(screen.changes.index(row, 4)) for row in range(3)}
    assert notes == {"Sẽ đổi", "Giữ nguyên: đã có người quyết định"}
    screen.apply_action.trigger()
    settled(qtbot, tasks)
    assert "Ctrl+S" in screen.banner.label.text()
    qtbot.keyClick(screen, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    settled(qtbot, tasks)
    assert not screen.save_action.isEnabled()
    screen.apply_action.trigger()
    settled(qtbot, tasks)
    read = {
        code: next(
            v.value
            for v in dossiers.values_of(dossiers.documents(code)[0].id)
            if v.name == "requester_relation"
        )
        for code in ("HS-0", "HS-1", "HS-2")
    }
    place = "Ủy ban nhân dân phường Mẫu"
    assert read == {"HS-0": place, "HS-1": "Bà nội", "HS-2": place}


def test_comparing_stored_papers_tells_how_far_it_is_and_can_be_stopped(
    qtbot: QtBot, tasks: Tasks, screen: DesignScreen, office: DesignOffice
) -> None:
    told: list[Progress] = []
    stopped: list[bool] = []
    shown: list[Job] = []

    def watch(job: Job) -> None:
        shown.append(job)
        job.progressed.connect(told.append)

    tasks.started.connect(watch)
    qtbot.keyClick(screen, Qt.Key.Key_F9)
    settled(qtbot, tasks)
    assert [one.title for one in shown] == ["Đang so các giấy tờ đã lưu"]
    assert (told[-1].done, told[-1].total) == (3, 3)
    qtbot.keyClick(screen, Qt.Key.Key_F9)
    shown[-1].cancelled.connect(lambda: stopped.append(True))
    shown[-1].cancel()
    settled(qtbot, tasks)
    assert stopped == [True]


def test_a_new_type_is_made_on_papers_of_no_known_type(
    qtbot: QtBot, tasks: Tasks, screen: DesignScreen, office: DesignOffice
) -> None:
    code = office.dossier("HS-9")
    buffer = io.BytesIO()
    Image.new("L", (pages.WIDTH, pages.HEIGHT), 255).save(buffer, "PNG")
    text = pages.page_text(["GIẤY XÁC NHẬN HỘI VIÊN", "", "Hội viên: Trần Thị Mẫu"])
    office.papers(code, [(None, office.page(code, text, buffer.getvalue()))])
    screen.new_action.trigger()
    settled(qtbot, tasks)
    assert "HS-9" in screen.where.text()
    point(screen, "Hội")
    tried(qtbot, tasks, screen)
    assert screen.tries.data(screen.tries.index(0, 1)) == "Trần Thị Mẫu"
    screen.titles.setText("GIẤY XÁC NHẬN HỘI VIÊN")
    screen.titles.textEdited.emit("")
    qtbot.keyClick(screen, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    settled(qtbot, tasks)
    saved = office.station.catalogue.document_type("own_type_1")
    assert saved.titles == ("GIẤY XÁC NHẬN HỘI VIÊN",)
    assert saved.fields[0].labels == ("Hội viên",)


def test_every_control_says_its_name_and_can_be_reached_by_tab(screen: DesignScreen) -> None:
    for kind in (QLineEdit, QComboBox, QPlainTextEdit):
        for one in screen.findChildren(kind):
            if one.isVisibleTo(screen) and one.parent().objectName() != "qt_spinbox_lineedit":
                named = one.accessibleName() or isinstance(one.parent(), QWidget)
                assert named
                assert one.focusPolicy() & Qt.FocusPolicy.TabFocus or isinstance(one, QLineEdit)
    for action in screen.actions():
        assert action.text()
        assert not action.shortcut().isEmpty()
    assert screen.part.reads.accessibleName() == "Kiểu giá trị"


def test_a_renamed_field_takes_its_checks_and_persons_with_it(office: DesignOffice) -> None:
    kind = office.station.catalogue.document_type(KIND)
    place = next(n for n, one in enumerate(kind.fields) if one.name == "requester_birth_date")

    renamed = draft.with_rule(kind, place, replace(kind.fields[place], name="asker_born"))
    draft.checked(renamed)
    number = renamed.field("requester_personal_id")
    assert number is not None
    assert "matches-birth:asker_born" in number.checks
    assert {one.birth_date for one in renamed.persons} >= {"asker_born"}
    gone = draft.without_field(renamed, place)
    draft.checked(gone)
    assert gone.field("asker_born") is None


def test_labels_are_taken_up_to_their_colon_without_their_number() -> None:
    text = pages.page_text(
        ["4. Số định danh cá nhân: 051195007434      5. Điện thoại liên hệ: 0912345678"]
    )
    by_text = {word.text: word for word in text.words}
    assert draft.label_at(text, by_text["danh"]) == "Số định danh cá nhân"
    assert draft.label_at(text, by_text["thoại"]) == "Điện thoại liên hệ"
    close = pages.page_text(["6. Dân tộc: Kinh 7. Tôn giáo: Không"])
    religion = next(word for word in close.words if word.text == "giáo:")
    assert draft.label_at(close, religion) == "Tôn giáo"
