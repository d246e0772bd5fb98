"""Whether a signature can be believed although its certificate has changed since it was made.

A document timestamp vouches for everything before it, so what it covers is judged as of its time
(ETSI EN 319 102-1 5.6.3, the part a PDF needs): the last one now, each earlier one as of the next,
the signer as of the first that follows. Revocation data comes from the file alone.
"""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from asn1crypto import crl as asn1_crl
from asn1crypto import ocsp as asn1_ocsp
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESPassed
from pyhanko.sign.validation.ades import ades_lta_validation
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import NoDSSFoundError
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.policy_decl import (
    LocalKnowledge,
    PdfSignatureValidationSpec,
    RevinfoOnlineFetchingRule,
    RevocationInfoGatheringSpec,
    SignatureValidationSpec,
)
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.policy_decl import REQUIRE_REVINFO, CertRevTrustPolicy
from pyhanko_certvalidator.registry import SimpleTrustManager

from signing.errors import CertificateRevokedError, RevocationUnknownError, SigningError
from signing.hostile import HOSTILE
from signing.keys import common_name
from signing.revocation import Evidence, judge

MOST_ITEMS = 512
LARGEST_ITEM = 20_000_000
LONGEST_PATH = 8
GOOD, REVOKED, UNKNOWN = "good", "revoked", "unknown"


@dataclass(frozen=True, slots=True)
class Stamp:
    """A document timestamp whose token is sound: who made it, and when."""

    order: int
    at: datetime
    certificate: x509.Certificate
    known: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Proof:
    """What the file itself proves about one signature."""

    holds: bool
    """The signer's certificate was good, its revocation known, at a time that is proven."""
    revocation: str
    """``good``, ``revoked`` or ``unknown`` when the signature was made."""
    moment: datetime
    """As of when the certificate was judged."""
    timestamp_holds: bool = False
    """The signature's own timestamp can be believed."""


def stored_evidence(reader: PdfFileReader) -> Evidence:
    """Return the revocation data in a file; what cannot be read is left out."""
    try:
        store = DocumentSecurityStore.read_dss(reader)
    except NoDSSFoundError:
        return Evidence()
    except HOSTILE:
        return Evidence()
    return Evidence(
        _sound(store.certs.values(), asn1.Certificate),
        _sound(store.ocsps, asn1_ocsp.OCSPResponse),
        _sound(store.crls, asn1_crl.CertificateList),
    )


def _sound(references: Any, kind: Any) -> tuple[bytes, ...]:
    found = []
    for reference in list(references)[:MOST_ITEMS]:
        try:
            data = bytes(reference.get_object().data)
            if len(data) <= LARGEST_ITEM:
                # parsed when asked, so ask for all of it now
                _ = kind.load(data, strict=True).native
                found.append(data)
        except HOSTILE:
            continue
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Archive:
    """A file's evidence and the times its document timestamps prove."""

    evidence: Evidence
    roots: tuple[x509.Certificate, ...]
    now: datetime
    proven: tuple[Stamp, ...]
    """Those that hold, oldest first."""
    broken: tuple[int, ...]
    """Orders of those that do not."""

    @classmethod
    def of(
        cls,
        evidence: Evidence,
        roots: Sequence[x509.Certificate],
        stamps: Sequence[Stamp],
        now: datetime,
    ) -> Archive:
        """Judge the document timestamps, the newest first."""
        proven: list[Stamp] = []
        broken: list[int] = []
        moment = now
        for stamp in sorted(stamps, key=lambda one: one.order, reverse=True):
            if _fits(stamp.certificate, stamp.known, evidence, roots, moment, stamping=True):
                proven.insert(0, stamp)
                moment = stamp.at
            else:
                broken.append(stamp.order)
        return cls(evidence, tuple(roots), now, tuple(proven), tuple(broken))

    def prove(
        self,
        order: int,
        certificate: x509.Certificate,
        known: Sequence[bytes],
        stamp: Stamp | None,
        claimed: datetime | None,
    ) -> Proof:
        """Return what the file proves about the signature of this order."""
        moment = next((one.at for one in self.proven if one.order > order), self.now)
        stamped = stamp is not None and _fits(
            stamp.certificate, stamp.known, self.evidence, self.roots, moment, stamping=True
        )
        best = stamp.at if stamped and stamp is not None else claimed or moment
        evidence = _with(self.evidence, known)
        try:
            judge(certificate, self.roots, evidence, at=moment)
        except CertificateRevokedError as error:
            since = getattr(error.__cause__, "revocation_dt", None)
            later = stamped and since is not None and since > best
            return Proof(later, GOOD if later else REVOKED, moment, stamped)
        except RevocationUnknownError:
            return Proof(holds=False, revocation=UNKNOWN, moment=moment, timestamp_holds=stamped)
        except (SigningError, *HOSTILE):
            return Proof(holds=False, revocation=UNKNOWN, moment=moment, timestamp_holds=stamped)
        proven_time = stamped or moment is not self.now
        # nobody was asked about a certificate that is itself what is trusted
        known_good = UNKNOWN if certificate in self.roots else GOOD
        return Proof(proven_time, known_good, moment, stamped)


