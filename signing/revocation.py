"""Whether certificates are revoked: asked from OCSP and CRL, judged by full path validation.

Soft failing is what libraries do by default: an "LT" file with no revocation data in it. Here a
certificate nobody vouches for is an error, and what was fetched is what goes into the file.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

from asn1crypto import crl as asn1_crl
from asn1crypto import ocsp as asn1_ocsp
from asn1crypto import pem
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtensionOID
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import (
    ExpiredError,
    InsufficientRevinfoError,
    InvalidCertificateError,
    NotYetValidError,
    PathBuildingError,
    PathError,
    RevokedError,
    ValidationError,
)

from signing.errors import (
    CertificateExpiredError,
    CertificateRevokedError,
    CertificateUnfitError,
    CertificateUntrustedError,
    RevocationUnknownError,
    ServiceRefusedError,
    ServiceUnavailableError,
    TrustUnreadableError,
)
from signing.keys import common_name
from signing.services import Services, host_of

OCSP_QUERY, OCSP_REPLY = "application/ocsp-request", "application/ocsp-response"
LONGEST_PATH = 8
MALFORMED = (ValueError, TypeError, KeyError, UnsupportedAlgorithm)
SIGNING = ("non_repudiation", "digital_signature")
STAMPING = "time_stamping"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What proves that certificates were good: the certificates, OCSP answers and CRLs, as DER."""

    certificates: tuple[bytes, ...] = ()
    answers: tuple[bytes, ...] = ()
    lists: tuple[bytes, ...] = ()
    fresh_until: datetime | None = None
    """When the first of them stops being fresh; a document timestamp must be there by then."""

    def joined(self, other: Evidence) -> Evidence:
        """Return both together, each item once."""
        ends = [one for one in (self.fresh_until, other.fresh_until) if one is not None]
        return Evidence(
            tuple(dict.fromkeys(self.certificates + other.certificates)),
            tuple(dict.fromkeys(self.answers + other.answers)),
            tuple(dict.fromkeys(self.lists + other.lists)),
            min(ends, default=None),
        )


def read_roots(trust: Iterable[bytes]) -> tuple[x509.Certificate, ...]:
    """Return the certificates in PEM or DER data. Raises TrustUnreadableError."""
    roots: list[x509.Certificate] = []
    try:
        for data in trust:
            parts = pem.unarmor(data, multiple=True) if pem.detect(data) else [("", {}, data)]
            roots += [x509.load_der_x509_certificate(der) for _, _, der in parts]
    except MALFORMED as error:
        raise TrustUnreadableError from error
    return tuple(roots)


@dataclass(slots=True)
class Revocation:
    """Asks whether certificates are revoked, each list once a batch."""

    services: Services
    roots: tuple[x509.Certificate, ...]
    _lists: dict[str, bytes] = field(default_factory=dict)

    def refresh(self) -> None:
        """Forget the lists that were fetched: what follows must be younger than what it proves."""
        self._lists.clear()

    def prove(
        self,
        certificate: x509.Certificate,
        known: Collection[x509.Certificate],
        *,
        stamping: bool = False,
        at: datetime | None = None,
    ) -> Evidence:
        """Return what proves that a certificate is good now, or say why it is not.

        ``stamping`` says that it makes timestamps instead of signatures. Raises
        CertificateUntrustedError, CertificateExpiredError, CertificateUnfitError,
        CertificateRevokedError, or RevocationUnknownError when nobody answers.
        """
        path = self.path(certificate, known)
        evidence = Evidence(certificates=tuple(_der(one) for one in path))
        reasons: list[str] = []
        for own, issuer in pairwise(path):
            found, reason = self._ask(own, issuer)
            evidence = evidence.joined(found)
            reasons += [reason] if reason else []
        moment = at or datetime.now(UTC)
        judge(certificate, self.roots, evidence, stamping=stamping, at=moment, reasons=reasons)
        return evidence

    def path(
        self, certificate: x509.Certificate, known: Collection[x509.Certificate]
    ) -> tuple[x509.Certificate, ...]:
        """Return the certificates from this one up to a trusted root."""
        path = [certificate]
        anchors = {_der(root) for root in self.roots}
        while _der(path[-1]) not in anchors:
            issuer = next((one for one in (*self.roots, *known) if _issued(path[-1], one)), None)
            if issuer is None or issuer in path or len(path) > LONGEST_PATH:
                raise CertificateUntrustedError(owner=common_name(certificate.subject))
            path.append(issuer)
        return tuple(path)

    def _ask(self, own: x509.Certificate, issuer: x509.Certificate) -> tuple[Evidence, str]:
        """Return an OCSP answer, else a list of revoked certificates, else why there is none."""
        reason = "no address"
        for url in _ocsp_urls(own):
            try:
                return self._answer(url, own, issuer), ""
            except (ServiceUnavailableError, ServiceRefusedError) as error:
                reason = f"{error.details.get('host')}: {error.details.get('reason', error.code)}"
            except MALFORMED:
                reason = "OCSP"
        for url in _list_urls(own):
            try:
                return self._list(url, issuer), ""
            except (ServiceUnavailableError, ServiceRefusedError) as error:
                reason = f"{error.details.get('host')}: {error.details.get('reason', error.code)}"
            except MALFORMED:
                reason = "CRL"
        return Evidence(), reason

    def _answer(self, url: str, own: x509.Certificate, issuer: x509.Certificate) -> Evidence:
        # SHA-1 names the certificate here and protects nothing (RFC 5019 2.1.1)
        builder = ocsp.OCSPRequestBuilder().add_certificate(own, issuer, hashes.SHA1())  # noqa: S303
        data = self.services.post(
            url, builder.build().public_bytes(Encoding.DER), kind=OCSP_QUERY, answer=OCSP_REPLY
        )
        answer = ocsp.load_der_ocsp_response(data)
        if answer.response_status is not ocsp.OCSPResponseStatus.SUCCESSFUL:
            raise ValueError(answer.response_status)
        responders = tuple(_der(one) for one in answer.certificates)
        return Evidence(responders, (data,), (), answer.next_update_utc)

    def _list(self, url: str, issuer: x509.Certificate) -> Evidence:
        data = self._lists.get(url)
        if data is None:
            data = self.services.get(url)
            parts = pem.unarmor(data) if pem.detect(data) else ("", {}, data)
            data = bytes(parts[2])
        found = x509.load_der_x509_crl(data)
        if found.issuer != issuer.subject:
            raise ValueError(found.issuer)
        self._lists[url] = data
        return Evidence((), (), (data,), found.next_update_utc)


