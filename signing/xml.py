"""Signatures over XML: XMLDSig and XAdES (ETSI EN 319 132), enveloped, SHA-256; and their check.

What is accepted is decided here and not by the file: SHA-1, DSA and keys the file brings along
without a trusted root are refused.
"""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from signing.errors import XmlSignatureWrongError
from signing.keys import Scheme, SigningKey

# at its finest the library writes whole documents into the log
logging.getLogger("signxml").setLevel(logging.WARNING)
SIGNATURE = "{http://www.w3.org/2000/09/xmldsig#}Signature"
"""The name of the element; an empty one with the Id “placeholder” says where it shall stand."""
_REFERENCES = 3
"""Of a XAdES signature: the document, the signed properties, the certificate."""


def sign_xml(root: Any, key: SigningKey) -> Any:
    """Return an element with an enveloped XMLDSig signature."""
    from signxml import methods
    from signxml.signer import XMLSigner

    return XMLSigner(method=methods.enveloped, **_algorithms(key)).sign(
        root, key=_asked(key), cert=_pem(key)
    )


def sign_xades(root: Any, key: SigningKey, role: str = "") -> Any:
    """Return an element with an enveloped XAdES-B signature; ``role`` is what the signer claims."""
    from signxml import methods
    from signxml.xades.xades import XAdESDataObjectFormat, XAdESSigner

    signer = XAdESSigner(
        method=methods.enveloped,
        claimed_roles=[role] if role else None,
        data_object_format=XAdESDataObjectFormat(Description="", MimeType="text/xml"),
        **_algorithms(key),
    )
    return signer.sign(root, key=_asked(key), cert=_pem(key))


def check_xml(root: Any, roots: Sequence[bytes], *, xades: bool = False) -> Any:
    """Return what of a document is signed by a certificate that one of the roots (PEM) vouches for.

    Only what is returned was signed: whoever uses another part of the document uses what anybody
    may have put there. Raises XmlSignatureWrongError.
    """
    from cryptography.exceptions import InvalidSignature as WrongKey
    from lxml import etree
    from signxml.exceptions import SignXMLException
    from signxml.verifier import SignatureConfiguration, XMLVerifier
    from signxml.xades.xades import XAdESSignatureConfiguration, XAdESVerifier

    if not roots:
        raise XmlSignatureWrongError(reason="no root")
    with tempfile.TemporaryDirectory(prefix="digitizer-") as folder:
        path = Path(folder) / "roots.pem"
        path.write_bytes(b"\n".join(roots))
        options: dict[str, Any] = {"ca_pem_file": str(path)}
        try:
            if xades:
                configuration = XAdESSignatureConfiguration(expect_references=_REFERENCES)
                found: Any = XAdESVerifier().verify(root, expect_config=configuration, **options)
            else:
                plain = SignatureConfiguration(expect_references=1)
                found = XMLVerifier().verify(root, expect_config=plain, **options)
        except (SignXMLException, WrongKey, etree.LxmlError, ValueError, KeyError) as error:
            raise XmlSignatureWrongError(reason=type(error).__name__) from error
    return (found[0] if isinstance(found, list) else found).signed_xml


class _Signer:
    """A key as signxml asks of one: the private half may be a file's, or never leave its token."""

    def __init__(self, key: SigningKey) -> None:
        self._key = key

    @property
    def key_size(self) -> int:
        """Bits of the key."""
        return int(self.public_key().key_size)

    @property
    def curve(self) -> Any:
        """The curve an elliptic key lies on."""
        return self.public_key().curve

    def public_key(self) -> Any:
        """Return the public half, which XAdES writes beside the certificate."""
        return self._key.certificate.public_key()

    def sign(self, data: bytes, *_scheme: object, **_named: object) -> bytes:
        """Return the signature; the scheme is the key's own, which the algorithms were named by."""
        return self._key.sign_message(data)


def _asked(key: SigningKey) -> Any:
    # signxml names the classes of private keys it knows, and asks no more of one than _Signer has
    return _Signer(key)


def _algorithms(key: SigningKey) -> dict[str, Any]:
    from signxml.algorithms import DigestAlgorithm, SignatureMethod

    methods = {
        Scheme.ECDSA: SignatureMethod.ECDSA_SHA256,
        Scheme.RSA_PKCS1: SignatureMethod.RSA_SHA256,
        Scheme.RSA_PSS: SignatureMethod.SHA256_RSA_MGF1,
    }
    return {
        "signature_algorithm": methods[key.scheme],
        "digest_algorithm": DigestAlgorithm.SHA256,
    }


def _pem(key: SigningKey) -> str:
    from cryptography.hazmat.primitives.serialization import Encoding

    chain = (key.certificate, *key.chain)
    return "".join(one.public_bytes(Encoding.PEM).decode() for one in chain)
