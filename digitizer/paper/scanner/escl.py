"""eSCL (AirScan) devices on the network or behind ipp-usb, without a vendor's driver."""

from __future__ import annotations

import hashlib
import http.client
import json
import socket
import ssl
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

from digitizer.jobs import CancelToken
from digitizer.model.scan import Capabilities, Device, DeviceKind, PaperSource
from digitizer.paper.scanner import errors
from digitizer.paper.scanner import escl_messages as messages
from digitizer.paper.scanner.protocol import LARGEST_IMAGE, Scanned, ScanRequest

_CHUNK = 1 << 16
_BUSY_STATUS = 503
# devices end a feed each in their own way (404 most, AirSane 409, some 410)
_NO_MORE = (404, 409, 410)
_DENIED = (401, 403)
_SITUATIONS: Mapping[str, type[errors.ScannerError]] = {
    "ScannerAdfJam": errors.PaperJamError,
    "ScannerAdfMispick": errors.PaperJamError,
    "ScannerAdfHatchOpen": errors.CoverOpenError,
    "ScannerAdfInputTrayFailed": errors.PaperJamError,
    "ScannerAdfInputTrayOverloaded": errors.PaperJamError,
    "ScannerAdfMultipickDetected": errors.DoubleFeedError,
    "ScannerAdfDuplexPageTooShort": errors.UnfitRequestError,
    "ScannerAdfDuplexPageTooLong": errors.UnfitRequestError,
}


@dataclass(frozen=True, slots=True)
class Patience:
    """How long the client waits, in seconds."""

    answer: float = 20.0
    """For one answer, and for each piece of a page."""
    busy: float = 30.0
    """For a device that is busy or warming up, before it is said."""
    pause: float = 0.5
    """Between two questions to a busy device."""


class Pins:
    """The certificates devices were known by when they were first used."""

    def __init__(self, file: Path | None) -> None:
        self._file = file
        self._known: dict[str, str] = {}
        if file is not None and file.exists():
            self._known = {str(k): str(v) for k, v in json.loads(file.read_text("utf-8")).items()}

    def check(self, address: str, certificate: bytes) -> None:
        """Raise ScannerIdentityError if the device was known by another certificate."""
        print_ = hashlib.sha256(certificate).hexdigest()
        known = self._known.get(address)
        if known is not None and known != print_:
            raise errors.ScannerIdentityError(device=address)
        self._known[address] = print_
        if known is None and self._file is not None:
            part = self._file.with_suffix(".part")
            part.write_text(json.dumps(self._known, indent=1), "utf-8")
            part.replace(self._file)

    def forget(self, address: str) -> None:
        """Let the device be known anew; for the administrator, after a device was replaced."""
        self._known.pop(address, None)


