"""Checking a signed PDF: who signed, whether anything changed, and what the trust rests on.

It never goes online. Hostile input is a verdict, not a crash: pyHanko raises on a signature it
cannot take apart, and such a signature is simply not intact.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from asn1crypto import crl as asn1_crl
from asn1crypto import ocsp as asn1_ocsp
from asn1crypto import pem
from asn1crypto import x509 as asn1
from asn1crypto.parser import peek
from cryptography import x509
from pyhanko.pdf_utils.crypt.api import PdfKeyNotAvailableError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESFailure
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.general import find_unique_cms_attribute
from pyhanko.sign.validation import validate_pdf_signature, validate_pdf_timestamp
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from signing.errors import EncryptedPdfError, NotAPdfError, TrustUnreadableError
from signing.hostile import HOSTILE
from signing.keys import common_name, is_test, may_sign
from signing.model import SignerVerdict, Verdict
from signing.pdfa import check_pdfa
from signing.proof import (
    REVOKED,
    Archive,
    Proof,
    Stamp,
    ades_verdict,
    names_above,
    spoiled,
    stored_evidence,
)
from signing.revocation import Evidence

PADES = "/ETSI.CAdES.detached"
# pyHanko logs whole certificate names with its findings; the verdict says what was found
for _name in ("pyhanko", "pyhanko_certvalidator", "pikepdf", "fontTools"):
    logging.getLogger(_name).setLevel(logging.CRITICAL + 1)
DOCUMENT_TIMESTAMP = "/DocTimeStamp"
END = b"%%EOF"
SIGNING_USAGE = KeyUsageConstraints(
    key_usage={"non_repudiation", "digital_signature"}, match_all_key_usages=False
)


@dataclass(frozen=True, slots=True)
class Trust:
    """Whom to believe, and at which moment."""

    roots: tuple[asn1.Certificate, ...]
    moment: datetime
    evidence: Evidence

    def certificates(self) -> list[bytes]:
        """Return the certificates that the file's evidence holds, and the trusted ones."""
        return [*self.evidence.certificates, *(root.dump() for root in self.roots)]

    def context(self) -> ValidationContext:
        """Return a fresh validation context that never goes online."""
        return ValidationContext(
            trust_roots=self.roots,
            other_certs=[asn1.Certificate.load(one) for one in self.evidence.certificates],
            ocsps=[asn1_ocsp.OCSPResponse.load(one) for one in self.evidence.answers],
            crls=[asn1_crl.CertificateList.load(one) for one in self.evidence.lists],
            allow_fetching=False,
            moment=self.moment,
            revocation_mode="soft-fail",
        )


def check(
    pdf: bytes,
    *,
    trust: Sequence[bytes] = (),
    accept_test: bool = False,
    expected_fields: Collection[str] = (),
    at: datetime | None = None,
) -> Verdict:
    """Return the verdict on a whole file.

    ``accept_test`` trusts the test certificates inside the file, and the verdict says so.
    ``expected_fields`` must have signed: a file cut back to an earlier signature looks whole.
    """
    moment = at or datetime.now(UTC)
    reader = _read(pdf)
    found = list(_signatures(reader))
    test_roots = (
        [root for one in found for root in _own_test_root(one.embedded)] if accept_test else []
    )
    roots = [*_roots(trust), *test_roots]
    evidence = stored_evidence(reader)
    trusted = Trust(tuple(roots), moment, evidence)
    stamps, problems = _document_timestamps(pdf, found, trusted)
    archive = Archive.of(evidence, [_plain(root) for root in roots], stamps, moment)
    if archive.broken:
        problems.append("timestamp-untrusted")
    case = _Case(pdf, trusted, archive, [(one.order, one.field) for one in found])
    signers = tuple(_judge(case, one) for one in found if not one.document_timestamp)
    problems = [*(one.problem for one in signers if one.problem), *problems]
    problems += [
        "signature-missing"
        for field in expected_fields
        if field not in {one.field for one in signers}
    ]
    if not signers:
        problems.append("no-signature")
    elif not pdf.rstrip(b"\r\n").endswith(END):
        # behind the newest revision; readers skip it, whether that is a signature or evidence
        problems.append("changed-after-signing")
    conformance = check_pdfa(pdf)
    if not conformance.conforms:
        problems.append("not-pdfa")
    return Verdict(
        valid=not problems,
        signers=signers,
        pdfa=conformance,
        checked_at=moment,
        trust=_trust_text(trust, test_roots),
        problems=tuple(dict.fromkeys(problems)),
        notes=_notes(signers, test_roots),
        archived_until=max(
            (one.certificate.not_valid_after_utc for one in archive.proven[-1:]), default=None
        ),
    )


