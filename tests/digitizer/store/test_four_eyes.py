"""Who keyed cannot verify, who verified cannot sign: by the program and, past it, by raw SQL."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy.exc import IntegrityError

from digitizer.errors import FourEyesError, NotAllowedError, WrongStateError
from digitizer.model.dossier import DossierState, Owner
from digitizer.model.officer import Officer, Role
from tests.digitizer.store.office import OWNER, Office

pytestmark = pytest.mark.both_databases

KEYING: dict[str, Callable[[Office], object]] = {
    "page": lambda office: office.page(by="chief", data=b"more"),
    "removal": lambda office: office.lay_aside(office.page(data=b"more"), by="chief"),
    "owner": lambda office: office.store.dossiers.set_owner(office.chief, "HS-1", Owner("Đào")),
    "value": lambda office: office.key(by="chief"),
    "correction": lambda office: office.key(by="chief", text="Đào"),
    "restoring": lambda office: office.store.dossiers.restore(
        office.chief, office.value().id, office.key(text="x").version
    ),
    "type": lambda office: office.store.dossiers.set_type(
        office.chief, office.value().document_id, "cccd", None
    ),
    "reuse": lambda office: office.store.dossiers.add_reused(
        office.chief,
        "HS-1",
        office.store.people.offers(OWNER.personal_id, document_types=["cccd"], on=date(2026, 3, 2))[
            0
        ],
    ),
}

FORMER = (
    "INSERT INTO field_value_history (id, value_id, document_id, name, position, value, raw,"
    " confidence, sure, method, basis, evidence, alternatives, absence, decided_by, decided_at,"
    " changed_by, version, reason, replaced_at) SELECT id + 1000 * version, id, document_id, name,"
    " position, value, raw, confidence, sure, method, basis, evidence, alternatives, absence,"
    " decided_by, decided_at, changed_by, version, reason, '2026' FROM field_value"
)


@pytest.fixture
def keyed(office: Office, request: pytest.FixtureRequest) -> Office:
    office.verified("HS-0")
    office.filled("HS-1")
    KEYING[request.param](office)
    office.move("clerk", DossierState.VERIFYING)
    return office


@pytest.mark.parametrize("keyed", KEYING, indirect=True)
def test_who_keyed_cannot_verify(keyed: Office) -> None:
    for attempt in (
        lambda: keyed.move("chief", DossierState.VERIFIED),
        lambda: keyed.verify_value(by="chief"),
    ):
        with pytest.raises(FourEyesError) as caught:
            attempt()
        assert caught.value.details["officer"] == "chief"
    assert keyed.store.dossiers.hands("HS-1").verified == frozenset()
    keyed.move("supervisor", DossierState.VERIFIED)


def test_who_opened_cannot_verify(office: Office) -> None:
    office.dossier(by="chief")
    office.move("clerk", DossierState.VERIFYING)
    with pytest.raises(FourEyesError):
        office.move("chief", DossierState.VERIFIED)


def test_who_verified_a_single_value_cannot_key_on_the_dossier_later(office: Office) -> None:
    office.filled()
    office.move("clerk", DossierState.VERIFYING)
    office.verify_value(by="chief", text="Đảo")
    office.move("supervisor", DossierState.RETURNED, reason="r")
    with pytest.raises(FourEyesError):
        office.key(by="chief")


def test_who_verified_cannot_sign(office: Office) -> None:
    office.filled()
    office.move("clerk", DossierState.VERIFYING)
    office.move("chief", DossierState.VERIFIED)
    result = office.composed()
    with pytest.raises(FourEyesError):
        office.sign(result, by="chief")
    assert office.store.dossiers.get("HS-1").state is DossierState.VERIFIED
    office.sign(result, by="records")


def test_who_verified_a_single_value_cannot_sign_either(office: Office) -> None:
    office.filled()
    office.move("clerk", DossierState.VERIFYING)
    office.verify_value(by="chief")
    office.move("supervisor", DossierState.VERIFIED)
    with pytest.raises(FourEyesError):
        office.sign(office.composed(), by="chief")


def test_a_claimed_role_or_number_opens_no_door(office: Office) -> None:
    office.filled()
    office.move("clerk", DossierState.VERIFYING)
    forged = Officer(office.clerk.id, "supervisor", "supervisor", frozenset(Role))
    with pytest.raises(NotAllowedError):
        office.store.dossiers.move(forged, "HS-1", DossierState.VERIFIED)


class TestRawSql:
    """The database refuses by itself."""

    @pytest.fixture
    def office(self, office: Office) -> Office:
        office.filled()
        office.page(by="chief", data=b"more")
        office.move("clerk", DossierState.VERIFYING)
        return office

    def hand(self, office: Office, login: str, kind: str) -> None:
        office.sql(
            f"INSERT INTO hand VALUES ('HS-1', {office.people[login].id}, '{kind}', '2026')"  # noqa: S608
        )

    def verify(self, office: Office, login: str) -> None:
        office.sql(
            f"UPDATE dossier SET state = 'verified', verified_by = {office.people[login].id}"  # noqa: S608
        )

    @pytest.mark.parametrize("login", ["clerk", "chief"])
    def test_who_keyed_gets_no_verifying_hand_and_verifies_nothing(
        self, office: Office, login: str
    ) -> None:
        with pytest.raises(FourEyesError):
            self.hand(office, login, "verified")
        with pytest.raises(FourEyesError):
            self.verify(office, login)
        number = office.people[login].id
        office.sql(FORMER)
        with pytest.raises(FourEyesError):
            office.sql(
                f"UPDATE field_value SET decided_by = {number}, changed_by = {number},"  # noqa: S608
                " version = version + 1"
            )

    def test_verifying_without_a_noted_hand_is_refused(self, office: Office) -> None:
        with pytest.raises(FourEyesError):
            self.verify(office, "supervisor")
        self.hand(office, "supervisor", "verified")
        self.verify(office, "supervisor")

    def test_hands_are_not_taken_back(self, office: Office) -> None:
        for statement in ("DELETE FROM hand", "UPDATE hand SET kind = 'signed'"):
            with pytest.raises(IntegrityError, match="append-only"):
                office.sql(statement)

    def test_the_verifier_cannot_sign(self, office: Office) -> None:
        office.move("supervisor", DossierState.VERIFIED)
        office.composed()
        with pytest.raises(FourEyesError):
            self.hand(office, "supervisor", "signed")
        for login in ("supervisor", "records"):
            # the first verified, the second has no signing hand
            with pytest.raises(FourEyesError):
                office.sql(
                    "UPDATE result SET state = 'signed', signed_hash = 'x',"  # noqa: S608
                    f" signed_by = {office.people[login].id}"
                )

    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE dossier SET state = 'issued'",
            "UPDATE dossier SET state = 'intake'",
            "UPDATE dossier SET state = 'verified'",
            "UPDATE dossier SET opened_by = 3",
            "UPDATE dossier SET code = 'HS-2'",
            "DELETE FROM dossier",
            "INSERT OR REPLACE INTO dossier SELECT code, procedure, owner_name, owner_name_key,"
            " owner_personal_id, channel, 'verified', received_at, due_at, opened_by, 3,"
            " verified_at, return_reason, version FROM dossier",
            "INSERT INTO fact (personal_id, document_type, field, value, dossier_code, document_id,"
            " method, basis, verified_by, verified_at) SELECT '1', 't', 'f', 'v', dossier_code, id,"
            " 'ocr', 'b', 'x', '2026' FROM document",
            "INSERT INTO result VALUES (1, 'HS-1', '', '', '{}', '', 'composed', 1, '2026', NULL,"
            " NULL, NULL, '{}', 1, NULL, NULL, '{}')",
            "UPDATE field_value SET value = 'without a former version'",
        ],
    )
    def test_moves_that_are_not_allowed_are_refused(self, office: Office, statement: str) -> None:
        if office.server is not None:
            # what REPLACE does on SQLite is said otherwise on PostgreSQL
            statement = statement.replace(" OR REPLACE", "")
            if "'verified', received_at" in statement:
                statement += " ON CONFLICT (code) DO UPDATE SET state = excluded.state"
        with pytest.raises(WrongStateError):
            office.sql(statement)

    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE page SET image_hash = 'x'",
            "DELETE FROM page",
            "UPDATE document SET type = 'x'",
            "UPDATE field_value SET value = 'x', version = version + 1",
            "DELETE FROM field_value",
            "UPDATE dossier SET state = 'verifying', verified_by = NULL",
            "UPDATE dossier SET verified_by = 6",
        ],
    )
    def test_what_is_verified_stays(self, office: Office, statement: str) -> None:
        office.move("supervisor", DossierState.VERIFIED)
        with pytest.raises((WrongStateError, FourEyesError)):
            office.sql(statement)

    def test_a_machine_cannot_overwrite_a_person(self, office: Office) -> None:
        office.verify_value(text="Đảo")
        office.sql(FORMER)
        with pytest.raises(WrongStateError):
            office.sql(
                "UPDATE field_value SET value = 'x', changed_by = NULL, decided_by = NULL,"
                " version = version + 1"
            )
        with pytest.raises(IntegrityError, match="append-only"):
            office.sql("UPDATE field_value_history SET value = 'x'")
        with pytest.raises(IntegrityError, match="append-only"):
            office.sql("DELETE FROM field_value_history")

    def test_a_signed_result_stays_as_signed(self, office: Office) -> None:
        office.move("supervisor", DossierState.VERIFIED)
        office.sign(office.composed())
        for statement in (
            "UPDATE result SET pdf_hash = 'x', state = 'released'",
            "UPDATE result SET signed_hash = 'x', state = 'released'",
            "UPDATE result SET state = 'composed', signed_by = NULL",
            "DELETE FROM result",
        ):
            with pytest.raises(WrongStateError):
                office.sql(statement)
