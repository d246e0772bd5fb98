"""Run first in the built program: programs it starts get the system's own libraries again."""

from __future__ import annotations

import os
import sys
from pathlib import Path

if sys.platform == "linux":
    original = os.environ.pop("LD_LIBRARY_PATH_ORIG", None)
    os.environ.pop("LD_LIBRARY_PATH", None)
    if original:
        os.environ["LD_LIBRARY_PATH"] = original
# Tesseract bundled beside the program (the Windows package) is found before any other
_bundled = Path(sys.executable).parent / "tesseract"
if _bundled.is_dir():
    os.environ["PATH"] = f"{_bundled}{os.pathsep}{os.environ.get('PATH', '')}"
    os.environ.setdefault("TESSDATA_PREFIX", str(_bundled / "tessdata"))
