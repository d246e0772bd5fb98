"""Importing the package loads nothing heavy."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

PROGRAM = """
import sys
import signing, signing.model, signing.errors
print([name for name in ("pyhanko", "pikepdf", "cryptography", "fontTools") if name in sys.modules])
"""


def test_values_and_errors_are_light() -> None:
    said = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    assert said.stdout.strip() == "[]"
