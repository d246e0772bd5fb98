"""Measure numbers whose figures stand in drawn boxes, one each, read and extracted as in an office.

    python benchmarks/drawn_cells.py [--seed N] [--papers N] [--levels L…] [--workers N] [--by-hand]

Papers are declarations of change of residence (CT01), each set in another type, size and width of
box. Prints Markdown: of the personal numbers and telephone numbers in boxes, how many came out
exact, sure, and sure and wrong. With ``--by-hand`` the figures are strokes of a pen, each paper in
another hand; none of them may be sure and wrong.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

sys.path.insert(0, str(Path(__file__).parents[1]))  # so that the file runs as it stands

from benchmarks.extraction import read_papers
from benchmarks.tally import Tally
from digitizer.catalogue import Catalogue
from tools.samples.degrade import LEVELS, degrade
from tools.samples.people import make_person

_DPI = 300
_PAGE = (2480, 3508)
_LEFT, _TOP, _LINE = 250, 300, 118
_FACES = (
    "liberation2/LiberationSerif-Regular.ttf",
    "liberation2/LiberationSans-Regular.ttf",
    "liberation2/LiberationSerif-Bold.ttf",
    "dejavu/DejaVuSans.ttf",
    "dejavu/DejaVuSerif.ttf",
)
_FOLDER = Path("/usr/share/fonts/truetype")
IN_BOXES = ("person_personal_id", "person_phone", "head_personal_id")
_LINES = (
    ("Kính gửi: Công an xã Hòa Xuân", ""),
    ("1. Họ, chữ đệm và tên:", "person_name"),
    ("2. Ngày, tháng, năm sinh:", "person_birth_date"),
    ("3. Giới tính:", "person_sex"),
    ("4. Số định danh cá nhân:", "person_personal_id"),
    ("5. Số điện thoại liên hệ:", "person_phone"),
    ("7. Họ, chữ đệm và tên chủ hộ:", "head_name"),
    ("8. Mối quan hệ với chủ hộ:", "head_relation"),
    ("9. Số định danh cá nhân của chủ hộ:", "head_personal_id"),
    ("10. Nội dung đề nghị: Đăng ký thường trú vào hộ gia đình nêu trên.", ""),
)
# the way of a pen for each figure, in shares of its width and height
_STROKES: dict[str, tuple[tuple[tuple[float, float], ...], ...]] = {
    "0": (((0.5, 0), (0.15, 0.2), (0.1, 0.6), (0.35, 1), (0.7, 0.95), (0.9, 0.5), (0.5, 0)),),
    "1": (((0.2, 0.3), (0.55, 0), (0.5, 1)),),
    "2": (((0.15, 0.25), (0.35, 0), (0.8, 0.2), (0.4, 0.7), (0.1, 1), (0.5, 0.93), (0.9, 1)),),
    "3": (((0.15, 0.1), (0.5, 0), (0.8, 0.2), (0.45, 0.45), (0.85, 0.7), (0.6, 1), (0.1, 0.92)),),
    "4": (((0.4, 0), (0.1, 0.6), (0.9, 0.6)), ((0.65, 0.3), (0.6, 1))),
    "5": (((0.8, 0.02), (0.25, 0), (0.2, 0.42), (0.6, 0.4), (0.85, 0.7), (0.6, 1), (0.1, 0.95)),),
    "6": (((0.7, 0), (0.3, 0.3), (0.1, 0.7), (0.35, 1), (0.75, 0.9), (0.7, 0.6), (0.15, 0.75)),),
    "7": (((0.1, 0.05), (0.85, 0.02), (0.5, 0.5), (0.35, 1)), ((0.25, 0.5), (0.7, 0.47))),
    "8": (((0.7, 0.1), (0.3, 0), (0.2, 0.25), (0.7, 0.65), (0.6, 1), (0.2, 0.75), (0.7, 0.1)),),
    "9": (((0.8, 0.2), (0.4, 0), (0.15, 0.3), (0.4, 0.55), (0.8, 0.25), (0.75, 0.6), (0.5, 1)),),
}


@dataclass(frozen=True)
class _Boxes:
    """How a paper draws its boxes, in pixels."""

    face: str
    size: int
    wide: int
    tall: int
    gap: int
    line: int
    hand: random.Random | None = None
    """Who writes the figures; nobody where they are printed."""


def drawn(rng: random.Random, *, by_hand: bool = False) -> tuple[Image.Image, Mapping[str, str]]:
    """Return a declaration of an invented person and what is printed on it, at 300 dpi."""
    person, head = (make_person(rng, sex=rng.choice(("Nam", "Nữ"))) for _ in range(2))
    values = {
        "person_name": person.name,
        "person_birth_date": f"{person.born:%d/%m/%Y}",
        "person_sex": person.sex,
        "person_personal_id": person.personal_id,
        "person_phone": person.phone,
        "head_name": head.name,
        "head_relation": "Con",
        "head_personal_id": head.personal_id,
    }
    boxes = _Boxes(
        face=rng.choice(_FACES),
        size=rng.randrange(44, 58),
        wide=rng.randrange(56, 92),
        tall=rng.randrange(64, 92),
        gap=rng.choice((0, 0, 8)),
        line=rng.choice((2, 3, 4)),
        hand=rng if by_hand else None,
    )
    page = Image.new("RGB", _PAGE, "white")
    draw = ImageDraw.Draw(page)
    serif = ImageFont.truetype(str(_FOLDER / _FACES[0]), 50)
    bold = ImageFont.truetype(str(_FOLDER / _FACES[2]), 54)
    draw.text((420, 150), "TỜ KHAI THAY ĐỔI THÔNG TIN CƯ TRÚ", font=bold, fill="black")
    for number, (label, name) in enumerate(_LINES):
        top = _TOP + number * _LINE
        draw.text((_LEFT, top), label, font=serif, fill="black")
        start = _LEFT + round(draw.textlength(label, font=serif)) + 30
        if name in IN_BOXES:
            _draw_boxes(draw, values[name], boxes, start, top - 8)
        elif name:
            draw.text((start, top), values[name], font=serif, fill="black")
    return page, values


def _draw_boxes(draw: ImageDraw.ImageDraw, text: str, how: _Boxes, left: int, top: int) -> None:
    face = ImageFont.truetype(str(_FOLDER / how.face), how.size)
    habits = (
        () if how.hand is None else (how.hand.uniform(-0.15, 0.35), how.hand.uniform(0.5, 0.75))
    )
    for figure in text:
        right, below = left + how.wide, top + how.tall
        draw.rectangle((left, top, right, below), outline="black", width=how.line)
        if how.hand is not None:
            _write(draw, figure, (left, top, how.wide, how.tall), how.hand, *habits)
        else:
            middle = (left + how.wide / 2, top + how.tall / 2)
            draw.text(middle, figure, font=face, fill="black", anchor="mm")
        left = right + how.gap


def _write(
    draw: ImageDraw.ImageDraw,
    figure: str,
    box: tuple[int, int, int, int],
    hand: random.Random,
    slant: float,
    width: float,
) -> None:
    """Write a figure into a box, given its left, top, width and height in pixels."""
    left, top, wide, tall = box
    high = tall * hand.uniform(0.55, 0.75)
    across = high * width * hand.uniform(0.85, 1.1)
    start = left + (wide - across) / 2 + hand.uniform(-4, 4)
    above = top + (tall - high) / 2 + hand.uniform(-4, 4)
    for stroke in _STROKES[figure]:
        way = [(x + hand.gauss(0, 0.03), y + hand.gauss(0, 0.03)) for x, y in stroke]
        points = [
            (start + (x + slant * (0.5 - y)) * across, above + y * high) for x, y in _rounded(way)
        ]
        draw.line(points, fill="black", width=4, joint="curve")


def _rounded(way: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return the way with its corners cut three times (Chaikin)."""
    for _ in range(3):
        cut = [way[0]]
        for (x, y), (a, b) in pairwise(way):
            cut += [(0.75 * x + 0.25 * a, 0.75 * y + 0.25 * b)]
            cut += [(0.25 * x + 0.75 * a, 0.25 * y + 0.75 * b)]
        way = [*cut, way[-1]]
    return way


