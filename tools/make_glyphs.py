"""Train the network that looks at the marks of single vowels (``ocr/glyphs.py``).

    python -m tools.make_glyphs [--count N] [--sheets N] [--papers SEED…] [--kept FOLDER]

Letters are drawn inside words in the fonts below, in the sizes that cleaned pages have, blurred,
paled and speckled; to them come letters of value sheets and papers, worn, cleaned and boxed as in
the product.
The wide serif type of the held-out layout is in neither.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from digitizer.vietnamese import fold
from ocr import glyphs
from ocr.glyphs import Floats, Letter
from ocr.model import Box
from tools.samples.many import KINDS, make_paper
from tools.value_reading import LAYOUTS, LEVELS, Token, matched, read_letters, read_sheet

ROOT = Path(__file__).parent.parent
OUT = ROOT / "resources" / "models" / "vi-glyphs.npz"
FONTS = Path("/usr/share/fonts/truetype")
FACES = (
    *(f"liberation2/LiberationSerif-{style}" for style in ("Regular", "Bold", "Italic")),
    *(f"liberation2/LiberationSans-{style}" for style in ("Regular", "Bold", "Italic")),
    *(f"noto/NotoSerif-{style}" for style in ("Regular", "Bold", "Italic")),
    *(f"noto/NotoSans-{style}" for style in ("Regular", "Bold", "Italic")),
    "dejavu/DejaVuSans",
    "dejavu/DejaVuSansCondensed",
)  # fmt: skip
HIDDEN = 192
FIRST_SHEET = 1
_BEFORE = (
    "",
    "b",
    "c",
    "h",
    "l",
    "m",
    "n",
    "t",
    "th",
    "tr",
    "đ",
    "kh",
    "ng",
    "ph",
    "v",
    "s",
    "i",
    "u",
    "o",
)
_BEHIND = ("", "n", "m", "ng", "t", "c", "i", "u", "nh", "y", "p", "o")
_ENLARGED = 2
_REPEATED = 5
_MOST_ALIKE = 350
"""Pictures of one letter taken from papers: common ones would drown the others."""


@dataclass(frozen=True)
class Sample:
    """One drawn letter."""

    picture: Floats
    letter: Letter


def draw(rng: random.Random, noise: np.random.Generator) -> Sample:
    """Draw one vowel in a word, as it may stand on a cleaned page."""
    base = rng.choice(glyphs.BASES)
    letter = Letter(base, rng.choice(glyphs.allowed(base)))
    before, behind = rng.choice(_BEFORE), rng.choice(_BEHIND)
    if base.isupper():
        before, behind = before.upper(), behind.upper() if rng.random() < 0.8 else behind
    elif rng.random() < 0.2:
        before = before.capitalize()
    size = rng.uniform(26, 56) * _ENLARGED
    face = ImageFont.truetype(str(FONTS / f"{rng.choice(FACES)}.ttf"), round(size))
    text = glyphs.put_together(letter)
    whole = before + text + behind
    margin = round(size)
    width = round(face.getlength(whole)) + 2 * margin
    image = Image.new("L", (width, round(2.6 * size)), 255)
    pen = ImageDraw.Draw(image)
    baseline = round(1.6 * size)
    pen.text((margin, baseline), whole, font=face, fill=rng.randrange(0, 90), anchor="ls")
    start = margin + face.getlength(before)
    left, top, right, bottom = face.getbbox(text, anchor="ls")
    box = Box(start + left, baseline + top, start + right, baseline + bottom)
    if rng.random() < 0.5:
        _specks(pen, rng, baseline, width, size)
    page: NDArray[Any] = np.asarray(image, np.float32)
    page = cv2.GaussianBlur(page, (0, 0), _ENLARGED * rng.uniform(0.3, 1.35))
    page = cv2.resize(page, None, fx=1 / _ENLARGED, fy=1 / _ENLARGED, interpolation=cv2.INTER_AREA)
    page = page + noise.normal(0, rng.uniform(0, 14), page.shape)
    cut = rng.uniform(215, 256)
    page = np.where(page > cut, 255, page)
    scaled = Box(*(edge / _ENLARGED for edge in (box.left, box.top, box.right, box.bottom)))
    return Sample(
        glyphs.picture(np.clip(page, 0, 255).astype(np.uint8), _jittered(scaled, rng)), letter
    )


def _specks(
    pen: ImageDraw.ImageDraw, rng: random.Random, baseline: int, width: int, size: float
) -> None:
    """Leave what the clean-up leaves of a dotted line."""
    y = baseline + rng.uniform(0, 0.16) * size
    for _ in range(rng.randrange(1, 7)):
        x = rng.uniform(0, width)
        radius = rng.uniform(0.01, 0.028) * size
        pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=rng.randrange(60, 180))


def _jittered(box: Box, rng: random.Random) -> Box:
    """Return the box as a recogniser would give it: a little off, at times by half a letter."""
    far = 0.35 * box.width if rng.random() < 0.3 else 1.2
    aside = rng.uniform(-far, far)
    moved = [edge + aside + rng.uniform(-1.2, 1.2) for edge in (box.left, box.right)]
    top, bottom = box.top + rng.uniform(-1.2, 1.2), box.bottom + rng.uniform(-1.2, 1.2)
    return Box(moved[0], top, max(moved[1], moved[0] + 3), max(bottom, top + 3))


def of_sheets(count: int, kept: Path, rng: random.Random) -> list[Sample]:
    """Return the vowels of value sheets whose letters were read, right or wrong in their marks."""
    found: list[Sample] = []
    for seed in range(FIRST_SHEET, FIRST_SHEET + count):
        sheet = read_sheet(seed, kept)[0]
        for strip in sheet.strips:
            for token, word in matched(strip):
                for (text, box), letter in zip(token.letters, _truth(token, word), strict=False):
                    if letter is None or len(text) != 1:
                        continue
                    found += (
                        Sample(glyphs.picture(sheet.page, _shifted(box, rng)), letter)
                        for _ in range(_REPEATED)
                    )
    return found


def of_papers(seeds: Sequence[int], rng: random.Random) -> list[Sample]:
    """Return the vowels of generated papers, four levels of wear each; the rare ones as often."""
    found: list[Sample] = []
    counts: Counter[Letter] = Counter()
    for seed, level, (index, kind) in product(seeds, LEVELS, enumerate(KINDS)):
        paper = make_paper(kind, random.Random(f"{seed}/{index}/{kind}"))  # noqa: S311
        for letters, image in read_letters(paper, level, LAYOUTS[index % 2], f"{seed}/{index}"):
            for box, letter in letters:
                counts[letter] += 1
                if counts[letter] <= _MOST_ALIKE:
                    found.append(Sample(glyphs.picture(image, box), letter))
                    found.append(Sample(glyphs.picture(image, _shifted(box, rng)), letter))
    return found


def _truth(token: Token, word: str) -> list[Letter | None]:
    """Return the true letter for each character of a token; none where they do not pair."""
    read = "".join(text for text, _ in token.letters)
    bare = word.strip(".,")
    start = fold(read).find(fold(bare))
    if start < 0 or len(read) != len(token.letters):
        return [None] * len(token.letters)
    letters: list[Letter | None] = [None] * start
    letters += [glyphs.taken_apart(character) for character in bare]
    return letters + [None] * (len(token.letters) - len(letters))


def _shifted(box: Box, rng: random.Random) -> Box:
    x, y = rng.uniform(-1.5, 1.5), rng.uniform(-0.8, 0.8)
    return Box(box.left + x, box.top + y, box.right + x + rng.uniform(-0.8, 0.8), box.bottom + y)


def train(samples: list[Sample], epochs: int, seed: int) -> dict[str, Floats]:
    """Return the weights of the network, trained by Adam on cross entropy."""
    rng = np.random.default_rng(seed)
    inputs = glyphs.with_bases(
        np.stack([one.picture for one in samples]), [one.letter.base for one in samples]
    )
    wanted = np.asarray([one.letter.marks for one in samples])
    width = inputs.shape[1]
    weights = {
        "first": rng.normal(0, (2 / width) ** 0.5, (width, HIDDEN)).astype(np.float32),
        "first_bias": np.zeros(HIDDEN, np.float32),
        "second": rng.normal(0, (2 / HIDDEN) ** 0.5, (HIDDEN, glyphs.CLASSES)).astype(np.float32),
        "second_bias": np.zeros(glyphs.CLASSES, np.float32),
    }
    means = {name: np.zeros_like(one) for name, one in weights.items()}
    squares = {name: np.zeros_like(one) for name, one in weights.items()}
    step = 0
    batch = 256
    for epoch in range(epochs):
        order = rng.permutation(len(samples))
        rate = 0.002 * 0.5 * (1 + np.cos(np.pi * epoch / epochs))
        loss = 0.0
        for start in range(0, len(order), batch):
            rows = order[start : start + batch]
            x, y = inputs[rows], wanted[rows]
            hidden = np.maximum(x @ weights["first"] + weights["first_bias"], 0)
            kept = (rng.random(hidden.shape) > 0.15).astype(np.float32) / 0.85
            dropped = hidden * kept
            scores = dropped @ weights["second"] + weights["second_bias"]
            scores -= scores.max(axis=1, keepdims=True)
            odds = np.exp(scores)
            odds /= odds.sum(axis=1, keepdims=True)
            loss -= float(np.log(odds[np.arange(len(y)), y] + 1e-9).sum())
            slope = odds
            slope[np.arange(len(y)), y] -= 1
            slope /= len(y)
            back = (slope @ weights["second"].T) * kept * (hidden > 0)
            grown = {
                "second": dropped.T @ slope,
                "second_bias": slope.sum(axis=0),
                "first": x.T @ back,
                "first_bias": back.sum(axis=0),
            }
            step += 1
            for name, change in grown.items():
                means[name] = 0.9 * means[name] + 0.1 * change
                squares[name] = 0.999 * squares[name] + 0.001 * change**2
                mean = means[name] / (1 - 0.9**step)
                square = squares[name] / (1 - 0.999**step)
                weights[name] -= (rate * mean / (np.sqrt(square) + 1e-8)).astype(np.float32)
        print(f"epoch {epoch + 1}: loss {loss / len(samples):.4f}", flush=True)
    return weights


def save(weights: dict[str, Floats], out: Path) -> None:
    """Write the weights as whole numbers of one byte, with the scale of each layer."""
    kept: dict[str, Any] = {}
    for name, one in weights.items():
        scale = float(np.abs(one).max()) / 127 or 1.0
        kept[name] = np.round(one / scale).astype(np.int8)
        kept[f"{name}_scale"] = np.float32(scale)
    np.savez_compressed(out, **kept)


def main() -> None:
    """Draw, train, save, and say how well letters not trained on are told."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=40_000)
    parser.add_argument("--sheets", type=int, default=0, help="value sheets that are read as well")
    parser.add_argument("--papers", type=int, nargs="*", default=[], help="seeds of papers")
    parser.add_argument("--kept", type=Path, default=Path("/tmp/value-sheets"))  # noqa: S108
    parser.add_argument("--epochs", type=int, default=14)
    parser.add_argument("--out", type=Path, default=OUT)
    asked = parser.parse_args()
    rng, noise = random.Random(7), np.random.default_rng(7)  # noqa: S311
    samples = [draw(rng, noise) for _ in range(asked.count)]
    real = of_sheets(asked.sheets, asked.kept, rng)
    print(f"{len(samples)} drawn letters, {len(real) // _REPEATED} of sheets")
    samples += real
    samples += of_papers(asked.papers, rng)
    save(train(samples, asked.epochs, 7), asked.out)
    fresh = [draw(rng, noise) for _ in range(3_000)]
    glyphs.shipped.cache_clear()
    found = glyphs.shipped().probabilities(
        np.stack([one.picture for one in fresh]), [one.letter.base for one in fresh]
    )
    right = sum(
        int(odds.argmax()) == one.letter.marks for odds, one in zip(found, fresh, strict=True)
    )
    print(f"{right} of {len(fresh)} fresh letters told right")


if __name__ == "__main__":
    main()
