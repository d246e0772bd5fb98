from __future__ import annotations

import threading
import time

import pytest
from PySide6.QtCore import QThread
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from digitizer.errors import DiskFullError
from digitizer.jobs import Progress
from ui.tasks import Ending, Handle, Job, Lane, Outcome, Tasks


def outcome_of(qtbot: QtBot, job: Job) -> Outcome:
    if job.outcome is None:
        with qtbot.waitSignal(job.ended):
            pass
    assert job.outcome is not None
    return job.outcome


def test_work_that_returns_has_succeeded(qtbot: QtBot, tasks: Tasks) -> None:
    heard: list[object] = []
    job = tasks.run(Lane.RECORDS, lambda _handle: 42)
    job.succeeded.connect(heard.append)
    assert outcome_of(qtbot, job) == Outcome(Ending.SUCCEEDED, 42)
    assert heard == [42]


def test_an_expected_error_fails_and_is_no_crash(qtbot: QtBot, tasks: Tasks) -> None:
    def work(_handle: Handle) -> None:
        raise DiskFullError

    heard: list[object] = []
    crashes: list[object] = []
    job = tasks.run(Lane.DEVICES, work)
    job.failed.connect(heard.append)
    tasks.crashed.connect(crashes.append)
    assert outcome_of(qtbot, job).ending is Ending.FAILED
    assert isinstance(heard[0], DiskFullError)
    assert crashes == []


def test_an_unforeseen_error_is_a_crash(
    qtbot: QtBot, tasks: Tasks, caplog: pytest.LogCaptureFixture
) -> None:
    crashes: list[object] = []
    tasks.crashed.connect(crashes.append)
    job = tasks.run(Lane.RECORDS, lambda _handle: 1 / 0)
    assert outcome_of(qtbot, job).ending is Ending.CRASHED
    assert isinstance(crashes[0], ZeroDivisionError)
    assert "work crashed" in caplog.text


def test_work_that_is_asked_to_stop_is_cancelled(qtbot: QtBot, tasks: Tasks) -> None:
    def work(handle: Handle) -> None:
        while True:
            handle.cancel.check()
            time.sleep(0.001)

    heard: list[str] = []
    job = tasks.run(Lane.DEVICES, work)
    job.cancelled.connect(lambda: heard.append("cancelled"))
    job.cancel()
    assert outcome_of(qtbot, job).ending is Ending.CANCELLED
    assert heard == ["cancelled"]


def test_a_job_that_ends_before_anybody_listens_is_not_lost(qtbot: QtBot, tasks: Tasks) -> None:
    job = tasks.run(Lane.RECORDS, lambda _handle: "early")
    # the worker is done long before the event loop turns
    tasks.run(Lane.RECORDS, lambda _handle: None)
    time.sleep(0.05)
    heard: list[object] = []
    job.succeeded.connect(heard.append)
    outcome_of(qtbot, job)
    assert heard == ["early"]


def test_everything_is_told_on_the_gui_thread(qtbot: QtBot, tasks: Tasks) -> None:
    threads: list[QThread] = []

    def work(handle: Handle) -> None:
        assert threading.current_thread() is not threading.main_thread()
        handle.tell("a page")
        handle.report(Progress(1, 2))

    job = tasks.run(Lane.DEVICES, work)
    for signal in (job.told, job.progressed, job.succeeded):
        signal.connect(lambda _value: threads.append(QThread.currentThread()))
    outcome_of(qtbot, job)
    application = QApplication.instance()
    assert application is not None
    assert threads == [application.thread()] * 3


def test_only_the_newest_progress_is_told_to_a_busy_window(qtbot: QtBot, tasks: Tasks) -> None:
    reported = threading.Event()

    def work(handle: Handle) -> None:
        for done in range(1, 101):
            handle.report(Progress(done, 100))
        reported.set()

    heard: list[Progress] = []
    job = tasks.run(Lane.DEVICES, work)
    job.progressed.connect(heard.append)
    assert reported.wait(2)
    outcome_of(qtbot, job)
    assert heard == [Progress(100, 100)]
    assert job.progress == Progress(100, 100)


def test_values_are_told_all_and_in_order(qtbot: QtBot, tasks: Tasks) -> None:
    heard: list[object] = []
    job = tasks.run(Lane.DEVICES, lambda handle: [handle.tell(number) for number in range(20)])
    job.told.connect(heard.append)
    outcome_of(qtbot, job)
    assert heard == list(range(20))


def test_records_work_keeps_its_order(qtbot: QtBot, tasks: Tasks) -> None:
    order: list[int] = []

    def work(number: int) -> None:
        time.sleep(0.005 * (3 - number))
        order.append(number)

    jobs = [
        tasks.run(Lane.RECORDS, lambda _handle, number=number: work(number)) for number in range(3)
    ]
    outcome_of(qtbot, jobs[-1])
    assert order == [0, 1, 2]


def test_titled_work_is_announced_and_forgotten(qtbot: QtBot, tasks: Tasks) -> None:
    started: list[Job] = []
    ended: list[Job] = []
    tasks.started.connect(started.append)
    tasks.ended.connect(ended.append)
    job = tasks.run(Lane.DEVICES, lambda _handle: None, title="Reading")
    quiet = tasks.run(Lane.DEVICES, lambda _handle: None)
    assert set(tasks.running) == {job, quiet}
    qtbot.waitUntil(lambda: len(ended) == 2)
    assert started == [job]
    assert tasks.running == ()


def test_after_closing_nothing_is_started(qtbot: QtBot) -> None:
    tasks = Tasks()
    tasks.close()
    job = tasks.run(Lane.RECORDS, lambda _handle: pytest.fail("must not run"))
    assert outcome_of(qtbot, job).ending is Ending.CANCELLED


def test_closing_cancels_what_runs(qtbot: QtBot) -> None:
    tasks = Tasks()
    begun = threading.Event()

    def work(handle: Handle) -> None:
        begun.set()
        while True:
            handle.cancel.check()
            time.sleep(0.001)

    job = tasks.run(Lane.DEVICES, work)
    assert begun.wait(2)
    tasks.close()
    assert outcome_of(qtbot, job).ending is Ending.CANCELLED
