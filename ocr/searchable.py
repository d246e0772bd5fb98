"""Two-layer PDF/A-2b: the scan as it came, and over it the words, found but not seen."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf

from ocr import glyphless, scanimage
from ocr.errors import PdfAError
from ocr.model import PageText, Word

_POINTS = 72.0
_INVISIBLE = 3
_ASCENT = glyphless.ASCENT / glyphless.UNITS
_DESCENT = -glyphless.DESCENT / glyphless.UNITS
_ADVANCE = glyphless.ADVANCE / glyphless.UNITS
_PRODUCER = "digitizer"
_MOST_FINDINGS = 3


@dataclass(frozen=True, slots=True)
class SearchablePage:
    """One page: its image, bit for bit, and the words read from it."""

    image: bytes
    text: PageText


class _Alphabet:
    """Numbers for the characters of one document, in the order they appear."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}

    def encode(self, text: str) -> bytes:
        return b"".join(
            self.numbers.setdefault(character, len(self.numbers) + 1).to_bytes(2, "big")
            for character in text
        )


def write_searchable(
    pages: Sequence[SearchablePage], *, title: str, created: datetime, language: str = "vi"
) -> bytes:
    """Return a PDF/A-2b of the pages that has passed its own check."""
    document = Pdf.new()
    font = document.make_indirect(Dictionary(Type=Name.Font))
    alphabet = _Alphabet()
    for page in pages:
        _add_page(document, page, font, alphabet)
    font.update(_font(document, alphabet))
    _describe(document, title, created, language)
    data = _saved(document)
    _check(data)
    return data


def _add_page(document: Pdf, page: SearchablePage, font: object, alphabet: _Alphabet) -> None:
    text = page.text
    scale = _POINTS / text.dpi
    width, height = round(text.width * scale, 3), round(text.height * scale, 3)
    image = scanimage.embed(document, page.image)
    shown = f"q {width} 0 0 {height} 0 0 cm /Scan Do Q\n".encode("ascii")
    written = _layer(text, scale, height, alphabet)
    document.pages.append(
        pikepdf.Page(
            document.make_indirect(
                Dictionary(
                    Type=Name.Page,
                    MediaBox=Array([0, 0, width, height]),
                    Rotate=text.rotation,
                    Contents=document.make_stream(shown + written),
                    Resources=Dictionary(
                        XObject=Dictionary(Scan=image), Font=Dictionary(Glyphless=font)
                    ),
                )
            )
        )
    )


def _layer(text: PageText, scale: float, height: float, alphabet: _Alphabet) -> bytes:
    words = [
        _word(word, text.rotation, scale, height, alphabet) for word in text.words if word.text
    ]
    return f"BT {_INVISIBLE} Tr\n".encode("ascii") + b"".join(words) + b"ET\n"


def _word(word: Word, rotation: int, scale: float, height: float, alphabet: _Alphabet) -> bytes:
    """Return the operators that lay one word on its print."""
    x0, y0, x1, y1 = word.baseline or _assumed_baseline(word, rotation)
    size = max(round(max(word.font_size or _across(word, rotation), 1.0) * scale, 1), 0.1)
    length = max(math.hypot(x1 - x0, y1 - y0), 1.0) * scale
    stretch = 100 * length / (len(word.text) * _ADVANCE * size)
    # the page's y axis points up, the image's down
    angle = math.atan2(y0 - y1, x1 - x0)
    cosine, sine = math.cos(angle), math.sin(angle)
    placed = [(value, 4) for value in (cosine, sine, -sine, cosine)]
    placed += [(x0 * scale, 2), (height - y0 * scale, 2)]
    # the space lies beyond the word; it keeps words apart for readers that ignore positions
    shown = alphabet.encode(word.text + " ").hex()
    return (
        f"/Glyphless {_number(size, 1)} Tf {_number(stretch, 1)} Tz "
        f"{' '.join(_number(*value) for value in placed)} Tm <{shown}> Tj\n"
    ).encode("ascii")


def _number(value: float, digits: int) -> str:
    """Return a number as short as its digits allow: a page has thousands of them."""
    told = f"{value:.{digits}f}".rstrip("0").rstrip(".")
    return "0" if told in {"-0", ""} else told


def _across(word: Word, rotation: int) -> float:
    return word.box.height if rotation in {0, 180} else word.box.width


