"""Make the project's fonts: Vietnamese subsets of Liberation at 1000 units per em.

The signature appearance and the result templates use only these files. 1000 units per em matters:
PDF widths are thousandths of an em, and a 2048-unit font forces every width to be rounded.
Run it with the project's Python on a machine that has Debian's ``fonts-liberation2``:

    python tools/make_fonts.py
"""

from __future__ import annotations

import argparse
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.ttLib.scaleUpem import scale_upem

UNITS_PER_EM = 1000
STYLES = ("Regular", "Bold", "Italic", "BoldItalic")
FAMILIES = {"LiberationSerif": "Digitizer Serif", "LiberationSans": "Digitizer Sans"}
COPYRIGHT = (
    "Digitized data copyright (c) 2010 Google Corporation with Reserved Font Arimo, Tinos and "
    "Cousine. Copyright (c) 2012 Red Hat, Inc. with Reserved Font Name Liberation. "
    "Modified: subset for Vietnamese, scaled to 1000 units per em, renamed."
)
LICENCE = "Licensed under the SIL Open Font License, Version 1.1"
LICENCE_ADDRESS = "https://openfontlicense.org"

LETTERS = (
    *range(0x20, 0x7F),
    *range(0xA0, 0x180),  # Latin-1 and Latin Extended-A: names from elsewhere
    *(0x1A0, 0x1A1, 0x1AF, 0x1B0),  # Ơ ơ Ư ư
    *range(0x1EA0, 0x1EFA),  # letters with a tone
    *(0x300, 0x301, 0x302, 0x303, 0x306, 0x309, 0x31B, 0x323),
)
SIGNS = (
    *range(0x2010, 0x2016),
    *range(0x2018, 0x201F),
    *(0x2020, 0x2021, 0x2022, 0x2026, 0x2030, 0x2032, 0x2033, 0x2039, 0x203A),
    *(0x20AB, 0x20AC, 0x2116, 0x2122),
    *(0x2190, 0x2192, 0x2212, 0x2248, 0x2260, 0x2264, 0x2265, 0x25A0, 0x25A1, 0x25CF),
)
DROPPED = ("GSUB", "GPOS", "GDEF", "kern", "FFTM", "DSIG", "hdmx", "VDMX", "LTSH", "gasp", "PCLT")
KEPT_NAMES = (1, 2, 3, 4, 5, 6, 0, 13, 14)


def make_font(source: Path, family: str, style: str) -> TTFont:
    """Return the Vietnamese subset of the font in ``source`` under its new name."""
    font = TTFont(source, recalcTimestamp=False)
    options = Options(
        hinting=False, layout_features=[], name_IDs=[], notdef_outline=True, glyph_names=False
    )
    options.drop_tables += DROPPED
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[*LETTERS, *SIGNS])
    subsetter.subset(font)
    scale_upem(font, UNITS_PER_EM)
    rename(font, family, style)
    return font


def rename(font: TTFont, family: str, style: str) -> None:
    """Replace the font's names: the licence reserves the original ones."""
    spaced = {"BoldItalic": "Bold Italic"}.get(style, style)
    postscript = f"{family.replace(' ', '')}-{style}"
    names = {
        0: COPYRIGHT,
        1: family,
        2: spaced,
        3: f"{postscript};1.0",
        4: f"{family} {spaced}",
        5: "Version 1.0",
        6: postscript,
        13: LICENCE,
        14: LICENCE_ADDRESS,
    }
    table = font["name"]
    table.names = []
    for number in KEPT_NAMES:
        table.setName(names[number], number, 3, 1, 0x409)


def main() -> None:
    """Write the fonts of every family and style."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--source", type=Path, default=Path("/usr/share/fonts/truetype/liberation2")
    )
    parser.add_argument("--out", type=Path, default=Path("resources/fonts"))
    arguments = parser.parse_args()
    for original, family in FAMILIES.items():
        for style in STYLES:
            font = make_font(arguments.source / f"{original}-{style}.ttf", family, style)
            target = arguments.out / f"{family.replace(' ', '')}-{style}.ttf"
            font.save(target)
            print(f"{target}: {target.stat().st_size} bytes, {len(font.getGlyphOrder())} glyphs")


if __name__ == "__main__":
    main()
