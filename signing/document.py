"""Signing a PDF: checks before, PAdES B-B as an incremental update, a self-check after."""

from __future__ import annotations

import asyncio
import io
import os
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from pyhanko.pdf_utils.crypt.api import PdfKeyNotAvailableError
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter, enumerate_sig_fields
from pyhanko.sign.general import SigningError as PyhankoSigningError
from pyhanko.sign.signers.cms_embedder import (
    PdfCMSEmbedder,
    SigAppearanceSetup,
    SigIOSetup,
    SigObjSetup,
)
from pyhanko.sign.signers.pdf_byterange import SignatureObject
from pyhanko.sign.signers.pdf_cms import Signer
from pyhanko_certvalidator.registry import SimpleCertificateStore
from typing_extensions import override

from signing.appearance import OFFICE_TIME, VietnameseStyle, with_test_line
from signing.errors import (
    AlreadySignedError,
    CertificateExpiredError,
    CertificateUnfitError,
    EncryptedPdfError,
    NoPageError,
    NotAPdfError,
    OutputFailedError,
    PdfUnsignableError,
    SelfCheckError,
)
from signing.keys import MINIMUM_RSA_BITS, SigningKey, may_sign, structure
from signing.model import Appearance
from signing.pdfa import check_pdfa
from signing.verify import HOSTILE, check

DIGEST = "sha256"
LARGEST_FILE = 1_000_000_000
"""Bytes of a file that is read for signing."""
RESERVED = 16_384
"""Hexadecimal digits kept free for the signature; room for a chain of several certificates."""


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
    """Return the PDF with one more signature, appended to bytes that stay as they were."""
    check_certificate(key, at)
    writer = _open(pdf)
    _demand_free_field(writer, field)
    _demand_permission(writer)
    spec = SigFieldSpec(field)
    if appearance is not None:
        appearance = replace(
            appearance,
            page=_page(writer, appearance.page),
            lines=with_test_line(appearance.lines, test=key.info.test),
        )
        spec = SigFieldSpec(field, on_page=appearance.page, box=appearance.box)  # type: ignore[arg-type]
    when = at.astimezone(OFFICE_TIME)
    placeholder = SignatureObject(
        timestamp=when,
        subfilter=SigSeedSubFilter.PADES,
        name=key.info.owner,
        location=location or None,
        reason=reason or None,
        bytes_reserved=RESERVED,
    )
    try:
        signed = _write(writer, key, spec, placeholder, appearance, when)
    except (PdfError, PyhankoSigningError) as error:
        raise PdfUnsignableError(reason="damaged") from error
    _self_check(pdf, signed, field)
    return signed


def sign_file(
    source: Path,
    target: Path,
    key: SigningKey,
    *,
    field: str,
    appearance: Appearance | None,
    reason: str,
    location: str = "",
    at: datetime,
) -> None:
    """Sign ``source`` into ``target``; after a failure ``target`` is as it was before."""
    try:
        pdf = _read(source)
        same = target.exists() and target.samefile(source)
    except OSError as error:
        raise NotAPdfError(path=str(source), reason=error.strerror or "") from error
    if same:
        raise OutputFailedError(path=str(target), reason="source")
    signed = sign(
        pdf, key, field=field, appearance=appearance, reason=reason, location=location, at=at
    )
    write_whole(target, signed)


def _read(source: Path) -> bytes:
    """Return a file's bytes; a device or a pipe may never end, and a huge file fills the memory."""
    if not source.is_file() and source.exists():
        raise NotAPdfError(path=str(source), reason="no regular file")
    with source.open("rb") as stream:
        data = stream.read(LARGEST_FILE + 1)
    if len(data) > LARGEST_FILE:
        raise NotAPdfError(path=str(source), reason="too large")
    return data


