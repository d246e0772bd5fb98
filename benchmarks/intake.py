"""Intake against its peer, and importers against mutated files.

``python -m benchmarks.intake speed`` feeds SANE's test backend through ``scanimage --batch`` alone
and through the whole intake (decoded, kept in the vault, committed), in the same run.
``python -m benchmarks.intake behind`` feeds sample papers at the pace of an office feeder,
with reading behind the feed and without: how much later is a page shown?
``python -m benchmarks.intake fuzz --files 2000`` mutates PDFs and images and hands them to the
importers: each ends with pages or with a code, none with a crash or a hang.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import random
import resource
import subprocess
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path

import pikepdf
from PIL import Image, ImageDraw

from digitizer.errors import DigitizerError
from digitizer.jobs import CancelToken
from digitizer.model.document import Page, PageState
from digitizer.model.scan import Capabilities, Device, DeviceKind, Profile
from digitizer.office import practice
from digitizer.paper import unpacking
from digitizer.paper.intake_journey import IntakeJourney
from digitizer.paper.opening import opened
from digitizer.paper.reading_behind import ReadingBehind
from digitizer.paper.scanner.protocol import Scanned, ScanRequest
from digitizer.workstation import Workstation
from ocr.errors import OcrError
from ocr.limits import Limits
from ocr.reader import Reader
from tests.digitizer.paper.scanner import sane_device

KEY = bytes(range(32))
_WORD = "mật khẩu"
_RUN = 10
"""Sheets in the test backend's feeder."""


