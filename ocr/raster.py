"""Image files as pages: checked before they are decoded, passed through where possible."""

from __future__ import annotations

import io
import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image, ImageOps

from ocr.errors import (
    DamagedFileError,
    EmptyFileError,
    ImageTooLargeError,
    ImageTooSmallError,
    UnsupportedFileError,
)
from ocr.limits import Limits
from ocr.model import SourceKind, SourcePage

# our own limit is checked before decoding and gives the size in its message
Image.MAX_IMAGE_PIXELS = None
# a damaged file ends as a typed error; what the decoder says before is noise on a terminal
warnings.filterwarnings("ignore", category=UserWarning, module=r"PIL\.")

_ORIENTATION = 0x0112
_JPEG_START, _JPEG_END = b"\xff\xd8\xff", b"\xff\xd9"
_LARGE_PNG = 4_000_000
_MOST_PNG_PARTS = 100_000
_A4_LONG_SIDE = 11.69
_PLAUSIBLE_LONG_SIDE = (2.0, 24.0)
_PASSED_THROUGH = {
    SourceKind.JPEG: {"L", "RGB"},
    SourceKind.PNG: {"1", "L", "P", "RGB"},
}
_OBLONG = 1.1
_MOST_OBLONG = 2.2
_DECODING_FAILED = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    TypeError,
    KeyError,
    IndexError,
    OverflowError,
    RuntimeError,
    struct.error,
    zlib.error,
)


@contextmanager
def _opened(source: Path | io.BytesIO, kind: SourceKind | None = None) -> Iterator[Image.Image]:
    """Open an image and turn whatever goes wrong while it is used into ``DamagedFileError``."""
    formats = None if kind is None else [kind.value.upper()]
    if kind is SourceKind.HEIF:
        _learn_heif()
    if kind is SourceKind.PNG and isinstance(source, Path):
        _check_png(source)
    try:
        with Image.open(source, formats=formats) as image:
            yield image
    except _DECODING_FAILED as error:
        raise DamagedFileError(reason=type(error).__name__) from error


def _check_png(path: Path) -> None:
    """Refuse a PNG with a part longer than its file: the decoder would make room for all of it."""
    size = path.stat().st_size
    with path.open("rb") as file:
        place = file.seek(len(b"\x89PNG\r\n\x1a\n"))
        for _ in range(_MOST_PNG_PARTS):
            head = file.read(8)
            if len(head) < 8 or head[4:] == b"IEND":
                return
            place = file.seek(place + 12 + int.from_bytes(head[:4], "big"))
            if place > size:
                raise DamagedFileError(reason="a part is longer than the file")


def _learn_heif() -> None:
    """Let Pillow open HEIF files; raises UnsupportedFileError where the library is not there."""
    try:
        import pi_heif
    except ImportError as error:
        raise UnsupportedFileError(kind="heif") from error
    pi_heif.register_heif_opener(thumbnails=False)


def check_size(width: int, height: int, limits: Limits) -> None:
    """Refuse an image that is too large to decode or too small to hold print."""
    if width * height > limits.max_pixels:
        raise ImageTooLargeError(width=width, height=height, limit=limits.max_pixels)
    if min(width, height) < limits.min_side:
        raise ImageTooSmallError(width=width, height=height)


def inspect(path: Path, kind: SourceKind, limits: Limits) -> int:
    """Return the number of pages; refuse the file if its only page cannot be used."""
    with _opened(path, kind) as image:
        count = 1
        if kind is SourceKind.TIFF:
            count = int(getattr(image, "n_frames", 1))
        size = image.size
    if count == 1:
        check_size(*size, limits)
    return count


def page(path: Path, kind: SourceKind, number: int, limits: Limits) -> SourcePage:
    """Return one page of an image file, its own bytes where every viewer reads them alike."""
    with _opened(path, kind) as image:
        if number > 1:
            image.seek(number - 1)
        check_size(*image.size, limits)
        dpi = plausible_dpi(image)
        if _can_pass_through(image, kind):
            if kind is SourceKind.JPEG:
                check_jpeg(path.read_bytes())
            else:
                image.load()
            return SourcePage(number, path.read_bytes(), *image.size, dpi)
        image.load()
        upright = plain(_with_square_pixels(ImageOps.exif_transpose(image)))
    return SourcePage(number, encode(upright, dpi), *upright.size, dpi)


def decode(data: bytes, limits: Limits) -> Image.Image:
    """Return an image of this program's own making (JPEG or PNG) as grey or RGB pixels."""
    if not data:
        raise EmptyFileError
    with _opened(io.BytesIO(data)) as image:
        check_size(*image.size, limits)
        image.load()
        return plain(image)