def measured(asked: argparse.Namespace) -> Iterator[tuple[str, Tally, list[str]]]:
    """Yield for each level what came of the numbers, and those that came out otherwise."""
    catalogue = Catalogue.load()
    for level in asked.levels:
        rng = random.Random(f"drawn-cells/{asked.seed}/{level}")  # noqa: S311 - which papers, not a secret
        noise = np.random.default_rng(asked.seed)
        with tempfile.TemporaryDirectory() as folder:
            truth = {}
            for number in range(asked.papers):
                page, values = drawn(rng, by_hand=asked.by_hand)
                scan = degrade(np.asarray(page, dtype=np.uint8), level, noise)
                file = Path(folder) / f"{number:03d}.jpg"
                Image.fromarray(scan.picture).save(file, quality=scan.quality, dpi=(_DPI, _DPI))
                truth[file] = values
            tally, others = Tally(), []
            for file, found, _, _ in read_papers(list(truth), asked.workers, None, catalogue):
                read = {one.name: one for one in reversed(found.readings)}
                for name in IN_BOXES:
                    one, printed = read.get(name), truth[file][name]
                    value, sure = ("", False) if one is None else (one.value, one.sure)
                    right = value == printed
                    tally += Tally(fields=1, exact=right, sure=sure, sure_wrong=sure and not right)
                    if not right:
                        others.append(f"{file.stem} {name}: {printed} → {value!r}, sure {sure}")
        yield level, tally, others


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--papers", type=int, default=12)
    parser.add_argument("--levels", nargs="+", choices=LEVELS, default=["0", "1", "2", "3"])
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--by-hand", action="store_true")
    asked = parser.parse_args()
    print("| level | numbers in boxes | exact | sure | sure and wrong |\n|---|---|---|---|---|")
    misses: list[str] = []
    for level, tally, others in measured(asked):
        counts = (tally.fields, tally.exact, tally.sure, tally.sure_wrong)
        print(f"| {level} | {' | '.join(map(str, counts))} |", flush=True)
        misses += [f"level {level}, {one}" for one in others]
    print("", *misses, sep="\n")


if __name__ == "__main__":
    main()
