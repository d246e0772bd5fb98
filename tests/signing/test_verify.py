"""A check finds every change, and says what its trust rests on."""

from __future__ import annotations

import asyncio
import hashlib
import io
import json
import logging
import random
import re
import socket
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NoReturn

import pikepdf
import pytest
from asn1crypto import cms
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers, timestamps
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko_certvalidator.registry import SimpleCertificateStore

from signing.document import sign
from signing.errors import (
    EncryptedPdfError,
    NotAPdfError,
    PdfUnsignableError,
    TrustUnreadableError,
)
from signing.keys import SigningKey, open_pkcs12, structure
from signing.model import Appearance
from signing.verify import check
from tests.signing.conftest import Authority, KeySigner

Rebuild = Callable[[bytes, Callable[[pikepdf.Pdf], None]], bytes]


@pytest.fixture(scope="module")
def person_pdf(plain_pdf: bytes, person: SigningKey, now: datetime) -> bytes:
    return sign(plain_pdf, person, field="person", appearance=None, reason="", at=now)


@pytest.fixture(scope="module")
def two_signatures(
    person_pdf: bytes, authority: Authority, appearance: Appearance, now: datetime
) -> bytes:
    agency = authority.key("Ủy ban nhân dân xã Mẫu Sơn")
    return sign(person_pdf, agency, field="agency", appearance=appearance, reason="", at=now)


def contents_of(pdf: bytes, number: int = 0) -> tuple[int, int]:
    """Return where the hexadecimal digits of a signature begin and end."""
    found = list(re.finditer(rb"/Contents <([0-9a-fA-F]{1000,})>", pdf))[number]
    return found.start(1), found.end(1)


def flipped(pdf: bytes, place: int) -> bytes:
    changed = bytearray(pdf)
    changed[place] ^= 1
    return bytes(changed)


def test_a_signature_under_a_given_root_is_valid(person_pdf: bytes, authority: Authority) -> None:
    verdict = check(person_pdf, trust=[authority.root])
    assert verdict.valid
    assert verdict.problems == ()
    assert verdict.trust == "given root"
    signer = verdict.signers[0]
    assert signer.trusted
    assert signer.level == "B-B"
    assert signer.owner == "Nguyễn Thị Mẫu"
    assert not signer.test_certificate
    assert signer.algorithm == "sha256_rsa sha256"
    assert verdict.notes == ("time-from-signer",)


def test_a_certificate_that_names_no_key_usage_may_sign_and_is_judged_so(
    tmp_path: Path, plain_pdf: bytes, now: datetime
) -> None:
    # RFC 5280 4.2.1.3: without the extension a key is not restricted; openssl makes such
    def openssl(*words: str) -> None:
        subprocess.run(["openssl", *words], cwd=tmp_path, check=True, capture_output=True)

    new = ("req", "-newkey", "rsa:2048", "-nodes", "-keyout")
    root = ("-addext", "keyUsage=critical,keyCertSign,cRLSign", "-subj", "/CN=Goc Mau")
    openssl(*new, "root.key", "-x509", "-days", "9", "-out", "root.pem", *root)
    openssl(*new, "leaf.key", "-out", "leaf.csr", "-subj", "/CN=Nguyen Thi Mau")
    signing = ("x509", "-req", "-in", "leaf.csr", "-CA", "root.pem", "-CAkey", "root.key")
    openssl(*signing, "-CAcreateserial", "-days", "9", "-out", "leaf.pem")
    pack = ("pkcs12", "-export", "-inkey", "leaf.key", "-in", "leaf.pem", "-certfile", "root.pem")
    openssl(*pack, "-out", "leaf.p12", "-passout", "pass:1234")

    key = open_pkcs12((tmp_path / "leaf.p12").read_bytes(), "1234")
    later = max(now, key.info.not_before)
    signed = sign(plain_pdf, key, field="person", appearance=None, reason="", at=later)
    verdict = check(signed, trust=[(tmp_path / "root.pem").read_bytes()])
    assert verdict.problems == ()
    assert verdict.valid


def test_without_a_root_nobody_is_trusted(person_pdf: bytes) -> None:
    verdict = check(person_pdf)
    assert not verdict.valid
    assert verdict.trust == "none"
    assert verdict.problems == ("untrusted",)
    assert verdict.signers[0].intact


