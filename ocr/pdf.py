"""PDF files as pages: a scan's own image where a page is one, a rendering where it is not."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2

from ocr import raster, textlayer
from ocr.errors import DamagedFileError, EncryptedFileError, OcrError, WrongPasswordError
from ocr.limits import Limits
from ocr.model import SourceInfo, SourceKind, SourcePage

_POINTS = 72.0
_DEEPEST_FIELD = 20
_FULL_PAGE = 0.95
_SQUARE = 1.1
_INVISIBLE = 3
_MOST_LETTERS = 100_000
_HARMLESS = {
    "q", "Q", "cm", "Do", "gs", "BT", "ET", "Tf", "Tr", "Td", "TD", "Tm", "T*", "Tc", "Tw", "Tz",
    "TL", "Ts", "BMC", "BDC", "EMC", "MP", "DP", "W", "W*", "n", "re", "w", "J", "j", "M", "d",
    "ri", "i", "g", "G", "rg", "RG", "k", "K", "cs", "CS", "sc", "SC", "scn", "SCN",
}  # fmt: skip
_SHOWING_TEXT = {"Tj", "TJ", "'", '"'}
# what reading a file that lies about itself was seen to raise: an object of another kind than its
# place wants, a key that is not there, a number beyond measure, a tree that bites its own tail
_DAMAGED = (
    pikepdf.PdfError,
    pypdfium2.PdfiumError,
    ArithmeticError,
    AttributeError,
    LookupError,
    NotImplementedError,
    OSError,
    RecursionError,
    RuntimeError,
    TypeError,
    ValueError,
    zlib.error,
)


@contextmanager
def _opened(path: Path) -> Iterator[pikepdf.Pdf]:
    try:
        with pikepdf.open(path) as document:
            yield document
    except pikepdf.PasswordError as error:
        raise EncryptedFileError from error
    except _DAMAGED as error:
        raise DamagedFileError(reason=type(error).__name__) from error


def unlocked(path: Path, password: str) -> bytes:
    """Return the PDF as a file that asks for no password.

    Raises WrongPasswordError.
    """
    target = io.BytesIO()
    try:
        with pikepdf.open(path, password=password) as document:
            document.save(target)
    except pikepdf.PasswordError as error:
        raise WrongPasswordError from error
    except _DAMAGED as error:
        raise DamagedFileError(reason=type(error).__name__) from error
    return target.getvalue()


def inspect(path: Path) -> SourceInfo:
    """Return how many pages a PDF has and whether it is signed."""
    with _opened(path) as document:
        count = len(document.pages)
        signed = _is_signed(document)
    if count == 0:
        raise DamagedFileError(reason="no pages")
    return SourceInfo(SourceKind.PDF, count, signed)


def pages(path: Path, numbers: tuple[int, ...], limits: Limits) -> list[SourcePage | OcrError]:
    """Return the wanted pages as images, or for each page that cannot be had the reason."""
    found: list[SourcePage | OcrError] = []
    with _opened(path) as document, _rendering(path) as pdfium:
        for number in numbers:
            try:
                found.append(_page(path, document, pdfium, number, limits))
            except OcrError as error:
                found.append(error)
            except _DAMAGED as error:
                found.append(DamagedFileError(reason=type(error).__name__))
    return found


@contextmanager
def _rendering(path: Path) -> Iterator[Any]:
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        raise DamagedFileError(reason=type(error).__name__) from error
    try:
        # form fields and signature appearances belong to what a person sees
        if document.get_formtype():
            document.init_forms()
        yield document
    finally:
        document.close()


def _page(
    path: Path, document: pikepdf.Pdf, pdfium: Any, number: int, limits: Limits
) -> SourcePage:
    scan = _scan(document.pages[number - 1], number, limits)
    if scan is not None:
        if any(True for _ in _shows_text(document.pages[number - 1])):
            return replace(scan, earlier_text=_layer_text(pdfium, number))
        return scan
    rendered = _rendered(pdfium, number, limits)
    shows_text = any(_shows_text(document.pages[number - 1]))
    own_text = textlayer.own_text(path, rendered) if shows_text else None
    return SourcePage(
        number, rendered.image, rendered.width, rendered.height, rendered.dpi, own_text
    )


def _layer_text(pdfium: Any, number: int) -> str:
    """Return the text that lies unseen over a scan, at most as much as a page can hold."""
    page = pdfium[number - 1]
    layer = page.get_textpage()
    try:
        return str(layer.get_text_range(0, min(layer.count_chars(), _MOST_LETTERS)))
    finally:
        layer.close()
        page.close()


def _rendered(pdfium: Any, number: int, limits: Limits) -> SourcePage:
    page = pdfium[number - 1]
    dpi = float(limits.pdf_dpi)
    width, height = (round(side * dpi / _POINTS) for side in page.get_size())
    raster.check_size(width, height, limits)
    picture = page.render(scale=dpi / _POINTS).to_pil().convert("RGB")
    page.close()
    if _is_grey(picture):
        picture = picture.convert("L")
    return SourcePage(number, raster.encode(picture, dpi), picture.width, picture.height, dpi)


def _is_grey(picture: Any) -> bool:
    red, green, blue = picture.split()
    return bool(red.tobytes() == green.tobytes() == blue.tobytes())


def _scan(page: pikepdf.Page, number: int, limits: Limits) -> SourcePage | None:
    """Return the image of a page that is nothing but one upright full-page image."""
    image = _only_image(page)
    if image is None or int(page.obj.get("/Rotate", 0)) % 360:
        return None
    width, height = int(image.Width), int(image.Height)
    raster.check_size(width, height, limits)
    dpi = round(width * _POINTS / _size(page)[0], 2)
    if not 1 / _SQUARE < (height * _POINTS / _size(page)[1]) / dpi < _SQUARE:
        return None  # a fax with oblong pixels: shown as tall as its paper
    data = _own_jpeg(image, limits)
    if data is not None:
        raster.check_jpeg(data)
        return SourcePage(number, data, width, height, dpi)
    if "/SMask" in image or "/Mask" in image or "/Decode" in image:
        return None
    picture = raster.plain(pikepdf.PdfImage(image).as_pil_image())
    return SourcePage(number, raster.encode(picture, dpi), width, height, dpi)


def _own_jpeg(image: Any, limits: Limits) -> bytes | None:
    """Return the image's bytes if they are a JPEG that shows the same outside the PDF."""
    if any(key in image for key in ("/SMask", "/Mask", "/Decode")):
        return None
    data = _jpeg_bytes(image, limits)
    if data is None:
        return None
    from PIL import Image

    with Image.open(io.BytesIO(data)) as picture:
        fits = picture.mode in {"L", "RGB"} and picture.size == (image.Width, image.Height)
        unturned = picture.getexif().get(0x0112, 1) in {0, 1}
    return data if fits and unturned else None


