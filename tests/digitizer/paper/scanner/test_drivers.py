"""What every driver must do, run against real ends: SANE's test backend, an eSCL server."""

from __future__ import annotations

import io
import itertools
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import pytest
from PIL import Image

from digitizer.jobs import CancelledError, CancelToken
from digitizer.model.scan import Colour, DeviceKind, PaperSource, Profile
from digitizer.paper.scanner import discovery, errors, escl, sane, wia
from digitizer.paper.scanner.escl import EsclScanner, Patience, Pins
from digitizer.paper.scanner.protocol import Scanned, Scanner, ScanRequest
from tests.digitizer.paper.scanner import escl_device, sane_device
from tests.digitizer.paper.scanner.escl_device import EsclDevice

needs_sane = pytest.mark.skipif(not sane_device.installed(), reason="SANE is not installed")
FEEDER = Profile("feeder", "Feeder", dpi=75)
GLASS = Profile("glass", "Glass", source=PaperSource.GLASS, dpi=75)
DUPLEX = Profile("duplex", "Duplex", dpi=75, duplex=True)


@pytest.fixture
def sane_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = sane_device.write_configuration(tmp_path / "sane.d")
    monkeypatch.setenv("SANE_CONFIG_DIR", str(folder))
    return folder


def escl_scanner(device: EsclDevice, pins: Pins | None = None) -> EsclScanner:
    patience = Patience(answer=2.0, busy=0.3, pause=0.05)
    return EsclScanner(escl.device_at(device.address, "Loopback MFP"), pins or Pins(None), patience)


class End(Protocol):
    """A device with a given number of sheets in its feeder."""

    def __call__(self, _sheets: int, /) -> Scanner: ...


@pytest.fixture(params=[pytest.param("sane", marks=needs_sane), "escl"])
def end(request: pytest.FixtureRequest) -> Iterator[End]:
    if request.param == "sane":
        request.getfixturevalue("sane_folder")
        # the test backend's feeder always holds ten sheets
        yield lambda _sheets: sane_device.scanner()
        return
    device = EsclDevice(sheets=0)
    with escl_device.running(device):

        def scanner(sheets: int) -> Scanner:
            device.sheets = sheets
            return escl_scanner(device)

        yield scanner