@dataclass(frozen=True, slots=True)
class _Found:
    """A signature field with its contents, if they can be taken apart."""

    field: str
    embedded: EmbeddedPdfSignature | None
    document_timestamp: bool
    order: int


@dataclass(frozen=True, slots=True)
class _Case:
    """What the signatures of one file are judged by."""

    pdf: bytes
    trust: Trust
    archive: Archive
    fields: Sequence[tuple[int, str]]

    def level(self, found: _Found, *, stamped: bool) -> str:
        """Return the level a signature reaches."""
        embedded = found.embedded
        if embedded is None or embedded.sig_object.get("/SubFilter") != PADES:
            return ""
        archived = any(one.order > found.order for one in self.archive.proven)
        if not (stamped or archived):
            return "B-B"
        evidence = self.archive.evidence
        if not (evidence.answers or evidence.lists):
            return "B-T"
        return "B-LTA" if archived else "B-LT"


def _read(pdf: bytes) -> PdfFileReader:
    if b"%PDF-" not in pdf[:1024]:
        raise NotAPdfError
    try:
        reader = PdfFileReader(io.BytesIO(pdf), strict=False)
        if reader.encrypted:
            raise EncryptedPdfError
        _ = reader.root["/Pages"]
    except PdfKeyNotAvailableError as error:
        raise EncryptedPdfError from error
    except HOSTILE as error:
        raise NotAPdfError from error
    return reader


def _signatures(reader: PdfFileReader) -> list[_Found]:
    """Return the signatures in the order in which they were made."""
    found: list[_Found] = []
    try:
        fields = list(enumerate_sig_fields(reader, filled_status=True))
    except HOSTILE:
        return [_Found("", None, document_timestamp=False, order=0)]
    for name, _value, reference in fields:
        try:
            embedded = EmbeddedPdfSignature(reader, reference.get_object(), name)
            stamp = embedded.sig_object_type == DOCUMENT_TIMESTAMP
            found.append(_Found(name, embedded, stamp, embedded.signed_revision))
        except HOSTILE:
            found.append(_Found(name, None, document_timestamp=False, order=0))
    return sorted(found, key=lambda one: one.order)


def _usage_asked(certificate: asn1.Certificate) -> KeyUsageConstraints:
    """Return which key usage a signer's certificate must name; one without the extension is free.

    RFC 5280 4.2.1.3: only a certificate that has the extension is bound by it.
    """
    # an empty set asks nothing; none at all would mean pyHanko's own default
    free = KeyUsageConstraints(key_usage=frozenset())
    return free if certificate.key_usage_value is None else SIGNING_USAGE