def _assumed_baseline(word: Word, rotation: int) -> tuple[float, float, float, float]:
    """Return where the baseline lies in a box that holds ascenders and descenders."""
    box = word.box
    below = _DESCENT * _across(word, rotation)
    match rotation:
        case 90:
            return (box.right - below, box.bottom, box.right - below, box.top)
        case 180:
            return (box.right, box.top + below, box.left, box.top + below)
        case 270:
            return (box.left + below, box.top, box.left + below, box.bottom)
        case _:
            return (box.left, box.bottom - below, box.right, box.bottom - below)


def _font(document: Pdf, alphabet: _Alphabet) -> dict[str, object]:
    data = glyphless.font_file()
    file = document.make_stream(data, Length1=len(data))
    units = glyphless.UNITS
    descriptor = Dictionary(
        Type=Name.FontDescriptor,
        FontName=Name("/" + glyphless.NAME),
        Flags=5,
        FontBBox=Array([0, glyphless.DESCENT, glyphless.ADVANCE, glyphless.ASCENT]),
        ItalicAngle=0,
        Ascent=round(_ASCENT * units),
        Descent=-round(_DESCENT * units),
        CapHeight=round(_ASCENT * units),
        StemV=80,
        FontFile2=file,
    )
    glyphs = b"\0\0" + b"\0\1" * len(alphabet.numbers)
    descendant = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType2,
        BaseFont=Name("/" + glyphless.NAME),
        CIDSystemInfo=Dictionary(Registry=b"Adobe", Ordering=b"Identity", Supplement=0),
        FontDescriptor=document.make_indirect(descriptor),
        DW=glyphless.ADVANCE,
        CIDToGIDMap=document.make_stream(glyphs),
    )
    return {
        "/Subtype": Name.Type0,
        "/BaseFont": Name("/" + glyphless.NAME),
        "/Encoding": Name("/Identity-H"),
        "/DescendantFonts": Array([document.make_indirect(descendant)]),
        "/ToUnicode": document.make_stream(_to_unicode(alphabet)),
    }


def _to_unicode(alphabet: _Alphabet) -> bytes:
    rows = [
        f"<{number:04x}> <{character.encode('utf-16-be').hex()}>"
        for character, number in alphabet.numbers.items()
    ]
    # a block may hold a hundred rows at most
    blocks = [rows[start : start + 100] for start in range(0, len(rows), 100)]
    listed = "\n".join(
        f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks
    )
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        "1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n"
        f"{listed}\n"
        "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    ).encode("ascii")


def _describe(document: Pdf, title: str, created: datetime, language: str) -> None:
    at = created.astimezone(UTC).replace(microsecond=0)
    document.Root.Lang = pikepdf.String(language)
    document.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    document.Root.OutputIntents = Array([_output_intent(document)])
    with document.open_metadata(set_pikepdf_as_editor=False) as metadata:
        metadata["dc:title"] = title
        metadata["xmp:CreateDate"] = at.isoformat()
        metadata["xmp:ModifyDate"] = at.isoformat()
        metadata["xmp:MetadataDate"] = at.isoformat()
        metadata["xmp:CreatorTool"] = _PRODUCER
        metadata["pdf:Producer"] = _PRODUCER
        metadata["pdfaid:part"] = "2"
        metadata["pdfaid:conformance"] = "B"
    stamp = at.strftime("D:%Y%m%d%H%M%S+00'00'")
    document.docinfo[Name.Title] = title
    document.docinfo[Name.Creator] = _PRODUCER
    document.docinfo[Name.Producer] = _PRODUCER
    document.docinfo[Name.CreationDate] = stamp
    document.docinfo[Name.ModDate] = stamp


def _output_intent(document: Pdf) -> Dictionary:
    profile = document.make_stream(scanimage.srgb_profile(), N=3)
    return Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFA1,
        OutputConditionIdentifier="sRGB IEC61966-2.1",
        Info="sRGB IEC61966-2.1",
        RegistryName="http://www.color.org",
        DestOutputProfile=profile,
    )


def _saved(document: Pdf) -> bytes:
    buffer = io.BytesIO()
    document.save(
        buffer,
        min_version="1.7",
        deterministic_id=True,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        compress_streams=True,
        stream_decode_level=pikepdf.StreamDecodeLevel.none,
    )
    return buffer.getvalue()


def _check(data: bytes) -> None:
    from pikepdf import pdfa

    report = pdfa.validate_written(io.BytesIO(data), pdfa.Flavour.PDFA_2B)
    if not report.passed:
        raise PdfAError(reason=report.summary(_MOST_FINDINGS))
