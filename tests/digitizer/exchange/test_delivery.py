"""The outbox drains in order, at least once, over months and through everything that goes wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest

from digitizer.errors import NotAllowedError, NotFoundError
from digitizer.exchange import delivery
from digitizer.exchange.connector import Collected, Health, Offer, Unsound
from digitizer.exchange.delivery import Delivery, wait_after
from digitizer.exchange.errors import (
    NeighbourBusyError,
    NeighbourError,
    NeighbourFaultError,
    NeighbourRefusedError,
    NeighbourUnreachableError,
    NotOfferedError,
)
from digitizer.model.dossier import DossierState
from digitizer.model.message import (
    DeliveryState,
    Message,
    MessageKind,
    MessageState,
    Neighbour,
    Receipt,
    Received,
)
from tests.digitizer.store.office import Office


class Scripted:
    """A neighbour that takes messages, or does what the test says."""

    kinds = tuple(MessageKind)
    at_once = 1

    def __init__(self) -> None:
        self.told: list[Message] = []
        self.trouble: Callable[[Message], Exception | None] = lambda _message: None
        self.offers: list[Collected] = []
        self.closed = 0

    def send(self, message: Message) -> Receipt:
        error = self.trouble(message)
        if error is not None:
            raise error
        self.told.append(message)
        return Receipt(f"TN{len(self.told)}", "b" * 64)

    def collect(self, place: str) -> Collected:
        if not self.offers:
            raise NotOfferedError(neighbour="tinh", place=place)
        return self.offers.pop(0)

    def acknowledge(self, key: str, *, taken: bool) -> None:
        """Hear what became of an offer."""

    def check(self) -> Health:
        return Health(well=True)

    def close(self) -> None:
        self.closed += 1


class Clock:
    """The store's clock, that a test may set forward by months."""

    def __init__(self, begin: datetime) -> None:
        self.now = begin

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock(office: Office) -> Clock:
    made = Clock(office.store._database.clock())
    office.store._database.clock = made
    return made


@pytest.fixture
def line(office: Office, clock: Clock) -> tuple[Scripted, Delivery]:
    office.store.outbox.set_up(
        office.quantri,
        [Neighbour("tinh", "province-json", "https://tinh.example", kinds=tuple(MessageKind))],
    )
    scripted = Scripted()
    return (
        scripted,
        Delivery(office.store, lambda _neighbour: scripted, clock=clock, chance=lambda: 0.5),
    )


def away(_message: Message) -> Exception:
    return NeighbourUnreachableError(neighbour="tinh", reason="timeout")


def queue(office: Office) -> tuple[int, int, int]:
    (state,) = office.store.outbox.queues(office.quantri)
    return state.waiting, state.dead, state.sent


def test_months_offline_lose_nothing_and_give_nothing_up(
    office: Office, clock: Clock, line: tuple[Scripted, Delivery]
) -> None:
    scripted, sender = line
    scripted.trouble = away
    codes = [f"HS-{number}" for number in range(1, 31)]
    for day, code in enumerate(codes):
        clock.now += timedelta(days=day)
        office.dossier(code)
        for _attempt in range(3):
            sender.send(office.records)
            clock.now += timedelta(hours=2)
    assert queue(office) == (30, 0, 0)
    assert all(one.attempts == 0 for one in office.store.outbox.messages(office.quantri))
    (neighbour,) = office.store.outbox.neighbours()
    assert (neighbour.problem, neighbour.failures) == ("neighbour-unreachable", 90)
    assert [row.action for row in office.store.journal.rows(500)].count("neighbour-away") == 1
    scripted.trouble = lambda _message: None
    done = sender.send(office.records)
    assert (done.sent, queue(office)) == (30, (0, 0, 30))
    assert [one.dossier_code for one in scripted.told] == codes
    (neighbour,) = office.store.outbox.neighbours()
    assert (neighbour.problem, neighbour.failures) == ("", 0)


def test_a_resting_neighbour_is_left_alone_unless_somebody_names_it(
    office: Office, clock: Clock, line: tuple[Scripted, Delivery]
) -> None:
    scripted, sender = line
    office.dossier()
    scripted.trouble = away
    assert sender.send(office.clerk).resting == {"tinh": "neighbour-unreachable"}
    scripted.trouble = lambda _message: None
    assert sender.send(office.clerk).sent == 0
    assert sender.send(office.clerk, ["tinh"]).sent == 1
    office.dossier("HS-2")
    scripted.trouble = lambda _message: NeighbourBusyError(neighbour="tinh", seconds=600)
    sender.send(office.clerk)
    clock.now += timedelta(seconds=500)
    assert "tinh" in sender.send(office.clerk).resting
    scripted.trouble = lambda _message: None
    clock.now += timedelta(seconds=200)
    assert sender.send(office.clerk).sent == 1


