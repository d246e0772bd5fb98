"""Importing the reader must not load what only its workers need."""

from __future__ import annotations

import subprocess
import sys

HEAVY = ("cv2", "numpy", "pytesseract", "pdfplumber", "pikepdf", "pypdfium2", "PIL", "zxingcpp")


def test_importing_the_reader_loads_no_heavy_library() -> None:
    program = (
        "import sys, ocr.reader, ocr.model, ocr.errors, ocr.mrz; "
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
