"""The reader as others use it: files in, pages and words out."""

from __future__ import annotations

import io
import os
import signal
import threading
import time
from pathlib import Path

import pytest
from PIL import Image

from ocr.errors import (
    EmptyFileError,
    ImageTooLargeError,
    LanguageMissingError,
    OcrError,
    PageTimeoutError,
    RecogniserMissingError,
    WorkerLostError,
)
from ocr.model import SourceKind, SourcePage
from ocr.reader import Limits, Reader, ReadingJob, check_recogniser
from tests.ocr.conftest import png, printed_page
from tests.ocr.test_sources import bomb_png


@pytest.fixture(scope="module")
def page() -> bytes:
    return png(printed_page()[0])


def tiff(count: int) -> bytes:
    sheets = [Image.new("L", (100 + n, 100), 255) for n in range(count)]
    buffer = io.BytesIO()
    sheets[0].save(buffer, "TIFF", save_all=True, append_images=sheets[1:])
    return buffer.getvalue()


def test_pages_of_a_file_come_in_order(reader: Reader) -> None:
    data = tiff(11)
    info = reader.inspect(data)
    assert (info.kind, info.page_count) == (SourceKind.TIFF, 11)
    found = list(reader.pages(data, info))
    assert [p.number for p in found if isinstance(p, SourcePage)] == list(range(1, 12))
    assert [p.width for p in found if isinstance(p, SourcePage)] == list(range(100, 111))


def test_refusals_cross_the_process_border_with_their_details(reader: Reader) -> None:
    with pytest.raises(EmptyFileError):
        reader.inspect(b"")
    with pytest.raises(ImageTooLargeError) as refused:
        reader.inspect(bomb_png(30_000, 30_000))
    assert refused.value.details["limit"] == Limits().max_pixels


def test_a_cancelled_import_stops_between_pages(reader: Reader) -> None:
    data = tiff(30)
    info = reader.inspect(data)
    seen: list[SourcePage | OcrError] = []
    seen.extend(reader.pages(data, info, cancelled=lambda: len(seen) >= 2))
    assert 2 <= len(seen) <= 4


@pytest.mark.engine
def test_each_page_comes_back_under_its_key_and_a_bad_one_stops_none(
    reader: Reader, page: bytes
) -> None:
    jobs = [
        ReadingJob("good", page, 300),
        ReadingJob("broken", page[:5000], 300),
        ReadingJob("bomb", bomb_png(30_000, 30_000), 300),
        ReadingJob("also good", page, 300),
    ]
    outcomes = {outcome.key: outcome for outcome in reader.read(jobs)}
    assert outcomes.keys() == {"good", "broken", "bomb", "also good"}
    assert isinstance(outcomes["bomb"].error, ImageTooLargeError)
    assert isinstance(outcomes["broken"].error, OcrError)
    for key in ("good", "also good"):
        text = outcomes[key].text
        assert text is not None
        assert "ĐỖ THỊ KIM UYÊN" in text.text()


def kill_at_work(worker: int) -> None:
    """Kill a worker when it has worked a while: by the clock it may be between two pages."""
    before = processor_seconds(worker)
    until = time.monotonic() + 30
    while processor_seconds(worker) - before < 0.2 and time.monotonic() < until:
        time.sleep(0.005)
    os.kill(worker, signal.SIGKILL)


def processor_seconds(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@pytest.mark.engine
def test_a_worker_killed_mid_page_loses_only_that_page(page: bytes) -> None:
    with Reader(1) as reader:
        reader.inspect(page)
        worker = worker_of(os.getpid())
        killer = threading.Thread(target=kill_at_work, args=(worker,))
        killer.start()
        outcomes = list(reader.read([ReadingJob(str(n), page, 300) for n in range(3)]))
        killer.join()
    assert sorted(outcome.key for outcome in outcomes) == ["0", "1", "2"]
    lost = [outcome for outcome in outcomes if outcome.error is not None]
    assert len(lost) == 1
    assert isinstance(lost[0].error, WorkerLostError)


@pytest.mark.engine
def test_a_page_that_takes_too_long_is_set_aside(page: bytes) -> None:
    limits = Limits(page_seconds=0.2)
    with Reader(1, limits=limits) as reader, pytest.raises(PageTimeoutError) as slow:
        reader.read_one(ReadingJob("slow", page, 300))
    assert slow.value.details == {"seconds": 0.2}


@pytest.mark.engine
def test_cancelling_stops_reading_soon(reader: Reader, page: bytes) -> None:
    began = time.monotonic()
    jobs = (ReadingJob(str(n), page, 300) for n in range(1000))
    done = list(reader.read(jobs, cancelled=lambda: time.monotonic() - began > 0.5))
    assert len(done) < 20
    assert time.monotonic() - began < 10


@pytest.mark.engine
def test_the_recogniser_is_checked_before_work_begins(monkeypatch: pytest.MonkeyPatch) -> None:
    assert check_recogniser().startswith("tesseract 5")
    with pytest.raises(LanguageMissingError) as missing:
        check_recogniser("xyz")
    assert missing.value.details == {"language": "xyz"}
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(RecogniserMissingError):
        check_recogniser()


@pytest.mark.engine
def test_a_missing_language_is_named_by_the_page_that_needs_it(page: bytes) -> None:
    with Reader(1, language="xyz") as reader, pytest.raises(LanguageMissingError):
        reader.read_one(ReadingJob("page", page, 300))


def worker_of(program: int) -> int:
    """Return the newest worker: the copy of the process that this one keeps for making copies.

    Another test's server in the same process has children too; a copy bears the keeper's name.
    """
    parents, begun = {}, {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text("utf-8").rpartition(")")[2].split()
            if b"forkserver" not in status.with_name("cmdline").read_bytes():
                continue
        except OSError:
            continue
        parents[int(status.parent.name)] = int(fields[1])
        begun[int(status.parent.name)] = int(fields[19])
    workers = [pid for pid, parent in parents.items() if parents.get(parent) == program]
    # the kernel gives numbers anew: the greatest is not always the newest
    return max(workers, key=lambda pid: begun[pid])
