"""The key a connector signs XML with: a PKCS#12 file in the keyring, opened when it is needed."""

from __future__ import annotations

import base64
import binascii

from digitizer.exchange.connector import Surroundings
from digitizer.exchange.errors import NeighbourDeniedError
from signing.errors import SigningError
from signing.keys import SigningKey, open_pkcs12


def signing_key(around: Surroundings) -> SigningKey:
    """Return the key in the secrets ``key`` (PKCS#12, base64) and ``key_password``.

    Raises SecretMissingError, NeighbourDeniedError for one that does not open.
    """
    try:
        data = base64.b64decode(around.secret("key"), validate=True)
        return open_pkcs12(data, around.secret("key_password"))
    except (binascii.Error, SigningError) as error:
        raise NeighbourDeniedError(neighbour=around.neighbour.name, reason="key") from error
