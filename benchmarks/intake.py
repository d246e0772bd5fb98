"""Intake against its peer, and importers against mutated files.

``python -m benchmarks.intake speed`` feeds SANE's test backend through ``scanimage --batch`` alone
and through the whole intake (decoded, kept in the vault, committed), in the same run.
``python -m benchmarks.intake fuzz --files 2000`` mutates PDFs and images and hands them to the
importers: each ends with pages or with a code, none with a crash or a hang.
"""

from __future__ import annotations

import argparse
import io
import os
import random
import resource
import subprocess
import tempfile
import time
from collections import Counter
from pathlib import Path

from PIL import Image, ImageDraw

from digitizer.errors import DigitizerError
from digitizer.model.scan import Profile
from digitizer.office import practice
from digitizer.paper.intake_journey import IntakeJourney
from digitizer.workstation import Workstation
from ocr.errors import OcrError
from ocr.limits import Limits
from ocr.reader import Reader
from tests.digitizer.paper.scanner import sane_device

KEY = bytes(range(32))
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
                intake.feed(
                    clerk,
                    batch,
                    sane_device.scanner(),
                    on_page=lambda _page, shown=shown: shown.append(time.monotonic()),
                )
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


def fuzz(count: int, seed: int) -> None:
    """Print how mutated files ended, by kind and code."""
    chance = random.Random(seed)  # noqa: S311 - which bytes, not a secret
    seeds = _seeds()
    ends: Counter[str] = Counter()
    slowest = 0.0
    limits = Limits(max_pages=50, max_pixels=20_000_000, page_seconds=20.0)
    with Reader(2, limits=limits) as reader:
        for number in range(count):
            kind = list(seeds)[number % len(seeds)]
            data = _mutated(seeds[kind], chance)
            started = time.monotonic()
            ends[f"{kind:5} {_end(reader, data)}"] += 1
            slowest = max(slowest, time.monotonic() - started)
    for end, times in sorted(ends.items()):
        print(f"{times:6}  {end}")
    print(f"{count} files, seed {seed}; slowest {slowest:.1f} s")


def _end(reader: Reader, data: bytes) -> str:
    try:
        found = list(reader.pages(data, reader.inspect(data)))
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
    return made


def main() -> None:
    """Run one of the two."""
    parser = argparse.ArgumentParser(description=__doc__)
    what = parser.add_subparsers(dest="what", required=True)
    what.add_parser("speed").add_argument("--runs", type=int, default=3)
    fuzzing = what.add_parser("fuzz")
    fuzzing.add_argument("--files", type=int, default=2000)
    fuzzing.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    if given.what == "speed":
        speed(given.runs)
    else:
        fuzz(given.files, given.seed)


if __name__ == "__main__":
    main()
