"""Any PDF is judged in words: dropped, chosen, damaged, unsigned."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from pytestqt.qtbot import QtBot

from digitizer.results.composing import compose
from digitizer.results.templates import templates_in_force
from signing.document import sign
from signing.keys import make_test_key, open_pkcs12
from tests.digitizer.commands.test_compose import DATA
from tests.ui.desk_office import DeskOffice
from ui import pictures
from ui.screen import Desk, Notice, Tone
from ui.screens.checking import CheckingScreen
from ui.tasks import Tasks
from ui.theme import Theme


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("tệp")
    at = datetime.now(UTC)
    plain = compose(templates_in_force(None)["form_refusal"], DATA, at=at, attachment=b"{}")
    key = open_pkcs12(make_test_key("Lê Văn Mẫu", "1"), "1")
    signed = sign(plain, key, field="person", appearance=None, reason="", at=at)
    place = signed.index(b"/Producer") if b"/Producer" in signed else 200
    broken = signed[:place] + bytes([signed[place] ^ 1]) + signed[place + 1 :]
    contents = {"đã ký": signed, "chưa ký": plain, "bị sửa": broken, "không phải": b"x" * 99}
    for name, data in contents.items():
        (folder / f"{name}.pdf").write_bytes(data)
    return {name: folder / f"{name}.pdf" for name in contents}


@pytest.fixture
def screen(
    qtbot: QtBot, office: DeskOffice, tasks: Tasks, theme: Theme, vietnamese: None
) -> CheckingScreen:
    made = CheckingScreen(Desk(office.station, office.records, tasks))
    qtbot.addWidget(made)
    made.resize(1170, 700)
    made.show()
    return made


def settle(qtbot: QtBot, tasks: Tasks) -> None:
    qtbot.waitUntil(lambda: not tasks.running, timeout=60_000)


def test_files_are_judged_in_sentences(
    qtbot: QtBot, screen: CheckingScreen, tasks: Tasks, files: dict[str, Path], office: DeskOffice
) -> None:
    for name, said, tone in (
        ("đã ký", "Chữ ký số hợp lệ, nhưng ký bằng khóa thử nghiệm.", Tone.WARNING),
        ("chưa ký", "Chữ ký số không hợp lệ.", Tone.ERROR),
        ("bị sửa", "không", Tone.ERROR),
        ("không phải", "PDF", Tone.ERROR),
        ("không có", "không có.pdf", Tone.ERROR),
    ):
        path = files.get(name, files["đã ký"].with_name("không có.pdf"))
        screen.check([path])
        settle(qtbot, tasks)
        assert said in screen.verdict.judgement.label.text(), name
        card = screen._cards.cards[0]
        assert (card.title, card.tone) == (path.name, tone)
    screen.check([files["chưa ký"]])
    settle(qtbot, tasks)
    titles = [card.title for card in screen.verdict.model.cards]
    assert any(title.startswith("Tệp không có chữ ký số nào") for title in titles)
    rows = office.station.store.journal.rows(50)
    assert [row.action for row in rows].count("file-checked") >= 3


def test_files_beyond_the_most_are_not_left_out_silently(
    qtbot: QtBot,
    screen: CheckingScreen,
    tasks: Tasks,
    files: dict[str, Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("ui.screens.checking.screen._MOST", 2)
    said: list[Notice] = []
    screen.noticed.connect(said.append)
    screen.check([files["chưa ký"], files["không phải"], files["đã ký"]])
    settle(qtbot, tasks)
    assert len(screen.checked) == 2
    assert [one.text for one in said] == [
        "Chỉ kiểm tra 2 tệp đầu trong 3 tệp; hãy đưa các tệp còn lại vào sau."
    ]


def test_a_dropped_file_is_judged_and_its_page_is_drawn(
    qtbot: QtBot, screen: CheckingScreen, tasks: Tasks, files: dict[str, Path]
) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(files["đã ký"]))])
    event = QDropEvent(
        QPointF(9, 9),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    screen.drop.dropEvent(event)
    settle(qtbot, tasks)
    settle(qtbot, tasks)
    assert screen.pdf.total == 1
    assert [card.title for card in screen.verdict.model.cards][-1].startswith("Định dạng lưu trữ")


def test_a_page_drawn_late_does_not_stand_beside_another_file_s_verdict(
    qtbot: QtBot,
    screen: CheckingScreen,
    tasks: Tasks,
    files: dict[str, Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    drawing, go_on = threading.Event(), threading.Event()

    def late(data: bytes, number: int, scale: float) -> pictures.PdfPage:
        drawing.set()
        assert go_on.wait(20)
        return drawn(data, number, scale)

    drawn = pictures.pdf_page
    monkeypatch.setattr("ui.pictures.pdf_page", late)
    screen.check([files["đã ký"]])
    qtbot.waitUntil(drawing.is_set, timeout=20_000)
    screen.check([files["không phải"]])
    qtbot.waitUntil(lambda: len(screen.checked) == 2)
    go_on.set()
    settle(qtbot, tasks)
    assert "PDF" in screen.verdict.judgement.label.text()
    assert screen.pdf.total == 0
