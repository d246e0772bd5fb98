"""A dossier that is laid aside keeps its reason, by the program and past it."""

from __future__ import annotations

import pytest
from sqlalchemy.exc import DBAPIError

from digitizer.errors import NotAllowedError, ReasonMissingError, WrongStateError
from digitizer.model.dossier import DeferralKind, DossierState
from tests.digitizer.store.office import Office

pytestmark = pytest.mark.both_databases


@pytest.fixture
def waiting(office: Office) -> Office:
    office.filled("HS-1")
    office.move("clerk", DossierState.VERIFYING)
    return office


def test_a_postponed_dossier_keeps_who_why_and_when_until_it_is_taken_up(waiting: Office) -> None:
    deferrals = waiting.store.deferrals
    waiting.store.claims.take(waiting.supervisor, "HS-1")
    deferrals.put(waiting.supervisor, "HS-1", DeferralKind.POSTPONED, " Chờ trả lời ")
    (standing,) = deferrals.standing()
    assert (standing.reason, standing.officer.login) == ("Chờ trả lời", "supervisor")
    assert waiting.store.claims.of("HS-1") is None
    deferrals.end(waiting.supervisor2, "HS-1")
    assert deferrals.standing() == ()
    actions = [row.action for row in waiting.store.journal.rows(5)]
    assert {"dossier-postponed", "dossier-taken-up"} <= set(actions)


def test_what_is_put_later_takes_the_place_of_what_stood(waiting: Office) -> None:
    deferrals = waiting.store.deferrals
    deferrals.put(waiting.supervisor, "HS-1", DeferralKind.POSTPONED, "Chờ")
    deferrals.put(waiting.supervisor, "HS-1", DeferralKind.ESCALATED, "Nghi giả")
    assert [one.kind for one in deferrals.standing()] == [DeferralKind.ESCALATED]


def test_returning_or_verifying_ends_it(waiting: Office) -> None:
    waiting.store.deferrals.put(waiting.supervisor, "HS-1", DeferralKind.POSTPONED, "Chờ")
    waiting.move("supervisor", DossierState.RETURNED, reason="thiếu trang")
    assert waiting.store.deferrals.standing() == ()


def test_it_needs_a_reason_the_right_and_the_state(waiting: Office) -> None:
    deferrals = waiting.store.deferrals
    with pytest.raises(ReasonMissingError):
        deferrals.put(waiting.supervisor, "HS-1", DeferralKind.POSTPONED, "  ")
    with pytest.raises(NotAllowedError):
        deferrals.put(waiting.clerk, "HS-1", DeferralKind.POSTPONED, "Chờ")
    waiting.filled("HS-2")
    with pytest.raises(WrongStateError):
        deferrals.put(waiting.supervisor, "HS-2", DeferralKind.POSTPONED, "Chờ")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE deferral SET reason = 'khác'",
        "DELETE FROM deferral",
        "INSERT INTO deferral (id, dossier_code, kind, reason, officer_id, at) SELECT id + 1,"
        " dossier_code, kind, reason, officer_id, at FROM deferral",
    ],
)
def test_raw_sql_changes_no_reason_and_doubles_none(waiting: Office, statement: str) -> None:
    waiting.store.deferrals.put(waiting.supervisor, "HS-1", DeferralKind.POSTPONED, "Chờ")
    with pytest.raises((DBAPIError, WrongStateError)):
        waiting.sql(statement)
    assert waiting.store.deferrals.standing()[0].reason == "Chờ"


def test_a_former_version_comes_back_and_who_brings_it_stands_for_it(waiting: Office) -> None:
    first = waiting.verify_value(text="Đỗ Thị Đào")
    second = waiting.verify_value(text="Đỗ Thị Đảo")
    dossiers = waiting.store.dossiers
    back = dossiers.restore(waiting.supervisor, second.id, second.version, to=first.version)
    assert (back.value, back.decided_by) == ("Đỗ Thị Đào", waiting.supervisor.id)
    machine = dossiers.restore(waiting.supervisor, back.id, back.version, to=1)
    assert (machine.value, machine.decided_by) == ("Đỗ Thị Đào", None)
    assert machine.version == 5
