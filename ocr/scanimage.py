"""A scan's bytes as a PDF image: JPEG bit for bit, PNG without loss, black and white as fax.

What can be packed tighter without changing a pixel is: the bytes of a JPEG are deflated once more
(scanners use general tables that leave up to two fifths to gain), black and white goes into CCITT
Group 4, grey that came as colour is kept as grey. Nothing lossy is ever applied here.
"""

from __future__ import annotations

import functools
import io
import struct
import zlib

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream
from PIL import Image, ImageChops, ImageCms

from ocr import raster
from ocr.errors import DamagedFileError, UnsupportedFileError

_PNG_MAGIC = b"\x89PNG\r\n\x1a\n"
_PALETTE_TYPE = 3
_CHANNELS = {0: 1, 2: 3, _PALETTE_TYPE: 1}
_DEEPEST = 8
_COLOUR_TYPE = 2
_GREY_TYPE = 0
_WORTH_PACKING = 0.98
_ROWS_PER_STRIP, _STRIP_OFFSETS, _STRIP_LENGTHS, _MEANING = 278, 273, 279, 262
_ZERO_IS_BLACK = 1


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
    size = (width, height)
    packed = zlib.compress(data, 9)
    if len(packed) < _WORTH_PACKING * len(data):
        filters = Array([Name.FlateDecode, Name.DCTDecode])
        return _image(document, packed, size, space, 8, Filter=filters)
    return _image(document, data, size, space, 8, Filter=Name.DCTDecode)


def _png(document: Pdf, data: bytes) -> Stream:
    """Lift the compressed pixels out of a PNG whose form PDF knows; unpack it otherwise."""
    chunks = _chunks(data)
    width, height, depth, kind, _, _, interlaced = struct.unpack(">IIBBBBB", chunks[b"IHDR"])
    if interlaced or depth > _DEEPEST or kind not in _CHANNELS or b"tRNS" in chunks:
        return _unpacked(document, data)
    simpler = _simpler(document, data, depth, kind)
    if simpler is not None and len(simpler.read_raw_bytes()) < len(chunks[b"IDAT"]):
        return simpler
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


def _simpler(document: Pdf, data: bytes, depth: int, kind: int) -> Stream | None:
    """Return the image in a form with fewer bits a pixel, if it has no more to say."""
    if kind == _GREY_TYPE and depth == 1:
        with Image.open(io.BytesIO(data)) as image:
            return _fax(document, image)
    if kind == _GREY_TYPE and depth == _DEEPEST:
        with Image.open(io.BytesIO(data)) as image:
            return (
                _fax(document, image.convert("1", dither=Image.Dither.NONE))
                if _is_bilevel(image)
                else None
            )
    if kind == _COLOUR_TYPE and depth == _DEEPEST:
        with Image.open(io.BytesIO(data)) as image:
            red, green, blue = image.split()
        if not any(ImageChops.difference(red, one).getbbox() for one in (green, blue)):
            return _png(document, _as_png(red))
    return None


def _is_bilevel(image: Image.Image) -> bool:
    return all(count == 0 for count in image.histogram()[1:255])


def _fax(document: Pdf, image: Image.Image) -> Stream:
    """Return a black-and-white image as CCITT Group 4, the form fax machines and scanners use."""
    buffer = io.BytesIO()
    image.save(buffer, "TIFF", compression="group4", tiffinfo={_ROWS_PER_STRIP: image.height})
    with Image.open(buffer) as written:
        tags = dict(written.tag_v2)  # type: ignore[attr-defined]
    (start,), (length,) = tags[_STRIP_OFFSETS], tags[_STRIP_LENGTHS]
    parameters = Dictionary(
        K=-1,
        Columns=image.width,
        Rows=image.height,
        BlackIs1=tags[_MEANING] == _ZERO_IS_BLACK,
    )
    return _image(
        document,
        buffer.getvalue()[start : start + length],
        image.size,
        Name.DeviceGray,
        1,
        Filter=Name.CCITTFaxDecode,
        DecodeParms=parameters,
    )


def _unpacked(document: Pdf, data: bytes) -> Stream:
    with Image.open(io.BytesIO(data)) as opened:
        image = raster.plain(opened)
    if image.mode == "1":
        return _fax(document, image)
    return _png(document, _as_png(image))


def _as_png(image: Image.Image) -> bytes:
    # PNG's row filters are PDF's predictors, and make grain and gradients much smaller
    buffer = io.BytesIO()
    image.save(buffer, "PNG", compress_level=6)
    return buffer.getvalue()


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
