"""Keys on tokens and in hardware modules, through PKCS#11 v2.40.

One token is opened once and has one session: the standard allows one login a token and program, and
two threads in one module were seen to break it. A PIN is handed to the module once, never kept and
never tried a second time.
"""

from __future__ import annotations

import threading
from collections.abc import Collection
from dataclasses import dataclass, field
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
    PinLockedError,
    PinMissingError,
    PinNearlyLockedError,
    TokenBusyError,
    TokenRemovedError,
    WrongPinError,
    WrongPinFewLeftError,
    WrongPinLastLeftError,
)
from signing.keys import RemoteKey, Scheme, SigningKey, certificate_info, may_sign, scheme_for
from signing.model import PinState, TokenInfo
from signing.plugged import (
    certificates_in,
    demand_allowed,
    error_for,
    find_slot,
    guard,
    guarded,
    in_use,
    library_of,
    pin_state,
    released,
    token_info,
)

# DigestInfo of SHA-256, for tokens that pad but do not hash (RFC 8017 9.2)
SHA256_PREFIX = bytes.fromhex("3031300d060960864801650304020105000420")


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
            certificates = list(certificates_in(self._session))
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
                with guard:
                    session.close()
            except PKCS11Error:
                # the session died with the token; there is nothing left to close
                self._dead = True
            finally:
                released(self.info.module)

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
    """Log in to a token by label or slot, or to the only one; ``pin`` None asks on its own pad.

    A wrong PIN raises WrongPinError at once and is never tried again. With one attempt left,
    PinNearlyLockedError is raised before the PIN is sent, unless ``risk_last_attempt``. Raises
    PinLockedError, TokenMissingError, TokenAmbiguousError, TokenBusyError, TokenRemovedError,
    TokenFailedError, ModuleRefusedError or ModuleUnusableError.
    """
    demand_allowed(module, allowed)
    if pin is not None and not pin:
        raise PinMissingError(token=label)
    library = library_of(module)
    name = label or (f"slot {slot}" if slot is not None else "")
    with guard:
        found = find_slot(library, module, label, slot, name)
        info = guarded(name, lambda: token_info(module, found))
        if info.pin is PinState.LOCKED:
            raise PinLockedError(token=info.label)
        if info.pin is PinState.LAST and not risk_last_attempt:
            raise PinNearlyLockedError(token=info.label)
        session = _login(found, info, pin)
        in_use[module] = in_use.get(module, 0) + 1
        try:
            again = any(
                _asks_again(key)
                for key in session.get_objects({Attribute.CLASS: ObjectClass.PRIVATE_KEY})
            )
            mechanisms = frozenset(found.get_mechanisms())
        except PKCS11Error as error:
            session.close()
            released(module)
            raise error_for(error, info.label) from error
    return Token(info, session, mechanisms, pin if again else None)


def _login(slot: Any, info: TokenInfo, pin: str | None) -> Any:
    try:
        secret: Any = PROTECTED_AUTH if pin is None else pin
        return slot.get_token().open(user_pin=secret)
    except (pkcs11.PinIncorrect, pkcs11.PinInvalid, pkcs11.PinLenRange) as error:
        try:
            state = pin_state(slot.get_token().flags)
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
        raise error_for(error, info.label) from error


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
            raise error_for(error, self._token.info.label) from error
