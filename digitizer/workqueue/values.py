"""What the queue is about: jobs, how they stand, and what a queue can be asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from digitizer.model.officer import Officer

AT_COUNTER, IN_BATCH, AHEAD = 10, 0, -10
"""Priorities: the citizen who stands there comes first, what nobody waits for last."""
ATTEMPTS = 3
STALLED = 20.0
"""Seconds without a sign of life after which a worker counts as dead."""
LISTED = 500
"""Jobs of the queue that are shown at most."""
MOST_WAITING = 20_000
"""Jobs a batch may find waiting; with more, it is told to come later."""
POISON = "page-poison"
JOB_POISON = "job-poison"


class JobKind(StrEnum):
    """What a job is about; the words stand in the office's database."""

    READ_PAGE = "read-page"
    PREPARE_COPY = "prepare-copy"
    """A paper's searchable copy, ready to be signed."""
    CHECK_RESULT = "check-result"
    """A verified dossier's result, composed for a look before anybody asks for it."""


class Stage(StrEnum):
    """Where a job stands in the queue."""

    WAITING = "waiting"
    RUNNING = "running"
    ASIDE = "aside"
    """Failed, or set aside because machines died at it; it waits for a person."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Something that is to be done: for which page, paper or dossier."""

    kind: JobKind
    subject: str
    """Number of the page or of the paper, or code of the dossier."""
    dossier_code: str


@dataclass(frozen=True, slots=True)
class QueuedJob:
    """A job that waits, is being done, or was set aside."""

    kind: JobKind
    subject: str
    dossier_code: str
    name: str
    stage: Stage
    reason: str = ""
    """Code of what went wrong with it."""
    at_counter: bool = False
    attempts: int = 0
    details: Mapping[str, object] = field(default_factory=dict)
    """What the sentence of the reason names."""


@dataclass(frozen=True, slots=True)
class QueueState:
    """How the queue stands: jobs waiting, being done, set aside, and workers alive."""

    waiting: int
    running: int
    failed: int
    workers: int


class SetAsideError(Exception):
    """A job cannot be done for a reason of its own; trying again changes nothing."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


Handler = Callable[[str, bool], None]
"""Does a job by its subject; true when a person sent it once more.

Raises SetAsideError for what cannot be done, DigitizerError for what may go better later.
"""


class WorkQueue(Protocol):
    """What a desk asks of the queue, whichever it is."""

    def put(self, wanted: Sequence[Wanted], *, priority: int = AHEAD) -> int:
        """Put jobs into the queue and return how many workers are alive to take them.

        A job that waits already is not put in twice. Raises QueueFullError for all but the
        counter's while too many wait.
        """
        ...

    def state(self) -> QueueState:
        """Return how the queue stands."""
        ...

    def jobs(self, officer: Officer, limit: int = LISTED) -> tuple[QueuedJob, ...]:
        """Return jobs: set aside, being done, then waiting in the order they will go.

        Raises NotAllowedError.
        """
        ...

    def resend(self, officer: Officer, job: QueuedJob) -> None:
        """Have a job that was set aside done once more. Raises NotAllowedError."""
        ...
