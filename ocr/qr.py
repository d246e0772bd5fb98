"""QR codes that are printed on papers; imports nothing heavy."""

from __future__ import annotations

LONGEST = 1000
"""Letters in one code; more would not be read from paper."""


def qr_svg(text: str) -> str:
    """Return a text as a QR code (ISO/IEC 18004, TCVN 7322) in SVG, with its quiet zone.

    A quarter of it may be damaged and it is still read (error correction Q).
    """
    import zxingcpp

    code = zxingcpp.create_barcode(text[:LONGEST], zxingcpp.BarcodeFormat.QRCode, ec_level="Q")
    return str(code.to_svg())
