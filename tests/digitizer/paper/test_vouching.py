"""Words that lists vouch for are not read again; the ends of lines are: words may be lost there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from digitizer.catalogue import Catalogue
from digitizer.catalogue.spelling import ends_in_no_unit
from digitizer.catalogue.units import shipped_units
from digitizer.model.doctype import FieldRule, Reads
from digitizer.model.field import FieldReading
from digitizer.paper.extraction import extract, lines_to_look_at
from digitizer.paper.layout import sheet_of
from digitizer.paper.printed import Lines, Paper
from digitizer.paper.vouching import official_wordings, stretches_of
from ocr.model import PageText, Rereading, WordAgain
from tests.digitizer.paper.pages import BIRTH_DECLARATION, page_text

CATALOGUE = Catalogue.load()
TYPE = CATALOGUE.document_type("birth_registration_declaration")
ADDRESS = FieldRule("home", "Nơi cư trú", ("Nơi cư trú",), reads=Reads.ADDRESS, lines=2)
PAPER = FieldRule("paper", "Giấy tờ", ("Giấy tờ",), reads=Reads.TEXT, lines=2)
HOME = "Số 9 hẻm 31 đường Lê Lợi, phường Cẩm Thành, tỉnh Quảng Ngãi"


def value(*lines: str, score: float = 0.97) -> Lines:
    page = sheet_of(1, page_text(lines, confidence=score))
    return tuple(row.pieces for row in page.rows)


def asked(rule: FieldRule, lines: Lines) -> list[str]:
    """Return what is read again of each line, as printed."""
    stretch = stretches_of(rule, lines, CATALOGUE.rules)
    found = [(line, stretch(line)) for line in lines]
    return [" ".join(piece.text for piece in line[one.start : one.end]) for line, one in found]


def test_a_place_of_the_lists_at_the_end_of_an_address_is_not_read_again() -> None:
    assert asked(ADDRESS, value(HOME)) == ["Số 9 hẻm 31 đường"]
    # nobody knows whether something follows a commune
    assert asked(ADDRESS, value("Tổ 5 xã Đức Tân"))[-1].endswith("Đức Tân")


def test_what_was_read_with_doubt_or_is_on_no_list_is_read_again() -> None:
    assert asked(ADDRESS, value(HOME, score=0.85)) == [HOME]
    unknown = "Số 9 hẻm 31, phường Cấm Thành, tỉnh Quảng Ngãi"
    assert asked(ADDRESS, value(unknown)) == [unknown]


def test_a_wording_that_goes_on_in_the_next_line_is_whole_as_it_stands() -> None:
    lines = value(
        "Căn cước công dân số 051195007434 do Cục Cảnh sát quản lý hành",
        "chính về trật tự xã hội cấp ngày 04/12/2023",
    )
    assert asked(PAPER, lines) == ["Căn cước công dân số 051195007434 do", "ngày 04/12/2023"]
    # a wording that ends where its line ends leaves room for a lost word
    assert asked(PAPER, value("Theo lời Cục Cảnh sát quản lý hành chính về trật tự xã hội"))[
        -1
    ].endswith("xã hội")


@pytest.mark.parametrize(
    ("elsewhere", "known"),
    [
        ("Nơi cư trú: Tổ 5, phường Cẩm Thành, tỉnh Quảng Ngãi", True),
        ("Nơi cư trú: Tổ 5, phường Cẩm Thành", False),  # Cẩm Thanh is a commune elsewhere
        ("Nơi cư trú: Tổ 5, phường Cấm Thành, tỉnh Quảng Ngãi", False),
    ],
)
def test_a_unit_is_known_where_the_paper_names_it_with_its_province(
    elsewhere: str, known: bool
) -> None:
    value = "ỦY BAN NHÂN DÂN PHƯỜNG CẨM THÀNH"
    paper = Paper((sheet_of(1, page_text([value, elsewhere])),))
    wordings = official_wordings(PAPER, value, CATALOGUE.rules, paper)
    assert ("phường cẩm thành" in wordings) is known


def test_a_unit_that_the_value_itself_names_with_its_province_is_known() -> None:
    value = "Ủy ban nhân dân phường Cẩm Thành, tỉnh Quảng Ngãi"
    assert "phường cẩm thành" in official_wordings(PAPER, value, CATALOGUE.rules)


def test_a_wide_gap_inside_a_known_wording_may_have_lost_a_word() -> None:
    gap = "Số 9 hẻm 31 đường Lê Lợi, phường Cẩm Thành,  tỉnh Quảng Ngãi"
    assert "tỉnh" in " ".join(asked(ADDRESS, value(gap)))


def test_names_are_always_read_whole() -> None:
    name = FieldRule("name", "Tên", ("Tên",), reads=Reads.NAME)
    assert asked(name, value("NGUYỄN THỊ HỒNG THỦY")) == ["NGUYỄN THỊ HỒNG THỦY"]


def _looked(page: PageText, changed: dict[str, str], likely: float = 1.0) -> PageText:
    """Return the page with a second reading of all that is asked for, some words read otherwise."""
    again = []
    for line in lines_to_look_at(TYPE, [(1, page)], CATALOGUE.rules)[1]:
        texts: Sequence[str] = changed.get(line.text, line.text).split()
        words = (
            WordAgain(text, 0.96, n, n, text, likely or 1.0, likely) for n, text in enumerate(texts)
        )
        again.append(Rereading(line.box, len(line.words), "second", tuple(words)))
    return replace(page, again=tuple(again))


def test_a_value_of_which_only_a_part_was_read_again_is_whole_and_may_be_sure() -> None:
    before = "Số 9 đường Lê Lợi, phường Mẫu, tỉnh Quảng Ngãi"
    lines = [line.replace(before, HOME) for line in BIRTH_DECLARATION]
    page = page_text(lines)
    assert "Số 9 hẻm 31 đường" in {line.text for line in lines_to_look_at(TYPE, [(1, page)])[1]}
    agreed = _home(_looked(page, {}))
    assert (agreed.value, agreed.sure) == (HOME, True)
    # words that were stored before figures were looked at say nothing of them
    old = _home(_looked(page, {}, likely=0.0))
    assert (old.value, old.sure) == (HOME, False)
    other = {"Số 9 hẻm 31 đường": "Số 9 hẻm 37 đương"}
    disputed = _home(_looked(page, other, likely=0.9))
    # of two numbers the one that its figures look like, sure only where they plainly do
    assert (disputed.value, disputed.sure) == (HOME.replace("31", "37"), False)
    assert HOME in disputed.alternatives
    assert not lines_to_look_at(TYPE, [(1, _looked(page, {}))], CATALOGUE.rules)


def _home(page: PageText) -> FieldReading:
    readings = extract(TYPE, [(1, page)], CATALOGUE.rules)
    return next(one for one in readings if one.name == "requester_residence")


def test_something_of_a_value_is_read_again_whatever_lists_say() -> None:
    assert asked(ADDRESS, value("Phường Cẩm Thành, tỉnh Quảng Ngãi")) == ["Phường Cẩm Thành,"]


def test_a_value_that_cannot_end_where_it_does_is_not_sure() -> None:
    def whole(shown: str) -> bool:
        before = "Số 9 đường Lê Lợi, phường Mẫu, tỉnh Quảng Ngãi"
        lines = [line.replace(before, shown) for line in BIRTH_DECLARATION]
        return _home(_looked(page_text(lines), {})).sure

    assert whole("Số 9 hẻm 31 đường Lê Lợi, phường Cẩm Thành, tỉnh Quảng Ngãi")
    assert not whole("Số 9 hẻm 31 đường Lê Lợi, phường Cẩm Thành, tỉnh Quảng")
    # the label below, read without its colon, and its value
    assert not whole("Phường Cẩm Thành, tỉnh Quảng Ngãi 10 Quê quán, phường Mẫu, tỉnh Quảng Ngãi")


@pytest.mark.parametrize(
    ("address", "no_unit"),
    [
        ("Tổ 5, phường Cẩm Thành, tỉnh Quảng", True),
        ("Tổ 5, phường Cẩm Thành, tỉnh Quảng Ngãi", False),
        ("Tổ 5, phường Cẩm Thành, tỉnh Quáng Ngãi", False),
        ("Số 9 đường Lê Lợi", False),
        ("", False),
    ],
)
def test_an_address_that_ends_within_a_units_name_is_known(address: str, no_unit: bool) -> None:
    assert ends_in_no_unit(shipped_units(), address) is no_unit
