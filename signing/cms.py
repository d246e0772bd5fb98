"""The signature container (CMS, RFC 5652) of a PAdES signature, written as plain DER.

pyHanko's own builder costs ten times the RSA operation. What is written here is one fixed shape:
one signer, detached, with the attributes PAdES asks for (ETSI EN 319 142-1 6.3), and optionally a
timestamp as unsigned attribute. Every file is still judged by pyHanko.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from signing.errors import TimestampTooLargeError

SEQUENCE, SET, OCTETS, INTEGER, OBJECT = 0x30, 0x31, 0x04, 0x02, 0x06
CONTEXT_0, CONTEXT_1 = 0xA0, 0xA1
NULL = b"\x05\x00"


def tlv(tag: int, *parts: bytes) -> bytes:
    """Return a DER element: tag, length, contents."""
    content = b"".join(parts)
    length = len(content)
    if length < 0x80:
        return bytes((tag, length)) + content
    size = length.to_bytes((length.bit_length() + 7) // 8, "big")
    return bytes((tag, 0x80 | len(size))) + size + content


def oid(dotted: str) -> bytes:
    """Return an object identifier in DER."""
    first, second, *rest = (int(part) for part in dotted.split("."))
    content = bytearray()
    for number in (first * 40 + second, *rest):
        groups = [number & 0x7F]
        while number := number >> 7:
            groups.append(0x80 | number & 0x7F)
        content.extend(reversed(groups))
    return tlv(OBJECT, bytes(content))


def integer(number: int) -> bytes:
    """Return a whole number that is not negative in DER."""
    return tlv(INTEGER, number.to_bytes(number.bit_length() // 8 + 1, "big"))


DATA = oid("1.2.840.113549.1.7.1")
SIGNED_DATA = oid("1.2.840.113549.1.7.2")
CONTENT_TYPE = oid("1.2.840.113549.1.9.3")
MESSAGE_DIGEST = oid("1.2.840.113549.1.9.4")
SIGNING_CERTIFICATE_V2 = oid("1.2.840.113549.1.9.16.2.47")
SIGNATURE_TIME_STAMP = oid("1.2.840.113549.1.9.16.2.14")
SHA256 = tlv(SEQUENCE, oid("2.16.840.1.101.3.4.2.1"))
RSA_PKCS1 = tlv(SEQUENCE, oid("1.2.840.113549.1.1.11"), NULL)
RSA_PSS = tlv(
    SEQUENCE,
    oid("1.2.840.113549.1.1.10"),
    tlv(
        SEQUENCE,
        tlv(CONTEXT_0, SHA256),
        tlv(CONTEXT_1, tlv(SEQUENCE, oid("1.2.840.113549.1.1.8"), SHA256)),
        tlv(0xA2, integer(32)),
    ),
)
ECDSA = tlv(SEQUENCE, oid("1.2.840.10045.4.3.2"))


@dataclass(frozen=True, slots=True)
class Container:
    """What stays the same in every signature of one key: certificates, identity, algorithm."""

    certificates: bytes
    signer: bytes
    certificate_digest: bytes
    algorithm: bytes

    @classmethod
    def of(
        cls, certificate: x509.Certificate, chain: Iterable[x509.Certificate], algorithm: bytes
    ) -> Container:
        """Return the container for a signing certificate and the certificates above it."""
        own = certificate.public_bytes(Encoding.DER)
        above = (one.public_bytes(Encoding.DER) for one in chain if one.subject != one.issuer)
        unique = dict.fromkeys((own, *above))
        issuer = tlv(
            SEQUENCE, certificate.issuer.public_bytes(), integer(certificate.serial_number)
        )
        digest = tlv(SEQUENCE, tlv(SEQUENCE, tlv(OCTETS, hashlib.sha256(own).digest())))
        return cls(tlv(CONTEXT_0, *sorted(unique)), issuer, tlv(SEQUENCE, digest), algorithm)

    def attributes(self, digest: bytes) -> bytes:
        """Return the signed attributes over a document's SHA-256 digest, as they are signed."""
        attributes = (
            tlv(SEQUENCE, CONTENT_TYPE, tlv(SET, DATA)),
            tlv(SEQUENCE, MESSAGE_DIGEST, tlv(SET, tlv(OCTETS, digest))),
            tlv(SEQUENCE, SIGNING_CERTIFICATE_V2, tlv(SET, self.certificate_digest)),
        )
        return tlv(SET, *sorted(attributes))

    def sealed(self, attributes: bytes, signature: bytes, *, timestamp: bytes = b"") -> bytes:
        """Return the whole container; ``timestamp`` is an RFC 3161 token over the signature."""
        unsigned = b""
        if timestamp:
            attribute = tlv(SEQUENCE, SIGNATURE_TIME_STAMP, tlv(SET, timestamp))
            unsigned = tlv(CONTEXT_1, attribute)
        signer = tlv(
            SEQUENCE,
            integer(1),
            self.signer,
            SHA256,
            bytes((CONTEXT_0,)) + attributes[1:],
            self.algorithm,
            tlv(OCTETS, signature),
            unsigned,
        )
        content = tlv(
            SEQUENCE,
            integer(1),
            tlv(SET, SHA256),
            tlv(SEQUENCE, DATA),
            self.certificates,
            tlv(SET, signer),
        )
        return tlv(SEQUENCE, SIGNED_DATA, tlv(CONTEXT_0, content))


def in_gap(container: bytes, digits: int) -> bytes:
    """Return a container in hexadecimal, filled up to the room a file keeps for it.

    Raises TimestampTooLargeError when it does not fit; what is in the file then stays.
    """
    if 2 * len(container) > digits:
        raise TimestampTooLargeError(size=len(container), room=digits // 2)
    return container.hex().encode("ascii").ljust(digits, b"0")
