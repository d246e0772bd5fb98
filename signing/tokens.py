"""Keys on tokens and in hardware modules, through PKCS#11 v2.40.

One token is opened once and has one session: the standard allows one login a token and program, and
two threads in one module were seen to break it. A PIN is handed to the module once, never kept and
never tried a second time. A module is loaded only when its path is on the list of allowed ones: it
runs with all rights of this program.
"""

from __future__ import annotations

import sys
import threading
import tomllib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pkcs11
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import utils
from pkcs11 import MGF, Attribute, Mechanism, ObjectClass
from pkcs11.exceptions import PKCS11Error
from pkcs11.types import PROTECTED_AUTH
from typing_extensions import override

from signing.errors import (
    KeyAmbiguousError,
    KeyMissingError,
    MechanismMissingError,
    ModuleRefusedError,
    ModuleUnusableError,
    PinLockedError,
    PinMissingError,
    PinNearlyLockedError,
    SigningError,
    TokenAmbiguousError,
    TokenBusyError,
    TokenFailedError,
    TokenMissingError,
    TokenRemovedError,
    WrongPinError,
    WrongPinFewLeftError,
    WrongPinLastLeftError,
)
from signing.keys import RemoteKey, Scheme, SigningKey, certificate_info, may_sign, scheme_for
from signing.model import CertificateInfo, PinState, TokenInfo

LARGEST_CERTIFICATE = 100_000
MOST_CERTIFICATES = 64
# DigestInfo of SHA-256, for tokens that pad but do not hash (RFC 8017 9.2)
SHA256_PREFIX = bytes.fromhex("3031300d060960864801650304020105000420")
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

_open: dict[str, int] = {}
"""Open tokens by module."""
_guard = threading.RLock()


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
            library = _library(module)
            with _guard:
                slots = library.get_slots(token_present=True)
        except (ModuleUnusableError, PKCS11Error):
            continue
        for slot in slots:
            try:
                with _guard:
                    found.append(_token_info(module, slot))
            except PKCS11Error:
                continue
    return tuple(found)


def demand_allowed(module: str, allowed: Collection[str] | None = None) -> None:
    """Refuse a module that is neither on the rules' list nor on the administrator's."""
    permitted = {_real(path) for path in (*known_modules(), *(allowed or ()))}
    if not Path(module).is_absolute() or _real(module) not in permitted:
        raise ModuleRefusedError(module=module)


@dataclass(slots=True)
class Token:
    """An open token: logged in, one session, until it is closed."""

    info: TokenInfo
    _session: Any = field(repr=False)
    _mechanisms: frozenset[Any] = field(repr=False)
    _pin: str | None = field(repr=False)
    """Only for keys that want it again for every signature (CKA_ALWAYS_AUTHENTICATE)."""
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)
    _dead: bool = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def lost(self) -> bool:
        """Return whether the session has died; the token must be opened anew."""
        return self._dead

    def keys(self, *, pss: bool = False) -> tuple[SigningKey, ...]:
        """Return the keys with certificates that may sign, those still valid longest first.

        Raises KeyMissingError when there is none, MechanismMissingError when the token cannot do
        what ``pss`` asks.
        """
        with self._lock, _translated(self):
            certificates = list(_certificates(self._session))
            private = {
                bytes(one[Attribute.ID]): one
                for one in self._session.get_objects({Attribute.CLASS: ObjectClass.PRIVATE_KEY})
            }
        chain = tuple(one for _, one in certificates)
        keys = []
        for identifier, certificate in certificates:
            handle = private.get(identifier)
            if handle is None or not may_sign(certificate):
                continue
            scheme = scheme_for(certificate.public_key(), pss=pss)
            key = TokenKey(self, handle, certificate.public_key())
            key.demand(scheme)
            keys.append(
                SigningKey(
                    certificate_info(certificate),
                    key,
                    certificate,
                    _above(certificate, chain),
                    scheme,
                )
            )
        if not keys:
            raise KeyMissingError(token=self.info.label)
        return tuple(sorted(keys, key=lambda key: key.info.not_after, reverse=True))

    def key(self, *, serial: str = "", pss: bool = False) -> SigningKey:
        """Return the one key that may sign, or the one whose certificate has this serial number.

        Raises KeyAmbiguousError when several could and none was named: a batch must not guess.
        """
        keys = self.keys(pss=pss)
        if serial:
            keys = tuple(key for key in keys if key.info.serial == serial.upper())
            if not keys:
                raise KeyMissingError(token=self.info.label)
        if len(keys) > 1:
            raise KeyAmbiguousError(owners=", ".join(key.info.owner for key in keys))
        return keys[0]

    def close(self) -> None:
        """Log out and forget the PIN; closing twice does no harm."""
        with self._lock:
            session, self._session, self._pin = self._session, None, None
            if session is None:
                return
            try:
                with _guard:
                    session.close()
            except PKCS11Error:
                # the session died with the token; there is nothing left to close
                self._dead = True
            finally:
                _released(self.info.module)

    def supports(self, mechanism: Any) -> bool:
        """Return whether the token says it can do this."""
        return mechanism in self._mechanisms

    def sign(self, handle: Any, message: bytes, scheme: Scheme) -> bytes:
        """Return a signature made on the token. Raises TokenRemovedError, TokenFailedError."""
        with self._lock, _translated(self):
            if self._session is None:
                raise TokenRemovedError(token=self.info.label, reason="closed")
            if self._dead:
                raise TokenRemovedError(token=self.info.label, reason="session")
            data, options = _operation(self, message, scheme)
            if self._pin is not None:
                options["pin"] = self._pin
            return bytes(handle.sign(data, **options))

    def mark_dead(self) -> None:
        """Note that the session cannot be used again."""
        self._dead = True


