"""What a token may answer, and a process that is killed: each with what the officer sees."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from signing.batch import Policy, sign_batch
from signing.errors import (
    PinLockedError,
    PinNearlyLockedError,
    TokenFailedError,
    TokenMissingError,
    WrongPinError,
)
from signing.journal import FileJournal, Job, Outcome
from signing.model import PinState
from signing.plugged import list_tokens
from signing.tokens import open_token
from signing.verify import check
from tests.signing.hsm import PIN, SoftHsm
from tests.signing.shim import LAST_TRY, LOCKED, Shim
from tests.signing.test_batch import Jobs, assert_valid, jobs, stamped
from tools.pki import Authority

__all__ = ["jobs"]

REMOVED = {
    "DEVICE_REMOVED": 0x32,
    "TOKEN_NOT_PRESENT": 0xE0,
    "SESSION_HANDLE_INVALID": 0xB3,
    "SESSION_CLOSED": 0xB0,
    "USER_NOT_LOGGED_IN": 0x101,
    "OBJECT_HANDLE_INVALID": 0x82,
    "KEY_HANDLE_INVALID": 0x60,
}
FAILED = {
    "DEVICE_ERROR": 0x30,
    "DEVICE_MEMORY": 0x31,
    "GENERAL_ERROR": 0x05,
    "FUNCTION_FAILED": 0x06,
    "HOST_MEMORY": 0x02,
    "PIN_EXPIRED": 0xA3,
}


@pytest.fixture(scope="session")
def built(hsm: SoftHsm, tmp_path_factory: pytest.TempPathFactory) -> Shim:
    return Shim.build(tmp_path_factory.mktemp("shim"), hsm.module)


@pytest.fixture
def shim(built: Shim) -> Iterator[Shim]:
    built.behave()
    yield built
    built.behave()


def sign_with(shim: Shim, todo: list[Job], policy: Policy, journal: Path) -> list[Outcome]:
    with open_token(shim.module, PIN, label="person", allowed=[shim.module]) as token:
        report = sign_batch(todo, token.key(), policy, FileJournal(journal))
    outcomes = [one.outcome for one in report.documents]
    if report.stopped_by is not None:
        raise report.stopped_by
    return outcomes


@pytest.mark.parametrize(
    ("name", "code"),
    [(name, "token-removed") for name in REMOVED] + [(name, "token-failed") for name in FAILED],
)
def test_whatever_the_token_answers_files_are_whole_or_untouched_and_the_rest_is_signed_later(
    shim: Shim, jobs: Jobs, pki: Authority, tmp_path: Path, name: str, code: str
) -> None:
    todo = jobs(3)
    journal = tmp_path / "journal"
    shim.behave(more=1, error={**REMOVED, **FAILED}[name])
    from signing.errors import SigningError

    with pytest.raises(SigningError) as caught:
        sign_with(shim, todo, Policy(), journal)
    assert caught.value.code == code
    assert caught.value.details["token"] == "person"
    assert [path.name for path in sorted((tmp_path / "out").iterdir())] == [todo[0].name]
    assert check(todo[0].target.read_bytes(), trust=[pki.root.pem]).valid
    # plugged in again: a new session signs exactly the other two
    shim.behave(more=2, error=0x32)
    assert sign_with(shim, todo, Policy(), journal) == [Outcome.DONE] * 3
    assert_valid(todo[1:], pki, "B-B")


def test_a_token_that_is_pulled_out_is_gone_from_the_list_and_found_again(shim: Shim) -> None:
    shim.behave(pulled=True)
    assert list_tokens([shim.module], allowed=[shim.module]) == ()
    with pytest.raises(TokenMissingError):
        open_token(shim.module, PIN, label="person", allowed=[shim.module])
    shim.behave()
    open_token(shim.module, PIN, label="person", allowed=[shim.module]).close()


def test_the_last_attempt_is_not_spent_unless_somebody_says_so(shim: Shim) -> None:
    shim.behave(flags=LAST_TRY)
    found = list_tokens([shim.module], allowed=[shim.module])
    assert {token.pin for token in found} == {PinState.LAST}
    before = shim.logins
    with pytest.raises(PinNearlyLockedError):
        open_token(shim.module, PIN, label="person", allowed=[shim.module])
    assert shim.logins == before
    open_token(
        shim.module, PIN, label="person", allowed=[shim.module], risk_last_attempt=True
    ).close()
    assert shim.logins == before + 1


def test_a_locked_token_is_not_asked(shim: Shim) -> None:
    shim.behave(flags=LOCKED)
    before = shim.logins
    with pytest.raises(PinLockedError):
        open_token(shim.module, PIN, label="person", allowed=[shim.module])
    assert shim.logins == before


@pytest.mark.parametrize(
    ("answer", "kind"),
    [(0xA0, WrongPinError), (0xA4, PinLockedError), (0x102, TokenFailedError)],
)
def test_a_refused_login_is_tried_once(shim: Shim, answer: int, kind: type[Exception]) -> None:
    shim.behave(login=answer)
    before = shim.logins
    with pytest.raises(kind):
        open_token(shim.module, PIN, label="person", allowed=[shim.module])
    assert shim.logins == before + 1


def test_one_login_serves_a_whole_batch(
    shim: Shim, jobs: Jobs, pki: Authority, tmp_path: Path
) -> None:
    before = shim.logins
    assert sign_with(shim, jobs(4), Policy(), tmp_path / "journal") == [Outcome.DONE] * 4
    assert shim.logins == before + 1


@pytest.mark.alone
def test_a_slow_token_is_never_kept_waiting_by_timestamps(
    shim: Shim, jobs: Jobs, calm: Authority, tmp_path: Path
) -> None:
    calm.moods.tsa_delay = 0.5
    todo = jobs(8)
    shim.behave(delay=100)
    with open_token(shim.module, PIN, label="person", allowed=[shim.module]) as token:
        key = token.key()
        begun = time.perf_counter()
        free: list[float] = []
        sign_batch(
            todo,
            key,
            stamped(calm),
            FileJournal(tmp_path / "journal"),
            token_free=lambda: free.append(time.perf_counter() - begun),
        )
    # one after the other with its timestamp would take 4.8 seconds
    assert free[0] < 4.0
    assert_valid(todo, calm, "B-T")


PROGRAM = """
import sys
from pathlib import Path
from signing.batch import Policy, sign_batch
from signing.journal import FileJournal, Job
from signing.tokens import open_token
module, folder = sys.argv[1], Path(sys.argv[2])
jobs = [Job(path.name, path, folder / "out" / path.name, "person") for path in
        sorted((folder / "in").iterdir())]