def speed(runs: int) -> None:
    """Print the seconds per sheet of both ways, run by run in turn."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["SANE_CONFIG_DIR"] = str(sane_device.write_configuration(folder / "sane.d"))
        practice.write_site(folder / "data")
        with Workstation.open(folder / "data", workers=1, key=KEY) as station:
            clerk, _, _ = practice.enlist(station.store)
            code = station.paper.open_dossier(clerk, "1.004873").code
            profile = Profile("stack", "Stack", dpi=300)
            intake: IntakeJourney = station.intake
            batch = intake.open_batch(clerk, code, device="test", profile=profile)
            alone, whole, first = [], [], []
            for _run in range(runs):
                alone.append(_scanimage(folder / "alone"))
                started = time.monotonic()
                shown: list[float] = []

                def hear(_page: Page, shown: list[float] = shown) -> None:
                    shown.append(time.monotonic())

                intake.feed(clerk, batch, sane_device.scanner(), on_page=hear)
                whole.append(time.monotonic() - started)
                first.append(shown[0] - started)
            pages = len(station.store.dossiers.pages(code))
    peer, ours = min(alone) / _RUN, min(whole) / _RUN
    print(f"{pages} pages, A4, 300 dpi, colour; best of {runs} runs of {_RUN} sheets")
    print(f"scanimage --batch alone  {peer:.3f} s a sheet, {60 / peer:.0f} sheets/min")
    print(f"intake, page in the vault {ours:.3f} s a sheet, {60 / ours:.0f} sheets/min")
    print(f"first page shown after   {min(first):.2f} s")
    print(f"largest resident memory  {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10} MB")


def _scanimage(folder: Path) -> float:
    folder.mkdir(exist_ok=True)
    words = ["scanimage", "-d", "test:0", "--source", "Automatic Document Feeder"]
    words += ["--mode", "Color", "--resolution", "300", "-x", "210", "-y", "297"]
    words += ["--test-picture", "Color pattern", "--format=tiff", f"--batch={folder}/p%03d.tiff"]
    started = time.monotonic()
    subprocess.run(words, check=True, capture_output=True, timeout=120)
    return time.monotonic() - started


@dataclass
class Paced:
    """A feeder that gives a sheet every so many seconds, whatever becomes of it."""

    sheets: list[bytes]
    seconds: float
    fed: list[float] = field(default_factory=list)
    device: Device = field(
        default_factory=lambda: Device("paced", "Paced", DeviceKind.SANE, "paced")
    )

    def capabilities(self) -> Capabilities:
        """Nobody asks."""
        raise NotImplementedError

    def scan(self, request: ScanRequest, cancel: CancelToken) -> Iterator[Scanned]:
        """Give each sheet when it is due; late when nobody took the one before."""
        start = time.monotonic()
        for number, sheet in enumerate(self.sheets):
            while time.monotonic() < start + number * self.seconds:
                cancel.check()
                time.sleep(0.005)
            self.fed.append(time.monotonic())
            yield Scanned(request.first + number, sheet)


def behind(sheets: int, seconds: float) -> None:
    """Print how long a page takes from the feeder to the screen, alone and with reading behind."""
    samples = sorted(Path("resources/samples").rglob("*.jpg"))
    images = [samples[number % len(samples)].read_bytes() for number in range(sheets)]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        practice.write_site(folder / "data")
        with Workstation.open(folder / "data", key=KEY) as station:
            clerk, _, _ = practice.enlist(station.store)
            profile = Profile("stack", "Stack", dpi=300)
            for reading in (False, True, False, True):
                code = station.paper.open_dossier(clerk, "1.004873").code
                batch = station.intake.open_batch(clerk, code, device="paced", profile=profile)
                paced = Paced(images, seconds)
                shown: list[float] = []

                def hear(_page: Page, shown: list[float] = shown) -> None:
                    shown.append(time.monotonic())

                with contextlib.ExitStack() as beside:
                    told: Callable[[Page], None] = hear
                    if reading:
                        reader = beside.enter_context(ReadingBehind(station.paper, clerk, code))

                        def both(page: Page, reader: ReadingBehind = reader) -> None:
                            hear(page)
                            reader.hear(page)

                        told = both
                    station.intake.feed(clerk, batch, paced, on_page=told)
                    pages = station.store.dossiers.pages(code)
                    read = sum(one.state is PageState.READ for one in pages)
                lag = sorted(b - a for a, b in zip(paced.fed, shown, strict=True))
                whole = (shown[-1] - paced.fed[0]) / max(1, sheets - 1)
                how = f"reading behind, {read} read at the end" if reading else "feed alone"
                print(
                    f"{how:34} {whole:.3f} s a sheet; shown after {lag[len(lag) // 2]:.2f} s, "
                    f"at most {lag[-1]:.2f} s"
                )


def fuzz(count: int, seed: int, seconds: float) -> None:
    """Print how mutated files ended, by kind and code, as many as fit into the time."""
    until = time.monotonic() + seconds
    chance = random.Random(seed)  # noqa: S311 - which bytes, not a secret
    seeds = _seeds()
    ends: Counter[str] = Counter()
    slowest = 0.0
    limits = Limits(max_pages=50, max_pixels=20_000_000, page_seconds=20.0)
    with Reader(2, limits=limits) as reader:
        for number in range(count):
            if time.monotonic() > until:
                count = number
                break
            kind = list(seeds)[number % len(seeds)]
            data = _mutated(seeds[kind], chance)
            started = time.monotonic()
            ends[f"{kind:5} {_end(reader, data, f'a.{kind}')}"] += 1
            slowest = max(slowest, time.monotonic() - started)
    for end, times in sorted(ends.items()):
        print(f"{times:6}  {end}")
    print(f"{count} files, seed {seed}; slowest {slowest:.1f} s")


def _end(reader: Reader, data: bytes, name: str) -> str:
    try:
        papers = [data]
        if unpacking.holds_files(data, name):
            papers = [one.data for one in unpacking.unpacked(data, name)]
        found = []
        for paper in papers:
            info, readable = opened(
                reader, name, paper, lambda _name, wrong: None if wrong else _WORD
            )
            found += list(reader.pages(readable, info))
    except (OcrError, DigitizerError) as error:
        return error.code
    refused = [one.code for one in found if isinstance(one, OcrError)]
    return refused[0] if refused else "taken in"


def _mutated(data: bytes, chance: random.Random) -> bytes:
    made = bytearray(data)
    match chance.randrange(4):
        case 0:
            for _flip in range(chance.randint(1, 20)):
                made[chance.randrange(len(made))] = chance.randrange(256)
        case 1:
            del made[chance.randrange(len(made)) :]
        case 2:
            place = chance.randrange(len(made))
            del made[place : place + chance.randint(1, 400)]
        case _:
            place = chance.randrange(len(made))
            made[place:place] = chance.randbytes(chance.randint(1, 400))
    return bytes(made)


def _seeds() -> dict[str, bytes]:
    """Return one small file of each kind."""
    image = Image.new("RGB", (420, 594), "white")
    draw = ImageDraw.Draw(image)
    for row in range(12):
        draw.text((40, 40 + 40 * row), f"UBND phuong mau {row}", fill="black", font_size=18)
    made = {}
    for kind in ("JPEG", "PNG", "TIFF", "BMP", "WEBP", "PDF"):
        buffer = io.BytesIO()
        image.save(buffer, kind)
        made[kind.lower()] = buffer.getvalue()
    made["heic"] = Path("tests/ocr/files/specimen.heic").read_bytes()
    locked = io.BytesIO()
    with pikepdf.open(io.BytesIO(made["pdf"])) as document:
        document.save(locked, encryption=pikepdf.Encryption(owner="o", user=_WORD))
    made["locked"] = locked.getvalue()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.jpg", made["jpeg"])
        archive.writestr("b.png", made["png"])
    made["zip"] = packed.getvalue()
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "dan@example.vn", "Nop ho so"
    mail.set_content("Kinh gui.")
    mail.add_attachment(made["jpeg"], maintype="image", subtype="jpeg", filename="a.jpg")
    made["eml"] = mail.as_bytes()
    return made


def main() -> None:
    """Run one of the two."""
    parser = argparse.ArgumentParser(description=__doc__)
    what = parser.add_subparsers(dest="what", required=True)
    what.add_parser("speed").add_argument("--runs", type=int, default=3)
    pacing = what.add_parser("behind")
    pacing.add_argument("--sheets", type=int, default=30)
    pacing.add_argument("--seconds", type=float, default=1.0)
    fuzzing = what.add_parser("fuzz")
    fuzzing.add_argument("--files", type=int, default=2000)
    fuzzing.add_argument("--seed", type=int, default=1)
    fuzzing.add_argument("--seconds", type=float, default=3600.0)
    given = parser.parse_args()
    if given.what == "speed":
        speed(given.runs)
    elif given.what == "behind":
        behind(given.sheets, given.seconds)
    else:
        fuzz(given.files, given.seed, given.seconds)


if __name__ == "__main__":
    main()
