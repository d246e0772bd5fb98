"""The visible signature: Vietnamese text drawn so that PDF/A still holds.

pyHanko's text stamp writes widths in font units and adds constructs PDF/A validators refuse, so the
appearance stream, the font subset and its widths are written here, with the 1000-unit font.
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache
from importlib import resources

from signing.keys import TEST_LINE, SigningKey, organisation_of
from signing.model import OFFICE_TIME, Appearance, office_time
from signing.revision import Revision, deflated, stream_body

__all__ = ["OFFICE_TIME", "draw", "office_time", "signature_lines", "with_test_line"]

FONT_FILE = "DigitizerSerif-Regular.ttf"
MARGIN = 3.0
SMALLEST_SIZE = 4.0
LEADING = 1.2
UNKNOWN_SIGN = "□"
TURNED = {
    0: b"",
    90: b"/Matrix[0 1 -1 0 0 0]",
    180: b"/Matrix[-1 0 0 -1 0 0]",
    270: b"/Matrix[0 -1 1 0 0 0]",
}
"""What turns an appearance against its page's rotation."""
LARGEST_PICTURE = 4_000_000
ALWAYS = frozenset("0123456789/:+ " + UNKNOWN_SIGN)
"""Signs every subset has: so two signatures that differ in time alone share one."""


def signature_lines(key: SigningKey, *, at: datetime, organisation: str = "") -> tuple[str, ...]:
    """Return the lines that a visible signature shows for this key."""
    office = organisation or organisation_of(key.certificate)
    lines = [f"Ký bởi: {key.info.owner}"]
    if office:
        lines.append(f"Cơ quan: {office}")
    lines.append(f"Thời gian ký: {office_time(at)}")
    return with_test_line(lines, test=key.info.test)


def with_test_line(lines: Sequence[str], *, test: bool) -> tuple[str, ...]:
    """Return the lines, with the warning that a test certificate must carry."""
    return (*lines, TEST_LINE) if test and TEST_LINE not in lines else tuple(lines)


@dataclass(frozen=True, slots=True)
class Font:
    """The bundled font: its file, and widths in thousandths of an em by letter."""

    data: bytes
    widths: dict[str, int]

    def width(self, text: str, size: float) -> float:
        """Return how many points a text takes."""
        return sum(self.widths[sign] for sign in text) * size / 1000


@cache
def bundled_font() -> Font:
    """Return the font every visible signature is written in."""
    from fontTools.ttLib import TTFont

    data = resources.files("resources").joinpath("fonts", FONT_FILE).read_bytes()
    font = TTFont(io.BytesIO(data))
    metrics = font["hmtx"].metrics
    return Font(data, {chr(code): metrics[name][0] for code, name in font.getBestCmap().items()})


def readable(text: str, font: Font) -> str:
    """Return the text in letters the font has; what it lacks becomes a visible square."""
    composed = unicodedata.normalize("NFC", " ".join(text.split()))
    kept = (sign for sign in composed if unicodedata.category(sign) not in {"Cc", "Cf"})
    return "".join(sign if sign in font.widths else UNKNOWN_SIGN for sign in kept)


def wrap(text: str, width: float, size: float, font: Font) -> list[str]:
    """Return the text broken into lines no wider than ``width``; words longer than it are cut."""
    lines: list[str] = []
    line = ""
    for word in text.split(" "):
        tried = f"{line} {word}" if line else word
        if font.width(tried, size) <= width:
            line = tried
            continue
        if line:
            lines.append(line)
        *whole, line = cut(word, width, size, font)
        lines.extend(whole)
    return [*lines, line]


def cut(word: str, width: float, size: float, font: Font) -> list[str]:
    """Return a word in pieces no wider than ``width``, at least one letter each."""
    pieces: list[str] = []
    piece, used = "", 0.0
    for sign in word:
        wide = font.width(sign, size)
        if piece and used + wide > width:
            pieces.append(piece)
            piece, used = "", 0.0
        piece += sign
        used += wide
    return [*pieces, piece]


