"""Worker processes that may hang, crash or be killed without harming each other's work.

``ProcessPoolExecutor`` gives up every page when one worker dies, and cannot stop a page that
hangs; here each worker has a thread that feeds it, watches it and replaces it.
"""

from __future__ import annotations

import ctypes
import itertools
import logging
import os
import re
import shutil
import signal
import sys
import tempfile
import threading
import time
import weakref
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext, SpawnContext
from multiprocessing.process import BaseProcess
from pathlib import Path
from queue import PriorityQueue
from typing import Any

from ocr.errors import OcrError, PageTimeoutError, WorkerLostError

_START_SECONDS = 120.0
_GLANCE = 0.1
_LAST = sys.maxsize
_AHEAD = "ocr.ahead"
_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3
"""``M_TRIM_THRESHOLD`` and ``M_MMAP_THRESHOLD`` of the GNU C library."""
_MOST_KEPT, _LARGEST_KEPT = 256 * 2**20, 32 * 2**20
"""Bytes: an A4 page in colour has 26 million; what is larger goes back at once."""
_OWNED = re.compile(r"digitizer-([1-9]\d*)-\w+")

_log = logging.getLogger(__name__)


def private_folder() -> Path:
    """Make a folder only this user can enter, in memory where the system offers that."""
    memory = Path("/dev/shm")  # noqa: S108  # page content should not reach a disk
    usable = memory.is_dir() and os.access(memory, os.W_OK)
    parent = memory if usable else Path(tempfile.gettempdir())
    _sweep(parent)
    # the name tells whose folder it is, so that it can be removed if its owner is killed
    return Path(tempfile.mkdtemp(prefix=f"digitizer-{os.getpid()}-", dir=parent))


def _sweep(parent: Path) -> None:
    """Remove the folders that programs of this user left behind when they were killed."""
    if sys.platform == "win32":
        return  # there is no asking for a process without touching it
    for folder in parent.glob("digitizer-*"):
        owner = _OWNED.fullmatch(folder.name)
        if owner is None or _is_running(int(owner[1])):
            continue
        try:
            ours = folder.lstat().st_uid == os.getuid()
        except FileNotFoundError:
            continue
        if ours and folder.is_dir() and not folder.is_symlink():
            shutil.rmtree(folder, ignore_errors=True)


def _is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True


@dataclass(order=True)
class _Task:
    priority: int
    number: int
    call: Callable[..., Any] | None = field(compare=False, default=None)
    arguments: tuple[Any, ...] = field(compare=False, default=())
    seconds: float = field(compare=False, default=0.0)
    future: Future[Any] = field(compare=False, default_factory=Future)
    abandoned: threading.Event = field(compare=False, default_factory=threading.Event)


@dataclass(frozen=True)
class Ticket:
    """The place of one call in the pool: its future, and the way to give it up."""

    future: Future[Any]
    abandoned: threading.Event

    def abandon(self) -> None:
        """Give the call up; if it is running, its worker is stopped."""
        self.abandoned.set()
        self.future.cancel()


@dataclass
class _Worker:
    process: BaseProcess
    connection: Connection
    calls: int = 0

    def kill(self) -> None:
        """Stop the worker and whatever it started."""
        if self.process.pid is not None:
            _kill_group(self.process.pid)
        self.process.kill()
        self.process.join()
        self.process.close()
        self.connection.close()


