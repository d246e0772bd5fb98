"""Of several readings the one that can be printed is taken; names only as the paper spells them."""

from __future__ import annotations

import pytest

from digitizer.model.doctype import FieldRule, Place, Reads
from digitizer.paper.choosing import as_elsewhere, best
from digitizer.paper.layout import sheet_of
from digitizer.paper.normalised import Normalised
from digitizer.paper.printed import Paper
from tests.digitizer.paper.pages import page_text

ISSUER = FieldRule("issuer", "Cơ quan", (), reads=Reads.TEXT)
DATE = FieldRule("date", "Ngày", ("Ngày",), reads=Reads.DATE)
PLAIN = Normalised("ngày 14 thángổ năm 2018", accepted=False, plausible=False)


def paper(*lines: str) -> Paper:
    return Paper((sheet_of(1, page_text(lines)),))


def accepted(*values: str) -> list[Normalised]:
    return [Normalised(value, accepted=True) for value in values]


def test_the_one_reading_that_is_a_date_wins_over_one_that_is_none() -> None:
    assert best(DATE, PLAIN, accepted("2018-08-14")).value == "2018-08-14"
    assert best(DATE, PLAIN, accepted("2018-08-14", "2018-03-14")) == PLAIN


def test_a_reading_of_its_kind_is_kept_and_so_is_a_wording_that_was_put_right() -> None:
    mended = Normalised("2026-11-19", accepted=True, plausible=False, mended=True)
    assert best(DATE, mended, accepted("2026-11-19")) is mended
    listed = FieldRule("class", "Cấp", ("Cấp",), values=("Cấp II", "Cấp III"))
    by_looks = Normalised("Cấp III", accepted=True, plausible=False)
    assert best(listed, by_looks, accepted("Cấp II")) is by_looks


@pytest.mark.parametrize(
    ("shape", "chosen", "other", "taken"),
    [
        ("", "421! PTC-TTPVHCC", "421/PTC-TTPVHCC", True),
        ("", "421/PTC-TTPVHCC", "421/PTC-TTPVHGC", False),
        ("[A-Z]{2} [0-9]{6}", "BTS878705", "BT 878705", True),
        ("[A-Z]{2} [0-9]{6}", "BTS878705", "BT878703", False),
    ],
)
def test_of_two_codes_the_one_that_is_written_as_codes_are_is_taken(
    shape: str, chosen: str, other: str, taken: bool
) -> None:
    rule = FieldRule("number", "Số", ("Số",), reads=Reads.CODE, shape=shape)
    found = best(rule, Normalised(chosen, accepted=True), accepted(other))
    assert found.value == (other if taken else chosen)


def test_of_two_spellings_the_one_that_names_a_unit_is_taken() -> None:
    read = Normalised("ỦY BAN NHÂN DÂN PHƯỜNG CẤM THÀNH", accepted=True)
    found = best(ISSUER, read, accepted("ỦY BAN NHÂN DÂN PHƯỜNG CẨM THÀNH"))
    assert found.value == "ỦY BAN NHÂN DÂN PHƯỜNG CẨM THÀNH"


@pytest.mark.parametrize(
    ("value", "spelled"),
    [
        ("ỦY BAN NHÂN DÂN PHƯỜNG CẤM THÀNH", "ỦY BAN NHÂN DÂN PHƯỜNG CẨM THÀNH"),
        ("UBND phường Cấm Thành, tỉnh Quảng Ngãi", "UBND phường Cẩm Thành, tỉnh Quảng Ngãi"),
        # a unit bears this very name: nobody knows that it was misread
        ("Ủy ban nhân dân xã Cẩm Thanh", "Ủy ban nhân dân xã Cẩm Thanh"),
        ("phường Mẫu", "phường Mẫu"),
    ],
)  # fmt: skip
def test_a_unit_nobody_knows_is_spelled_as_the_paper_spells_it_elsewhere(
    value: str, spelled: str
) -> None:
    page = paper(value, "Nơi cư trú: Tổ 5, phường Cẩm Thành, tỉnh Quảng Ngãi")
    assert as_elsewhere(ISSUER, value, page) == spelled


