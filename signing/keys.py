"""Keys that sign: PKCS#12 files, tokens, and throwaway test keys that say what they are."""

from __future__ import annotations

import re
import secrets
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, Protocol

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    pkcs12,
)
from cryptography.x509.oid import NameOID, ObjectIdentifier

from signing.errors import KeyUnreadableError, SubjectMismatchError, WrongPinError
from signing.model import CertificateInfo

TEST_LINE = "CHỨNG THƯ THỬ NGHIỆM – KHÔNG CÓ GIÁ TRỊ PHÁP LÝ"
TEST_UNIT = "CHỨNG THƯ THỬ NGHIỆM"
TEST_SUFFIX = " (THỬ NGHIỆM)"
# an identifier of our own under the arc for UUIDs, which needs no registration
TEST_EXTENSION = ObjectIdentifier("2.25.268310862217439926021870342816339172537")
LONGEST_NAME = 64
"""X.520 allows a name 64 characters; the library counts bytes of UTF-8."""
TEST_VALIDITY = timedelta(days=90)
MINIMUM_RSA_BITS = 2048


class Scheme(StrEnum):
    """How a signature is computed; the verifier accepts all three."""

    RSA_PKCS1 = "rsa-pkcs1"
    """RSASSA-PKCS1-v1_5, what the tokens in the field speak."""
    RSA_PSS = "rsa-pss"
    """RSASSA-PSS, named by TT 15/2025/TT-BKHCN."""
    ECDSA = "ecdsa"


class RemoteKey(Protocol):
    """A private key that never leaves its device."""

    def public_key(self) -> Any:
        """Return the public half, as ``cryptography`` has it."""

    def sign_message(self, message: bytes, scheme: Scheme) -> bytes:
        """Return the SHA-256 signature of a message; ECDSA as DER."""


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A private key with its certificate, ready to sign."""

    info: CertificateInfo
    private: Any = field(repr=False)
    """A key of ``cryptography``, or a RemoteKey."""
    certificate: x509.Certificate = field(repr=False)
    chain: tuple[x509.Certificate, ...] = field(default=(), repr=False)
    scheme: Scheme = Scheme.RSA_PKCS1

    def sign_message(self, message: bytes) -> bytes:
        """Return the signature of a message in the key's scheme, always with SHA-256."""
        if isinstance(self.private, ec.EllipticCurvePrivateKey):
            return self.private.sign(message, ec.ECDSA(hashes.SHA256()))
        if isinstance(self.private, rsa.RSAPrivateKey):
            return self.private.sign(message, rsa_padding(self.scheme), hashes.SHA256())
        remote: RemoteKey = self.private
        return remote.sign_message(message, self.scheme)

    def verify_message(self, message: bytes, signature: bytes) -> None:
        """Raise ``InvalidSignature`` unless the certificate's key made this signature."""
        public = self.certificate.public_key()
        if isinstance(public, ec.EllipticCurvePublicKey):
            public.verify(signature, message, ec.ECDSA(hashes.SHA256()))
        elif isinstance(public, rsa.RSAPublicKey):
            public.verify(signature, message, rsa_padding(self.scheme), hashes.SHA256())
        else:
            raise KeyUnreadableError(reason="algorithm")


def rsa_padding(scheme: Scheme) -> padding.AsymmetricPadding:
    """Return the padding of an RSA scheme; PSS with a salt as long as the digest."""
    if scheme is Scheme.RSA_PSS:
        return padding.PSS(mgf=padding.MGF1(hashes.SHA256()), salt_length=32)
    return padding.PKCS1v15()


def scheme_for(public: object, *, pss: bool = False) -> Scheme:
    """Return the scheme that fits a public key."""
    if isinstance(public, ec.EllipticCurvePublicKey):
        return Scheme.ECDSA
    return Scheme.RSA_PSS if pss else Scheme.RSA_PKCS1


def open_pkcs12(data: bytes, password: str, *, pss: bool = False) -> SigningKey:
    """Return the key of a PKCS#12 file; ``pss`` asks for RSASSA-PSS where the key is RSA."""
    _demand_pkcs12(data)
    try:
        private, certificate, chain = pkcs12.load_key_and_certificates(data, password.encode())
    except UnsupportedAlgorithm as error:
        raise KeyUnreadableError(reason="algorithm") from error
    except ValueError as error:
        raise WrongPinError from error
    if certificate is None or not isinstance(
        private, (rsa.RSAPrivateKey, ec.EllipticCurvePrivateKey)
    ):
        raise KeyUnreadableError(reason="no-key")
    scheme = scheme_for(private.public_key(), pss=pss)
    return SigningKey(certificate_info(certificate), private, certificate, tuple(chain), scheme)


