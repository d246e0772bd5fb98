"""A result that is not to be signed goes back with a reason, and is composed again."""

from __future__ import annotations

import pytest
from sqlalchemy.exc import DBAPIError

from digitizer.errors import (
    NotAllowedError,
    ReasonMissingError,
    StaleError,
    UnfitValueError,
    WrongStateError,
)
from digitizer.model.dossier import DossierState
from digitizer.model.result import Result, ResultState, SignerRole
from tests.digitizer.store.office import Office

pytestmark = pytest.mark.both_databases

WHY = "Sai ngày cấp của thẻ căn cước"


def send_back(office: Office, result: Result, reason: str = WHY, by: str = "records") -> None:
    office.store.objections.put(office.people[by], result.id, result.version, reason)


def again(office: Office, pdf: bytes = b"%PDF composed anew") -> Result:
    return office.store.results.create(
        office.records,
        dossier_code="HS-1",
        number="HS-1/KQ",
        template="marital-status",
        data={"full_name": "Đỗ Thị Đảo"},
        pdf_hash=office.store.vault.put(pdf),
    )


def test_a_result_sent_back_is_not_signed_until_it_is_composed_again(office: Office) -> None:
    office.verified()
    result = office.composed()
    send_back(office, result, f"  {WHY} ")
    (standing,) = office.store.objections.standing()
    assert (standing.result_id, standing.role, standing.reason, standing.officer) == (
        result.id,
        SignerRole.PERSON,
        WHY,
        "records",
    )
    with pytest.raises(StaleError):
        office.sign(result)
    with pytest.raises(WrongStateError):
        send_back(office, office.store.results.get(result.id))
    with pytest.raises(WrongStateError):
        # nor past the program
        office.sign(office.store.results.get(result.id))
    anew = again(office)
    assert office.store.objections.standing() == ()
    assert office.sign(anew).state is ResultState.SIGNED
    (row,) = (one for one in office.store.journal.rows(9, "HS-1") if "sent-back" in one.action)
    assert WHY in row.after


def test_when_the_seal_is_refused_the_persons_signature_is_taken_back_too(office: Office) -> None:
    office.verified()
    signed = office.sign(office.composed())
    assert office.store.dossiers.get("HS-1").state is DossierState.ISSUED
    send_back(office, signed)
    back = office.store.results.get(signed.id)
    assert (back.state, back.signed_by, back.signed_hash) == (ResultState.COMPOSED, None, None)
    assert (back.report, back.signatures, back.pdf_hash) == ({}, {}, signed.pdf_hash)
    assert office.store.dossiers.get("HS-1").state is DossierState.VERIFIED
    assert office.store.objections.standing()[0].role is SignerRole.AGENCY
    (row,) = (one for one in office.store.journal.rows(9, "HS-1") if "sent-back" in one.action)
    assert str(signed.signed_hash) in row.before, "what was signed stays known by its hash"
    assert office.sign(again(office)).state is ResultState.SIGNED
    assert office.store.dossiers.get("HS-1").state is DossierState.ISSUED


def test_only_who_may_sign_sends_back_and_only_with_a_reason(office: Office) -> None:
    office.verified()
    result = office.composed()
    with pytest.raises(ReasonMissingError):
        send_back(office, result, "  ")
    with pytest.raises(UnfitValueError):
        send_back(office, result, "x" * 1001)
    with pytest.raises(NotAllowedError):
        send_back(office, result, by="clerk")
    released = office.store.results.release(office.records, office.sign(result).id)
    with pytest.raises(WrongStateError):
        send_back(office, released)
    assert office.store.objections.standing() == ()


def test_a_signature_that_waits_for_its_timestamp_is_not_thrown_away(office: Office) -> None:
    office.verified()
    result = office.composed()
    entry = f'{{"name": "{result.id}-person-{result.pdf_hash[:12]}"}}'
    office.store.results.add_steps(result.id, SignerRole.PERSON, [("signed", entry)])
    with pytest.raises(WrongStateError):
        send_back(office, result)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE objection SET reason = 'khác'",
        "DELETE FROM objection",
        "INSERT INTO objection (id, dossier_code, result_id, role, pdf_hash, officer_id, reason,"
        " at) SELECT 99, dossier_code, result_id, 'agency', pdf_hash, officer_id, reason, at"
        " FROM objection",
        "UPDATE dossier SET state = 'issued'",
    ],
)
def test_an_objection_is_never_changed_nor_made_up(office: Office, statement: str) -> None:
    office.verified()
    send_back(office, office.composed())
    with pytest.raises((DBAPIError, WrongStateError)):
        office.sql(statement)


def test_nobody_takes_a_signature_back_without_an_objection(office: Office) -> None:
    office.verified()
    office.sign(office.composed())
    for statement in (
        "UPDATE result SET state = 'composed', signed_by = NULL, signed_hash = NULL",
        "UPDATE dossier SET state = 'verified'",
    ):
        with pytest.raises(WrongStateError):
            office.sql(statement)
