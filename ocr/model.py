"""What reading a page yields: words with boxes in pixels of the original image.

This module imports nothing heavy, so that the window and the core may use its values.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from typing import Any

from ocr.words import Box, Character, Word

__all__ = [
    "Box",
    "Character",
    "Code",
    "Fault",
    "Layer",
    "Line",
    "PageText",
    "Quality",
    "Region",
    "RegionKind",
    "Rereading",
    "SourceInfo",
    "SourceKind",
    "SourcePage",
    "Step",
    "TextSource",
    "Word",
    "WordAgain",
]


@dataclass(frozen=True, slots=True)
class Line:
    """The words of one printed line that hold a value, in pixels of the original image."""

    words: tuple[Box, ...]
    before: Box | None = None
    """The word next to them on the left, where there is one; the ground in between is looked at."""
    after: Box | None = None
    """The word next to them on the right."""
    text: str = ""
    """What the first reading says; where the second says the same, no third is needed."""

    @property
    def box(self) -> Box:
        """The smallest box around the words."""
        box = self.words[0]
        for word in self.words[1:]:
            box = box.union(word)
        return box


PLAINLY = 0.99
"""How likely figures have to look like what they seem to be, to decide between readings."""


@dataclass(frozen=True, slots=True)
class WordAgain:
    """One word of a further reading."""

    text: str
    score: float
    """Engine score between 0 and 1."""
    first: int
    last: int
    """First and last of the line's words it lies over; −1 before them, their number behind them."""
    marks: str = ""
    """The word with the marks and figures that its letters, each looked at alone, seem to be."""
    marks_score: float = 0.0
    """How likely it looks as it was read, marks among all syllables of its letters."""
    marks_likely: float = 0.0
    """How likely ``marks`` is."""


@dataclass(frozen=True, slots=True)
class Rereading:
    """What one more reading of a line's own pixels says."""

    box: Box
    """The line it is of, in pixels of the original image."""
    count: int
    """How many words the first reading saw on it."""
    witness: str
    """Model and scale it was read with: ``vie 1.3``."""
    words: tuple[WordAgain, ...]


@dataclass(frozen=True, slots=True)
class Code:
    """A machine-readable code on the page."""

    kind: str
    """``qr``, ``pdf417``, ``code128``, ``patch``…"""
    text: str
    box: Box


@dataclass(frozen=True, slots=True)
class Step:
    """What one clean-up step did to a page, and by how much."""

    name: str
    amount: float
    unit: str = ""


class Fault(StrEnum):
    """What is wrong with an image so that the page should be looked at or scanned again."""

    BLANK = "blank"
    BLURRED = "blurred"
    FAINT = "faint"
    DARK = "dark"
    COARSE = "coarse"
    """Too few pixels for the size of its print."""
    CUT_OFF = "cut-off"
    CORNER_MISSING = "corner-missing"
    GLARE = "glare"
    TWO_PAGES = "two-pages"
    FINGERS = "fingers"
    WRONG_SIZE = "wrong-size"
    """Neither the size that was asked of the scanner nor that of any paper; told by the intake."""


