"""A text layer that is there already: kept, judged, and replaced on request only."""

from __future__ import annotations

import io
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pytest
from pikepdf import pdfa
from PIL import Image, ImageDraw, ImageFont

from digitizer.commands.console import Console
from digitizer.commands.files import FileRead, read_files
from digitizer.commands.reading import searchable_copy
from ocr.model import Box, PageText, TextSource, Word
from ocr.searchable import SearchablePage, write_searchable
from tests.digitizer.commands.test_read_forms import FONT, digitizer

pytestmark = [pytest.mark.engine, pytest.mark.slow]
LINES = ("Ủy ban nhân dân phường Cẩm Thành", "Đơn đề nghị xác nhận tình trạng hôn nhân")
DIGITAL = Path(__file__).parents[3] / "resources/samples/03-ho-kinh-doanh/giay-de-nghi.pdf"


def scan() -> bytes:
    image = Image.new("L", (1800, 700), 255)
    draw = ImageDraw.Draw(image)
    for row, line in enumerate(LINES):
        draw.text((120, 160 + 140 * row), line, font=ImageFont.truetype(FONT, 60), fill=0)
    buffer = io.BytesIO()
    image.save(buffer, "PNG", dpi=(300, 300))
    return buffer.getvalue()


def with_layer(*words: str) -> bytes:
    placed = tuple(
        Word(word, Box(120 + 100 * n, 160, 210 + 100 * n, 220), 1, 0)
        for n, word in enumerate(words)
    )
    text = PageText(1800, 700, 300, placed)
    at = datetime(2026, 11, 25, tzinfo=UTC)
    return write_searchable([SearchablePage(scan(), text)], title="Đơn", created=at)


def shown(pdf: Path) -> str:
    return subprocess.run(
        ["pdftotext", pdf, "-"], capture_output=True, text=True, check=True
    ).stdout


def test_a_wrong_layer_is_told_kept_and_replaced_only_when_asked(tmp_path: Path) -> None:
    file = tmp_path / "cu.pdf"
    file.write_bytes(with_layer("Uy", "ban", "nhàn", "dán", "phuong", "Cam"))
    kept = digitizer("read", file, "--out", tmp_path / "giữ", "--language", "en")
    assert kept.returncode == 0, kept.stderr
    assert "page 1 does not fit the print" in kept.stderr
    assert "nhàn" in shown(tmp_path / "giữ" / "cu.pdf")
    redone = digitizer("read", file, "--out", tmp_path / "thay", "--redo-text")
    assert redone.returncode == 0, redone.stderr
    assert "nhàn" not in shown(tmp_path / "thay" / "cu.pdf")
    assert "phường" in shown(tmp_path / "thay" / "cu.pdf")


def test_a_right_layer_is_called_right(tmp_path: Path) -> None:
    file = tmp_path / "cu.pdf"
    file.write_bytes(with_layer(*" ".join(LINES).split()))
    found = digitizer("read", file, "--out", tmp_path / "ra", "--language", "en")
    assert "does not fit" not in found.stderr
    assert '"looks_wrong": false' in (tmp_path / "ra" / "cu.json").read_text("utf-8")


def test_in_a_mixed_file_pages_born_digital_keep_their_letters(tmp_path: Path) -> None:
    file = tmp_path / "lẫn.pdf"
    with pikepdf.open(DIGITAL) as mixed, pikepdf.open(io.BytesIO(with_layer())) as scanned:
        mixed.pages.insert(0, scanned.pages[0])
        mixed.save(file)
    (read,) = read_files([file], Console("vi"), workers=1)
    assert isinstance(read, FileRead)
    sources = [text.source for _, text in read.pages]
    assert sources[:2] == [TextSource.OCR, TextSource.TEXT_LAYER]
    data = searchable_copy(read)
    with pikepdf.open(io.BytesIO(data)) as document:
        assert pdfa.check(document, "2b").verdict == "pass"
        assert len(document.pages) == len(read.pages)
        assert int(next(iter(document.pages[0].get_images().values())).Width) == 1800
        own = document.pages[1].get_images().values()
        assert all(int(one.Width) < 1000 for one in own)
    copy = tmp_path / "copy.pdf"
    copy.write_bytes(data)
    assert "phường Cẩm Thành" in shown(copy)
    assert "GIẤY ĐỀ NGHỊ" in shown(copy).upper()