@dataclass(frozen=True, slots=True)
class EsclScanner:
    """One eSCL device at ``http(s)://host:port/eSCL``."""

    device: Device
    pins: Pins
    patience: Patience = Patience()

    def capabilities(self) -> Capabilities:
        """Return what the device promises."""
        return messages.capabilities(self._document("/ScannerCapabilities"))

    def scan(self, request: ScanRequest, cancel: CancelToken) -> Iterator[Scanned]:
        """Feed paper; see ``Scanner.scan``."""
        offered = self.capabilities()
        profile = request.profile
        if profile.source not in offered.sources:
            raise self._error(errors.UnfitRequestError, profile.source.value)
        if profile.duplex and not offered.duplex:
            raise self._error(errors.UnfitRequestError, "duplex")
        job = self._start(request, cancel)
        count, over = 0, False
        try:
            while request.most_images is None or count < request.most_images:
                data = self._next(job, cancel)
                if data is None:
                    over = True
                    break
                count += 1
                yield Scanned(request.first + count - 1, data)
                if profile.source is PaperSource.GLASS:
                    break
        finally:
            if not over:
                self._drop(job)
        if over:
            self._judge_end(count, profile.source)

    # ---- the job -------------------------------------------------------------------------------

    def _start(self, request: ScanRequest, cancel: CancelToken) -> str:
        """Ask for a scan and return the path of the job."""
        body = messages.settings(request.profile)
        until = time.monotonic() + self.patience.busy
        while True:
            cancel.check()
            answer = self._ask("POST", "/ScanJobs", body)
            if answer.status == http.client.CREATED:
                place = urlsplit(answer.location)
                if not place.path:
                    raise self._error(errors.ScannerError, "no Location")
                # the path only: a device behind a bridge names a host nobody can reach
                return place.path.rstrip("/")
            if answer.status != _BUSY_STATUS or time.monotonic() > until:
                break
            time.sleep(self.patience.pause)
        raise self._refused(answer.status, request.profile.source)

    def _refused(self, status: int, source: PaperSource) -> errors.ScannerError:
        said = self._status()
        situation: type[errors.ScannerError] = errors.ScannerError
        if status in _DENIED:
            situation = errors.ScannerDeniedError
        elif source is PaperSource.FEEDER and said.feeder in _SITUATIONS:
            situation = _SITUATIONS[said.feeder]
        elif source is PaperSource.FEEDER and said.feeder == "ScannerAdfEmpty":
            situation = errors.FeederEmptyError
        elif status == _BUSY_STATUS or said.state == "Processing":
            warming = said.state in ("Testing", "Down")
            situation = errors.ScannerWarmingUpError if warming else errors.ScannerBusyError
        elif status == http.client.CONFLICT:
            situation = errors.UnfitRequestError
        return self._error(situation, f"{status} {said.state} {said.feeder}".strip())

    def _next(self, job: str, cancel: CancelToken) -> bytes | None:
        """Fetch the next image; None when the device has no more."""
        until = time.monotonic() + self.patience.busy
        while True:
            cancel.check()
            connection = self._connect()
            try:
                answer = self._send(connection, "GET", f"{job}/NextDocument")
                if answer.status == http.client.OK:
                    return self._receive(answer, cancel)
                answer.read(messages.LIMIT)
            finally:
                connection.close()
            if answer.status in _NO_MORE:
                return None
            if answer.status != _BUSY_STATUS or time.monotonic() > until:
                raise self._refused(answer.status, PaperSource.FEEDER)
            time.sleep(self.patience.pause)

    def _receive(self, answer: http.client.HTTPResponse, cancel: CancelToken) -> bytes:
        data = bytearray()
        try:
            while piece := answer.read(_CHUNK):
                cancel.check()
                data += piece
                if len(data) > LARGEST_IMAGE:
                    raise self._error(errors.TransferBrokenError, f"{len(data)} bytes")
        except (http.client.HTTPException, OSError) as error:
            raise self._error(errors.TransferBrokenError, type(error).__name__) from error
        # a body shorter than promised ends without an exception when it is read in pieces
        if answer.length or not data:
            raise self._error(errors.TransferBrokenError, f"{answer.length} bytes missing")
        return bytes(data)

    def _judge_end(self, count: int, source: PaperSource) -> None:
        """Tell a feeder that is empty from one that stopped: both end with the same status."""
        said = self._status()
        situation = _SITUATIONS.get(said.feeder)
        if source is PaperSource.FEEDER and situation is not None:
            raise self._error(situation, said.feeder)
        if not count:
            feeder = source is PaperSource.FEEDER
            raise self._error(
                errors.FeederEmptyError if feeder else errors.TransferBrokenError, said.feeder
            )

    def _drop(self, job: str) -> None:
        try:
            self._ask("DELETE", job, whole_path=True)
        except errors.ScannerError:
            # the feed has ended already; a device that cannot be reached ends its job alone
            return

    # ---- the wire ------------------------------------------------------------------------------

    def _status(self) -> messages.Status:
        return messages.status(self._document("/ScannerStatus"))

    def _document(self, path: str) -> Element:
        answer = self._ask("GET", path)
        if answer.status in _DENIED:
            raise self._error(errors.ScannerDeniedError, str(answer.status))
        if answer.status == _BUSY_STATUS:
            raise self._error(errors.ScannerBusyError, str(answer.status))
        if answer.status != http.client.OK:
            raise self._error(errors.ScannerError, f"{path}: {answer.status}")
        return messages.parse(answer.body, self.device.name)

    def _ask(
        self, method: str, path: str, body: bytes | None = None, *, whole_path: bool = False
    ) -> _Answer:
        connection = self._connect()
        try:
            answer = self._send(connection, method, path if whole_path else self._path(path), body)
            data = answer.read(messages.LIMIT + 1)
            return _Answer(answer.status, data, answer.getheader("Location") or "")
        except (http.client.HTTPException, OSError) as error:
            raise self._error(errors.ScannerOfflineError, type(error).__name__) from error
        finally:
            connection.close()

    def _send(
        self,
        connection: http.client.HTTPConnection,
        method: str,
        path: str,
        body: bytes | None = None,
    ) -> http.client.HTTPResponse:
        headers = {"Content-Type": "text/xml; charset=utf-8"} if body else {}
        try:
            connection.request(method, path, body, headers)
            return connection.getresponse()
        except (http.client.HTTPException, OSError) as error:
            raise self._error(errors.ScannerOfflineError, type(error).__name__) from error

    def _connect(self) -> http.client.HTTPConnection:
        place = urlsplit(self.device.address)
        host, port = place.hostname or "", place.port
        try:
            if place.scheme != "https":
                plain = http.client.HTTPConnection(host, port, timeout=self.patience.answer)
                plain.connect()
                return plain
            # scanners sign their own certificates: what counts is that it stays the same one
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
            secure = http.client.HTTPSConnection(
                host, port, timeout=self.patience.answer, context=context
            )
            secure.connect()
        except (OSError, socket.gaierror) as error:
            raise self._error(errors.ScannerOfflineError, type(error).__name__) from error
        certificate = secure.sock.getpeercert(binary_form=True) or b""
        try:
            self.pins.check(f"{host}:{port}", certificate)
        except errors.ScannerIdentityError:
            secure.close()
            raise
        return secure

    def _path(self, path: str) -> str:
        return urlsplit(self.device.address).path.rstrip("/") + path

    def _error(self, kind: type[errors.ScannerError], reason: str) -> errors.ScannerError:
        return kind(device=self.device.name, reason=reason)


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    body: bytes
    location: str