@dataclass(frozen=True, slots=True)
class Quality:
    """Measures of the image as it came in; 0 where nothing is known."""

    sharpness: float = 0.0
    contrast: float = 0.0
    ink: float = 0.0
    """Share of the page that is darker than its paper."""
    blank: bool = False
    dpi: float = 0.0
    """Resolution of the sheet itself; of a photo, what its sheet's size in the picture gives."""
    brightness: float = 0.0
    """Brightness of the paper, 0 black to 1 white."""
    letter_height: float = 0.0
    """Median height of a printed letter in pixels."""
    edge_width: float = 0.0
    """Pixels over which print turns into paper, median; about 2 when perfectly sharp."""
    print_contrast: float = 0.0
    """How much darker print is than the paper it stands on, 0 to 1."""
    cut_sides: tuple[str, ...] = ()
    """Sides of the image (left, top, right, bottom) over which print or the sheet runs out."""
    missing_corners: tuple[str, ...] = ()
    """Corners of the sheet (top-left…) that are folded over, torn off or covered."""
    glare: float = 0.0
    """Share of the sheet burnt out by a reflection; only told where paper itself is not white."""
    gutter: float = 0.0
    """Where two pages in one image meet, as a share of its longer side."""
    fingers: tuple[str, ...] = ()
    """Sides of the sheet (left, top, right, bottom) over which a finger reaches."""
    faults: tuple[Fault, ...] = ()

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Quality:
        """Rebuild the measures from JSON; what an older reading did not measure stays unknown."""
        told = dict(data)
        told["cut_sides"] = tuple(told.get("cut_sides", ()))
        told["missing_corners"] = tuple(told.get("missing_corners", ()))
        told["fingers"] = tuple(told.get("fingers", ()))
        told["faults"] = tuple(Fault(name) for name in told.get("faults", ()))
        return cls(**told)


class RegionKind(StrEnum):
    """What a region of a page holds besides print that is read."""

    SEAL = "seal"
    STAMP = "stamp"
    SIGNATURE = "signature"
    HANDWRITING = "handwriting"
    PICTURE = "picture"
    TABLE = "table"
    EMPTY_BOX = "empty-box"
    """A box to be ticked that is not."""
    TICKED_BOX = "ticked-box"


@dataclass(frozen=True, slots=True)
class Region:
    """A part of the page that is marked and not read as print, or a table around print."""

    kind: RegionKind
    box: Box
    confidence: float
    """How sure its kind is, 0 to 1; a rule of thumb, not a probability."""
    text: str = ""
    """What the recogniser made of a seal or signature; kept out of the page's words."""
    cells: tuple[tuple[Box, ...], ...] = ()
    """Of a table: its cells between the rules, row by row, in pixels of the original."""
    ruled: tuple[tuple[Box, ...], ...] = ()
    """The same as they are ruled in each row: cells that were joined are one."""


@dataclass(frozen=True, slots=True)
class Layer:
    """How much of the page is in ink of one colour, and where."""

    colour: str
    """``red``, ``blue`` or ``black``."""
    share: float
    """Percent of the sheet."""
    box: Box | None = None


class TextSource(StrEnum):
    """Where a page's words come from."""

    OCR = "ocr"
    TEXT_LAYER = "text-layer"


@dataclass(frozen=True, slots=True)
class PageText:
    """Everything that reading one page yields.

    ``width``, ``height`` and every box are pixels of the image as stored. ``rotation`` is the
    clockwise turn in degrees (0, 90, 180, 270) that makes the page upright; boxes are *not* turned.
    """

    width: int
    height: int
    dpi: float
    words: tuple[Word, ...]
    source: TextSource = TextSource.OCR
    rotation: int = 0
    skew: float = 0.0
    """Degrees the print was turned by, counter-clockwise positive."""
    codes: tuple[Code, ...] = ()
    steps: tuple[Step, ...] = ()
    quality: Quality = field(default_factory=Quality)
    basis: str = ""
    """Engine, model and recipe versions: ``tesseract 5.3.0/vie 4.1.0/cleanup 1``."""
    seconds: float = 0.0
    regions: tuple[Region, ...] = ()
    """Seals, signatures, handwriting, pictures and tables, in pixels of the original."""
    layers: tuple[Layer, ...] = ()
    """The inks of the page by colour."""
    again: tuple[Rereading, ...] = ()
    """Further readings of lines that hold a value; kept, so that extraction needs no image."""
    again_seconds: float = 0.0
    """What those took."""

    def lines(self) -> list[list[Word]]:
        """Return the words line by line, in reading order."""
        grouped: dict[int, list[Word]] = {}
        for word in self.words:
            grouped.setdefault(word.line, []).append(word)
        return [grouped[number] for number in sorted(grouped)]

    def text(self) -> str:
        """Return the page as plain text, one printed line a line."""
        return "\n".join(" ".join(word.text for word in line) for line in self.lines())

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON-ready dict."""
        rest = asdict(replace(self, words=()))
        return {**rest, "words": [_word_dict(word) for word in self.words]}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> PageText:
        """Rebuild a page from ``to_dict``'s form."""
        return cls(
            width=data["width"],
            height=data["height"],
            dpi=data["dpi"],
            words=tuple(_word(word) for word in data["words"]),
            source=TextSource(data["source"]),
            rotation=data["rotation"],
            skew=data["skew"],
            codes=tuple(Code(c["kind"], c["text"], Box(**c["box"])) for c in data["codes"]),
            steps=tuple(Step(**step) for step in data["steps"]),
            quality=Quality.from_dict(data["quality"]),
            basis=data["basis"],
            seconds=data["seconds"],
            regions=tuple(_region(region) for region in data.get("regions", ())),
            layers=tuple(_layer(layer) for layer in data.get("layers", ())),
            again=tuple(_rereading(one) for one in data.get("again", ())),
            again_seconds=data.get("again_seconds", 0.0),
        )


