"""What can go wrong when signing or checking a PDF."""

from __future__ import annotations

from typing import ClassVar

from typing_extensions import override


class SigningError(Exception):
    """A situation signing foresees; ``code`` names it, ``details`` fill the sentence about it."""

    code: ClassVar[str] = "signing-failed"

    def __init__(self, **details: object) -> None:
        self.details: dict[str, object] = details
        super().__init__(self.code)

    @override
    def __reduce__(self) -> tuple[object, ...]:
        """Keep the details when the error crosses a process border."""
        return (_rebuild, (type(self), self.__dict__))


def _rebuild(kind: type[SigningError], state: dict[str, object]) -> SigningError:
    # some ask for more than details when they are made
    error = kind.__new__(kind, kind.code)
    error.__dict__.update(state)
    return error


class WrongPinError(SigningError):
    """The password or PIN does not open the key; details: token where there is one."""

    code = "wrong-pin"


class WrongPinFewLeftError(WrongPinError):
    """The PIN was wrong, and the token says that few attempts are left."""

    code = "wrong-pin-few-left"


class WrongPinLastLeftError(WrongPinError):
    """The PIN was wrong, and one attempt is left before the token locks itself."""

    code = "wrong-pin-last-left"


class PinMissingError(SigningError):
    """No PIN was given; the token was not asked, which would have cost an attempt."""

    code = "pin-missing"


class PinLockedError(SigningError):
    """The token has locked itself after too many wrong PINs; details: token."""

    code = "pin-locked"


class PinNearlyLockedError(SigningError):
    """The token has one attempt left and nobody has said it may be used; details: token."""

    code = "pin-last-attempt"


class ModuleRefusedError(SigningError):
    """The PKCS#11 module is not among those the administrator allows; details: module."""

    code = "module-refused"


class ModuleUnusableError(SigningError):
    """The PKCS#11 module is missing or does not load; details: module, reason."""

    code = "module-unusable"


class TokenMissingError(SigningError):
    """No token with this label or in this slot is plugged in; details: token."""

    code = "token-missing"


class NoTokenError(SigningError):
    """No token at all is plugged in behind a module; details: module."""

    code = "no-token"


class TokenUnnamedError(SigningError):
    """Several tokens are plugged in and none was named; details: tokens."""

    code = "token-unnamed"


class TokenAmbiguousError(SigningError):
    """Several tokens carry this label; details: token."""

    code = "token-ambiguous"


class TokenBusyError(SigningError):
    """The token is already open in this program; details: token."""

    code = "token-busy"


class TokenRemovedError(SigningError):
    """The token was pulled out, or its session was lost; details: token, reason."""

    code = "token-removed"


class TokenFailedError(SigningError):
    """The token answered with an error; details: token, reason."""

    code = "token-failed"


class KeyMissingError(SigningError):
    """The token holds no usable certificate with its private key; details: token."""

    code = "key-missing"


class KeyAmbiguousError(SigningError):
    """The token holds several signing certificates and none was chosen; details: owners."""

    code = "key-ambiguous"


class MechanismMissingError(SigningError):
    """The token cannot make the kind of signature asked for; details: token, mechanism."""

    code = "mechanism-missing"


class KeyUnreadableError(SigningError):
    """The file is not a PKCS#12 key with a certificate."""

    code = "key-unreadable"


class CertificateExpiredError(SigningError):
    """The certificate is outside its validity; details: owner, not_before, not_after."""

    code = "certificate-expired"


class CertificateUnfitError(SigningError):
    """The certificate's key usage does not allow signing; details: owner."""

    code = "certificate-unfit"


class CertificateRevokedError(SigningError):
    """The certificate has been revoked; details: owner, since."""

    code = "certificate-revoked-now"


class CertificateUntrustedError(SigningError):
    """No path leads from the certificate to a trusted root; details: owner."""

    code = "certificate-untrusted"


class SubjectMismatchError(SigningError):
    """The certificate is not the officer's or the agency's; details: owner, expected."""

    code = "subject-mismatch"


class RevocationUnknownError(SigningError):
    """Neither OCSP nor CRL says whether a certificate is revoked; details: owner, reason."""

    code = "revocation-unknown"


class ServiceRefusedError(SigningError):
    """An address is not among the configured services; details: host."""

    code = "service-refused"


class AddressUnfitError(ServiceRefusedError):
    """What should be the address of a service is none; details: address."""

    code = "address-unfit"


class ServiceUnavailableError(SigningError):
    """A service does not answer, or with something else than asked; details: host, reason."""

    code = "service-unavailable"


class TimestampUnavailableError(SigningError):
    """A timestamp was asked for and none came; details: host, reason."""

    code = "timestamp-unavailable"


class TimestampTooLargeError(SigningError):
    """The timestamp does not fit into the room kept for it; details: size, room."""

    code = "timestamp-too-large"


class LevelUnreachableError(SigningError):
    """The level asked for needs something the policy does not name; details: level, missing."""

    code = "level-unreachable"


class SourceChangedError(SigningError):
    """The file changed between being prepared and being written; details: path."""

    code = "source-changed"


class SignatureExpectedError(SigningError):
    """A signature that must come first is not in the file; details: field."""

    code = "signature-expected"


class JournalUnreadableError(SigningError):
    """The journal of an earlier batch cannot be read or is of other documents; details: reason."""

    code = "journal-unreadable"


class ManifestUnreadableError(SigningError):
    """A manifest of signed files cannot be read; details: path."""

    code = "manifest-unreadable"


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


class NoRoomError(SigningError):
    """The page has no free paper near the corner a signature belongs in; details: slot, page."""

    code = "no-room"


class TrustUnreadableError(SigningError):
    """What was given as a trusted root is not a certificate."""

    code = "trust-unreadable"


class ThrowawayKeyError(SigningError):
    """A key made for trying things out was to sign in earnest; details: owner."""

    code = "test-key-refused"


class XmlSignatureWrongError(SigningError):
    """A signature over XML is missing, not whole, or by nobody who is trusted; details: reason."""

    code = "xml-signature-wrong"
