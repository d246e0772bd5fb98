"""The two-layer file keeps the scan as it came and lays the words on the print."""

from __future__ import annotations

import io
import statistics
import subprocess
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pdfplumber
import pikepdf
import pytest
from fontTools.ttLib import TTFont
from pikepdf import pdfa
from PIL import Image, ImageFilter

from ocr import glyphless, sources
from ocr.limits import Limits, ReadingJob
from ocr.model import Box, PageText, SourcePage, Word
from ocr.searchable import SearchablePage, write_searchable
from ocr.work import read_page
from tests.ocr.conftest import LINES, jpeg, png, printed_page

AT = datetime(2026, 11, 22, 8, 30, tzinfo=UTC)


def invented(places: dict[str, Box], size: tuple[int, int], **more: object) -> PageText:
    words = tuple(Word(text, box, 1.0, row) for row, (text, box) in enumerate(places.items()))
    return PageText(*size, dpi=300, words=words, **more)  # type: ignore[arg-type]


def written(image: bytes, text: PageText) -> bytes:
    return write_searchable([SearchablePage(image, text)], title="Tờ khai đăng ký", created=AT)


def pdftotext(data: bytes, folder: Path) -> str:
    path = folder / "trang.pdf"
    path.write_bytes(data)
    done = subprocess.run(
        ["pdftotext", "-enc", "UTF-8", str(path), "-"], capture_output=True, check=True
    )
    return done.stdout.decode("utf-8")


@contextmanager
def embedded(data: bytes) -> Iterator[pikepdf.Object]:
    with pikepdf.open(io.BytesIO(data)) as document:
        yield document.pages[0].obj.Resources.XObject.Scan


def test_the_scans_jpeg_lies_in_the_file_bit_for_bit() -> None:
    image, places = printed_page()
    data = jpeg(image.convert("RGB"))
    with embedded(written(data, invented(places, image.size))) as scan:
        assert zlib.decompress(scan.read_raw_bytes()) == data
        assert len(scan.read_raw_bytes()) < 0.98 * len(data)


def test_a_jpeg_that_cannot_be_packed_tighter_lies_in_the_file_as_it_is() -> None:
    grain = np.random.default_rng(3).integers(0, 255, (64, 64), dtype=np.uint8)
    data = jpeg(Image.fromarray(grain), optimize=True)
    with embedded(written(data, PageText(64, 64, 300, ()))) as scan:
        assert scan.read_raw_bytes() == data


def test_the_jpeg_comes_out_bit_for_bit_when_the_file_is_read_again(tmp_path: Path) -> None:
    image, places = printed_page()
    data = jpeg(image.convert("RGB"))
    path = tmp_path / "again.pdf"
    path.write_bytes(written(data, invented(places, image.size)))
    (page,) = sources.pages(path, sources.inspect(path, Limits()), (1,), Limits())
    assert isinstance(page, SourcePage)
    assert page.image == data


def test_black_and_white_is_kept_as_fax_and_no_pixel_changes() -> None:
    image, places = printed_page()
    for scan in (image.point(lambda value: 255 * (value > 127)), image.convert("1")):
        data = png(scan, optimize=True)
        with embedded(written(data, invented(places, image.size))) as kept:
            assert kept.Filter == pikepdf.Name.CCITTFaxDecode
            assert len(kept.read_raw_bytes()) < 0.8 * len(data)
            shown = pikepdf.PdfImage(kept).as_pil_image().convert("L")
        assert np.array_equal(np.asarray(shown), np.asarray(scan.convert("L")))


def test_grey_that_came_as_colour_is_kept_as_grey() -> None:
    image, places = printed_page()
    soft = image.filter(ImageFilter.GaussianBlur(2))
    data = png(soft.convert("RGB"))
    with embedded(written(data, invented(places, image.size))) as kept:
        assert kept.ColorSpace == pikepdf.Name.DeviceGray
        assert len(kept.read_raw_bytes()) < len(data)
        assert np.array_equal(np.asarray(pikepdf.PdfImage(kept).as_pil_image()), np.asarray(soft))