def device_at(address: str, name: str = "") -> Device:
    """Return the device at an address, such as one the administrator wrote down."""
    return Device(f"escl:{address}", name or address, DeviceKind.ESCL, address.rstrip("/"))


def _own_addresses() -> list[str]:
    from ifaddr import get_adapters

    return sorted({str(one.ip) for adapter in get_adapters() for one in adapter.ips if one.is_IPv4})


def devices(seconds: float = 2.0, interfaces: Sequence[str] | None = None) -> tuple[Device, ...]:
    """Return the eSCL devices that answer on the local network within so many seconds."""
    from zeroconf import ServiceBrowser, ServiceStateChange, Zeroconf

    found: dict[str, Device] = {}
    addresses = _own_addresses() if interfaces is None else list(interfaces)
    # no network at all, not even the machine's own: nothing to discover
    if not addresses:
        return ()
    try:
        network = Zeroconf(addresses)
    except OSError:
        # the addresses went while they were taken
        return ()

    def heard(
        zeroconf: Zeroconf, service_type: str, name: str, state_change: ServiceStateChange
    ) -> None:
        if state_change is not ServiceStateChange.Added:
            return
        info = zeroconf.get_service_info(service_type, name, 1000)
        if info is None or not info.parsed_addresses():
            return
        texts = {
            key.decode("utf-8", "replace").lower(): (value or b"").decode("utf-8", "replace")
            for key, value in info.properties.items()
        }
        scheme = "https" if service_type.startswith("_uscans.") else "http"
        address = next(iter(sorted(info.parsed_addresses(), key=lambda one: ":" in one)))
        host = f"[{address}]" if ":" in address else address
        root = texts.get("rs", "eSCL").strip("/") or "eSCL"
        title = texts.get("ty") or name.partition("._uscan")[0]
        url = f"{scheme}://{host}:{info.port}/{root}"
        # a device known by its UUID keeps its name when its address changes
        identity = texts.get("uuid") or url
        if identity not in found or scheme == "https":
            found[identity] = Device(f"escl:{identity}", title, DeviceKind.ESCL, url)

    with network:
        browser = ServiceBrowser(network, ["_uscan._tcp.local.", "_uscans._tcp.local."], [heard])
        time.sleep(seconds)
        browser.cancel()
    return tuple(found.values())