class TestEveryDriver:
    """The contract of ``Scanner``."""

    def test_says_what_the_device_can(self, end: End) -> None:
        can = end(10).capabilities()
        assert can.sources == {PaperSource.FEEDER, PaperSource.GLASS}
        assert can.colours == {Colour.COLOUR, Colour.GREY}

    def test_feeds_until_the_feeder_is_empty(self, end: End) -> None:
        found = list(end(10).scan(ScanRequest(FEEDER), CancelToken()))
        assert [image.number for image in found] == list(range(1, 11))

    def test_every_image_is_whole_when_it_is_announced(self, end: End) -> None:
        for found in end(10).scan(ScanRequest(FEEDER, most_images=3), CancelToken()):
            with Image.open(io.BytesIO(found.data)) as image:
                image.load()
                assert image.width == 620

    def test_goes_on_counting_from_the_number_asked_for(self, end: End) -> None:
        request = ScanRequest(FEEDER, first=37, most_images=2)
        found = list(end(10).scan(request, CancelToken()))
        assert [image.number for image in found] == [37, 38]

    def test_reads_the_glass_once(self, end: End) -> None:
        assert len(list(end(10).scan(ScanRequest(GLASS), CancelToken()))) == 1

    def test_stops_when_asked(self, end: End) -> None:
        cancel = CancelToken()
        feed = end(10).scan(ScanRequest(FEEDER), cancel)
        assert len(list(itertools.islice(feed, 2))) == 2
        cancel.cancel()
        with pytest.raises(CancelledError):
            list(feed)

    def test_writes_no_image_to_a_disk(
        self, end: End, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
        for _image in end(10).scan(ScanRequest(FEEDER, most_images=3), CancelToken()):
            around = [*tmp_path.rglob("*.tiff*"), *tmp_path.rglob("*.jpg*")]
            assert not any(path.is_file() for path in around)
        assert not list(tmp_path.glob("digitizer-scan-*"))

    def test_waits_for_a_taker_that_is_slow(self, end: End) -> None:
        found = []
        for image in end(10).scan(ScanRequest(FEEDER, most_images=4), CancelToken()):
            time.sleep(0.15)
            found.append(image.number)
        assert found == [1, 2, 3, 4]

    def test_a_feed_that_is_given_up_leaves_the_device_free(self, end: End) -> None:
        feed = end(10).scan(ScanRequest(FEEDER), CancelToken())
        next(feed)
        feed.close()  # type: ignore[attr-defined]
        assert next(end(10).scan(ScanRequest(FEEDER), CancelToken())).data


@needs_sane
@pytest.mark.usefixtures("sane_folder")
class TestSane:
    """What is particular to SANE."""

    def test_lists_the_devices_it_knows(self) -> None:
        (device,) = sane.devices()
        assert device.id == "sane:test:0"
        assert device.kind is DeviceKind.SANE
        assert "frontend-tester" in device.name

    @pytest.mark.parametrize(
        ("status", "kind"),
        [
            ("UNSUPPORTED", errors.UnfitRequestError),
            ("CANCELLED", errors.ScanCancelledError),
            ("DEVICE_BUSY", errors.ScannerBusyError),
            ("INVAL", errors.UnfitRequestError),
            ("JAMMED", errors.PaperJamError),
            ("NO_DOCS", errors.FeederEmptyError),
            ("COVER_OPEN", errors.CoverOpenError),
            ("IO_ERROR", errors.ScannerOfflineError),
            ("NO_MEM", errors.ScannerError),
            ("ACCESS_DENIED", errors.ScannerDeniedError),
            ("EOF", errors.TransferBrokenError),
        ],
    )
    def test_every_status_is_a_situation(
        self, status: str, kind: type[errors.ScannerError]
    ) -> None:
        broken = sane_device.scanner(**{"read-return-value": f"SANE_STATUS_{status}"})
        with pytest.raises(errors.ScannerError) as caught:
            list(broken.scan(ScanRequest(FEEDER), CancelToken()))
        assert type(caught.value) is kind

    def test_a_device_that_is_gone_is_offline(self) -> None:
        gone = sane.SaneScanner(sane.Device("sane:nope:0", "Nope", DeviceKind.SANE, "nope:0"))
        with pytest.raises(errors.ScannerOfflineError):
            list(gone.scan(ScanRequest(FEEDER), CancelToken()))

    def test_a_device_that_vanishes_within_a_sheet_leaves_the_sheets_before_it(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        sane_device.that_dies_on_the_second_sheet(tmp_path / "bin", monkeypatch)
        feed = sane_device.scanner().scan(ScanRequest(FEEDER), CancelToken())
        images = [next(feed).number]
        with pytest.raises(errors.ScannerError) as caught:
            next(feed)
        assert caught.value.details["reason"] == "signal 9"
        assert images == [1]

    def test_a_duplex_feeder_gives_fronts_and_backs_in_turn(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        sane_device.with_duplex(tmp_path / "bin", monkeypatch)
        assert sane_device.scanner().capabilities().duplex
        request = ScanRequest(DUPLEX, most_images=6)
        found = list(sane_device.scanner().scan(request, CancelToken()))
        assert [image.number for image in found] == [1, 2, 3, 4, 5, 6]

    def test_a_profile_reaches_the_device(self) -> None:
        profile = Profile("card", "Card", dpi=150, colour=Colour.GREY, width_mm=90, height_mm=60)
        request = ScanRequest(profile, most_images=1)
        (found,) = sane_device.scanner().scan(request, CancelToken())
        with Image.open(io.BytesIO(found.data)) as image:
            assert image.mode == "L"
            assert image.size == (round(90 / 25.4 * 150), round(60 / 25.4 * 150))

    def test_duplex_is_refused_where_there_is_none(self) -> None:
        with pytest.raises(errors.UnfitRequestError):
            list(sane_device.scanner().scan(ScanRequest(DUPLEX), CancelToken()))

    def test_without_the_program_the_list_is_empty_and_scanning_says_why(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("PATH", "/nowhere")
        assert sane.devices() == ()
        with pytest.raises(errors.DriverMissingError):
            list(sane_device.scanner().scan(ScanRequest(FEEDER), CancelToken()))


class TestEscl:
    """What is particular to eSCL."""

    def scan(
        self,
        device: EsclDevice,
        profile: Profile = FEEDER,
        pins: Pins | None = None,
        before: list[int] | None = None,
    ) -> list[Scanned]:
        """Return what the device feeds; ``before`` hears of images before the feed breaks off."""
        found = []
        with escl_device.running(device):
            for image in escl_scanner(device, pins).scan(ScanRequest(profile), CancelToken()):
                found.append(image)
                if before is not None:
                    before.append(image.number)
        return found

    @pytest.mark.parametrize("status", [404, 409, 410])
    def test_a_feed_ends_with_any_of_the_usual_statuses(self, status: int) -> None:
        assert len(self.scan(EsclDevice(sheets=3, end_status=status))) == 3

    def test_both_sides_come_one_after_the_other(self) -> None:
        assert len(self.scan(EsclDevice(sheets=3), DUPLEX)) == 6

    def test_the_devices_own_bytes_are_kept(self) -> None:
        (image,) = self.scan(EsclDevice(sheets=1))
        assert image.data == escl_device.picture(2)

    def test_a_busy_device_is_asked_again(self) -> None:
        assert len(self.scan(EsclDevice(sheets=1, busy_answers=2))) == 1

    @pytest.mark.parametrize(
        ("device", "kind"),
        [
            (EsclDevice(sheets=0), errors.FeederEmptyError),
            (EsclDevice(always_busy=True), errors.ScannerBusyError),
            (EsclDevice(warming_up=True), errors.ScannerWarmingUpError),
            (EsclDevice(cover_open=True), errors.CoverOpenError),
            (EsclDevice(jam_after=0), errors.PaperJamError),
            (EsclDevice(cut_at=1), errors.TransferBrokenError),
        ],
        ids=["empty", "busy", "warming", "cover", "jam", "cut"],
    )
    def test_what_is_wrong_at_the_device_is_said(
        self, device: EsclDevice, kind: type[errors.ScannerError]
    ) -> None:
        with pytest.raises(errors.ScannerError) as caught:
            self.scan(device)
        assert type(caught.value) is kind

    def test_a_jam_keeps_the_pages_before_it(self) -> None:
        before: list[int] = []
        with pytest.raises(errors.PaperJamError):
            self.scan(EsclDevice(sheets=5, jam_after=2), before=before)
        assert before == [1, 2]

    def test_a_slow_device_is_waited_for(self) -> None:
        assert len(self.scan(EsclDevice(sheets=1, slow=0.05))) == 1

    def test_a_device_that_is_off_is_offline(self) -> None:
        with escl_device.running(EsclDevice()) as device:
            scanner = escl_scanner(device)
        with pytest.raises(errors.ScannerOfflineError):
            list(scanner.scan(ScanRequest(FEEDER), CancelToken()))

    def test_a_self_signed_certificate_is_known_again(self, tmp_path: Path) -> None:
        pem = escl_device.certificate(tmp_path)
        pins = tmp_path / "pins.json"
        with escl_device.running(EsclDevice(sheets=1), pem) as device:
            scanner = escl_scanner(device, Pins(pins))
            assert len(list(scanner.scan(ScanRequest(FEEDER), CancelToken()))) == 1
            assert escl_scanner(device, Pins(pins)).capabilities().duplex

    def test_another_certificate_at_the_same_address_is_refused(self, tmp_path: Path) -> None:
        pins = Pins(tmp_path / "pins.json")
        pins.check("mfp:443", b"first")
        with pytest.raises(errors.ScannerIdentityError):
            Pins(tmp_path / "pins.json").check("mfp:443", b"second")

    def test_a_document_with_entities_is_refused(self) -> None:
        from digitizer.paper.scanner import escl_messages

        bomb = b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
        with pytest.raises(errors.ScannerError):
            escl_messages.parse(bomb, "mfp")

    def test_a_device_that_tells_of_itself_on_the_network_is_found(self) -> None:
        import socket

        from zeroconf import ServiceInfo, Zeroconf

        with escl_device.running(EsclDevice()) as device:
            port = int(device.address.rpartition(":")[2].partition("/")[0])
            info = ServiceInfo(
                "_uscan._tcp.local.",
                "Loopback MFP._uscan._tcp.local.",
                addresses=[socket.inet_aton("127.0.0.1")],
                port=port,
                properties={"rs": "eSCL", "ty": "Loopback MFP", "UUID": "11-22"},
                server="mfp.local.",
            )
            with Zeroconf(interfaces=["127.0.0.1"]) as network:
                network.register_service(info)
                found = escl.devices(seconds=1.8, interfaces=["127.0.0.1"])
            assert [(one.id, one.address) for one in found] == [("escl:11-22", device.address)]

    def test_a_machine_without_any_network_finds_none(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("ifaddr.get_adapters", list)
        assert escl.devices(seconds=0.1) == ()


def test_a_device_can_be_named_without_searching() -> None:
    assert discovery.named("sane:test:0") is not None
    assert discovery.named("escl:http://10.0.0.9/eSCL") is not None
    assert discovery.named("escl:11-22") is None


def test_wia_is_marked_as_untried_and_silent_elsewhere() -> None:
    assert wia.TRIED is False
    assert wia.devices() == ()
