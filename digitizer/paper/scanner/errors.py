"""What can be wrong at a scanner, by the situation a person finds when walking up to it.

When a feed breaks off, ``scanning`` adds to the details ``kept`` (sheets safe on disk) and
``sheet`` (the one to put back on top).
"""

from __future__ import annotations

from digitizer.errors import DigitizerError


class ScannerError(DigitizerError):
    """The device failed in a way it does not explain; details: device, reason."""

    code = "scanner-failed"


class FeederEmptyError(ScannerError):
    """No paper lies in the feeder."""

    code = "scanner-feeder-empty"


class PaperJamError(ScannerError):
    """A sheet is stuck."""

    code = "scanner-jam"


class CoverOpenError(ScannerError):
    """A cover is open."""

    code = "scanner-cover-open"


class DoubleFeedError(ScannerError):
    """Two sheets went through together."""

    code = "scanner-double-feed"


class ScannerBusyError(ScannerError):
    """Somebody else is scanning."""

    code = "scanner-busy"


class ScannerOfflineError(ScannerError):
    """The device does not answer; it may be off, unplugged or gone from the network."""

    code = "scanner-offline"


class ScannerWarmingUpError(ScannerError):
    """The device is not ready yet."""

    code = "scanner-warming-up"


class ScanCancelledError(ScannerError):
    """Scanning was stopped at the device."""

    code = "scanner-cancelled"


class TransferBrokenError(ScannerError):
    """A page arrived incomplete."""

    code = "scanner-transfer-broken"


class ScannerDeniedError(ScannerError):
    """The device does not let this user scan."""

    code = "scanner-denied"


class UnfitRequestError(ScannerError):
    """The device cannot do what the profile asks; details: device, reason."""

    code = "scanner-request-unfit"


class DriverMissingError(ScannerError):
    """The program a driver needs is not installed; details: program."""

    code = "scanner-driver-missing"


class ScannerIdentityError(ScannerError):
    """The device shows another certificate than the one it was known by."""

    code = "scanner-identity-changed"


class UnknownDeviceError(ScannerError):
    """There is no device of this name; details: device."""

    code = "scanner-unknown"