def _word_dict(word: Word) -> dict[str, Any]:
    box = word.box
    # named one by one: a page has hundreds of words, and copying each by its fields takes ten
    # times as long
    return {
        "text": word.text,
        "box": {"left": box.left, "top": box.top, "right": box.right, "bottom": box.bottom},
        "confidence": word.confidence,
        "line": word.line,
        "block": word.block,
        "baseline": word.baseline,
        "font_size": word.font_size,
        "alternatives": word.alternatives,
        # and thousands of characters: a short list each, ["ề", 0.93, "ê"]
        "characters": [[c.text, c.confidence, *c.alternatives] for c in word.characters],
        "by_hand": word.by_hand,
    }


def _word(data: dict[str, Any]) -> Word:
    baseline = data["baseline"]
    return Word(
        text=data["text"],
        box=Box(**data["box"]),
        confidence=data["confidence"],
        line=data["line"],
        block=data["block"],
        baseline=None if baseline is None else tuple(baseline),
        font_size=data["font_size"],
        alternatives=tuple(data.get("alternatives", ())),
        characters=tuple(
            Character(text, confidence, tuple(others))
            for text, confidence, *others in data.get("characters", ())
        ),
        by_hand=data.get("by_hand", False),
    )


def _region(data: dict[str, Any]) -> Region:
    return Region(
        RegionKind(data["kind"]),
        Box(**data["box"]),
        data["confidence"],
        data.get("text", ""),
        *(
            tuple(tuple(Box(**cell) for cell in row) for row in data.get(rows, ()))
            for rows in ("cells", "ruled")
        ),
    )


def _layer(data: dict[str, Any]) -> Layer:
    box = data["box"]
    return Layer(data["colour"], data["share"], None if box is None else Box(**box))


def _rereading(data: dict[str, Any]) -> Rereading:
    words = tuple(WordAgain(**word) for word in data["words"])
    return Rereading(Box(**data["box"]), data["count"], data["witness"], words)


class SourceKind(StrEnum):
    """What kind of file came in, judged by its bytes."""

    JPEG = "jpeg"
    PNG = "png"
    TIFF = "tiff"
    BMP = "bmp"
    WEBP = "webp"
    HEIF = "heif"
    PDF = "pdf"


@dataclass(frozen=True, slots=True)
class SourceInfo:
    """What a file holds, found without decoding its pages."""

    kind: SourceKind
    page_count: int
    signed: bool = False
    """The file carries a digital signature and must never be rewritten."""


@dataclass(frozen=True, slots=True)
class SourcePage:
    """One page of a file as an image that can be shown and read."""

    number: int
    """Page within the file, from 1."""
    image: bytes
    """JPEG or PNG; the file's own bytes wherever that is possible."""
    width: int
    height: int
    dpi: float
    own_text: PageText | None = None
    """The page's own text layer, when the page was born digital."""
    earlier_text: str = ""
    """What an earlier recogniser laid unseen under the scan; nothing here relies on it."""
