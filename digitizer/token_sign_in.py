"""Signing in by the certificate on a token: the token signs what was never signed before.

The challenge is a page with a fresh random number. The token signs it as it signs a result, and
the same judge that judges results says whether the signature is whole, whether a root the office
trusts vouches for the certificate, and whether it was valid at this moment and not revoked. Only
then is it asked whose certificate it is. Whoever has the token also needs its PIN; a copied
certificate has no key and proves nothing.
"""

from __future__ import annotations

import io
import secrets
from datetime import UTC, datetime

from digitizer.errors import CertificateRefusedError, EngineError
from digitizer.model.officer import Officer
from digitizer.results.keys import KeyChoice, TokenKey, opened
from digitizer.store.certificates import Certificates
from digitizer.workstation import Workstation
from signing.errors import SigningError

_FIELD = "sign-in"
_RANDOM_BYTES = 32


def sign_in(station: Workstation, choice: KeyChoice, at: datetime | None = None) -> Officer:
    """Return the officer whose token proved itself; each outcome is journaled.

    Raises CertificateRefusedError, OfficerDisabledError, and EngineError for what the token says.
    """
    _require_single_desk(station)
    certificates = station.store.part(Certificates)
    try:
        fingerprint, _owner = _proved(station, choice, at or datetime.now(UTC))
    except CertificateRefusedError as error:
        certificates.refused(str(error.details.get("reason", "")))
        raise
    return certificates.sign_in(fingerprint)


def bind(
    station: Workstation, officer: Officer, choice: KeyChoice, at: datetime | None = None
) -> str:
    """Bind the token's certificate to an officer who has signed in; return its owner's name.

    Raises CertificateRefusedError, NotAllowedError, EngineError.
    """
    _require_single_desk(station)
    fingerprint, owner = _proved(station, choice, at or datetime.now(UTC))
    station.store.part(Certificates).bind(officer, fingerprint, owner)
    return owner


def _require_single_desk(station: Workstation) -> None:
    if station.store.is_shared:
        # the office's server knows passwords only
        raise CertificateRefusedError(reason="the office's server asks for a password")


def _proved(station: Workstation, choice: KeyChoice, at: datetime) -> tuple[str, str]:
    """Let the key sign a fresh challenge; return fingerprint and owner of its certificate."""
    from cryptography.hazmat.primitives.hashes import SHA256

    from signing.document import sign
    from signing.verify import check

    if not isinstance(choice, TokenKey):
        # a file can be copied with its password; what a token holds cannot
        raise CertificateRefusedError(reason="not on a token")
    challenge = _challenge()
    try:
        with opened(choice) as key:
            signed = sign(challenge, key, field=_FIELD, appearance=None, reason="sign-in", at=at)
            fingerprint = key.certificate.fingerprint(SHA256()).hex()
            owner = key.info.owner
    except SigningError as error:
        raise EngineError(error.code, **error.details) from error
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
    return fingerprint, owner


def _challenge() -> bytes:
    import pikepdf

    page = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page(page_size=(72, 72))
        document.docinfo["/Challenge"] = secrets.token_hex(_RANDOM_BYTES)
        document.save(page)
    return page.getvalue()