def _judge(case: _Case, found: _Found) -> SignerVerdict:
    embedded = found.embedded
    if embedded is None:
        return _unreadable(found)
    try:
        status = validate_pdf_signature(
            embedded,
            signer_validation_context=case.trust.context(),
            ts_validation_context=case.trust.context(),
            key_usage_settings=_usage_asked(embedded.signer_cert),
        )
        certificate = _plain(embedded.signer_cert)
        claimed = embedded.self_reported_timestamp
        end = _end_of_range(embedded)
        known = [certificate.dump() for certificate in embedded.other_embedded_certs]
        above = [*known, *case.trust.certificates()]
        own = _own_stamp(embedded, status)
        proof = case.archive.prove(found.order, certificate, known, own, claimed)
    except HOSTILE:
        return _unreadable(found)
    stamp = status.timestamp_validity
    level = case.level(found, stamped=stamp is not None)
    sound, ades = True, ""
    if level in {"B-LT", "B-LTA"} and case.trust.roots:
        sound, ades = ades_verdict(embedded, case.trust.roots)
    facts = _Facts(
        status=status,
        certificate=certificate,
        signed_at=stamp.timestamp if stamp else claimed,
        moment=case.trust.moment,
        intact=status.intact and status.valid and not spoiled(known, above),
        # integrity alone is not enough: a page added later leaves every hash as it was
        changed=not status.docmdp_ok or _left_over(case.pdf, embedded) or _stuffed(embedded),
        proof=proof,
        proven=sound or proof.holds,
    )
    return SignerVerdict(
        field=found.field,
        owner=common_name(certificate.subject),
        issuer=common_name(certificate.issuer),
        signed_at=facts.signed_at.astimezone(UTC) if facts.signed_at else None,
        timestamped=bool(stamp and stamp.intact and stamp.valid),
        intact=facts.intact,
        trusted=facts.trusted,
        covers_whole_file=end == len(case.pdf),
        modified_after=facts.changed,
        test_certificate=is_test(certificate),
        level=level,
        algorithm=f"{status.pkcs7_signature_mechanism} {status.md_algorithm}",
        problem=_problem(facts),
        timestamp_at=stamp.timestamp.astimezone(UTC) if stamp else None,
        timestamp_by=common_name(own.certificate.subject) if own else "",
        revocation=proof.revocation,
        path=names_above(certificate, above),
        ades=ades,
        followed_by=tuple(name for order, name in case.fields if order > found.order),
    )


def _own_stamp(embedded: EmbeddedPdfSignature, status: PdfSignatureStatus) -> Stamp | None:
    """Return a signature's own timestamp when it is sound; trust is another question."""
    stamp = status.timestamp_validity
    if stamp is None or not (stamp.intact and stamp.valid):
        return None
    unsigned = embedded.signer_info["unsigned_attrs"]
    token = find_unique_cms_attribute(unsigned, "signature_time_stamp_token")["content"]
    known = tuple(one.chosen.dump() for one in token["certificates"])
    return Stamp(0, stamp.timestamp.astimezone(UTC), _plain(stamp.signing_cert), known)


@dataclass(frozen=True, slots=True)
class _Facts:
    """What is known of one signature when its verdict is given."""

    status: PdfSignatureStatus
    certificate: x509.Certificate
    signed_at: datetime | None
    moment: datetime
    intact: bool
    changed: bool
    proof: Proof
    proven: bool

    @property
    def trusted(self) -> bool:
        """Whether the certificate is trusted now, or provably was when it signed."""
        return (self.status.trusted or self.proof.holds) and self.proof.revocation != REVOKED


def _problem(facts: _Facts) -> str:
    status, certificate, proof = facts.status, facts.certificate, facts.proof
    stamp, signed_at = status.timestamp_validity, facts.signed_at
    dates = (certificate.not_valid_before_utc, certificate.not_valid_after_utc)
    indication = status.trust_problem_indic
    revoked = proof.revocation == REVOKED or (_revoked(indication) and not proof.holds)
    checks = (
        (not facts.intact, "altered"),
        (facts.changed, "changed-after-signing"),
        (signed_at is None, "no-signing-time"),
        (signed_at is not None and not dates[0] <= signed_at <= dates[1], "signed-out-of-validity"),
        (revoked, "certificate-revoked"),
        (
            not facts.trusted and not dates[0] <= facts.moment <= dates[1],
            "certificate-since-expired",
        ),
        (indication is AdESFailure.FORMAT_FAILURE, "signature-unreadable"),
        (not may_sign(certificate), "signer-unfit"),
        (not facts.trusted, "untrusted"),
        (stamp is not None and not (stamp.valid and stamp.intact), "timestamp-broken"),
        (
            stamp is not None and not (stamp.trusted or proof.timestamp_holds),
            "timestamp-untrusted",
        ),
        (not facts.proven, "proof-incomplete"),
        (not status.bottom_line and not proof.holds, "not-valid"),
    )
    return next((code for wrong, code in checks if wrong), "")


