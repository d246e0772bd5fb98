"""What eSCL devices say and are told: XML in the words of the Mopria eSCL specification 2.97."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass

from digitizer.model.scan import Capabilities, Colour, PaperSource, Profile
from digitizer.paper.scanner.errors import ScannerError

LIMIT = 1_000_000
_UNITS_PER_MM = 300 / 25.4
_SCAN = "http://schemas.hp.com/imaging/escl/2011/05/03"
_PWG = "http://www.pwg.org/schemas/2010/12/sm"
# entities are what makes a small XML large; no device needs them
_DECLARATION = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_COLOURS = {"RGB24": Colour.COLOUR, "Grayscale8": Colour.GREY}
_MODES = {colour: mode for mode, colour in _COLOURS.items()}


@dataclass(frozen=True, slots=True)
class Status:
    """How the device stands: ``Idle``, ``Processing``, ``Stopped``…, and its feeder's state."""

    state: str
    feeder: str


def parse(data: bytes, device: str) -> ET.Element:
    """Return the document a device sent; raises ScannerError when it is none."""
    if len(data) > LIMIT or _DECLARATION.search(data):
        raise ScannerError(device=device, reason="XML")
    try:
        return ET.fromstring(data)  # noqa: S314 - bounded, and declarations are refused above
    except ET.ParseError as error:
        raise ScannerError(device=device, reason=f"XML: {error}") from error


def capabilities(root: ET.Element) -> Capabilities:
    """Return what ScannerCapabilities promises."""
    inputs = {_name(one): one for one in root.iter()}
    sources = {
        source
        for source, tag in (
            (PaperSource.GLASS, "PlatenInputCaps"),
            (PaperSource.FEEDER, "AdfSimplexInputCaps"),
            (PaperSource.FEEDER, "AdfDuplexInputCaps"),
        )
        if tag in inputs
    }
    colours = {_COLOURS[text] for text in _texts(root, "ColorMode") if text in _COLOURS}
    resolutions = {int(text) for text in _texts(root, "XResolution") if text.isdigit()}
    return Capabilities(
        sources=frozenset(sources),
        duplex="AdfDuplexInputCaps" in inputs,
        colours=frozenset(colours),
        resolutions=tuple(sorted(resolutions)),
    )


def name(root: ET.Element) -> str:
    """Return how the device calls itself."""
    return next(_texts(root, "MakeAndModel"), "")


def status(root: ET.Element) -> Status:
    """Return what ScannerStatus says."""
    return Status(next(_texts(root, "State"), ""), next(_texts(root, "AdfState"), ""))


def settings(profile: Profile) -> bytes:
    """Return the ScanSettings that ask for a profile."""
    feeder = profile.source is PaperSource.FEEDER
    duplex = "true" if profile.duplex and feeder else "false"
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<scan:ScanSettings xmlns:scan="{_SCAN}" xmlns:pwg="{_PWG}">',
        "<pwg:Version>2.6</pwg:Version><scan:Intent>Document</scan:Intent>",
        "<pwg:ScanRegions><pwg:ScanRegion>",
        "<pwg:ContentRegionUnits>escl:ThreeHundredthsOfInches</pwg:ContentRegionUnits>",
        "<pwg:XOffset>0</pwg:XOffset><pwg:YOffset>0</pwg:YOffset>",
        f"<pwg:Width>{round(profile.width_mm * _UNITS_PER_MM)}</pwg:Width>",
        f"<pwg:Height>{round(profile.height_mm * _UNITS_PER_MM)}</pwg:Height>",
        "</pwg:ScanRegion></pwg:ScanRegions>",
        f"<pwg:InputSource>{'Feeder' if feeder else 'Platen'}</pwg:InputSource>",
        f"<scan:Duplex>{duplex}</scan:Duplex>" if feeder else "",
        f"<scan:ColorMode>{_MODES[profile.colour]}</scan:ColorMode>",
        f"<scan:XResolution>{profile.dpi}</scan:XResolution>",
        f"<scan:YResolution>{profile.dpi}</scan:YResolution>",
        "<pwg:DocumentFormat>image/jpeg</pwg:DocumentFormat>",
        "<scan:DocumentFormatExt>image/jpeg</scan:DocumentFormatExt>",
        "</scan:ScanSettings>",
    ]
    return "".join(lines).encode()


def _name(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]


def _texts(root: ET.Element, tag: str) -> Iterator[str]:
    return ((one.text or "").strip() for one in root.iter() if _name(one) == tag)
