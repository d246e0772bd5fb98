"""A verified value found wrong is put right by two officers, and whoever used it is told."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from digitizer.errors import (
    FourEyesError,
    NotAllowedError,
    ReasonMissingError,
    StaleError,
    WrongStateError,
)
from digitizer.model.dossier import DossierState
from digitizer.model.reuse import WarehouseRow
from digitizer.model.warehouse import EndKind
from tests.digitizer.store.office import OWNER, Office

pytestmark = pytest.mark.both_databases

WRONG, RIGHT, WHY = "Đỗ Thị Đào", "Đỗ Thị Đảo", "Bản chính in dấu hỏi."


def facts(office: Office, **when: datetime | date) -> tuple[WarehouseRow, ...]:
    return office.store.people.rows(OWNER.personal_id, **when)  # type: ignore[arg-type]


def reused(office: Office, code: str = "HS-2") -> None:
    """Let a second dossier use the paper of the first."""
    office.dossier(code)
    (offer,) = office.store.people.offers(
        OWNER.personal_id, document_types=["cccd"], on=date(2026, 3, 2), for_dossier=code
    )
    office.store.dossiers.add_reused(office.clerk2, code, offer)


def approved(office: Office) -> tuple[str, ...]:
    (fact,) = (one for one in facts(office) if one.stands)
    number = office.store.corrections.propose(office.clerk, fact.number, RIGHT, WHY)
    return office.store.corrections.approve(office.supervisor, number)


def test_a_proposal_changes_nothing_and_waits_with_its_reason(office: Office) -> None:
    office.verified()
    (fact,) = facts(office)
    office.store.corrections.propose(office.clerk, fact.number, RIGHT, WHY)
    (waiting,) = office.store.corrections.waiting()
    assert (waiting.old_value, waiting.value, waiting.reason) == (WRONG, RIGHT, WHY)
    assert (waiting.proposed_by, waiting.dossier_code) == ("clerk", "HS-1")
    assert facts(office) == (fact,)
    with pytest.raises(WrongStateError):
        office.store.corrections.propose(office.records, fact.number, "Khác", WHY)


def test_a_correction_needs_a_reason_another_value_and_another_officer(office: Office) -> None:
    office.verified()
    (fact,) = facts(office)
    with pytest.raises(ReasonMissingError):
        office.store.corrections.propose(office.clerk, fact.number, RIGHT, " ")
    with pytest.raises(WrongStateError):
        office.store.corrections.propose(office.clerk, fact.number, WRONG, WHY)
    number = office.store.corrections.propose(office.chief, fact.number, RIGHT, WHY)
    with pytest.raises(FourEyesError):
        office.store.corrections.approve(office.chief, number)
    with pytest.raises(NotAllowedError):
        office.store.corrections.approve(office.clerk, number)
    office.store.corrections.approve(office.supervisor, number)
    with pytest.raises(WrongStateError):
        office.store.corrections.approve(office.supervisor, number)


def test_the_right_value_takes_the_place_and_the_wrong_one_stays_with_its_end(
    office: Office,
) -> None:
    office.verified()
    assert approved(office) == ("HS-1",)
    old, new = facts(office)
    assert (old.value, old.end and old.end.kind) == (WRONG, EndKind.CORRECTED)
    assert old.end is not None
    assert old.end.next_fact == new.number
    assert (new.value, new.corrects, new.method) == (RIGHT, old.number, "typed")
    assert new.stands
    with pytest.raises(StaleError):
        office.store.corrections.propose(office.clerk, old.number, "Khác", WHY)


def test_what_was_known_before_the_correction_can_still_be_asked(office: Office) -> None:
    office.verified()
    (before,) = facts(office)
    approved(office)
    (new,) = (one for one in facts(office) if one.stands)
    then = new.verified_at - timedelta(microseconds=1)
    assert facts(office, known_at=then) == (before,)
    assert [one.value for one in facts(office, true_on=date(2026, 3, 2))] == [RIGHT]


def test_every_dossier_that_used_the_old_value_is_flagged_until_an_officer_settles_it(
    office: Office,
) -> None:
    office.verified()
    reused(office)
    assert approved(office) == ("HS-1", "HS-2")
    flagged = office.store.corrections.stale_uses()
    assert [(one.dossier_code, one.old_value, one.new_value) for one in flagged] == [
        ("HS-1", WRONG, RIGHT),
        ("HS-2", WRONG, RIGHT),
    ]
    one = flagged[0]
    with pytest.raises(ReasonMissingError):
        office.store.corrections.settle(office.records, "HS-1", one.fact_id, "")
    with pytest.raises(NotAllowedError):
        office.store.corrections.settle(office.clerk, "HS-1", one.fact_id, "Đã cấp lại.")
    office.store.corrections.settle(office.records, "HS-1", one.fact_id, "Đã cấp lại kết quả.")
    assert [one.dossier_code for one in office.store.corrections.stale_uses()] == ["HS-2"]
    (settled,) = office.store.corrections.stale_uses("HS-1", open_only=False)
    assert (settled.note, settled.settled_by) == ("Đã cấp lại kết quả.", "records")
    with pytest.raises(WrongStateError):
        office.store.corrections.settle(office.records, "HS-1", one.fact_id, "Lần nữa.")


def test_reuse_after_a_correction_brings_the_right_value(office: Office) -> None:
    office.verified()
    approved(office)
    reused(office)
    (offer_value,) = office.store.dossiers.values("HS-2")
    assert offer_value.value == RIGHT
    assert "correction" in offer_value.basis


def test_a_refused_correction_leaves_the_fact_and_its_reason_in_the_journal(
    office: Office,
) -> None:
    office.verified()
    (fact,) = facts(office)
    number = office.store.corrections.propose(office.clerk, fact.number, RIGHT, WHY)
    office.store.corrections.refuse(office.supervisor, number, "Bản chính in dấu huyền.")
    assert facts(office) == (fact,)
    assert office.store.corrections.waiting() == ()
    (row,) = (one for one in office.store.journal.rows(99) if one.action == "correction-refused")
    assert "dấu huyền" in row.after
    # it may be proposed anew with better grounds
    office.store.corrections.propose(office.clerk, fact.number, RIGHT, "Đã đối chiếu sổ gốc.")


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO fact (personal_id, document_type, field, value, dossier_code, document_id,"
        " method, basis, verified_by, verified_at, version, corrects) SELECT personal_id,"
        " document_type, field, 'x', dossier_code, document_id, method, basis, verified_by,"
        " verified_at, 2, id FROM fact",
        "UPDATE correction SET state = 'approved', decided_by = proposed_by",
        "UPDATE correction SET value = 'x'",
        "DELETE FROM correction",
    ],
)
def test_the_database_itself_refuses_a_correction_without_another_officer(
    office: Office, statement: str
) -> None:
    office.verified()
    (fact,) = facts(office)
    office.store.corrections.propose(office.clerk, fact.number, RIGHT, WHY)
    with pytest.raises((IntegrityError, WrongStateError, FourEyesError)):
        office.sql(statement)
    assert facts(office) == (fact,)


def second_paper(office: Office, code: str, **other: object) -> WarehouseRow:
    document = office.filled(code)
    office.move("clerk", DossierState.VERIFYING, code)
    fact = office.fact(document, succession="identity-card", **other)
    office.move("supervisor", DossierState.VERIFIED, code, facts=[fact])
    return fact


OLD_DAY, NEW_DAY = date(2021, 5, 1), date(2025, 8, 1)


@pytest.mark.parametrize("older_first", [True, False])
def test_a_newer_paper_of_its_kind_ends_the_older_whichever_comes_first(
    office: Office, older_first: bool
) -> None:
    days = [OLD_DAY, NEW_DAY] if older_first else [NEW_DAY, OLD_DAY]
    for code, day in zip(("HS-1", "HS-2"), days, strict=True):
        second_paper(office, code, true_from=day)
    (past,) = (one for one in facts(office) if not one.stands)
    (present,) = (one for one in facts(office) if one.stands)
    assert (past.true_from, present.true_from) == (OLD_DAY, NEW_DAY)
    assert past.end is not None
    assert (past.end.kind, past.end.true_to) == (EndKind.SUCCEEDED, NEW_DAY)
    assert past.end.next_fact == present.number
    assert facts(office, true_on=date(2022, 1, 1)) == (past,)
    assert facts(office, true_on=NEW_DAY) == (present,)
    offered = office.store.people.offers(
        OWNER.personal_id, document_types=["cccd"], on=date(2026, 3, 2)
    )
    assert [one.document_id for one in offered] == [present.document_id]


def test_papers_whose_dates_do_not_say_which_is_newer_stand_side_by_side(office: Office) -> None:
    second_paper(office, "HS-1", true_from=None)
    second_paper(office, "HS-2", true_from=NEW_DAY)
    assert all(one.stands for one in facts(office))


def test_a_past_value_can_be_put_right_and_stays_past(office: Office) -> None:
    second_paper(office, "HS-1", true_from=OLD_DAY)
    second_paper(office, "HS-2", true_from=NEW_DAY)
    (past,) = (one for one in facts(office) if not one.stands)
    number = office.store.corrections.propose(office.clerk, past.number, RIGHT, WHY)
    office.store.corrections.approve(office.supervisor, number)
    (then,) = facts(office, true_on=date(2022, 1, 1))
    assert then.value == RIGHT
    assert sum(one.stands for one in facts(office)) == 1


def test_a_paper_of_an_organisation_belongs_to_it(office: Office) -> None:
    document = office.filled()
    office.move("clerk", DossierState.VERIFYING)
    fact = office.fact(
        document,
        personal_id="",
        organisation="0312345678",
        organisation_name="Hộ kinh doanh Mẫu",
    )
    office.move("supervisor", DossierState.VERIFIED, facts=[fact])
    assert office.store.people.rows(organisation="0312345678") == (fact,)
    assert facts(office) == ()
