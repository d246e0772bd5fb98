from __future__ import annotations

import io
import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from digitizer.errors import (
    DigitizerError,
    DiskFullError,
    StoreBusyError,
    StoreUnreachableError,
    UnfitValueError,
)
from digitizer.jobs import CancelToken
from digitizer.model.officer import Officer
from digitizer.office import practice
from digitizer.paper import settling
from digitizer.paper.intake_journey import FolderWatch
from digitizer.paper.journey import PaperJourney
from digitizer.paper.watching import CLAIMED, SET_ASIDE, FileState, Patience, Seen
from digitizer.workstation import Workstation
from ocr.limits import Limits
from tests.digitizer.paper.scanner.escl_device import picture

PROCEDURE = "1.004873"


class Desk:
    """A workstation that watches a folder."""

    def __init__(self, station: Workstation, clerk: Officer, folder: Path) -> None:
        self.station = station
        self.clerk = clerk
        self.folder = folder

    def watch(self, *, settle: float = 0.0, give_up: float = 600.0) -> FolderWatch:
        patience = Patience(settle, give_up)
        return self.station.intake.watch(
            self.clerk, self.folder, procedure=PROCEDURE, patience=patience
        )

    def pages(self, code: str) -> int:
        return len(self.station.store.dossiers.pages(code))


@pytest.fixture(scope="module")
def station(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Workstation, Officer]]:
    folder = tmp_path_factory.mktemp("watching") / "data"
    practice.write_site(folder)
    with Workstation.open(folder, workers=1, key=bytes(range(32))) as opened:
        clerk, _, _ = practice.enlist(opened.store)
        yield opened, clerk


@pytest.fixture
def desk(station: tuple[Workstation, Officer], tmp_path: Path) -> Desk:
    folder = tmp_path / "share"
    folder.mkdir()
    return Desk(*station, folder)


_numbers = iter(range(1, 10_000))


def page(suffix: str = ".jpg") -> bytes:
    """Return an image no other test has used, so that it is not known already."""
    data = picture(next(_numbers))
    if suffix == ".jpg":
        return data
    buffer = io.BytesIO()
    kind = {".png": "PNG", ".tif": "TIFF", ".bmp": "BMP", ".webp": "WEBP", ".pdf": "PDF"}[suffix]
    Image.open(io.BytesIO(data)).save(buffer, kind)
    return buffer.getvalue()


def states(seen: list[Seen]) -> list[tuple[str, FileState, str]]:
    return [(one.name, one.state, one.code) for one in seen]


def test_a_whole_file_is_taken_in_and_only_then_removed(desk: Desk) -> None:
    (desk.folder / "scan.jpg").write_bytes(page())
    (seen,) = desk.watch().look()
    assert seen.state is FileState.TAKEN
    assert desk.pages(seen.dossier) == 1
    assert [one.name for one in desk.folder.iterdir()] == [CLAIMED]


def test_the_same_name_may_come_twice(desk: Desk) -> None:
    watch = desk.watch()
    for _turn in range(2):
        (desk.folder / "scan.jpg").write_bytes(page())
        assert watch.look()[0].state is FileState.TAKEN


def test_what_was_digitized_before_is_set_aside_and_its_dossier_named(desk: Desk) -> None:
    watch, data = desk.watch(), page()
    (desk.folder / "one.jpg").write_bytes(data)
    (first,) = watch.look()
    (desk.folder / "two.jpg").write_bytes(data)
    (second,) = watch.look()
    assert (second.state, second.code) == (FileState.SET_ASIDE, "file-known")
    assert second.details["dossier"] == first.dossier
    reason = (desk.folder / SET_ASIDE / "two.jpg.txt").read_text("utf-8")
    assert first.dossier in reason
    assert (desk.folder / SET_ASIDE / "two.jpg").read_bytes() == data