def _jpeg_bytes(image: Any, limits: Limits) -> bytes | None:
    """Return the bytes of a JPEG that lies in the file as it is, or deflated once more."""
    filters = image.get("/Filter", pikepdf.Array())
    names = [filters] if isinstance(filters, pikepdf.Name) else list(filters)
    raw = bytes(image.read_raw_bytes())
    if names == [pikepdf.Name.DCTDecode]:
        return raw
    if names != [pikepdf.Name.FlateDecode, pikepdf.Name.DCTDecode] or "/DecodeParms" in image:
        return None
    opened = zlib.decompressobj()
    data = opened.decompress(raw, limits.max_bytes)
    return data if opened.eof else None


def _only_image(page: pikepdf.Page) -> Any:
    """Return the page's image if it alone is visible and fills the page."""
    matrix = pikepdf.Matrix()
    kept: list[pikepdf.Matrix] = []
    found: list[tuple[Any, pikepdf.Matrix]] = []
    invisible = False
    for instruction in pikepdf.parse_content_stream(page):
        operator = str(instruction.operator)
        if operator == "q":
            kept.append(matrix)
        elif operator == "Q" and kept:
            matrix = kept.pop()
        elif operator == "cm":
            matrix = pikepdf.Matrix(*(float(x) for x in instruction.operands)) @ matrix
        elif operator == "Tr":
            invisible = int(instruction.operands[0]) == _INVISIBLE
        elif operator == "Do":
            found.append((page.resources.XObject[str(instruction.operands[0])], matrix))
        elif operator in _SHOWING_TEXT:
            if not invisible:
                return None
        elif operator not in _HARMLESS:
            return None
    return _filling(page, found)


def _filling(page: pikepdf.Page, found: list[tuple[Any, pikepdf.Matrix]]) -> Any:
    if len(found) != 1 or found[0][0].get("/Subtype") != pikepdf.Name.Image:
        return None
    if len(page.obj.get("/Annots", [])) > 0:
        return None
    image, placed = found[0]
    width, height = _size(page)
    fills = placed.a >= _FULL_PAGE * width and placed.d >= _FULL_PAGE * height
    upright = abs(placed.b) < 1 and abs(placed.c) < 1
    return image if fills and upright else None


def _shows_text(page: pikepdf.Page) -> Iterator[bool]:
    """Yield, for each piece of the page's text, whether it is painted at all."""
    visible = True
    for instruction in pikepdf.parse_content_stream(page):
        operator = str(instruction.operator)
        if operator == "Tr":
            visible = int(instruction.operands[0]) != _INVISIBLE
        elif operator in _SHOWING_TEXT:
            yield visible
        elif operator == "Do":
            yield True  # a form may hold text; its words are held against the pixels later


def _size(page: pikepdf.Page) -> tuple[float, float]:
    left, bottom, right, top = (float(edge) for edge in page.cropbox)
    return max(right - left, 1.0), max(top - bottom, 1.0)


def _is_signed(document: pikepdf.Pdf) -> bool:
    form = document.Root.get("/AcroForm")
    fields = form.get("/Fields") if isinstance(form, pikepdf.Dictionary) else None
    if not isinstance(fields, pikepdf.Array):
        return False
    return any(_field_is_signed(field, 0) for field in fields)


def _field_is_signed(field: Any, depth: int) -> bool:
    if depth > _DEEPEST_FIELD or not isinstance(field, pikepdf.Dictionary):
        return False
    value = field.get("/V")
    if isinstance(value, pikepdf.Dictionary) and "/ByteRange" in value:
        return True
    kids = field.get("/Kids")
    if not isinstance(kids, pikepdf.Array):
        return False
    return any(_field_is_signed(kid, depth + 1) for kid in kids)
