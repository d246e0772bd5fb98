"""The readers that are compared: this program, OCRmyPDF, and Tesseract alone."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
import time
import venv
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from benchmarks.pages import BenchPage, Group
from benchmarks.running import Cost, run

CORES = 2
ROOT = Path(__file__).resolve().parent.parent
PEERS = ROOT / "build" / "peers" / "venv"
COMPILED = {"PYTHONPYCACHEPREFIX": str(ROOT / "build" / "pycache"), "PYTHONDONTWRITEBYTECODE": ""}
"""Where our compiled modules are, as an installed program has them; OCRmyPDF's lie beside it."""
OCRMYPDF_OPTIONS = ("-l", "vie", "--deskew", "--output-type", "pdfa", "-j", str(CORES))


class SetUpError(RuntimeError):
    """Something a reader needs is not there; the text says what to do."""


@dataclass(frozen=True)
class Run:
    """What one reader made of one group of pages."""

    texts: tuple[str, ...]
    cost: Cost
    size: int | None
    """Bytes of the searchable PDF/A; nothing for a reader that writes none."""


def ours(group: Group, folder: Path) -> Run:
    """Read as a person at a terminal would: two workers, PDF/A included."""
    program = [sys.executable, "-m", "digitizer"]
    cost = run(
        [*program, "read", str(group.file), "--out", str(folder), "--workers", str(CORES)],
        environment={"PYTHONPATH": str(ROOT), **COMPILED},
    )
    stem = folder / group.file.stem
    pages = json.loads(stem.with_suffix(".json").read_text("utf-8"))["pages"]
    texts = {int(page["page"]): str(page["text"]) for page in pages}
    every = tuple(texts.get(number, "") for number in range(1, len(group.pages) + 1))
    return Run(every, cost, stem.with_suffix(".pdf").stat().st_size)


def ocrmypdf(group: Group, folder: Path) -> Run:
    """Run OCRmyPDF with both cores on all pages at once, which is where it is fastest."""
    written, sidecar = folder / "ocrmypdf.pdf", folder / "ocrmypdf.txt"
    program = [str(PEERS / "bin" / "ocrmypdf"), "-q", *OCRMYPDF_OPTIONS]
    cost = run([*program, "--sidecar", str(sidecar), str(group.file), str(written)])
    texts = sidecar.read_text("utf-8").split("\f")
    texts += [""] * (len(group.pages) - len(texts))
    return Run(tuple(texts[: len(group.pages)]), cost, written.stat().st_size)


def tesseract(group: Group, folder: Path) -> Run:
    """Run Tesseract on grey pages, one process a core; making the pages grey is not counted."""
    greys = [_grey(page, folder / f"{place}.pgm") for place, page in enumerate(group.pages)]

    def read(place: int) -> Cost:
        command = ["tesseract", str(greys[place]), str(folder / f"{place}"), "-l", "vie"]
        command += ["--dpi", str(round(group.pages[place].dpi))]
        return run(command, environment={"OMP_THREAD_LIMIT": "1"})

    started = time.monotonic()
    with ThreadPoolExecutor(CORES) as threads:
        costs = list(threads.map(read, range(len(greys))))
    wall = time.monotonic() - started
    worker = max(cost.memory for cost in costs)
    cost = Cost(wall, sum(each.cpu for each in costs), CORES * worker, worker)
    texts = tuple((folder / f"{place}.txt").read_text("utf-8") for place in range(len(greys)))
    return Run(texts, cost, None)


READERS = {"ours": ours, "OCRmyPDF": ocrmypdf, "Tesseract": tesseract}


def _grey(page: BenchPage, target: Path) -> Path:
    with Image.open(page.file) as image:
        image.convert("L").save(target, "PPM")
    return target


def first_result(page: BenchPage, folder: Path, *, times: int = 3) -> tuple[float, float]:
    """Return the seconds until one page's words are there: ours (window open), Tesseract alone."""
    from ocr.reader import Reader, ReadingJob

    data = page.file.read_bytes()
    grey = _grey(page, folder / "single.pgm")
    command = ["tesseract", str(grey), str(folder / "single"), "-l", "vie"]
    command += ["--dpi", str(round(page.dpi))]
    here, there = [], []
    with Reader(1) as reader:
        reader.read_one(ReadingJob("warm", _blank(), 300.0))
        for _ in range(times):
            started = time.monotonic()
            reader.read_one(ReadingJob("page", data, page.dpi))
            here.append(time.monotonic() - started)
            there.append(run(command, environment={"OMP_THREAD_LIMIT": "1"}).wall)
    # the quickest of several is the one the rest of the machine disturbed least
    return min(here), min(there)


def _blank() -> bytes:
    buffer = io.BytesIO()
    Image.new("L", (600, 800), 255).save(buffer, "PNG", dpi=(300, 300))
    return buffer.getvalue()


def set_up(names: list[str]) -> None:
    """See that every reader is there; OCRmyPDF is put into an environment of its own."""
    if shutil.which("tesseract") is None:
        raise SetUpError("Tesseract is missing: apt-get install tesseract-ocr tesseract-ocr-vie")
    if "ours" in names:
        compiling = [sys.executable, "-m", "compileall", "-q", "digitizer", "ocr"]
        subprocess.run(compiling, check=True, cwd=ROOT, env={**os.environ, **COMPILED})
    if "OCRmyPDF" in names:
        _set_up_ghostscript()
        _set_up_ocrmypdf()


def _set_up_ghostscript() -> None:
    if shutil.which("gs") is not None:
        return
    print("OCRmyPDF needs Ghostscript for PDF/A: installing it with apt…", file=sys.stderr)
    apt = shutil.which("apt-get")
    if apt is not None and os.geteuid() == 0:
        subprocess.run(
            [apt, "install", "-y", "-q", "--no-install-recommends", "ghostscript"], check=False
        )
    if shutil.which("gs") is None:
        raise SetUpError(
            "Ghostscript is missing. Install it (apt-get install ghostscript), "
            "or leave OCRmyPDF out: --without OCRmyPDF"
        )


def _set_up_ocrmypdf() -> None:
    program = PEERS / "bin" / "ocrmypdf"
    if program.is_file():
        return
    print(f"Installing OCRmyPDF into {PEERS}…", file=sys.stderr)
    venv.create(PEERS, with_pip=True)
    pip = [str(PEERS / "bin" / "python"), "-m", "pip", "install", "-q", "ocrmypdf"]
    if subprocess.run(pip, check=False).returncode or not program.is_file():
        raise SetUpError(
            "OCRmyPDF could not be installed. Check the network and try again, "
            "or leave it out: --without OCRmyPDF"
        )


def versions(names: list[str]) -> dict[str, str]:
    """Return what exactly was compared."""
    found = {"Tesseract": _version(["tesseract", "--version"])}
    if "OCRmyPDF" in names:
        found["OCRmyPDF"] = _version([str(PEERS / "bin" / "ocrmypdf"), "--version"])
        found["Ghostscript"] = _version(["gs", "--version"])
    return found


def _version(command: list[str]) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return (done.stdout + done.stderr).splitlines()[0].removeprefix("tesseract ").strip()
