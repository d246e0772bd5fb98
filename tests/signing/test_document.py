"""Signing appends to a PDF and hands out only what it would itself find valid."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pikepdf
import pytest

from signing import document, preparing
from signing.document import sign
from signing.errors import (
    AlreadySignedError,
    CertificateExpiredError,
    CertificateUnfitError,
    EncryptedPdfError,
    NoPageError,
    NotAPdfError,
    PdfUnsignableError,
    SelfCheckError,
)
from signing.keys import TEST_LINE, SigningKey, make_test_key, open_pkcs12
from signing.model import Appearance
from signing.preparing import Prepared
from signing.verify import check
from tests.signing.conftest import Authority

Rebuild = Callable[[bytes, Callable[[pikepdf.Pdf], None]], bytes]


def test_signing_changes_no_byte_that_was_there(plain_pdf: bytes, signed_pdf: bytes) -> None:
    assert signed_pdf.startswith(plain_pdf)
    assert b"/ETSI.CAdES.detached" in signed_pdf[len(plain_pdf) :]


def test_poppler_finds_the_signature_valid(signed_pdf: bytes, tmp_path: Path) -> None:
    file = tmp_path / "kết quả.pdf"
    file.write_bytes(signed_pdf)
    said = subprocess.run(["pdfsig", file], capture_output=True, text=True, check=False).stdout
    assert "Signature is Valid." in said
    assert "Total document signed" in said
    assert "Lê Văn Mẫu (THỬ NGHIỆM)" in said
    assert "SHA-256" in said


def test_qpdf_finds_the_structure_sound(signed_pdf: bytes, tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    file.write_bytes(signed_pdf)
    said = subprocess.run(["qpdf", "--check", file], capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stderr


def test_the_signing_time_is_the_one_asked_for(signed_pdf: bytes, now: datetime) -> None:
    assert check(signed_pdf).signers[0].signed_at == now


def test_reason_and_place_are_kept_in_vietnamese(
    plain_pdf: bytes, key: SigningKey, now: datetime
) -> None:
    signed = sign(
        plain_pdf,
        key,
        field="person",
        appearance=None,
        reason="Ký ban hành (số 1)",
        location="Cần Thơ",
        at=now,
    )
    with pikepdf.open(io.BytesIO(signed)) as pdf:
        signature = pdf.Root.AcroForm.Fields[0].V
        assert str(signature.Reason) == "Ký ban hành (số 1)"
        assert str(signature.Location) == "Cần Thơ"


def test_two_people_sign_one_after_the_other(
    signed_pdf: bytes, person: SigningKey, appearance: Appearance, now: datetime
) -> None:
    at = now + timedelta(seconds=5)
    look = replace(appearance, box=(60, 200, 275, 270))
    both = sign(signed_pdf, person, field="agency", appearance=look, reason="Đóng dấu", at=at)
    first, second = check(both).signers
    assert (first.field, second.field) == ("person", "agency")
    assert first.intact
    assert second.intact
    assert not first.modified_after
    assert not first.covers_whole_file
    assert second.covers_whole_file


def test_a_field_is_signed_once(signed_pdf: bytes, key: SigningKey, now: datetime) -> None:
    with pytest.raises(AlreadySignedError) as caught:
        sign(signed_pdf, key, field="person", appearance=None, reason="", at=now)
    assert caught.value.details == {"field": "person"}


@pytest.mark.parametrize("days", [-2, 200])
def test_a_certificate_out_of_date_never_signs(
    plain_pdf: bytes, key: SigningKey, now: datetime, days: int
) -> None:
    with pytest.raises(CertificateExpiredError) as caught:
        sign(
            plain_pdf,
            key,
            field="person",
            appearance=None,
            reason="",
            at=now + timedelta(days=days),
        )
    assert caught.value.details["owner"] == key.info.owner


def test_a_certificate_for_encryption_never_signs(
    plain_pdf: bytes, authority: Authority, now: datetime
) -> None:
    unfit = authority.key("Chỉ mã hóa", signing=False)
    with pytest.raises(CertificateUnfitError):
        sign(plain_pdf, unfit, field="person", appearance=None, reason="", at=now)


def test_a_certificate_of_another_key_never_signs(
    plain_pdf: bytes, key: SigningKey, person: SigningKey, now: datetime
) -> None:
    mixed = replace(key, private=person.private)
    with pytest.raises(CertificateUnfitError):
        sign(plain_pdf, mixed, field="person", appearance=None, reason="", at=now)


@pytest.mark.parametrize(
    "data", [b"", b"hello", b"%PDF-1.7\n", b"\xff\xd8\xff\xe0 JFIF", b"%PDF-1.7\n" + bytes(9999)]
)
def test_what_is_no_pdf_is_called_that(data: bytes, key: SigningKey, now: datetime) -> None:
    with pytest.raises(NotAPdfError):
        sign(data, key, field="person", appearance=None, reason="", at=now)


def test_a_cut_pdf_is_refused(plain_pdf: bytes, key: SigningKey, now: datetime) -> None:
    for end in (20, len(plain_pdf) // 2, len(plain_pdf) - 30):
        with pytest.raises(NotAPdfError):
            sign(plain_pdf[:end], key, field="person", appearance=None, reason="", at=now)


@pytest.mark.parametrize("before", [b"junk\n", b"\xef\xbb\xbf"])
def test_a_pdf_with_something_before_it_is_refused(
    plain_pdf: bytes, key: SigningKey, now: datetime, before: bytes
) -> None:
    with pytest.raises(NotAPdfError):
        sign(before + plain_pdf, key, field="person", appearance=None, reason="", at=now)


def test_a_pdf_whose_end_points_beside_its_table_is_refused(
    plain_pdf: bytes, key: SigningKey, now: datetime
) -> None:
    astray = plain_pdf[: plain_pdf.rindex(b"startxref")] + b"startxref\n7\n%%EOF\n"
    with pytest.raises(NotAPdfError):
        sign(astray, key, field="person", appearance=None, reason="", at=now)


@pytest.mark.parametrize("password", ["", "abc"])
def test_an_encrypted_pdf_is_refused(
    plain_pdf: bytes, key: SigningKey, now: datetime, password: str
) -> None:
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(plain_pdf)) as pdf:
        pdf.save(target, encryption=pikepdf.Encryption(owner="chủ", user=password))
    with pytest.raises(EncryptedPdfError):
        sign(target.getvalue(), key, field="person", appearance=None, reason="", at=now)


def test_a_hybrid_pdf_is_refused(key: SigningKey, now: datetime) -> None:
    with pytest.raises(PdfUnsignableError) as caught:
        sign(hybrid_pdf(), key, field="person", appearance=None, reason="", at=now)
    assert caught.value.details == {"reason": "hybrid"}


def hybrid_pdf() -> bytes:
    """Return a PDF whose table of objects also points to a stream of objects."""
    body = b"%PDF-1.5\n"
    offsets = []
    for content in (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<<>>>>",
    ):
        offsets.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (len(offsets), content)
    stream = len(body)
    entry = b"\x01" + stream.to_bytes(4, "big") + b"\0"
    body += (
        b"4 0 obj\n<</Type/XRef/Size 5/W[1 4 1]/Index[4 1]/Length 6/Root 1 0 R>>\n"
        b"stream\n" + entry + b"\nendstream\nendobj\n"
    )
    table = len(body)
    body += b"xref\n0 4\n0000000000 65535 f \n"
    body += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    body += b"trailer\n<</Size 5/Root 1 0 R/XRefStm %d>>\nstartxref\n%d\n%%%%EOF\n" % (
        stream,
        table,
    )
    return body


@pytest.mark.parametrize("page", [2, -3, 99])
def test_a_page_that_is_not_there_is_named(
    plain_pdf: bytes, key: SigningKey, appearance: Appearance, now: datetime, page: int
) -> None:
    look = replace(appearance, page=page)
    with pytest.raises(NoPageError) as caught:
        sign(plain_pdf, key, field="person", appearance=look, reason="", at=now)
    assert caught.value.details["pages"] == 2


def test_a_test_key_cannot_hide_that_it_is_one(
    monkeypatch: pytest.MonkeyPatch,
    plain_pdf: bytes,
    key: SigningKey,
    appearance: Appearance,
    now: datetime,
) -> None:
    drawn: list[Appearance] = []
    draw = preparing.draw
    monkeypatch.setattr(
        preparing,
        "draw",
        lambda revision, look: drawn.append(look) or draw(revision, look),
    )
    sign(plain_pdf, key, field="person", appearance=appearance, reason="", at=now)
    assert drawn[0].lines[-1] == TEST_LINE


def test_a_signature_that_does_not_check_is_not_handed_out(
    monkeypatch: pytest.MonkeyPatch, plain_pdf: bytes, key: SigningKey, now: datetime
) -> None:
    fill = document.fill

    def damaged(prepared: Prepared, container: bytes) -> bytes:
        signed = bytearray(fill(prepared, container))
        signed[len(plain_pdf) + 40] ^= 1
        return bytes(signed)

    monkeypatch.setattr(document, "fill", damaged)
    with pytest.raises(SelfCheckError):
        sign(plain_pdf, key, field="person", appearance=None, reason="", at=now)


def test_an_elliptic_key_signs_too(plain_pdf: bytes, now: datetime) -> None:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec

    from signing.keys import certificate_info
    from tests.signing.conftest import named, usage

    private = ec.generate_private_key(ec.SECP256R1())
    certificate = (
        x509.CertificateBuilder()
        .subject_name(named("Khóa đường cong"))
        .issuer_name(named("Khóa đường cong"))
        .public_key(private.public_key())
        .serial_number(7)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(usage(signing=True, issuing=False), critical=True)
        .sign(private, hashes.SHA256())
    )
    key = SigningKey(certificate_info(certificate), private, certificate)
    signed = sign(plain_pdf, key, field="person", appearance=None, reason="", at=now)
    assert check(signed).signers[0].intact


def test_an_expired_test_key_can_be_made_for_trials(now: datetime) -> None:
    data = make_test_key(
        "Cũ", "1", not_before=now - timedelta(days=9), not_after=now - timedelta(days=1)
    )
    assert open_pkcs12(data, "1").info.not_after < now
