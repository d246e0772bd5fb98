"""Files that a stop left out of a dossier: the clerk's window asks what is to become of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from digitizer.jobs import CancelToken
from digitizer.model.dossier import Owner
from tests.digitizer.paper import adding
from tests.ui.desk_office import DeskOffice
from tests.ui.test_clerk import Seat
from ui.screen import Desk
from ui.screens.clerk import ClerkScreen
from ui.screens.clerk.empty_one import EmptyDossierDialog
from ui.screens.clerk.unadded import UnaddedDialog
from ui.tasks import Tasks
from ui.theme import Theme


@pytest.fixture
def seat(
    qtbot: QtBot,
    office: DeskOffice,
    tasks: Tasks,
    theme: Theme,
    vietnamese: None,
    monkeypatch: pytest.MonkeyPatch,
) -> Seat:
    """A clerk with a new dossier; what is read is another test's matter."""
    monkeypatch.setattr("ui.screens.clerk.work.DossierWork._read", lambda *_given: None)
    made = Seat(qtbot, office, tasks)
    made.open(office.station.paper.open_dossier(office.clerk, adding.PROCEDURE).code)
    return made


def come_back(seat: Seat, office: DeskOffice, tasks: Tasks, qtbot: QtBot) -> ClerkScreen:
    """Return the clerk's screen as a restarted program shows it."""
    screen = ClerkScreen(Desk(office.station, office.clerk, tasks))
    qtbot.addWidget(screen)
    screen.show()
    seat.settle()
    return screen


def names(screen: ClerkScreen) -> list[str]:
    return [page.original_name for page in screen.pane.pages.pages]


def test_the_rest_is_added_after_a_restart(
    seat: Seat, office: DeskOffice, tasks: Tasks, qtbot: QtBot, tmp_path: Path
) -> None:
    paths = adding.lay_out(tmp_path / "giấy tờ", 5)
    intake, code = office.station.intake, seat.screen.dossier_code or ""
    intake.choose(office.clerk, code, paths)
    office.station.paper.take_in(office.clerk, code, paths[:2])
    screen = come_back(seat, office, tasks, qtbot)
    (dialog,) = screen.findChildren(UnaddedDialog)
    assert [dialog.files.item(row).text() for row in range(5)] == [
        f"{code}: {path.name}" for path in paths
    ]
    dialog.add_button.click()
    seat.settle()
    assert names(screen) == [path.name for path in paths]
    assert intake.not_taken_in(office.clerk) == ()
    assert come_back(seat, office, tasks, qtbot).findChildren(UnaddedDialog) == []


def test_later_asks_again_and_leaving_them_out_does_not(
    seat: Seat, office: DeskOffice, tasks: Tasks, qtbot: QtBot, tmp_path: Path
) -> None:
    paths = adding.lay_out(tmp_path / "giấy tờ", 2)
    office.station.intake.choose(office.clerk, seat.screen.dossier_code or "", paths)
    (dialog,) = come_back(seat, office, tasks, qtbot).findChildren(UnaddedDialog)
    dialog.reject()
    (dialog,) = come_back(seat, office, tasks, qtbot).findChildren(UnaddedDialog)
    dialog.leave_button.click()
    seat.settle()
    screen = come_back(seat, office, tasks, qtbot)
    assert screen.findChildren(UnaddedDialog) == []
    assert names(screen) == []


def test_files_added_whole_leave_no_list(seat: Seat, office: DeskOffice, tmp_path: Path) -> None:
    seat.screen.take_in(adding.lay_out(tmp_path / "giấy tờ", 3))
    seat.settle()
    assert len(names(seat.screen)) == 3
    assert office.station.intake.not_taken_in(office.clerk) == ()


def test_the_clerk_who_stops_is_told_how_many_files_stay_out(
    seat: Seat, office: DeskOffice, tasks: Tasks, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_given: object) -> None:
        # as the clerk's click on the running work does it
        for job in tasks.running:
            job.cancel()
        CancelToken.check(token)

    token = CancelToken()
    token.cancel()
    monkeypatch.setattr("digitizer.paper.intake.read_file", stopped)
    seat.screen.take_in(adding.lay_out(tmp_path / "giấy tờ", 3))
    seat.settle()
    assert any("3 tệp" in notice.text for notice in seat.notices)
    assert office.station.intake.not_taken_in(office.clerk) == ()


def test_a_dossier_left_empty_today_is_used_before_another_is_opened(
    seat: Seat, office: DeskOffice, tmp_path: Path
) -> None:
    store, code = office.station.store, seat.screen.dossier_code
    procedure = office.station.catalogue.procedures[adding.PROCEDURE]

    def mine() -> set[str]:
        return {one.dossier.code for one in store.dossiers.summaries(opened_by=office.clerk.id)}

    before = mine()
    for other in before - {code}:
        office.station.paper.set_owner(office.clerk, other, Owner("Người Khác"))
    wrong = tmp_path / "hỏng.jpg"
    wrong.write_bytes(b"no picture")
    seat.screen.take_in([wrong])
    seat.settle()

    def want(owner: Owner) -> EmptyDossierDialog:
        seat.screen.open_dossier(procedure, owner)
        seat.settle()
        return seat.screen.findChildren(EmptyDossierDialog)[-1]

    want(Owner()).reject()
    assert mine() == before
    want(Owner("Lê Văn Tám")).use_button.click()
    seat.settle()
    assert seat.screen.dossier_code == code
    assert store.dossiers.get(code or "").owner.name == "Lê Văn Tám"
    # it belongs to somebody now: the next citizen gets a dossier of their own without a question
    seat.screen.open_dossier(procedure, Owner())
    seat.settle()
    assert seat.screen.dossier_code != code
    want(Owner()).new_button.click()
    seat.settle()
    assert len(mine()) == len(before) + 2
