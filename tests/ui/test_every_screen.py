"""Every screen in both languages, both themes and three sizes: no word is cut off, all is named."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTranslator
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QAbstractItemView, QApplication, QCheckBox, QPushButton, QTreeView
from pytestqt.qtbot import QtBot

from digitizer.model.officer import Officer, Role
from tests.ui import desk_office, every_screen, field_office
from tests.ui.desk_office import DeskOffice
from ui import wording
from ui.main_window import MainWindow, Seat
from ui.screen import Desk
from ui.screens.clerk import ClerkScreen
from ui.screens.first_start import FirstStartScreen
from ui.screens.sign_in import SignInScreen
from ui.screens.verification import VerificationScreen
from ui.seats import seats
from ui.tasks import Tasks
from ui.theme import Theme

SIZES = ((1024, 640), (1366, 768), (1920, 1080))
THEMES = ("light", "dark")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DeskOffice]:
    found = desk_office.open_office(tmp_path_factory.mktemp("screens") / "data")
    desk_office.returned_dossier(found, "Trang 1 bị mờ")
    desk_office.verified_dossier(found)
    dossier = field_office.submit_dossier(found.fields)
    found.station.verifying.postpone(found.supervisor, dossier.code, "Chờ người dân trả lời")
    field_office.submit_dossier(found.fields)
    yield found
    found.station.close()


@pytest.fixture(params=["vi", "en"])
def language(request: pytest.FixtureRequest, qapp: QApplication, compiled: Path) -> Iterator[str]:
    installed = []
    if request.param == "vi":
        for name in ("qt_vi.qm", "digitizer_vi.qm"):
            translator = QTranslator()
            assert translator.load(str(compiled / name))
            qapp.installTranslator(translator)
            installed.append(translator)
    wording.use_language(request.param)
    yield request.param
    for translator in installed:
        qapp.removeTranslator(translator)
    wording.use_language("vi")


def settled(qtbot: QtBot, tasks: Tasks) -> None:
    qtbot.waitUntil(lambda: not tasks.running, timeout=15_000)
    qtbot.wait(5)


def officers(office: DeskOffice) -> dict[Role, Officer]:
    return {
        Role.CLERK: office.clerk,
        Role.SUPERVISOR: office.supervisor,
        Role.RECORDS: office.records,
        Role.ADMINISTRATOR: office.administrator,
    }


def take(qtbot: QtBot, window: MainWindow, tasks: Tasks, seat: Seat) -> None:
    window.take_seat(seat.key)
    settled(qtbot, tasks)
    screen = window.screen_shown
    if isinstance(screen, ClerkScreen) and screen.queue.cards:
        screen.show_dossier(str(screen.queue.cards[0].key))
        settled(qtbot, tasks)
    if isinstance(screen, VerificationScreen) and screen.queue.cards:
        screen.open_dossier(str(screen.queue.cards[0].value))
        settled(qtbot, tasks)


@pytest.mark.slow
def test_no_word_is_cut_off_and_nothing_is_silent(
    qtbot: QtBot, tasks: Tasks, theme: Theme, office: DeskOffice, language: str
) -> None:
    complaints = []
    window = MainWindow(tasks, theme)
    qtbot.addWidget(window)
    window.setWindowState(Qt.WindowState.WindowNoState)
    window.show()
    for name in THEMES:
        theme.choose(name)
        for role, officer in officers(office).items():
            window.seat(Desk(office.station, officer, tasks), seats())
            for seat in (one for one in seats() if one.role is role):
                take(qtbot, window, tasks, seat)
                screen = window.screen_shown
                assert screen is not None
                for width, height in SIZES:
                    window.resize(width, height)
                    QApplication.processEvents()
                    found = [*every_screen.cut_off(window), *every_screen.outside(screen)]
                    where = f"{seat.key} {name} {width}x{height}"
                    complaints += [f"{where}: {one}" for one in found]
                complaints += [f"{seat.key}: {one}" for one in every_screen.silent(window)]
            window.unseat()
    theme.choose("light")
    assert not complaints, "\n".join(complaints)


@pytest.mark.slow
@pytest.mark.parametrize(("scheme", "percent"), [("contrast", 200), ("dark", 150)])
def test_no_word_is_cut_off_where_letters_are_large(
    qtbot: QtBot,
    tasks: Tasks,
    theme: Theme,
    vietnamese: None,
    office: DeskOffice,
    scheme: str,
    percent: int,
) -> None:
    complaints = []
    window = MainWindow(tasks, theme)
    qtbot.addWidget(window)
    window.setWindowState(Qt.WindowState.WindowNoState)
    window.show()
    theme.choose(scheme)
    theme.choose_scale(percent)
    for role, officer in officers(office).items():
        window.seat(Desk(office.station, officer, tasks), seats())
        for seat in (one for one in seats() if one.role is role):
            take(qtbot, window, tasks, seat)
            screen = window.screen_shown
            assert screen is not None
            window.resize(1366, 768)
            QApplication.processEvents()
            assert (window.width(), window.height()) == (1366, 768), seat.key
            found = [*every_screen.cut_off(window), *every_screen.outside(screen)]
            complaints += [f"{seat.key} {percent} %: {one}" for one in found]
        window.unseat()
    theme.choose_scale(100)
    theme.choose("light")
    assert not complaints, "\n".join(complaints)


@pytest.mark.parametrize("percent", [100, 200])
def test_no_word_is_cut_off_before_anybody_has_signed_in_however_long_the_names(
    qtbot: QtBot, theme: Theme, vietnamese: None, office: DeskOffice, percent: int
) -> None:
    name = "Nguyễn Phúc Công Tằng Tôn Nữ Hoàng Thị Huyền Trân Bảo Châu Như Quỳnh Diễm Phương"
    theme.choose_scale(percent)
    screen = SignInScreen()
    qtbot.addWidget(screen)
    screen.resize(1366, 768)
    screen.show()
    complaints = []
    for practice in (False, True):
        officers = [replace(one, name=name) for one in office.station.store.officers.all()]
        screen.show_office(f"ỦY BAN NHÂN DÂN {name}", officers, practice=practice)
        for _turn in range(3):
            QApplication.processEvents()
        complaints += [*every_screen.cut_off(screen), *every_screen.outside(screen)]
    first = FirstStartScreen()
    qtbot.addWidget(first)
    first.resize(1366, 768)
    first.show()
    for _turn in range(10):
        QApplication.processEvents()
    complaints += [*every_screen.cut_off(first), *every_screen.outside(first)]
    theme.choose_scale(100)
    assert not complaints, "\n".join(complaints)


def _ours(model: object) -> bool:
    return type(model).__module__.startswith("ui.")


def test_every_list_and_table_keeps_qts_rules_for_models(
    qtbot: QtBot, tasks: Tasks, theme: Theme, vietnamese: None, office: DeskOffice
) -> None:
    fails = QAbstractItemModelTester.FailureReportingMode.Warning
    window = MainWindow(tasks, theme)
    qtbot.addWidget(window)
    window.show()
    everybody = replace(office.supervisor, roles=frozenset(Role))
    window.seat(Desk(office.station, everybody, tasks), seats())
    testers = {}
    for seat in seats():
        window.take_seat(seat.key)
        screen = window.screen_shown
        assert screen is not None
        for view in screen.findChildren(QAbstractItemView):
            if _ours(view.model()) and view.model() not in testers:
                testers[view.model()] = QAbstractItemModelTester(view.model(), fails)
        settled(qtbot, tasks)
        screen.refresh()
        settled(qtbot, tasks)
    assert len({type(one) for one in testers}) >= 5
    window.unseat()


def test_a_screen_reader_hears_roles_and_states(
    qtbot: QtBot, tasks: Tasks, theme: Theme, vietnamese: None, office: DeskOffice
) -> None:
    window = MainWindow(tasks, theme)
    qtbot.addWidget(window)
    window.show()
    everybody = replace(office.supervisor, roles=frozenset(Role))
    window.seat(Desk(office.station, everybody, tasks), seats())
    expected = {
        # a button that stays pressed is heard as a box that is ticked
        QPushButton: {
            QAccessible.Role.Button,
            QAccessible.Role.ButtonMenu,
            QAccessible.Role.CheckBox,
        },
        QCheckBox: {QAccessible.Role.CheckBox},
        QTreeView: {QAccessible.Role.Tree},
    }
    heard = set()
    for seat in seats():
        take(qtbot, window, tasks, seat)
        screen = window.screen_shown
        assert screen is not None
        for kind, roles in expected.items():
            for widget in screen.findChildren(kind):
                reader = QAccessible.queryAccessibleInterface(widget)
                assert reader is not None
                assert reader.role() in roles, widget
                if isinstance(widget, QPushButton):
                    assert bool(reader.state().disabled) is not widget.isEnabled()  # type: ignore[attr-defined]
                heard.add(kind)
    assert heard == set(expected)
    supervisor = window._screens["supervisor"]
    assert isinstance(supervisor, VerificationScreen)
    field = supervisor.form.view(0)
    reader = QAccessible.queryAccessibleInterface(field.editor)
    assert reader is not None
    # its name, and as description the value, its state in words and why it needs a person
    assert reader.text(QAccessible.Text.Name) == field.title.text()
    said = reader.text(QAccessible.Text.Description)
    assert field.reason.text() in said
    assert field.editor.value in said
    assert reader.role() == QAccessible.Role.EditableText
    window.unseat()
