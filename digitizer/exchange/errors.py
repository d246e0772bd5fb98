"""What can go wrong between the office and a neighbour.

``rests`` says that it concerns the neighbour as a whole: it is left alone for a while and no
message is to blame, however long that lasts. ``final`` says that the message will never be taken
as it is. Everything else is tried again a number of times.
"""

from __future__ import annotations

from typing import ClassVar

from digitizer.errors import DigitizerError


class NeighbourError(DigitizerError):
    """A neighbour did not take a message; details: neighbour, reason."""

    code = "neighbour-failed"
    rests: ClassVar[bool] = False
    final: ClassVar[bool] = False


class NeighbourUnreachableError(NeighbourError):
    """Nothing answers at the address, or not in time."""

    code = "neighbour-unreachable"
    rests = True


class NeighbourBusyError(NeighbourError):
    """It asks for patience; details: seconds, 0 when it does not say how long."""

    code = "neighbour-busy"
    rests = True


class NeighbourUntrustedError(NeighbourError):
    """Its certificate is not that of the neighbour: nothing was sent."""

    code = "neighbour-untrusted"
    rests = True


class NeighbourDeniedError(NeighbourError):
    """It does not accept the name and password, or the office has no right there."""

    code = "neighbour-denied"
    rests = True


class NeighbourFaultError(NeighbourError):
    """It failed over this message, or what it answered is not whole."""

    code = "neighbour-fault"


class NeighbourRefusedError(NeighbourError):
    """It refuses this message as it is; details: reason, in its own words and masked."""

    code = "neighbour-refused"
    final = True


class NotTellableError(NeighbourError):
    """The message lacks what this neighbour's format asks for; details: field."""

    code = "message-incomplete"
    final = True


class SecretMissingError(NeighbourError):
    """No password for the neighbour stands in this machine's keyring; details: secret."""

    code = "secret-missing"
    rests = True


class UnsoundError(NeighbourError):
    """What came from a neighbour is not what it should be; details: reason. Nothing was kept."""

    code = "delivery-unsound"


class NotOfferedError(NeighbourError):
    """This neighbour has nothing to be fetched or asked for."""

    code = "not-offered"
    final = True


class SigningTokenError(NeighbourError):
    """The token that signs for it is not there or does not open; details: reason, a code."""

    code = "neighbour-token"
    rests = True


class NotSetUpError(DigitizerError):
    """The office is connected to no such neighbour; details: connector."""

    code = "neighbour-not-set-up"


class KeyringRefusedError(DigitizerError):
    """This machine's keyring keeps no secrets; details: neighbour."""

    code = "keyring-refused"
