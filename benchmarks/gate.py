"""The gate at the counter: damaged pages that are told, and good ones that are complained of.

``python -m benchmarks.gate --pages 20`` generates office pages (scans and phone photos), damages
each in every way a counter sees, and counts what ``ocr.cleanup.quality`` says. Seeds and layouts
are its own; ``--samples DIR`` adds real pages to the good ones.
"""

from __future__ import annotations

import argparse
import io
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageFilter

from benchmarks import pages
from ocr.limits import Limits
from ocr.model import Fault
from ocr.work import measure_page

_SKINS = ((236, 188, 160), (224, 172, 140), (198, 134, 100), (141, 92, 66), (92, 62, 48))
"""Red, green, blue of skin in daylight, from pale to dark."""
_QUALITY = 90
Damage = Callable[[Image.Image, np.random.Generator], Image.Image]


def fingers(page: Image.Image, rng: np.random.Generator) -> Image.Image:
    """Return the page with a thumb over one of its edges, lit like the rest."""
    pixels = np.asarray(page, np.float32)
    height, width = pixels.shape[:2]
    short = min(height, width)
    breadth, depth = short * rng.uniform(0.075, 0.11), short * rng.uniform(0.08, 0.16)
    side = int(rng.integers(0, 4))
    turned = np.rot90(pixels, side)
    tall, wide = turned.shape[:2]
    # photographed sheets lie within a rim of table: the thumb comes in over it
    rim = 0.06 * tall
    x, y = np.meshgrid(np.arange(wide), np.arange(tall))
    middle = wide * rng.uniform(0.25, 0.75)
    lean = rng.uniform(-0.25, 0.25)
    across = np.abs(x - middle - lean * y) / (breadth / 2)
    reach = rim + depth - breadth / 2
    tip = np.hypot(across, np.clip(y - reach, 0, None) / (breadth / 2))
    mask = cv2.GaussianBlur((tip < 1).astype(np.float32), (0, 0), 2.5)[..., None]
    shade = (1 - 0.25 * np.clip(across, 0, 1) ** 2)[..., None]
    skin = np.asarray(_SKINS[int(rng.integers(0, len(_SKINS)))], np.float32) * shade
    light = np.percentile(turned, 85) / 235
    grain = rng.normal(0, 3, (tall, wide, 1))
    held = turned * (1 - mask) + (skin * light + grain) * mask
    return _picture(np.rot90(held, -side))


def glare(page: Image.Image, rng: np.random.Generator) -> Image.Image:
    """Return the page with a lamp's reflection somewhere in its middle.

    Phones meter white paper as grey; on a sheet that is burnt out already no lamp can be seen.
    """
    pixels = np.asarray(page, np.float32) * 0.85
    height, width = pixels.shape[:2]
    short = min(height, width)
    x, y = np.meshgrid(np.arange(width), np.arange(height))
    at = (width * rng.uniform(0.3, 0.7), height * rng.uniform(0.3, 0.7))
    wide, tall = short * rng.uniform(0.1, 0.2), short * rng.uniform(0.08, 0.15)
    lamp = 260 * np.exp(-(((x - at[0]) / wide) ** 2 + ((y - at[1]) / tall) ** 2))
    return _picture(pixels + lamp[..., None])


def blurred(page: Image.Image, rng: np.random.Generator) -> Image.Image:
    """Return the page out of focus."""
    return page.filter(ImageFilter.GaussianBlur(max(page.size) * rng.uniform(0.0013, 0.002)))


def cut(page: Image.Image, rng: np.random.Generator) -> Image.Image:
    """Return the page with its left part missing, through the print."""
    width, height = page.size
    return page.crop((round(width * rng.uniform(0.2, 0.3)), 0, width, height))


def corner(page: Image.Image, rng: np.random.Generator) -> Image.Image:
    """Return the page with a corner folded over, on a dark lid."""
    pixels = np.asarray(page, np.float32).copy()
    leg = round(min(pixels.shape[:2]) * rng.uniform(0.06, 0.12))
    # what is drawn on the turned page is drawn on the page: the corner may be any of the four
    turned = np.rot90(pixels, int(rng.integers(0, 4)))
    rim = np.zeros(turned.shape[:2], np.uint8)
    cv2.fillConvexPoly(rim, np.array([(0, 0), (leg, 0), (0, leg)]), 1)
    turned[rim == 1] = 45
    return _picture(pixels)


