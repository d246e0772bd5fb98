"""Files that were chosen and not added when the program stopped are known, and added once."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from digitizer.errors import NotAllowedError, WrongStateError
from digitizer.jobs import CancelledError, CancelToken
from digitizer.model.document import Page
from digitizer.store import chosen
from digitizer.workstation import Workstation
from tests.digitizer.paper import adding
from tests.ui import desk_office
from tests.ui.desk_office import DeskOffice

COUNT, KILLED_AT = 20, 7


@pytest.fixture
def office(tmp_path: Path) -> Iterator[DeskOffice]:
    opened = desk_office.open_office(tmp_path / "data")
    yield opened
    opened.station.close()


@pytest.fixture
def code(office: DeskOffice) -> str:
    return office.station.paper.open_dossier(office.clerk, adding.PROCEDURE).code


def names(station: Workstation, code: str) -> list[str]:
    return [page.original_name for page in station.store.dossiers.pages(code)]


def test_after_a_kill_in_the_middle_exactly_the_rest_is_left_and_added(tmp_path: Path) -> None:
    paths = adding.lay_out(tmp_path / "giấy tờ", COUNT)
    words = [
        sys.executable,
        "-m",
        "tests.digitizer.paper.adding",
        tmp_path / "data",
        paths[0].parent,
    ]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        code = child.stdout.readline().split()[1]
        for _ in range(KILLED_AT):
            assert child.stdout.readline().startswith("PAGE ")
        child.kill()
    station = Workstation.open(tmp_path / "data", workers=1, key=adding.KEY)
    with station:
        clerk = adding.clerk_of(station)
        added = names(station, code)
        (left,) = station.intake.not_taken_in(clerk)
        assert left.dossier_code == code
        # the file in which the kill came may be in already: it is on the list, and added once
        assert len(added) in (KILLED_AT, KILLED_AT + 1)
        assert list(left.paths) in (paths[KILLED_AT - 1 :], paths[KILLED_AT:])
        outcome = station.intake.take_in_chosen(clerk, left, left.paths)
        assert not outcome.failures
        assert names(station, code) == [path.name for path in paths]
        assert station.intake.not_taken_in(clerk) == ()


def test_names_lie_sealed_and_only_their_officer_is_told(
    office: DeskOffice, code: str, tmp_path: Path
) -> None:
    intake = office.station.intake
    path = tmp_path / "Nguyễn Văn An.jpg"
    noted = intake.choose(office.clerk, code, [path])
    for file in (office.folder / chosen.FOLDER).iterdir():
        assert "Nguyễn".encode() not in file.read_bytes()
    assert intake.not_taken_in(office.clerk) == (noted,)
    assert intake.not_taken_in(office.fields.both) == ()
    with pytest.raises(NotAllowedError):
        intake.not_taken_in(office.records)


def test_a_refused_file_leaves_the_list_and_a_cancelled_one_stays(
    office: DeskOffice, code: str, tmp_path: Path
) -> None:
    intake, clerk = office.station.intake, office.clerk
    paths = adding.lay_out(tmp_path / "giấy tờ", 3)
    paths[0].write_bytes(b"no picture")
    token = CancelToken()

    def stop(_page: Page) -> None:
        # under way in this program: nothing to be asked about
        assert intake.not_taken_in(clerk) == ()
        token.cancel()

    with pytest.raises(CancelledError):
        intake.take_in_chosen(
            clerk, intake.choose(clerk, code, paths), paths, cancel=token, on_page=stop
        )
    (left,) = intake.not_taken_in(clerk)
    assert paths[0] not in left.paths
    assert paths[2] in left.paths
    assert intake.give_up(clerk, left) == left.paths
    assert intake.not_taken_in(clerk) == ()
    assert intake.give_up(clerk, left) == ()
    (row,) = (
        one for one in office.station.store.journal.rows(20) if one.action == "files-given-up"
    )
    assert paths[2].name in row.after


# its page is drawn with Qt
@pytest.mark.usefixtures("qapp")
def test_a_list_of_a_dossier_that_was_handed_on_is_not_asked_about(
    office: DeskOffice, tmp_path: Path
) -> None:
    intake, clerk = office.station.intake, office.clerk
    dossier = desk_office.returned_dossier(office, "Thiếu trang")
    intake.choose(clerk, dossier.code, [tmp_path / "a.jpg"])
    assert len(intake.not_taken_in(clerk)) == 1
    office.station.paper.submit(clerk, dossier.code)
    assert intake.not_taken_in(clerk) == ()
    with pytest.raises(WrongStateError):
        intake.choose(clerk, dossier.code, [tmp_path / "b.jpg"])


def test_a_list_that_does_not_read_stops_nobody(
    office: DeskOffice, code: str, tmp_path: Path
) -> None:
    intake, clerk = office.station.intake, office.clerk
    noted = intake.choose(clerk, code, [tmp_path / "a.jpg"])
    (office.folder / chosen.FOLDER / f"{noted.key}.sealed").write_bytes(b"\x00" * 40)
    assert intake.not_taken_in(clerk) == ()


def test_names_that_are_no_utf8_come_through(office: DeskOffice, code: str, tmp_path: Path) -> None:
    intake, clerk = office.station.intake, office.clerk
    odd = tmp_path / "b\udce1o.jpg"
    intake.choose(clerk, code, [odd])
    (left,) = intake.not_taken_in(clerk)
    assert left.paths == (odd,)
