"""Officers sign in with a password, and who tries too often waits."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from digitizer.errors import (
    LoginTakenError,
    NotAllowedError,
    NotFoundError,
    SignInPausedError,
    WrongPasswordError,
)
from digitizer.model.officer import Officer, Role
from digitizer.store import Store
from tests.digitizer.store.office import KEY, Office


def test_the_right_password_lets_in_whatever_the_capitals_of_the_login(office: Office) -> None:
    officer = office.store.officers.sign_in(" Clerk ", "pw")
    assert officer == office.clerk == office.store.officers.get(officer.id)
    assert office.store.journal.rows(1)[0].action == "signed-in"


@pytest.mark.parametrize(("login", "password"), [("clerk", "PW"), ("clerk", ""), ("nobody", "pw")])
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

    parameters = extract_parameters(PasswordHasher().hash("pw"))
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
            store.officers.sign_in("clerk", "pw")
        assert caught.value.details == {"seconds": 4}
        assert store.journal.rows(1)[0].action == "sign-in-refused"
        assert store.officers.sign_in("supervisor", "pw").login == "supervisor"
        time += timedelta(seconds=5)
        assert store.officers.sign_in("clerk", "pw").login == "clerk"
        with pytest.raises(WrongPasswordError):
            store.officers.sign_in("clerk", "wrong")
        assert store.officers.sign_in("clerk", "pw").login == "clerk"


def test_only_an_administrator_adds_officers(office: Office) -> None:
    for by in (office.clerk, office.chief, None):
        with pytest.raises(NotAllowedError):
            office.store.officers.create(
                by, login="new", name="Mới", roles={Role.CLERK}, password="pw"
            )
    new = office.store.officers.create(
        office.quantri, login="New", name=" Mới ", roles={Role.CLERK}, password="pw"
    )
    assert (new.login, new.name, new.roles) == ("new", "Mới", frozenset({Role.CLERK}))
    assert office.store.officers.all()[-1] == new


def test_the_first_officer_must_be_an_administrator(tmp_path: Path) -> None:
    with Store.open(tmp_path / "new", key=KEY) as store:
        with pytest.raises(NotAllowedError):
            store.officers.create(None, login="a", name="A", roles={Role.CLERK}, password="pw")
        assert store.officers.all() == ()


def test_a_login_is_given_once(office: Office) -> None:
    with pytest.raises(LoginTakenError):
        office.store.officers.create(
            office.quantri, login="CLERK", name="x", roles={Role.CLERK}, password="pw"
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
            forged, login="x", name="x", roles={Role.ADMINISTRATOR}, password="x"
        )
    stranger = Officer(999, "x", "x", frozenset(Role))
    with pytest.raises(NotAllowedError):
        office.store.officers.create(
            stranger, login="x", name="x", roles={Role.ADMINISTRATOR}, password="x"
        )


def test_an_unknown_officer_is_not_found(office: Office) -> None:
    with pytest.raises(NotFoundError):
        office.store.officers.get(999)
