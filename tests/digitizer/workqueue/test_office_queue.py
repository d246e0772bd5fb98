"""Jobs are done by the office's machines, each once, whatever machine dies."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from digitizer.errors import NotAllowedError, QueueFullError
from digitizer.jobs import CancelledError, CancelToken, silent
from digitizer.model.document import Page, PageState
from digitizer.paper import shared_reading
from digitizer.store import office_database
from digitizer.workqueue import JobKind, Stage, Wanted
from digitizer.workqueue import office as office_queue
from digitizer.workqueue.office import OfficeQueue
from digitizer.workqueue.values import POISON
from tests.digitizer.store.office import DATABASE, Office, empty
from tests.postgres import Server

ROOT = Path(__file__).parents[3]

# a stand-in for the recogniser: what it is told to do stands in the page's bytes
WORKER = textwrap.dedent(
    """
    import os, sys, time
    from pathlib import Path
    from digitizer.paper.shared_reading import PageReading
    from digitizer.store import office_database
    from digitizer.workqueue import JobKind, SetAsideError, office
    from ocr.errors import PageTimeoutError
    from ocr.model import PageText

    class Reader:
        def read_one(self, job):
            said = job.image.decode()
            print("began", job.key, said, flush=True)
            if "slow" in said:
                time.sleep(1.0)
            if "deadly" in said:
                os._exit(9)
            if "bad" in said:
                raise PageTimeoutError(seconds=1)
            return PageText(width=10, height=10, dpi=300.0, words=())

    office.STALLED, office._BEAT = 1.5, 0.4
    office._TAKE_BACK = "* * * * * *"
    url, name, password, folder, once = sys.argv[1:]
    store = office_database.connect_worker(
        office_database.parsed(url), name, password, folder=Path(folder),
        vault_folder=Path(folder) / "vault", station=name,
    )
    def copy(subject, again):
        print("began", subject, "copy", flush=True)
        if subject == "2":
            raise SetAsideError("page-timeout")

    handlers = {JobKind.READ_PAGE: PageReading(store, Reader), JobKind.PREPARE_COPY: copy}
    worker = office.Worker(store, handlers, name, at_once=1)
    worker.run(until_empty=once == "once")
    """
)


@pytest.fixture
def office(office_server: Server, tmp_path: Path) -> Iterator[Office]:
    empty(office_server)
    office_server.run(
        "TRUNCATE procrastinate_jobs, procrastinate_workers, procrastinate_events CASCADE", DATABASE
    )
    office = Office.on(office_server, tmp_path)
    yield office
    office.store.close()


@contextmanager
def worker(office: Office, name: str, *, once: bool = False) -> Iterator[subprocess.Popen[str]]:
    assert office.server is not None
    url = office.server.url(DATABASE)
    password = office_database.make_worker(url, name)
    script = office.folder / "worker.py"
    script.write_text(WORKER, "utf-8")
    address = url.set(username=None, password=None).render_as_string()
    with subprocess.Popen(
        [sys.executable, script, address, name, password, office.folder, "once" if once else ""],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def heard(_page: Page) -> None:
    """Hear of a page and do nothing."""


def put(office: Office, pages: list[Page], *, at_counter: bool) -> int:
    return shared_reading.put(OfficeQueue(office.store), pages, at_counter=at_counter)


def pages_of(office: Office, *contents: str, code: str = "HS-1") -> list[Page]:
    office.dossier(code)
    return [office.page(code, data=content.encode()) for content in contents]


def wait(office: Office, pages: list[Page], seconds: float = 30) -> dict[str, str]:
    """Wait as a desk does and return what became of each page."""
    token = CancelToken()
    timer = threading.Timer(seconds, token.cancel)
    timer.start()
    try:
        queue = OfficeQueue(office.store)
        shared_reading.wait(office.store, queue, pages, report=silent, cancel=token, on_page=heard)
    finally:
        timer.cancel()
    found = [office.store.dossiers.page(page.id) for page in pages]
    return {
        office.store.vault.get(page.image_hash).decode(): page.failure or page.state.value
        for page in found
    }


def test_pages_are_read_once_each_by_two_machines_the_counter_s_first(office: Office) -> None:
    batch = pages_of(office, *(f"batch {number}" for number in range(6)))
    counter = pages_of(office, "counter 1", "counter 2", code="HS-2")
    queue = OfficeQueue(office.store)
    copies = [Wanted(JobKind.PREPARE_COPY, str(number), "HS-1") for number in (1, 2)]
    assert queue.put(copies) == 0
    assert put(office, batch, at_counter=False) == 0
    put(office, batch, at_counter=False)
    put(office, counter, at_counter=True)
    assert queue.state().waiting == 10
    with worker(office, "may_1", once=True) as one:
        said = one.communicate(timeout=60)[0].split("\n")
    order = [line.split(" ", 2)[2] for line in said if line.startswith("began")]
    assert order[:2] == ["counter 1", "counter 2"]
    # what nobody waits for comes last, and what cannot be done is set aside, not tried again
    assert order[8:] == ["copy", "copy"]
    assert Counter(order[:8]) == Counter(dict.fromkeys(order[:8], 1))
    (aside,) = queue.jobs(office.quantri)
    assert (aside.kind, aside.subject, aside.stage) == (JobKind.PREPARE_COPY, "2", Stage.ASIDE)
    assert set(wait(office, batch + counter).values()) == {"read"}
    assert office.store.journal.verify() is None
    rows = office.store.journal.rows(50)
    assert {row.officer for row in rows if row.action == "page-read"} == {""}


def test_a_machine_killed_in_mid_page_loses_nothing_and_the_page_is_read_once(
    office: Office,
) -> None:
    pages = pages_of(office, "slow 1", "slow 2", "good 3")
    put(office, pages, at_counter=True)
    with worker(office, "may_1") as one:
        assert one.stdout is not None
        assert one.stdout.readline().startswith("began")
        os.kill(one.pid, signal.SIGKILL)
        one.wait()
    assert {page.state for page in office.store.dossiers.pages("HS-1")} == {PageState.STORED}
    with worker(office, "may_2"):
        assert set(wait(office, pages).values()) == {"read"}
    actions = Counter(
        row.subject for row in office.store.journal.rows(50) if row.action == "page-read"
    )
    assert list(actions.values()) == [1, 1, 1]


def test_a_page_at_which_machines_die_is_set_aside_and_the_others_are_read(office: Office) -> None:
    pages = pages_of(office, "deadly", "good", "bad")
    put(office, pages, at_counter=True)
    ended = threading.Event()

    def keep_a_machine_running() -> None:
        while not ended.is_set():
            with worker(office, "may_1") as one:
                while one.poll() is None and not ended.is_set():
                    time.sleep(0.1)

    machines = threading.Thread(target=keep_a_machine_running)
    machines.start()
    try:
        became = wait(office, pages, seconds=60)
    finally:
        ended.set()
        machines.join()
    assert became == {"deadly": POISON, "good": "read", "bad": "page-timeout"}
    assert OfficeQueue(office.store).state().failed == 1
    # what the window shows of it, to who may see dossiers and to who may not
    for login in ("clerk", "quantri"):
        with office.logged_in(login) as store:
            (aside,) = OfficeQueue(store).jobs(office.people[login])
            assert (aside.stage, aside.reason) == (Stage.ASIDE, POISON)
            assert bool(aside.name) == (login == "clerk")
    with office.logged_in("records") as store, pytest.raises(NotAllowedError):
        OfficeQueue(store).jobs(office.records)
    # an administrator sends it once more; now it is told to be a good one
    with office.logged_in("quantri") as store:
        OfficeQueue(store).resend(office.quantri, aside)
        OfficeQueue(store).resend(office.quantri, aside)
        (again,) = OfficeQueue(store).jobs(office.quantri)
        assert (again.stage, again.at_counter) == (Stage.WAITING, True)
    digest = office.store.vault.put(b"good now")
    told = f"UPDATE page SET image_hash = '{digest}' WHERE id = {aside.subject}"  # noqa: S608
    assert office.server is not None
    office.server.run(f"SET session_replication_role = replica; {told}", DATABASE)
    with worker(office, "may_1", once=True) as one:
        one.wait(timeout=60)
    assert office.store.dossiers.page(int(aside.subject)).state is PageState.READ
    with office.logged_in("clerk") as store:
        assert OfficeQueue(store).jobs(office.clerk) == ()


def test_a_batch_is_told_to_come_later_when_too_many_pages_wait(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = pages_of(office, "1", "2", "3")
    monkeypatch.setattr(office_queue, "MOST_WAITING", 1)
    put(office, pages[:2], at_counter=False)
    with pytest.raises(QueueFullError):
        put(office, pages[2:], at_counter=False)
    put(office, pages[2:], at_counter=True)
    queue = OfficeQueue(office.store)
    assert queue.state().waiting == 3
    token = CancelToken()
    token.cancel()
    with pytest.raises(CancelledError):
        shared_reading.wait(office.store, queue, pages, report=silent, cancel=token, on_page=heard)
    # the machines went away: the desk gets back what is left, and reads it itself
    monkeypatch.setattr(shared_reading, "STALLED", 0.1)
    outcome, left = shared_reading.wait(
        office.store, queue, pages, report=silent, cancel=CancelToken(), on_page=heard
    )
    assert (outcome.read, list(left)) == (0, pages)


def test_an_officer_puts_pages_into_the_queue_but_takes_none_out(office: Office) -> None:
    (page,) = pages_of(office, "1")
    with office.logged_in("clerk") as store:
        shared_reading.put(OfficeQueue(store), [page], at_counter=True)
    assert office.server is not None
    for statement in (
        "DELETE FROM procrastinate_jobs",
        "UPDATE procrastinate_jobs SET priority = 99",
    ):
        answer = office.server.psql(f"{DATABASE}.clerk", "mật khẩu thử", DATABASE, statement)
        assert "permission denied" in answer
