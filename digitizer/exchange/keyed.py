"""The key a connector signs XML with: on a token, or a PKCS#12 file in the keyring.

A token is opened for as long as a batch takes. A PIN that was wrong is not tried again by itself:
a queue that repeats would lock the token.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

from digitizer.exchange.connector import Surroundings
from digitizer.exchange.errors import NeighbourDeniedError, SigningTokenError
from signing.errors import SigningError, WrongPinError
from signing.keys import SigningKey, open_pkcs12

_wrong_pins: set[str] = set()
"""Hashes of token and PIN that were wrong in this process."""


@contextmanager
def signing_key(around: Surroundings) -> Iterator[SigningKey]:
    """Give the key that the neighbour's settings name, and close its token afterwards.

    A token: ``token_module`` and the secret ``pin``. A file: the secrets ``key`` (PKCS#12, base64)
    and ``key_password``. Raises SecretMissingError, SigningTokenError, and NeighbourDeniedError for
    a file that does not open.
    """
    if around.setting("token_module"):
        with _on_token(around) as key:
            yield key
        return
    try:
        data = base64.b64decode(around.secret("key"), validate=True)
        found = open_pkcs12(data, around.secret("key_password"))
    except (binascii.Error, SigningError) as error:
        raise NeighbourDeniedError(neighbour=around.neighbour.name, reason="key") from error
    yield found


@contextmanager
def _on_token(around: Surroundings) -> Iterator[SigningKey]:
    from signing.tokens import open_token

    name, module = around.neighbour.name, around.setting("token_module")
    label, pin = around.setting("token_label"), around.secret("pin")
    tried = hashlib.sha256(f"{module}\0{label}\0{pin}".encode()).hexdigest()
    if tried in _wrong_pins:
        raise SigningTokenError(neighbour=name, reason=WrongPinError.code)
    try:
        with open_token(module, pin, label=label) as token:
            yield token.key(serial=around.setting("token_serial"))
    except WrongPinError as error:
        _wrong_pins.add(tried)
        raise SigningTokenError(neighbour=name, reason=error.code) from error
    except SigningError as error:
        raise SigningTokenError(neighbour=name, reason=error.code) from error