with open_token(module, sys.argv[3], label="person", allowed=[module]) as token:
    sign_batch(jobs, token.key(), Policy(), FileJournal(folder / "journal"))
"""


def test_a_killed_process_leaves_whole_files_and_the_next_signs_the_rest(
    shim: Shim, jobs: Jobs, pki: Authority, tmp_path: Path
) -> None:
    todo = jobs(6)
    shim.behave(delay=60)
    words = [sys.executable, "-c", PROGRAM, shim.module, str(tmp_path), PIN]
    root = Path(__file__).parents[2]
    running = subprocess.Popen(words, cwd=root)
    deadline = time.monotonic() + 30
    while (
        len(list((tmp_path / "out").glob("*.pdf"))) + len(list((tmp_path / "out").glob("*.part")))
        < 3
    ):
        assert time.monotonic() < deadline
        assert running.poll() is None
        time.sleep(0.005)
    os.kill(running.pid, signal.SIGKILL)
    running.wait()
    known = FileJournal(tmp_path / "journal").latest()
    signed = [name for name, entry in known.items() if entry.container]
    assert 2 <= len(signed) < 6
    assert all(job.source.read_bytes().endswith(b"%%EOF\n") for job in todo)  # type: ignore[union-attr]
    made = shim.signatures
    assert made <= len(signed) + 2
    Path(f"{shim.control}.counts").unlink()
    shim.behave()
    subprocess.run(words, cwd=root, check=True)
    assert shim.signatures == 6 - len(signed)
    assert_valid(todo, pki, "B-B")
