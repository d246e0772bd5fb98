"""A new office is led through its first steps, and practises beside its records."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from digitizer import settings
from digitizer.errors import DefinitionError, NotPracticeError, StoreBusyError
from digitizer.model.dossier import DossierState
from digitizer.model.officer import Role
from digitizer.office import practice
from digitizer.office.selftest import Check
from digitizer.results.trust import read_roots
from digitizer.settings import Settings
from digitizer.store import Store
from digitizer.workstation import Workstation
from tests.ui.desk_office import DeskOffice
from tests.ui.whole_window import chosen
from tools.pki import Authority
from ui import single
from ui.application import Controller
from ui.crash import CrashHooks
from ui.models.cards import Card
from ui.screen import Notice
from ui.screens.first_steps import FirstStepsScreen, work
from ui.screens.first_steps.office_dialog import OfficeDialog
from ui.screens.first_steps.work import State, Step, try_devices
from ui.screens.officers import OfficersScreen

pytestmark = pytest.mark.usefixtures("vietnamese")


@pytest.fixture
def controller(qapp: QApplication, tmp_path: Path) -> Iterator[Controller]:
    folder = tmp_path / "data"
    folder.mkdir()
    made = Controller(qapp, folder, settings.load(folder), CrashHooks(tmp_path / "logs"))
    yield made
    made.window.hide()
    made.close()


@pytest.fixture
def devices_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the records say comes only after the devices have answered."""
    answered = threading.Event()
    look, asked = work.look, work.try_devices

    def late(station: Workstation, settings: Settings) -> list[State]:
        assert answered.wait(20)
        return look(station, settings)

    def told(station: Workstation) -> list[State]:
        found = asked(station)
        threading.Timer(0.5, answered.set).start()
        return found

    monkeypatch.setattr(work, "look", late)
    monkeypatch.setattr(work, "try_devices", told)


@pytest.fixture
def steps(controller: Controller, qtbot: QtBot) -> FirstStepsScreen:
    controller.start()
    qtbot.waitUntil(lambda: controller.opened is not None, timeout=20_000)
    page = controller.first_start
    for line, text in (
        (page.office, "ỦY BAN NHÂN DÂN XÃ THỬ"),
        (page.place, "Xã Thử"),
        (page.name, "Nguyễn Thị Quản"),
        (page.login, "quan"),
        (page.password, "mat khau dai"),
        (page.again, "mat khau dai"),
    ):
        line.setText(text)
    before = controller.opened
    page.set_up.click()
    qtbot.waitUntil(lambda: controller.opened is not before, timeout=20_000)
    controller.sign_in.wanted.emit("quan", "mat khau dai")
    qtbot.waitUntil(lambda: controller.window.screen_shown is not None, timeout=20_000)
    shown = controller.window.screen_shown
    assert isinstance(shown, FirstStepsScreen)
    qtbot.waitUntil(lambda: len(shown.states) == len(Step), timeout=20_000)
    return shown


def test_the_first_step_is_begun_with_though_devices_answer_before_the_records(
    devices_first: None, steps: FirstStepsScreen
) -> None:
    assert steps.step is Step.OFFICE


def test_the_first_administrator_is_led_step_by_step(
    steps: FirstStepsScreen, controller: Controller, qtbot: QtBot, tmp_path: Path
) -> None:
    # whether a token is plugged in is this machine's own
    assert not any(steps.states[step].done for step in Step if step is not Step.TOKEN)
    assert steps.step is Step.OFFICE
    steps.wish_action.trigger()
    (dialog,) = steps.findChildren(OfficeDialog)
    assert dialog.lines["office_name"].text() == "ỦY BAN NHÂN DÂN XÃ THỬ"
    for name, text in (
        ("office_code", "H26.19.12"),
        ("signer_title", "CHỦ TỊCH"),
        ("signer_name", "Lê Văn Ký"),
    ):
        dialog.lines[name].setText(text)
    dialog.keep.click()
    qtbot.waitUntil(lambda: steps.states[Step.OFFICE].done, timeout=10_000)
    assert settings.load(controller.folder).office_code == "H26.19.12"

    with Authority() as authority:
        root = tmp_path / "goc.pem"
        root.write_bytes(authority.root.pem)
    steps.add_root(root)
    qtbot.waitUntil(lambda: steps.states[Step.TRUST].done, timeout=10_000)
    assert len(read_roots(controller.folder / "trust")) == 1

    steps.list.choose(Step.KEY)
    steps.wish_action.trigger()
    chosen(steps, str(tmp_path / "phieu.pdf"))
    qtbot.waitUntil(lambda: steps.states[Step.KEY].done, timeout=20_000)
    assert (tmp_path / "phieu.pdf").read_bytes().startswith(b"%PDF")

    steps.list.choose(Step.BACKUP)
    steps.wish_action.trigger()
    chosen(steps, str(tmp_path / "backup"))
    qtbot.waitUntil(lambda: steps.states[Step.BACKUP].done, timeout=20_000)
    assert list((tmp_path / "backup" / "snapshots").iterdir())

    steps.list.choose(Step.OFFICERS)
    steps.wish_action.trigger()
    assert isinstance(controller.window.screen_shown, OfficersScreen)


def test_a_file_that_is_no_root_is_refused(steps: FirstStepsScreen, tmp_path: Path) -> None:
    from digitizer.results import trust

    wrong = tmp_path / "goc.pem"
    wrong.write_text("không phải chứng thư", encoding="utf-8")
    with pytest.raises(DefinitionError):
        trust.add_root(tmp_path / "trust", wrong)
    assert not (tmp_path / "trust").exists()


