"""Signing in by the certificate on a token: the token signs what was never signed before.

The challenge is a page with a fresh random number. The token signs it as it signs a result, and
the same judge that judges results says whether the signature is whole, whether a root the office
trusts vouches for the certificate, and whether it was valid at this moment and not revoked. Only
then is it asked whose certificate it is. Whoever has the token also needs its PIN; a copied
certificate has no key and proves nothing.

An office's server asks for a password before anything can be asked of it. There the officer's
password lies on the desk, sealed under what only the token can make (``token_passwords``).
"""

from __future__ import annotations

import contextlib
import io
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from digitizer import token_passwords
from digitizer.errors import (
    CertificateRefusedError,
    EngineError,
    TokenPasswordStaleError,
    WrongPasswordError,
)
from digitizer.model.officer import Officer
from digitizer.results.keys import KeyChoice, TokenKey, opened
from digitizer.settings import load
from digitizer.store.certificates import Certificates
from digitizer.workstation import Workstation
from signing.errors import SigningError

if TYPE_CHECKING:
    from signing.keys import SigningKey

_FIELD = "sign-in"
_RANDOM_BYTES = 32


def sign_in(station: Workstation, choice: KeyChoice, at: datetime | None = None) -> Officer:
    """Return the officer whose token proved itself; each outcome is journaled.

    Raises CertificateRefusedError, OfficerDisabledError, and EngineError for what the token says.
    """
    with _refusals(station), _token(choice) as key:
        fingerprint = _proved(station, key, at)
    return station.store.part(Certificates).sign_in(fingerprint)


def open_office(folder: Path, choice: KeyChoice) -> tuple[Workstation, Officer]:
    """Log in to the office's database by the token and open the workstation on it.

    The token gives the password up, the server asks for it, and then the token proves itself as on
    a single desk. Raises TokenNotBoundError, TokenPasswordStaleError, CertificateRefusedError,
    OfficerDisabledError, EngineError.
    """
    database = load(folder).database
    # opened once for both: opening asks the token for its PIN and all its certificates
    with _token(choice) as key:
        login = token_passwords.unsealed(folder, database, key)
        try:
            station = Workstation.open(folder, login=login)
        except WrongPasswordError as error:
            raise TokenPasswordStaleError from error
        try:
            with _refusals(station):
                fingerprint = _proved(station, key, None)
            # another's certificate signs nobody in: the server keeps no row in a name not connected
            return station, station.store.part(Certificates).sign_in(fingerprint)
        except BaseException:
            station.close()
            raise


def bind(
    station: Workstation,
    officer: Officer,
    choice: KeyChoice,
    at: datetime | None = None,
    *,
    password: str = "",
) -> str:
    """Bind the token's certificate to an officer who has signed in; return its owner's name.

    An office also needs the officer's ``password``, which is then sealed on this desk. Raises
    CertificateRefusedError, NotAllowedError, WrongPasswordError, EngineError.
    """
    store = station.store
    sealed = None
    with _token(choice) as key:
        fingerprint, owner = _proved(station, key, at), key.info.owner
        if store.is_shared:
            store.officers.sign_in(officer.login, password)
            login = (officer.login, password)
            sealed = token_passwords.seal(station.settings.database, key, login)
    store.part(Certificates).bind(officer, fingerprint, owner)
    if sealed is not None:
        # kept last: a certificate that is another officer's must not lose what it opens for them
        token_passwords.keep(store.folder, sealed)
    return owner


def forget(station: Workstation, by: Officer, login: str) -> None:
    """Let an officer sign in by no certificate any more. Raises NotAllowedError."""
    station.store.part(Certificates).unbind(by, login)
    token_passwords.forget(station.store.folder, login)


@contextlib.contextmanager
def _token(choice: KeyChoice) -> Iterator[SigningKey]:
    """Give a token's key. Raises CertificateRefusedError, and EngineError for what it says."""
    if not isinstance(choice, TokenKey):
        # a file can be copied with its password; what a token holds cannot
        raise CertificateRefusedError(reason="not on a token")
    try:
        with opened(choice) as key:
            yield key
    except SigningError as error:
        raise EngineError(error.code, **error.details) from error


@contextlib.contextmanager
def _refusals(station: Workstation) -> Iterator[None]:
    """Journal that a certificate was refused."""
    try:
        yield
    except CertificateRefusedError as error:
        station.store.part(Certificates).refused(str(error.details.get("reason", "")))
        raise


def _proved(station: Workstation, key: SigningKey, at: datetime | None) -> str:
    """Let the key sign a fresh challenge; return the fingerprint of its certificate."""
    from cryptography.hazmat.primitives.hashes import SHA256

    from signing.document import sign
    from signing.verify import check

    at = at or datetime.now(UTC)
    challenge = _challenge()
    signed = sign(challenge, key, field=_FIELD, appearance=None, reason="sign-in", at=at)
    verdict = check(
        signed,
        trust=station.results.roots(),
        accept_test=station.settings.practice,
        expected_fields=(_FIELD,),
        at=at,
    )
    (signer,) = verdict.signers
    whole = signer.intact and signer.covers_whole_file and signed.startswith(challenge)
    if not whole:
        raise CertificateRefusedError(reason=signer.problem or "signature")
    if not signer.trusted or signer.revocation == "revoked":
        raise CertificateRefusedError(reason=signer.problem or "not trusted")
    return key.certificate.fingerprint(SHA256()).hex()


def _challenge() -> bytes:
    import pikepdf

    page = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page(page_size=(72, 72))
        document.docinfo["/Challenge"] = secrets.token_hex(_RANDOM_BYTES)
        document.save(page)
    return page.getvalue()
