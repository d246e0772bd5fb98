"""A PDF/A of our own, keys, and a small certificate authority for the signing tests."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pikepdf
import pytest
import typst
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    pkcs12,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pikepdf import pdfa
from pyhanko.sign.signers.pdf_cms import Signer
from pyhanko_certvalidator.registry import SimpleCertificateStore
from typing_extensions import override

import tools.pki
from signing.document import sign
from signing.keys import SigningKey, make_test_key, open_pkcs12, structure
from signing.model import Appearance
from tests.signing.hsm import SoftHsm

FONTS = Path(__file__).parents[2] / "resources" / "fonts"
PASSWORD = "mật khẩu 123"
SOURCE = """
#set page(paper: "a4")
#set text(font: "Digitizer Serif", size: 13pt, lang: "vi", fallback: false)
#set document(title: "Tài liệu mẫu", date: datetime(year: 2026, month: 1, day: 2))
Cộng hòa xã hội chủ nghĩa Việt Nam

#pagebreak()
Trang hai
"""


@pytest.fixture(scope="session")
def plain_pdf() -> bytes:
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)]
    )
    compiler = typst.Compiler(SOURCE.encode(), font_paths=fonts, ignore_system_fonts=True)
    with pikepdf.open(io.BytesIO(compiler.compile(pdf_standards="a-2b"))) as document:
        for item in document.objects:
            if isinstance(item, pikepdf.Dictionary) and "/CIDSet" in item:
                del item["/CIDSet"]
        target = io.BytesIO()
        pdfa.save(document, target, "2b")
    return target.getvalue()


@pytest.fixture(scope="session")
def key_file() -> bytes:
    return make_test_key("Lê Văn Mẫu", PASSWORD, organisation="Ủy ban nhân dân xã Mẫu Sơn")


@pytest.fixture(scope="session")
def key(key_file: bytes) -> SigningKey:
    return open_pkcs12(key_file, PASSWORD)


@pytest.fixture(scope="session")
def now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


@pytest.fixture(scope="session")
def appearance() -> Appearance:
    lines = ("Ký bởi: Lê Văn Mẫu", "Cơ quan: Ủy ban nhân dân xã Mẫu Sơn")
    return Appearance(lines=lines, page=-1, box=(300, 200, 515, 270))


@pytest.fixture(scope="session")
def signed_pdf(plain_pdf: bytes, key: SigningKey, appearance: Appearance, now: datetime) -> bytes:
    return sign(plain_pdf, key, field="person", appearance=appearance, reason="Ký ban hành", at=now)


@dataclass(frozen=True)
class Authority:
    """A root that issues certificates the way a certificate authority does."""

    private: rsa.RSAPrivateKey
    certificate: x509.Certificate

    @property
    def root(self) -> bytes:
        return self.certificate.public_bytes(Encoding.PEM)

    def issue(
        self,
        name: str,
        *,
        start: datetime | None = None,
        end: datetime | None = None,
        signing: bool = True,
        timestamps: bool = False,
    ) -> tuple[rsa.RSAPrivateKey, x509.Certificate]:
        private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        today = datetime.now(UTC)
        builder = (
            x509.CertificateBuilder()
            .subject_name(named(name))
            .issuer_name(self.certificate.subject)
            .public_key(private.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(start or today - timedelta(days=100))
            .not_valid_after(end or today + timedelta(days=100))
            .add_extension(usage(signing=signing, issuing=False), critical=True)
        )
        if timestamps:
            purpose = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
            builder = builder.add_extension(purpose, critical=True)
        return private, builder.sign(self.private, hashes.SHA256())

    def key(
        self,
        name: str,
        *,
        start: datetime | None = None,
        end: datetime | None = None,
        signing: bool = True,
    ) -> SigningKey:
        private, certificate = self.issue(name, start=start, end=end, signing=signing)
        data = pkcs12.serialize_key_and_certificates(
            b"key", private, certificate, [self.certificate], BestAvailableEncryption(b"1")
        )
        return open_pkcs12(data, "1")


class KeySigner(Signer):
    """Lets pyHanko sign with a key of ours, to make files as other programs make them."""

    def __init__(self, key: SigningKey) -> None:
        store = SimpleCertificateStore()
        store.register_multiple(structure(certificate) for certificate in key.chain)
        super().__init__(
            signing_cert=structure(key.certificate), cert_registry=store, embed_roots=False
        )
        self._key = key

    @override
    async def async_sign_raw(
        self, data: bytes, digest_algorithm: str, dry_run: bool = False
    ) -> bytes:
        return self._key.sign_message(data)


def named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def usage(*, signing: bool, issuing: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=signing,
        content_commitment=signing,
        key_encipherment=not signing and not issuing,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=issuing,
        crl_sign=issuing,
        encipher_only=False,
        decipher_only=False,
    )


@pytest.fixture(scope="session")
def authority() -> Authority:
    private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = named("Cơ quan chứng thực mẫu")
    today = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today - timedelta(days=400))
        .not_valid_after(today + timedelta(days=400))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(usage(signing=False, issuing=True), critical=True)
        .sign(private, hashes.SHA256())
    )
    return Authority(private, certificate)


@pytest.fixture(scope="session")
def person(authority: Authority) -> SigningKey:
    return authority.key("Nguyễn Thị Mẫu")


@pytest.fixture(scope="session")
def pki() -> Iterator[tools.pki.Authority]:
    with tools.pki.Authority() as running:
        yield running


@pytest.fixture
def calm(pki: tools.pki.Authority) -> Iterator[tools.pki.Authority]:
    """The authority, its services well before and after the test."""
    pki.moods = tools.pki.Moods()
    revoked = dict(pki.revoked)
    yield pki
    pki.moods = tools.pki.Moods()
    pki.revoked = revoked


@pytest.fixture(scope="session")
def officer(pki: tools.pki.Authority) -> tools.pki.Issued:
    return pki.person("Lê Văn Mẫu", number="CCCD:001099012345")


@pytest.fixture(scope="session")
def agency(pki: tools.pki.Authority) -> tools.pki.Issued:
    return pki.person("Ủy ban nhân dân xã Mẫu Sơn", number="MST:0100112233")


@pytest.fixture(scope="session")
def officer_key(officer: tools.pki.Issued) -> SigningKey:
    return open_pkcs12(officer.pkcs12("1"), "1")


@pytest.fixture(scope="session")
def agency_key(agency: tools.pki.Issued) -> SigningKey:
    return open_pkcs12(agency.pkcs12("1"), "1")


@pytest.fixture(scope="session")
def hsm(
    tmp_path_factory: pytest.TempPathFactory,
    pki: tools.pki.Authority,
    officer: tools.pki.Issued,
    agency: tools.pki.Issued,
) -> SoftHsm:
    started = SoftHsm.start(tmp_path_factory.mktemp("softhsm"))
    curve = pki.person("Khóa đường cong", private=ec.generate_private_key(ec.SECP256R1()))
    started.add("person", officer)
    started.add("agency", agency)
    started.add("curve", curve)
    started.add("two", officer, agency)
    return started


@pytest.fixture
def rebuilt() -> Callable[[bytes, Callable[[pikepdf.Pdf], None]], bytes]:
    """Return a function that changes a PDF and writes it anew."""

    def rebuild(pdf: bytes, change: Callable[[pikepdf.Pdf], None]) -> bytes:
        target = io.BytesIO()
        with pikepdf.open(io.BytesIO(pdf)) as document:
            change(document)
            document.save(target)
        return target.getvalue()

    return rebuild