def test_an_office_practises_in_a_folder_beside_its_records(
    steps: FirstStepsScreen,
    controller: Controller,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    started: list[Path] = []

    def start_another(folder: Path) -> bool:
        started.append(folder)
        return len(started) == 1

    monkeypatch.setattr(single, "start_another", start_another)
    said: list[object] = []
    steps.noticed.connect(said.append)
    steps.list.choose(Step.PRACTICE)
    steps.wish_action.trigger()
    beside = practice.beside(controller.folder)
    qtbot.waitUntil(lambda: bool(started or said), timeout=20_000)
    assert said == []
    assert started == [beside]
    assert settings.load(beside).practice
    assert not settings.load(controller.folder).practice
    qtbot.waitUntil(lambda: steps.states[Step.PRACTICE].done, timeout=10_000)
    steps.wish_action.trigger()
    qtbot.waitUntil(lambda: bool(said), timeout=10_000)
    (notice,) = said
    assert isinstance(notice, Notice)
    assert notice.text == "Không mở được cửa sổ của văn phòng thực hành."


def test_the_practice_office_is_removed_from_its_own_window_and_the_folder_asks_anew(
    controller: Controller, qtbot: QtBot
) -> None:
    controller.start()
    qtbot.waitUntil(lambda: controller.opened is not None, timeout=20_000)
    before = controller.opened
    controller.first_start.practice_wanted.emit()
    qtbot.waitUntil(lambda: controller.opened is not before, timeout=20_000)
    assert controller.sign_in.remove.isVisibleTo(controller.sign_in)
    before = controller.opened
    controller.sign_in.remove.click()
    (box,) = controller.window.findChildren(QMessageBox)
    next(one for one in box.buttons() if one.text() == "Gỡ bỏ").click()
    qtbot.waitUntil(lambda: controller.opened is not before, timeout=20_000)
    assert controller.opened is not None
    assert controller.opened.officers == ()
    assert controller.first_start.isVisible()
    assert not controller.settings.practice


def test_nothing_but_a_practice_office_is_ever_removed(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    with Store.open(folder) as store:
        store.officers.create(
            None,
            login="quan",
            name="Quản",
            roles=frozenset({Role.ADMINISTRATOR}),
            password="mat khau dai",
        )
    with pytest.raises(NotPracticeError):
        practice.remove(folder)
    with Store.open(folder) as store:
        assert len(store.officers.all()) == 1


def test_a_practice_office_that_is_open_is_not_removed(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    practice.set_up(folder)
    with Workstation.open(folder) as station:
        with pytest.raises(StoreBusyError):
            practice.remove(folder)
        assert station.store.dossiers.summaries(tuple(DossierState)) == ()
    mine = folder / "ghi-chu.txt"
    mine.write_text("của tôi", encoding="utf-8")
    practice.remove(folder)
    left = {one.name for one in folder.iterdir()}
    assert left == {"ghi-chu.txt", "store.lock"}
    assert not folder.with_name("data.key").exists()


def test_looking_again_is_seen_at_once_and_tokens_are_named(
    steps: FirstStepsScreen, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def found(_station: Workstation) -> list[State]:
        return [State(Step.SCANNER, False), State(Step.TOKEN, True, "VNPT-CA 1234")]

    def card(step: Step) -> Card:
        return steps._card(step)

    monkeypatch.setattr(work, "try_devices", found)
    steps.list.choose(Step.TOKEN)
    steps.wish_action.trigger()
    assert card(Step.TOKEN).chip == "Đang xem…"
    assert steps.step is Step.TOKEN
    qtbot.waitUntil(lambda: Step.TOKEN in steps.states, timeout=10_000)
    assert card(Step.TOKEN).chip == "Đã xong"
    assert card(Step.TOKEN).lines[-1] == "Đang cắm: VNPT-CA 1234"


def test_a_practice_office_beside_records_is_removed_with_its_window_and_set_up_again(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    office = tmp_path / "data"
    Store.open(office).close()
    beside = practice.set_up_beside(office)
    made = Controller(qapp, beside, settings.load(beside), CrashHooks(tmp_path / "logs"))
    made.start()
    qtbot.waitUntil(lambda: made.opened is not None, timeout=20_000)
    assert made.window.isVisible()
    made.remove_practice()
    qtbot.waitUntil(lambda: not made.window.isVisible(), timeout=20_000)
    # nobody begins a real office in the folder for practising
    assert made.opened is None
    assert not (beside / "store.json").exists()
    made.close()
    assert settings.load(practice.set_up_beside(office)).practice


def test_records_that_lie_where_an_office_would_practise_are_left_alone(tmp_path: Path) -> None:
    office = tmp_path / "data"
    Store.open(office).close()
    with Store.open(practice.beside(office)) as other:
        other.officers.create(
            None, login="quan", name="Quản", roles={Role.ADMINISTRATOR}, password="mat khau dai"
        )
    with pytest.raises(NotPracticeError):
        practice.set_up_beside(office)
    assert not settings.load(practice.beside(office)).practice


def test_a_token_whose_module_the_administrator_named_is_found(
    office: DeskOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    station = office.station
    asked: list[tuple[str, ...]] = []
    policies = replace(station.results.policies, modules=("/opt/nha-cung-cap/p11.so",))
    monkeypatch.setattr(station, "results", replace(station.results, policies=policies))
    token = Check("token", "")
    monkeypatch.setattr("digitizer.readiness.everything", lambda *_given, **_named: [token])

    def plugged_in(modules: tuple[str, ...]) -> tuple[SimpleNamespace, ...]:
        asked.append(modules)
        return (SimpleNamespace(label="CB 0123"),)

    monkeypatch.setattr("digitizer.results.keys.plugged_in", plugged_in)
    (found,) = try_devices(station)
    assert (found.step, found.done, found.found) == (Step.TOKEN, True, "CB 0123")
    assert asked == [("/opt/nha-cung-cap/p11.so",)]
