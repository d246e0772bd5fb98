"""Keys in the Windows certificate store, behind the same interface as tokens.

Written from Microsoft's documentation of CryptoAPI and CNG and **never run on Windows**: wherever
it is offered, it is marked as not tried. Drivers that bring no PKCS#11 module show their
certificates here; the PIN is asked by the driver's own window.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import utils
from typing_extensions import override

from signing.errors import (
    KeyAmbiguousError,
    KeyMissingError,
    MechanismMissingError,
    ModuleUnusableError,
    TokenFailedError,
    TokenRemovedError,
)
from signing.keys import RemoteKey, Scheme, SigningKey, certificate_info, may_sign, scheme_for
from signing.model import CertificateInfo

TRIED = False
"""Whether this has been seen to work on Windows."""
STORE = "MY"
# wincrypt.h and ncrypt.h
CRYPT_ACQUIRE_COMPARE_KEY_FLAG = 0x4
CRYPT_ACQUIRE_ONLY_NCRYPT_KEY_FLAG = 0x40000
BCRYPT_PAD_PKCS1, BCRYPT_PAD_PSS = 0x2, 0x8
SALT_LENGTH = 32
SCARD_REMOVED = {0x80100069, 0x8010000C}
"""SCARD_W_REMOVED_CARD, SCARD_E_NO_SMARTCARD."""
LARGEST_SIGNATURE = 1024


class _CertificateContext(ctypes.Structure):
    """CERT_CONTEXT of wincrypt.h."""

    _fields_ = (
        ("encoding", ctypes.c_uint32),
        ("encoded", ctypes.POINTER(ctypes.c_ubyte)),
        ("length", ctypes.c_uint32),
        ("information", ctypes.c_void_p),
        ("store", ctypes.c_void_p),
    )


class _Pkcs1Padding(ctypes.Structure):
    """BCRYPT_PKCS1_PADDING_INFO."""

    _fields_ = (("algorithm", ctypes.c_wchar_p),)


class _PssPadding(ctypes.Structure):
    """BCRYPT_PSS_PADDING_INFO."""

    _fields_ = (("algorithm", ctypes.c_wchar_p), ("salt", ctypes.c_uint32))


def has_store() -> bool:
    """Return whether this system has such a store."""
    return sys.platform == "win32"


def list_certificates() -> tuple[CertificateInfo, ...]:
    """Return the certificates of the current user that may sign. Raises ModuleUnusableError."""
    with _Store() as store:
        return tuple(
            certificate_info(certificate)
            for _, certificate in store.certificates()
            if may_sign(certificate)
        )


@dataclass(slots=True)
class WindowsKey(RemoteKey):
    """A private key behind a certificate of the store."""

    owner: str
    public: Any = field(repr=False)
    _handle: Any = field(repr=False)
    _ncrypt: Any = field(repr=False)

    @override
    def public_key(self) -> Any:
        return self.public

    @override
    def sign_message(self, message: bytes, scheme: Scheme) -> bytes:
        """Return the signature. Raises TokenRemovedError, TokenFailedError."""
        digest = hashes.Hash(hashes.SHA256())
        digest.update(message)
        hashed = digest.finalize()
        padding, flags = _padding(scheme)
        signature = ctypes.create_string_buffer(LARGEST_SIGNATURE)
        size = ctypes.c_uint32(0)
        status = self._ncrypt.NCryptSignHash(
            self._handle,
            ctypes.byref(padding) if padding is not None else None,
            hashed,
            len(hashed),
            signature,
            LARGEST_SIGNATURE,
            ctypes.byref(size),
            flags,
        )
        code = status & 0xFFFFFFFF
        if code in SCARD_REMOVED:
            raise TokenRemovedError(token=self.owner, reason=f"{code:08X}")
        if code:
            raise TokenFailedError(token=self.owner, reason=f"{code:08X}")
        made = signature.raw[: size.value]
        return encoded_curve_signature(made) if scheme is Scheme.ECDSA else made


def open_certificate(serial: str, *, pss: bool = False) -> SigningKey:
    """Return the key of the certificate with this serial number (hexadecimal).

    Raises KeyMissingError, KeyAmbiguousError, MechanismMissingError or ModuleUnusableError.
    """
    with _Store() as store:
        found = [
            (context, certificate)
            for context, certificate in store.certificates()
            if may_sign(certificate) and f"{certificate.serial_number:X}" == serial.upper()
        ]
        if not found:
            raise KeyMissingError(token=STORE)
        if len(found) > 1:
            owners = ", ".join(certificate_info(one).owner for _, one in found)
            raise KeyAmbiguousError(owners=owners)
        context, certificate = found[0]
        info = certificate_info(certificate)
        handle = store.private_key(context, info.owner)
    public = certificate.public_key()
    key = WindowsKey(info.owner, public, handle, _library("ncrypt"))
    return SigningKey(info, key, certificate, (), scheme_for(public, pss=pss))


def encoded_curve_signature(signature: bytes) -> bytes:
    """Return what CNG makes of a curve (two numbers side by side) as DER."""
    half = len(signature) // 2
    numbers = (int.from_bytes(part) for part in (signature[:half], signature[half:]))
    return utils.encode_dss_signature(*numbers)


def _padding(scheme: Scheme) -> tuple[ctypes.Structure | None, int]:
    if scheme is Scheme.ECDSA:
        return None, 0
    if scheme is Scheme.RSA_PSS:
        return _PssPadding("SHA256", SALT_LENGTH), BCRYPT_PAD_PSS
    return _Pkcs1Padding("SHA256"), BCRYPT_PAD_PKCS1


def _library(name: str) -> Any:
    if sys.platform != "win32":
        raise ModuleUnusableError(module=name, reason=sys.platform)
    return ctypes.WinDLL(name)  # type: ignore[unreachable]


class _Store:
    """The current user's store of certificates with keys."""

    def __init__(self) -> None:
        self._crypt = _library("crypt32")
        self._crypt.CertOpenSystemStoreW.restype = ctypes.c_void_p
        for name in ("CertEnumCertificatesInStore", "CertDuplicateCertificateContext"):
            getattr(self._crypt, name).restype = ctypes.POINTER(_CertificateContext)

    def __enter__(self) -> _Store:
        self._handle = self._crypt.CertOpenSystemStoreW(None, STORE)
        if not self._handle:
            raise ModuleUnusableError(module="crypt32", reason=STORE)
        return self

    def __exit__(self, *_: object) -> None:
        self._crypt.CertCloseStore(ctypes.c_void_p(self._handle), 0)

    def certificates(self) -> Iterator[tuple[Any, x509.Certificate]]:
        """Yield every certificate with its context; what cannot be read is left out."""
        store = ctypes.c_void_p(self._handle)
        context = self._crypt.CertEnumCertificatesInStore(store, None)
        while context:
            data = ctypes.string_at(context.contents.encoded, context.contents.length)
            with suppress(ValueError):
                certificate = x509.load_der_x509_certificate(data)
                # going on frees the context that came before: what is kept must be a copy
                yield self._crypt.CertDuplicateCertificateContext(context), certificate
            context = self._crypt.CertEnumCertificatesInStore(store, context)

    def private_key(self, context: Any, owner: str) -> Any:
        """Return the handle of a certificate's key."""
        handle, kind, free = ctypes.c_void_p(), ctypes.c_uint32(), ctypes.c_int()
        flags = CRYPT_ACQUIRE_COMPARE_KEY_FLAG | CRYPT_ACQUIRE_ONLY_NCRYPT_KEY_FLAG
        found = self._crypt.CryptAcquireCertificatePrivateKey(
            context, flags, None, *map(ctypes.byref, (handle, kind, free))
        )
        if not found:
            raise MechanismMissingError(token=owner, mechanism="CNG")
        return handle