def test_a_test_certificate_is_trusted_only_when_asked_and_said(signed_pdf: bytes) -> None:
    assert check(signed_pdf).problems == ("untrusted",)
    accepted = check(signed_pdf, accept_test=True)
    assert accepted.valid
    assert accepted.trust == "test certificate"
    assert "test-certificate-accepted" in accepted.notes
    assert accepted.signers[0].test_certificate


def test_accepting_tests_trusts_no_real_stranger(person_pdf: bytes) -> None:
    verdict = check(person_pdf, accept_test=True)
    assert verdict.problems == ("untrusted",)
    assert verdict.trust == "none"


def test_der_and_pem_roots_are_read_and_garbage_is_named(
    person_pdf: bytes, authority: Authority, person: SigningKey
) -> None:
    der = structure(authority.certificate).dump()
    other = structure(person.certificate).dump()
    assert check(person_pdf, trust=[other, der]).valid
    for garbage in (b"", b"hello", b"-----BEGIN CERTIFICATE-----\nxx\n-----END CERTIFICATE-----\n"):
        with pytest.raises(TrustUnreadableError):
            check(person_pdf, trust=[garbage])


def test_two_signatures_are_told_in_the_order_they_were_made(
    two_signatures: bytes, authority: Authority
) -> None:
    verdict = check(two_signatures, trust=[authority.root])
    assert verdict.valid
    assert [one.field for one in verdict.signers] == ["person", "agency"]
    assert [one.covers_whole_file for one in verdict.signers] == [False, True]


