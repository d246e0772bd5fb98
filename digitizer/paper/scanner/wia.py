"""Windows Image Acquisition devices, by COM automation (``WIA.DeviceManager``) through comtypes.

UNTRIED: written from Microsoft's documentation of WIA 2.0; nobody has run it on Windows yet. It
stands behind the same protocol, so that trying it is all that is left to do.
"""

from __future__ import annotations

import platform
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from digitizer.jobs import CancelToken
from digitizer.model.scan import Capabilities, Colour, Device, DeviceKind, PaperSource
from digitizer.paper.scanner import errors
from digitizer.paper.scanner.protocol import Scanned, ScanRequest

# property ids of wiadef.h
_HANDLING_CAPABILITIES, _HANDLING_STATUS, _HANDLING_SELECT, _PAGES = 3086, 3087, 3088, 3096
_INTENT, _X_DPI, _Y_DPI, _X_EXTENT, _Y_EXTENT = 6146, 6147, 6148, 6151, 6152
_FEEDER, _FLATBED, _DUPLEX = 0x001, 0x002, 0x004
_FEED_READY, _PATH_COVER_UP, _PAPER_JAM, _MULTIPLE_FEED = 0x001, 0x008, 0x020, 0x200
_SCANNER_TYPE = 1
_INTENTS = {Colour.COLOUR: 1, Colour.GREY: 2}
_PNG = "{B96B3CAF-0728-11D3-9D7B-0000F81EF32E}"
# WIA_ERROR_* of wiaerror codes, as the low word of the HRESULT 0x8021xxxx
_SITUATIONS: Mapping[int, type[errors.ScannerError]] = {
    0x80210002: errors.PaperJamError,
    0x80210003: errors.FeederEmptyError,
    0x80210004: errors.PaperJamError,
    0x80210005: errors.ScannerOfflineError,
    0x80210006: errors.ScannerBusyError,
    0x80210007: errors.ScannerWarmingUpError,
    0x80210008: errors.ScannerDeniedError,
    0x8021000A: errors.ScannerOfflineError,
    0x8021000C: errors.UnfitRequestError,
    0x8021000D: errors.ScannerBusyError,
    0x80210010: errors.TransferBrokenError,
    0x80210016: errors.CoverOpenError,
    0x80210020: errors.DoubleFeedError,
}
TRIED = False
"""Whether this driver has been run against a real device."""


def devices() -> tuple[Device, ...]:
    """Return the scanners Windows knows; none elsewhere."""
    if platform.system() != "Windows":
        return ()
    found = []
    for info in _manager().DeviceInfos:
        if info.Type == _SCANNER_TYPE:
            name = str(info.Properties("Name").Value)
            address = str(info.DeviceID)
            found.append(Device(f"wia:{address}", name, DeviceKind.WIA, address))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class WiaScanner:
    """One WIA device."""

    device: Device

    def capabilities(self) -> Capabilities:
        """Return what the device's handling capabilities say."""
        connected = self._connected()
        can = int(_value(connected, _HANDLING_CAPABILITIES, _FLATBED))
        sources = {
            source
            for source, bit in ((PaperSource.FEEDER, _FEEDER), (PaperSource.GLASS, _FLATBED))
            if can & bit
        }
        return Capabilities(frozenset(sources), bool(can & _DUPLEX), frozenset(Colour), ())

    def scan(self, request: ScanRequest, cancel: CancelToken) -> Iterator[Scanned]:
        """Feed paper; see ``Scanner.scan``."""
        profile, connected = request.profile, self._connected()
        feeder = profile.source is PaperSource.FEEDER
        handling = _FEEDER | (_DUPLEX if profile.duplex else 0) if feeder else _FLATBED
        _set(connected, _HANDLING_SELECT, handling)
        if feeder:
            # one sheet a transfer, so that every page is on disk before the next is fed
            _set(connected, _PAGES, 1)
        item = connected.Items(1)
        for identity, value in (
            (_INTENT, _INTENTS[profile.colour]),
            (_X_DPI, profile.dpi),
            (_Y_DPI, profile.dpi),
            (_X_EXTENT, round(profile.width_mm / 25.4 * profile.dpi)),
            (_Y_EXTENT, round(profile.height_mm / 25.4 * profile.dpi)),
        ):
            _set(item, identity, value)
        count = 0
        while request.most_images is None or count < request.most_images:
            cancel.check()
            data = self._transfer(connected, item, first=not count)
            if data is None:
                return
            count += 1
            yield Scanned(request.first + count - 1, data)
            if not feeder:
                return

    def _transfer(self, connected: Any, item: Any, *, first: bool) -> bytes | None:
        try:
            # taken from memory: a file would be a clear page on the disk
            return bytes(item.Transfer(_PNG).FileData.BinaryData)
        except OSError as error:  # comtypes' COMError is an OSError on Windows
            situation = _SITUATIONS.get(_code(error), errors.ScannerError)
            if situation is errors.FeederEmptyError and not first:
                return None
            status = int(_value(connected, _HANDLING_STATUS, _FEED_READY))
            for bit, kind in (
                (_PAPER_JAM, errors.PaperJamError),
                (_PATH_COVER_UP, errors.CoverOpenError),
                (_MULTIPLE_FEED, errors.DoubleFeedError),
            ):
                situation = kind if status & bit else situation
            raise situation(device=self.device.name, reason=hex(_code(error))) from error

    def _connected(self) -> Any:
        for info in _manager().DeviceInfos:
            if str(info.DeviceID) == self.device.address:
                return info.Connect()
        raise errors.ScannerOfflineError(device=self.device.name, reason="WIA")


def _manager() -> Any:
    try:
        from comtypes.client import CreateObject
    except ImportError as error:
        raise errors.DriverMissingError(program="comtypes") from error
    return CreateObject("WIA.DeviceManager")


def _property(owner: Any, identity: int) -> Any | None:
    return next((one for one in owner.Properties if int(one.PropertyID) == identity), None)


def _value(owner: Any, identity: int, otherwise: int) -> Any:
    found = _property(owner, identity)
    return otherwise if found is None else found.Value


def _set(owner: Any, identity: int, value: int) -> None:
    found = _property(owner, identity)
    if found is not None:
        found.Value = value


def _code(error: OSError) -> int:
    number = getattr(error, "hresult", None) or (error.args[0] if error.args else 0)
    return int(number) & 0xFFFFFFFF if isinstance(number, int) else 0
