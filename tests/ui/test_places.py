"""After a kill the officer stands where they were: seat, dossier, field, half-typed line."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from digitizer.model.officer import Officer, Role
from digitizer.office import last_place
from digitizer.workstation import Workstation
from tests.ui import killed_window
from tests.ui.desk_office import DeskOffice
from ui import application, single
from ui.application import Controller
from ui.main_window import MainWindow
from ui.places import Places
from ui.screen import Desk
from ui.screens.clerk import ClerkScreen
from ui.screens.verification import VerificationScreen
from ui.seats import seats
from ui.tasks import Tasks
from ui.theme import Theme


@pytest.fixture
def killed(tmp_path: Path) -> str:
    """Return the dossier in which a window was killed while somebody typed."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-m", "tests.ui.killed_window", str(tmp_path / "data")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, text=True) as child:
        assert child.stdout is not None
        said = child.stdout.readline()
        child.kill()
    assert said.startswith("READY ")
    return said.split()[1]


@pytest.fixture
def station(killed: str, tmp_path: Path) -> Iterator[Workstation]:
    opened = Workstation.open(tmp_path / "data", workers=1, key=bytes(range(32)))
    yield opened
    opened.close()


def test_a_killed_window_comes_back_with_nothing_lost(
    qtbot: QtBot, tasks: Tasks, theme: Theme, station: Workstation, killed: str
) -> None:
    officer = next(one for one in station.store.officers.all() if one.roles == {Role.SUPERVISOR})
    values = {one.name: one for one in station.store.dossiers.values(killed)}
    assert values["requester_name"].value == killed_window.SAVED
    window = MainWindow(tasks, theme)
    qtbot.addWidget(window)
    window.show()
    desk = Desk(station, officer, tasks)
    window.seat(desk, seats())
    Places(window).follow(desk)
    qtbot.waitUntil(lambda: isinstance(window.screen_shown, VerificationScreen))
    screen = window.screen_shown
    assert isinstance(screen, VerificationScreen)
    qtbot.waitUntil(lambda: screen.keying.code == killed and bool(screen.rows), timeout=10_000)
    row = screen.rows[screen.form.current]
    assert row.value.name == killed_window.FIELD
    editor = screen.form.view(screen.form.current).editor
    qtbot.waitUntil(lambda: editor.value == killed_window.TYPED)
    # it stands there as typed, not as saved
    assert station.store.dossiers.value(row.value.id).decided_by is None
    qtbot.waitUntil(lambda: not tasks.running)
    screen.keying.restore(screen.form.current)


def test_the_place_is_kept_encrypted_and_only_for_its_officer(
    station: Workstation, tmp_path: Path
) -> None:
    files = list((tmp_path / "data" / last_place.FOLDER).iterdir())
    assert len(files) == 1
    assert killed_window.TYPED.encode() not in files[0].read_bytes()
    others = [one for one in station.store.officers.all() if str(one.id) not in files[0].name]
    assert all(last_place.load(station.store, one) == {} for one in others)
    files[0].write_bytes(b"broken")
    everybody: tuple[Officer, ...] = station.store.officers.all()
    assert all(last_place.load(station.store, one) == {} for one in everybody)


def test_a_clerk_comes_back_to_the_dossier_and_the_page(
    qtbot: QtBot, tasks: Tasks, theme: Theme, vietnamese: None, office: DeskOffice
) -> None:
    from tests.ui import desk_office

    dossier = desk_office.returned_dossier(office, "Trang 1 bị mờ")
    page = office.station.store.dossiers.pages(dossier.code)[0]
    place = {"seat": "clerk", "dossier": dossier.code, "page": str(page.id)}
    last_place.save(office.station.store, office.clerk, place)
    window = MainWindow(tasks, theme)
    qtbot.addWidget(window)
    window.show()
    desk = Desk(office.station, office.clerk, tasks)
    window.seat(desk, seats())
    places = Places(window)
    places.follow(desk)
    screen = window.screen_shown
    assert isinstance(screen, ClerkScreen)
    qtbot.waitUntil(lambda: screen.dossier_code == dossier.code)
    qtbot.waitUntil(lambda: screen.pane.thumbs.current_page() is not None)
    assert window.place() == place
    window.unseat()


def test_the_crash_dialog_offers_to_start_again(
    qtbot: QtBot, qapp: QApplication, controller: Controller, monkeypatch: pytest.MonkeyPatch
) -> None:
    codes: list[int] = []
    monkeypatch.setattr(QApplication, "exit", codes.append)
    controller.hooks.report(RuntimeError("unforeseen"))
    qtbot.waitUntil(lambda: bool(controller.window.findChildren(QMessageBox)))
    box = controller.window.findChildren(QMessageBox)[0]
    box.defaultButton().click()
    qtbot.waitUntil(lambda: codes == [application.START_AGAIN])


def test_starting_again_runs_what_was_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "orig_argv", ["python", "-m", "ui"])
    assert single.command() == [sys.executable, "-m", "ui"]
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "argv", ["digitizer-window", "--style", "x"])
    assert single.command() == [sys.executable, "--style", "x"]