def test_waits_double_up_to_an_hour_and_are_spread() -> None:
    assert wait_after(0, 0.0) == timedelta(seconds=15)
    assert wait_after(0, 1.0) == timedelta(seconds=30)
    assert wait_after(3, 1.0) == timedelta(minutes=4)
    assert wait_after(500, 1.0) == timedelta(hours=1)
    assert wait_after(500, 0.0) == timedelta(minutes=30)


def test_a_refused_message_is_set_aside_and_only_its_dossier_waits(
    office: Office, line: tuple[Scripted, Delivery]
) -> None:
    scripted, sender = line
    office.filled("HS-1")
    office.move("clerk", DossierState.VERIFYING, "HS-1")
    office.filled("HS-2")
    office.move("clerk", DossierState.VERIFYING, "HS-2")

    def trouble(message: Message) -> Exception | None:
        wrong = message.dossier_code == "HS-1"
        return NeighbourRefusedError(neighbour="tinh", reason="HTTP 422") if wrong else None

    scripted.trouble = trouble
    done = sender.send(office.records)
    assert (done.sent, done.failed, done.given_up) == (2, 1, 1)
    assert queue(office) == (1, 1, 2)
    (dead,) = office.store.outbox.messages(office.quantri, states=[MessageState.DEAD])
    assert (dead.problem, dead.details["reason"]) == ("neighbour-refused", "HTTP 422")
    scripted.trouble = lambda _message: None
    assert sender.send(office.records).sent == 0
    office.store.outbox.retry(office.quantri, [dead.id])
    assert sender.send(office.records).sent == 2
    events = [(one.dossier_code, one.content["event"]) for one in scripted.told]
    assert events == [
        ("HS-2", "opened"),
        ("HS-2", "verifying"),
        ("HS-1", "opened"),
        ("HS-1", "verifying"),
    ]
    assert len({one.key for one in scripted.told}) == 4


def test_a_message_its_neighbour_fails_over_is_tried_some_times_then_set_aside(
    office: Office, clock: Clock, line: tuple[Scripted, Delivery]
) -> None:
    scripted, sender = line
    office.dossier()
    scripted.trouble = lambda _message: NeighbourFaultError(neighbour="tinh", reason="HTTP 500")
    waits = []
    for _attempt in range(delivery.MOST_ATTEMPTS):
        sender.send(office.records)
        (message,) = office.store.outbox.messages(office.quantri)
        if message.next_at is not None:
            waits.append(message.next_at - clock.now)
        clock.now += timedelta(hours=2)
    assert (message.state, message.attempts) == (MessageState.DEAD, 8)
    assert waits == sorted(waits)
    assert len(set(waits)) == len(waits)


def test_many_faults_in_a_row_are_the_neighbours_own(
    office: Office, line: tuple[Scripted, Delivery]
) -> None:
    scripted, sender = line
    for number in range(20):
        office.dossier(f"HS-{number}")
    scripted.trouble = lambda _message: NeighbourFaultError(neighbour="tinh", reason="HTTP 500")
    done = sender.send(office.records)
    assert done.failed == delivery.MOST_FAULTS
    assert done.resting == {"tinh": "neighbour-fault"}


def test_a_sender_that_dies_sends_the_same_again_under_the_same_keys(
    office: Office, line: tuple[Scripted, Delivery]
) -> None:
    scripted, sender = line
    for number in range(10):
        office.dossier(f"HS-{number}")

    def dies(_message: Message) -> None:
        if len(scripted.told) == 6:
            raise KeyboardInterrupt

    settle = office.store.outbox.settle
    office.store.outbox.settle = lambda *_given: None  # type: ignore[method-assign]
    scripted.trouble = dies
    with pytest.raises(KeyboardInterrupt):
        sender.send(office.records)
    first, scripted.told = scripted.told, []
    office.store.outbox.settle = settle  # type: ignore[method-assign]
    scripted.trouble = lambda _message: None
    assert sender.send(office.records).sent == 10
    assert [one.key for one in scripted.told[:6]] == [one.key for one in first]