def test_another_file_of_the_same_name_never_goes_into_the_dossier_of_one_that_was_refused(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(_journey: PaperJourney, _officer: Officer, code: str, _paths: object) -> object:
        raise UnfitValueError(dossier=code)

    watch = desk.watch()
    (desk.folder / "scan.jpg").write_bytes(page())
    with monkeypatch.context() as patch:
        patch.setattr(PaperJourney, "take_in", refused)
        (first,) = watch.look()
    assert (first.state, first.code) == (FileState.SET_ASIDE, "value-unfit")
    (desk.folder / "scan.jpg").write_bytes(page())
    (second,) = watch.look()
    assert second.state is FileState.TAKEN
    assert second.dossier != first.details["dossier"]


@pytest.mark.parametrize("error", [DiskFullError(), StoreUnreachableError(), StoreBusyError()])
def test_a_file_waits_where_it_is_no_fault_of_its_own_and_goes_on_in_its_dossier(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, error: DigitizerError
) -> None:
    codes: list[str] = []

    def held_up(_journey: PaperJourney, _officer: Officer, code: str, _paths: object) -> object:
        codes.append(code)
        raise error

    watch, data = desk.watch(), page()
    (desk.folder / "scan.jpg").write_bytes(data)
    with monkeypatch.context() as patch:
        patch.setattr(PaperJourney, "take_in", held_up)
        for _look in range(2):
            (seen,) = watch.look()
            assert (seen.state, seen.code) == (FileState.WAITING, error.code)
    (seen,) = watch.look()
    assert (seen.state, {seen.dossier}) == (FileState.TAKEN, set(codes))
    assert desk.pages(seen.dossier) == 1


def test_a_file_too_large_to_be_read_is_not_read_into_memory(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = desk.folder / "scan.jpg"
    with path.open("wb") as file:
        file.write(b"\xff\xd8\xff\xe0")
        file.truncate(Limits().max_bytes + 2)
        file.seek(0, os.SEEK_END)
        file.write(b"\xff\xd9")
    monkeypatch.delattr(Path, "read_bytes")
    (seen,) = desk.watch(give_up=0).look()
    assert (seen.state, seen.code) == (FileState.SET_ASIDE, "file-too-large")


def test_a_link_is_never_followed(desk: Desk, tmp_path: Path) -> None:
    secret = tmp_path / "secret.jpg"
    secret.write_bytes(page())
    (desk.folder / "link.jpg").symlink_to(secret)
    assert states(desk.watch().look()) == [("link.jpg", FileState.SET_ASIDE, "file-not-regular")]
    assert secret.exists()
    assert (desk.folder / SET_ASIDE / "link.jpg").is_symlink()


def test_a_name_that_says_unfinished_waits_unseen(desk: Desk) -> None:
    data = page()
    (desk.folder / "scan.jpg.part").write_bytes(data)
    watch = desk.watch()
    assert watch.look() == []
    (desk.folder / "scan.jpg.part").rename(desk.folder / "scan.jpg")
    assert watch.look()[0].state is FileState.TAKEN


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".tif", ".bmp", ".webp", ".pdf"])
def test_a_truncated_file_waits_and_is_set_aside_in_the_end(desk: Desk, suffix: str) -> None:
    data = page(suffix)
    path = desk.folder / f"scan{suffix}"
    path.write_bytes(data[: len(data) * 3 // 4])
    waiting = desk.watch().look()
    assert [one.state for one in waiting] == [FileState.WAITING]
    assert path.exists()
    (seen,) = desk.watch(give_up=0.0).look()
    assert seen.state is FileState.SET_ASIDE
    assert seen.code
    assert (desk.folder / SET_ASIDE / path.name).read_bytes() == data[: len(data) * 3 // 4]


def test_a_file_that_becomes_whole_is_taken(desk: Desk) -> None:
    data, path, watch = page(), desk.folder / "scan.jpg", desk.watch()
    path.write_bytes(data[:-2])
    assert watch.look()[0].state is FileState.WAITING
    path.write_bytes(data)
    assert watch.look()[0].state is FileState.TAKEN


def test_a_writer_that_stalls_is_waited_for(desk: Desk) -> None:
    """Five writers stall past the settling time; what is taken in is whole, five of five."""
    files = {f"scan-{number}.jpg": page() for number in range(5)}

    def write(name: str, data: bytes) -> None:
        with (desk.folder / name).open("wb", buffering=0) as file:
            for part in range(4):
                file.write(data[part * len(data) // 4 : (part + 1) * len(data) // 4])
                time.sleep(0.3)

    writers = [threading.Thread(target=write, args=item) for item in files.items()]
    for writer in writers:
        writer.start()
    watch, taken = desk.watch(settle=0.1), []
    until = time.monotonic() + 20
    while len(taken) < len(files) and time.monotonic() < until:
        taken += [one for one in watch.look() if one.state is not FileState.WAITING]
        time.sleep(0.05)
    for writer in writers:
        writer.join()
    assert {one.state for one in taken} == {FileState.TAKEN}
    store = desk.station.store
    kept = {store.vault.get(store.dossiers.pages(one.dossier)[0].original_hash) for one in taken}
    assert kept == set(files.values())


def test_a_file_that_is_open_for_writing_is_left_alone(desk: Desk) -> None:
    data = page()
    with (desk.folder / "scan.jpg").open("wb") as file:
        file.write(data)
        file.flush()
        assert settling.is_being_written(desk.folder / "scan.jpg") is not False
        assert desk.watch().look()[0].state is FileState.WAITING
    assert desk.watch().look()[0].state is FileState.TAKEN


def test_a_share_that_goes_and_comes_back_is_waited_for(desk: Desk) -> None:
    watch = desk.watch()
    away = desk.folder.with_name("away")
    desk.folder.rename(away)
    assert watch.look() == []
    assert watch.folder.gone
    away.rename(desk.folder)
    (desk.folder / "scan.jpg").write_bytes(page())
    assert watch.look()[0].state is FileState.TAKEN
    assert not watch.folder.gone


def test_a_crash_after_the_claim_loses_nothing_and_doubles_nothing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    (desk.folder / "scan.jpg").write_bytes(page())

    class PowerCutError(BaseException):
        pass

    def die(_self: Path, **_words: object) -> None:
        raise PowerCutError

    watch = desk.watch()
    with monkeypatch.context() as patched:
        patched.setattr(Path, "unlink", die)
        with pytest.raises(PowerCutError):
            watch.look()
    (seen,) = desk.watch().look()
    assert seen.state is FileState.TAKEN
    assert desk.pages(seen.dossier) == 1
    assert not [one for one in (desk.folder / CLAIMED).rglob("*") if one.is_file()]


def test_of_two_seats_one_takes_the_file(desk: Desk) -> None:
    (desk.folder / "scan.jpg").write_bytes(page())
    one, other = desk.watch(), desk.watch()
    claimed = one.folder._claim(desk.folder / "scan.jpg", _state(desk.folder / "scan.jpg"))
    assert claimed is not None
    assert other.folder._claim(desk.folder / "scan.jpg", (0, 0)) is None


def _state(path: Path) -> tuple[int, int]:
    status = path.stat()
    return status.st_size, status.st_mtime_ns


def test_looking_stops_when_asked(desk: Desk) -> None:
    from digitizer.jobs import CancelledError

    (desk.folder / "scan.jpg").write_bytes(page())
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(CancelledError):
        desk.watch().look(cancel)
    assert (desk.folder / "scan.jpg").exists()
