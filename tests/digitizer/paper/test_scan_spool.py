"""Between device and page: nothing lies clear on a disk, and a stop loses nothing that was fed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from digitizer.errors import StoreDamagedError
from digitizer.jobs import CancelToken
from digitizer.model.document import Page
from digitizer.model.officer import Officer
from digitizer.model.scan import Batch, Capabilities, Device, DeviceKind, Profile
from digitizer.office import practice
from digitizer.paper.scanner import errors
from digitizer.paper.scanner.protocol import Scanned, ScanRequest
from digitizer.store import Store, rotation
from digitizer.store.scan_spool import ScanSpool, waiting_batches
from digitizer.workstation import Workstation
from tests.digitizer.paper.scanner.escl_device import picture
from tests.digitizer.paper.scanner.feeding import KEY

IMAGE = (b"\xff\xd8\xff", b"\x89PNG", b"II*\0")


@dataclass
class Stack:
    """A device in memory with so many images left."""

    images: int
    device: Device = field(default_factory=lambda: Device("test", "Test", DeviceKind.SANE, "test"))
    jams: bool = False

    def capabilities(self) -> Capabilities:
        raise NotImplementedError

    def scan(self, request: ScanRequest, cancel: CancelToken) -> Iterator[Scanned]:
        for number in range(request.first, request.first + self.images):
            cancel.check()
            yield Scanned(number, picture(number))
        if self.jams:
            raise errors.PaperJamError(device="Test")


@pytest.fixture
def station(tmp_path: Path) -> Iterator[Workstation]:
    folder = tmp_path / "data"
    practice.write_site(folder)
    with Workstation.open(folder, workers=1, key=KEY) as opened:
        yield opened


@pytest.fixture
def clerk(station: Workstation) -> Officer:
    return practice.enlist(station.store)[0]


def batch(station: Workstation, clerk: Officer, *, duplex: bool = False) -> Batch:
    code = station.paper.open_dossier(clerk, "1.004873").code
    profile = Profile("stack", "Stack", dpi=300, duplex=duplex)
    return station.intake.open_batch(clerk, code, device="test", profile=profile)


def clear_files(folder: Path) -> list[Path]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return [path for path in found if path.read_bytes()[:4].startswith(IMAGE)]


def test_no_clear_page_lies_in_the_data_folder_while_paper_is_fed(
    station: Workstation, clerk: Officer
) -> None:
    opened = batch(station, clerk)
    seen: list[int] = []

    def on_page(page: Page) -> None:
        assert clear_files(station.store.folder) == []
        seen.append(len(ScanSpool.of(station.store, opened.id).numbers()))

    fed = station.intake.feed(clerk, opened, Stack(6), on_page=on_page)
    assert fed.sheets == 6
    # the device was ahead of the pages at least once, so that something lay there to be seen
    assert max(seen) > 0
    assert waiting_batches(station.store) == {}


def test_images_a_stop_left_are_taken_in_without_feeding_their_sheets_again(
    station: Workstation, clerk: Officer
) -> None:
    opened = batch(station, clerk)
    spool = ScanSpool.of(station.store, opened.id)
    for number in (1, 2, 4):
        spool.keep(number, picture(number))
    assert waiting_batches(station.store) == {opened.id: 3}
    # the third never came: the fourth cannot be kept before it
    fed = station.intake.feed(clerk, opened, Stack(2))
    assert fed.sheets == 4
    pages = station.store.dossiers.pages(opened.dossier_code)
    images = [station.store.vault.get(page.image_hash) for page in pages]
    assert images == [picture(number) for number in (1, 2, 3, 4)]


def test_a_front_without_its_back_is_fed_once_more(station: Workstation, clerk: Officer) -> None:
    opened = batch(station, clerk, duplex=True)
    with pytest.raises(errors.PaperJamError) as caught:
        station.intake.feed(clerk, opened, Stack(3, jams=True))
    assert (caught.value.details["kept"], caught.value.details["sheet"]) == (1, 2)
    assert waiting_batches(station.store) == {}


def test_an_image_that_was_altered_or_put_elsewhere_is_refused_and_its_sheet_fed_again(
    station: Workstation, clerk: Officer
) -> None:
    opened = batch(station, clerk)
    spool = ScanSpool.of(station.store, opened.id)
    spool.keep(1, picture(1))
    spool.keep(2, picture(2))
    first, second = sorted(spool.folder.iterdir())
    first.write_bytes(second.read_bytes())
    with pytest.raises(StoreDamagedError):
        spool.read(1)
    assert station.intake.feed(clerk, opened, Stack(1)).sheets == 1
    (page,) = station.store.dossiers.pages(opened.dossier_code)
    assert station.store.vault.get(page.image_hash) == picture(1)


def test_waiting_images_open_after_the_key_was_changed(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    practice.write_site(folder)
    with Store.open(folder, station="desk") as store:
        practice.enlist(store)
        ScanSpool.of(store, 7).keep(1, picture(1))
    rotation.change_key(folder)
    with Store.open(folder, station="desk") as store:
        store.seal_anew()
    with Store.open(folder, station="desk") as store:
        assert ScanSpool.of(store, 7).read(1) == picture(1)
