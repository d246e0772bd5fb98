"""Timestamps (RFC 3161): asking for one, and believing only what belongs to the question."""

from __future__ import annotations

import hashlib
import secrets
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import Event
from typing import Any

from asn1crypto import cms, core, tsp
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID

from signing.errors import ServiceUnavailableError, TimestampUnavailableError
from signing.services import Services, host_of

TRIES = 3
PAUSE = 0.5
"""Seconds before the second try; each further one waits twice as long."""
LARGEST_TOKEN = 100_000
QUERY, REPLY = "application/timestamp-query", "application/timestamp-reply"
GRANTED = {"granted", "granted_with_mods"}
HASHES: dict[str, type[hashes.HashAlgorithm]] = {
    "sha256": hashes.SHA256,
    "sha384": hashes.SHA384,
    "sha512": hashes.SHA512,
}
MALFORMED = (ValueError, TypeError, KeyError, LookupError, UnsupportedAlgorithm)


@dataclass(frozen=True, slots=True)
class Timestamp:
    """A timestamp token and the moment it vouches for."""

    token: bytes
    """DER of the token, as it goes into a signature or a file."""
    at: datetime


@dataclass(frozen=True, slots=True)
class TimestampService:
    """Where timestamps come from: addresses in the order in which they are tried."""

    services: Services = field(repr=False)
    urls: tuple[str, ...]
    tries: int = TRIES
    pause: float = PAUSE

    def stamp(self, digest: bytes, *, stopped: Event | None = None) -> Timestamp:
        """Return a timestamp over a SHA-256 digest.

        Raises TimestampUnavailableError after the last address has failed for the last time, or
        when ``stopped`` is set in between.
        """
        host, reason = "", "none configured"
        for number in range(self.tries):
            for url in self.urls:
                try:
                    return self._ask(url, digest)
                except ServiceUnavailableError as error:
                    host, reason = host_of(url), str(error.details.get("reason", ""))
            last = number == self.tries - 1
            if last or (stopped is not None and stopped.is_set()):
                break
            wait = self.pause * 2**number
            if stopped is None:
                time.sleep(wait)
            elif stopped.wait(wait):
                break
        raise TimestampUnavailableError(host=host, reason=reason)

    def _ask(self, url: str, digest: bytes) -> Timestamp:
        # the top bit is clear and the number not zero, so its encoding has a fixed length
        nonce = secrets.randbits(62) | 1 << 62
        answer = self.services.post(url, request_for(digest, nonce), kind=QUERY, answer=REPLY)
        try:
            return accept(answer, digest, nonce)
        except MALFORMED as error:
            reason = str(error.args[0]) if isinstance(error, NotOurTimestampError) else "malformed"
            raise ServiceUnavailableError(host=host_of(url), reason=reason) from error


class NotOurTimestampError(ValueError):
    """An answer that is well formed but does not belong to what was asked."""


class Answer(core.Sequence):  # type: ignore[misc]
    """TimeStampResp; the library's own does not allow the token to be left out on refusal."""

    _fields = [  # noqa: RUF012
        ("status", tsp.PKIStatusInfo),
        ("time_stamp_token", cms.ContentInfo, {"optional": True}),
    ]


def request_for(digest: bytes, nonce: int) -> bytes:
    """Return the request for a timestamp over a SHA-256 digest, with the TSA's certificates."""
    request = tsp.TimeStampReq(
        {
            "version": "v1",
            "message_imprint": {
                "hash_algorithm": {"algorithm": "sha256"},
                "hashed_message": digest,
            },
            "nonce": nonce,
            "cert_req": True,
        }
    )
    return bytes(request.dump())


def accept(answer: bytes, digest: bytes, nonce: int) -> Timestamp:
    """Return the timestamp of an answer that was granted for this digest and this nonce.

    Raises NotOurTimestampError or another ValueError; whom the TSA's certificate comes from is for
    the check of the whole file to say.
    """
    response = Answer.load(answer, strict=True)
    status = response["status"]["status"].native
    if status not in GRANTED:
        raise NotOurTimestampError(str(status))
    token = response["time_stamp_token"]
    signed = token["content"]
    info: Any = signed["encap_content_info"]["content"].parsed
    if not isinstance(info, tsp.TSTInfo):
        raise NotOurTimestampError("content")
    imprint = info["message_imprint"]
    if (
        imprint["hash_algorithm"]["algorithm"].native != "sha256"
        or imprint["hashed_message"].native != digest
        or info["nonce"].native != nonce
    ):
        raise NotOurTimestampError("answers another question")
    data = bytes(token.dump())
    if len(data) > LARGEST_TOKEN:
        raise NotOurTimestampError("too large")
    verify_token(signed)
    return Timestamp(data, info["gen_time"].native.astimezone(UTC))


def verify_token(signed: cms.SignedData) -> None:
    """Refuse a token whose signature is not that of a certificate made for timestamps."""
    if len(signed["signer_infos"]) != 1:
        raise NotOurTimestampError("signers")
    signer = signed["signer_infos"][0]
    certificate = _signer_certificate(signed, signer)
    usage = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    if ExtendedKeyUsageOID.TIME_STAMPING not in usage:
        raise NotOurTimestampError("usage")
    name = signer["digest_algorithm"]["algorithm"].native
    if name not in HASHES:
        raise NotOurTimestampError("digest")
    content = bytes(signed["encap_content_info"]["content"].contents)
    attributes = signer["signed_attrs"]
    said = {one["type"].native: one["values"][0].native for one in attributes}
    if said.get("message_digest") != hashlib.new(name, content).digest():
        raise NotOurTimestampError("digest")
    message = attributes.untag().dump()
    try:
        _verify(certificate.public_key(), signer, bytes(message), HASHES[name]())
    except InvalidSignature as error:
        raise NotOurTimestampError("signature") from error


def _signer_certificate(signed: cms.SignedData, signer: cms.SignerInfo) -> x509.Certificate:
    wanted = signer["sid"].chosen
    for choice in signed["certificates"]:
        one = choice.chosen
        if not isinstance(one, asn1.Certificate):
            continue
        fits = (
            wanted["serial_number"].native == one.serial_number
            if isinstance(wanted, cms.IssuerAndSerialNumber)
            else wanted.native == one.key_identifier
        )
        if fits:
            return x509.load_der_x509_certificate(one.dump())
    raise NotOurTimestampError("certificate")


def _verify(
    public: object, signer: cms.SignerInfo, message: bytes, digest: hashes.HashAlgorithm
) -> None:
    signature = signer["signature"].native
    if isinstance(public, ec.EllipticCurvePublicKey):
        public.verify(signature, message, ec.ECDSA(digest))
    elif isinstance(public, rsa.RSAPublicKey):
        algorithm = signer["signature_algorithm"].signature_algo
        if algorithm == "rsassa_pss":
            size = signer["signature_algorithm"]["parameters"]["salt_length"].native
            pss = padding.PSS(mgf=padding.MGF1(digest), salt_length=size)
            public.verify(signature, message, pss, digest)
        else:
            public.verify(signature, message, padding.PKCS1v15(), digest)
    else:
        raise NotOurTimestampError("algorithm")