def test_a_name_the_paper_does_not_spell_elsewhere_stays_as_it_was_read() -> None:
    read = "ỦY BAN NHÂN DÂN PHƯỜNG CẤM THÀNH"
    assert as_elsewhere(ISSUER, read, paper(read, "Kính gửi: Sở Tư pháp")) == read
    person = FieldRule("name", "Tên", ("Tên",), reads=Reads.NAME)
    page = paper("Phường Cấm", "Nơi cư trú: phường Cẩm Thành")
    assert as_elsewhere(person, "PHƯỜNG CẤM THÀNH", page) == "PHƯỜNG CẤM THÀNH"


def test_a_capital_made_by_a_lost_mark_does_not_make_the_name_one_of_capitals() -> None:
    page = paper("Phường VY Dạ, thành phố Huế", "Quê quán: phường Vỹ Dạ, thành phố Huế")
    address = FieldRule("home", "Quê quán", (), reads=Reads.ADDRESS)
    spelled = as_elsewhere(address, "Phường VY Dạ, thành phố Huế", page)
    assert spelled == "Phường Vỹ Dạ, thành phố Huế"


@pytest.mark.parametrize(
    ("chosen", "readings", "name"),
    [
        ("ĐỒ MINH DŨNG", ("ĐỒ MINH DŨNG", "ĐỖ MINH DUNG"), "ĐỖ MINH DŨNG"),
        ("LÔ VĂN XIÊNG", ("LÔ VĂN XIÊNG", "LÒ VĂN XIÊNG"), "LÔ VĂN XIÊNG"),
        ("ĐỒ MINH DŨNG", ("ĐỒ MINH DŨNG",), "ĐỒ MINH DŨNG"),
        ("LẢ VĂN XIÊNG", ("LÃ VĂN XIÊNG", "LA VĂN XIÊNG"), "LẢ VĂN XIÊNG"),
    ],
    ids=["one is known", "both are known", "nothing else was read", "two are known"],
)
def test_a_known_family_name_wins_over_an_unknown_one_only_where_it_was_read(
    chosen: str, readings: tuple[str, ...], name: str
) -> None:
    rule = FieldRule("name", "Họ và tên", ("Họ và tên",), reads=Reads.NAME)
    found = best(rule, Normalised(chosen, accepted=True), accepted(*readings))
    assert found.value == name
    assert found.plausible == (name == chosen)


@pytest.mark.parametrize(
    ("chosen", "first", "value"),
    [
        ("Cần thêm thời gian để xác mình", "Cần thêm thời gian để xác minh", "minh"),
        ("Cần thêm thời gian để xác minh", "Cần thêm thời gian để xác mình", "minh"),
        ("thường trú tại Xác Mình", "thường trú tại Xác Minh", "Mình"),
        ("Cần thêm thời gian để xác mình", "Cần thêm để xác minh", "mình"),
    ],
    ids=["more usual", "less usual", "a name", "other words"],
)
def test_a_word_of_the_first_reading_wins_where_office_texts_have_it_far_oftener(
    chosen: str, first: str, value: str
) -> None:
    rule = FieldRule("reason", "Lý do", ("Lý do",), reads=Reads.TEXT)
    found = best(rule, Normalised(chosen, accepted=True), accepted(first, chosen))
    assert found.value.split()[-1] == value
    assert found.plausible == (found.value == chosen)


def test_the_cells_of_a_table_keep_what_most_readings_say() -> None:
    rule = FieldRule("lines", "Ngành", (), reads=Reads.TEXT, place=Place.ZONE, zone=(0, 0, 1, 1))
    chosen = Normalised("thời gian để xác mình", accepted=True)
    assert best(rule, chosen, accepted("thời gian để xác minh")) is chosen
