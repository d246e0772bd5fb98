"""The visible signature: Vietnamese text drawn so that PDF/A still holds.

pyHanko's text stamp writes widths in font units and adds constructs PDF/A validators refuse, so the
appearance stream, the font subset and its widths are written here, with the 1000-unit font.
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from functools import cache
from importlib import resources
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.content import ResourceType
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.layout import BoxConstraints
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.stamp import BaseStamp, BaseStampStyle
from typing_extensions import override

from signing.keys import TEST_LINE, SigningKey, organisation_of
from signing.model import Appearance

OFFICE_TIME = timezone(timedelta(hours=7))
FONT_FILE = "DigitizerSerif-Regular.ttf"
MARGIN = 3.0
SMALLEST_SIZE = 4.0
LEADING = 1.2
UNKNOWN_SIGN = "□"


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


def office_time(at: datetime) -> str:
    """Return a time as a visible signature writes it: 02/01/2026 14:05:09 +07:00."""
    return at.astimezone(OFFICE_TIME).strftime("%d/%m/%Y %H:%M:%S +07:00")


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
    left, bottom, right, top = appearance.box
    width, height = right - left - 2 * MARGIN, top - bottom - 2 * MARGIN
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


@dataclass(frozen=True)
class VietnameseStyle(BaseStampStyle):
    """Asks pyHanko to draw our own appearance."""

    appearance: Appearance | None = None

    @override
    def create_stamp(
        self, writer: BasePdfFileWriter, box: BoxConstraints, text_params: dict[str, Any]
    ) -> BaseStamp | None:
        return VietnameseStamp(writer, self, box, self.appearance) if self.appearance else None


class VietnameseStamp(BaseStamp):
    """The appearance stream of one visible signature."""

    def __init__(
        self,
        writer: BasePdfFileWriter,
        style: VietnameseStyle,
        box: BoxConstraints,
        appearance: Appearance,
    ) -> None:
        super().__init__(writer, style, box)
        self._appearance = appearance

    @override
    def render(self) -> bytes:
        font = bundled_font()
        size, lines = fit(self._appearance, font)
        subset = FontSubset.of("".join(lines), font)
        self.set_resource(ResourceType.FONT, pdf_name("/F1"), subset.embed(self._ensure_writer))
        width, height = float(self.box.width), float(self.box.height)
        drawn = [b"q"]
        if self._appearance.image is not None:
            drawn.append(self._image(self._appearance.image, width, height))
        # grey needs no colour profile, so it is safe in a PDF/A of any output intent
        drawn.append(b"0.55 G 0.5 w 0.25 0.25 %.2f %.2f re S" % (width - 0.5, height - 0.5))
        first = height / 2 + len(lines) * size * LEADING / 2 - size
        drawn.append(
            b"0 g BT /F1 %.2f Tf %.2f TL %.2f %.2f Td" % (size, size * LEADING, MARGIN, first)
        )
        drawn.extend(b"<%s> Tj T*" % subset.encode(line) for line in lines)
        drawn.append(b"ET Q")
        return b"\n".join(drawn)

    @override
    def _render_inner_content(self) -> list[bytes]:
        raise NotImplementedError

    def _image(self, data: bytes, width: float, height: float) -> bytes:
        from PIL import Image
        from pyhanko.pdf_utils.images import pil_image

        with Image.open(io.BytesIO(data)) as picture:
            scale = min(width / picture.width, height / picture.height)
            wide, high = picture.width * scale, picture.height * scale
            reference = pil_image(picture.convert("RGBA"), self._ensure_writer)
        self.set_resource(ResourceType.XOBJECT, pdf_name("/Im1"), reference)
        place = ((width - wide) / 2, (height - high) / 2)
        return b"q %.3f 0 0 %.3f %.3f %.3f cm /Im1 Do Q" % (wide, high, *place)


def _number(value: int) -> generic.NumberObject:
    return generic.NumberObject(value)


@dataclass(frozen=True, slots=True)
class FontSubset:
    """The few letters of the font that one appearance needs."""

    data: bytes
    glyphs: dict[str, int]
    widths: dict[int, int]
    metrics: dict[str, int]
    box: tuple[int, int, int, int]

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
        )

    def encode(self, text: str) -> bytes:
        """Return the glyph numbers of a text in hexadecimal."""
        return b"".join(b"%04X" % self.glyphs[sign] for sign in text)

    def embed(self, writer: BasePdfFileWriter) -> generic.IndirectObject:
        """Write the font into the file and return the reference to it."""
        name = pdf_name("/VNSIGN+DigitizerSerif-Regular")
        program = generic.StreamObject(
            {pdf_name("/Length1"): _number(len(self.data))}, stream_data=self.data
        )
        program.compress()
        meaning = generic.StreamObject({}, stream_data=self._meanings())
        meaning.compress()
        descriptor = generic.DictionaryObject(
            {
                pdf_name("/Type"): pdf_name("/FontDescriptor"),
                pdf_name("/FontName"): name,
                pdf_name("/Flags"): _number(4),
                pdf_name("/FontBBox"): generic.ArrayObject(map(_number, self.box)),
                pdf_name("/ItalicAngle"): _number(0),
                pdf_name("/StemV"): _number(80),
                pdf_name("/FontFile2"): writer.add_object(program),
                **{pdf_name(key): _number(value) for key, value in self.metrics.items()},
            }
        )
        descendant = generic.DictionaryObject(
            {
                pdf_name("/Type"): pdf_name("/Font"),
                pdf_name("/Subtype"): pdf_name("/CIDFontType2"),
                pdf_name("/BaseFont"): name,
                pdf_name("/CIDSystemInfo"): generic.DictionaryObject(
                    {
                        pdf_name("/Registry"): generic.TextStringObject("Adobe"),
                        pdf_name("/Ordering"): generic.TextStringObject("Identity"),
                        pdf_name("/Supplement"): _number(0),
                    }
                ),
                pdf_name("/CIDToGIDMap"): pdf_name("/Identity"),
                pdf_name("/DW"): _number(1000),
                pdf_name("/W"): self._width_array(),
                pdf_name("/FontDescriptor"): writer.add_object(descriptor),
            }
        )
        return writer.add_object(
            generic.DictionaryObject(
                {
                    pdf_name("/Type"): pdf_name("/Font"),
                    pdf_name("/Subtype"): pdf_name("/Type0"),
                    pdf_name("/BaseFont"): name,
                    pdf_name("/Encoding"): pdf_name("/Identity-H"),
                    pdf_name("/DescendantFonts"): generic.ArrayObject(
                        [writer.add_object(descendant)]
                    ),
                    pdf_name("/ToUnicode"): writer.add_object(meaning),
                }
            )
        )

    def _width_array(self) -> generic.ArrayObject:
        widths = (generic.NumberObject(self.widths[glyph]) for glyph in range(len(self.widths)))
        return generic.ArrayObject([generic.NumberObject(0), generic.ArrayObject(widths)])

    def _meanings(self) -> bytes:
        """Return the map from glyphs back to letters, so that the text can be searched."""
        pairs = sorted((glyph, sign) for sign, glyph in self.glyphs.items())
        rows = [
            f"<{glyph:04X}> <{sign.encode('utf-16-be').hex().upper()}>" for glyph, sign in pairs
        ]
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