def test_a_file_that_is_gone_concerns_its_message_alone(
    office: Office, line: tuple[Scripted, Delivery]
) -> None:
    scripted, sender = line
    office.dossier("HS-1")
    office.dossier("HS-2")
    scripted.trouble = lambda message: (
        NotFoundError(digest="x") if message.dossier_code == "HS-1" else None
    )
    done = sender.send(office.records)
    assert (done.sent, done.given_up) == (1, 1)


def test_only_who_may_see_dossiers_sends(office: Office, line: tuple[Scripted, Delivery]) -> None:
    _scripted, sender = line
    for act in (sender.send, sender.collect):
        with pytest.raises(NotAllowedError):
            act(office.quantri)


def offer(key: str, version: str, digest: str, data: bytes = b"%PDF") -> Offer:
    received = Received(key, "dossier", "DVC-1", version, {"procedure": "p"}, digest)
    return Offer(received, {"a.pdf": data})


def test_a_tampered_doubled_and_reordered_delivery_changes_nothing_twice(
    office: Office, line: tuple[Scripted, Delivery]
) -> None:
    scripted, sender = line
    scripted.offers = [
        Collected((offer("K2", "2", "d2"), offer("K1", "1", "d1")), lambda: "1", more=True),
        Collected(
            (offer("K2", "2", "d2"), offer("K2", "2", "other", b"%PDF?")), lambda: "2", more=True
        ),
        Collected((Unsound("K3", "d3", "delivery-unsound"),), lambda: "2", more=True),
    ]
    done = sender.collect(office.clerk)
    assert (done.received, done.refused) == (2, 2)
    items = office.store.inbox.items(office.clerk)
    assert [(one.received.key, one.state) for one in items] == [
        ("K2", DeliveryState.WAITING),
        ("K1", DeliveryState.OUTDATED),
        ("K2", DeliveryState.REFUSED),
        ("K3", DeliveryState.REFUSED),
    ]
    assert office.store.vault.get(items[0].received.files["a.pdf"]) == b"%PDF"
    assert items[2].received.files == {}
    # the third answer said “more” without moving on: nothing was asked a fourth time
    assert scripted.offers == []
    assert office.store.inbox.place("tinh") == "2"


def test_what_came_before_the_line_broke_is_kept_and_the_place_stays(
    office: Office, line: tuple[Scripted, Delivery]
) -> None:
    scripted, sender = line

    def fetched() -> Iterator[Offer]:
        yield offer("K1", "1", "d1")
        raise NeighbourUnreachableError(neighbour="tinh", reason="timeout")

    scripted.offers = [Collected(fetched(), lambda: "9")]
    done = sender.collect(office.clerk)
    assert (done.received, done.resting) == (1, {"tinh": "neighbour-unreachable"})
    assert office.store.inbox.place("tinh") == ""


def test_who_offers_nothing_is_not_blamed(office: Office, line: tuple[Scripted, Delivery]) -> None:
    _scripted, sender = line
    assert sender.collect(office.clerk).resting == {}
    (neighbour,) = office.store.outbox.neighbours()
    assert neighbour.problem == ""


def test_every_trouble_says_whom_it_concerns() -> None:
    kinds = [NeighbourError]
    for kind in kinds:
        kinds += kind.__subclasses__()
        assert not (kind.rests and kind.final), kind


def test_a_batch_holds_one_message_a_dossier_and_each_has_its_own_outcome(
    office: Office, line: tuple[Scripted, Delivery]
) -> None:
    scripted, sender = line
    groups: list[list[str]] = []

    def send_all(messages: list[Message]) -> list[Receipt | NeighbourError]:
        groups.append([one.dossier_code for one in messages])
        refused = NeighbourRefusedError(neighbour="tinh", reason="12")
        return [
            refused if one.dossier_code == "HS-2" else Receipt(one.key, "c" * 64)
            for one in messages
        ]

    scripted.at_once, scripted.send_all = 10, send_all  # type: ignore[attr-defined]
    for number in (1, 2, 3):
        office.filled(f"HS-{number}")
    for number in (1, 2, 3):
        office.move("clerk", DossierState.VERIFYING, f"HS-{number}")
    done = sender.send(office.records)
    assert groups == [["HS-1", "HS-2", "HS-3"], ["HS-1", "HS-3"]]
    assert (done.sent, done.given_up, queue(office)) == (4, 1, (1, 1, 4))
