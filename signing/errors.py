"""What can go wrong when signing or checking a PDF."""

from __future__ import annotations

from typing import ClassVar


class SigningError(Exception):
    """A situation signing foresees; ``code`` names it, ``details`` fill the sentence about it."""

    code: ClassVar[str] = "signing-failed"

    def __init__(self, **details: object) -> None:
        self.details: dict[str, object] = details
        super().__init__(self.code)


class WrongPinError(SigningError):
    """The password or PIN does not open the key."""

    code = "wrong-pin"


class KeyUnreadableError(SigningError):
    """The file is not a PKCS#12 key with a certificate."""

    code = "key-unreadable"


class CertificateExpiredError(SigningError):
    """The certificate is outside its validity; details: owner, not_before, not_after."""

    code = "certificate-expired"


class CertificateUnfitError(SigningError):
    """The certificate's key usage does not allow signing; details: owner."""

    code = "certificate-unfit"


class NotAPdfError(SigningError):
    """The file is not a PDF that can be read."""

    code = "not-a-pdf"


class EncryptedPdfError(SigningError):
    """The PDF asks for a password."""

    code = "pdf-encrypted"


class AlreadySignedError(SigningError):
    """The PDF already carries this signature field; details: field."""

    code = "already-signed"


class OutputFailedError(SigningError):
    """The signed file could not be written; details: path, reason."""

    code = "output-failed"


class SelfCheckError(SigningError):
    """The file that was just signed does not validate; it was not kept."""

    code = "self-check-failed"


class PdfUnsignableError(SigningError):
    """The PDF reads but must not take a signature; details: reason (hybrid, certified, damaged)."""

    code = "pdf-unsignable"


class NoPageError(SigningError):
    """The visible signature names a page the PDF does not have; details: page, pages."""

    code = "no-such-page"


class TrustUnreadableError(SigningError):
    """What was given as a trusted root is not a certificate."""

    code = "trust-unreadable"


class ThrowawayKeyError(SigningError):
    """A key made for trying things out was to sign in earnest; details: owner."""

    code = "test-key-refused"
