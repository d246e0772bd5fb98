"""Officers sign in with a password, and who tries too often waits."""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from digitizer.errors import (
    LastAdministratorError,
    LoginTakenError,
    NotAllowedError,
    NotFoundError,
    OfficerDisabledError,
    SignInPausedError,
    WeakPasswordError,
    WrongPasswordError,
)
from digitizer.model.officer import Officer, Role
from digitizer.store import Store
from tests.digitizer.store.office import KEY, Office


def test_the_right_password_lets_in_whatever_the_capitals_of_the_login(office: Office) -> None:
    officer = office.store.officers.sign_in(" Clerk ", "mật khẩu thử")
    assert officer == office.clerk == office.store.officers.get(officer.id)
    assert office.store.journal.rows(1)[0].action == "signed-in"


@pytest.mark.parametrize(
    ("login", "password"), [("clerk", "MẬT KHẨU THỬ"), ("clerk", ""), ("nobody", "mật khẩu thử")]
)
def test_a_wrong_login_or_password_is_refused_and_journaled(
    office: Office, login: str, password: str
) -> None:
    with pytest.raises(WrongPasswordError):
        office.store.officers.sign_in(login, password)
    row = office.store.journal.rows(1)[0]
    assert (row.action, row.officer) == ("sign-in-failed", "")
    # what was typed as a login may be a password
    assert "nobody" not in row.subject + row.after


def test_passwords_are_kept_as_argon2id_hashes(office: Office) -> None:
    with office.store._database.read() as connection:
        hashes = connection.exec_driver_sql("SELECT password_hash FROM officer").scalars().all()
    assert len(set(hashes)) == len(hashes)
    assert all(one.startswith("$argon2id$") for one in hashes)


def test_a_password_costs_whoever_guesses_it_64_mebibytes_a_try() -> None:
    from argon2 import PasswordHasher, extract_parameters

    parameters = extract_parameters(PasswordHasher().hash("mật khẩu thử"))
    assert (parameters.memory_cost, parameters.time_cost) >= (64 * 1024, 3)


def test_after_several_failures_even_the_right_password_waits(folder: Path) -> None:
    time = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
    with Store.open(folder, key=KEY, clock=lambda: time) as store:
        for _ in range(6):
            with pytest.raises(WrongPasswordError):
                store.officers.sign_in("clerk", "wrong")
            time += timedelta(seconds=2)
        time -= timedelta(seconds=2)
        with pytest.raises(SignInPausedError) as caught:
            store.officers.sign_in("clerk", "mật khẩu thử")
        assert caught.value.details == {"seconds": 4}
        assert store.journal.rows(1)[0].action == "sign-in-refused"
        assert store.officers.sign_in("supervisor", "mật khẩu thử").login == "supervisor"
        time += timedelta(seconds=5)
        assert store.officers.sign_in("clerk", "mật khẩu thử").login == "clerk"
        with pytest.raises(WrongPasswordError):
            store.officers.sign_in("clerk", "wrong")
        assert store.officers.sign_in("clerk", "mật khẩu thử").login == "clerk"


def test_only_an_administrator_adds_officers(office: Office) -> None:
    for by in (office.clerk, office.chief, None):
        with pytest.raises(NotAllowedError):
            office.store.officers.create(
                by, login="new", name="Mới", roles={Role.CLERK}, password="mật khẩu thử"
            )
    new = office.store.officers.create(
        office.quantri, login="New", name=" Mới ", roles={Role.CLERK}, password="mật khẩu thử"
    )
    assert (new.login, new.name, new.roles) == ("new", "Mới", frozenset({Role.CLERK}))
    assert office.store.officers.all()[-1] == new


def test_the_first_officer_must_be_an_administrator(tmp_path: Path) -> None:
    with Store.open(tmp_path / "new", key=KEY) as store:
        with pytest.raises(NotAllowedError):
            store.officers.create(
                None, login="a", name="A", roles={Role.CLERK}, password="mật khẩu thử"
            )
        assert store.officers.all() == ()


def test_a_login_is_given_once(office: Office) -> None:
    with pytest.raises(LoginTakenError):
        office.store.officers.create(
            office.quantri, login="CLERK", name="x", roles={Role.CLERK}, password="mật khẩu thử"
        )


@pytest.mark.parametrize("missing", ["login", "name", "roles", "password"])
def test_an_officer_needs_everything(office: Office, missing: str) -> None:
    whole = {"login": "x", "name": "x", "roles": {Role.CLERK}, "password": "x", missing: ""}
    with pytest.raises(ValueError, match="needs"):
        office.store.officers.create(office.quantri, **whole)  # type: ignore[arg-type]


