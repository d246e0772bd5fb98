"""Of wordings behind or before boxes the ticked one is the value, and a person looks."""

from __future__ import annotations

from dataclasses import replace

import pytest

from digitizer.catalogue import Catalogue
from digitizer.model.field import FieldReading
from digitizer.paper.extraction import extract
from ocr.model import Box, Region, RegionKind
from tests.digitizer.paper import pages

CATALOGUE = Catalogue.load()
TITLE = "TỜ KHAI CĂN CƯỚC"


def read(line: str, kind: str = "identity_declaration") -> dict[str, FieldReading]:
    """Return the fields of a declaration; “☐” and “☒” are boxes that the recogniser misread."""
    text = pages.page_text([TITLE, line.replace("☐", "D").replace("☒", "B4")])
    signs = iter([sign for sign in line if sign in "☐☒"])
    regions = tuple(
        Region(
            RegionKind.TICKED_BOX if next(signs) == "☒" else RegionKind.EMPTY_BOX,
            Box(word.box.left, word.box.top + 4, word.box.left + 36, word.box.top + 40),
            1.0,
        )
        for word in text.words
        if word.text in ("D", "B4")
    )
    found = extract(
        CATALOGUE.document_type(kind), [(1, replace(text, regions=regions))], CATALOGUE.rules
    )
    return {one.name: one for one in found}


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("Giới tính: Nam ☐ Nữ ☒", "Nữ"),
        ("Giới tính: Nam ☒ Nữ ☐", "Nam"),
        ("Giới tính: ☒ Nam ☐ Nữ", "Nam"),
        ("Giới tính: ☐ Nam ☒ Nữ", "Nữ"),
        ("Giới tính: Nam ☐ Nữ ☐", ""),
        ("Giới tính: Nam ☒ Nữ ☒", ""),
    ],
)
def test_the_only_wording_that_is_ticked_is_the_value(printed: str, value: str) -> None:
    sex = read(printed)["person_sex"]
    assert (sex.value, sex.sure) == (value, False)


def test_one_box_alone_says_nothing() -> None:
    assert read("Dân tộc: Kinh          Tôn giáo: ☒")["person_ethnicity"].value == "Kinh"


def test_what_is_asked_for_is_the_ticked_wording() -> None:
    printed = "Yêu cầu của công dân: ☐ Cấp lần đầu ☒ Cấp đổi ☐ Cấp lại"
    assert read(printed)["request"].value == "Cấp đổi"


def test_figures_in_boxes_of_their_own_are_a_value_and_no_choice() -> None:
    assert read("Ngày sinh: 01/02/1990 ☒ ☒ ☒")["person_birth_date"].value == "1990-02-01"
    assert read("Quê quán: 1 ☒ 2 ☒ 3 ☐")["person_hometown"].value != ""


@pytest.mark.parametrize("ticked", [0, 1])
def test_a_box_read_as_letters_of_its_wording_parts_them(ticked: int) -> None:
    text = pages.page_text([TITLE, "Giới tính: [] NamL]Nữ"])
    first, joined = (word.box for word in text.words[-2:])
    places = (first.left, joined.left + 3 * 20 + 2)
    kinds = [RegionKind.EMPTY_BOX, RegionKind.EMPTY_BOX]
    kinds[ticked] = RegionKind.TICKED_BOX
    regions = tuple(
        Region(kind, Box(left, joined.top + 4, left + 36, joined.top + 40), 1.0)
        for kind, left in zip(kinds, places, strict=True)
    )
    kind = CATALOGUE.document_type("identity_declaration")
    found = extract(kind, [(1, replace(text, regions=regions))], CATALOGUE.rules)
    sex = next(one for one in found if one.name == "person_sex")
    assert (sex.value, sex.sure) == (("Nam", "Nữ")[ticked], False)