def judge(
    certificate: x509.Certificate,
    roots: Sequence[x509.Certificate],
    evidence: Evidence,
    *,
    stamping: bool = False,
    at: datetime,
    required: bool = True,
    reasons: Sequence[str] = (),
) -> None:
    """Validate the path to a root with the evidence at hand; nothing is fetched."""
    context = ValidationContext(
        trust_roots=[asn1.Certificate.load(_der(root)) for root in roots],
        other_certs=[asn1.Certificate.load(one) for one in evidence.certificates],
        ocsps=[asn1_ocsp.OCSPResponse.load(one) for one in evidence.answers],
        crls=[asn1_crl.CertificateList.load(one) for one in evidence.lists],
        allow_fetching=False,
        revocation_mode="require" if required else "soft-fail",
        moment=at,
    )
    structure = asn1.Certificate.load(_der(certificate))
    validator = CertificateValidator(structure, validation_context=context)
    owner = common_name(certificate.subject)
    try:
        if stamping:
            asyncio.run(validator.async_validate_usage(set(), extended_key_usage={STAMPING}))
        else:
            usage: Any = structure.key_usage_value
            allowed = usage.native if usage is not None else set(SIGNING)
            wanted = next((one for one in SIGNING if one in allowed), SIGNING[0])
            asyncio.run(validator.async_validate_usage({wanted} if usage is not None else set()))
    except (PathError, ValidationError) as error:
        raise _explained(error, certificate, owner, reasons) from error


def _explained(
    error: Exception, certificate: x509.Certificate, owner: str, reasons: Sequence[str]
) -> Exception:
    if isinstance(error, RevokedError):
        since = error.revocation_dt
        return CertificateRevokedError(owner=owner, since=f"{since:%d/%m/%Y}")
    if isinstance(error, (ExpiredError, NotYetValidError)):
        return CertificateExpiredError(
            owner=owner,
            not_before=certificate.not_valid_before_utc.isoformat(),
            not_after=certificate.not_valid_after_utc.isoformat(),
        )
    if isinstance(error, InsufficientRevinfoError):
        return RevocationUnknownError(owner=owner, reason="; ".join(reasons) or "stale")
    if isinstance(error, PathBuildingError):
        return CertificateUntrustedError(owner=owner)
    if isinstance(error, InvalidCertificateError):
        return CertificateUnfitError(owner=owner, reason="usage")
    return CertificateUntrustedError(owner=owner)


def _issued(certificate: x509.Certificate, issuer: x509.Certificate) -> bool:
    if certificate.issuer != issuer.subject:
        return False
    try:
        certificate.verify_directly_issued_by(issuer)
    except (InvalidSignature, *MALFORMED):
        return False
    return True


def _ocsp_urls(certificate: x509.Certificate) -> list[str]:
    try:
        found = certificate.extensions.get_extension_for_oid(
            ExtensionOID.AUTHORITY_INFORMATION_ACCESS
        ).value
    except x509.ExtensionNotFound:
        return []
    return [
        str(one.access_location.value)
        for one in found  # type: ignore[attr-defined]
        if one.access_method == AuthorityInformationAccessOID.OCSP
    ]


def _list_urls(certificate: x509.Certificate) -> list[str]:
    try:
        points = certificate.extensions.get_extension_for_class(x509.CRLDistributionPoints).value
    except x509.ExtensionNotFound:
        return []
    return [
        str(name.value)
        for point in points
        for name in point.full_name or ()
        if isinstance(name, x509.UniformResourceIdentifier)
    ]


def hosts_named(
    certificate: x509.Certificate,
    known: Collection[x509.Certificate],
    roots: tuple[x509.Certificate, ...],
) -> tuple[str, ...]:
    """Return the OCSP and CRL hosts a certificate and its issuers name, once a root vouches.

    Nothing when no path leads to one of the roots: then anybody may have written the names.
    """
    try:
        path = Revocation(Services(()), roots).path(certificate, known)
    except CertificateUntrustedError:
        return ()
    hosts = []
    for one in path:
        for url in (*_ocsp_urls(one), *_list_urls(one)):
            with suppress(ServiceRefusedError):
                hosts.append(host_of(url))
    return tuple(dict.fromkeys(hosts))


def _der(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(Encoding.DER)
