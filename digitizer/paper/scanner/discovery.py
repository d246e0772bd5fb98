"""One list of all devices, whatever protocol they speak."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from digitizer.model.scan import Device, DeviceKind
from digitizer.paper.scanner import errors, escl, sane, wia
from digitizer.paper.scanner.protocol import Scanner

PINS = "scanners.json"


@dataclass(frozen=True, slots=True)
class Found:
    """The devices that answered, and what kept a whole protocol from answering."""

    devices: tuple[Device, ...]
    failures: tuple[errors.ScannerError, ...] = ()


def find(
    addresses: Sequence[str] = (), *, written: Sequence[Device] = (), network: bool = True
) -> Found:
    """Return every device: SANE, WIA, eSCL on the network, and what was written down."""
    searches: list[Callable[[], tuple[Device, ...]]] = [sane.devices, wia.devices]
    if network:
        searches.append(escl.devices)
    told = (*written, *(escl.device_at(address) for address in addresses))
    found: dict[str, Device] = {one.address: one for one in told}
    failures = []
    # side by side: SANE may ask every network on its own for seconds
    with ThreadPoolExecutor(len(searches)) as threads:
        for future in [threads.submit(search) for search in searches]:
            try:
                found |= {one.address: one for one in future.result() if one.address not in found}
            except errors.ScannerError as error:
                failures.append(error)
    return Found(tuple(found.values()), tuple(failures))


def open_scanner(device: Device, data_folder: Path | None = None) -> Scanner:
    """Return the driver that speaks to a device."""
    match device.kind:
        case DeviceKind.SANE:
            return sane.SaneScanner(device)
        case DeviceKind.ESCL:
            return escl.EsclScanner(
                device, escl.Pins(data_folder / PINS if data_folder is not None else None)
            )
        case DeviceKind.WIA:
            return wia.WiaScanner(device)
        case _:
            raise errors.UnknownDeviceError(device=device.id)


def named(identity: str) -> Device | None:
    """Return the device an id names by itself, without asking any network; else None."""
    kind, _, address = identity.partition(":")
    if kind == DeviceKind.SANE and address:
        return Device(identity, address, DeviceKind.SANE, address)
    if kind == DeviceKind.ESCL and address.startswith(("http://", "https://")):
        return escl.device_at(address)
    if kind == DeviceKind.WIA and address:
        return Device(identity, address, DeviceKind.WIA, address)
    if kind == DeviceKind.FOLDER and address:
        return Device(identity, address, DeviceKind.FOLDER, address)
    return None
