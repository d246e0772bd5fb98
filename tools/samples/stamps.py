"""What is put on a set page by hand or machine: seals, signatures, codes, portraits, card faces."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import cv2
import numpy as np
import zxingcpp
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from tools.samples.typeset import FONT_FOLDERS, Box, Picture

Layer = NDArray[Any]
PEN_BLUE = (38, 62, 150)
SEAL_RED = (214, 36, 62)


@dataclass(frozen=True)
class Spot:
    """Where a stamp goes: its size in pixels, what it says, and the chance that shapes it."""

    width: int
    height: int
    detail: str
    rng: np.random.Generator


def apply_stamps(
    picture: Picture, spots: Mapping[str, Box], stamps: Mapping[str, str], rng: np.random.Generator
) -> Picture:
    """Puts every stamp on its spot; ink is multiplied, so text below stays readable as on paper."""
    page = picture.astype(np.float32) / 255
    order = (
        "card",
        "card2",
        "photo",
        "emblem",
        "chip",
        "finger",
        "finger2",
        "qr",
        "signature",
        "seal",
    )
    for name in sorted(stamps, key=order.index):
        kind, _, detail = stamps[name].partition(":")
        box = spots[name]
        width, height = round(box[2] - box[0]), round(box[3] - box[1])
        layer = _LAYERS[kind](Spot(width, height, detail, rng))
        _multiply(page, layer, round(box[0]), round(box[1]))
    return (np.clip(page, 0, 1) * 255).round().astype(np.uint8)


def _multiply(page: Layer, layer: Layer, left: int, top: int) -> None:
    height, width = layer.shape[:2]
    x0, y0 = max(left, 0), max(top, 0)
    x1, y1 = min(left + width, page.shape[1]), min(top + height, page.shape[0])
    page[y0:y1, x0:x1] *= layer[y0 - top : y1 - top, x0 - left : x1 - left]


def _ink(mask: Layer, colour: tuple[int, int, int]) -> Layer:
    """A layer that lets white through where the mask is 0 and the colour where it is 1."""
    tint = np.asarray(colour, np.float32) / 255
    return (1 - mask[..., None] * (1 - tint)).astype(np.float32)


def _clouds(rng: np.random.Generator, width: int, height: int, cell: int) -> Layer:
    small = rng.random((max(height // cell, 2), max(width // cell, 2))).astype(np.float32)
    return cv2.resize(small, (width, height), interpolation=cv2.INTER_CUBIC)


@cache
def font(name: str, size: int) -> ImageFont.FreeTypeFont:
    """A TrueType font of the generator by its file name."""
    for folder in FONT_FOLDERS:
        if (folder / name).is_file():
            return ImageFont.truetype(str(folder / name), size)
    raise FileNotFoundError(name)


def seal(spot: Spot) -> Layer:
    """A red round seal: two rings, the office around them, a star and MẪU in the middle."""
    width, height, text, rng = spot.width, spot.height, spot.detail, spot.rng
    side = min(width, height)
    canvas = Image.new("L", (side, side), 0)
    draw = ImageDraw.Draw(canvas)
    radius = side / 2 - 3
    stroke = max(2, side // 75)
    middle = side / 2
    for share, line in ((1.0, stroke), (0.93, max(1, stroke // 2)), (0.6, max(1, stroke // 2))):
        reach = radius * share
        draw.ellipse(
            (middle - reach, middle - reach, middle + reach, middle + reach),
            outline=255,
            width=line,
        )
    _ring_text(canvas, f"{text} * ", radius * 0.765, max(8, int(side * 0.088)))
    points = []
    for index in range(10):
        angle = math.pi * index / 5 - math.pi / 2
        reach = radius * (0.27 if index % 2 == 0 else 0.11)
        points.append(
            (middle + reach * math.cos(angle), middle - side * 0.08 + reach * math.sin(angle))
        )
    draw.polygon(points, fill=255)
    word = font("LiberationSans-Bold.ttf", max(8, int(side * 0.11)))
    draw.text((middle, middle + side * 0.16), "MẪU", font=word, fill=255, anchor="mm")
    turned = canvas.rotate(float(rng.uniform(-14, 14)), resample=Image.Resampling.BICUBIC)
    mask = np.asarray(turned, np.float32) / 255
    uneven = 0.62 + 0.38 * np.clip(_clouds(rng, side, side, 26) * 1.5, 0, 1)
    grain = 0.86 + 0.14 * rng.random((side, side)).astype(np.float32)
    return _ink(cv2.GaussianBlur(mask * uneven * grain, (0, 0), 0.8) * 0.94, SEAL_RED)


def _ring_text(canvas: Image.Image, text: str, radius: float, size: int) -> None:
    face = font("LiberationSans-Bold.ttf", size)
    middle = canvas.width / 2
    widths = [face.getlength(letter) for letter in text]
    space = max((2 * math.pi * radius - sum(widths)) / len(text), -size * 0.12)
    turn = math.pi / 2 + 0.9
    for letter, width in zip(text, widths, strict=True):
        half = (width + space) / 2 / radius
        turn += half
        tile = Image.new("L", (size * 2, size * 2), 0)
        ImageDraw.Draw(tile).text((size, size), letter, font=face, fill=255, anchor="mm")
        tile = tile.rotate(-math.degrees(turn) - 90, resample=Image.Resampling.BICUBIC)
        left = round(middle + radius * math.cos(turn) - size)
        top = round(middle + radius * math.sin(turn) - size)
        canvas.paste(255, (left, top), tile)
        turn += half


def signature(spot: Spot) -> Layer:
    """A pen stroke in blue ink: loops that run to the right and a line back under them."""
    width, height, rng = spot.width, spot.height, spot.rng
    steps = int(rng.integers(6, 12))
    x = np.linspace(0.08, 0.8, steps) + rng.uniform(-0.09, 0.09, steps)
    y = 0.5 + np.where(np.arange(steps) % 2 == 0, 1, -1) * rng.uniform(0.04, 0.42, steps)
    knots = [*zip(x, y, strict=True), (0.93, 0.3), (0.55, 0.82), (0.15, 0.8), (0.95, 0.62)]
    curve = _smooth(np.asarray(knots), 60) * (width, height)
    mask = np.zeros((height, width), np.float32)
    thick = max(2.0, height / 42)
    for index in range(len(curve) - 1):
        speed = float(np.hypot(*(curve[index + 1] - curve[index])))
        line = max(1, round(thick * 1.5 - speed * 0.12))
        start, end = (tuple(int(value * 8) for value in curve[index + step]) for step in (0, 1))
        cv2.line(mask, start, end, 1.0, line, cv2.LINE_AA, 3)
    return _ink(cv2.GaussianBlur(mask, (0, 0), 0.7) * 0.9, PEN_BLUE)


def _smooth(knots: NDArray[np.float64], per_piece: int) -> NDArray[np.float64]:
    """Catmull-Rom through the knots."""
    padded = np.vstack([knots[:1], knots, knots[-1:]])
    t = np.linspace(0, 1, per_piece, endpoint=False)[:, None]
    pieces = []
    for a, b, c, d in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        pieces.append(
            0.5
            * (
                2 * b
                + (c - a) * t
                + (2 * a - 5 * b + 4 * c - d) * t**2
                + (3 * b - a - 3 * c + d) * t**3
            )
        )
    return np.vstack(pieces)


def qr(spot: Spot) -> Layer:
    """The QR code of a card, at exactly the size it has on the card."""
    width, height, text = spot.width, spot.height, spot.detail
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, options="ecLevel=L")
    image = np.array(zxingcpp.write_barcode_to_image(code, scale=16, add_quiet_zones=False))
    small = cv2.resize(image, (width, height), interpolation=cv2.INTER_AREA)
    return np.repeat((0.1 + 0.9 * small.astype(np.float32) / 255)[..., None], 3, axis=2)


def card_face(spot: Spot) -> Layer:
    """The coloured ground of a card: two tints, wavy security lines, round corners, an edge."""
    width, height, tint = spot.width, spot.height, spot.detail
    left, right = {
        "teal": ((214, 236, 232), (240, 232, 214)),
        "amber": ((232, 240, 226), (246, 234, 208)),
    }[tint]
    across = np.linspace(0, 1, width, dtype=np.float32)[None, :, None]
    ground = np.asarray(left, np.float32) * (1 - across) + np.asarray(right, np.float32) * across
    face = np.repeat(ground, height, axis=0) / 255
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    waves = np.zeros((height, width), np.float32)
    for period, size in ((17.0, 31.0), (23.0, 47.0)):
        phase = (
            rows
            + size * np.sin(columns / (period * 5))
            + size / 2 * np.sin(columns / (period * 2.2))
        )
        waves += (np.abs(np.mod(phase, period) - period / 2) < 0.9).astype(np.float32)
    face *= 1 - 0.075 * np.clip(waves, 0, 1)[..., None]
    corner = Image.new("L", (width, height), 0)
    draw = ImageDraw.Draw(corner)
    draw.rounded_rectangle((0, 0, width - 1, height - 1), radius=round(height * 0.06), fill=255)
    inside = np.asarray(corner, np.float32)[..., None] / 255
    face = face * inside + (1 - inside)
    edge = Image.new("L", (width, height), 0)
    ImageDraw.Draw(edge).rounded_rectangle(
        (0, 0, width - 1, height - 1), radius=round(height * 0.06), outline=150, width=3
    )
    return (face * (1 - np.asarray(edge, np.float32)[..., None] / 255 * 0.45)).astype(np.float32)


def portrait(spot: Spot) -> Layer:
    """A faceless drawing where the photo would be, with MẪU across it: nobody's picture."""
    width, height, sex = spot.width, spot.height, spot.detail
    image = Image.new("RGB", (width, height), (176, 205, 224))
    draw = ImageDraw.Draw(image)
    hair, skin, cloth = (58, 50, 48), (214, 182, 158), (92, 104, 132)
    draw.ellipse((width * 0.08, height * 0.68, width * 0.92, height * 1.4), fill=cloth)
    low = 0.78 if sex == "Nữ" else 0.5
    draw.ellipse((width * 0.24, height * 0.14, width * 0.76, height * low), fill=hair)
    draw.rectangle((width * 0.42, height * 0.55, width * 0.58, height * 0.74), fill=skin)
    draw.ellipse((width * 0.3, height * 0.22, width * 0.7, height * 0.64), fill=skin)
    word = font("LiberationSans-Bold.ttf", max(8, width // 5))
    draw.text((width / 2, height * 0.86), "MẪU", font=word, fill=(236, 236, 236), anchor="mm")
    soft = cv2.GaussianBlur(np.asarray(image), (0, 0), 2)
    return (soft.astype(np.float32) / 255).astype(np.float32)


def emblem(spot: Spot) -> Layer:
    """A plain red disc with a star: it stands where a card bears the national emblem."""
    width, height = spot.width, spot.height
    image = Image.new("RGB", (width, height), (255, 255, 255))
    draw = ImageDraw.Draw(image)
    draw.ellipse((2, 2, width - 3, height - 3), fill=(204, 60, 52), outline=(206, 160, 60), width=6)
    points = []
    for index in range(10):
        angle = math.pi * index / 5 - math.pi / 2
        reach = width * (0.3 if index % 2 == 0 else 0.12)
        points.append((width / 2 + reach * math.cos(angle), height / 2 + reach * math.sin(angle)))
    draw.polygon(points, fill=(244, 206, 78))
    return cv2.GaussianBlur(np.asarray(image), (0, 0), 0.8).astype(np.float32) / 255


def chip(spot: Spot) -> Layer:
    """The contact plate of the chip."""
    width, height = spot.width, spot.height
    image = Image.new("RGB", (width, height), (255, 255, 255))
    draw = ImageDraw.Draw(image)
    draw.rounded_rectangle((1, 1, width - 2, height - 2), radius=14, fill=(214, 186, 118))
    for share in (0.33, 0.66):
        draw.line((width * share, 0, width * share, height), fill=(140, 116, 66), width=3)
        draw.line((0, height * share, width, height * share), fill=(140, 116, 66), width=3)
    return np.asarray(image).astype(np.float32) / 255


def finger(spot: Spot) -> Layer:
    """Concentric waves where a fingerprint would be."""
    width, height, rng = spot.width, spot.height, spot.rng
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    x, y = (columns - width / 2) / width, (rows - height * 0.55) / height
    bend = 0.03 * np.sin(9 * x + float(rng.uniform(0, 6)))
    rings = 0.5 + 0.5 * np.sin(np.sqrt((x * 1.3) ** 2 + (y + bend) ** 2) * 120)
    oval = (x * 2.1) ** 2 + (y * 1.9) ** 2 < 0.9
    mask = (rings * oval).astype(np.float32) * (0.5 + 0.5 * _clouds(rng, width, height, 16))
    return _ink(np.clip(mask, 0, 1) * 0.75, (60, 60, 66))


_LAYERS = {
    "seal": seal,
    "signature": signature,
    "qr": qr,
    "card": card_face,
    "photo": portrait,
    "emblem": emblem,
    "chip": chip,
    "finger": finger,
}
