from __future__ import annotations

import io
import subprocess
from pathlib import Path

import pikepdf
import pytest
from pikepdf import pdfa

from ocr.borndigital import archive_copy

SAMPLE = Path(__file__).parents[2] / "resources/samples/03-ho-kinh-doanh/giay-de-nghi.pdf"


@pytest.fixture(scope="module")
def copy() -> bytes:
    made = archive_copy(SAMPLE.read_bytes(), [1])
    assert made is not None
    return made


def test_the_copy_is_pdfa_and_holds_no_picture_of_the_page(copy: bytes) -> None:
    with pikepdf.open(io.BytesIO(copy)) as document:
        assert pdfa.check(document, "2b").verdict == "pass"
        assert len(document.pages) == 1
        pictures = document.pages[0].get_images().values()
        assert all(int(one.Width) < 1000 for one in pictures)


def test_its_own_text_is_still_found(copy: bytes, tmp_path: Path) -> None:
    file = tmp_path / "copy.pdf"
    file.write_bytes(copy)
    shown = subprocess.run(["pdftotext", file, "-"], capture_output=True, text=True, check=True)
    assert "GIẤY ĐỀ NGHỊ" in shown.stdout.upper()


def test_a_file_with_a_font_outside_gives_no_copy() -> None:
    document = pikepdf.new()
    page = document.add_blank_page()
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
    )
    page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
    page.obj.Contents = document.make_stream(b"BT /F1 12 Tf 50 50 Td (Xin) Tj ET")
    data = io.BytesIO()
    document.save(data)
    assert archive_copy(data.getvalue(), [1]) is None


def test_a_broken_file_gives_no_copy() -> None:
    assert archive_copy(b"%PDF-1.7 broken", [1]) is None