def _fits(
    certificate: x509.Certificate,
    known: Sequence[bytes],
    evidence: Evidence,
    roots: Sequence[x509.Certificate],
    at: datetime,
    *,
    stamping: bool,
) -> bool:
    whole = _with(evidence, known)
    bare = Evidence(certificates=whole.certificates)
    # data that has gone stale says nothing against a timestamp; a revocation does
    for tried in (whole, bare):
        try:
            judge(certificate, roots, tried, stamping=stamping, at=at, required=False)
        except RevocationUnknownError:
            continue
        except (SigningError, *HOSTILE):
            return False
        return True
    return False


def _with(evidence: Evidence, known: Sequence[bytes]) -> Evidence:
    return dataclasses.replace(
        evidence, certificates=tuple(dict.fromkeys((*evidence.certificates, *known)))
    )


def ades_verdict(
    embedded: EmbeddedPdfSignature, roots: Sequence[asn1.Certificate]
) -> tuple[bool, str]:
    """Return pyHanko's own judgement by ETSI EN 319 102-1, from the file alone: good, and its name.

    A B-LT signature whose revocation data is fresh has no proof of existence yet (NO_POE), which is
    as good as it gets before the archive timestamp.
    """
    spec = PdfSignatureValidationSpec(
        SignatureValidationSpec(
            cert_validation_policy=CertValidationPolicySpec(
                trust_manager=SimpleTrustManager.build(trust_roots=list(roots)),
                revinfo_policy=CertRevTrustPolicy(REQUIRE_REVINFO),
            ),
            # the library does not know the root itself otherwise, and finds no proof
            local_knowledge=LocalKnowledge(known_certs=list(roots)),
            revinfo_gathering_policy=RevocationInfoGatheringSpec(
                online_fetching_rule=RevinfoOnlineFetchingRule.LOCAL_ONLY
            ),
        )
    )
    try:
        result = asyncio.run(ades_lta_validation(embedded, spec))
    except HOSTILE as error:
        return False, type(error).__name__
    name = getattr(result.ades_subindic, "name", str(result.ades_subindic))
    if result.ades_subindic is AdESPassed.OK:
        return True, "PASSED"
    sound = bool(result.api_status and result.api_status.bottom_line)
    return sound and name == "NO_POE", name


def spoiled(carried: Sequence[bytes], known: Sequence[bytes]) -> bool:
    """Return whether a certificate that a signature carries was altered.

    No signature covers the certificates beside it (RFC 5652 5.1), and those of the last timestamp
    nothing else in the file. Each is itself signed: it must verify under an issuer that is known,
    and one whose issuer is not must not be another known one's copy with other bytes.
    """
    try:
        mine = [x509.load_der_x509_certificate(one) for one in dict.fromkeys(carried)]
        others = [x509.load_der_x509_certificate(one) for one in dict.fromkeys(known)]
        return any(_altered(one, [*mine, *others]) for one in mine)
    except HOSTILE:
        return True


def _altered(certificate: x509.Certificate, known: Sequence[x509.Certificate]) -> bool:
    issuers = [one for one in known if one.subject == certificate.issuer]
    if issuers:
        return not any(_vouches(issuer, certificate) for issuer in issuers)
    twins = [
        one
        for one in known
        if one.serial_number == certificate.serial_number
        and one.public_key() == certificate.public_key()
    ]
    return any(one != certificate for one in twins)


def _vouches(issuer: x509.Certificate, certificate: x509.Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(issuer)
    except (InvalidSignature, *HOSTILE):
        return False
    return True


def names_above(certificate: x509.Certificate, known: Sequence[bytes]) -> tuple[str, ...]:
    """Return who vouches for whom, from a certificate up as far as its issuers are known."""
    certificates = []
    for data in known:
        try:
            certificates.append(x509.load_der_x509_certificate(data))
        except HOSTILE:
            continue
    path = [certificate]
    while path[-1].issuer != path[-1].subject and len(path) < LONGEST_PATH:
        issuer = next((one for one in certificates if one.subject == path[-1].issuer), None)
        if issuer is None:
            break
        path.append(issuer)
    return tuple(common_name(one.subject) for one in path)