def is_whole_jpeg(data: bytes, limits: Limits) -> bool:
    """Return whether the bytes are a grey or RGB JPEG with its end, and within the limits."""
    if not data.startswith(_JPEG_START) or not data.rstrip(b"\0").endswith(_JPEG_END):
        return False
    with _opened(io.BytesIO(data)) as image:
        check_size(*image.size, limits)
        return image.mode in {"L", "RGB"}


def plausible_dpi(image: Image.Image) -> float:
    """Return the resolution the file claims, or the one that makes its page an A4 sheet."""
    claimed = image.info.get("dpi", (0, 0))
    long_side = max(image.size)
    try:
        dpi = float(max(claimed))
    except (TypeError, ValueError, ZeroDivisionError):
        dpi = 0.0
    shortest, longest = _PLAUSIBLE_LONG_SIDE
    if dpi > 0 and shortest <= long_side / dpi <= longest:
        return round(dpi, 2)
    return round(long_side / _A4_LONG_SIDE, 2)


def plain(image: Image.Image) -> Image.Image:
    """Return the image as 8-bit grey or RGB on white paper."""
    if image.mode in {"1", "L", "RGB"}:
        return image
    if image.mode.startswith("I") or image.mode == "F":
        return _eight_bit(image)
    if image.mode in {"RGBA", "LA", "PA", "RGBa", "La"} or "transparency" in image.info:
        coloured = image.convert("RGBA")
        paper = Image.new("RGBA", image.size, "white")
        return Image.alpha_composite(paper, coloured).convert("RGB")
    return image.convert("RGB")


def encode(image: Image.Image, dpi: float) -> bytes:
    """Return the image as PNG, or as JPEG where grain would make the PNG very large."""
    buffer = io.BytesIO()
    resolution = (dpi, dpi)
    image.save(buffer, "PNG", dpi=resolution, compress_level=4)
    if buffer.tell() <= _LARGE_PNG or image.mode == "1":
        return buffer.getvalue()
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", dpi=resolution, quality=92, subsampling=0)
    return buffer.getvalue()


def _oblongness(image: Image.Image) -> float:
    """Return how many times taller than wide a pixel is, as far as the file says it soundly."""
    across, down = image.info.get("dpi", (0, 0))
    try:
        ratio = float(across) / float(down)
    except (TypeError, ValueError, ZeroDivisionError):
        return 1.0
    # faxes of the coarse kind are 204 by 98; anything far beyond is a slip in the header
    return ratio if 1 / _MOST_OBLONG <= ratio <= _MOST_OBLONG else 1.0


def _with_square_pixels(image: Image.Image) -> Image.Image:
    """Return the image as tall as its paper: fax machines scan fewer rows than columns."""
    ratio = _oblongness(image)
    if 1 / _OBLONG < ratio < _OBLONG:
        return image
    width, height = image.size
    size = (width, round(height * ratio)) if ratio > 1 else (round(width / ratio), height)
    dpi = max(image.info["dpi"])
    smooth = image.convert("L") if image.mode == "1" else image
    squared = smooth.resize(size, Image.Resampling.BICUBIC)
    squared.info["dpi"] = (dpi, dpi)
    return squared


def _eight_bit(image: Image.Image) -> Image.Image:
    # rarely needed, and it takes longer to load than a page to be written
    import numpy as np

    values = np.asarray(image, dtype=np.float64)
    deepest = float(values.max(initial=0.0))
    # scanners write 8, 10, 12, 14 or 16 bits into such files without saying which
    scale = next((top for top in (255, 1023, 4095, 16383, 65535) if deepest <= top), deepest)
    return Image.fromarray(np.clip(values * (255.0 / scale), 0, 255).astype(np.uint8))


def _can_pass_through(image: Image.Image, kind: SourceKind) -> bool:
    return (
        image.mode in _PASSED_THROUGH.get(kind, set())
        and image.getexif().get(_ORIENTATION, 1) in {0, 1}
        and "transparency" not in image.info
        and 1 / _OBLONG < _oblongness(image) < _OBLONG
        # a JPEG may hold several pictures (MPO), a PNG may be animated
        and getattr(image, "n_frames", 1) == 1
    )


def check_jpeg(data: bytes) -> None:
    """Complain if a JPEG breaks off or makes no sense."""
    with _opened(io.BytesIO(data), SourceKind.JPEG) as image:
        # an eighth of the size still reads every byte, which is what is to be checked
        image.draft("L", (image.width // 8, image.height // 8))
        image.load()
