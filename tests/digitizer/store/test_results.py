"""Results: composed for verified dossiers, signed once, released after."""

from __future__ import annotations

import json

import pytest

from digitizer.errors import (
    InvalidResultError,
    NotAllowedError,
    NotFoundError,
    SerialTakenError,
    StaleError,
    WrongStateError,
)
from digitizer.model.dossier import DossierState
from digitizer.model.result import ResultState
from tests.digitizer.store.office import Office

pytestmark = pytest.mark.both_databases


def test_a_result_goes_from_composed_to_released_and_issues_its_dossier(office: Office) -> None:
    office.verified()
    assert office.store.results.of_dossier("HS-1") is None
    composed = office.composed()
    assert composed == office.store.results.get(composed.id)
    assert (composed.state, composed.composed_by) == (ResultState.COMPOSED, office.records.id)
    signed = office.sign(composed)
    assert (signed.state, signed.signed_by, signed.report) == (
        ResultState.SIGNED,
        office.records.id,
        {"valid": True},
    )
    assert signed.signed_at is not None
    assert office.store.vault.get(signed.signed_hash or "") == b"%PDF signed"
    assert office.store.dossiers.get("HS-1").state is DossierState.ISSUED
    released = office.store.results.release(office.records, signed.id)
    assert released.state is ResultState.RELEASED
    assert office.store.results.of_dossier("HS-1") == released
    assert office.store.results.all() == (released,)
    assert office.store.results.all([ResultState.COMPOSED, ResultState.SIGNED]) == ()


def test_composing_again_replaces_the_unsigned_one_only(office: Office) -> None:
    office.verified()
    first, second = office.composed(), office.composed()
    assert (second.id, second.version) == (first.id, 2)
    with pytest.raises(StaleError):
        office.sign(first)
    office.sign(second)
    with pytest.raises(WrongStateError):
        office.composed()
    with pytest.raises(WrongStateError):
        office.sign(second)


def test_a_result_needs_a_verified_dossier_its_file_and_the_role(office: Office) -> None:
    office.filled()
    with pytest.raises(WrongStateError):
        office.composed()
    office.verified("HS-2")
    with pytest.raises(NotAllowedError):
        office.composed("HS-2", by="supervisor")
    composed = office.composed("HS-2")
    with pytest.raises(NotFoundError):
        office.store.results.sign(
            office.records, composed.id, composed.version, signed_hash="ab" * 32, report={}
        )
    with pytest.raises(NotAllowedError):
        office.sign(composed, by="clerk")
    with pytest.raises(WrongStateError):
        office.store.results.release(office.records, composed.id)
    with pytest.raises(NotFoundError):
        office.store.results.get(999)


def test_a_number_is_taken_with_its_result_or_not_at_all(office: Office) -> None:
    results = office.store.results
    for code in ("HS-1", "HS-2"):
        office.verified(code)

    def keep(code: str, serial: int) -> None:
        results.create(
            office.records,
            dossier_code=code,
            number=f"{serial:02d}/KS",
            template="marital-status",
            data={},
            pdf_hash=office.store.vault.put(b"%PDF"),
            serial=("2026 KS", serial),
        )

    assert [results.next_serial("2026 KS"), results.next_serial("2026 KS")] == [1, 1]
    keep("HS-1", 1)
    assert (results.next_serial("2026 KS"), results.next_serial("2026 HN")) == (2, 1)
    # another desk made its paper for the same number: nothing is kept and no number is lost
    with pytest.raises(SerialTakenError):
        keep("HS-2", 1)
    assert results.of_dossier("HS-2") is None
    assert results.next_serial("2026 KS") == 2
    keep("HS-2", 2)


@pytest.mark.parametrize("report", [{"valid": False}, {}, {"valid": "true"}])
def test_a_result_that_is_not_valid_is_released_only_for_a_reason_the_journal_keeps(
    office: Office, report: dict[str, object]
) -> None:
    office.verified()
    composed = office.composed()
    results = office.store.results
    signed = results.sign(
        office.records,
        composed.id,
        composed.version,
        signed_hash=office.store.vault.put(b"%PDF signed"),
        report=report,
    )
    for missing in ({}, {"reason": ""}, {"reason": " \n"}):
        with pytest.raises(InvalidResultError) as caught:
            results.release(office.records, signed.id, **missing)
        assert caught.value.details == {"number": signed.number}
        assert results.get(signed.id).state is ResultState.SIGNED
    results.release(office.records, signed.id, reason=" Tổ chức cấp xác nhận ")
    (row,) = [row for row in office.store.journal.rows(5) if row.action == "result-released"]
    assert json.loads(row.after) == {"reason": "Tổ chức cấp xác nhận", "valid": False}