def _revoked(indication: object) -> bool:
    return getattr(indication, "name", "").startswith("REVOKED")


def _unreadable(found: _Found) -> SignerVerdict:
    return SignerVerdict(
        field=found.field,
        owner="",
        issuer="",
        signed_at=None,
        timestamped=False,
        intact=False,
        trusted=False,
        covers_whole_file=False,
        modified_after=False,
        test_certificate=False,
        level="",
        algorithm="",
        problem="signature-unreadable",
    )


def _end_of_range(embedded: EmbeddedPdfSignature) -> int:
    _, _, start, length = (int(number) for number in embedded.byte_range)
    return start + length


def _left_over(pdf: bytes, embedded: EmbeddedPdfSignature) -> bool:
    """Whether bytes follow the file's last revision: readers skip them, a signature must not."""
    newest = embedded.signed_revision == embedded.reader.xrefs.total_revisions - 1
    return newest and _end_of_range(embedded) != len(pdf)


def _stuffed(embedded: EmbeddedPdfSignature) -> bool:
    """Whether something hides behind the signature, in room that no signature covers."""
    content = embedded.pkcs7_content
    return any(content[peek(content) :])


def _document_timestamps(
    pdf: bytes, found: Iterable[_Found], trust: Trust
) -> tuple[list[Stamp], list[str]]:
    """Return the document timestamps whose tokens are sound, and what is wrong with others."""
    stamps: list[Stamp] = []
    problems: list[str] = []
    for one in found:
        if not one.document_timestamp or one.embedded is None:
            continue
        try:
            status = validate_pdf_timestamp(one.embedded, validation_context=trust.context())
            known = tuple(other.dump() for other in one.embedded.other_embedded_certs)
            certificate = _plain(one.embedded.signer_cert)
            stamp = Stamp(one.order, status.timestamp.astimezone(UTC), certificate, known)
            sound = status.intact and status.valid and not _stuffed(one.embedded)
            sound = sound and not spoiled(known, trust.certificates())
            # over a part of the file, or with bytes behind it, it proves nothing of the rest
            whole = status.coverage is not None
            whole = whole and status.coverage >= SignatureCoverageLevel.ENTIRE_REVISION
            sound = sound and whole and not _left_over(pdf, one.embedded)
        except HOSTILE:
            problems.append("timestamp-broken")
            continue
        if sound:
            stamps.append(stamp)
        else:
            problems.append("timestamp-broken")
    return stamps, problems


def _plain(certificate: asn1.Certificate) -> x509.Certificate:
    return x509.load_der_x509_certificate(certificate.dump())


def _own_test_root(embedded: EmbeddedPdfSignature | None) -> list[asn1.Certificate]:
    if embedded is None:
        return []
    try:
        certificate = x509.load_der_x509_certificate(embedded.signer_cert.dump())
        own = certificate.subject == certificate.issuer and is_test(certificate)
    except HOSTILE:
        return []
    return [embedded.signer_cert] if own else []


def _roots(trust: Sequence[bytes]) -> list[asn1.Certificate]:
    roots: list[asn1.Certificate] = []
    try:
        for data in trust:
            parts = pem.unarmor(data, multiple=True) if pem.detect(data) else [("", {}, data)]
            for _, _, der in parts:
                # asn1crypto parses when asked, so ask for everything now
                x509.load_der_x509_certificate(der)
                roots.append(asn1.Certificate.load(der, strict=True))
    except (ValueError, TypeError) as error:
        raise TrustUnreadableError from error
    return roots


def _trust_text(trust: Sequence[bytes], test_roots: Sequence[asn1.Certificate]) -> str:
    if test_roots:
        return "test certificate"
    return "given root" if trust else "none"


def _notes(
    signers: Sequence[SignerVerdict], test_roots: Sequence[asn1.Certificate]
) -> tuple[str, ...]:
    notes = []
    if test_roots:
        notes.append("test-certificate-accepted")
    if any(one.test_certificate for one in signers):
        notes.append("test-certificate")
    if any(not one.timestamped for one in signers):
        notes.append("time-from-signer")
    return tuple(notes)