def test_every_flipped_byte_of_the_page_is_found(two_signatures: bytes, plain_pdf: bytes) -> None:
    for place in range(20, len(plain_pdf), len(plain_pdf) // 12):
        changed = flipped(two_signatures, place)
        try:
            verdict = check(changed)
        except NotAPdfError:
            continue
        assert not verdict.valid
        assert {"altered", "signature-unreadable", "no-signature"} & set(verdict.problems)


def test_a_byte_of_the_second_revision_leaves_the_first_intact(
    two_signatures: bytes, person_pdf: bytes, authority: Authority
) -> None:
    start, _ = contents_of(two_signatures, 1)
    assert start > len(person_pdf)
    changed = flipped(two_signatures, two_signatures.index(b"/M(D:", len(person_pdf)) + 14)
    verdict = check(changed, trust=[authority.root])
    assert not verdict.valid
    assert [one.intact for one in verdict.signers] == [True, False]


def test_a_flipped_digit_in_the_signature_is_a_verdict_and_no_crash(person_pdf: bytes) -> None:
    start, end = contents_of(person_pdf)
    raw = bytes.fromhex(person_pdf[start:end].decode())
    signed_data = cms.ContentInfo.load(raw)["content"]
    signer = signed_data["signer_infos"][0]
    # what frames these parts says nothing: an algorithm's empty parameter, for one
    parts = [signed_data["certificates"][0], signer["signed_attrs"], signer["signature"]]
    for part in parts:
        first = start + 2 * (raw.index(part.contents))
        for place in range(first, first + 2 * len(part.contents), 67):
            digit = person_pdf[place : place + 1]
            other = b"1" if digit != b"1" else b"2"
            verdict = check(person_pdf[:place] + other + person_pdf[place + 1 :])
            assert not verdict.valid
            assert not verdict.signers[0].intact


def test_something_hidden_behind_the_signature_is_found(
    person_pdf: bytes, authority: Authority
) -> None:
    _, end = contents_of(person_pdf)
    stuffed = person_pdf[: end - 4] + b"3a3b" + person_pdf[end:]
    assert check(stuffed, trust=[authority.root]).problems == ("changed-after-signing",)


def test_an_emptied_signature_is_unreadable(person_pdf: bytes) -> None:
    start, end = contents_of(person_pdf)
    for filling in (b"0", b"f", b"3"):
        changed = person_pdf[:start] + filling * (end - start) + person_pdf[end:]
        assert check(changed).problems[0] == "signature-unreadable"


def test_a_page_changed_by_an_update_is_found(person_pdf: bytes, authority: Authority) -> None:
    writer = IncrementalPdfFileWriter(io.BytesIO(person_pdf))
    stream = generic.StreamObject({}, stream_data=b"q 0 0 200 200 re f Q")
    writer.add_stream_to_page(0, writer.add_object(stream))
    target = io.BytesIO()
    writer.write(target)
    verdict = check(target.getvalue(), trust=[authority.root])
    assert not verdict.valid
    assert verdict.signers[0].intact, "the hashes are as they were: only the comparison tells"
    assert verdict.signers[0].modified_after
    assert verdict.problems == ("changed-after-signing",)


def test_a_comment_added_later_is_found(person_pdf: bytes, authority: Authority) -> None:
    writer = IncrementalPdfFileWriter(io.BytesIO(person_pdf))
    name, number = generic.pdf_name, generic.NumberObject
    note = generic.DictionaryObject(
        {
            name("/Type"): name("/Annot"),
            name("/Subtype"): name("/Square"),
            name("/Rect"): generic.ArrayObject([number(0), number(0), number(9), number(9)]),
        }
    )
    writer.register_annotation(writer.find_page_for_modification(0)[0], writer.add_object(note))
    target = io.BytesIO()
    writer.write(target)
    assert not check(target.getvalue(), trust=[authority.root]).valid


@pytest.mark.parametrize("garbage", [b"%%EOF\n", b"<script>" * 200])
def test_an_end_nobody_can_read_is_no_pdf(person_pdf: bytes, garbage: bytes) -> None:
    with pytest.raises(NotAPdfError):
        check(person_pdf + garbage)


@pytest.mark.parametrize("garbage", [b"x", b"\n\n\n", b"\0" * 500, b"% more\n"])
def test_bytes_after_the_end_are_found(
    person_pdf: bytes, authority: Authority, garbage: bytes
) -> None:
    verdict = check(person_pdf + garbage, trust=[authority.root])
    assert not verdict.valid
    assert "changed-after-signing" in verdict.problems
    assert not verdict.signers[0].covers_whole_file


def test_a_file_cut_short_is_no_pdf_or_not_valid(person_pdf: bytes, authority: Authority) -> None:
    for missing in (1, 10, 200, 5_000, 20_000):
        try:
            verdict = check(person_pdf[:-missing], trust=[authority.root])
        except NotAPdfError:
            continue
        assert not verdict.valid


def test_a_signature_cut_away_is_noticed_when_it_is_expected(
    two_signatures: bytes, person_pdf: bytes, authority: Authority
) -> None:
    cut = two_signatures[: len(person_pdf)]
    assert check(cut, trust=[authority.root]).valid, "nothing in the file itself can tell"
    expected = check(cut, trust=[authority.root], expected_fields=("person", "agency"))
    assert expected.problems == ("signature-missing",)


def test_a_rewritten_file_has_lost_its_signature(person_pdf: bytes, rebuilt: Rebuild) -> None:
    verdict = check(rebuilt(person_pdf, lambda _pdf: None))
    assert not verdict.valid
    assert not verdict.signers[0].intact


def test_a_certificate_that_has_expired_since_is_told(
    plain_pdf: bytes, authority: Authority, now: datetime
) -> None:
    short = authority.key("Sắp hết hạn", end=now + timedelta(hours=1))
    signed = sign(plain_pdf, short, field="person", appearance=None, reason="", at=now)
    assert check(signed, trust=[authority.root]).valid
    later = check(signed, trust=[authority.root], at=now + timedelta(hours=2))
    assert later.problems == ("certificate-since-expired",)
    assert later.signers[0].intact


def test_a_signature_outside_the_validity_is_told(
    plain_pdf: bytes, authority: Authority, now: datetime
) -> None:
    old = authority.key("Đã hết hạn", end=now - timedelta(days=5))
    at = now - timedelta(days=6)
    signed = sign(plain_pdf, old, field="person", appearance=None, reason="", at=at)
    backdated = replace_date(signed, at, now)
    assert check(signed, trust=[authority.root]).problems == ("certificate-since-expired",)
    assert not check(backdated, trust=[authority.root]).signers[0].intact
    made_late = foreign_signature(plain_pdf, old)
    assert check(made_late, trust=[authority.root]).problems == ("signed-out-of-validity",)


def replace_date(pdf: bytes, old: datetime, new: datetime) -> bytes:
    found = re.search(rb"/M\(D:(\d{14})", pdf)
    assert found is not None
    assert old != new
    return pdf[: found.start(1)] + f"{new:%Y%m%d%H%M%S}".encode() + pdf[found.end(1) :]


def foreign_signature(pdf: bytes, key: SigningKey, **settings: object) -> bytes:
    """Sign with pyHanko alone, which does not look at the certificate first."""
    stamper = settings.pop("timestamper", None)
    meta = signers.PdfSignatureMetadata(field_name="person", md_algorithm="sha256", **settings)
    target = io.BytesIO()
    signers.PdfSigner(meta, signer=KeySigner(key), timestamper=stamper).sign_pdf(
        IncrementalPdfFileWriter(io.BytesIO(pdf)), output=target
    )
    return target.getvalue()


def test_a_certificate_for_encryption_is_told(plain_pdf: bytes, authority: Authority) -> None:
    unfit = authority.key("Chỉ mã hóa", signing=False)
    verdict = check(foreign_signature(plain_pdf, unfit), trust=[authority.root])
    assert verdict.problems == ("signer-unfit",)


def test_a_signature_of_another_kind_has_no_pades_level(
    plain_pdf: bytes, person: SigningKey, authority: Authority
) -> None:
    verdict = check(foreign_signature(plain_pdf, person), trust=[authority.root])
    assert verdict.signers[0].level == ""
    assert verdict.signers[0].intact
    assert verdict.signers[0].trusted


def test_a_timestamp_is_seen_and_raises_the_level(
    plain_pdf: bytes, person: SigningKey, authority: Authority
) -> None:
    signed = foreign_signature(
        plain_pdf,
        person,
        subfilter=SigSeedSubFilter.PADES,
        timestamper=stamper(authority),
    )
    verdict = check(signed, trust=[authority.root])
    assert verdict.problems == ()
    assert verdict.signers[0].timestamped
    assert verdict.signers[0].level == "B-T"
    assert verdict.notes == ()


def test_a_timestamp_on_the_whole_file_is_judged_too(
    person_pdf: bytes, authority: Authority
) -> None:
    stamped = document_timestamp(person_pdf, authority)
    verdict = check(stamped, trust=[authority.root])
    assert verdict.problems == ()
    assert [one.field for one in verdict.signers] == ["person"]
    assert not verdict.signers[0].modified_after
    assert verdict.signers[0].level == "B-T", "without revocation data it proves no more"
    assert "timestamp-untrusted" in check(stamped).problems
    start, end = contents_of(stamped, 1)
    # the signature's value stands last; 100 digits before the end are within it
    place = start + len(stamped[start:end].rstrip(b"0")) - 100
    digit = b"1" if stamped[place : place + 1] != b"1" else b"2"
    broken = stamped[:place] + digit + stamped[place + 1 :]
    assert "timestamp-broken" in check(broken, trust=[authority.root]).problems
    changed = flipped(stamped, stamped.index(b"/DocTimeStamp") + 14)
    assert not check(changed, trust=[authority.root]).valid


def test_a_timestamp_over_a_part_of_the_file_proves_nothing(
    person_pdf: bytes, authority: Authority
) -> None:
    stamped = document_timestamp(person_pdf, authority)
    covered = re.findall(rb"/ByteRange \[0 (\d+) (\d+) (\d+)\]", stamped)[-1]
    first, second, left = (int(number) for number in covered)
    part = b"%d" % (left - 100)
    forged = stamped.replace(b" %d]" % left, b" %s]" % part.rjust(len(b"%d" % left), b"0"))
    digest = hashlib.sha256(forged[:first] + forged[second : second + left - 100]).digest()
    made = asyncio.run(stamper(authority).async_timestamp(digest, "sha256"))
    token = made.dump().hex().encode()
    forged = forged[: first + 1] + token.ljust(second - first - 2, b"0") + forged[second - 1 :]
    assert len(forged) == len(stamped)
    assert "timestamp-broken" in check(forged, trust=[authority.root]).problems


def test_bytes_behind_an_archive_timestamp_are_found(
    person_pdf: bytes, authority: Authority
) -> None:
    stamped = document_timestamp(person_pdf, authority)
    place = stamped.rindex(b"startxref")
    # with an end of their own, so that readers find the table
    longer = stamped + b"\n% more\n" + stamped[place:]
    assert "timestamp-broken" in check(longer, trust=[authority.root]).problems


def document_timestamp(pdf: bytes, authority: Authority) -> bytes:
    target = io.BytesIO()
    signers.PdfTimeStamper(stamper(authority), field_name="stamp").timestamp_pdf(
        IncrementalPdfFileWriter(io.BytesIO(pdf)), "sha256", output=target
    )
    return target.getvalue()


def stamper(authority: Authority) -> timestamps.DummyTimeStamper:
    from asn1crypto import keys
    from cryptography.hazmat.primitives.serialization import (
        Encoding,
        NoEncryption,
        PrivateFormat,
    )

    private, certificate = authority.issue("Dấu thời gian mẫu", timestamps=True)
    der = private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    store = SimpleCertificateStore()
    store.register(structure(authority.certificate))
    return timestamps.DummyTimeStamper(
        tsa_cert=structure(certificate),
        tsa_key=keys.PrivateKeyInfo.load(der),
        certs_to_embed=store,
        fixed_dt=datetime.now(UTC),
    )


def test_an_author_who_forbids_changes_is_obeyed(
    plain_pdf: bytes, person: SigningKey, key: SigningKey, now: datetime
) -> None:
    certified = foreign_signature(
        plain_pdf, person, certify=True, docmdp_permissions=MDPPerm.NO_CHANGES
    )
    with pytest.raises(PdfUnsignableError) as caught:
        sign(certified, key, field="agency", appearance=None, reason="", at=now)
    assert caught.value.details == {"reason": "certified"}


def test_a_pdf_without_a_signature_is_not_valid(plain_pdf: bytes) -> None:
    verdict = check(plain_pdf)
    assert not verdict.valid
    assert verdict.problems == ("no-signature",)


@pytest.mark.parametrize("data", [b"", b"hello", b"%PDF-1.7", b"%PDF-1.7\n" + bytes(100)])
def test_what_is_no_pdf_is_called_that(data: bytes) -> None:
    with pytest.raises(NotAPdfError):
        check(data)


def test_an_encrypted_pdf_is_called_that(plain_pdf: bytes) -> None:
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(plain_pdf)) as pdf:
        pdf.save(target, encryption=pikepdf.Encryption(owner="1", user=""))
    with pytest.raises(EncryptedPdfError):
        check(target.getvalue())


