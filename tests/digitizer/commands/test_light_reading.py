"""``digitizer read`` keeps nothing, so that it must not wait for what keeps things."""

from __future__ import annotations

import subprocess
import sys

NOT_NEEDED = ("sqlalchemy", "cryptography", "numpy", "cv2", "pyhanko", "asyncio")


def test_reading_files_loads_neither_store_nor_engine() -> None:
    program = (
        "import sys, digitizer.commands.reading, ocr.searchable; "
        f"print([name for name in {NOT_NEEDED!r} if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
