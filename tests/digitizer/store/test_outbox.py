"""Messages are written with the state they tell, keep their order, and are told once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.exc import DBAPIError

from digitizer.errors import DigitizerError, NotAllowedError, ReasonMissingError, WrongStateError
from digitizer.model.dossier import Channel, DossierState
from digitizer.model.message import (
    Attempt,
    DeliveryState,
    Message,
    MessageKind,
    MessageState,
    Neighbour,
    Receipt,
    Received,
)
from digitizer.store.retention import Retention
from tests.digitizer.store.office import NOW, OWNER, Office

pytestmark = pytest.mark.both_databases
EVERYTHING = tuple(MessageKind)
RECEIPT = Receipt("TN-1", "a" * 64)


def set_up(office: Office, *names: str, kinds: tuple[MessageKind, ...] = EVERYTHING) -> None:
    office.store.outbox.set_up(
        office.quantri,
        [Neighbour(name, "province-json", "https://tinh.example", kinds=kinds) for name in names],
    )


def issued(office: Office, code: str = "HS-1") -> None:
    office.verified(code)
    result = office.sign(office.composed(code))
    office.store.results.release(office.records, result.id)


def waiting(office: Office, neighbour: str = "tinh") -> tuple[Message, ...]:
    return office.store.outbox.due(office.records, neighbour, 100)


def received(key: str = "K1", version: str = "1", digest: str = "d1") -> Received:
    return Received(key, "dossier", "ONLINE-1", version, {"owner": OWNER.name}, digest)


def test_every_step_of_a_dossier_is_told_in_order_with_the_facts_of_that_moment(
    office: Office,
) -> None:
    set_up(office, "tinh")
    issued(office)
    told = waiting(office)
    assert [(one.kind.value, one.content["event"]) for one in told] == [
        ("state", "opened"),
        ("state", "verifying"),
        ("state", "verified"),
        ("components", "verified"),
        ("state", "issued"),
        ("state", "released"),
        ("result", "released"),
        ("notice", "released"),
    ]
    assert told[0].content["papers"] == []
    assert told[0].content["dossier"]["personal_id"] == OWNER.personal_id
    (paper,) = told[3].content["papers"]
    assert (paper["component"], paper["pages"], paper["verified"]) == ("card", 1, True)
    assert told[6].content["result"]["state"] == "released"
    assert office.store.vault.contains(told[6].content["result"]["file"])
    assert len({one.key for one in told}) == len(told)


def test_no_message_is_left_of_a_step_that_did_not_happen(office: Office) -> None:
    set_up(office, "tinh")
    office.filled()
    with pytest.raises(WrongStateError):
        office.move("supervisor", DossierState.VERIFIED)
    with pytest.raises(NotAllowedError):
        office.move("records", DossierState.VERIFYING)
    assert [one.content["event"] for one in waiting(office)] == ["opened"]


def test_only_neighbours_that_want_a_kind_are_told_and_only_while_switched_on(
    office: Office,
) -> None:
    set_up(office, "kho", "tinh", kinds=(MessageKind.RESULT,))
    set_up(office, "tinh", kinds=(MessageKind.RESULT,))
    issued(office)
    assert [one.kind for one in waiting(office)] == [MessageKind.RESULT]
    assert waiting(office, "kho") == ()
    assert [one.enabled for one in office.store.outbox.neighbours()] == [False, True]


def test_a_message_that_is_given_up_holds_back_those_behind_it_until_somebody_acts(
    office: Office,
) -> None:
    outbox = office.store.outbox
    set_up(office, "tinh", kinds=(MessageKind.STATE,))
    office.filled("HS-1")
    office.move("clerk", DossierState.VERIFYING)
    office.dossier("HS-2")
    first, second, other = waiting(office)
    outbox.settle(office.records, [Attempt(first.id, problem="neighbour-refused", dead=True)])
    assert [one.id for one in waiting(office)] == [other.id]
    with pytest.raises(WrongStateError):
        outbox.settle(office.records, [Attempt(second.id, RECEIPT)])
    (dead,) = outbox.messages(office.quantri, states=[MessageState.DEAD])
    assert (dead.problem, dead.attempts, dead.content) == ("neighbour-refused", 1, {})
    assert outbox.retry(office.quantri, [dead.id]) == 1
    assert [one.id for one in waiting(office)] == [first.id, second.id, other.id]
    outbox.settle(office.records, [Attempt(first.id, problem="x", dead=True)])
    with pytest.raises(ReasonMissingError):
        outbox.drop(office.quantri, first.id, " ")
    outbox.drop(office.quantri, first.id, "Tỉnh đã nhập tay")
    assert [one.id for one in waiting(office)] == [second.id, other.id]
    actions = [row.action for row in office.store.journal.rows(6)]
    assert "message-dropped" in actions
    assert "message-given-up" in actions


def test_a_message_waits_for_its_next_attempt_and_so_do_those_behind_it(office: Office) -> None:
    set_up(office, "tinh", kinds=(MessageKind.STATE,))
    office.filled()
    office.move("clerk", DossierState.VERIFYING)
    first = waiting(office)[0]
    later = first.created_at + timedelta(days=40_000)
    office.store.outbox.settle(office.records, [Attempt(first.id, problem="x", next_at=later)])
    assert waiting(office) == ()


def test_a_sent_message_keeps_its_receipt_and_forgets_what_it_said(office: Office) -> None:
    set_up(office, "tinh", kinds=(MessageKind.STATE,))
    office.dossier()
    (message,) = waiting(office)
    for _again in range(2):
        office.store.outbox.settle(office.records, [Attempt(message.id, RECEIPT)])
    (sent,) = office.store.outbox.messages(office.quantri)
    assert (sent.state, sent.attempts) == (MessageState.SENT, 1)
    assert sent.receipt == {"number": "TN-1", "sha256": "a" * 64}
    for refused in (
        "UPDATE outbox SET state = 'waiting', sent_at = NULL",
        "UPDATE outbox SET content = '{\"x\":1}'",
        "UPDATE outbox SET key = 'other'",
        "DELETE FROM outbox",
    ):
        with pytest.raises((DigitizerError, DBAPIError)):
            office.sql(refused)
    assert [row.action for row in office.store.journal.rows(20)].count("message-sent") == 1


def test_rights_are_checked_below_the_window(office: Office) -> None:
    outbox = office.store.outbox
    set_up(office, "tinh")
    office.dossier()
    for act in (
        lambda: outbox.set_up(office.records, []),
        lambda: outbox.retry(office.records),
        lambda: outbox.drop(office.clerk, 1, "vì thế"),
        lambda: outbox.due(office.quantri, "tinh", 10),
        lambda: outbox.settle(office.quantri, []),
        lambda: outbox.messages(office.clerk),
        lambda: outbox.tell_state(office.records, "HS-1", "withdrawn", ""),
        lambda: office.store.inbox.add(office.quantri, "tinh", received()),
        lambda: office.store.inbox.items(office.quantri),
    ):
        with pytest.raises(NotAllowedError):
            act()


def test_two_desks_do_not_send_to_one_neighbour_at_once(office: Office) -> None:
    outbox = office.store.outbox
    set_up(office, "tinh")
    minute = timedelta(minutes=1)
    assert outbox.lease(office.clerk, "tinh", "desk 1", minute)
    assert not outbox.lease(office.records, "tinh", "desk 2", minute)
    assert outbox.lease(office.clerk, "tinh", "desk 1", -minute)
    assert outbox.lease(office.records, "tinh", "desk 2", minute)
    outbox.give_back(office.clerk, "tinh", "desk 1")
    assert not outbox.lease(office.clerk, "tinh", "desk 1", minute)


def test_a_delivery_that_comes_twice_tampered_or_out_of_order_changes_nothing_twice(
    office: Office,
) -> None:
    inbox = office.store.inbox
    set_up(office, "tinh")
    first = inbox.add(office.clerk, "tinh", received())
    assert inbox.add(office.clerk, "tinh", received()) == first
    assert inbox.add(office.clerk, "tinh", received(digest="tampered")).state is (
        DeliveryState.REFUSED
    )
    newer = inbox.add(office.clerk, "tinh", received("K3", "3", "d3"))
    late = inbox.add(office.clerk, "tinh", received("K2", "2", "d2"))
    assert late.state is DeliveryState.OUTDATED
    assert [one.state for one in inbox.items(office.clerk)] == [
        DeliveryState.OUTDATED,
        DeliveryState.REFUSED,
        DeliveryState.WAITING,
        DeliveryState.OUTDATED,
    ]
    office.dossier()
    assert inbox.done(office.clerk, newer.id, "HS-1").dossier_code == "HS-1"
    with pytest.raises(WrongStateError):
        inbox.done(office.clerk, newer.id, "HS-1")
    inbox.refuse(office.clerk, "tinh", "K9", "d9", "delivery-unsound")
    inbox.refuse(office.clerk, "tinh", "K9", "d9", "delivery-unsound")
    assert len(inbox.items(office.clerk, states=[DeliveryState.REFUSED])) == 2


def test_a_delivery_waits_for_its_papers_in_the_one_dossier_opened_for_it(office: Office) -> None:
    inbox = office.store.inbox
    set_up(office, "tinh")
    item = inbox.add(office.clerk, "tinh", received())

    def open_dossier(code: str) -> None:
        office.store.dossiers.create(
            office.clerk,
            code=code,
            procedure="p",
            owner=OWNER,
            channel=Channel.ONLINE,
            received_at=NOW,
            due_at=NOW,
            received=item.id,
        )

    open_dossier("HS-1")
    with pytest.raises(WrongStateError):
        open_dossier("HS-2")
    assert [one.dossier.code for one in office.store.dossiers.summaries()] == ["HS-1"]
    (waits,) = inbox.items(office.clerk, states=[DeliveryState.WAITING])
    assert waits.dossier_code == "HS-1"
    for _ in range(2):
        inbox.taken(office.clerk, item.id, "HS-1")
    assert [row.action for row in office.store.journal.rows(9)].count("delivery-done") == 1


def test_what_is_erased_leaves_no_message(office: Office) -> None:
    set_up(office, "tinh")
    issued(office)
    item = office.store.inbox.add(office.clerk, "tinh", received())
    office.store.inbox.done(office.clerk, item.id, "HS-1")
    office.store.part(Retention).erase(office.records, "HS-1", "12/QĐ-UBND")
    assert waiting(office) == ()
    assert office.store.inbox.items(office.clerk) == ()
