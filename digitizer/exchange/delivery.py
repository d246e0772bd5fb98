"""Draining the outbox: in order per dossier, at least once, patient with who does not answer."""

from __future__ import annotations

import logging
import random
import uuid
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from digitizer.errors import (
    DefinitionError,
    DigitizerError,
    DiskFullError,
    StoreBusyError,
    StoreUnreachableError,
)
from digitizer.exchange.connector import Connector, Offer, Unsound
from digitizer.exchange.errors import NeighbourError
from digitizer.jobs import CancelToken, Progress, Report, silent
from digitizer.model.message import Attempt, DeliveryState, Message, Neighbour, Receipt
from digitizer.model.officer import Officer
from digitizer.model.rights import Action, require
from digitizer.store import Store

_log = logging.getLogger(__name__)
AT_ONCE = 200
"""Messages fetched at once."""
SETTLED = 50
"""Receipts kept in one transaction; after a crash at most so many are sent again, by their keys."""
MOST_ATTEMPTS = 8
"""After so many a message that its neighbour fails over is given up."""
MOST_FAULTS = 5
"""So many failures in a row are the neighbour's, whatever it says of each message."""
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(hours=1)
LEASE = timedelta(minutes=10)

Open = Callable[[Neighbour], Connector]


@dataclass(slots=True)
class Delivered:
    """What one run did."""

    sent: int = 0
    failed: int = 0
    given_up: int = 0
    resting: dict[str, str] = field(default_factory=dict)
    """Neighbours that are left alone for now, and why."""
    received: int = 0
    refused: int = 0


def wait_after(failures: int, chance: float) -> timedelta:
    """Return how long to wait after so many failures in a row; ``chance`` is from 0 to 1.

    It doubles up to an hour and is spread over its upper half, so that the desks of a province
    do not all come back in one second.
    """
    doubled = timedelta(seconds=FIRST_WAIT.total_seconds() * (1 << min(failures, 16)))
    return min(LONGEST_WAIT, doubled) * (0.5 + 0.5 * chance)