def write_whole(target: Path, data: bytes) -> None:
    """Write a file so that it is there in full or not at all."""
    part = target.with_name(target.name + ".part")
    try:
        try:
            with part.open("wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            if part.read_bytes() != data:
                raise SelfCheckError(field="", reason="written")
            part.replace(target)
            _sync_folder(target.parent)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise OutputFailedError(path=str(target), reason=error.strerror or str(error)) from error


def check_certificate(key: SigningKey, at: datetime) -> None:
    """Refuse a certificate that is out of date or not made for signing, before it signs."""
    info = key.info
    if not info.not_before <= at.astimezone(UTC) <= info.not_after:
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


class KeySigner(Signer):
    """Lets pyHanko sign with an open key; loading it once instead of for every signature."""

    def __init__(self, key: SigningKey) -> None:
        store = SimpleCertificateStore()
        store.register_multiple(structure(certificate) for certificate in key.chain)
        super().__init__(
            signing_cert=structure(key.certificate), cert_registry=store, embed_roots=False
        )
        self._private = key.private

    @override
    async def async_sign_raw(
        self, data: bytes, digest_algorithm: str, dry_run: bool = False
    ) -> bytes:
        if isinstance(self._private, ec.EllipticCurvePrivateKey):
            return self._private.sign(data, ec.ECDSA(hashes.SHA256()))
        signature: bytes = self._private.sign(data, padding.PKCS1v15(), hashes.SHA256())
        return signature


def _write(
    writer: IncrementalPdfFileWriter,
    key: SigningKey,
    spec: SigFieldSpec,
    placeholder: SignatureObject,
    appearance: Appearance | None,
    when: datetime,
) -> bytes:
    steps: Any = PdfCMSEmbedder(new_field_spec=spec).write_cms(spec.sig_field_name, writer)
    next(steps)
    style = VietnameseStyle(appearance=appearance)
    look = SigAppearanceSetup(style=style, timestamp=when, name=None) if appearance else None
    steps.send(SigObjSetup(sig_placeholder=placeholder, appearance_setup=look))
    prepared, output = steps.send(SigIOSetup(md_algorithm=DIGEST, output=io.BytesIO()))
    signature = asyncio.run(
        KeySigner(key).async_sign(prepared.document_digest, DIGEST, use_pades=True)
    )
    steps.send(signature)
    data: bytes = output.getvalue()
    return data


def _open(pdf: bytes) -> IncrementalPdfFileWriter:
    if not pdf.startswith(b"%PDF-"):
        raise NotAPdfError
    try:
        writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
        if writer.prev.encrypted:
            raise EncryptedPdfError
        if writer.prev.xrefs.hybrid_xrefs_present:
            raise PdfUnsignableError(reason="hybrid")
        _ = writer.prev.root["/Pages"]["/Count"]
    except PdfKeyNotAvailableError as error:
        raise EncryptedPdfError from error
    except PyhankoSigningError as error:
        raise PdfUnsignableError(reason="hybrid") from error
    except HOSTILE as error:
        raise NotAPdfError from error
    return writer


def _demand_free_field(writer: IncrementalPdfFileWriter, field: str) -> None:
    try:
        filled = [name for name, _, _ in enumerate_sig_fields(writer.prev, filled_status=True)]
    except HOSTILE as error:
        raise PdfUnsignableError(reason="damaged") from error
    if field in filled:
        raise AlreadySignedError(field=field)


def _demand_permission(writer: IncrementalPdfFileWriter) -> None:
    """Refuse a file whose author's signature forbids every change."""
    for signature in writer.prev.embedded_signatures:
        if signature.docmdp_level == MDPPerm.NO_CHANGES:
            raise PdfUnsignableError(reason="certified")


def _page(writer: IncrementalPdfFileWriter, page: int) -> int:
    count = int(writer.prev.root["/Pages"]["/Count"])
    if not -count <= page < count:
        raise NoPageError(page=page + 1, pages=count)
    return page % count


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


def _sync_folder(folder: Path) -> None:
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