def fit(appearance: Appearance, font: Font) -> tuple[float, list[str]]:
    """Return the largest size at which the lines fit their box, and the lines broken for it."""
    wide, high = size_of(appearance)
    width, height = wide - appearance.image_width - 2 * MARGIN, high - 2 * MARGIN
    texts = [readable(line, font) for line in appearance.lines]
    size = appearance.font_size
    while True:
        broken = [part for text in texts for part in wrap(text, width, size, font)]
        room = max(1, int(height / (size * LEADING)))
        if len(broken) <= room:
            return size, broken
        if size <= SMALLEST_SIZE:
            # the warning of a test certificate stands last and is never what is cut
            kept = broken[: room - 1] + broken[-1:] if room > 1 else broken[-1:]
            return size, kept
        size = max(SMALLEST_SIZE, size - 0.5)


def size_of(appearance: Appearance) -> tuple[float, float]:
    """Return width and height of a visible signature as its reader sees it."""
    left, bottom, right, top = appearance.box
    sides = (right - left, top - bottom)
    return (sides[1], sides[0]) if appearance.turn % 180 else sides


def draw(revision: Revision, appearance: Appearance) -> int:
    """Add the appearance stream of a visible signature and return its object's number."""
    font = bundled_font()
    size, lines = fit(appearance, font)
    subset = subset_for("".join(sorted(ALWAYS | set("".join(lines)))))
    width, height = size_of(appearance)
    parts = [b"q"]
    pictures = b""
    if appearance.image is not None:
        picture = Picture.of(appearance.image)
        room = appearance.image_width or width
        scale = min(room / picture.width, height / picture.height)
        wide, high = picture.width * scale, picture.height * scale
        place = (width - room + (room - wide) / 2, (height - high) / 2)
        parts.append(b"q %.3f 0 0 %.3f %.3f %.3f cm /Im1 Do Q" % (wide, high, *place))
        pictures = b"/XObject<</Im1 %d 0 R>>" % picture.embed(revision)
    if appearance.frame:
        # grey needs no colour profile, so it is safe in a PDF/A of any output intent
        parts.append(b"0.55 G 0.5 w 0.25 0.25 %.2f %.2f re S" % (width - 0.5, height - 0.5))
    first = height / 2 + len(lines) * size * LEADING / 2 - size
    parts.append(b"0 g BT /F1 %.2f Tf %.2f TL %.2f %.2f Td" % (size, size * LEADING, MARGIN, first))
    parts += [b"<%s> Tj T*" % subset.encode(line) for line in lines]
    parts.append(b"ET Q")
    resources_ = b"/Font<</F1 %d 0 R>>%s" % (subset.embed(revision), pictures)
    entries = b"/Type/XObject/Subtype/Form/BBox[0 0 %.3f %.3f]%s/Resources<<%s>>" % (
        width,
        height,
        TURNED[appearance.turn % 360],
        resources_,
    )
    return revision.add_stream(entries, b"\n".join(parts))


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as a PDF holds it: colours, and how much they cover."""

    width: int
    height: int
    colours: bytes
    cover: bytes
    """Empty when every pixel covers wholly."""

    @staticmethod
    @lru_cache(maxsize=8)
    def of(data: bytes) -> Picture:
        """Return a picture read from a file's bytes, once for a whole batch."""
        from PIL import Image

        with Image.open(io.BytesIO(data)) as opened:
            if opened.width * opened.height > LARGEST_PICTURE:
                raise ValueError(opened.size)
            whole = opened.convert("RGBA")
        alpha = whole.getchannel("A")
        cover = b"" if alpha.getextrema() == (255, 255) else deflated(alpha.tobytes())
        colours = deflated(whole.convert("RGB").tobytes())
        return Picture(whole.width, whole.height, colours, cover)

    def embed(self, revision: Revision) -> int:
        """Write the picture into the revision and return its object's number."""
        entries = b"/Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent 8" % (
            self.width,
            self.height,
        )
        mask = b""
        if self.cover:
            grey = revision.add(stream_body(entries + b"/ColorSpace/DeviceGray", self.cover))
            mask = b"/SMask %d 0 R" % grey
        return revision.add(stream_body(entries + b"/ColorSpace/DeviceRGB" + mask, self.colours))


