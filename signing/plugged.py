"""Which PKCS#11 modules may be loaded, and which tokens are plugged in behind them.

A module is loaded only when its path is on the list of allowed ones: it runs with all rights of
this program. Nothing here needs a PIN.
"""

from __future__ import annotations

import sys
import threading
import tomllib
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import pkcs11
from cryptography import x509
from pkcs11 import Attribute, ObjectClass
from pkcs11.exceptions import PKCS11Error

from signing.errors import (
    ModuleRefusedError,
    ModuleUnusableError,
    NoTokenError,
    PinLockedError,
    SigningError,
    TokenAmbiguousError,
    TokenFailedError,
    TokenMissingError,
    TokenRemovedError,
    TokenUnnamedError,
    WrongPinError,
)
from signing.keys import certificate_info
from signing.model import CertificateInfo, PinState, TokenInfo

LARGEST_CERTIFICATE = 100_000
MOST_CERTIFICATES = 64
GONE = (
    pkcs11.DeviceRemoved,
    pkcs11.TokenNotPresent,
    pkcs11.TokenNotRecognised,
    pkcs11.SessionHandleInvalid,
    pkcs11.SessionClosed,
    pkcs11.ObjectHandleInvalid,
    pkcs11.KeyHandleInvalid,
    pkcs11.UserNotLoggedIn,
    pkcs11.SlotIDInvalid,
)
"""After these the session is dead: the token was pulled, reset, or taken by another program."""

in_use: dict[str, int] = {}
"""Open tokens by module."""
guard = threading.RLock()


@cache
def known_modules() -> tuple[str, ...]:
    """Return the paths that ``resources/rules/signing_modules.toml`` allows."""
    text = resources.files("resources").joinpath("rules", "signing_modules.toml")
    rules = tomllib.loads(text.read_text(encoding="utf-8"))
    return tuple(path for module in rules["module"] for path in module["paths"])


def present_modules(extra: Iterable[str] = ()) -> tuple[str, ...]:
    """Return the allowed modules that are installed here; ``extra`` are the administrator's."""
    found: dict[str, str] = {}
    for path in (*extra, *known_modules()):
        if Path(path).is_file():
            found.setdefault(_real(path), path)
    return tuple(found.values())


def list_tokens(
    modules: Iterable[str], *, allowed: Collection[str] | None = None
) -> tuple[TokenInfo, ...]:
    """Return the tokens that are plugged in, without asking for a PIN.

    A module that does not load, or a token that does not answer, is left out: the others still
    show. Raises ModuleRefusedError for a module that is not allowed.
    """
    found: list[TokenInfo] = []
    for module in modules:
        demand_allowed(module, allowed)
        try:
            library = library_of(module)
            with guard:
                slots = library.get_slots(token_present=True)
        except (ModuleUnusableError, PKCS11Error):
            continue
        for slot in slots:
            try:
                with guard:
                    found.append(token_info(module, slot))
            except PKCS11Error:
                continue
    return tuple(found)


def demand_allowed(module: str, allowed: Collection[str] | None = None) -> None:
    """Refuse a module that is neither on the rules' list nor on the administrator's."""
    permitted = {_real(path) for path in (*known_modules(), *(allowed or ()))}
    if not Path(module).is_absolute() or _real(module) not in permitted:
        raise ModuleRefusedError(module=module)


def find_slot(library: Any, module: str, label: str, slot: int | None, name: str) -> Any:
    """Return the slot of a token by label or number, or of the only one there is.

    A module may see a token put back in only after it was started anew. Raises TokenMissingError,
    NoTokenError, TokenAmbiguousError or TokenUnnamedError.
    """
    for again in (False, True):
        if again:
            if in_use.get(module):
                break
            guarded(name, library.reinitialize)
        slots = guarded(name, lambda: library.get_slots(token_present=True))
        fitting = [one for one in slots if _fits(one, label, slot)]
        if len(fitting) > 1:
            if not name:
                raise TokenUnnamedError(tokens=", ".join(_labels(fitting)))
            raise TokenAmbiguousError(token=name)
        if fitting:
            return fitting[0]
    raise TokenMissingError(token=name) if name else NoTokenError(module=module)