class WorkerPool:
    """Runs module-level functions in spawned processes, one at a time in each."""

    def __init__(self, workers: int, *, recycle_after: int = 200) -> None:
        self.size = max(1, workers)
        self.folder = private_folder()
        self._recycle_after = recycle_after
        self._tasks: PriorityQueue[_Task] = PriorityQueue()
        self._numbers = itertools.count()
        self._closing = threading.Event()
        self._threads: list[threading.Thread] = []
        self._lock = threading.Lock()
        self._tidy = weakref.finalize(self, shutil.rmtree, self.folder, ignore_errors=True)

    def submit(
        self, call: Callable[..., Any], *arguments: Any, seconds: float, urgent: bool = False
    ) -> Ticket:
        """Queue a call; its future ends with the result, an ``OcrError``, or a bug's error."""
        task = _Task(0 if urgent else 1, next(self._numbers), call, arguments, seconds)
        with self._lock:
            if self._closing.is_set():
                raise RuntimeError("the pool is closed")
            if len(self._threads) < self.size:
                self._start_thread()
            self._tasks.put(task)
        return Ticket(task.future, task.abandoned)

    def close(self) -> None:
        """Stop all workers; calls that are still open end as lost."""
        with self._lock:
            self._closing.set()
            for _ in self._threads:
                self._tasks.put(_Task(_LAST, next(self._numbers)))
        for thread in self._threads:
            thread.join()
        self._tidy()

    def _start_thread(self) -> None:
        # daemon: a program that forgets to close the reader must still be able to end
        thread = threading.Thread(target=self._serve, name="ocr-worker", daemon=True)
        self._threads.append(thread)
        thread.start()

    def _serve(self) -> None:
        worker: _Worker | None = None
        while (task := self._tasks.get()).call is not None:
            if not task.future.set_running_or_notify_cancel():
                continue
            if self._closing.is_set():
                task.future.set_exception(WorkerLostError())
                continue
            worker = self._settle(task, worker)
        if worker is not None:
            worker.kill()

    def _settle(self, task: _Task, worker: _Worker | None) -> _Worker | None:
        """Run one task to its end; return the worker if it can go on."""
        try:
            worker = worker or self._start_worker()
            result = self._exchange(worker, task)
        except OcrError as error:
            if worker is not None:
                worker.kill()
            task.future.set_exception(error)
            return None
        except Exception as error:  # noqa: BLE001  # a dead thread would leave all calls waiting
            if worker is not None:
                worker.kill()
            lost = WorkerLostError()
            lost.__cause__ = error
            task.future.set_exception(lost)
            return None
        worker.calls += 1
        if worker.calls >= self._recycle_after:
            worker.kill()
            worker = None
        if isinstance(result, BaseException):
            task.future.set_exception(result)
        else:
            task.future.set_result(result)
        return worker

    def _start_worker(self) -> _Worker:
        context = _context()
        ours, theirs = context.Pipe()
        process = context.Process(
            target=_work,
            args=(theirs, str(self.folder), dict(os.environ)),
            name="ocr-worker",
            daemon=True,
        )
        process.start()
        theirs.close()
        worker = _Worker(process, ours)
        try:
            self._await(worker, _START_SECONDS, threading.Event())
        except OcrError:
            worker.kill()
            raise
        return worker

    def _exchange(self, worker: _Worker, task: _Task) -> Any:
        try:
            worker.connection.send((task.call, task.arguments))
        except OSError as error:
            raise WorkerLostError from error
        return self._await(worker, task.seconds, task.abandoned)

    def _await(self, worker: _Worker, seconds: float, abandoned: threading.Event) -> Any:
        deadline = time.monotonic() + seconds
        while not worker.connection.poll(_GLANCE):
            if self._closing.is_set() or abandoned.is_set() or not worker.process.is_alive():
                raise WorkerLostError
            if time.monotonic() > deadline:
                raise PageTimeoutError(seconds=seconds)
        try:
            return worker.connection.recv()
        except (EOFError, OSError) as error:
            raise WorkerLostError from error


def _context() -> SpawnContext | ForkServerContext:
    """Return how workers are started; never as copies of this program, which may run Qt."""
    if sys.platform != "linux":
        return get_context("spawn")
    # the libraries are loaded once, by a process of its own that workers are copies of: the second
    # worker, and each that takes a dead one's place, is there at once and shares that memory
    context = get_context("forkserver")
    context.set_forkserver_preload([_AHEAD])
    return context


def _kill_group(pid: int) -> None:
    if sys.platform == "win32":
        return
    try:
        os.killpg(pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        _log.debug("worker %d left nothing behind", pid)


def _work(connection: Connection, folder: str, environment: Mapping[str, str]) -> None:
    """Answer calls until the other side goes away."""
    os.environ.clear()
    os.environ.update(environment)  # what this is a copy of may be older than the last change
    _prepare(folder)
    connection.send(None)
    try:
        while True:
            call, arguments = connection.recv()
            connection.send(_outcome(call, arguments))
    except (EOFError, BrokenPipeError, ConnectionResetError):
        # the program died: nobody else is left to remove what the pages left behind
        shutil.rmtree(folder, ignore_errors=True)


def _prepare(folder: str) -> None:
    if sys.platform != "win32":
        os.setsid()  # so that a killed worker takes its recogniser with it
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _keep_memory()
    # one page a core: threads of a library would only take turns
    os.environ["OMP_THREAD_LIMIT"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"
    tempfile.tempdir = folder


def _keep_memory() -> None:
    """Let images take the place of those before them instead of new pages of the system's memory.

    Else each is given back when it is done with, and the next costs the kernel 8 ms of clearing.
    """
    if sys.platform != "linux":
        return
    # not every C library has it (musl), and none needs it
    settle = getattr(ctypes.CDLL(None), "mallopt", None)
    if settle is not None:
        settle(_MMAP_THRESHOLD, _LARGEST_KEPT)
        settle(_TRIM_THRESHOLD, _MOST_KEPT)


def _outcome(call: Callable[..., Any], arguments: tuple[Any, ...]) -> Any:
    try:
        return call(*arguments)
    except OcrError as error:
        return error
    except MemoryError:
        return WorkerLostError()
    except Exception as error:  # noqa: BLE001  # a bug on one page must not end the others
        # only the kind of the error goes back: its text could quote the page
        return OcrError(kind=type(error).__name__, place=_place(error))


def _place(error: Exception) -> str:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None:
        return ""
    return f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}"