def test_roles_are_those_stored_not_those_claimed(office: Office) -> None:
    forged = Officer(office.clerk.id, "clerk", "clerk", frozenset(Role))
    with pytest.raises(NotAllowedError):
        office.store.officers.create(
            forged, login="x", name="x", roles={Role.ADMINISTRATOR}, password="mật khẩu khác"
        )
    stranger = Officer(999, "x", "x", frozenset(Role))
    with pytest.raises(NotAllowedError):
        office.store.officers.create(
            stranger, login="x", name="x", roles={Role.ADMINISTRATOR}, password="mật khẩu khác"
        )


def test_an_unknown_officer_is_not_found(office: Office) -> None:
    with pytest.raises(NotFoundError):
        office.store.officers.get(999)


@pytest.mark.parametrize(
    "weak", ["ngắn", "12345678", "aaaaaaaabbbb", "Matkhau123", "clerk-2026-x", "x" * 129]
)
def test_a_weak_password_is_refused_for_a_new_officer_and_for_an_old_one(
    office: Office, weak: str
) -> None:
    officers = office.store.officers
    with pytest.raises(WeakPasswordError):
        officers.create(
            office.quantri, login="clerk-2026", name="Mới", roles={Role.CLERK}, password=weak
        )
    with pytest.raises(WeakPasswordError):
        officers.change_password(office.clerk, "mật khẩu thử", weak)
    assert officers.sign_in("clerk", "mật khẩu thử") == office.clerk


def test_a_password_is_the_same_however_its_marks_are_typed(office: Office) -> None:
    decomposed = unicodedata.normalize("NFD", "mật khẩu thử")
    assert decomposed != "mật khẩu thử"
    assert office.store.officers.sign_in("clerk", decomposed) == office.clerk


def test_an_officer_changes_their_own_password_with_the_present_one(office: Office) -> None:
    officers = office.store.officers
    with pytest.raises(WrongPasswordError):
        officers.change_password(office.clerk, "không đúng", "con đường mới")
    officers.change_password(office.clerk, "mật khẩu thử", "con đường mới")
    with pytest.raises(WrongPasswordError):
        officers.sign_in("clerk", "mật khẩu thử")
    assert officers.sign_in("clerk", "con đường mới") == office.clerk
    assert [row.action for row in office.store.journal.rows(3)][2] == "password-changed"


def test_only_an_administrator_touches_accounts_and_a_forged_role_does_not_help(
    office: Office,
) -> None:
    officers = office.store.officers
    forged = Officer(office.chief.id, "chief", "chief", frozenset(Role))
    for by in (office.clerk, office.supervisor, office.records, office.chief, forged):
        for wish in (
            lambda by=by: officers.reset_password(by, "clerk2", "con đường mới"),
            lambda by=by: officers.unlock(by, "clerk2"),
            lambda by=by: officers.disable(by, "clerk2"),
            lambda by=by: officers.enable(by, "clerk2"),
            lambda by=by: officers.set_roles(by, "clerk2", {Role.ADMINISTRATOR}),
            lambda by=by: officers.records(by),
        ):
            with pytest.raises(NotAllowedError):
                wish()


def test_a_disabled_officer_neither_signs_in_nor_acts_in_an_open_session(office: Office) -> None:
    officers = office.store.officers
    officers.disable(office.quantri, "Clerk")
    with pytest.raises(OfficerDisabledError):
        officers.sign_in("clerk", "mật khẩu thử")
    with pytest.raises(NotAllowedError):
        office.dossier("HS-9")
    assert office.clerk not in officers.all()
    assert officers.get(office.clerk.id) == office.clerk
    officers.enable(office.quantri, "clerk")
    assert officers.sign_in("clerk", "mật khẩu thử") == office.clerk


def test_roles_given_anew_count_at_once_and_the_last_administrator_stays(office: Office) -> None:
    officers = office.store.officers
    officers.set_roles(office.quantri, "clerk", {Role.SUPERVISOR})
    with pytest.raises(NotAllowedError):
        office.dossier("HS-9")
    with pytest.raises(LastAdministratorError):
        officers.set_roles(office.quantri, "quantri", {Role.CLERK})
    with pytest.raises(LastAdministratorError):
        officers.disable(office.quantri, "quantri")
    officers.set_roles(office.quantri, "clerk2", {Role.ADMINISTRATOR})
    officers.disable(office.clerk2, "quantri")
    assert office.store.journal.verify() is None


def test_the_administrator_ends_a_waiting_time(office: Office) -> None:
    officers = office.store.officers
    for _ in range(6):
        with pytest.raises(WrongPasswordError):
            officers.sign_in("clerk", "không đúng")
    with pytest.raises(SignInPausedError):
        officers.sign_in("clerk", "mật khẩu thử")
    assert officers.records(office.quantri)[1].paused_until is not None
    officers.unlock(office.quantri, "clerk")
    assert officers.sign_in("clerk", "mật khẩu thử") == office.clerk
