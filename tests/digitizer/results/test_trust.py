"""A real office knows whom to trust from certificates its administrator puts into a folder."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, pkcs12
from cryptography.x509.oid import NameOID

from digitizer.errors import DefinitionError
from digitizer.model.result import ResultState
from digitizer.results.trust import TRUST_FOLDER, read_roots
from digitizer.workstation import Workstation
from tests.digitizer.results.result_office import journey
from tests.digitizer.store.office import Office


@pytest.fixture(scope="module")
def issued() -> tuple[bytes, x509.Certificate]:
    """Return an officer's key from an issuing authority, and the authority's root."""
    authority, officer = (rsa.generate_private_key(65537, 2048) for _ in range(2))
    root = certificate(authority, authority, "Gốc MẪU", "Gốc MẪU", ca=True)
    own = certificate(officer, authority, "Lê Văn Mẫu", "Gốc MẪU", ca=False)
    return (
        pkcs12.serialize_key_and_certificates(
            b"1", officer, own, [root], BestAvailableEncryption(b"1")
        ),
        root,
    )


def certificate(
    own: rsa.RSAPrivateKey, issuer: rsa.RSAPrivateKey, name: str, by: str, *, ca: bool
) -> x509.Certificate:
    def named(text: str) -> x509.Name:
        return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])

    usage = dict.fromkeys(
        (
            "key_encipherment",
            "data_encipherment",
            "key_agreement",
            "encipher_only",
            "decipher_only",
        ),
        False,
    )
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(named(name))
        .issuer_name(named(by))
        .public_key(own.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=9))
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
        .add_extension(
            x509.KeyUsage(
                digital_signature=not ca,
                content_commitment=not ca,
                key_cert_sign=ca,
                crl_sign=ca,
                **usage,
            ),
            critical=True,
        )
        .sign(issuer, hashes.SHA256())
    )


@pytest.mark.parametrize("encoding", [Encoding.PEM, Encoding.DER])
def test_a_signature_is_valid_once_its_root_lies_in_the_folder(
    office: Office, tmp_path: Path, issued: tuple[bytes, x509.Certificate], encoding: Encoding
) -> None:
    office.verified()
    results = journey(office, trust_folder=tmp_path / TRUST_FOLDER)
    composed = results.compose(office.records, "HS-1")
    signed = results.sign(office.records, composed.id, issued[0], "1")
    assert (signed.state, signed.report["valid"]) == (ResultState.SIGNED, False)
    assert signed.report["problems"] == ["untrusted"]
    pdf = results.pdf(office.records, signed.id)
    (tmp_path / TRUST_FOLDER).mkdir()
    (tmp_path / TRUST_FOLDER / "Gốc MẪU.CRT").write_bytes(issued[1].public_bytes(encoding))
    (tmp_path / TRUST_FOLDER / "ghi chú.txt").write_text("không phải chứng thư", encoding="utf-8")
    verdict = results.check(pdf)
    assert (verdict.valid, verdict.trust) == (True, "given root")


def test_an_opened_data_folder_trusts_its_own_folder(
    tmp_path: Path, issued: tuple[bytes, x509.Certificate]
) -> None:
    root = issued[1].public_bytes(Encoding.PEM)
    (tmp_path / TRUST_FOLDER).mkdir()
    (tmp_path / TRUST_FOLDER / "a.pem").write_bytes(root)
    with Workstation.open(tmp_path, key=bytes(range(32))) as station:
        assert station.results.trust_folder is not None
        assert read_roots(station.results.trust_folder) == (root,)


def test_what_is_no_certificate_is_named(tmp_path: Path) -> None:
    assert read_roots(tmp_path / "nothing") == ()
    for content, problem in (
        (b"-----BEGIN CERTIFICATE-----\nx", "no certificate in PEM or DER form"),
        (b"", "no certificate in PEM or DER form"),
        (bytes(1_000_001), "too large"),
    ):
        (tmp_path / "a.pem").write_bytes(content)
        with pytest.raises(DefinitionError) as caught:
            read_roots(tmp_path)
        assert caught.value.details["file"] == f"{tmp_path.name}/a.pem"
        assert caught.value.details["problem"] == problem
    (tmp_path / "a.pem").unlink()
    (tmp_path / "b.pem").symlink_to("/dev/zero")
    with pytest.raises(DefinitionError):
        read_roots(tmp_path)
