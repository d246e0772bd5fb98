"""A stack goes through jam and kill -9 and ends whole: no sheet lost, none twice.

``DIGITIZER_FULL=1`` runs the full size (100 sheets, jam at 37, kill at 60, 300 dpi).
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from digitizer.model.scan import Profile
from digitizer.office import practice
from digitizer.workstation import Workstation
from tests.digitizer.paper.scanner import escl_device, sane_device
from tests.digitizer.paper.scanner.escl_device import EsclDevice
from tests.digitizer.paper.scanner.feeding import KEY

FULL = bool(os.environ.get("DIGITIZER_FULL"))
SHEETS, JAM_AT, KILL_AT = (100, 37, 60) if FULL else (24, 13, 17)
DPI = 300 if FULL else 200
PROGRAM = "tests.digitizer.paper.scanner.feeding"


@dataclass
class Stack:
    """A data folder with an open batch, closed so that programs can work on it."""

    folder: Path
    batch: int
    dossier: str

    def run(self, device: str, *, jam_at: int = 0, kill_at: int = 0) -> list[list[str]]:
        """Run the feeding program, killed -9 as it shows a page; return what it said."""
        said: list[list[str]] = []
        words = [str(self.folder), str(self.batch), str(SHEETS), device]
        words += [str(jam_at)] if jam_at else []
        with subprocess.Popen(
            [sys.executable, "-m", PROGRAM, *words],
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(Path.cwd())},
        ) as process:
            assert process.stdout is not None
            for line in process.stdout:
                said.append(line.split())
                if kill_at and said[-1][:2] == ["shown", str(kill_at)]:
                    os.kill(process.pid, signal.SIGKILL)
                    break
            process.wait(60)
        return said

    @contextmanager
    def opened(self) -> Iterator[Workstation]:
        """Open the folder to look into it."""
        with Workstation.open(self.folder, workers=1, key=KEY) as station:
            yield station


@pytest.fixture
def stack(tmp_path: Path) -> Stack:
    folder = tmp_path / "data"
    practice.write_site(folder)
    with Workstation.open(folder, workers=1, key=KEY) as station:
        clerk, _, _ = practice.enlist(station.store)
        code = station.paper.open_dossier(clerk, "1.004873").code
        profile = Profile("stack", "Stack", dpi=DPI)
        batch = station.intake.open_batch(
            clerk, code, device="test", profile=profile, sheets_given=SHEETS
        )
    return Stack(folder, batch.id, code)


def whole(stack: Stack, shown: list[list[str]], hashes: Callable[[int], str | None]) -> None:
    """Check that every sheet is there once, in order, readable, and as it was shown."""
    with stack.opened() as station:
        pages = station.store.dossiers.pages(stack.dossier)
        batch = station.store.scans.batch(stack.batch)
        assert (batch.sheets, batch.images, batch.sheets_given) == (SHEETS, SHEETS, SHEETS)
        assert [page.number for page in pages] == list(range(1, SHEETS + 1))
        names = [f"scan-{stack.batch}-{sheet:04d}" for sheet in range(1, SHEETS + 1)]
        assert [page.original_name for page in pages] == names
        by_number = {page.number: page.image_hash for page in pages}
        for _, number, digest in shown:
            assert by_number[int(number)] == digest
        for page in pages:
            expected = hashes(page.number)
            assert expected is None or page.image_hash == expected
        assert station.store.problems() == ()
        assert not list((stack.folder / "spool" / str(stack.batch)).iterdir())


@pytest.mark.slow
@pytest.mark.skipif(not sane_device.installed(), reason="SANE is not installed")
def test_a_sane_stack_survives_a_jam_and_a_kill(
    stack: Stack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    conf = sane_device.write_configuration(tmp_path / "sane.d")
    monkeypatch.setenv("SANE_CONFIG_DIR", str(conf))
    started = time.monotonic()
    first = stack.run("sane", jam_at=JAM_AT)
    assert first[-1] == ["scanner-jam", str(JAM_AT - 1), str(JAM_AT)]
    second = stack.run("sane", kill_at=KILL_AT)
    third = stack.run("sane")
    shown = [words for words in first + second + third if words[0] == "shown"]
    numbers = [int(words[1]) for words in shown]
    assert sorted(numbers) == list(range(1, SHEETS + 1))
    whole(stack, shown, lambda _number: None)
    sys.stderr.write(f"\nSANE: {SHEETS} sheets in {time.monotonic() - started:.1f} s\n")


@pytest.mark.slow
def test_an_escl_stack_survives_a_jam_and_a_kill(stack: Stack) -> None:
    size = (2480, 3508) if FULL else (620, 877)
    device = EsclDevice(sheets=SHEETS, jam_after=JAM_AT - 1, size=size)
    with escl_device.running(device):
        first = stack.run(device.address)
        assert first[-1] == ["scanner-jam", str(JAM_AT - 1), str(JAM_AT)]
        device.jam_after = None
        second = stack.run(device.address, kill_at=KILL_AT)
        # the sheet that was on its way when the program died lies in the tray: it is put back
        with stack.opened() as station:
            kept = station.store.scans.batch(stack.batch).sheets
        spooled = len(list((stack.folder / "spool" / str(stack.batch)).glob("*.sealed")))
        device.sheets = SHEETS - kept - spooled
        device.fed = kept + spooled
        third = stack.run(device.address)
    shown = [words for words in first + second + third if words[0] == "shown"]
    # the image bears the number of its sheet
    import hashlib

    pictures = {
        number: hashlib.sha256(escl_device.picture(number * 2, size)).hexdigest()
        for number in (1, JAM_AT - 1, JAM_AT, KILL_AT, KILL_AT + 1, SHEETS)
    }
    whole(stack, shown, pictures.get)
