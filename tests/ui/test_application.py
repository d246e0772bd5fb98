from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from digitizer.office import practice
from digitizer.settings import load
from tests.ui.whole_window import settle
from ui import opening
from ui.application import Controller
from ui.crash import CrashHooks
from ui.screens.clerk import ClerkScreen
from ui.single import SingleWindow

pytestmark = pytest.mark.usefixtures("vietnamese")


def test_the_first_start_offers_the_practice_office_whose_officers_sign_in_by_a_click(
    qtbot: QtBot, controller: Controller
) -> None:
    assert controller.first_start.isVisible()
    controller.first_start.practice_button.click()
    settle(qtbot, controller)
    assert controller.window._practice.isVisible()
    assert controller.sign_in.isVisible()
    names = [card.title for card in controller.sign_in.officers.cards.cards]
    assert names == [name for _login, name, _role in practice.OFFICERS]
    controller.sign_in._on_chosen()
    settle(qtbot, controller)
    assert isinstance(controller.window.screen_shown, ClerkScreen)


def test_a_new_office_is_set_up_by_its_first_administrator(
    qtbot: QtBot, controller: Controller, tmp_path: Path
) -> None:
    first = controller.first_start
    first.office_button.click()
    first.set_up.click()
    assert first._problem.isVisible()
    first.office.setText("UBND xã Thử")
    first.name.setText("Quản Trị")
    first.login.setText("quantri")
    first.password.setText("mot-hai-ba")
    first.again.setText("khac")
    first.set_up.click()
    assert "không giống nhau" in first._problem.label.text()
    # a password that anybody would guess is refused by the core, and asked for again
    for box in (first.password, first.again):
        box.setText("12345678")
    first.set_up.click()
    settle(qtbot, controller)
    assert first.isVisible()
    for box in (first.password, first.again):
        box.setText("mot-hai-ba")
    first.set_up.click()
    settle(qtbot, controller)
    assert controller.sign_in.isVisible()
    assert not controller.window._practice.isVisible()
    assert load(tmp_path / "dữ liệu").office_name == "UBND xã Thử"

    controller.sign_in.login.setText("quantri")
    controller.sign_in.password.setText("sai")
    controller.sign_in._on_wanted()
    settle(qtbot, controller)
    assert controller.sign_in._problem.isVisible()
    controller.sign_in.password.setText("mot-hai-ba")
    controller.sign_in._on_wanted()
    settle(qtbot, controller)
    assert type(controller.window.screen_shown).__name__ == "FirstStepsScreen"


def test_the_administrator_adds_an_officer(qtbot: QtBot, controller: Controller) -> None:
    from digitizer.model.officer import Role
    from ui.screens.officers import OfficersScreen

    office = opening.NewOffice("UBND xã Thử", "Xã Thử", "Quản Trị", "quantri", "mot-hai-ba")
    controller._on_office(office)
    settle(qtbot, controller)
    controller._on_sign_in("quantri", "mot-hai-ba")
    settle(qtbot, controller)
    controller.window.take_seat(Role.ADMINISTRATOR.value)
    settle(qtbot, controller)
    screen = controller.window.screen_shown
    assert isinstance(screen, OfficersScreen)
    screen.add_action.trigger()
    assert screen._problem.isVisible()
    screen.name.setText("Trần Văn Mới")
    screen.login.setText("moi")
    screen.password.setText("bon-nam-sau")
    screen.boxes[Role.CLERK].setChecked(True)
    screen.add_action.trigger()
    settle(qtbot, controller)
    assert "Trần Văn Mới" in [card.title for card in screen.officers.cards.cards]


def test_the_chosen_theme_is_kept(qtbot: QtBot, controller: Controller, tmp_path: Path) -> None:
    controller.window.theme_wanted.emit("dark")
    settle(qtbot, controller)
    assert load(tmp_path / "dữ liệu").theme == "dark"
    controller.window.theme_wanted.emit("light")
    settle(qtbot, controller)


def test_a_crash_in_a_lane_is_said_and_ends_the_program(
    qtbot: QtBot, controller: Controller, caplog: pytest.LogCaptureFixture
) -> None:
    from ui.tasks import Lane

    controller.tasks.run(Lane.RECORDS, lambda _handle: 1 / 0)
    qtbot.waitUntil(lambda: controller.window.findChild(QMessageBox) is not None)
    box = controller.window.findChild(QMessageBox)
    assert box is not None
    assert str(controller.hooks.log_file) in box.text()
    box.finished.disconnect()
    box.close()


def test_the_hooks_catch_what_nobody_foresaw_on_any_thread_once(
    qtbot: QtBot, hooks: CrashHooks
) -> None:
    hooks.install()
    heard: list[object] = []
    hooks.crashed.connect(heard.append)
    error = RuntimeError("thread")
    hooks._on_thread_exception(
        threading.ExceptHookArgs((RuntimeError, error, None, threading.current_thread()))
    )
    # an exception's words may hold a citizen's number: they stay out of the log
    sys.excepthook(ValueError, ValueError("046098029716"), None)
    qtbot.waitUntil(lambda: bool(heard))
    assert heard == [error]
    written = hooks.log_file.read_text(encoding="utf-8")
    assert "unforeseen on a thread" in written
    assert "ValueError" in written
    assert "046098029716" not in written


def test_a_fault_of_the_last_run_is_found_and_an_orderly_end_leaves_none(tmp_path: Path) -> None:
    folder = tmp_path / "logs"
    folder.mkdir()
    (folder / "fault.log").write_text("Fatal Python error: Segmentation fault")
    assert "Segmentation" in CrashHooks(folder).previous_fault
    (folder / "fault.log").unlink()
    assert CrashHooks(folder).previous_fault == ""


def test_a_second_start_raises_the_first_window(qtbot: QtBot, tmp_path: Path) -> None:
    first, second = SingleWindow(tmp_path), SingleWindow(tmp_path)
    assert first.take()
    first.listen()
    assert not second.take()
    with qtbot.waitSignal(first.raise_asked):
        assert second.raise_other()
    first.release()
    assert second.take()
    second.release()


def test_input_methods_are_chosen_before_qt_starts() -> None:
    code = (
        "import os, sys, ui.__main__ as start, types;"
        "fake = types.ModuleType('ui.application');"
        "fake.run = lambda arguments: print(os.environ['QT_IM_MODULES']) or 0;"
        "sys.modules['ui.application'] = fake; sys.exit(start.main())"
    )
    environment = {k: v for k, v in os.environ.items() if k != "QT_IM_MODULES"}
    done = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True, env=environment
    )
    assert done.stdout.strip() == "wayland;fcitx;ibus"


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM to send")
def test_the_window_ends_in_order_when_the_system_asks(tmp_path: Path) -> None:
    environment = {**os.environ, "DIGITIZER_DATA": str(tmp_path), "QT_QPA_PLATFORM": "offscreen"}
    window = subprocess.Popen([sys.executable, "-m", "ui"], env=environment)
    log = tmp_path / "logs" / "window.log"
    for _try in range(200):
        if (tmp_path / "logs" / "fault.log").exists() and _opened(log):
            break
        time.sleep(0.05)
    window.send_signal(signal.SIGTERM)
    assert window.wait(20) == 0
    assert not (tmp_path / "logs" / "fault.log").exists()


def _opened(log: Path) -> bool:
    return log.exists() and "Running upgrade" in log.read_text(encoding="utf-8")