def _fits(slot: Any, label: str, number: int | None) -> bool:
    if number is not None and slot.slot_id != number:
        return False
    try:
        token = slot.get_token()
        if not label:
            # a reader that is empty, or a token nobody has set up, is none that could be meant
            return number is not None or bool(token.flags & pkcs11.TokenFlag.TOKEN_INITIALIZED)
        return str(token.label).strip() == label.strip()
    except PKCS11Error:
        return False


def _labels(slots: Iterable[Any]) -> Iterator[str]:
    for one in slots:
        with suppress(PKCS11Error):
            yield str(one.get_token().label).strip()


def guarded(name: str, work: Any) -> Any:
    """Return what asking a module gives; its errors become ours, about the token of this name."""
    try:
        return work()
    except PKCS11Error as error:
        raise error_for(error, name) from error


def library_of(module: str) -> Any:
    """Return a loaded module. Raises ModuleUnusableError."""
    try:
        with guard:
            return pkcs11.lib(_real(module))
    except (PKCS11Error, OSError, RuntimeError) as error:
        reason = "missing" if not Path(module).exists() else name_of(error)
        raise ModuleUnusableError(module=module, reason=reason) from error


def released(module: str) -> None:
    """Note that a token of this module was closed."""
    with guard:
        in_use[module] = max(0, in_use.get(module, 0) - 1)


def token_info(module: str, slot: Any) -> TokenInfo:
    """Return what a token says of itself, with its certificates unless it is in use."""
    token = slot.get_token()
    certificates: tuple[CertificateInfo, ...] = ()
    if not in_use.get(module):
        # a second session of a token in use would share its login
        session = token.open()
        try:
            certificates = tuple(certificate_info(one) for _, one in certificates_in(session))
        finally:
            session.close()
    return TokenInfo(
        module=module,
        slot=slot.slot_id,
        label=str(token.label).strip(),
        serial=bytes(token.serial).decode("ascii", "replace").strip("\0 "),
        manufacturer=str(token.manufacturer_id).strip(),
        model=str(token.model).strip(),
        pin=pin_state(token.flags),
        certificates=certificates,
        pin_pad=bool(token.flags & pkcs11.TokenFlag.PROTECTED_AUTHENTICATION_PATH),
    )


def pin_state(flags: Any) -> PinState:
    """Return how near a token is to locking itself."""
    states = (
        (pkcs11.TokenFlag.USER_PIN_LOCKED, PinState.LOCKED),
        (pkcs11.TokenFlag.USER_PIN_FINAL_TRY, PinState.LAST),
        (pkcs11.TokenFlag.USER_PIN_COUNT_LOW, PinState.FEW_LEFT),
    )
    return next((state for flag, state in states if flags & flag), PinState.FRESH)


def certificates_in(session: Any) -> Iterator[tuple[bytes, x509.Certificate]]:
    """Yield identifier and certificate; what cannot be read as a certificate is left out."""
    objects = session.get_objects({Attribute.CLASS: ObjectClass.CERTIFICATE})
    for number, one in enumerate(objects):
        if number >= MOST_CERTIFICATES:
            continue  # the search has to be read to its end
        try:
            data = bytes(one[Attribute.VALUE])
            identifier = bytes(one[Attribute.ID])
        except PKCS11Error:
            continue
        if len(data) > LARGEST_CERTIFICATE:
            continue
        try:
            yield identifier, x509.load_der_x509_certificate(data)
        except ValueError:
            continue


def error_for(error: PKCS11Error, token: str) -> SigningError:
    """Return our error for a module's."""
    if isinstance(error, GONE):
        return TokenRemovedError(token=token, reason=name_of(error))
    if isinstance(error, pkcs11.PinLocked):
        return PinLockedError(token=token)
    if isinstance(error, pkcs11.PinIncorrect):
        return WrongPinError(token=token)
    return TokenFailedError(token=token, reason=name_of(error))


def name_of(error: BaseException) -> str:
    """Return what an error of a module is called in the standard."""
    return type(error).__name__


def _real(path: str) -> str:
    real = str(Path(path).resolve())
    return real.casefold() if sys.platform == "win32" else real