def test_the_words_of_a_page_take_little_room() -> None:
    image, places = printed_page()
    data = jpeg(image)
    bare = len(written(data, PageText(*image.size, 300, ())))
    assert len(written(data, invented(places, image.size))) - bare < 30 * len(places) + 1000


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA", "I;16"])
def test_a_png_keeps_every_pixel(mode: str) -> None:
    values = np.random.default_rng(1).integers(0, 255, (60, 50, 3), dtype=np.uint8)
    image = Image.fromarray(values)
    image = (
        Image.fromarray(values[:, :, 0].astype(np.uint16) * 257)
        if mode == "I;16"
        else image.convert(mode)
    )
    text = PageText(50, 60, 300, ())
    with embedded(written(png(image), text)) as scan:
        shown = pikepdf.PdfImage(scan).as_pil_image().convert("RGB")
    expected = Image.fromarray(values[:, :, 0]) if mode == "I;16" else image
    assert np.array_equal(np.asarray(shown), np.asarray(expected.convert("RGB")))


@pytest.mark.engine
def test_vietnamese_is_found_by_other_programs_where_it_is_printed(tmp_path: Path) -> None:
    image, places = printed_page()
    scan = jpeg(image.convert("RGB"))
    text = read_page(ReadingJob("page", scan, 300), "vie", Limits())
    data = written(scan, text)
    found = pdftotext(data, tmp_path)
    for line in LINES[:4]:
        assert line in found
    with pdfplumber.open(io.BytesIO(data)) as document:
        words = document.pages[0].extract_words()
    scale = 300 / 72
    apart = [
        max(
            abs(word["x0"] * scale - places[word["text"]].left),
            abs(word["x1"] * scale - places[word["text"]].right),
            abs(word["bottom"] * scale - places[word["text"]].bottom),
        )
        for word in words
        if word["text"] in places
    ]
    assert len(apart) > 30
    # 12 pixels are a millimetre at 300 dpi
    assert statistics.median(apart) < 12


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_page_scanned_turned_is_shown_upright_with_its_words_in_place(
    degrees: int, tmp_path: Path
) -> None:
    image, _ = printed_page(("Cộng hòa xã hội chủ nghĩa Việt Nam",))
    turned = image.rotate(degrees, expand=True)
    text = read_page(ReadingJob("page", png(turned), 300), "vie", Limits())
    data = written(png(turned), text)
    with pdfplumber.open(io.BytesIO(data)) as document:
        page = document.pages[0]
        first = page.extract_words()[0]
        assert (round(page.width), round(page.height)) == (595, 842)
    assert "Cộng hòa xã hội chủ nghĩa Việt Nam" in pdftotext(data, tmp_path)
    assert first["text"] == "Cộng"
    assert first["x0"] == pytest.approx(250 * 72 / 300, abs=3)
    assert (first["top"] + first["bottom"]) / 2 == pytest.approx(432 * 72 / 300, abs=4)


def test_every_page_passes_the_check_and_the_same_pages_give_the_same_bytes() -> None:
    image, places = printed_page()
    page = SearchablePage(jpeg(image), invented(places, image.size))
    first = write_searchable([page, page], title="Hồ sơ", created=AT)
    assert first == write_searchable([page, page], title="Hồ sơ", created=AT)
    assert pdfa.validate_written(io.BytesIO(first), pdfa.Flavour.PDFA_2B).passed
    with pikepdf.open(io.BytesIO(first)) as document:
        assert len(document.pages) == 2
        assert str(document.Root.Lang) == "vi"
        with document.open_metadata() as metadata:
            assert metadata["dc:title"] == "Hồ sơ"


def test_a_page_without_words_is_written_too() -> None:
    data = written(png(Image.new("1", (100, 100), 1)), PageText(100, 100, 300, ()))
    assert pdfa.validate_written(io.BytesIO(data), pdfa.Flavour.PDFA_2B).passed


def test_the_empty_font_is_a_sound_font() -> None:
    font = TTFont(io.BytesIO(glyphless.font_file()), checkChecksums=2)
    assert font["head"].unitsPerEm == glyphless.UNITS
    assert font["hmtx"].metrics[font.getGlyphOrder()[1]] == (glyphless.ADVANCE, 0)
    assert font["glyf"][font.getGlyphOrder()[1]].numberOfContours == 0
