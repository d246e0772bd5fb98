"""The queue of a single desk tells the truth, goes on after a restart, tries nothing for ever."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from digitizer.errors import NotAllowedError, QueueFullError
from digitizer.jobs import CancelledError, CancelToken
from digitizer.model.document import PageState
from digitizer.workqueue import JobKind, SetAsideError, Stage, Wanted
from digitizer.workqueue import desk as desk_queue
from digitizer.workqueue.desk import DeskQueue, DeskWorker
from digitizer.workqueue.values import AT_COUNTER, ATTEMPTS, JOB_POISON
from tests.digitizer.store.office import Office, found_office

COPY, LOOK, PAGE = JobKind.PREPARE_COPY, JobKind.CHECK_RESULT, JobKind.READ_PAGE


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    found_office(tmp_path / "store")
    office = Office.open(tmp_path / "store")
    yield office
    office.store.close()


def worker(
    office: Office,
    handle: Callable[[str, bool], None] = lambda _subject, _again: None,
    read: Callable[[str], None] = lambda _code: None,
) -> DeskWorker:
    return DeskWorker(office.store, {COPY: handle, LOOK: handle}, read)


def stages(office: Office) -> dict[str, Stage]:
    return {
        f"{one.kind.value} {one.subject}": one.stage
        for one in DeskQueue(office.store).jobs(office.quantri)
    }


def test_jobs_are_done_once_in_their_order_and_shown_while_they_run(office: Office) -> None:
    office.dossier()
    queue = DeskQueue(office.store)
    queue.put([Wanted(LOOK, "HS-1", "HS-1"), Wanted(COPY, "7", "HS-1")])
    queue.put([Wanted(COPY, "7", "HS-1"), Wanted(COPY, "8", "HS-1")], priority=AT_COUNTER)
    done: list[str] = []
    seen: list[dict[str, Stage]] = []

    def handle(subject: str, _again: bool) -> None:
        done.append(subject)
        seen.append(stages(office))

    worker(office, handle).run_until_empty()
    assert done == ["8", "HS-1", "7"]
    assert seen[0] == {
        "prepare-copy 8": Stage.RUNNING,
        "prepare-copy 7": Stage.WAITING,
        "check-result HS-1": Stage.WAITING,
    }
    assert queue.jobs(office.quantri) == ()


def test_a_job_at_which_the_program_dies_is_tried_thrice_and_others_go_on(office: Office) -> None:
    class Killed(BaseException):
        """Stands for a kill: nothing of the program runs after it."""

    office.dossier()
    DeskQueue(office.store).put([Wanted(COPY, "1", "HS-1"), Wanted(COPY, "2", "HS-1")])
    done: list[str] = []

    def handle(subject: str, _again: bool) -> None:
        if subject == "1":
            raise Killed
        done.append(subject)

    for _ in range(ATTEMPTS):
        with pytest.raises(Killed):
            worker(office, handle).run_until_empty()
        office.reopen()
    worker(office, handle).run_until_empty()
    assert done == ["2"]
    (aside,) = DeskQueue(office.store).jobs(office.quantri)
    assert (aside.stage, aside.reason, aside.attempts) == (Stage.ASIDE, JOB_POISON, ATTEMPTS)
    # a person sends it once more
    DeskQueue(office.store).resend(office.quantri, aside)
    worker(office, lambda subject, _again: done.append(subject)).run_until_empty()
    assert done == ["2", "1"]


def test_what_cannot_be_done_says_why_and_who_has_no_right_asks_nothing(office: Office) -> None:
    def handle(_subject: str, _again: bool) -> None:
        raise SetAsideError("not-composable")

    office.dossier()
    queue = DeskQueue(office.store)
    queue.put([Wanted(LOOK, "HS-1", "HS-1")])
    worker(office, handle).run_until_empty()
    (aside,) = queue.jobs(office.clerk)
    assert (aside.stage, aside.reason) == (Stage.ASIDE, "not-composable")
    with pytest.raises(NotAllowedError):
        queue.jobs(office.records)
    with pytest.raises(NotAllowedError):
        queue.resend(office.records, aside)


def test_pages_that_waited_when_the_program_was_killed_are_read_the_counter_s_first(
    office: Office,
) -> None:
    office.dossier("HS-1")
    pages = [office.page("HS-1", b"a"), office.page("HS-1", b"b")]
    office.store.dossiers.page_failed(pages[1].id, "page-timeout")
    read: list[str] = []

    def reads(code: str) -> None:
        read.append(code)
        for page in office.store.dossiers.pages(code):
            if page.state is PageState.STORED:
                office.store.dossiers.page_read(page.id, office.store.vault.put(b"words"))

    office.reopen()
    assert stages(office) == {
        f"read-page {pages[0].id}": Stage.WAITING,
        f"read-page {pages[1].id}": Stage.ASIDE,
    }
    at_work = worker(office, read=reads)
    at_work.start()
    try:
        _until(lambda: read == ["HS-1"] and len(stages(office)) == 1)
        # and one that was set aside when a person says so
        (aside,) = DeskQueue(office.store).jobs(office.quantri)
        DeskQueue(office.store).resend(office.quantri, aside)
        _until(lambda: read == ["HS-1", "HS-1"] and not stages(office))
    finally:
        at_work.stop()


def test_two_threads_never_hold_the_same_page(office: Office) -> None:
    under_way = office.store.under_way
    key = (PAGE, "1")
    entered, leave = threading.Event(), threading.Event()

    def hold() -> None:
        with under_way.claim([key]):
            entered.set()
            leave.wait(10)

    other = threading.Thread(target=hold)
    other.start()
    entered.wait(10)
    with under_way.claim([key]) as free:
        assert free == ()
    given_up = CancelToken()
    given_up.cancel()
    with pytest.raises(CancelledError):
        under_way.await_end([key], given_up)
    leave.set()
    under_way.await_end([key], CancelToken())
    other.join()


def test_a_full_queue_takes_only_the_counter_s(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.dossier()
    monkeypatch.setattr(desk_queue, "MOST_WAITING", 0)
    queue = DeskQueue(office.store)
    queue.put([Wanted(COPY, "1", "HS-1")], priority=AT_COUNTER)
    with pytest.raises(QueueFullError):
        queue.put([Wanted(COPY, "2", "HS-1")])
    assert queue.state().waiting == 1


def _until(true: Callable[[], bool]) -> None:
    waited = threading.Event()
    for _ in range(200):
        if true():
            return
        waited.wait(0.05)
    raise AssertionError("it did not come about")
