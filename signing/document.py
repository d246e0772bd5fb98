"""Signing one PDF: checks before, PAdES as an incremental update, a self-check after."""

from __future__ import annotations

from datetime import datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import rsa

from signing import cms
from signing.cms import Container
from signing.errors import (
    CertificateExpiredError,
    CertificateUnfitError,
    SelfCheckError,
)
from signing.keys import MINIMUM_RSA_BITS, Scheme, SigningKey, may_sign, scheme_for
from signing.model import Appearance
from signing.pdfa import check_pdfa
from signing.preparing import Prepared, Request, prepare
from signing.verify import check

ALGORITHMS = {
    Scheme.RSA_PKCS1: cms.RSA_PKCS1,
    Scheme.RSA_PSS: cms.RSA_PSS,
    Scheme.ECDSA: cms.ECDSA,
}


def sign(
    pdf: bytes,
    key: SigningKey,
    *,
    field: str,
    appearance: Appearance | None,
    reason: str,
    location: str = "",
    at: datetime,
) -> bytes:
    """Return the PDF with one more signature (B-B), appended to bytes that stay as they were."""
    check_certificate(key, at)
    request = Request(
        field=field,
        appearance=appearance,
        reason=reason,
        location=location,
        owner=key.info.owner,
        test=key.info.test,
    )
    prepared = prepare(pdf, request, at=at)
    container = container_of(key)
    attributes = container.attributes(prepared.digest)
    signed = fill(prepared, container.sealed(attributes, make_signature(key, attributes)))
    _self_check(pdf, signed, field)
    return signed


def container_of(key: SigningKey) -> Container:
    """Return what all signatures of a key have in common."""
    scheme = scheme_for(key.certificate.public_key(), pss=key.scheme is Scheme.RSA_PSS)
    return Container.of(key.certificate, key.chain, ALGORITHMS[scheme])


def make_signature(key: SigningKey, attributes: bytes) -> bytes:
    """Return the key's signature over signed attributes, or refuse one the certificate denies.

    A token may answer with another key's signature or with garbage: it is checked at once.
    """
    signature = key.sign_message(attributes)
    try:
        key.verify_message(attributes, signature)
    except InvalidSignature as error:
        raise SelfCheckError(field="", reason="other-key") from error
    return signature


def fill(prepared: Prepared, container: bytes) -> bytes:
    """Return the whole file with its signature in place."""
    return b"".join(prepared.pieces(cms.in_gap(container, prepared.room)))


def check_certificate(key: SigningKey, at: datetime) -> None:
    """Refuse a certificate that is out of date or not made for signing, before it signs."""
    info = key.info
    if not info.in_force(at):
        raise CertificateExpiredError(
            owner=info.owner,
            not_before=info.not_before.isoformat(),
            not_after=info.not_after.isoformat(),
        )
    public = key.certificate.public_key()
    if isinstance(public, rsa.RSAPublicKey) and public.key_size < MINIMUM_RSA_BITS:
        raise CertificateUnfitError(owner=info.owner, reason="short-key")
    if key.private.public_key() != public:
        raise CertificateUnfitError(owner=info.owner, reason="other-key")
    if not may_sign(key.certificate):
        raise CertificateUnfitError(owner=info.owner, reason="usage")


def _self_check(before: bytes, after: bytes, field: str) -> None:
    """Refuse to hand out what would not be found valid, trust aside."""
    if not after.startswith(before):
        raise SelfCheckError(field=field, reason="rewritten")
    verdict = check(after)
    broken = [one for one in verdict.signers if not one.intact or one.modified_after]
    newest = verdict.signers[-1] if verdict.signers else None
    if newest is None or newest.field != field or not newest.covers_whole_file:
        raise SelfCheckError(field=field, reason="coverage")
    if any(one.field == field for one in broken):
        raise SelfCheckError(field=field, reason="signature")
    # the file as it was is looked at only when something is wrong: it may have been wrong before
    if broken and {one.field for one in broken} - _broken_fields(before):
        raise SelfCheckError(field=field, reason="earlier-signature")
    if not verdict.pdfa.conforms and check_pdfa(before).conforms:
        raise SelfCheckError(field=field, reason="pdfa")


def _broken_fields(pdf: bytes) -> set[str]:
    return {one.field for one in check(pdf).signers if not one.intact or one.modified_after}
