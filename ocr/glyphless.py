"""A font whose one glyph is empty, for text that is found and selected but never seen."""

from __future__ import annotations

import struct

UNITS = 1000
ADVANCE = 500
ASCENT = 800
DESCENT = -200
NAME = "Glyphless"

# seconds from 1904 to 2000: a fixed day, so that the same font has the same bytes
_MADE = 3_029_529_600
# a glyph with no contour, padded to whole words
_EMPTY_GLYPH = struct.pack(">hhhhhh", 0, 0, 0, 0, 0, 0)
_CHECKSUM_MAGIC = 0xB1B0AFBA
_TRUETYPE = 0x00010000


def font_file() -> bytes:
    """Return a TrueType font with two empty glyphs, each half an em wide."""
    tables = {
        b"glyf": _EMPTY_GLYPH,
        b"head": _head(0),
        b"hhea": struct.pack(
            ">IhhhHhhhhhhhhhhhH",
            *(_TRUETYPE, ASCENT, DESCENT, 0, ADVANCE, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 2),
        ),
        b"hmtx": struct.pack(">HhHh", ADVANCE, 0, ADVANCE, 0),
        b"loca": struct.pack(">HHH", 0, 0, len(_EMPTY_GLYPH) // 2),
        b"maxp": struct.pack(">IH13H", _TRUETYPE, 2, *([0] * 2), 0, 0, 2, *([0] * 8)),
    }
    whole = _assembled(tables)
    adjustment = (_CHECKSUM_MAGIC - _checksum(whole)) & 0xFFFFFFFF
    # the tables' own sums are taken before the adjustment is written in
    return whole.replace(_head(0), _head(adjustment))


def _head(adjustment: int) -> bytes:
    return struct.pack(
        ">IIIIHHQQhhhhHHhhh",
        *(_TRUETYPE, _TRUETYPE, adjustment, 0x5F0F3CF5, 0b1011, UNITS, _MADE, _MADE),
        *(0, 0, 0, 0, 0, 8, 2, 0, 0),
    )


def _assembled(tables: dict[bytes, bytes]) -> bytes:
    count = len(tables)
    power = 1 << (count.bit_length() - 1)
    directory = struct.pack(
        ">IHHHH", _TRUETYPE, count, power * 16, count.bit_length() - 1, (count - power) * 16
    )
    offset = len(directory) + 16 * count
    body = b""
    for tag, table in sorted(tables.items()):
        padded = table + b"\0" * (-len(table) % 4)
        place = offset + len(body)
        directory += tag + struct.pack(">III", _checksum(padded), place, len(table))
        body += padded
    return directory + body


def _checksum(data: bytes) -> int:
    words: tuple[int, ...] = struct.unpack(f">{len(data) // 4}I", data)
    return sum(words) & 0xFFFFFFFF
