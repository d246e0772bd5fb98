"""Certificates by which officers sign in: each bound to one officer, by that officer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from digitizer.errors import CertificateRefusedError, NotAllowedError, OfficerDisabledError
from digitizer.model.officer import Officer
from digitizer.model.rights import Action, require
from digitizer.store import schema
from digitizer.store.records import Records
from digitizer.store.work import Work, as_officer

_TABLE = schema.officer_certificate


@dataclass(frozen=True, slots=True)
class BoundCertificate:
    """A certificate by which an officer may sign in."""

    fingerprint: str
    """SHA-256 of the certificate in DER form."""
    login: str
    owner: str
    at: datetime


class Certificates(Records):
    """Binds certificates to officers and signs in by them.

    That the token holds the key is proved before, by ``token_sign_in``.
    """

    def bind(self, officer: Officer, fingerprint: str, owner: str) -> None:
        """Let an officer sign in by a certificate from now on.

        Raises CertificateRefusedError when it is another officer's, NotAllowedError.
        """
        with self._database.write() as work:
            current = _present(work, officer.id)
            holder = work.execute(
                sa.select(_TABLE.c.officer_id).where(_TABLE.c.fingerprint == fingerprint)
            ).scalar()
            if holder == current.id:
                return
            if holder is not None:
                raise CertificateRefusedError(reason="another officer's")
            work.insert(
                _TABLE, fingerprint=fingerprint, officer_id=current.id, owner=owner, at=work.at
            )
            work.journal(
                current,
                "certificate-bound",
                f"officer/{current.login}",
                after={"fingerprint": fingerprint, "owner": owner},
            )

    def unbind(self, by: Officer, login: str) -> int:
        """Let an officer sign in by no certificate any more; return how many there were.

        An officer may do so for themself, who manages officers for anybody. Raises NotAllowedError.
        """
        with self._database.write() as work:
            actor = _present(work, by.id)
            if actor.login != login:
                require(actor, Action.MANAGE_OFFICERS)
            whose = sa.select(schema.officer.c.id).where(schema.officer.c.login == login)
            gone = work.execute(sa.delete(_TABLE).where(_TABLE.c.officer_id.in_(whose))).rowcount
            if gone:
                work.journal(actor, "certificate-unbound", f"officer/{login}", before=str(gone))
            return gone

    def of(self, officer: Officer) -> tuple[BoundCertificate, ...]:
        """Return the certificates of one officer, oldest first."""
        query = (
            sa.select(_TABLE)
            .where(_TABLE.c.officer_id == officer.id)
            .order_by(_TABLE.c.at, _TABLE.c.fingerprint)
        )
        with self._database.read() as connection:
            return tuple(
                BoundCertificate(row.fingerprint, officer.login, row.owner, row.at)
                for row in connection.execute(query)
            )

    def sign_in(self, fingerprint: str) -> Officer:
        """Return whose certificate it is; the caller has seen the key prove itself.

        Raises CertificateRefusedError when it is nobody's, OfficerDisabledError.
        """
        with self._database.write() as work:
            row = work.execute(
                sa.select(schema.officer)
                .join(_TABLE, _TABLE.c.officer_id == schema.officer.c.id)
                .where(_TABLE.c.fingerprint == fingerprint)
            ).first()
            if row is None:
                work.journal(None, "sign-in-failed", "officer", after={"certificate": fingerprint})
            elif row.disabled_at is not None:
                work.journal(None, "sign-in-refused", f"officer/{row.login}")
            else:
                officer = as_officer(row)
                work.journal(
                    officer,
                    "signed-in",
                    f"officer/{officer.login}",
                    after={"certificate": fingerprint},
                )
                return officer
        # after the commit: the journal keeps that somebody tried
        if row is None:
            raise CertificateRefusedError(reason="nobody's")
        raise OfficerDisabledError(login=row.login)

    def refused(self, reason: str) -> None:
        """Journal that a certificate did not prove itself."""
        with self._database.write() as work:
            work.journal(None, "sign-in-failed", "officer", after={"certificate": reason})


def _present(work: Work, officer_id: int) -> Officer:
    row = work.execute(sa.select(schema.officer).where(schema.officer.c.id == officer_id)).first()
    if row is None or row.disabled_at is not None:
        raise NotAllowedError(officer=str(officer_id), action="certificate")
    return as_officer(row)
