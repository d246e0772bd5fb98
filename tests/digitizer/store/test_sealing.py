"""A result is signed by a person, sealed by the agency over that, and released; in this order."""

from __future__ import annotations

from typing import Any

import pytest

from digitizer.errors import (
    FourEyesError,
    InvalidResultError,
    NotSealedError,
    StaleError,
    WrongStateError,
)
from digitizer.model.result import Result, ResultState, SignerRole
from tests.digitizer.store.office import Office


def seal(office: Office, result: Result, by: str = "records", **other: Any) -> Result:
    plain = {"signed_hash": office.store.vault.put(b"%PDF sealed"), "report": {"valid": True}}
    return office.store.results.seal(
        office.people[by], result.id, result.version, **(plain | other)
    )


def signed(office: Office) -> Result:
    office.verified()
    return office.sign(office.composed())


def test_the_agency_seals_only_what_a_person_has_signed(office: Office) -> None:
    office.verified()
    composed = office.composed()
    with pytest.raises(WrongStateError):
        seal(office, composed)
    sealed = seal(office, office.sign(composed), signer={"owner": "UBND phường Mẫu"})
    assert sealed.state is ResultState.SEALED
    assert sealed.signatures["agency"]["owner"] == "UBND phường Mẫu"
    assert sealed.signatures["agency"]["sha256"] == sealed.signed_hash
    assert sealed.signatures["person"]["sha256"] != sealed.signed_hash
    with pytest.raises(WrongStateError):
        seal(office, sealed)
    actions = [row.action for row in office.store.journal.rows(5, "HS-1")]
    assert "result-sealed" in actions


def test_where_a_seal_is_needed_no_reason_releases_without_it(office: Office) -> None:
    result = signed(office)
    with pytest.raises(NotSealedError):
        office.store.results.release(office.records, result.id, sealed=True, reason="Gấp.")
    sealed = seal(office, result)
    released = office.store.results.release(office.records, sealed.id, sealed=True)
    assert released.state is ResultState.RELEASED
    assert released.sealed_by == office.records.id


def test_a_seal_that_is_not_valid_is_released_only_for_a_reason(office: Office) -> None:
    sealed = seal(office, signed(office), report={"valid": False})
    with pytest.raises(InvalidResultError):
        office.store.results.release(office.records, sealed.id, sealed=True)


def test_who_verified_does_not_seal_and_another_officer_may_be_asked_for(office: Office) -> None:
    result = signed(office)
    with pytest.raises(FourEyesError):
        seal(office, result, other_officer=True)
    office.store.results.steps()
    assert seal(office, result, by="chief", other_officer=True).sealed_by == office.chief.id


def test_a_stale_version_is_refused(office: Office) -> None:
    result = signed(office)
    with pytest.raises(StaleError):
        office.store.results.seal(
            office.records, result.id, result.version - 1, signed_hash=result.signed_hash, report={}
        )


def test_steps_are_kept_in_order_and_never_changed(office: Office) -> None:
    result = signed(office)
    for stage in ("prepared", "signed", "timestamped"):
        office.store.results.add_steps(result.id, SignerRole.AGENCY, [(stage, "{}")])
    steps = office.store.results.steps([result.id])
    assert [one.stage for one in steps] == ["prepared", "signed", "timestamped"]
    assert {one.role for one in steps} == {SignerRole.AGENCY}
    with pytest.raises(Exception, match=r"append-only|wrong"):
        office.sql("UPDATE signing_step SET stage = 'done'")


@pytest.mark.parametrize(
    "change",
    [
        "state = 'sealed'",
        "signed_hash = 'x'",
        "state = 'sealed', sealed_by = 1",
        "sealed_by = signed_by",
    ],
)
def test_the_database_itself_refuses_a_seal_out_of_order(office: Office, change: str) -> None:
    signed(office)
    with pytest.raises((WrongStateError, FourEyesError)):
        office.sql(f"UPDATE result SET {change}")  # noqa: S608 - a statement of this test
