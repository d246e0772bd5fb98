"""The bundled fonts are what their script makes of the distribution's fonts."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from tools.make_fonts import FAMILIES, STYLES, make_font

FONTS = Path(__file__).parents[2] / "resources" / "fonts"
SOURCE = Path("/usr/share/fonts/truetype/liberation2")


@pytest.mark.skipif(not SOURCE.is_dir(), reason="needs fonts-liberation2")
@pytest.mark.parametrize(("original", "family"), FAMILIES.items())
@pytest.mark.parametrize("style", STYLES)
def test_the_script_makes_the_same_bytes_again(original: str, family: str, style: str) -> None:
    made = io.BytesIO()
    make_font(SOURCE / f"{original}-{style}.ttf", family, style).save(made)
    kept = FONTS / f"{family.replace(' ', '')}-{style}.ttf"
    assert made.getvalue() == kept.read_bytes()
