"""The bundled fonts can write Vietnamese, and fit what PDF and their licence ask."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

FONTS = Path(__file__).parents[2] / "resources" / "fonts"
FILES = sorted(FONTS.glob("*.ttf"))
VOWELS = "aăâeêioôơuưy"
TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
SIGNS = "0123456789.,;:!?()[]{}/\\-–—…“”‘’\"'«»§%&@#$+*=<>°№₫€□■•\u00a0"


def vietnamese_letters() -> list[str]:
    lower = [unicodedata.normalize("NFC", vowel + tone) for vowel in VOWELS for tone in TONES]
    lower += ["đ", *"bcdghklmnpqrstvxfjwz"]
    return lower + [letter.upper() for letter in lower]


def test_there_is_a_serif_and_a_sans_in_four_styles() -> None:
    assert len(FILES) == 8


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_font_has_every_vietnamese_letter_and_sign(file: Path) -> None:
    letters = vietnamese_letters()
    assert len([letter for letter in letters if not letter.isascii()]) == 134
    covered = TTFont(file).getBestCmap()
    assert [letter for letter in (*letters, *SIGNS) if ord(letter) not in covered] == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_font_counts_in_thousandths_of_an_em_like_pdf(file: Path) -> None:
    font = TTFont(file)
    assert font["head"].unitsPerEm == 1000
    assert not {"GSUB", "GPOS", "GDEF", "kern", "fpgm", "prep"} & set(font.keys())


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_font_does_not_use_the_names_its_licence_reserves(file: Path) -> None:
    names = {record.nameID: str(record) for record in TTFont(file)["name"].names}
    for number in (1, 3, 4, 6):
        assert "Digitizer" in names[number]
        assert not any(word in names[number] for word in ("Liberation", "Tinos", "Arimo"))
    assert "SIL Open Font License" in names[13]


def test_the_licence_text_lies_beside_the_fonts() -> None:
    text = (FONTS / "OFL.txt").read_text(encoding="utf-8")
    assert "Reserved Font Name Liberation" in text
    assert "SIL OPEN FONT LICENSE Version 1.1" in text
    assert "DISCLAIMER" in text
