"""Reading goes on while paper is fed, and the feed never waits for it."""

from __future__ import annotations

import io
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from digitizer.jobs import CancelToken
from digitizer.model.document import AsideReason, PageState
from digitizer.model.officer import Officer
from digitizer.model.scan import Capabilities, Device, DeviceKind, Profile
from digitizer.office import practice
from digitizer.paper.reading_behind import ReadingBehind
from digitizer.paper.scanner.protocol import Scanned, ScanRequest
from digitizer.workstation import Workstation
from tests.digitizer.paper.scanner.feeding import KEY

pytestmark = [pytest.mark.engine, pytest.mark.slow]
FONT = Path(__file__).parents[3] / "resources" / "fonts" / "DigitizerSerif-Regular.ttf"


def page(*lines: str) -> bytes:
    image = Image.new("L", (827, 1169), 255)
    draw = ImageDraw.Draw(image)
    for row, line in enumerate(lines):
        draw.text((80, 120 + 60 * row), line, 0, ImageFont.truetype(str(FONT), 30))
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=90, dpi=(100, 100))
    return buffer.getvalue()


@dataclass
class WaitsForReading:
    """A device that feeds its last sheet only when an earlier one has been read."""

    station: Workstation
    dossier: str
    images: list[bytes]
    read_before_end: bool = False
    device: Device = field(default_factory=lambda: Device("test", "Test", DeviceKind.SANE, "test"))

    def capabilities(self) -> Capabilities:
        raise NotImplementedError

    def scan(self, request: ScanRequest, cancel: CancelToken) -> Iterator[Scanned]:
        cancel.check()
        *most, last = self.images
        for number, image in enumerate(most, request.first):
            yield Scanned(number, image)
        until = time.monotonic() + 60
        while not self.read_before_end and time.monotonic() < until:
            pages = self.station.store.dossiers.pages(self.dossier)
            self.read_before_end = any(one.state is PageState.READ for one in pages)
            time.sleep(0.05)
        yield Scanned(request.first + len(most), last)


@pytest.fixture
def station(tmp_path: Path) -> Iterator[Workstation]:
    folder = tmp_path / "data"
    practice.write_site(folder)
    with Workstation.open(folder, workers=2, key=KEY) as opened:
        yield opened


def test_pages_are_read_while_more_are_fed_and_blank_ones_still_go_into_the_bin(
    station: Workstation,
) -> None:
    clerk: Officer = practice.enlist(station.store)[0]
    code = station.paper.open_dossier(clerk, "1.004873").code
    letter = page("Kính gửi: Ủy ban nhân dân phường Mẫu", "Tôi đề nghị được cấp bản sao")
    device = WaitsForReading(station, code, [letter, page(), letter])
    profile = Profile("stack", "Stack", dpi=100)
    batch = station.intake.open_batch(clerk, code, device="test", profile=profile)
    with ReadingBehind(station.paper, clerk, code) as behind:
        station.intake.feed(clerk, batch, device, on_page=behind.hear)
    assert device.read_before_end
    # read, but no paper is made of them before the whole stack is known
    assert station.store.dossiers.documents(code) == ()
    station.paper.read(clerk, code)
    (laid,) = station.intake.bin(clerk, code)
    assert laid.reason is AsideReason.BLANK
    assert len(station.store.dossiers.pages(code)) == 2
    assert all(one.state is PageState.READ for one in station.store.dossiers.pages(code))
    assert station.store.dossiers.documents(code)
