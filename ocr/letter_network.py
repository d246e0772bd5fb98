"""A small convolutional network that sees one letter or figure at a time.

It tells which one it is and which marks a vowel carries.

The letter stands in the middle of its picture, with what is beside it; the recogniser that boxed it
is at times off by half a letter. Made by ``tools/make_glyphs.py``.
"""

from __future__ import annotations

import functools
import io
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from typing import NamedTuple
from zipfile import BadZipFile

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.cleanup.model import Pixels
from ocr.errors import ModelDamagedError
from ocr.model import Box

HEIGHT, WIDTH = 48, 40
LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"
_FILE = "vi-letters.npz"
_ABOVE, _TALL = 0.22, 1.40
"""Room above the word, and height of the picture, in heights of the word."""
_LEAST_TALL = 6.0
_WHITE = 255
_BATCH = 64

Floats = NDArray[np.float32]
_LAYERS = ("first", "second", "third", "joined", "marks", "letters")


class Scores(NamedTuple):
    """What the network makes of pictures, a row a picture."""

    marks: Floats
    """What speaks for each number of marks; which may be, depends on the letter."""
    letters: Floats
    """What speaks for each of ``LETTERS``, whatever its marks."""


@dataclass(frozen=True)
class LetterNetwork:
    """Three layers of filters, one that joins what they find, one each for marks and letters."""

    weights: dict[str, Floats]
    biases: dict[str, Floats]

    def scores(self, pictures: Sequence[Pixels]) -> Scores:
        """Return what speaks for the marks and the bare letters of pictures.

        The pictures are ``HEIGHT`` by ``WIDTH`` pixels, black on white.
        """
        parts = range(0, len(pictures), _BATCH)
        joined = np.concatenate([self._seen(np.stack(pictures[n : n + _BATCH])) for n in parts])
        return Scores(self._joined("marks", joined), self._joined("letters", joined))

    def _seen(self, pictures: Pixels) -> Floats:
        ink: Floats = (1.0 - pictures[..., None].astype(np.float32) / _WHITE).astype(np.float32)
        layer = self._filtered("first", ink, step=2)
        layer = _halved(self._filtered("second", layer))
        layer = _halved(self._filtered("third", layer))
        return np.maximum(self._joined("joined", layer.reshape(len(pictures), -1)), 0)

    def _filtered(self, name: str, layer: Floats, step: int = 1) -> Floats:
        weights = self.weights[name]
        side = round((weights.shape[0] / layer.shape[3]) ** 0.5)
        edge = side // 2
        padded = np.pad(layer, ((0, 0), (edge, edge), (edge, edge), (0, 0)))
        seen = np.lib.stride_tricks.sliding_window_view(padded, (side, side), axis=(1, 2))
        seen = seen[:, ::step, ::step]
        count, tall, wide = seen.shape[:3]
        flat = seen.reshape(count * tall * wide, -1) @ weights + self.biases[name]
        return np.asarray(np.maximum(flat, 0).reshape(count, tall, wide, -1), np.float32)

    def _joined(self, name: str, layer: Floats) -> Floats:
        return np.asarray(layer @ self.weights[name] + self.biases[name], np.float32)


def _halved(layer: Floats) -> Floats:
    count, tall, wide, deep = layer.shape
    halved = layer.reshape(count, tall // 2, 2, wide // 2, 2, deep).max(axis=(2, 4))
    return np.asarray(halved, np.float32)


@functools.cache
def shipped() -> LetterNetwork:
    """Return the network that comes with the program; raises ModelDamagedError."""
    try:
        return loaded((resources.files("resources") / "models" / _FILE).read_bytes())
    except OSError as error:
        raise ModelDamagedError(file=_FILE) from error


def loaded(data: bytes) -> LetterNetwork:
    """Return the network that a file holds; raises ModelDamagedError."""
    try:
        with np.load(io.BytesIO(data)) as kept:
            return LetterNetwork(
                {name: np.asarray(kept[name], np.float32) for name in _LAYERS},
                {name: np.asarray(kept[f"{name}_bias"], np.float32) for name in _LAYERS},
            )
    except (ValueError, KeyError, EOFError, BadZipFile) as error:
        raise ModelDamagedError(file=_FILE) from error


def pictures(
    image: Pixels, word: Sequence[Box], letters: Sequence[Box], room: tuple[int, int] = (0, 0)
) -> list[Pixels]:
    """Return the picture of each letter: its middle, and what stands beside it.

    The height is that of the word, all of whose letters are given, so that marks and what is left
    of leaders keep their places. ``room`` asks for so many more pixels at each side and above and
    below, in which training shifts the picture.
    """
    top, bottom = min(box.top for box in word), max(box.bottom for box in word)
    height = max(bottom - top, _LEAST_TALL)
    scale = HEIGHT / (_TALL * height)
    wide, tall = WIDTH + 2 * room[0], HEIGHT + 2 * room[1]
    middle = top - _ABOVE * height + _TALL * height / 2
    found = []
    for box in letters:
        centre = (box.left + box.right) / 2
        left, right = centre - wide / 2 / scale, centre + wide / 2 / scale
        above, below = middle - tall / 2 / scale, middle + tall / 2 / scale
        found.append(_cut(image, (left, above, right, below), (wide, tall), scale))
    return found


def _cut(
    image: Pixels, area: tuple[float, float, float, float], size: tuple[int, int], scale: float
) -> Pixels:
    left, above, right, below = area
    if scale >= 1:
        way = np.array([[scale, 0, -left * scale], [0, scale, -above * scale]], np.float32)
        cut = cv2.warpAffine(image, way, size, flags=cv2.INTER_LINEAR, borderValue=_WHITE)
        return np.asarray(cut, np.uint8)
    height, width = image.shape
    x0, y0, x1, y1 = (round(edge) for edge in (left, above, right, below))
    inside = image[max(y0, 0) : max(y1, 0), max(x0, 0) : max(x1, 0)]
    if not inside.size:
        return np.full((size[1], size[0]), _WHITE, np.uint8)
    edges = (max(-y0, 0), max(y1 - height, 0), max(-x0, 0), max(x1 - width, 0))
    if any(edges):
        inside = np.asarray(
            cv2.copyMakeBorder(inside, *edges, cv2.BORDER_CONSTANT, value=_WHITE), np.uint8
        )
    return np.asarray(cv2.resize(inside, size, interpolation=cv2.INTER_AREA), np.uint8)
