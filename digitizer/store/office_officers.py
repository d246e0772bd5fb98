"""The officers of an office on PostgreSQL: its server keeps the passwords, as SCRAM verifiers."""

from __future__ import annotations

import time
from collections.abc import Collection
from typing import Any

import psycopg
import sqlalchemy as sa
from sqlalchemy.engine import URL
from typing_extensions import override

from digitizer.errors import LoginTakenError, SignInPausedError, WrongPasswordError
from digitizer.model.officer import Officer, Role
from digitizer.model.passwords import normal
from digitizer.store import postgres, schema
from digitizer.store.database import Database
from digitizer.store.officers import FREE_FAILURES, Officers
from digitizer.store.postgres_roles import login_role
from digitizer.store.vault import Vault
from digitizer.store.work import Work, as_officer

_LONGEST_ROLE = 63
_TEXTS: sa.types.TypeEngine[Any] = sa.ARRAY(sa.Text)
WORKER_PREFIX = "worker."
"""What the logins of reading machines begin with; no officer's may."""


class OfficeOfficers(Officers):
    """Officers whose passwords the database server keeps: each logs in with a role of their own."""

    def __init__(self, database: Database, vault: Vault, url: URL, login: str) -> None:
        super().__init__(database, vault)
        self._url = url
        self._login = login
        self._failures = 0
        self._paused_until = 0.0

    @override
    def sign_in(self, login: str, password: str) -> Officer:
        login = login.strip().casefold()
        wait = self._paused_until - time.monotonic()
        if wait > 0:
            raise SignInPausedError(seconds=max(1, round(wait)))
        if login != self._login or not self._fits(password):
            self._failures += 1
            extra = self._failures - FREE_FAILURES
            self._paused_until = time.monotonic() + (min(900, 2**extra) if extra > 0 else 0)
            with self._database.write() as work:
                work.journal(None, "sign-in-failed", f"officer/{self._login}")
            raise WrongPasswordError
        self._failures = 0
        query = sa.select(schema.officer).where(schema.officer.c.login == login)
        with self._database.write() as work:
            row = work.execute(query).first()
            if row is None or row.disabled_at is not None:
                raise WrongPasswordError
            officer = as_officer(row)
            work.journal(officer, "signed-in", f"officer/{login}")
        return officer

    def _fits(self, password: str) -> bool:
        try:
            psycopg.connect(
                **postgres.login_words(self._url.set(password=normal(password)))
            ).close()
        except psycopg.OperationalError as error:
            situation = postgres.situation(error, writing=False)
            if isinstance(situation, WrongPasswordError):
                return False
            raise situation or error from error
        return True

    @override
    def _hashed(self, password: str) -> str:
        return ""

    @override
    def _keep_password(
        self, work: Work, row: sa.Row[Any], password: str, password_hash: str, *, own: bool
    ) -> None:
        seats = None if own else row.roles
        self._set_login(work, row.login, password, seats, may=row.disabled_at is None)
        if not own:
            table = schema.officer
            work.execute(sa.update(table).where(table.c.id == row.id).values(password_at=work.at))

    @override
    def _open_login(
        self, work: Work, login: str, *, password: str | None, roles: Collection[str]
    ) -> None:
        role = login_role(self._url.database or "", login)
        if len(role.encode()) > _LONGEST_ROLE or login.startswith(WORKER_PREFIX):
            raise LoginTakenError(login=login)
        self._set_login(work, login, password, roles, may=True)

    @override
    def _close_login(self, work: Work, login: str) -> None:
        self._set_login(work, login, None, [], may=False)

    def _set_login(
        self,
        work: Work,
        login: str,
        password: str | None,
        roles: Collection[str] | None,
        *,
        may: bool,
    ) -> None:
        driver: Any = work.connection.connection.driver_connection
        verifier = None
        if password is not None:
            role = login_role(self._url.database or "", login)
            verifier = driver.pgconn.encrypt_password(
                normal(password).encode(), role.encode(), b"scram-sha-256"
            ).decode()
        named = None if roles is None else [str(Role(role)) for role in roles]
        work.execute(
            sa.select(
                sa.func.set_login(
                    login,
                    verifier,
                    sa.cast(sa.null() if named is None else sa.literal(named, _TEXTS), _TEXTS),
                    sa.cast(sa.literal(may), sa.Boolean),
                )
            )
        )
