"""Officers: who may sign in, and with what roles."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from functools import cache
from typing import Any

import sqlalchemy as sa
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from digitizer.errors import (
    LoginTakenError,
    NotAllowedError,
    SignInPausedError,
    WrongPasswordError,
)
from digitizer.model.officer import Officer, Role
from digitizer.model.rights import Action
from digitizer.store import schema
from digitizer.store.records import Records, found
from digitizer.store.work import Work, as_officer

FREE_FAILURES = 4
LONGEST_PAUSE = timedelta(minutes=15)


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher()


@cache
def _decoy() -> str:
    # checked for unknown logins, so that the answer takes as long as for known ones
    return _hasher().hash("")


class Officers(Records):
    """Keeps the officers and lets them in."""

    def create(
        self, by: Officer | None, *, login: str, name: str, roles: Collection[Role], password: str
    ) -> Officer:
        """Add an officer; without a creator only the first one, who must be an administrator."""
        login, name = login.strip().casefold(), name.strip()
        if not (login and name and roles and password):
            raise ValueError("an officer needs login, name, role and password")
        password_hash = _hasher().hash(password)
        with self._database.write() as work:
            creator = _creator(work, by, name, roles)
            query = sa.select(schema.officer.c.id).where(schema.officer.c.login == login)
            if work.execute(query).first() is not None:
                raise LoginTakenError(login=login)
            number = work.insert(
                schema.officer,
                login=login,
                name=name,
                roles=sorted(roles),
                password_hash=password_hash,
                created_at=work.at,
            )
            officer = Officer(number, login, name, frozenset(roles))
            work.journal(
                creator or officer,
                "officer-created",
                f"officer/{login}",
                after={"name": name, "roles": sorted(roles)},
            )
        return officer

    def sign_in(self, login: str, password: str) -> Officer:
        """Return the officer with this login and password; each outcome is journaled."""
        login = login.strip().casefold()
        row = self._by_login(login)
        if row is not None and row.paused_until and row.paused_until > self._database.clock():
            self._refused(row)
            seconds = (row.paused_until - self._database.clock()).total_seconds()
            raise SignInPausedError(seconds=max(1, round(seconds)))
        # outside any transaction: it takes a tenth of a second on purpose
        if not _fits(row.password_hash if row else _decoy(), password) or row is None:
            self._failed(row)
            raise WrongPasswordError
        officer = as_officer(row)
        with self._database.write() as work:
            work.execute(
                sa.update(schema.officer)
                .where(schema.officer.c.id == row.id)
                .values(failures=0, paused_until=None)
            )
            work.journal(officer, "signed-in", f"officer/{officer.login}")
        return officer

    def all(self) -> tuple[Officer, ...]:
        """Return every officer, in the order they were added."""
        query = sa.select(schema.officer).order_by(schema.officer.c.id)
        with self._database.read() as connection:
            return tuple(as_officer(row) for row in connection.execute(query))

    def get(self, officer_id: int) -> Officer:
        """Return the officer with this id."""
        query = sa.select(schema.officer).where(schema.officer.c.id == officer_id)
        with self._database.read() as connection:
            return as_officer(found(connection.execute(query).first(), officer=officer_id))

    def _by_login(self, login: str) -> sa.Row[Any] | None:
        query = sa.select(schema.officer).where(schema.officer.c.login == login)
        with self._database.read() as connection:
            return connection.execute(query).first()

    def _refused(self, row: sa.Row[Any]) -> None:
        with self._database.write() as work:
            work.journal(None, "sign-in-refused", f"officer/{row.login}")

    def _failed(self, row: sa.Row[Any] | None) -> None:
        with self._database.write() as work:
            if row is None:
                # not what was typed: people type passwords into the wrong field
                work.journal(None, "sign-in-failed", "officer")
                return
            table = schema.officer
            query = sa.select(table.c.failures).where(table.c.id == row.id)
            failures = work.execute(query).scalar_one() + 1
            work.execute(
                sa.update(table)
                .where(table.c.id == row.id)
                .values(failures=failures, paused_until=work.at + _pause(failures))
            )
            work.journal(
                None, "sign-in-failed", f"officer/{row.login}", after={"failures": failures}
            )


def _creator(work: Work, by: Officer | None, name: str, roles: Collection[Role]) -> Officer | None:
    if by is not None:
        return work.actor(by, Action.MANAGE_OFFICERS)
    first = work.execute(sa.select(schema.officer.c.id).limit(1)).first() is None
    if not first or Role.ADMINISTRATOR not in roles:
        raise NotAllowedError(officer=name, action=Action.MANAGE_OFFICERS.value)
    return None


def _pause(failures: int) -> timedelta:
    if failures <= FREE_FAILURES:
        return timedelta(0)
    return min(LONGEST_PAUSE, timedelta(seconds=2 ** min(failures - FREE_FAILURES, 20)))


def _fits(password_hash: str, password: str) -> bool:
    try:
        return _hasher().verify(password_hash, password)
    except (VerificationError, InvalidHashError):
        return False