class Delivery:
    """Sends what waits and fetches what neighbours offer."""

    def __init__(
        self,
        store: Store,
        open_connector: Open,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._store, self._open = store, open_connector
        self._clock, self._chance = clock, chance
        self._holder = uuid.uuid4().hex

    def send(
        self,
        officer: Officer,
        names: Collection[str] = (),
        *,
        report: Report = silent,
        cancel: CancelToken | None = None,
    ) -> Delivered:
        """Send what waits for the neighbours that are not resting, or for those named.

        Raises NotAllowedError; whatever a neighbour does ends up in the outbox instead.
        """
        require(officer, Action.SEND_MESSAGES)
        done, outbox = Delivered(), self._store.outbox
        for one in outbox.neighbours(enabled=True):
            if names and one.name not in names:
                continue
            if self._rests(one) and one.name not in names:
                done.resting[one.name] = one.problem
            elif outbox.lease(officer, one.name, self._holder, LEASE):
                try:
                    self._send_to(officer, one, done, report, cancel)
                finally:
                    outbox.give_back(officer, one.name, self._holder)
            if cancel is not None and cancel.cancelled:
                break
        return done

    def collect(self, officer: Officer, names: Collection[str] = ()) -> Delivered:
        """Fetch what neighbours offer into the inbox; who offers nothing is passed over."""
        require(officer, Action.SEND_MESSAGES)
        done, outbox = Delivered(), self._store.outbox
        for one in outbox.neighbours(enabled=True):
            if (names and one.name not in names) or (self._rests(one) and not names):
                continue
            try:
                connector = self._open(one)
            except DigitizerError as error:
                self._rest(officer, one, error, done)
                continue
            try:
                self._collect_from(officer, one, connector, done)
            except NeighbourError as error:
                if not error.final:
                    self._rest(officer, one, error, done)
            finally:
                connector.close()
        return done

    def _rests(self, one: Neighbour) -> bool:
        return one.resting_until is not None and one.resting_until > self._clock()

    def _send_to(
        self,
        officer: Officer,
        neighbour: Neighbour,
        done: Delivered,
        report: Report,
        cancel: CancelToken | None,
    ) -> None:
        run = _Run(self._store, officer, neighbour)
        if not (messages := run.next()):
            return
        try:
            connector = self._open(neighbour)
        except DigitizerError as error:
            self._rest(officer, neighbour, error, done)
            return
        total = len(messages)
        try:
            while messages:
                for group in _groups(messages, connector.at_once):
                    waiting = [one for one in group if one.dossier_code not in run.held]
                    if cancel is not None and cancel.cancelled:
                        return
                    problem = self._attempt(connector, waiting, run, done)
                    if problem is not None:
                        self._rest(officer, neighbour, problem, done)
                        return
                    report(Progress(done.sent, max(total, done.sent), group[-1].dossier_code))
                run.settle()
                self._store.outbox.lease(officer, neighbour.name, self._holder, LEASE)
                messages = run.next()
        finally:
            connector.close()
            run.settle()
        if run.sent or neighbour.problem:
            self._store.outbox.reached(officer, neighbour.name)

    def _attempt(
        self, connector: Connector, messages: Sequence[Message], run: _Run, done: Delivered
    ) -> DigitizerError | None:
        """Send messages and note how each ended; return what the neighbour as a whole lacks."""
        if not messages:
            return None
        outcomes: Sequence[Receipt | DigitizerError]
        try:
            if connector.at_once > 1:
                outcomes = connector.send_all(messages)
            else:
                outcomes = [connector.send(messages[0])]
        except (StoreUnreachableError, StoreBusyError, DiskFullError):
            raise
        except DigitizerError as error:
            if isinstance(error, DefinitionError) or _rests(error):
                return error
            # such as a file that does not open: this message's own trouble
            outcomes = [error] * len(messages)
        for message, outcome in zip(messages, outcomes, strict=True):
            problem = self._note(message, outcome, run, done)
            if problem is not None:
                return problem
        return None

    def _note(
        self, message: Message, outcome: Receipt | DigitizerError, run: _Run, done: Delivered
    ) -> DigitizerError | None:
        if isinstance(outcome, Receipt):
            run.faults = 0
            run.sent += 1
            done.sent += 1
            run.note(Attempt(message.id, outcome))
            return None
        if _rests(outcome):
            return outcome
        # what is no neighbour's doing will not be otherwise next time
        final = not isinstance(outcome, NeighbourError) or outcome.final
        run.faults += not final
        dead = final or message.attempts + 1 >= MOST_ATTEMPTS
        self._note_failure(message, outcome, run, done, dead=dead)
        return outcome if run.faults >= MOST_FAULTS else None

    def _note_failure(
        self, message: Message, error: DigitizerError, run: _Run, done: Delivered, *, dead: bool
    ) -> None:
        run.held.add(message.dossier_code)
        done.failed += 1
        done.given_up += dead
        wait = wait_after(message.attempts, self._chance())
        run.note(
            Attempt(
                message.id,
                problem=error.code,
                details={name: str(value) for name, value in error.details.items()},
                dead=dead,
                next_at=None if dead else self._clock() + wait,
            )
        )

    def _rest(
        self, officer: Officer, one: Neighbour, error: DigitizerError, done: Delivered
    ) -> None:
        wait = wait_after(one.failures, self._chance())
        asked = error.details.get("seconds", 0)
        if isinstance(asked, int) and asked:
            wait = max(wait, min(timedelta(seconds=asked), LONGEST_WAIT))
        _log.info("neighbour %s rests: %s", one.name, error.code)
        self._store.outbox.unreached(officer, one.name, error.code, self._clock() + wait)
        done.resting[one.name] = error.code

    def _collect_from(
        self, officer: Officer, one: Neighbour, connector: Connector, done: Delivered
    ) -> None:
        inbox = self._store.inbox
        more = True
        while more:
            found = connector.collect(inbox.place(one.name))
            for offered in found.found:
                key, state = self._keep(officer, one.name, offered)
                # after it is kept: said twice at worst, never said and not kept
                connector.acknowledge(key, taken=state is not DeliveryState.REFUSED)
                done.received += state is DeliveryState.WAITING
                done.refused += state is DeliveryState.REFUSED
            following = found.place()
            # a neighbour that always says “more” at the same place must not hold us for ever
            more = found.more and following != inbox.place(one.name)
            inbox.set_place(officer, one.name, following)
        self._store.outbox.reached(officer, one.name)

    def _keep(
        self, officer: Officer, name: str, offered: Offer | Unsound
    ) -> tuple[str, DeliveryState]:
        inbox = self._store.inbox
        if isinstance(offered, Unsound):
            inbox.refuse(officer, name, offered.key, offered.digest, offered.problem)
            return offered.key, DeliveryState.REFUSED
        digests = {file: self._store.vault.put(data) for file, data in offered.files.items()}
        item = inbox.add(officer, name, replace(offered.received, files=digests))
        return item.received.key, item.state


def _rests(error: DigitizerError) -> bool:
    return isinstance(error, NeighbourError) and error.rests


def _groups(messages: Sequence[Message], at_once: int) -> Iterator[Sequence[Message]]:
    """Give messages in order, some at once where that can be: never two of one dossier."""
    group: list[Message] = []
    dossiers: set[str] = set()
    for message in messages:
        if group and (len(group) >= at_once or message.dossier_code in dossiers):
            yield group
            group, dossiers = [], set()
        group.append(message)
        dossiers.add(message.dossier_code)
    if group:
        yield group


class _Run:
    """One run over one neighbour's queue: what is held back, and what is still to be kept."""

    def __init__(self, store: Store, officer: Officer, neighbour: Neighbour) -> None:
        self._store, self._officer, self._name = store, officer, neighbour.name
        self._attempts: list[Attempt] = []
        self.held: set[str] = set()
        self.faults = 0
        self.sent = 0

    def next(self) -> tuple[Message, ...]:
        """Return the next messages that may go."""
        return self._store.outbox.due(self._officer, self._name, AT_ONCE)

    def note(self, attempt: Attempt) -> None:
        """Keep an outcome, together with some others."""
        self._attempts.append(attempt)
        if len(self._attempts) >= SETTLED:
            self.settle()

    def settle(self) -> None:
        """Keep what was noted."""
        if self._attempts:
            attempts, self._attempts = self._attempts, []
            self._store.outbox.settle(self._officer, attempts)
