"""Which key signs: a PKCS#12 file or a token. Its PIN lives as long as the work that needs it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from digitizer.errors import EngineError
from signing.errors import SigningError
from signing.model import CertificateInfo, TokenInfo

if TYPE_CHECKING:
    from signing.keys import SigningKey


@dataclass(frozen=True, slots=True)
class FileKey:
    """A PKCS#12 file and its password."""

    data: bytes = field(repr=False)
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class TokenKey:
    """A certificate on a token; ``pin`` None is typed on the token's own pad."""

    module: str
    label: str
    slot: int | None = None
    """None where the label says enough, or only one token is plugged in."""
    serial: str = ""
    """Serial number of the certificate; empty where the token holds only one that may sign."""
    pin: str | None = field(default=None, repr=False)
    risk_last_attempt: bool = False
    """The officer knows that one more wrong PIN locks the token."""


@dataclass(frozen=True, slots=True)
class WindowsKey:
    """A certificate of the Windows store; its driver asks for the PIN in a window of its own.

    Written by documentation and not tried yet: see ``signing/windows.py``.
    """

    serial: str


KeyChoice = FileKey | TokenKey | WindowsKey


@contextmanager
def opened(
    choice: KeyChoice, modules: tuple[str, ...] = (), *, pss: bool = False
) -> Iterator[SigningKey]:
    """Give the key; a token is let go when the context ends. Raises SigningError.

    A wrong PIN is told at once and never tried again.
    """
    from signing.keys import open_pkcs12

    if isinstance(choice, FileKey):
        yield open_pkcs12(choice.data, choice.password, pss=pss)
        return
    if isinstance(choice, WindowsKey):
        from signing.windows import open_certificate

        yield open_certificate(choice.serial, pss=pss)
        return
    from signing.tokens import open_token

    with open_token(
        choice.module,
        choice.pin,
        label=choice.label,
        slot=choice.slot,
        allowed=modules,
        risk_last_attempt=choice.risk_last_attempt,
    ) as token:
        yield token.key(serial=choice.serial, pss=pss)


def certificates(choice: KeyChoice, modules: tuple[str, ...] = ()) -> tuple[CertificateInfo, ...]:
    """Return the certificates behind a key that may sign. Raises EngineError."""
    try:
        if not isinstance(choice, TokenKey):
            with opened(choice) as key:
                return (key.info,)
        from signing.tokens import open_token

        with open_token(
            choice.module, choice.pin, label=choice.label, slot=choice.slot, allowed=modules
        ) as token:
            keys = token.keys()
            return tuple(key.info for key in keys)
    except SigningError as error:
        raise EngineError(error.code, **error.details) from error


def plugged_in(modules: tuple[str, ...] = ()) -> tuple[TokenInfo, ...]:
    """Return the tokens that are there, of the modules that are allowed and installed."""
    from signing.plugged import list_tokens, present_modules

    try:
        return list_tokens(present_modules(modules), allowed=modules)
    except SigningError as error:
        raise EngineError(error.code, **error.details) from error


def in_windows_store() -> tuple[CertificateInfo, ...]:
    """Return the certificates of the Windows store that may sign; none on other systems."""
    from signing.windows import has_store, list_certificates

    if not has_store():
        return ()
    try:
        return list_certificates()
    except SigningError as error:
        raise EngineError(error.code, **error.details) from error
