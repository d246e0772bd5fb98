"""The pages that are read: real ones where there are any, and generated office pages with truth."""

from __future__ import annotations

import io
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pikepdf
from PIL import Image

from ocr import raster, scanimage
from tools.samples.bundle import Sheet, write_file
from tools.samples.cards import CARD_SIDES
from tools.samples.degrade import BENT, LEVELS
from tools.samples.many import make_paper

PLAIN_KINDS = ("administrative_document",)
OFFICE_KINDS = (
    "birth_registration_declaration",
    "marital_status_declaration",
    "household_business_application",
    "birth_certificate",
    "marital_status_confirmation",
    CARD_SIDES[0],
    "household_business_certificate",
    CARD_SIDES[3],
    CARD_SIDES[1],
    CARD_SIDES[2],
)
BENT_KINDS = ("birth_registration_declaration", "administrative_document", "birth_certificate")
LAYOUTS = (0, 2)
HELD_OUT_LAYOUT = 1
"""The layout with the wide serif type; no definition is tuned on it, nor on the seeds below.

Rules of extraction were made on the errors of seeds up to 1302, and the network of letters knows
its type.
"""
HELD_OUT_SEED = 900
SECOND_HELD_OUT_LAYOUT = 3
"""A grid without rules in two types, which the network of letters knows. Rules of extraction were
made on the errors of seeds 1401 and 1402."""
SECOND_HELD_OUT_SEED = 1400
THIRD_HELD_OUT_LAYOUT = 4
"""A grid with shaded labels in a type that trains no network; a part of the value sheets that the
curves of confidence are fitted to is set in it. Two rules were made on the errors of seed 1502."""
THIRD_HELD_OUT_SEED = 1500
_POINTS = 72.0


def layouts_of(seed: int) -> tuple[int, ...]:
    """Return the layouts in which papers of a seed are set."""
    if seed >= THIRD_HELD_OUT_SEED:
        return (THIRD_HELD_OUT_LAYOUT,)
    if seed >= SECOND_HELD_OUT_SEED:
        return (SECOND_HELD_OUT_LAYOUT,)
    return (HELD_OUT_LAYOUT,) if seed >= HELD_OUT_SEED else LAYOUTS


@dataclass(frozen=True)
class BenchPage:
    """One page image with the lines that are printed on it."""

    file: Path
    lines: tuple[str, ...]
    kind: str
    level: str

    @property
    def dpi(self) -> float:
        """The resolution every reader is told."""
        with Image.open(self.file) as image:
            return raster.plausible_dpi(image)


@dataclass(frozen=True)
class Group:
    """Pages that go through every reader as one file."""

    name: str
    pages: tuple[BenchPage, ...]
    file: Path


def groups(folder: Path, samples: Path, *, pages: int, seed: int) -> Iterator[Group]:
    """Yield every group of pages, made in the folder where they are not real scans."""
    real = tuple(_real(samples))
    if real:
        yield _group(folder, "real", real)
    office: list[tuple[str, tuple[str, ...], tuple[str, ...]]]
    office = [("plain", PLAIN_KINDS, ("0", "1", "2"))]
    office += [(f"office {level}", OFFICE_KINDS, (level,)) for level in LEVELS]
    for turn, (name, kinds, levels) in enumerate(office):
        chosen = made(folder / name, kinds, levels, LAYOUTS, pages, (seed, 2 * turn))
        yield _group(folder, name, chosen)
    yield _group(folder, "bent", made(folder / "bent", BENT_KINDS, BENT, LAYOUTS, pages, (seed, 0)))
    both = (*OFFICE_KINDS, *PLAIN_KINDS)
    held_out = made(
        folder / "held out", both, LEVELS, (HELD_OUT_LAYOUT,), pages, (HELD_OUT_SEED + seed, 0)
    )
    yield _group(folder, "held out", held_out)


def _real(samples: Path) -> Iterator[BenchPage]:
    scans = {path.stem: path for path in sorted((samples / "pages").glob("*"))}
    for truth in sorted((samples / "truth").glob("*.txt")):
        if truth.stem in scans:
            lines = tuple(truth.read_text("utf-8").splitlines())
            yield BenchPage(scans[truth.stem], lines, "real", "real")


def made(
    folder: Path,
    kinds: Sequence[str],
    levels: Sequence[str],
    layouts: Sequence[int],
    count: int,
    start: tuple[int, int],
) -> tuple[BenchPage, ...]:
    """Return generated pages, kinds, levels and layouts in turn; the same every time for a seed."""
    seed, first = start
    pages: list[BenchPage] = []
    for index in range(count):
        kind = kinds[(first + index) % len(kinds)]
        level = levels[index % len(levels)]
        rng = random.Random(f"{seed}/{first}/{index}/{kind}/{level}")  # noqa: S311
        layout = layouts[(first // 2 + index) % len(layouts)]
        sheet = Sheet(make_paper(kind, rng), level, rng.choice(("typed", "pen")), layout)
        truth = write_file(folder, f"{index:03d}-{kind}.pdf", [sheet], seed=seed)
        pages.extend(_taken_apart(folder, f"{index:03d}", truth, kind, level))
    return tuple(pages[:count])


def _taken_apart(
    folder: Path, stem: str, truth: dict[str, object], kind: str, level: str
) -> Iterator[BenchPage]:
    """Yield the pages of a generated file as the JPEG files a scanner or phone would give."""
    entries = json.loads(json.dumps(truth["pages"]))
    with pikepdf.open(folder / str(truth["file"])) as document:
        for entry, page in zip(entries, document.pages, strict=True):
            file = folder / f"{stem}-{entry['page']}.jpg"
            (image,) = dict(page.resources.XObject).values()
            file.write_bytes(image.read_raw_bytes())
            yield BenchPage(file, tuple(entry["lines"]), kind, level)


def _group(folder: Path, name: str, pages: tuple[BenchPage, ...]) -> Group:
    file = folder / f"{name.replace(' ', '-')}.pdf"
    folder.mkdir(parents=True, exist_ok=True)
    file.write_bytes(bound(pages))
    return Group(name, pages, file)


def bound(pages: Sequence[BenchPage]) -> bytes:
    """Return the pages as one PDF without text, as a scanner writes it; no pixel changes."""
    document = pikepdf.new()
    for page in pages:
        image = _as_scanned(document, page.file)
        width, height = (int(side) * _POINTS / page.dpi for side in (image.Width, image.Height))
        leaf = document.add_blank_page(page_size=(width, height))
        leaf.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Scan=image))
        leaf.obj.Contents = document.make_stream(
            f"q {width:.3f} 0 0 {height:.3f} 0 0 cm /Scan Do Q".encode()
        )
    buffer = io.BytesIO()
    document.save(buffer, deterministic_id=True)
    return buffer.getvalue()


def _as_scanned(document: pikepdf.Pdf, file: Path) -> pikepdf.Stream:
    """Return the image as a scanner puts it into a PDF, not as tightly as it could be."""
    data = file.read_bytes()
    image = scanimage.embed(document, data)
    if file.suffix == ".jpg":
        image.write(data, filter=pikepdf.Name.DCTDecode)
    return image
