"""What is printed on pages is searched from any seat, with filters, and searches are kept."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from pytestqt.qtbot import QtBot

from digitizer.model.clock import OFFICE_TIME
from tests.ui import desk_office, every_screen
from tests.ui.desk_office import DeskOffice
from ui.main_window import MainWindow
from ui.screen import Desk, Tone
from ui.seats import seats
from ui.tasks import Tasks
from ui.theme import Theme
from ui.widgets.page_search_dialog import PageSearchDialog

pytestmark = pytest.mark.usefixtures("vietnamese")


def opened(window: MainWindow, qtbot: QtBot) -> PageSearchDialog:
    dialog = window.search_pages()
    assert dialog is not None
    qtbot.waitUntil(lambda: dialog.kept.count() > 0, timeout=10_000)
    return dialog


def test_words_filters_and_kept_searches_lead_to_the_dossier(
    qtbot: QtBot, tasks: Tasks, theme: Theme, office: DeskOffice
) -> None:
    dossier = desk_office.verified_dossier(office)
    window = MainWindow(tasks, theme)
    qtbot.addWidget(window)
    window.show()
    window.seat(Desk(office.station, office.supervisor, tasks), seats())
    dialog = opened(window, qtbot)
    assert not [*every_screen.cut_off(dialog), *every_screen.silent(dialog)]

    def search() -> int:
        dialog.info.say("", Tone.INFO)
        dialog.search_button.click()
        qtbot.waitUntil(lambda: bool(dialog.info.label.text()) and not tasks.running)
        return len(dialog._model.cards)

    assert search() == 0, "nothing is asked without words"
    page = office.station.paper.view(office.supervisor, dossier.code).pages[0]
    text = office.station.paper.page_text(office.supervisor, page.id)
    word = next(one.text for one in text.words if len(one.text) > 4 and one.text.isalpha())
    dialog.words.setText(word)
    found = search()
    assert found >= 1
    today = datetime.now(UTC).astimezone(OFFICE_TIME).date()
    dialog.last.setText(f"{today - timedelta(days=1):%d/%m/%Y}")
    assert search() == 0
    dialog.last.setText("31/31/2026")
    search()
    assert "Hãy ghi ngày" in dialog.info.label.text()
    dialog.last.setText("")
    dialog.state.setCurrentIndex(dialog.state.findData("verified"))
    dialog.name.setText("Đã kiểm tra")
    dialog.keep_button.click()
    qtbot.waitUntil(lambda: dialog.kept.count() == 2, timeout=10_000)
    dialog.close()

    again = opened(window, qtbot)
    qtbot.waitUntil(lambda: again.kept.count() == 2, timeout=10_000)
    again.kept.setCurrentIndex(1)
    qtbot.waitUntil(lambda: bool(again._model.cards), timeout=10_000)
    assert again.words.text() == word
    assert again.state.currentData() == "verified"
    again.forget_button.click()
    qtbot.waitUntil(lambda: again.kept.count() == 1, timeout=10_000)
    chosen: list[str] = []
    again.dossier_chosen.connect(chosen.append)
    again.list.opened.emit(again.list.current_value())
    assert chosen == [dossier.code]
    qtbot.waitUntil(lambda: not tasks.running)
    window.unseat()


def test_an_administrator_who_may_see_no_dossier_searches_none(
    qtbot: QtBot, tasks: Tasks, theme: Theme, office: DeskOffice
) -> None:
    window = MainWindow(tasks, theme)
    qtbot.addWidget(window)
    window.show()
    assert window.search_pages() is None
    window.seat(Desk(office.station, office.administrator, tasks), seats())
    assert window.search_pages() is None
    qtbot.waitUntil(lambda: not tasks.running, timeout=10_000)
    window.unseat()