def make_test_key(
    common_name: str,
    password: str,
    *,
    organisation: str = "",
    not_before: datetime | None = None,
    not_after: datetime | None = None,
) -> bytes:
    """Return a PKCS#12 file with a fresh self-signed key whose certificate calls itself a test."""
    start = not_before or datetime.now(UTC) - timedelta(days=1)
    private = rsa.generate_private_key(public_exponent=65537, key_size=MINIMUM_RSA_BITS)
    parts = [
        x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
        x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, TEST_UNIT),
        x509.NameAttribute(NameOID.COMMON_NAME, f"{_short(common_name, TEST_SUFFIX)}{TEST_SUFFIX}"),
    ]
    if organisation:
        parts.insert(1, x509.NameAttribute(NameOID.ORGANIZATION_NAME, _short(organisation)))
    name = x509.Name(parts)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(not_after or start + TEST_VALIDITY)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(), critical=True)
        .add_extension(
            x509.SubjectKeyIdentifier.from_public_key(private.public_key()), critical=False
        )
        .add_extension(
            # an ASN.1 NULL: the extension's presence is the message
            x509.UnrecognizedExtension(TEST_EXTENSION, b"\x05\x00"),
            critical=False,
        )
        .sign(private, hashes.SHA256())
    )
    return pkcs12.serialize_key_and_certificates(
        secrets.token_hex(4).encode(),
        private,
        certificate,
        None,
        BestAvailableEncryption(password.encode()),
    )


def certificate_info(certificate: x509.Certificate) -> CertificateInfo:
    """Return what a person needs to know of a certificate."""
    return CertificateInfo(
        owner=common_name(certificate.subject),
        issuer=common_name(certificate.issuer),
        serial=f"{certificate.serial_number:X}",
        not_before=certificate.not_valid_before_utc,
        not_after=certificate.not_valid_after_utc,
        self_signed=certificate.subject == certificate.issuer,
        test=is_test(certificate),
        organisation=organisation_of(certificate),
        personal_number=number_of(certificate),
    )


def number_of(certificate: x509.Certificate) -> str:
    """Return the number of the person or agency in a subject, or nothing.

    Vietnamese authorities write it as ``UID = CCCD:…``, ``CMND:…`` or ``MST:…``, others as serial
    number; what stands before the colon is not part of the number.
    """
    for identifier in (NameOID.USER_ID, NameOID.SERIAL_NUMBER, NameOID.ORGANIZATION_IDENTIFIER):
        for found in certificate.subject.get_attributes_for_oid(identifier):
            return str(found.value).rpartition(":")[2].strip()
    return ""


def demand_subject(
    info: CertificateInfo, *, names: Iterable[str] = (), numbers: Iterable[str] = ()
) -> None:
    """Refuse a certificate that is not the officer's or agency's.

    A number decides where the certificate names one and one is known; else the owner's or the
    organisation's name must be one of ``names``, written the same but for case, spaces and the form
    of the marks. With nothing to compare with, nothing fits. Raises SubjectMismatchError.
    """
    known = [number.strip() for number in numbers if number.strip()]
    wanted = [name for name in names if name.strip()]
    if info.personal_number and known:
        fits = info.personal_number in known
    else:
        own = {_folded(info.owner), _folded(info.organisation)} - {""}
        fits = any(_folded(name) in own for name in wanted)
    if not fits:
        raise SubjectMismatchError(owner=info.owner, expected=", ".join([*wanted, *known]))


def _folded(name: str) -> str:
    text = unicodedata.normalize("NFC", name.removesuffix(TEST_SUFFIX)).casefold()
    return re.sub(r"\s+", " ", text).strip()


def is_test(certificate: x509.Certificate) -> bool:
    """Return whether a certificate says of itself that it is for trying things out."""
    units = certificate.subject.get_attributes_for_oid(NameOID.ORGANIZATIONAL_UNIT_NAME)
    if any(str(unit.value).startswith(TEST_UNIT) for unit in units):
        return True
    return any(extension.oid == TEST_EXTENSION for extension in certificate.extensions)


def may_sign(certificate: x509.Certificate) -> bool:
    """Return whether a certificate's key usage allows signatures; without one everything is."""
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return True
    return usage.digital_signature or usage.content_commitment


def organisation_of(certificate: x509.Certificate) -> str:
    """Return the organisation a certificate names, or nothing."""
    found = certificate.subject.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)
    return str(found[0].value) if found else ""


def common_name(name: x509.Name) -> str:
    """Return the common name of a subject or issuer, or the whole name when it has none."""
    found = name.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(found[0].value) if found else name.rfc4514_string()


def _short(text: str, suffix: str = "") -> str:
    room = LONGEST_NAME - len(suffix.encode())
    return text.encode()[:room].decode(errors="ignore").strip()


def structure(certificate: x509.Certificate) -> Any:
    """Return a certificate in the form pyHanko works with."""
    from asn1crypto import x509 as asn1

    return asn1.Certificate.load(certificate.public_bytes(Encoding.DER))


def _usage() -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )


def _demand_pkcs12(data: bytes) -> None:
    """Refuse what is not PKCS#12 at all: the library blames the password for garbage too."""
    from asn1crypto import pkcs12 as structure

    try:
        parsed = structure.Pfx.load(data, strict=True)
        if parsed["version"].native != "v3":
            raise KeyUnreadableError(reason="version")
        _ = parsed.authenticated_safe.native
    except (ValueError, TypeError, KeyError) as error:
        raise KeyUnreadableError(reason="structure") from error