@dataclass(frozen=True, slots=True)
class TokenKey(RemoteKey):
    """A private key on an open token."""

    token: Token = field(repr=False)
    handle: Any = field(repr=False)
    public: Any = field(repr=False)

    @override
    def public_key(self) -> Any:
        return self.public

    @override
    def sign_message(self, message: bytes, scheme: Scheme) -> bytes:
        signature = self.token.sign(self.handle, message, scheme)
        if scheme is not Scheme.ECDSA:
            return signature
        half = len(signature) // 2
        numbers = (int.from_bytes(part) for part in (signature[:half], signature[half:]))
        return utils.encode_dss_signature(*numbers)

    def demand(self, scheme: Scheme) -> None:
        """Refuse a scheme the token has no mechanism for."""
        if not any(self.token.supports(one) for one in MECHANISMS[scheme]):
            raise MechanismMissingError(token=self.token.info.label, mechanism=scheme.value)


MECHANISMS = {
    Scheme.RSA_PKCS1: (Mechanism.SHA256_RSA_PKCS, Mechanism.RSA_PKCS),
    Scheme.RSA_PSS: (Mechanism.SHA256_RSA_PKCS_PSS, Mechanism.RSA_PKCS_PSS),
    Scheme.ECDSA: (Mechanism.ECDSA, Mechanism.ECDSA_SHA256),
}
"""What each scheme can be made of, the preferred mechanism first."""


def open_token(
    module: str,
    pin: str | None,
    *,
    label: str = "",
    slot: int | None = None,
    allowed: Collection[str] | None = None,
    risk_last_attempt: bool = False,
) -> Token:
    """Log in to the token with this label or in this slot; ``pin`` None asks on its own pad.

    A wrong PIN raises WrongPinError at once and is never tried again. With one attempt left,
    PinNearlyLockedError is raised before the PIN is sent, unless ``risk_last_attempt``. Raises
    PinLockedError, TokenMissingError, TokenAmbiguousError, TokenBusyError, TokenRemovedError,
    TokenFailedError, ModuleRefusedError or ModuleUnusableError.
    """
    demand_allowed(module, allowed)
    if pin is not None and not pin:
        raise PinMissingError(token=label)
    library = _library(module)
    name = label or (f"slot {slot}" if slot is not None else "")
    with _guard:
        found = _find(library, module, label, slot, name)
        info = _guarded(name, lambda: _token_info(module, found))
        if info.pin is PinState.LOCKED:
            raise PinLockedError(token=info.label)
        if info.pin is PinState.LAST and not risk_last_attempt:
            raise PinNearlyLockedError(token=info.label)
        session = _login(found, info, pin)
        _open[module] = _open.get(module, 0) + 1
        try:
            again = any(
                _asks_again(key)
                for key in session.get_objects({Attribute.CLASS: ObjectClass.PRIVATE_KEY})
            )
            mechanisms = frozenset(found.get_mechanisms())
        except PKCS11Error as error:
            session.close()
            _released(module)
            raise _error_for(error, info.label) from error
    return Token(info, session, mechanisms, pin if again else None)


def _login(slot: Any, info: TokenInfo, pin: str | None) -> Any:
    try:
        secret: Any = PROTECTED_AUTH if pin is None else pin
        return slot.get_token().open(user_pin=secret)
    except (pkcs11.PinIncorrect, pkcs11.PinInvalid, pkcs11.PinLenRange) as error:
        try:
            state = _pin_state(slot.get_token().flags)
        except PKCS11Error:
            state = PinState.FRESH
        if state is PinState.LOCKED:
            raise PinLockedError(token=info.label) from error
        kinds = {PinState.FEW_LEFT: WrongPinFewLeftError, PinState.LAST: WrongPinLastLeftError}
        raise kinds.get(state, WrongPinError)(token=info.label) from error
    except pkcs11.PinLocked as error:
        raise PinLockedError(token=info.label) from error
    except (pkcs11.UserAlreadyLoggedIn, pkcs11.AnotherUserAlreadyLoggedIn) as error:
        raise TokenBusyError(token=info.label) from error
    except PKCS11Error as error:
        raise _error_for(error, info.label) from error


def _find(library: Any, module: str, label: str, slot: int | None, name: str) -> Any:
    """Return the slot; a module may see a token put back in only after it was started anew."""
    for again in (False, True):
        if again:
            if _open.get(module):
                break
            _guarded(name, library.reinitialize)
        slots = _guarded(name, lambda: library.get_slots(token_present=True))
        fitting = [one for one in slots if _fits(one, label, slot)]
        if len(fitting) > 1:
            raise TokenAmbiguousError(token=name)
        if fitting:
            return fitting[0]
    raise TokenMissingError(token=name)


