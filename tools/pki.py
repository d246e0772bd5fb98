"""A small certificate authority on loopback: root, issuing CA, OCSP, CRL and timestamps.

For tests, benchmarks and trying things out; its keys are made anew each time and prove nothing.
``python -m tools.pki FOLDER`` writes the certificates there and serves until stopped.
"""

from __future__ import annotations

import hashlib
import secrets
import sys
import threading
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Self

from asn1crypto import algos, cms, core, tsp
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    pkcs12,
)
from cryptography.x509 import ocsp
from cryptography.x509.oid import AuthorityInformationAccessOID as Access
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from typing_extensions import override

Private = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey
DAY = timedelta(days=1)
PASSWORD = "123456"  # noqa: S105

_TST_INFO = "1.2.840.113549.1.9.16.1.4"
"""By number: asn1crypto forgets the name where a file of keys was opened before ``tsp`` came in."""


@dataclass(frozen=True)
class Issued:
    """A private key with its certificate and the certificates above it."""

    private: Private
    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...] = ()

    @property
    def pem(self) -> bytes:
        """Return the certificate as PEM."""
        return self.certificate.public_bytes(Encoding.PEM)

    def pkcs12(self, password: str = PASSWORD) -> bytes:
        """Return key and certificates as a PKCS#12 file."""
        return pkcs12.serialize_key_and_certificates(
            b"key",
            self.private,
            self.certificate,
            list(self.chain),
            BestAvailableEncryption(password.encode()),
        )


@dataclass
class Moods:
    """How the services behave; a test changes it while they run."""

    tsa_delay: float = 0.0
    tsa: str = "well"
    """``well``, ``refuses``, ``missing``, ``garbage``, ``wrong-nonce``, ``hangs`` or ``closed``."""
    tsa_after: int = -1
    """After so many more timestamps the mood becomes ``missing``; -1 never."""
    ocsp: str = "well"
    crl: str = "well"
    fresh_for: timedelta = DAY
    calls: dict[str, int] = field(default_factory=dict)


