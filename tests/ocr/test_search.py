"""What a person finds in the searchable file with another program, with marks and without."""

from __future__ import annotations

import subprocess
import unicodedata
from datetime import UTC, datetime
from pathlib import Path

import pypdfium2
import pytest

from ocr.model import PageText, Word
from ocr.searchable import SearchablePage, write_searchable
from tests.ocr.conftest import LINES, jpeg, printed_page


def without_marks(text: str) -> str:
    """Fold as search boxes do that ignore accents: marks fall away, the bar of đ too."""
    parts = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(part for part in parts if not unicodedata.combining(part)).casefold()


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    image, places = printed_page(LINES[:2])
    words = tuple(Word(text, box, 1.0, row) for row, (text, box) in enumerate(places.items()))
    text = PageText(*image.size, 300, words)
    path = tmp_path_factory.mktemp("search") / "trang.pdf"
    at = datetime(2026, 11, 22, tzinfo=UTC)
    path.write_bytes(write_searchable([SearchablePage(jpeg(image), text)], title="T", created=at))
    return path


def pdftotext(path: Path) -> str:
    done = subprocess.run(
        ["pdftotext", "-enc", "UTF-8", path, "-"], capture_output=True, check=True
    )
    return done.stdout.decode("utf-8")


def test_words_are_found_with_their_marks_as_one_code_a_letter(file: Path) -> None:
    text = pdftotext(file)
    for word in ("ĐỖ", "UYÊN", "chữ", "đệm,", "phường", "Quảng", "Ngãi"):
        assert word in text
    assert unicodedata.is_normalized("NFC", text)


def test_a_program_that_ignores_marks_finds_words_typed_without_them(file: Path) -> None:
    text = without_marks(pdftotext(file))
    for typed in ("do", "uyen", "chu", "dem", "phuong", "quang", "ngai"):
        assert typed in text


def test_a_viewer_that_compares_codes_wants_the_marks(file: Path) -> None:
    """What is true of search boxes that fold nothing: the file holds each word once, as printed."""
    document = pypdfium2.PdfDocument(file)
    page = document[0].get_textpage()
    assert page.search("phường").get_next() is not None
    assert page.search("PHƯỜNG").get_next() is not None
    assert page.search("phuong").get_next() is None
    document.close()
