"""A scan's bytes as a PDF image: JPEG as it is, PNG without loss."""

from __future__ import annotations

import functools
import io
import struct
import zlib

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream
from PIL import Image, ImageCms

from ocr import raster
from ocr.errors import DamagedFileError, UnsupportedFileError

_PNG_MAGIC = b"\x89PNG\r\n\x1a\n"
_PALETTE_TYPE = 3
_CHANNELS = {0: 1, 2: 3, _PALETTE_TYPE: 1}
_DEEPEST = 8


@functools.cache
def srgb_profile() -> bytes:
    """Return an sRGB colour profile, the same bytes every time."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    # bytes 24 to 36 say when the profile was made; a fixed day keeps the same input the same file
    profile[24:36] = struct.pack(">6H", 2000, 1, 1, 0, 0, 0)
    return bytes(profile)


def embed(document: Pdf, data: bytes) -> Stream:
    """Return the image as a stream of the document; no pixel changes."""
    if data.startswith(b"\xff\xd8\xff"):
        return _jpeg(document, data)
    if data.startswith(_PNG_MAGIC):
        return _png(document, data)
    raise UnsupportedFileError


def _jpeg(document: Pdf, data: bytes) -> Stream:
    with Image.open(io.BytesIO(data)) as image:
        width, height = image.size
        mode = image.mode
    if mode not in {"L", "RGB"}:
        raise UnsupportedFileError(mode=mode)
    space = Name.DeviceGray if mode == "L" else Name.DeviceRGB
    return _image(document, data, (width, height), space, 8, Filter=Name.DCTDecode)


def _png(document: Pdf, data: bytes) -> Stream:
    """Lift the compressed pixels out of a PNG whose form PDF knows; unpack it otherwise."""
    chunks = _chunks(data)
    width, height, depth, kind, _, _, interlaced = struct.unpack(">IIBBBBB", chunks[b"IHDR"])
    if interlaced or depth > _DEEPEST or kind not in _CHANNELS or b"tRNS" in chunks:
        return _unpacked(document, data)
    space: object = Name.DeviceRGB if kind == 2 else Name.DeviceGray
    if kind == _PALETTE_TYPE:
        palette = chunks[b"PLTE"]
        space = Array(
            [Name.Indexed, Name.DeviceRGB, len(palette) // 3 - 1, pikepdf.String(palette)]
        )
    parameters = Dictionary(
        Predictor=15, Colors=_CHANNELS[kind], BitsPerComponent=depth, Columns=width
    )
    return _image(
        document,
        chunks[b"IDAT"],
        (width, height),
        space,
        depth,
        Filter=Name.FlateDecode,
        DecodeParms=parameters,
    )


def _unpacked(document: Pdf, data: bytes) -> Stream:
    with Image.open(io.BytesIO(data)) as opened:
        image = raster.plain(opened)
    if image.mode == "1":
        image = image.convert("L")
    space = Name.DeviceGray if image.mode == "L" else Name.DeviceRGB
    packed = zlib.compress(image.tobytes(), 6)
    return _image(document, packed, image.size, space, 8, Filter=Name.FlateDecode)


def _image(
    document: Pdf, data: bytes, size: tuple[int, int], space: object, depth: int, **how: object
) -> Stream:
    return Stream(
        document,
        data,
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=size[0],
        Height=size[1],
        ColorSpace=space,
        BitsPerComponent=depth,
        **how,
    )


def _chunks(data: bytes) -> dict[bytes, bytes]:
    """Return a PNG's chunks by name; the pixel data, which may come in several, joined."""
    chunks: dict[bytes, bytes] = {}
    position = len(_PNG_MAGIC)
    while position + 8 <= len(data):
        (length,) = struct.unpack_from(">I", data, position)
        name = data[position + 4 : position + 8]
        body = data[position + 8 : position + 8 + length]
        chunks[name] = chunks.get(name, b"") + body
        position += 12 + length
    if b"IHDR" not in chunks or b"IDAT" not in chunks:
        raise DamagedFileError(reason="png chunks")
    return chunks
