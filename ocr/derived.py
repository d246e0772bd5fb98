"""Pages made from pages: turned, cropped, stacked. The same recipe gives the same bytes.

A recipe is a tuple of steps, each with its word under ``do``:
``{"do": "rotate", "degrees": 90}`` clockwise ·
``{"do": "crop", "box": [left, top, right, bottom]}`` in pixels of the image so far ·
``{"do": "stack"}`` two images, one above the other, on one sheet.
Needs Pillow alone.
"""

from __future__ import annotations

import io
import math
from collections.abc import Mapping, Sequence

from PIL import Image

from ocr import raster
from ocr.errors import OcrError
from ocr.limits import Limits
from ocr.model import SourcePage

Step = Mapping[str, object]
Matrix = tuple[float, float, float, float, float, float]

_SAME: Matrix = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0)
_QUARTERS = {
    90: Image.Transpose.ROTATE_270,
    180: Image.Transpose.ROTATE_180,
    270: Image.Transpose.ROTATE_90,
}
_SHEET_MM = (210.0, 297.0)
_MM = 25.4
_QUALITY = 92


class RecipeError(OcrError):
    """The recipe cannot be carried out on this image; details: reason."""

    code = "recipe-wrong"


def derive(images: Sequence[bytes], steps: Sequence[Step], *, dpi: float) -> SourcePage:
    """Return the page that the steps make of the images; raises OcrError."""
    limits = Limits()
    made = [raster.decode(one, limits) for one in images]
    if not made:
        raise RecipeError(reason="nothing")
    for step in steps:
        made = [_stacked(made, dpi)] if step["do"] == "stack" else [_changed(made[0], step)]
    image = made[0]
    raster.check_size(*image.size, limits)
    return SourcePage(1, _encoded(image, images[0], dpi), *image.size, dpi)


def matrix(steps: Sequence[Step], width: int, height: int) -> Matrix:
    """Return how a point of the image before the steps moves into the image after them."""
    found, size = _SAME, (width, height)
    for step in steps:
        if step["do"] == "rotate":
            turn, size = _turn(_degrees(step), *size)
            found = _after(turn, found)
        elif step["do"] == "crop":
            left, top, right, bottom = _box(step, *size)
            found = _after((1.0, 0.0, -left, 0.0, 1.0, -top), found)
            size = (right - left, bottom - top)
    return found


def _changed(image: Image.Image, step: Step) -> Image.Image:
    match step["do"]:
        case "rotate":
            degrees = _degrees(step)
            if degrees in _QUARTERS:
                return image.transpose(_QUARTERS[int(degrees)])
            paper = image.convert("RGB") if image.mode == "P" else image
            white = 255 if paper.mode in {"L", "1"} else (255, 255, 255)
            return paper.rotate(-degrees, Image.Resampling.BICUBIC, expand=True, fillcolor=white)
        case "crop":
            return image.crop(_box(step, *image.size))
        case _:
            raise RecipeError(reason=str(step["do"]))


def _stacked(images: Sequence[Image.Image], dpi: float) -> Image.Image:
    """Put images one above the other, each in its true size, on a sheet as large as they need."""
    width = max(round(_SHEET_MM[0] / _MM * dpi), *(one.width for one in images))
    gap = round(10 / _MM * dpi)
    tall = sum(one.height for one in images) + gap * (len(images) + 1)
    height = max(round(_SHEET_MM[1] / _MM * dpi), tall)
    sheet = Image.new("RGB", (width, height), "white")
    top = gap
    for one in images:
        sheet.paste(one.convert("RGB"), ((width - one.width) // 2, top))
        top += one.height + gap
    return sheet


def _encoded(image: Image.Image, source: bytes, dpi: float) -> bytes:
    buffer = io.BytesIO()
    if source.startswith(b"\xff\xd8\xff"):
        image.save(buffer, "JPEG", dpi=(dpi, dpi), quality=_QUALITY, subsampling=0)
    else:
        image.save(buffer, "PNG", dpi=(dpi, dpi), compress_level=4)
    return buffer.getvalue()


def _degrees(step: Step) -> float:
    value = step.get("degrees")
    if not isinstance(value, int | float):
        raise RecipeError(reason="degrees")
    return value % 360


def _box(step: Step, width: int, height: int) -> tuple[int, int, int, int]:
    value = step.get("box")
    if not isinstance(value, list | tuple) or len(value) != 4:
        raise RecipeError(reason="box")
    left, top, right, bottom = (round(float(one)) for one in value)
    box = max(0, left), max(0, top), min(width, right), min(height, bottom)
    if box[2] <= box[0] or box[3] <= box[1]:
        raise RecipeError(reason="box")
    return box


def _turn(degrees: float, width: int, height: int) -> tuple[Matrix, tuple[int, int]]:
    """Return the clockwise turn about the image's middle, and the size of what comes out."""
    if degrees in _QUARTERS:
        size = (width, height) if degrees == 180 else (height, width)
        turns: dict[float, Matrix] = {
            90: (0.0, -1.0, float(height), 1.0, 0.0, 0.0),
            180: (-1.0, 0.0, float(width), 0.0, -1.0, float(height)),
            270: (0.0, 1.0, 0.0, -1.0, 0.0, float(width)),
        }
        return turns[degrees], size
    angle = math.radians(degrees)
    cos, sin = math.cos(angle), math.sin(angle)
    corners = [
        (cos * x - sin * y, sin * x + cos * y)
        for x in (-width / 2, width / 2)
        for y in (-height / 2, height / 2)
    ]
    size = (
        math.ceil(2 * max(x for x, _ in corners)),
        math.ceil(2 * max(y for _, y in corners)),
    )
    middle = (width / 2, height / 2)
    return (
        (
            cos,
            -sin,
            size[0] / 2 - cos * middle[0] + sin * middle[1],
            sin,
            cos,
            size[1] / 2 - sin * middle[0] - cos * middle[1],
        ),
        size,
    )


def _after(second: Matrix, first: Matrix) -> Matrix:
    a, b, c, d, e, f = second
    g, h, i, j, k, m = first
    return (
        a * g + b * j,
        a * h + b * k,
        a * i + b * m + c,
        d * g + e * j,
        d * h + e * k,
        d * i + e * m + f,
    )
