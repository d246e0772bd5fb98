"""Pages are read by the office's machines, each once, whatever machine dies."""

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
from digitizer.paper.shared_reading import POISON, SharedReading, Stage
from digitizer.store import office_database
from tests.digitizer.store.office import DATABASE, Office, empty
from tests.postgres import Server

ROOT = Path(__file__).parents[3]

# a stand-in for the recogniser: what it is told to do stands in the page's bytes
WORKER = textwrap.dedent(
    """
    import os, sys, time
    from pathlib import Path
    from digitizer.paper import shared_reading
    from digitizer.store import office_database
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

    shared_reading.STALLED, shared_reading._BEAT = 1.5, 0.4
    shared_reading._TAKE_BACK = "* * * * * *"
    url, name, password, folder, once = sys.argv[1:]
    store = office_database.connect_worker(
        office_database.parsed(url), name, password, folder=Path(folder),
        vault_folder=Path(folder) / "vault", station=name,
    )
    worker = shared_reading.Worker(store, Reader(), name, at_once=1)
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


def pages_of(office: Office, *contents: str, code: str = "HS-1") -> list[Page]:
    office.dossier(code)
    return [office.page(code, data=content.encode()) for content in contents]


def wait(office: Office, pages: list[Page], seconds: float = 30) -> dict[str, str]:
    """Wait as a desk does and return what became of each page."""
    token = CancelToken()
    timer = threading.Timer(seconds, token.cancel)
    timer.start()
    try:
        SharedReading(office.store).wait(pages, report=silent, cancel=token, on_page=heard)
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
    shared = SharedReading(office.store)
    assert shared.put(batch, at_counter=False) == 0
    shared.put(batch, at_counter=False)
    shared.put(counter, at_counter=True)
    assert shared.state().waiting == 8
    with worker(office, "may_1", once=True) as one:
        said = one.communicate(timeout=60)[0].split("\n")
    order = [line.split(" ", 2)[2] for line in said if line.startswith("began")]
    assert order[:2] == ["counter 1", "counter 2"]
    assert Counter(order) == Counter(dict.fromkeys(order, 1))
    assert len(order) == 8
    assert set(wait(office, batch + counter).values()) == {"read"}
    assert office.store.journal.verify() is None
    rows = office.store.journal.rows(50)
    assert {row.officer for row in rows if row.action == "page-read"} == {""}


def test_a_machine_killed_in_mid_page_loses_nothing_and_the_page_is_read_once(
    office: Office,
) -> None:
    pages = pages_of(office, "slow 1", "slow 2", "good 3")
    SharedReading(office.store).put(pages, at_counter=True)
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
    SharedReading(office.store).put(pages, at_counter=True)
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
    assert SharedReading(office.store).state().failed == 1
    # what the window shows of it, to who may see dossiers and to who may not
    for login in ("clerk", "quantri"):
        with office.logged_in(login) as store:
            (aside,) = SharedReading(store).pages(office.people[login])
            assert (aside.stage, aside.reason) == (Stage.ASIDE, POISON)
            assert bool(aside.dossier_code) == (login == "clerk")
    with office.logged_in("records") as store, pytest.raises(NotAllowedError):
        SharedReading(store).pages(office.records)
    # an administrator sends it once more; now it is told to be a good one
    with office.logged_in("quantri") as store:
        SharedReading(store).resend(office.quantri, aside.page_id)
        SharedReading(store).resend(office.quantri, aside.page_id)
        (again,) = SharedReading(store).pages(office.quantri)
        assert (again.stage, again.at_counter) == (Stage.WAITING, True)
    digest = office.store.vault.put(b"good now")
    told = f"UPDATE page SET image_hash = '{digest}' WHERE id = {aside.page_id}"  # noqa: S608
    assert office.server is not None
    office.server.run(f"SET session_replication_role = replica; {told}", DATABASE)
    with worker(office, "may_1", once=True) as one:
        one.wait(timeout=60)
    assert office.store.dossiers.page(aside.page_id).state is PageState.READ
    with office.logged_in("clerk") as store:
        assert SharedReading(store).pages(office.clerk) == ()


def test_a_batch_is_told_to_come_later_when_too_many_pages_wait(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = pages_of(office, "1", "2", "3")
    monkeypatch.setattr(shared_reading, "MOST_WAITING", 1)
    shared = SharedReading(office.store)
    shared.put(pages[:2], at_counter=False)
    with pytest.raises(QueueFullError):
        shared.put(pages[2:], at_counter=False)
    shared.put(pages[2:], at_counter=True)
    assert shared.state().waiting == 3
    token = CancelToken()
    token.cancel()
    with pytest.raises(CancelledError):
        shared.wait(pages, report=silent, cancel=token, on_page=heard)


def test_an_officer_puts_pages_into_the_queue_but_takes_none_out(office: Office) -> None:
    (page,) = pages_of(office, "1")
    with office.logged_in("clerk") as store:
        SharedReading(store).put([page], at_counter=True)
    assert office.server is not None
    for statement in (
        "DELETE FROM procrastinate_jobs",
        "UPDATE procrastinate_jobs SET priority = 99",
    ):
        answer = office.server.psql(f"{DATABASE}.clerk", "mật khẩu thử", DATABASE, statement)
        assert "permission denied" in answer