def test_nothing_goes_online(
    monkeypatch: pytest.MonkeyPatch, person_pdf: bytes, authority: Authority
) -> None:
    def refuse(*_arguments: object, **_named: object) -> NoReturn:
        raise AssertionError("a check must not open a connection")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert check(person_pdf, trust=[authority.root]).valid


def test_no_name_of_a_person_reaches_the_log(
    person_pdf: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        check(person_pdf)
    assert "Mẫu" not in caplog.text


def test_the_report_is_plain_json(signed_pdf: bytes, now: datetime) -> None:
    report = json.loads(json.dumps(check(signed_pdf, accept_test=True).to_dict()))
    assert report["valid"] is True
    assert report["signers"][0]["signed_at"] == now.isoformat()
    assert report["pdfa"]["flavour"] == "2b"


def test_a_signature_with_nothing_in_it_is_no_crash(person_pdf: bytes, rebuilt: Rebuild) -> None:
    def break_form(pdf: pikepdf.Pdf) -> None:
        pdf.Root.AcroForm.Fields[0].V = pikepdf.Dictionary(Type=pikepdf.Name.Sig, Contents=b"x")

    assert not check(rebuilt(person_pdf, break_form)).valid


def test_signing_in_the_future_is_seen(
    plain_pdf: bytes, authority: Authority, now: datetime
) -> None:
    later = authority.key("Ngày mai", start=now + timedelta(days=1))
    signed = sign(
        plain_pdf, later, field="person", appearance=None, reason="", at=now + timedelta(days=2)
    )
    assert not check(signed, trust=[authority.root]).valid


def test_no_random_damage_crashes_a_check_or_passes_it(
    person_pdf: bytes, plain_pdf: bytes, authority: Authority
) -> None:
    dice = random.Random(20260102)  # noqa: S311 - damage, not secrets
    own = range(len(plain_pdf), len(person_pdf))
    start, end = contents_of(person_pdf)
    places = [place for place in own if not start <= place < end]
    for _ in range(60):
        place = dice.choice(places)
        letter = dice.choice(
            [sign for sign in b"0123456789/<>[]()RA " if sign != person_pdf[place]]
        )
        changed = person_pdf[:place] + bytes([letter]) + person_pdf[place + 1 :]
        try:
            verdict = check(changed, trust=[authority.root])
        except (NotAPdfError, EncryptedPdfError):
            continue
        assert not verdict.valid, (place, letter)
