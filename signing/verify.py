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

from asn1crypto import pem
from asn1crypto import x509 as asn1
from asn1crypto.parser import peek
from cryptography import x509
from pyhanko.pdf_utils.crypt.api import PdfKeyNotAvailableError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESFailure
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation import validate_pdf_signature, validate_pdf_timestamp
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import PdfSignatureStatus
from pyhanko_certvalidator import ValidationContext

from signing.errors import EncryptedPdfError, NotAPdfError, TrustUnreadableError
from signing.hostile import HOSTILE
from signing.keys import common_name, is_test, may_sign
from signing.model import SignerVerdict, Verdict
from signing.pdfa import check_pdfa

PADES = "/ETSI.CAdES.detached"
# pyHanko logs whole certificate names with its findings; the verdict says what was found
for _name in ("pyhanko", "pyhanko_certvalidator", "pikepdf", "fontTools"):
    logging.getLogger(_name).setLevel(logging.CRITICAL + 1)
DOCUMENT_TIMESTAMP = "/DocTimeStamp"
SIGNING_USAGE = KeyUsageConstraints(
    key_usage={"non_repudiation", "digital_signature"}, match_all_key_usages=False
)


@dataclass(frozen=True, slots=True)
class Trust:
    """Whom to believe, and at which moment."""

    roots: tuple[asn1.Certificate, ...]
    moment: datetime

    def context(self) -> ValidationContext:
        """Return a fresh validation context that never goes online."""
        return ValidationContext(
            trust_roots=self.roots,
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
    trusted = Trust(tuple(roots), moment)
    level = _Evidence.of(reader, found)
    signers = tuple(_judge(pdf, one, trusted, level) for one in found if not one.document_timestamp)
    problems = [one.problem for one in signers if one.problem]
    problems += _document_timestamp_problems(found, trusted)
    problems += [
        "signature-missing"
        for field in expected_fields
        if field not in {one.field for one in signers}
    ]
    if not signers:
        problems.append("no-signature")
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
    )


@dataclass(frozen=True, slots=True)
class _Found:
    """A signature field with its contents, if they can be taken apart."""

    field: str
    embedded: EmbeddedPdfSignature | None
    document_timestamp: bool
    order: int


@dataclass(frozen=True, slots=True)
class _Evidence:
    """What the file carries for later proof, shared by all its signatures."""

    revocation: bool
    last_timestamp: int

    @classmethod
    def of(cls, reader: PdfFileReader, found: Iterable[_Found]) -> _Evidence:
        stamps = [one.order for one in found if one.document_timestamp]
        try:
            store = reader.root.get("/DSS", {})
            revocation = any(len(store.get(key, ())) for key in ("/OCSPs", "/CRLs"))
        except HOSTILE:
            revocation = False
        return cls(revocation=revocation, last_timestamp=max(stamps, default=-1))


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


def _judge(pdf: bytes, found: _Found, trust: Trust, evidence: _Evidence) -> SignerVerdict:
    embedded = found.embedded
    if embedded is None:
        return _unreadable(found)
    try:
        status = validate_pdf_signature(
            embedded,
            signer_validation_context=trust.context(),
            ts_validation_context=trust.context(),
            key_usage_settings=SIGNING_USAGE,
        )
        certificate = x509.load_der_x509_certificate(embedded.signer_cert.dump())
        claimed = embedded.self_reported_timestamp
        end = _end_of_range(embedded)
    except HOSTILE:
        return _unreadable(found)
    intact = status.intact and status.valid
    stamp = status.timestamp_validity
    signed_at = stamp.timestamp if stamp else claimed
    # integrity alone is not enough: a page added later leaves every hash as it was
    changed = not status.docmdp_ok or _left_over(pdf, embedded, end) or _stuffed(embedded)
    problem = _problem(status, certificate, signed_at, trust, intact=intact, changed=changed)
    return SignerVerdict(
        field=found.field,
        owner=common_name(certificate.subject),
        issuer=common_name(certificate.issuer),
        signed_at=signed_at.astimezone(UTC) if signed_at else None,
        timestamped=bool(stamp and stamp.intact and stamp.valid),
        intact=intact,
        trusted=status.trusted,
        covers_whole_file=end == len(pdf),
        modified_after=changed,
        test_certificate=is_test(certificate),
        level=_level(embedded, found.order, evidence, stamped=stamp is not None),
        algorithm=f"{status.pkcs7_signature_mechanism} {status.md_algorithm}",
        problem=problem,
    )


def _problem(
    status: PdfSignatureStatus,
    certificate: x509.Certificate,
    signed_at: datetime | None,
    trust: Trust,
    *,
    intact: bool,
    changed: bool,
) -> str:
    stamp = status.timestamp_validity
    dates = (certificate.not_valid_before_utc, certificate.not_valid_after_utc)
    indication = status.trust_problem_indic
    checks = (
        (not intact, "altered"),
        (changed, "changed-after-signing"),
        (signed_at is None, "no-signing-time"),
        (signed_at is not None and not dates[0] <= signed_at <= dates[1], "signed-out-of-validity"),
        (_revoked(indication), "certificate-revoked"),
        (
            not status.trusted and not dates[0] <= trust.moment <= dates[1],
            "certificate-since-expired",
        ),
        (indication is AdESFailure.FORMAT_FAILURE, "signature-unreadable"),
        (not may_sign(certificate), "signer-unfit"),
        (not status.trusted, "untrusted"),
        (stamp is not None and not (stamp.valid and stamp.intact), "timestamp-broken"),
        (stamp is not None and not stamp.trusted, "timestamp-untrusted"),
        (not status.bottom_line, "not-valid"),
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


def _left_over(pdf: bytes, embedded: EmbeddedPdfSignature, end: int) -> bool:
    """Whether bytes follow the file's last revision: readers skip them, a signature must not."""
    newest = embedded.signed_revision == embedded.reader.xrefs.total_revisions - 1
    return newest and end != len(pdf)


def _stuffed(embedded: EmbeddedPdfSignature) -> bool:
    """Whether something hides behind the signature, in room that no signature covers."""
    content = embedded.pkcs7_content
    return any(content[peek(content) :])


def _level(
    embedded: EmbeddedPdfSignature, order: int, evidence: _Evidence, *, stamped: bool
) -> str:
    if embedded.sig_object.get("/SubFilter") != PADES:
        return ""
    archived = evidence.last_timestamp > order
    if not (stamped or archived):
        return "B-B"
    if not evidence.revocation:
        return "B-T"
    return "B-LTA" if archived else "B-LT"


def _document_timestamp_problems(found: Iterable[_Found], trust: Trust) -> list[str]:
    problems: list[str] = []
    for one in found:
        if not one.document_timestamp or one.embedded is None:
            continue
        try:
            status = validate_pdf_timestamp(one.embedded, validation_context=trust.context())
        except HOSTILE:
            problems.append("timestamp-broken")
            continue
        if not (status.intact and status.valid):
            problems.append("timestamp-broken")
        elif not status.trusted:
            problems.append("timestamp-untrusted")
    return problems


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
