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
    LastAdministratorError,
    LoginTakenError,
    NotAllowedError,
    OfficerDisabledError,
    SignInPausedError,
    UnfitValueError,
    WrongPasswordError,
)
from digitizer.model.officer import Officer, OfficerRecord, Role
from digitizer.model.passwords import normal, require_strong
from digitizer.model.rights import Action
from digitizer.store import schema
from digitizer.store.records import Records, found
from digitizer.store.work import Work, as_officer, current

FREE_FAILURES = 4
LONGEST_NAME = 200
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
        """Add an officer; without a creator only the first one, who must be an administrator.

        Raises WeakPasswordError, LoginTakenError, NotAllowedError.
        """
        login, name = login.strip().casefold(), name.strip()
        if not (login and name and roles and password):
            raise ValueError("an officer needs login, name, role and password")
        if max(len(login), len(name)) > LONGEST_NAME:
            raise UnfitValueError(length=max(len(login), len(name)), limit=LONGEST_NAME)
        require_strong(password, login)
        password_hash = self._hashed(password)
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
                password_at=work.at,
            )
            officer = Officer(number, login, name, frozenset(roles))
            self._open_login(work, login, password=password, roles=roles)
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
        if row.disabled_at is not None:
            self._refused(row)
            raise OfficerDisabledError(login=row.login)
        officer = as_officer(row)
        with self._database.write() as work:
            work.execute(
                sa.update(schema.officer)
                .where(schema.officer.c.id == row.id)
                .values(failures=0, paused_until=None)
            )
            work.journal(officer, "signed-in", f"officer/{officer.login}")
        return officer

    def change_password(self, officer: Officer, present: str, new: str) -> None:
        """Let an officer choose another password; the present one is asked for again.

        Raises WrongPasswordError, SignInPausedError, WeakPasswordError.
        """
        self.sign_in(officer.login, present)
        self._set_password(officer, officer.login, new, Action.VIEW, own=True)

    def reset_password(self, by: Officer, login: str, new: str) -> None:
        """Give an officer another password and end their waiting time."""
        self._set_password(by, login, new, Action.MANAGE_OFFICERS, own=False)

    def unlock(self, by: Officer, login: str) -> None:
        """End the waiting time after wrong passwords."""
        self._manage(by, login, "officer-unlocked", failures=0, paused_until=None)

    def disable(self, by: Officer, login: str) -> None:
        """Let an officer sign in and act no more; what they did keeps their name.

        Raises LastAdministratorError.
        """
        self._manage(by, login, "officer-disabled", disabled_at=self._database.clock())

    def enable(self, by: Officer, login: str) -> None:
        """Let a disabled officer sign in again."""
        self._manage(by, login, "officer-enabled", disabled_at=None)

    def set_roles(self, by: Officer, login: str, roles: Collection[Role]) -> None:
        """Give an officer other roles. Raises LastAdministratorError."""
        if not roles:
            raise ValueError("an officer needs a role")
        self._manage(by, login, "officer-roles-set", roles=sorted(roles))

    def require(self, officer: Officer, action: Action) -> Officer:
        """Return the officer as stored now, or raise NotAllowedError."""
        with self._database.read() as connection:
            return current(connection, officer, action)

    def records(self, by: Officer) -> tuple[OfficerRecord, ...]:
        """Return every officer with the state of their account, for the administrator."""
        query = sa.select(schema.officer).order_by(schema.officer.c.id)
        with self._database.read() as connection:
            current(connection, by, Action.MANAGE_OFFICERS)
            return tuple(
                OfficerRecord(
                    as_officer(row),
                    row.created_at,
                    row.password_at,
                    row.disabled_at,
                    row.paused_until,
                )
                for row in connection.execute(query)
            )

    def all(self) -> tuple[Officer, ...]:
        """Return every officer who may sign in, in the order they were added."""
        table = schema.officer
        query = sa.select(table).where(table.c.disabled_at.is_(None)).order_by(table.c.id)
        with self._database.read() as connection:
            return tuple(as_officer(row) for row in connection.execute(query))

    def _set_password(
        self, by: Officer, login: str, new: str, action: Action, *, own: bool
    ) -> None:
        login = login.strip().casefold()
        require_strong(new, login)
        password_hash = self._hashed(new)
        with self._database.write() as work:
            actor = by if own else work.actor(by, action)
            row = _by_login(work, login)
            self._keep_password(work, row, new, password_hash, own=own)
            word = "password-changed" if own else "password-reset"
            work.journal(actor, word, f"officer/{login}")

    def _manage(self, by: Officer, login: str, word: str, **values: Any) -> None:
        login = login.strip().casefold()
        with self._database.write() as work:
            actor = work.actor(by, Action.MANAGE_OFFICERS)
            before = _by_login(work, login)
            work.execute(
                sa.update(schema.officer).where(schema.officer.c.id == before.id).values(**values)
            )
            _require_administrator(work, login)
            roles = values.get("roles")
            after = _by_login(work, login)
            if after.disabled_at is None:
                self._open_login(work, login, password=None, roles=after.roles)
            else:
                self._close_login(work, login)
            work.journal(
                actor,
                word,
                f"officer/{login}",
                before="" if roles is None else before.roles,
                after="" if roles is None else roles,
            )

    def get(self, officer_id: int) -> Officer:
        """Return the officer with this id."""
        query = sa.select(schema.officer).where(schema.officer.c.id == officer_id)
        with self._database.read() as connection:
            return as_officer(found(connection.execute(query).first(), officer=officer_id))

    # ---- where passwords live: here in this table; in a shared database with the server ----------

    def _hashed(self, password: str) -> str:
        return _hasher().hash(normal(password))

    def _keep_password(
        self, work: Work, row: sa.Row[Any], password: str, password_hash: str, *, own: bool
    ) -> None:
        del password, own
        work.execute(
            sa.update(schema.officer)
            .where(schema.officer.c.id == row.id)
            .values(password_hash=password_hash, password_at=work.at, failures=0, paused_until=None)
        )

    def _open_login(
        self, work: Work, login: str, *, password: str | None, roles: Collection[str]
    ) -> None:
        """Let the database know of a login; a single desk's database knows none."""

    def _close_login(self, work: Work, login: str) -> None:
        """Let the database refuse a login from now on."""

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


def _by_login(work: Work, login: str) -> sa.Row[Any]:
    query = sa.select(schema.officer).where(schema.officer.c.login == login)
    return found(work.execute(query).first(), officer=login)


def _require_administrator(work: Work, login: str) -> None:
    query = sa.select(schema.officer.c.roles).where(schema.officer.c.disabled_at.is_(None))
    if not any(Role.ADMINISTRATOR in roles for roles in work.execute(query).scalars()):
        raise LastAdministratorError(login=login)


def _pause(failures: int) -> timedelta:
    if failures <= FREE_FAILURES:
        return timedelta(0)
    return min(LONGEST_PAUSE, timedelta(seconds=2 ** min(failures - FREE_FAILURES, 20)))


def _fits(password_hash: str, password: str) -> bool:
    try:
        return _hasher().verify(password_hash, normal(password))
    except (VerificationError, InvalidHashError):
        return False
