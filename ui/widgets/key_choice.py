"""Which keys there are to sign with, in the words of the dialog."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from digitizer.errors import FileUnreadableError
from digitizer.results.keys import FileKey, KeyChoice, TokenKey, WindowsKey
from signing.model import CertificateInfo, PinState, TokenInfo

SOON = 30
"""Days before its end at which a certificate is warned of."""


@dataclass(frozen=True, slots=True)
class TokenCertificate:
    """One certificate on one token."""

    token: TokenInfo
    certificate: CertificateInfo


@dataclass(frozen=True, slots=True)
class KeyGiven:
    """What the officer gave to sign with; the PIN is shown nowhere."""

    token: TokenCertificate | None = None
    file: Path | None = None
    pin: str = field(default="", repr=False)
    windows_serial: str = ""
    """A certificate of the Windows store; its driver asks for the PIN itself."""
    test_owner: str = ""
    """A throwaway test key for this owner, in the practice office only."""
    risk_last_attempt: bool = False

    def choice(self) -> KeyChoice:
        """Return the key as the core takes it. Not on the GUI thread.

        Raises FileUnreadableError.
        """
        if self.test_owner:
            from digitizer.office import practice

            key = practice.throwaway_key(self.test_owner, self.test_owner)
            return FileKey(key, practice.KEY_PASSWORD)
        if self.windows_serial:
            return WindowsKey(self.windows_serial)
        if self.token is not None:
            token = self.token.token
            return TokenKey(
                module=token.module,
                label=token.label,
                slot=token.slot,
                serial=self.token.certificate.serial,
                pin=None if token.pin_pad else self.pin,
                risk_last_attempt=self.risk_last_attempt,
            )
        path = self.file or Path()
        try:
            return FileKey(path.read_bytes(), self.pin)
        except OSError as error:
            raise FileUnreadableError(name=path.name, reason=error.strerror or "") from error


def signing_certificates(tokens: Sequence[TokenInfo]) -> list[TokenCertificate]:
    """Return the certificates that may belong to a key: not those of the authorities above."""
    found = []
    for token in tokens:
        issuers = {one.issuer for one in token.certificates}
        found += [
            TokenCertificate(token, one)
            for one in token.certificates
            if not one.self_signed and one.owner not in issuers
        ]
    return found


def certificate_line(one: TokenCertificate) -> str:
    """Return the line by which a certificate is chosen."""
    text = QCoreApplication.translate(
        "signing", "{owner} – token {token}, {left}, issued by {issuer}"
    )
    info = one.certificate
    return text.format(
        owner=info.owner, issuer=info.issuer, left=_time_left(info), token=one.token.label
    )


def windows_line(info: CertificateInfo) -> str:
    """Return the line by which a certificate of the Windows store is chosen."""
    text = QCoreApplication.translate(
        "signing", "{owner} – issued by {issuer}, {left}, Windows (not tried yet)"
    )
    return text.format(owner=info.owner, issuer=info.issuer, left=_time_left(info))


def _time_left(info: CertificateInfo) -> str:
    days = info.days_left()
    if days < 0:
        return QCoreApplication.translate("signing", "expired")
    return QCoreApplication.translate("signing", "{days} days left").format(days=days)


def pin_warning(token: TokenInfo) -> str:
    """Return the sentence on wrong PINs entered before, or nothing."""
    translate = QCoreApplication.translate
    return {
        PinState.FRESH: "",
        PinState.FEW_LEFT: translate(
            "signing", "A wrong PIN was entered before; few attempts are left."
        ),
        PinState.LAST: translate(
            "signing", "Only one attempt is left: another wrong PIN locks the token for good."
        ),
        PinState.LOCKED: translate(
            "signing", "The token is locked. Its issuer has to unlock it before it can sign."
        ),
    }[token.pin]


def days_warning(info: CertificateInfo) -> str:
    """Return the sentence on a certificate that ends soon or has ended, or nothing."""
    days = info.days_left()
    if days < 0:
        return QCoreApplication.translate("signing", "The certificate has expired.")
    if days > SOON:
        return ""
    text = QCoreApplication.translate("signing", "The certificate ends in {days} days.")
    return text.format(days=days)