class Authority:
    """The whole of it: certificates, and the services while it is entered as a context."""

    def __init__(self, *, host: str = "127.0.0.1") -> None:
        self.moods = Moods()
        self.revoked: dict[int, datetime] = {}
        self._lock = threading.Lock()
        self._server = _Server((host, 0), _handler_of(self))
        self.address = f"http://{host}:{self._server.server_address[1]}"
        self.root = self._issue("Root CA thử nghiệm", None, issuing=True, years=20)
        self.ca = self._issue("CA cấp chứng thư thử nghiệm", self.root, issuing=True, years=10)
        self.responder = self._issue(
            "OCSP thử nghiệm", self.ca, purpose=ExtendedKeyUsageOID.OCSP_SIGNING, no_check=True
        )
        self.tsa = self.stamper()

    @property
    def tsa_url(self) -> str:
        """Return where timestamps are made."""
        return f"{self.address}/tsa"

    def stamper(self, *, end: datetime | None = None) -> Issued:
        """Return a certificate of a timestamp service."""
        purpose = ExtendedKeyUsageOID.TIME_STAMPING
        return self._issue("TSA thử nghiệm", self.ca, purpose=purpose, end=end)

    def person(
        self,
        name: str,
        *,
        organisation: str = "",
        number: str = "",
        private: Private | None = None,
        start: datetime | None = None,
        end: datetime | None = None,
        signing: bool = True,
    ) -> Issued:
        """Return a certificate of a person or an agency."""
        return self._issue(
            name,
            self.ca,
            organisation=organisation,
            number=number,
            private=private or rsa.generate_private_key(public_exponent=65537, key_size=2048),
            start=start,
            end=end,
            signing=signing,
        )

    def revoke(self, issued: Issued, *, since: datetime | None = None) -> None:
        """Revoke a certificate."""
        self.revoked[issued.certificate.serial_number] = since or datetime.now(UTC) - DAY

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def count(self, what: str) -> int:
        """Count one call and return how many there were."""
        with self._lock:
            self.moods.calls[what] = self.moods.calls.get(what, 0) + 1
            return self.moods.calls[what]

    # ---- certificates --------------------------------------------------------------------------

    def _issue(
        self,
        name: str,
        issuer: Issued | None,
        *,
        organisation: str = "",
        number: str = "",
        private: Private | None = None,
        issuing: bool = False,
        signing: bool = True,
        purpose: x509.ObjectIdentifier | None = None,
        no_check: bool = False,
        start: datetime | None = None,
        end: datetime | None = None,
        years: int = 2,
    ) -> Issued:
        own = private or ec.generate_private_key(ec.SECP256R1())
        subject = _name(name, organisation, number)
        above = issuer.certificate.subject if issuer else subject
        now = datetime.now(UTC)
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(above)
            .public_key(own.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(start or now - 400 * DAY)
            .not_valid_after(end or now + years * 365 * DAY)
            .add_extension(x509.BasicConstraints(ca=issuing, path_length=None), critical=True)
            .add_extension(_usage(issuing=issuing, signing=signing), critical=True)
            .add_extension(
                x509.SubjectKeyIdentifier.from_public_key(own.public_key()), critical=False
            )
        )
        if purpose is not None:
            builder = builder.add_extension(x509.ExtendedKeyUsage([purpose]), critical=True)
        if no_check:
            builder = builder.add_extension(x509.OCSPNoCheck(), critical=False)
        elif issuer is not None:
            builder = self._pointers(builder, issuer)
        signer = issuer.private if issuer else own
        certificate = builder.sign(signer, hashes.SHA256())
        chain = (issuer.certificate, *issuer.chain) if issuer else ()
        return Issued(own, certificate, chain)

    def _pointers(self, builder: x509.CertificateBuilder, issuer: Issued) -> Any:
        which = "ca" if issuer.chain else "root"
        crl = x509.UniformResourceIdentifier(f"{self.address}/crl/{which}")
        builder = builder.add_extension(
            x509.CRLDistributionPoints([x509.DistributionPoint([crl], None, None, None)]),
            critical=False,
        )
        if which == "root":
            return builder
        return builder.add_extension(
            x509.AuthorityInformationAccess(
                [
                    x509.AccessDescription(
                        Access.OCSP, x509.UniformResourceIdentifier(f"{self.address}/ocsp")
                    )
                ]
            ),
            critical=False,
        )

    # ---- services ------------------------------------------------------------------------------

    def crl(self, which: str) -> bytes:
        """Return the list of revoked certificates of ``root`` or ``ca``."""
        issuer = self.root if which == "root" else self.ca
        now = datetime.now(UTC)
        builder = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(issuer.certificate.subject)
            .last_update(now - timedelta(minutes=1))
            .next_update(now + self.moods.fresh_for)
        )
        for serial, since in self.revoked.items():
            entry = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(since)
            builder = builder.add_revoked_certificate(entry.build())
        signed = builder.sign(issuer.private, hashes.SHA256())
        return signed.public_bytes(Encoding.DER)

    def answer_ocsp(self, data: bytes) -> bytes:
        """Return what the OCSP responder says to a request."""
        request = ocsp.load_der_ocsp_request(data)
        serial = request.serial_number
        since = self.revoked.get(serial)
        now = datetime.now(UTC)
        builder = (
            ocsp.OCSPResponseBuilder()
            .add_response_by_hash(
                issuer_name_hash=request.issuer_name_hash,
                issuer_key_hash=request.issuer_key_hash,
                serial_number=serial,
                algorithm=request.hash_algorithm,
                cert_status=ocsp.OCSPCertStatus.REVOKED if since else ocsp.OCSPCertStatus.GOOD,
                this_update=now - timedelta(seconds=2),
                next_update=now + self.moods.fresh_for,
                revocation_time=since,
                revocation_reason=None,
            )
            .responder_id(ocsp.OCSPResponderEncoding.HASH, self.responder.certificate)
            .certificates([self.responder.certificate])
        )
        answer = builder.sign(self.responder.private, hashes.SHA256())
        return answer.public_bytes(Encoding.DER)

    def answer_tsa(self, data: bytes) -> bytes:
        """Return a timestamp for a request (RFC 3161)."""
        request = tsp.TimeStampReq.load(data)
        nonce = request["nonce"].native
        if self.moods.tsa == "wrong-nonce":
            nonce = (nonce or 0) + 1
        if self.moods.tsa == "refuses":
            status = tsp.PKIStatusInfo({"status": "rejection", "status_string": ["no"]})
            # the library does not allow the token to be left out, as RFC 3161 does
            return bytes(core.Sequence(contents=status.dump()).dump())
        info = tsp.TSTInfo(
            {
                "version": "v1",
                "policy": "1.3.6.1.4.1.99999.1",
                "message_imprint": request["message_imprint"],
                "serial_number": secrets.randbits(63),
                "gen_time": datetime.now(UTC).replace(microsecond=0),
                "nonce": nonce,
            }
        )
        token = _timestamp_token(self.tsa, info.dump(), self.ca)
        status = tsp.PKIStatusInfo({"status": "granted"})
        return bytes(tsp.TimeStampResp({"status": status, "time_stamp_token": token}).dump())