def _fits(slot: Any, label: str, number: int | None) -> bool:
    if number is not None and slot.slot_id != number:
        return False
    if not label:
        return number is not None
    try:
        return str(slot.get_token().label).strip() == label.strip()
    except PKCS11Error:
        return False


def _guarded(name: str, work: Any) -> Any:
    try:
        return work()
    except PKCS11Error as error:
        raise _error_for(error, name) from error


def _library(module: str) -> Any:
    try:
        with _guard:
            return pkcs11.lib(_real(module))
    except (PKCS11Error, OSError, RuntimeError) as error:
        reason = "missing" if not Path(module).exists() else _name_of(error)
        raise ModuleUnusableError(module=module, reason=reason) from error


def _released(module: str) -> None:
    with _guard:
        _open[module] = max(0, _open.get(module, 0) - 1)


def _token_info(module: str, slot: Any) -> TokenInfo:
    token = slot.get_token()
    certificates: tuple[CertificateInfo, ...] = ()
    if not _open.get(module):
        # a second session of a token in use would share its login
        session = token.open()
        try:
            certificates = tuple(certificate_info(one) for _, one in _certificates(session))
        finally:
            session.close()
    return TokenInfo(
        module=module,
        slot=slot.slot_id,
        label=str(token.label).strip(),
        serial=bytes(token.serial).decode("ascii", "replace").strip("\0 "),
        manufacturer=str(token.manufacturer_id).strip(),
        model=str(token.model).strip(),
        pin=_pin_state(token.flags),
        certificates=certificates,
        pin_pad=bool(token.flags & pkcs11.TokenFlag.PROTECTED_AUTHENTICATION_PATH),
    )


def _pin_state(flags: Any) -> PinState:
    states = (
        (pkcs11.TokenFlag.USER_PIN_LOCKED, PinState.LOCKED),
        (pkcs11.TokenFlag.USER_PIN_FINAL_TRY, PinState.LAST),
        (pkcs11.TokenFlag.USER_PIN_COUNT_LOW, PinState.FEW_LEFT),
    )
    return next((state for flag, state in states if flags & flag), PinState.FRESH)


def _certificates(session: Any) -> Iterator[tuple[bytes, x509.Certificate]]:
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


def _above(
    certificate: x509.Certificate, known: tuple[x509.Certificate, ...]
) -> tuple[x509.Certificate, ...]:
    """Return the certificates of the issuers, as far as the token holds them."""
    path: list[x509.Certificate] = []
    current = certificate
    while current.issuer != current.subject and len(path) < len(known):
        issuer = next((one for one in known if one.subject == current.issuer), None)
        if issuer is None:
            break
        path.append(issuer)
        current = issuer
    return tuple(path)


def _asks_again(key: Any) -> bool:
    try:
        return bool(key[Attribute.ALWAYS_AUTHENTICATE])
    except PKCS11Error:
        return False


def _operation(token: Token, message: bytes, scheme: Scheme) -> tuple[bytes, dict[str, Any]]:
    """Return what the token is given, and how: it hashes itself only where it says it can."""
    usable = [one for one in MECHANISMS[scheme] if token.supports(one)]
    if not usable:
        raise MechanismMissingError(token=token.info.label, mechanism=scheme.value)
    mechanism = usable[0]
    options: dict[str, Any] = {"mechanism": mechanism}
    if scheme is Scheme.RSA_PSS:
        options["mechanism_param"] = (Mechanism.SHA256, MGF.SHA256, 32)
    if mechanism in {Mechanism.SHA256_RSA_PKCS, Mechanism.SHA256_RSA_PKCS_PSS}:
        return message, options
    if mechanism is Mechanism.ECDSA_SHA256:
        return message, options
    digest = hashes.Hash(hashes.SHA256())
    digest.update(message)
    hashed = digest.finalize()
    return (SHA256_PREFIX + hashed if mechanism is Mechanism.RSA_PKCS else hashed), options


class _translated:  # noqa: N801
    """Turns the module's errors into ours and remembers when the session has died."""

    def __init__(self, token: Token) -> None:
        self._token = token

    def __enter__(self) -> None:
        return None

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if isinstance(error, PKCS11Error):
            # after a failed signature the operation may stay active: nothing can be signed with it
            self._token.mark_dead()
            raise _error_for(error, self._token.info.label) from error


def _error_for(error: PKCS11Error, token: str) -> SigningError:
    if isinstance(error, GONE):
        return TokenRemovedError(token=token, reason=_name_of(error))
    if isinstance(error, pkcs11.PinLocked):
        return PinLockedError(token=token)
    if isinstance(error, pkcs11.PinIncorrect):
        return WrongPinError(token=token)
    return TokenFailedError(token=token, reason=_name_of(error))


def _name_of(error: BaseException) -> str:
    return type(error).__name__


def _real(path: str) -> str:
    real = str(Path(path).resolve())
    return real.casefold() if sys.platform == "win32" else real
