"""Workers that hang, die or break cost one call, never the others."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from ocr.errors import OcrError, PageTimeoutError, WorkerLostError
from ocr.pool import WorkerPool
from tests.ocr import failing


@pytest.fixture
def pool() -> Iterator[WorkerPool]:
    made = WorkerPool(1, recycle_after=3)
    yield made
    made.close()


def test_a_worker_that_dies_loses_one_call_and_the_next_go_on(pool: WorkerPool) -> None:
    lost = pool.submit(failing.dies, seconds=30)
    after = pool.submit(failing.echoes, "trang 2", seconds=30)
    with pytest.raises(WorkerLostError):
        lost.future.result(60)
    assert after.future.result(60) == "trang 2"


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere each worker loads for itself")
def test_a_worker_finds_the_libraries_loaded_and_the_environment_of_now(
    pool: WorkerPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert pool.submit(failing.lists, "cv2", seconds=30).future.result(60) is True
    monkeypatch.setenv("DIGITIZER_TOLD_LATE", "now")
    later = WorkerPool(1)
    try:
        told = later.submit(failing.tells, "DIGITIZER_TOLD_LATE", seconds=30).future.result(60)
        limit = later.submit(failing.tells, "OMP_THREAD_LIMIT", seconds=30).future.result(60)
    finally:
        later.close()
    assert told == "now"
    assert limit == "1"


@pytest.mark.alone
def test_a_call_that_hangs_is_stopped_with_all_it_started(pool: WorkerPool, tmp_path: Path) -> None:
    note = tmp_path / "child"
    hung = pool.submit(failing.hangs_with_a_child, str(note), seconds=1.0)
    with pytest.raises(PageTimeoutError) as stopped:
        hung.future.result(60)
    assert stopped.value.details == {"seconds": 1.0}
    child = int(note.read_text("utf-8"))
    # the signal is out when the call ends; the system may take a moment to carry it out
    until = time.monotonic() + 5
    while is_running(child) and time.monotonic() < until:
        time.sleep(0.01)
    assert not is_running(child)
    assert pool.submit(failing.echoes, 1, seconds=30).future.result(60) == 1


@pytest.mark.alone
def test_a_call_given_up_stops_at_once(pool: WorkerPool) -> None:
    pool.submit(failing.echoes, 0, seconds=30).future.result(60)
    ticket = pool.submit(failing.hangs, 600.0, seconds=600)
    time.sleep(0.3)
    ticket.abandon()
    began = time.monotonic()
    with pytest.raises(WorkerLostError):
        ticket.future.result(60)
    assert time.monotonic() - began < 2


def test_a_bug_becomes_an_error_that_does_not_quote_the_page(pool: WorkerPool) -> None:
    with pytest.raises(OcrError) as met:
        pool.submit(failing.breaks, seconds=30).future.result(60)
    assert met.value.details["kind"] == "ZeroDivisionError"
    assert "UYÊN" not in str(met.value.details)


def test_workers_are_replaced_after_so_many_calls(pool: WorkerPool) -> None:
    seen = {pool.submit(os.getpid, seconds=30).future.result(60) for _ in range(6)}
    assert len(seen) == 2


def test_page_content_stays_in_a_private_folder_that_goes_away() -> None:
    pool = WorkerPool(1)
    folder = Path(pool.submit(failing.folder_for_pages, seconds=30).future.result(60))
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    pool.close()
    assert not folder.exists()


def test_closing_ends_a_running_call() -> None:
    pool = WorkerPool(1)
    ticket = pool.submit(failing.hangs, 600.0, seconds=600)
    time.sleep(0.2)
    pool.close()
    with pytest.raises(WorkerLostError):
        ticket.future.result(5)


def test_a_worker_that_cannot_be_started_costs_one_call_and_the_next_go_on(
    pool: WorkerPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: WorkerPool) -> None:
        raise BlockingIOError(errno.EAGAIN, "Resource temporarily unavailable")

    with monkeypatch.context() as crowded:
        crowded.setattr(WorkerPool, "_start_worker", refuse)
        lost = pool.submit(failing.echoes, 1, seconds=30)
        with pytest.raises(WorkerLostError) as met:
            lost.future.result(10)
    assert isinstance(met.value.__cause__, BlockingIOError)
    assert pool.submit(failing.echoes, 2, seconds=30).future.result(60) == 2


def test_a_call_that_cannot_be_sent_costs_only_itself(pool: WorkerPool) -> None:
    lost = pool.submit(failing.echoes, threading.Lock(), seconds=30)
    with pytest.raises(WorkerLostError):
        lost.future.result(60)
    assert pool.submit(failing.echoes, 2, seconds=30).future.result(60) == 2


def test_what_a_killed_program_left_in_memory_is_removed_when_the_next_pool_starts() -> None:
    script = (
        "import os, signal; from ocr.pool import WorkerPool\n"
        "if __name__ == '__main__':\n"
        "    pool = WorkerPool(1); (pool.folder / 'page.png').write_bytes(b'page')\n"
        "    print(pool.folder, flush=True); os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    killed = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False, timeout=60
    )
    left = Path(killed.stdout.strip())
    assert (left / "page.png").is_file()
    WorkerPool(1).close()
    assert not left.exists()


def test_the_folder_of_a_running_program_is_left_alone(pool: WorkerPool) -> None:
    script = (
        "import sys; from ocr.pool import WorkerPool\n"
        "if __name__ == '__main__':\n"
        "    pool = WorkerPool(1); print(pool.folder, flush=True); sys.stdin.read(); pool.close()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        theirs = Path(other.stdout.readline().strip())
        WorkerPool(1).close()
        assert theirs.is_dir()
        assert pool.folder.is_dir()
        other.communicate("")
    assert not theirs.exists()


def is_running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"