def _timestamp_token(tsa: Issued, content: bytes, ca: Issued) -> cms.ContentInfo:
    own = asn1.Certificate.load(tsa.certificate.public_bytes(Encoding.DER))
    above = asn1.Certificate.load(ca.certificate.public_bytes(Encoding.DER))
    sha256 = algos.DigestAlgorithm({"algorithm": "sha256"})
    attributes = cms.CMSAttributes(
        [
            cms.CMSAttribute({"type": "content_type", "values": [_TST_INFO]}),
            cms.CMSAttribute(
                {"type": "message_digest", "values": [hashlib.sha256(content).digest()]}
            ),
            cms.CMSAttribute(
                {
                    "type": "signing_certificate_v2",
                    "values": [
                        tsp.SigningCertificateV2(
                            {"certs": [{"cert_hash": hashlib.sha256(own.dump()).digest()}]}
                        )
                    ],
                }
            ),
        ]
    )
    private = tsa.private
    if not isinstance(private, ec.EllipticCurvePrivateKey):
        raise TypeError(private)
    signature = private.sign(attributes.dump(), ec.ECDSA(hashes.SHA256()))
    signer = cms.SignerInfo(
        {
            "version": "v1",
            "sid": cms.SignerIdentifier(
                {
                    "issuer_and_serial_number": cms.IssuerAndSerialNumber(
                        {"issuer": own.issuer, "serial_number": own.serial_number}
                    )
                }
            ),
            "digest_algorithm": sha256,
            "signed_attrs": attributes,
            "signature_algorithm": algos.SignedDigestAlgorithm({"algorithm": "sha256_ecdsa"}),
            "signature": signature,
        }
    )
    signed = cms.SignedData(
        {
            "version": "v3",
            "digest_algorithms": [sha256],
            "encap_content_info": {
                "content_type": _TST_INFO,
                "content": core.ParsableOctetString(content),
            },
            "certificates": [own, above],
            "signer_infos": [signer],
        }
    )
    return cms.ContentInfo({"content_type": "signed_data", "content": signed})


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    @override
    def handle_error(self, request: Any, client_address: Any) -> None:
        # a client that hangs up is what some tests are about
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    """Answers one connection; bound to its authority by a subclass."""

    protocol_version = "HTTP/1.1"
    # small answers in one packet: Nagle would hold each back for 40 ms
    disable_nagle_algorithm = True
    authority: Authority

    @override
    def log_message(self, format: str, *args: Any) -> None:
        return

    def do_GET(self) -> None:
        """Answer with a list of revoked certificates."""
        which = self.path.rpartition("/")[2]
        self.authority.count("crl")
        if self.authority.moods.crl != "well" or which not in {"root", "ca"}:
            self.answer(b"", status=503)
            return
        self.answer(self.authority.crl(which))

    def do_POST(self) -> None:
        """Answer with a certificate's state or with a timestamp."""
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.path != "/ocsp":
            self.stamp(body)
            return
        self.authority.count("ocsp")
        if self.authority.moods.ocsp != "well":
            self.answer(b"", status=503)
            return
        self.answer(self.authority.answer_ocsp(body), kind="application/ocsp-response")

    def stamp(self, body: bytes) -> None:
        """Answer with a timestamp, or as the mood is."""
        moods = self.authority.moods
        made = self.authority.count("tsa")
        if 0 <= moods.tsa_after < made:
            moods.tsa = "missing"
        # /tsa/100 answers after 100 milliseconds
        asked = self.path.rpartition("/")[2]
        delay = int(asked) / 1000 if asked.isdigit() else moods.tsa_delay
        time.sleep(30 if moods.tsa == "hangs" else delay)
        if moods.tsa == "closed":
            self.close_connection = True
        elif moods.tsa == "missing":
            self.answer(b"not here", status=404)
        else:
            answer = b"garbage" if moods.tsa == "garbage" else self.authority.answer_tsa(body)
            self.answer(answer, kind="application/timestamp-reply")

    def answer(self, body: bytes, *, status: int = 200, kind: str = "application/pkix-crl") -> None:
        """Send an answer in one packet."""
        lines = (f"HTTP/1.1 {status} -", f"Content-Type: {kind}", f"Content-Length: {len(body)}")
        self.wfile.write("\r\n".join((*lines, "", "")).encode("ascii") + body)


def _handler_of(authority: Authority) -> type[BaseHTTPRequestHandler]:
    return type("Handler", (_Handler,), {"authority": authority})


def _name(name: str, organisation: str, number: str) -> x509.Name:
    parts = [x509.NameAttribute(NameOID.COUNTRY_NAME, "VN")]
    if organisation:
        parts.append(x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation))
    parts.append(x509.NameAttribute(NameOID.COMMON_NAME, name))
    if number:
        parts.append(x509.NameAttribute(NameOID.USER_ID, number))
    return x509.Name(parts)


def _usage(*, issuing: bool, signing: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=signing,
        content_commitment=signing and not issuing,
        key_encipherment=not signing,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=issuing,
        crl_sign=issuing,
        encipher_only=False,
        decipher_only=False,
    )


def main() -> None:
    """Write a root, a person's and an agency's key into a folder, and serve until stopped."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    with Authority() as authority:
        (folder / "root.pem").write_bytes(authority.root.pem)
        for name, owner in (("person", "Lê Văn Mẫu"), ("agency", "Ủy ban nhân dân xã Mẫu Sơn")):
            (folder / f"{name}.p12").write_bytes(authority.person(owner).pkcs12())
        print(f"timestamps {authority.tsa_url}, password of the keys {PASSWORD}", flush=True)
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            return


if __name__ == "__main__":
    main()