def dark(page: Image.Image, rng: np.random.Generator) -> Image.Image:
    """Return the page as in a room without light."""
    return _picture(np.asarray(page, np.float32) * rng.uniform(0.15, 0.24))


def coarse(page: Image.Image, rng: np.random.Generator) -> Image.Image:
    """Return the page with a fifth of its pixels along each side."""
    share = rng.uniform(0.16, 0.22)
    size = (round(page.width * share), round(page.height * share))
    return page.resize(size, Image.Resampling.BOX)


DAMAGES: dict[Fault, tuple[Damage, str]] = {
    Fault.FINGERS: (fingers, "photo scan"),
    Fault.GLARE: (glare, "photo"),
    Fault.BLURRED: (blurred, "photo scan"),
    Fault.CUT_OFF: (cut, "scan"),
    Fault.CORNER_MISSING: (corner, "scan"),
    Fault.DARK: (dark, "photo scan"),
    Fault.COARSE: (coarse, "photo scan"),
}


def _picture(pixels: np.ndarray[tuple[int, ...], np.dtype[np.float32]]) -> Image.Image:
    return Image.fromarray(np.clip(pixels, 0, 255).round().astype(np.uint8))


def _faults(image: Image.Image, dpi: float) -> tuple[Fault, ...]:
    packed = io.BytesIO()
    image.save(packed, "JPEG", quality=_QUALITY)
    return measure_page(packed.getvalue(), dpi, Limits()).faults


def _good(folder: Path, count: int, seed: int) -> Iterator[pages.BenchPage]:
    kinds = (*pages.OFFICE_KINDS, *pages.PLAIN_KINDS)
    for turn, level in enumerate(("1", "2", "photo")):
        yield from pages.made(folder / level, kinds, (level,), pages.LAYOUTS, count, (seed, turn))


def measure(count: int, seed: int, samples: Path | None, damages: Sequence[Fault]) -> None:
    """Print the table."""
    told: Counter[Fault] = Counter()
    asked: Counter[Fault] = Counter()
    false: Counter[Fault] = Counter()
    beside: Counter[Fault] = Counter()
    clean = 0
    rng = np.random.default_rng(seed)
    with tempfile.TemporaryDirectory() as name:
        good = list(_good(Path(name), count, seed))
        for page in good:
            with Image.open(page.file) as opened:
                image = opened.convert("RGB")
            found = _faults(image, page.dpi)
            clean += 1
            false.update(found)
            for wanted in damages:
                damage, fits = DAMAGES[wanted]
                if ("photo" if page.level == "photo" else "scan") not in fits:
                    continue
                share = page.dpi * (0.2 if wanted is Fault.COARSE else 1)
                now = _faults(damage(image, rng), share)
                asked[wanted] += 1
                told[wanted] += wanted in now
                beside.update(set(now) - {wanted} - set(found))
        for path in sorted((samples / "pages").glob("*")) if samples is not None else ():
            with Image.open(path) as opened:
                real = opened.convert("RGB")
            found = _faults(real, 300)
            clean += 1
            false.update(found)
            if found:
                print(f"  complained of: {path.name} {[one.value for one in found]}")
    print(f"good pages {clean}, complained of {sum(false.values())}: {dict(false)}")
    print("| damage | pages | told |\n|---|---:|---:|")
    for wanted in damages:
        print(f"| {wanted.value} | {asked[wanted]} | {told[wanted]} |")
    print(f"told besides: { ({one.value: n for one, n in beside.items()}) }")


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=20, help="good pages of each level")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--samples", type=Path, help="folder of real pages")
    parser.add_argument("--only", action="append", type=Fault, choices=list(DAMAGES))
    arguments = parser.parse_args()
    damages = arguments.only or list(DAMAGES)
    measure(arguments.pages, arguments.seed, arguments.samples, damages)


if __name__ == "__main__":
    main()