@lru_cache(maxsize=32)
def subset_for(letters: str) -> FontSubset:
    """Return the font subset for these letters; signatures of one batch share it."""
    return FontSubset.of(letters, bundled_font())


@dataclass(frozen=True, slots=True)
class FontSubset:
    """The few letters of the font that one appearance needs."""

    data: bytes
    glyphs: dict[str, int]
    widths: dict[int, int]
    metrics: dict[str, int]
    box: tuple[int, int, int, int]
    program: bytes
    """The font file, deflated."""
    meanings: bytes
    """The map from glyphs back to letters, deflated, so that the text can be searched."""

    @classmethod
    def of(cls, text: str, font: Font) -> FontSubset:
        """Return the subset that can write ``text``."""
        from fontTools.subset import Options, Subsetter
        from fontTools.ttLib import TTFont

        subset = TTFont(io.BytesIO(font.data), recalcTimestamp=False)
        options = Options(hinting=False, layout_features=[], notdef_outline=True, glyph_names=False)
        subsetter = Subsetter(options)
        subsetter.populate(text=text)
        subsetter.subset(subset)
        target = io.BytesIO()
        subset.save(target)
        order = {name: number for number, name in enumerate(subset.getGlyphOrder())}
        letters = {chr(code): order[name] for code, name in subset.getBestCmap().items()}
        head = subset["head"]
        return cls(
            data=target.getvalue(),
            glyphs=letters,
            widths={order[name]: metric[0] for name, metric in subset["hmtx"].metrics.items()},
            metrics={
                "/Ascent": subset["hhea"].ascent,
                "/Descent": subset["hhea"].descent,
                "/CapHeight": subset["OS/2"].sCapHeight,
            },
            box=(head.xMin, head.yMin, head.xMax, head.yMax),
            program=deflated(target.getvalue()),
            meanings=deflated(meanings_of(letters)),
        )

    def encode(self, text: str) -> bytes:
        """Return the glyph numbers of a text in hexadecimal."""
        return b"".join(b"%04X" % self.glyphs[sign] for sign in text)

    def embed(self, revision: Revision) -> int:
        """Write the font into the revision and return its object's number."""
        name = b"/VNSIGN+DigitizerSerif-Regular"
        program = revision.add(stream_body(b"/Length1 %d" % len(self.data), self.program))
        meanings = revision.add(stream_body(b"", self.meanings))
        metrics = b"".join(b"%s %d" % (key.encode(), value) for key, value in self.metrics.items())
        descriptor = revision.add(
            b"<</Type/FontDescriptor/FontName%s/Flags 4/FontBBox[%d %d %d %d]/ItalicAngle 0"
            b"/StemV 80/FontFile2 %d 0 R%s>>" % (name, *self.box, program, metrics)
        )
        widths = b" ".join(b"%d" % self.widths[glyph] for glyph in range(len(self.widths)))
        descendant = revision.add(
            b"<</Type/Font/Subtype/CIDFontType2/BaseFont%s/CIDSystemInfo<</Registry(Adobe)"
            b"/Ordering(Identity)/Supplement 0>>/CIDToGIDMap/Identity/DW 1000/W[0[%s]]"
            b"/FontDescriptor %d 0 R>>" % (name, widths, descriptor)
        )
        return revision.add(
            b"<</Type/Font/Subtype/Type0/BaseFont%s/Encoding/Identity-H/DescendantFonts[%d 0 R]"
            b"/ToUnicode %d 0 R>>" % (name, descendant, meanings)
        )


def meanings_of(glyphs: Mapping[str, int]) -> bytes:
    """Return the map from glyphs back to letters (ISO 32000-1 9.10.3)."""
    pairs = sorted((glyph, sign) for sign, glyph in glyphs.items())
    rows = [f"<{glyph:04X}> <{sign.encode('utf-16-be').hex().upper()}>" for glyph, sign in pairs]
    blocks = [rows[start : start + 100] for start in range(0, len(rows), 100)]
    body = "\n".join(
        f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks
    )
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
        f"{body}\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    ).encode("ascii")
